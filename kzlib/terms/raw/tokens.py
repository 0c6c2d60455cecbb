"""The words of plain text, compiled: what :mod:`kzlib.languages.words` says, for the characters that are not odd.

All positions are addresses.  ``end`` is behind the document, ``limit`` behind the last byte that may be read.
"""

from __future__ import annotations

import numpy as np

from kzlib.terms.raw.characters import COLON, DIGIT, JOINER, LETTER, LOWER, ODD, SPACE, TICK, WIDE, WIDE_KINDS
from kzlib.terms.raw.memory import compiled, get8, get64, put8, put64, trailing_zeros
from kzlib.terms.raw.tables import SHORT, fold

#: alphabets of a chunk
LATIN, CYRILLIC, BOTH = 1, 2, 3
#: what a hyphen or apostrophe begins
_NOTHING, _MORE, _POSSESSIVE, _AMBIGUOUS = range(4)
_ONES, _CASE = np.int64(0x0101010101010101), np.int64(0x2020202020202020)
_HIGH = np.int64(0x80 * 0x0101010101010101 - 2**64)


@compiled
def _wide(i, end, characters):
    """Kind and bytes of the character at i, which is not ASCII."""
    byte = get8(i)
    if 0xC2 <= byte < 0xE0 and i + 1 < end and get8(i + 1) & 0xC0 == 0x80:
        return get8(characters + WIDE_KINDS + ((byte & 0x1F) << 6 | (get8(i + 1) & 0x3F))), 2
    if byte == 0xE2 and i + 2 < end and get8(i + 1) & 0xC0 == 0x80 and get8(i + 2) & 0xC0 == 0x80:
        return get8(characters + WIDE_KINDS + (0x2000 | (get8(i + 1) & 0x3F) << 6 | (get8(i + 2) & 0x3F))), 3
    return np.int64(ODD), 1


@compiled
def kind_at(i, end, characters):
    """Kind and bytes of the character at i; behind the end there is a space."""
    if i >= end:
        return np.int64(SPACE), 1
    kind = get8(characters + get8(i))
    return _wide(i, end, characters) if kind == WIDE else (kind, 1)


@compiled
def _begins(i, width, end, characters):
    """What the hyphen or apostrophe at i, behind a letter or digit, begins."""
    after = i + width
    kind, _ = kind_at(after, end, characters)
    if kind > DIGIT:
        return _NOTHING
    mark = get8(i)
    if mark == 45:
        return _MORE
    # ’ and ` are apostrophes only between letters.
    if mark != 39 and (kind == DIGIT or get8(characters + get8(i - 1)) == DIGIT):
        return _NOTHING
    if get8(after) | 0x20 != 115:
        return _MORE
    kind, _ = kind_at(after + 1, end, characters)
    if kind <= DIGIT:
        return _MORE
    return _AMBIGUOUS if JOINER <= kind <= TICK else _POSSESSIVE


@compiled
def token(i, end, characters, scratch):
    """Read any token at i into ``scratch``: where it ends, its bytes (0: a number), alphabets, whether it is odd."""
    number = get8(characters + get8(i)) == DIGIT
    size = scripts = 0
    while True:
        kind, width = kind_at(i, end, characters)
        if kind <= DIGIT:
            if width == 1:
                put8(scratch + size, get8(i) | 0x20)
                scripts |= kind == LETTER
            else:
                code = (get8(i) & 0x1F) << 6 | (get8(i + 1) & 0x3F)
                put8(scratch + size, get8(characters + LOWER + 2 * code))
                put8(scratch + size + 1, get8(characters + LOWER + 2 * code + 1))
                scripts |= CYRILLIC if code >= 0x400 else LATIN
            size += width
            i += width
            continue
        if kind > TICK:
            break
        begins = _begins(i, width, end, characters)
        if begins == _NOTHING:
            break
        if begins >= _POSSESSIVE and not number:
            return i + width + 1, size, scripts, begins == _AMBIGUOUS
        put8(scratch + size, 45 if get8(i) == 45 else 39)
        size += 1
        i += width
    return i, 0 if number else size, scripts, False


@compiled
def _letters(eight):
    """How many of eight bytes are ASCII letters before the first that is none."""
    low = (eight | _CASE) & ~_HIGH
    others = ~(low + 0x1F * _ONES) | (low + 0x05 * _ONES) | eight
    return trailing_zeros(others & _HIGH) >> 3


@compiled
def _eight(i, limit):
    """Eight bytes from i on; zeros from the limit on."""
    if i + 8 <= limit:
        return get64(i)
    eight = np.int64(0)
    for j in range(limit - i):
        eight |= get8(i + j) << (8 * j)
    return eight


@compiled
def ascii_token(i, end, limit, characters, scratch, mixer):
    """Read ASCII letters at i into ``scratch``: where they end, their bytes (−1: other letters follow), the key."""
    size = 0
    digest = np.int64(0)
    while True:
        eight = _eight(i, limit)
        n = min(_letters(eight), end - i)
        eight |= _CASE
        put64(scratch + size, eight)
        i += n
        size += n
        if n < 8:
            break
        digest = fold(digest, eight, mixer)
    key = eight & ((np.int64(1) << (8 * n)) - 1)
    if size > SHORT:
        key = fold(digest, key, mixer)
    kind = np.int64(SPACE)
    if i < end:
        kind = get8(characters + get8(i))
    if DIGIT <= kind <= WIDE:
        size = -1
    return i, size, key


@compiled
def may_be_address(i, begin, end, kind, characters):
    """Whether the dot or colon at i, in the chunk from ``begin`` on, may belong to an address."""
    if i + 1 >= end:
        return False
    if kind == COLON:
        return get8(i + 1) == 47
    after = get8(characters + get8(i + 1))
    if after == LETTER:
        return True
    return after != SPACE and i - begin >= 2 and get8(i - 1) | 0x20 == 119 and get8(i - 2) | 0x20 == 119
