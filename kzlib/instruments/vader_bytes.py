# ruff: noqa: SIM102, SIM110  (numba compiles plain loops and comparisons)
"""VADER's tokens, compiled: bytes in, tokens out.

A token is one integer: its entry in VADER's words (0: any other word) in the high bits, the number of the rule word
that it is in the middle byte, flags in the low byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

#: flags of a token: isupper(), has a capital, negates, has a valence, is a booster
UPPER, MIXED, NEGATES, VALENCED, BOOSTER = 1, 2, 4, 8, 16
#: classes of a byte
SPACE, PUNCTUATION, UPPER_CASE, LOWER_CASE, WIDE = 1, 2, 4, 8, 16
MIX = np.uint64(0x9E3779B97F4A7C15)
_EIGHT, _REST = np.uint64(8), np.uint64(56)


def compiled(function: Any) -> Any:
    """njit without a cache: a function that is loaded from a cache cannot be inlined into one that is compiled."""
    return njit(nogil=True)(function)


def cached(function: Any) -> Any:
    """njit with an on-disk cache beside the module (or in the user's cache), without one where neither is writable.

    Only for the entry point, which holds all that it calls.  numba looks at the entry point's file to see whether its
    cache is stale: touch that file when another of these changes.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return compiled(function)


@compiled
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


@compiled
def _lower(text, i, start, lower):
    """The lower case of the byte at i: ASCII, or the second byte of a Latin-1 letter."""
    byte = text[i]
    if i > start and text[i - 1] == 0xC3 and 0x80 <= byte < 0x9F and byte != 0x97:
        return np.uint8(byte + 0x20)
    return lower[byte]


@compiled
def _key(text, start, end, lower):
    """The lower-cased bytes, each turned in by a byte: of eight bytes or fewer, the word itself."""
    key = np.uint64(0)
    for i in range(start, end):
        key = (key << _EIGHT | key >> _REST) ^ np.uint64(_lower(text, i, start, lower))
    return key


@compiled
def _same(text, start, size, lower, buffer, at):
    for i in range(size):
        if buffer[at + i] != _lower(text, start + i, start, lower):
            return False
    return True


@compiled
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


@compiled
def _has_nt(text, start, end, lower):
    for i in range(start + 2, end):
        if text[i - 1] == 39 and lower[text[i]] == 116 and lower[text[i - 2]] == 110:
            return True
    return False


@compiled
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
    last such character is that of the stripped word.  Taken apart into functions it ran at half the speed.
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
        slot = np.int64(key_at_last * MIX >> np.uint64(49))
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
