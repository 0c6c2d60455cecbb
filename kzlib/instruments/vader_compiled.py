# ruff: noqa: SIM109  (numba compiles plain loops and comparisons)
"""VADER's rules, compiled: tokens in, unrounded scores out; :mod:`kzlib.instruments.vader_python` in numba.

The functions mirror the pure-Python ones by name.  No fast-math: the order of every operation is the original's.
Arrays are passed one by one, since numba counts references whenever a tuple of arrays is opened.
"""

from __future__ import annotations

import math

import numpy as np

from kzlib.instruments.vader_bytes import BOOSTER, MIXED, NEGATES, UPPER, VALENCED, cached, compiled, tokenise

#: numbers of the words that a rule names (vader_kernel.CODES)
NO, OR, NOR, LEAST, AT, VERY, NEVER, SO, THIS, WITHOUT, DOUBT, BUT, KIND, OF = range(1, 15)
#: valenced words of a sentence; more go to the pure path, which has the right data structures for them
MOST_HITS = 64


@compiled
def _rule_word(token, authors):
    """The number of the rule word that a token is; NLTK compares some words as they are written."""
    return token >> 8 & 0xFF if authors or not token & MIXED else np.int64(0)


@compiled
def _phrase(idioms, a, b, c):
    """The idiom made of these rule words (c = 0: of two words), or −1."""
    if a and b:
        for row in range(idioms.shape[0]):
            if idioms[row, 0] == a and idioms[row, 1] == b and idioms[row, 2] == c:
                return row
    return -1


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@cached
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
