"""The compiled half of :mod:`kzlib.instruments.vader_kernel`: bytes in, unrounded scores out.

The functions mirror the pure-Python ones by name.  No fast-math: the order of every operation is the original's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

#: numbers of the words that a rule names (vader_kernel.CODES)
NO, OR, NOR, LEAST, AT, VERY, NEVER, SO, THIS, WITHOUT, DOUBT, BUT, KIND, OF = range(1, 15)
UPPER, MIXED, NEGATES = 1, 2, 4  # flags of a token: isupper(), has a capital, negates
SPACE, PUNCTUATION, UPPER_CASE, LOWER_CASE, WIDE = 1, 2, 4, 8, 16  # classes of a byte
_BASIS, _PRIME, _SHIFT = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3), np.uint64(29)
_MOST_HITS = 64  # valenced words; more go to the pure path, which has the right data structures for them


def _compile(function: Any) -> Any:
    """njit with an on-disk cache beside the module (or in the user's cache), without one where neither is writable."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)


@_compile
def _width(text, i, end, emoji):
    """Bytes of the character at i; negative: white space of that many; 0: a character for the pure path."""
    byte = text[i]
    if byte == 0xC2 and i + 1 < end:
        second = text[i + 1]
        if second == 0x85 or second == 0xA0:
            return -2
        if second == 0xAA or second == 0xB5 or second == 0xBA or emoji[second]:
            return 0  # lower-case letters without the look of one
        return 2
    if byte == 0xC3 and i + 1 < end:
        return 2
    if byte == 0xE2 and i + 2 < end and text[i + 1] == 0x80:
        third = text[i + 2]
        if third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF:
            return -3
        return 0 if emoji[0x2000 + third - 0x80] else 3
    return 0


@_compile
def _hash(text, start, end, lower):
    """FNV-1a of the lower-cased bytes."""
    value = _BASIS
    for i in range(start, end):
        byte = lower[text[i]]
        if i > start and text[i - 1] == 0xC3 and 0x80 <= byte < 0x9F and byte != 0x97:
            byte = np.uint8(byte + 0x20)
        value = (value ^ np.uint64(byte)) * _PRIME
    return value


@_compile
def _find(text, start, end, value, lower, buffer, starts, slots, hashes):
    """The entry of the word in these bytes (lower-cased), or 0 where VADER does not know it."""
    mask = np.uint64(slots.size - 1)
    slot = (value ^ (value >> _SHIFT)) & mask
    while slots[slot]:
        entry = slots[slot]
        at = starts[entry]
        if hashes[entry] == value and starts[entry + 1] - at == end - start:
            same = True
            for i in range(end - start):
                byte = lower[text[start + i]]
                if i and text[start + i - 1] == 0xC3 and 0x80 <= byte < 0x9F and byte != 0x97:
                    byte = np.uint8(byte + 0x20)
                same = same and buffer[at + i] == byte
            if same:
                return entry
        slot = (slot + np.uint64(1)) & mask
    return np.int32(0)


@_compile
def _is_run(text, first, last, runs):
    """Whether these bytes are one of the runs of punctuation that NLTK strips."""
    if last - first > 4:
        return False
    run = 0
    for i in range(first, last):
        run = run << 8 | text[i]
    for known in runs:
        if run == known:
            return True
    return False


@_compile
def _has_nt(text, start, end, lower):
    for i in range(start + 2, end):
        if text[i - 1] == 39 and lower[text[i]] == 116 and lower[text[i - 2]] == 110:
            return True
    return False


@_compile
def _tokenise(text, start, end, authors, characters, emoji, tables, out):
    """Fill the sentence's tokens: entry, flags, first and last byte.  n, "!", "?"; n = −1 for the pure path.

    One pass: a token is hashed as it is read, from its first character that is not punctuation, and the hash at its
    last such character is that of the stripped word.
    """
    classes, lower, runs = characters
    buffer, starts, slots, hashes, _, _, _, negates, _ = tables
    entries, flags, firsts, lasts = out
    mask = np.uint64(slots.size - 1)
    n = exclamations = questions = 0
    i = start
    while i < end:
        if classes[text[i]] & SPACE:
            i += 1
            continue
        token, body, last, seen, read, inside, skip = i, -1, i, 0, 0, 0, 0
        value = at_last = _BASIS
        while i < end:
            byte = text[i]
            kind = classes[byte]
            if kind & (SPACE | PUNCTUATION | WIDE) == 0:
                if body < 0:
                    body = i
                value = (value ^ np.uint64(lower[byte])) * _PRIME
                i += 1
                inside = read
                last, at_last = i, value
            elif kind & SPACE:
                break
            elif kind & PUNCTUATION:
                exclamations += byte == 33
                questions += byte == 63
                read += 1
                if body >= 0:
                    value = (value ^ np.uint64(byte)) * _PRIME
                i += 1
            else:
                width = _width(text, i, end, emoji)
                if width == 0:
                    return -1, 0, 0
                if width < 0:
                    skip = -width
                    break
                if body < 0:
                    body = i
                for j in range(i, i + width):
                    raw = text[j]
                    if j > i and byte == 0xC3 and raw != 0x97 and raw != 0xB7:
                        kind |= UPPER_CASE if raw < 0x9F else LOWER_CASE
                        raw = np.uint8(raw + 0x20) if raw < 0x9F else raw
                    value = (value ^ np.uint64(raw)) * _PRIME
                i += width
                inside = read
                last, at_last = i, value
                seen += (width - 1) << 8  # continuation bytes, counted above the flags
            seen |= kind
        stop = i
        i += skip
        if stop == token:
            continue
        # characters of the token and of the stripped word; "inside" counts all punctuation before its last character
        before = (body if body >= 0 else stop) - token
        after = stop - last if body >= 0 else 0
        size = stop - token - (seen >> 8)
        first = token
        if before or after:
            stripped = size - before - after
            if authors:
                strip = stripped > 2
            elif (before > 0) == (after > 0) or stripped < 2 or inside != before:
                strip = False
            else:
                strip = _is_run(text, token, body, runs) if before else _is_run(text, last, stop, runs)
            if strip:
                first = body
            else:
                last = stop
                at_last = _hash(text, token, stop, lower)
        if size < 2 and not authors:
            continue
        entry = slots[(at_last ^ (at_last >> _SHIFT)) & mask]
        if entry:
            entry = _find(text, first, last, at_last, lower, buffer, starts, slots, hashes)
        flag = 0
        if seen & UPPER_CASE:
            flag = MIXED if seen & LOWER_CASE else MIXED | UPPER
        if entry:
            flag |= NEGATES if negates[entry] else 0
        elif read and _has_nt(text, first, last, lower):
            flag |= NEGATES
        entries[n], flags[n], firsts[n], lasts[n] = entry, flag, first, last
        n += 1
    return n, exclamations, questions


@_compile
def _phrase(phrases, a, b, c):
    """The idiom made of these codes (c = 0: of two words), or −1."""
    rows = phrases[0]
    if a and b:
        for row in range(rows.shape[0]):
            if rows[row, 0] == a and rows[row, 1] == b and rows[row, 2] == c:
                return row
    return -1


@_compile
def _idioms(words, n, i, valence, authors, phrases):
    """The valence after idioms and booster pairs, and whether it is an int (sum() can tell from 3.12 on)."""
    rows, values, ints, pairs = phrases
    d, c, b, a = words[i], words[i - 1], words[i - 2], words[i - 3]
    found = _phrase(phrases, c, d, 0)
    if found < 0 and d:
        found = _phrase(phrases, b, c, d)
    if found < 0:
        found = _phrase(phrases, b, c, 0)
    if found < 0 and c:
        found = _phrase(phrases, a, b, c)
    if found < 0:
        found = _phrase(phrases, a, b, 0)
    if i + 2 <= n:
        later = _phrase(phrases, d, words[i + 1], 0)
        found = later if later >= 0 else found
    if i + 3 <= n and words[i + 2]:
        later = _phrase(phrases, d, words[i + 1], words[i + 2])
        found = later if later >= 0 else found
    whole = False
    if found >= 0:
        valence = values[found]
        whole = ints[found] != 0
    times = 0
    for row in range(pairs.shape[0]):
        times += (a == pairs[row, 0] and b == pairs[row, 1]) + (b == pairs[row, 0] and c == pairs[row, 1])
    for _ in range(times if authors else min(times, 1)):
        valence = valence - 0.293
        whole = False
    return valence, whole


@_compile
def _negation(words, flags, i, back, valence, authors):
    before, word = words[i - 1], words[i - back]
    if back == 2:
        if word == NEVER and (before == SO or before == THIS):
            return valence * (1.25 if authors else 1.5)
        if authors and word == WITHOUT and before == DOUBT:
            return valence
    elif back == 3:
        middle = words[i - 2]
        if (word == NEVER and (middle == SO or middle == THIS)) or before == SO or before == THIS:
            return valence * 1.25
        if authors and word == WITHOUT and (middle == DOUBT or before == DOUBT):
            return valence
    return valence * -0.74 if flags[i - back] & NEGATES else valence


@_compile
def _no(lows, entries, n, i, valence, in_lexicon):
    own = valence
    if lows[i] == NO and i != n - 1 and in_lexicon[entries[i + 1]]:
        valence = 0.0
    if (
        (i > 0 and lows[i - 1] == NO)
        or (i > 1 and lows[i - 2] == NO)
        or (i > 2 and lows[i - 3] == NO and (lows[i - 1] == OR or lows[i - 1] == NOR))
    ):
        valence = own * -0.74
    return valence


@_compile
def _valence(i, n, sentence, mixed_case, authors, tables, phrases):
    """The valence of the lexicon word at i in its context, and whether it is an int."""
    entries, flags, lows, words = sentence
    _, _, _, _, valences, boosters, in_lexicon, _, _ = tables
    if lows[i] == KIND and i + 1 < n and lows[i + 1] == OF:
        return 0.0, True
    valence = valences[entries[i]]
    whole = False
    if authors:
        valence = _no(lows, entries, n, i, valence, in_lexicon)
    if flags[i] & UPPER and mixed_case:
        valence = valence + 0.733 if valence > 0 else valence - 0.733
    for back in range(1, 4):
        if i < back or in_lexicon[entries[i - back]]:
            continue
        scalar = boosters[entries[i - back]]
        if scalar != 0:
            if valence < 0:
                scalar *= -1
            if flags[i - back] & UPPER and mixed_case:
                scalar = scalar + 0.733 if valence > 0 else scalar - 0.733
            if back == 2:
                scalar = scalar * 0.95
            elif back == 3:
                scalar = scalar * 0.9
            valence = valence + scalar
        valence = _negation(words, flags, i, back, valence, authors)
        if back == 3:
            valence, whole = _idioms(words, n, i, valence, authors, phrases)
    if i > 0 and lows[i - 1] == LEAST and (i == 1 or (lows[i - 2] != AT and lows[i - 2] != VERY)):
        return valence * -0.74, False
    return valence, whole


@_compile
def _but_authors(places, values, whole, n_hits, but):
    """What ``list.index`` in a changing list does: equal values are changed at their first place."""
    for k in range(n_hits):
        value = values[k]
        if value == 0:
            continue
        for j in range(n_hits):
            if values[j] == value:
                break
        if places[j] != but:
            values[j] = value * (0.5 if places[j] < but else 1.5)
            whole[j] = 0


@_compile
def _sum(places, values, whole, n_hits, n, but, authors, compensated):
    """sum() of the valences in their order, among int zeros: compensated (Neumaier) from Python 3.12 on."""
    total = 0.0
    lost = 0.0
    floating = False
    # a float zero among the ints turns sum() to floats: after "but" NLTK's zeros are floats, of the authors' the first
    zero = n
    if but >= 0:
        zero = 0
        for k in range(n_hits):
            if places[k] == zero and values[k] != 0:
                zero += 1
        if zero == but:
            zero = n if authors else zero + 1
    for k in range(n_hits):
        if zero < places[k]:
            floating = True
        value = values[k]
        if whole[k] and not (value == 0 and places[k] == zero):
            total += value
        elif not floating:
            total += value
            floating = True
        else:
            new = total + value
            if compensated:
                lost += (total - new) + value if abs(total) >= abs(value) else (value - new) + total
            total = new
    return total + lost if lost != 0 else total


@_compile
def _summary(places, values, whole, n_hits, n, but, exclamations, questions, authors, compensated):
    total = _sum(places, values, whole, n_hits, n, but, authors, compensated)
    emphasised = min(exclamations, 4) * 0.292
    emphasised += 0.0 if questions <= 1 else (questions * 0.18 if questions <= 3 else 0.96)
    if total > 0:
        total += emphasised
    elif total < 0:
        total -= emphasised
    compound = total / math.sqrt(total * total + 15)
    positive = negative = 0.0
    neutral = n - n_hits
    for k in range(n_hits):
        if values[k] > 0:
            positive += values[k] + 1
        elif values[k] < 0:
            negative += values[k] - 1
        else:
            neutral += 1
    if positive > abs(negative):
        positive += emphasised
    elif positive < abs(negative):
        negative -= emphasised
    whole_text = positive + abs(negative) + neutral
    return abs(negative / whole_text), abs(neutral / whole_text), abs(positive / whole_text), compound


@_compile
def _score(text, n, sentence, spans, exclamations, questions, flavour, tables, phrases, scratch):
    """neg, neu, pos, compound and hits of one tokenised sentence; hits = −1 for the pure path."""
    authors, compensated = flavour
    entries, flags, lows, words = sentence
    firsts, lasts = spans
    _, _, _, _, _, boosters, in_lexicon, _, codes = tables
    places, values, whole = scratch
    n_hits = uppers = 0
    but = -1
    for i in range(n):
        code = codes[entries[i]]
        lows[i] = code
        words[i] = code if authors or not flags[i] & MIXED else 0  # NLTK compares some words as they are written
        uppers += flags[i] & UPPER
        if code == BUT and but < 0:
            but = i
        if in_lexicon[entries[i]] and boosters[entries[i]] == 0:
            if n_hits == _MOST_HITS:
                return 0.0, 0.0, 0.0, 0.0, -1
            places[n_hits] = i
            n_hits += 1
    if n_hits == 0:
        return 0.0, 1.0, 0.0, 0.0, 0
    for k in range(n_hits):
        i = places[k]
        if not authors:  # NLTK looks a repeated word up where it first occurs
            for j in range(k):
                other = places[j]
                if entries[other] == entries[i] and lasts[other] - firsts[other] == lasts[i] - firsts[i]:
                    same = True
                    for b in range(lasts[i] - firsts[i]):
                        if text[firsts[other] + b] != text[firsts[i] + b]:
                            same = False
                            break
                    if same:
                        i = other
                        break
        values[k], whole[k] = _valence(i, n, sentence, 0 < uppers < n, authors, tables, phrases)
    if but >= 0:
        if authors:
            _but_authors(places, values, whole, n_hits, but)
        else:
            for k in range(n_hits):
                if places[k] != but:
                    values[k] *= 0.5 if places[k] < but else 1.5
                    whole[k] = 0
    neg, neu, pos, compound = _summary(
        places, values, whole, n_hits, n, but, exclamations, questions, authors, compensated
    )
    return neg, neu, pos, compound, n_hits


@_compile
def score_block(text, ends, authors, compensated, longest, characters, emoji, tables, phrases, out):
    """Score sentences that lie end to end in ``text``; ``out`` is (scores, hits, unread), filled in place."""
    scores, hits, unread = out
    size = longest // 2 + 2
    entries, lows, words = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)
    flags = np.empty(size, np.uint8)
    firsts, lasts = np.empty(size, np.int64), np.empty(size, np.int64)
    scratch = np.empty(_MOST_HITS, np.int64), np.empty(_MOST_HITS), np.empty(_MOST_HITS, np.uint8)
    start = 0
    for s in range(ends.size):
        end = ends[s]
        n = exclamations = questions = 0
        if end - start > longest:
            n = -1
        else:
            n, exclamations, questions = _tokenise(
                text, start, end, authors, characters, emoji, tables, (entries, flags, firsts, lasts)
            )
        start = end
        hits[s] = 0
        scores[s, :] = 0.0
        if n == 0:
            continue
        if n > 0:
            sentence = (entries, flags, lows, words)
            neg, neu, pos, compound, n_hits = _score(
                text, n, sentence, (firsts, lasts), exclamations, questions, (authors, compensated), tables, phrases, scratch
            )
            scores[s, 0], scores[s, 1], scores[s, 2], scores[s, 3] = neg, neu, pos, compound
            hits[s] = n_hits
        if n < 0 or hits[s] < 0:
            unread[s] = 1
