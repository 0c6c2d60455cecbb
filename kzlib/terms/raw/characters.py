"""What a character is to the compiled counter, from the definition of a word itself.

Plain are ASCII, the European and Cyrillic letters that need no repair, and punctuation.  Whatever else a text holds is
``ODD``: the chunk between spaces that holds it goes to :func:`kzlib.languages.words`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kzlib.languages.normalise import fold, scan

#: kinds of a character; WIDE is any byte of a character beyond ASCII.  A token may go on up to WIDE.
LETTER, DIGIT, JOINER, TICK, WIDE, SEPARATOR, SPACE, DOT, COLON, ODD = range(10)
#: places in ``characters()``
WIDE_KINDS, LOWER = 256, 256 + 0x3000
_ASCII_KINDS = {"-": JOINER, "'": JOINER, "`": TICK, ".": DOT, ":": COLON, "#": ODD, "@": ODD, "_": ODD}
#: 2 for ASCII and punctuation (MARKS), 3 also letters (COMMON)
_PLAIN, _LETTERS = 1, 2
#: × and ÷ stand among the letters that may be repaired
_NEAR_LETTERS = "×÷"


@lru_cache(maxsize=1)
def characters() -> np.ndarray:
    """Bytes that tell: the kind of each byte; from WIDE_KINDS, of each character; from LOWER, two a character, its lower case.

    The kinds of characters are those of two bytes and those of three that begin with E2.  Lower case is for letters of
    two bytes, as UTF-8.
    """
    told = np.full(LOWER + 2 * 0x800, ODD, dtype=np.uint8)
    told[:128] = [_kind(chr(code)) for code in range(128)]
    told[128:256] = WIDE
    for code in (*range(0x80, 0x800), *range(0x2000, 0x3000)):
        told[WIDE_KINDS + code] = kind = _kind(chr(code))
        if kind == LETTER:
            told[LOWER + 2 * code : LOWER + 2 * code + 2] = list(fold(chr(code)).encode())
    return told


def _kind(character: str) -> int:
    if character in _ASCII_KINDS:
        return _ASCII_KINDS[character]
    if character.isspace():
        return SPACE
    if character in "‘’":
        return TICK
    use = scan(character)
    if character in _NEAR_LETTERS:
        return ODD
    if use <= _PLAIN:
        return DIGIT if character.isdigit() else LETTER if character.isalpha() else SEPARATOR
    same_size = len(fold(character).encode()) == len(character.encode())
    return LETTER if use == _LETTERS and same_size and character.isalpha() else ODD
