"""The compiled half of :mod:`kzlib.instruments.vader_kernel`: bytes in, unrounded scores out.

The functions mirror the pure-Python ones by name.  No fast-math: the order of every operation is the original's.
Arrays are passed one by one, since numba counts references whenever a tuple of arrays is opened.

A token is one integer: its entry in VADER's words (0: any other word) in the high bits, the number of the rule word
that it is in the middle byte, flags in the low byte.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

#: numbers of the words that a rule names (vader_kernel.CODES)
NO, OR, NOR, LEAST, AT, VERY, NEVER, SO, THIS, WITHOUT, DOUBT, BUT, KIND, OF = range(1, 15)
#: flags of a token: isupper(), has a capital, negates, has a valence, is a booster
UPPER, MIXED, NEGATES, VALENCED, BOOSTER = 1, 2, 4, 8, 16
#: classes of a byte
SPACE, PUNCTUATION, UPPER_CASE, LOWER_CASE, WIDE = 1, 2, 4, 8, 16
#: valenced words of a sentence; more go to the pure path, which has the right data structures for them
MOST_HITS = 64
_MIX, _EIGHT, _REST = np.uint64(0x9E3779B97F4A7C15), np.uint64(8), np.uint64(56)


def _compile(function: Any) -> Any:
    """njit with an on-disk cache beside the module (or in the user's cache), without one where neither is writable."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)


@_compile
def _width(text, i, end, wide):
    """Bytes of the character at i; negative: white space of that many; 0: a character for the pure path."""
    byte = text[i]
    if 0xC2 <= byte < 0xE0 and i + 1 < end:
        code, width = (byte & 0x1F) << 6 | (text[i + 1] & 0x3F), 2
    elif 0xE0 <= byte < 0xF0 and i + 2 < end:
        code, width = (byte & 0x0F) << 12 | (text[i + 1] & 0x3F) << 6 | (text[i + 2] & 0x3F), 3
    else:
        return 0
    if code >= wide.size or wide[code] == 0:
        return 0
    return -width if wide[code] == 1 else width


@_compile
def _lower(text, i, start, lower):
    """The lower case of the byte at i: ASCII, or the second byte of a Latin-1 letter."""
    byte = text[i]
    if i > start and text[i - 1] == 0xC3 and 0x80 <= byte < 0x9F and byte != 0x97:
        return np.uint8(byte + 0x20)
    return lower[byte]


@_compile
def _key(text, start, end, lower):
    """The lower-cased bytes, each turned in by a byte: of eight bytes or fewer, the word itself."""
    key = np.uint64(0)
    for i in range(start, end):
        key = (key << _EIGHT | key >> _REST) ^ np.uint64(_lower(text, i, start, lower))
    return key


@_compile
def _same(text, start, size, lower, buffer, at):
    for i in range(size):
        if buffer[at + i] != _lower(text, start + i, start, lower):
            return False
    return True


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
def tokenise(
    text,
    start,
    end,
    authors,
    classes,
    lower,
    runs,
    wide,
    buffer,
    starts,
    slots,
    keys,
    attributes,
    tokens,
    firsts,
    lasts,
):
    """Fill the sentence's tokens and their first and last bytes.  n, "!", "?"; n = −1 for the pure path.

    One pass: a token's key is made as it is read, from its first character that is not punctuation; the key at its
    last such character is that of the stripped word.
    """
    n = exclamations = questions = 0
    i = start
    while i < end:
        if classes[text[i]] & SPACE:
            i += 1
            continue
        token, body, last, seen, read, inside, skip, continued = i, -1, i, 0, 0, 0, 0, 0
        key = key_at_last = np.uint64(0)
        while i < end:
            byte = text[i]
            kind = classes[byte]
            if kind & (SPACE | PUNCTUATION | WIDE) == 0:
                if body < 0:
                    body = i
                while True:  # letters and digits, nearly all of a text
                    seen |= kind
                    key = (key << _EIGHT | key >> _REST) ^ np.uint64(lower[byte])
                    i += 1
                    if i == end:
                        break
                    byte = text[i]
                    kind = classes[byte]
                    if kind & (SPACE | PUNCTUATION | WIDE):
                        break
            elif kind & SPACE:
                break
            elif kind & PUNCTUATION:
                exclamations += byte == 33
                questions += byte == 63
                read += 1
                if body >= 0:
                    key = (key << _EIGHT | key >> _REST) ^ np.uint64(byte)
                i += 1
                continue
            else:
                width = _width(text, i, end, wide)
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
                        seen |= UPPER_CASE if raw < 0x9F else LOWER_CASE
                    key = (key << _EIGHT | key >> _REST) ^ np.uint64(_lower(text, j, i, lower))
                continued += width - 1
                i += width
            inside, last, key_at_last = read, i, key
        stop = i
        i += skip
        if stop == token:
            continue
        # "inside" counts all punctuation before the last other character
        before = (body if body >= 0 else stop) - token
        after = stop - last if body >= 0 else 0
        first = token
        if before or after:
            stripped = stop - token - continued - before - after
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
                key_at_last = _key(text, token, stop, lower)
        if not authors and stop - token - continued < 2:
            continue
        size = last - first
        slot = np.int64(key_at_last * _MIX >> np.uint64(49))
        entry = slots[slot]
        while entry:
            if keys[entry] == key_at_last and starts[entry + 1] - starts[entry] == size:
                if size <= 8 or _same(text, first, size, lower, buffer, starts[entry]):
                    break
            slot = (slot + 1) & 0x7FFF
            entry = slots[slot]
        word = np.int64(attributes[entry])
        if seen & UPPER_CASE:
            word |= MIXED if seen & LOWER_CASE else MIXED | UPPER
        if entry == 0 and read and _has_nt(text, first, last, lower):
            word |= NEGATES
        tokens[n], firsts[n], lasts[n] = word, first, last
        n += 1
    return n, exclamations, questions


@_compile
def _rule_word(token, authors):
    """The number of the rule word that a token is; NLTK compares some words as they are written."""
    return token >> 8 & 0xFF if authors or not token & MIXED else np.int64(0)


@_compile
def _phrase(idioms, a, b, c):
    """The idiom made of these rule words (c = 0: of two words), or −1."""
    if a and b:
        for row in range(idioms.shape[0]):
            if idioms[row, 0] == a and idioms[row, 1] == b and idioms[row, 2] == c:
                return row
    return -1


@_compile
def _idioms(tokens, n, i, valence, authors, idioms, idiom_values, idiom_ints, pairs):
    """The valence after idioms and booster pairs, and whether it is an int (sum() can tell from 3.12 on)."""
    a, b = _rule_word(tokens[i - 3], authors), _rule_word(tokens[i - 2], authors)
    c, d = _rule_word(tokens[i - 1], authors), _rule_word(tokens[i], authors)
    found = _phrase(idioms, c, d, 0)
    if found < 0 and d:
        found = _phrase(idioms, b, c, d)
    if found < 0:
        found = _phrase(idioms, b, c, 0)
    if found < 0 and c:
        found = _phrase(idioms, a, b, c)
    if found < 0:
        found = _phrase(idioms, a, b, 0)
    if i + 2 <= n:
        e = _rule_word(tokens[i + 1], authors)
        later = _phrase(idioms, d, e, 0)
        found = later if later >= 0 else found
        f = _rule_word(tokens[i + 2], authors) if i + 3 <= n else 0
        if f:
            later = _phrase(idioms, d, e, f)
            found = later if later >= 0 else found
    whole = False
    if found >= 0:
        valence = idiom_values[found]
        whole = idiom_ints[found] != 0
    times = 0
    for row in range(pairs.shape[0]):
        times += (a == pairs[row, 0] and b == pairs[row, 1]) + (b == pairs[row, 0] and c == pairs[row, 1])
    for _ in range(times if authors else min(times, 1)):
        valence = valence - 0.293
        whole = False
    return valence, whole


@_compile
def _negation(tokens, i, back, valence, authors):
    before, word = _rule_word(tokens[i - 1], authors), _rule_word(tokens[i - back], authors)
    if back == 2:
        if word == NEVER and (before == SO or before == THIS):
            return valence * (1.25 if authors else 1.5)
        if authors and word == WITHOUT and before == DOUBT:
            return valence
    elif back == 3:
        middle = _rule_word(tokens[i - 2], authors)
        if (word == NEVER and (middle == SO or middle == THIS)) or before == SO or before == THIS:
            return valence * 1.25
        if authors and word == WITHOUT and (middle == DOUBT or before == DOUBT):
            return valence
    return valence * -0.74 if tokens[i - back] & NEGATES else valence


@_compile
def _no(tokens, n, i, valence):
    own = valence
    if _rule_word(tokens[i], True) == NO and i != n - 1 and tokens[i + 1] & VALENCED:
        valence = 0.0
    near = _rule_word(tokens[i - 1], True) if i > 0 else 0
    if (
        near == NO
        or (i > 1 and _rule_word(tokens[i - 2], True) == NO)
        or (i > 2 and _rule_word(tokens[i - 3], True) == NO and (near == OR or near == NOR))
    ):
        valence = own * -0.74
    return valence


@_compile
def _valence(tokens, n, i, mixed_case, authors, valences, boosters, idioms, idiom_values, idiom_ints, pairs):
    """The valence of the lexicon word at i in its context, and whether it is an int."""
    if _rule_word(tokens[i], True) == KIND and i + 1 < n and _rule_word(tokens[i + 1], True) == OF:
        return 0.0, True
    valence = valences[tokens[i] >> 16]
    whole = False
    if authors:
        valence = _no(tokens, n, i, valence)
    if tokens[i] & UPPER and mixed_case:
        valence = valence + 0.733 if valence > 0 else valence - 0.733
    for back in range(1, 4):
        if i < back or tokens[i - back] & VALENCED:
            continue
        if tokens[i - back] & BOOSTER:
            scalar = boosters[tokens[i - back] >> 16]
            if valence < 0:
                scalar *= -1
            if tokens[i - back] & UPPER and mixed_case:
                scalar = scalar + 0.733 if valence > 0 else scalar - 0.733
            if back == 2:
                scalar = scalar * 0.95
            elif back == 3:
                scalar = scalar * 0.9
            valence = valence + scalar
        valence = _negation(tokens, i, back, valence, authors)
        if back == 3:
            valence, whole = _idioms(tokens, n, i, valence, authors, idioms, idiom_values, idiom_ints, pairs)
    if i > 0 and _rule_word(tokens[i - 1], True) == LEAST:
        far = _rule_word(tokens[i - 2], True) if i > 1 else 0
        if far != AT and far != VERY:
            return valence * -0.74, False
    return valence, whole


@_compile
def _first_place(text, tokens, firsts, lasts, places, k):
    """Where the k-th valenced word first occurs as it is written: there NLTK looks a repeated word up."""
    i = places[k]
    for j in range(k):
        other = places[j]
        if tokens[other] == tokens[i] and lasts[other] - firsts[other] == lasts[i] - firsts[i]:
            same = True
            for b in range(lasts[i] - firsts[i]):
                same = same and text[firsts[other] + b] == text[firsts[i] + b]
            if same:
                return other
    return i


@_compile
def _but(places, values, whole, n_hits, but, authors):
    """What follows "but" counts more.  The authors' ``list.index`` in a changing list changes the first equal value."""
    for k in range(n_hits):
        j = k
        if authors:
            if values[k] == 0:
                continue
            j = 0
            while values[j] != values[k]:
                j += 1
        if places[j] != but:
            values[j] *= 0.5 if places[j] < but else 1.5
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
def _summary(total, values, n_hits, n, emphasised, out):
    """neg, neu, pos and compound, unrounded, into ``out``."""
    if total > 0:
        total += emphasised
    elif total < 0:
        total -= emphasised
    out[3] = total / math.sqrt(total * total + 15)
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
    everything = positive + abs(negative) + neutral
    out[0], out[1], out[2] = abs(negative / everything), abs(neutral / everything), abs(positive / everything)


@_compile
def _hits(tokens, n, places):
    """Fill the places of valenced words: how many (−1: too many), how many tokens are upper case, the first "but"."""
    n_hits = uppers = 0
    but = -1
    for i in range(n):
        token = tokens[i]
        uppers += token & UPPER
        if token >> 8 & 0xFF == BUT and but < 0:
            but = i
        if token & (VALENCED | BOOSTER) == VALENCED:
            if n_hits == places.size:
                return -1, 0, 0
            places[n_hits] = i
            n_hits += 1
    return n_hits, uppers, but


@_compile
def score_block(
    text, ends, authors, compensated, longest,
    classes, lower, runs, wide,
    buffer, starts, slots, keys, attributes, valences, boosters,
    idioms, idiom_values, idiom_ints, pairs,
    scores, hits, unread,
):  # fmt: skip
    """Score sentences that lie in ``text`` with one byte between them; fill ``scores``, ``hits`` and ``unread``."""
    size = longest // 2 + 2
    tokens, firsts, lasts = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    places, values, whole = np.empty(MOST_HITS, np.int64), np.empty(MOST_HITS), np.empty(MOST_HITS, np.uint8)
    start = 0
    for s in range(ends.size):
        end = ends[s]
        n = exclamations = questions = -1
        if end - start <= longest:
            n, exclamations, questions = tokenise(
                text, start, end, authors, classes, lower, runs, wide, buffer, starts, slots, keys, attributes,
                tokens, firsts, lasts,
            )  # fmt: skip
        start = end + 1
        n_hits, uppers, but = _hits(tokens, n, places)
        scores[s, 0] = scores[s, 2] = scores[s, 3] = 0.0
        scores[s, 1] = 1.0 if n > 0 else 0.0
        hits[s] = n_hits
        unread[s] = n < 0 or n_hits < 0
        if n_hits <= 0:
            continue
        for k in range(n_hits):
            i = places[k] if authors else _first_place(text, tokens, firsts, lasts, places, k)
            values[k], whole[k] = _valence(
                tokens,
                n,
                i,
                0 < uppers < n,
                authors,
                valences,
                boosters,
                idioms,
                idiom_values,
                idiom_ints,
                pairs,
            )
        if but >= 0:
            _but(places, values, whole, n_hits, but, authors)
        total = _sum(places, values, whole, n_hits, n, but, authors, compensated)
        emphasised = min(exclamations, 4) * 0.292
        emphasised += 0.0 if questions <= 1 else (questions * 0.18 if questions <= 3 else 0.96)
        _summary(total, values, n_hits, n, emphasised, scores[s])
