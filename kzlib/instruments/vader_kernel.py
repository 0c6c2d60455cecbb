"""VADER over bytes, with numba: the same rules as :mod:`kzlib.instruments.vader`, a sentence at a time.

Text goes in as UTF-8.  Each token is stripped, lower-cased and looked up in one pass.  ASCII, Latin-1 letters and
characters without case are read here; a sentence with any other character, an emoji or an unusual length is handed to
the pure-Python path, so that Unicode's rules are written once.

Importing this module imports numba; only :func:`kzlib.instruments.vader.score_all` does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kzlib.instruments import vader_bytes, vader_compiled
from kzlib.instruments.vader_python import score_one
from kzlib.instruments.vader_rules import BOOSTER_PAIRS, NEGATORS, PUNCTUATION_RUNS, Rules, rules
from kzlib.instruments.vader_tokens import PUNCTUATION

#: longer sentences (bytes) go to the pure path, which stays linear in the number of valenced words
LONGEST = 20_000
#: sentences a block: about a megabyte, so that memory stays small and near
_BLOCK = 8_000
#: words that a rule names, by the number that the compiled code knows them by
CODES = {
    word: code
    for code, word in enumerate("no or nor least at very never so this without doubt but kind of".split(), 1)  # noqa: SIM905
}


@lru_cache(maxsize=2)
def _tables(flavour: str) -> tuple[np.ndarray, ...]:
    """The flavour's words as arrays, in the order that ``score_block`` takes them; entry 0 is any other word."""
    chosen = rules(flavour)
    codes = dict(CODES)
    for phrase in [*chosen.idioms, *BOOSTER_PAIRS]:
        for word in phrase:
            codes.setdefault(word, len(codes) + 1)
    words = [
        word
        for word in sorted({*chosen.lexicon, *chosen.boosters, *NEGATORS, *codes})
        if word == word.lower()
    ]
    raw = [word.encode() for word in words]
    starts = np.zeros(len(raw) + 2, dtype=np.int64)
    starts[2:] = np.cumsum([len(word) for word in raw])
    flags = [
        vader_bytes.VALENCED * (word in chosen.lexicon)
        | vader_bytes.BOOSTER * (word in chosen.boosters)
        | vader_bytes.NEGATES * (word in NEGATORS or "n't" in word)
        | codes.get(word, 0) << 8
        | entry << 16
        for entry, word in enumerate(words, 1)
    ]
    slots, keys = _hash_table(raw)
    return (
        np.frombuffer(b"".join(raw), dtype=np.uint8),
        starts,
        slots,
        keys,
        np.array([0, *flags], dtype=np.int64),
        np.array([0.0] + [chosen.lexicon.get(word, 0.0) for word in words]),
        np.array([0.0] + [chosen.boosters.get(word, 0.0) for word in words]),
        *_phrases(chosen, codes),
    )


def _hash_table(raw: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Open addressing with 2^15 slots that hold entry numbers (0 is free); and each entry's key."""
    full = (1 << 64) - 1
    keys = np.zeros(len(raw) + 1, dtype=np.uint64)
    slots = np.zeros(1 << 15, dtype=np.int16)
    for entry, word in enumerate(raw, 1):
        key = 0
        for byte in word:
            key = ((key << 8 | key >> 56) & full) ^ byte
        slot = (key * int(vader_bytes.MIX) & full) >> 49
        while slots[slot]:
            slot = (slot + 1) & 0x7FFF
        slots[slot], keys[entry] = entry, key
    return slots, keys


def _phrases(chosen: Rules, codes: dict[str, int]) -> tuple[np.ndarray, ...]:
    """Idioms as rows of three codes (0 pads), their values, which values are ints, and the booster pairs."""
    rows = [[codes[word] for word in phrase] + [0] * (3 - len(phrase)) for phrase in chosen.idioms]
    values = np.array(list(chosen.idioms.values()), dtype=float)
    ints = np.array([isinstance(value, int) for value in chosen.idioms.values()], dtype=np.uint8)
    pairs = [[codes[word] for word in pair] for pair in BOOSTER_PAIRS]
    return np.array(rows, dtype=np.int64), values, ints, np.array(pairs, dtype=np.int64)


@lru_cache(maxsize=2)
def _characters(flavour: str) -> tuple[np.ndarray, ...]:
    """Classes of ASCII bytes, their lower case, NLTK's runs of punctuation as numbers, and the wide characters below
    U+2C00: 0 for the pure path (it has case, or is an emoji), 1 white space, 2 any other."""
    classes = np.full(256, vader_bytes.WIDE, dtype=np.uint8)
    for byte in range(128):
        char = chr(byte)
        classes[byte] = (
            vader_bytes.SPACE * char.isspace()
            | vader_bytes.PUNCTUATION * (char in PUNCTUATION)
            | vader_bytes.UPPER_CASE * char.isupper()
            | vader_bytes.LOWER_CASE * char.islower()
        )
    lower = np.array([ord(chr(byte).lower()) if byte < 128 else byte for byte in range(256)], dtype=np.uint8)
    runs = np.array(sorted(int.from_bytes(run.encode(), "big") for run in PUNCTUATION_RUNS), dtype=np.int64)
    wide = np.zeros(0x2C00, dtype=np.uint8)
    for code in range(0x80, len(wide)):
        char = chr(code)
        if char.isspace():
            wide[code] = 1
        elif char not in rules(flavour).emoji and (code in range(0xC0, 0x100) or _has_no_case(char)):
            wide[code] = 2
    return classes, lower, runs, wide


def _has_no_case(char: str) -> bool:
    return not (char.isupper() or char.islower() or char.istitle()) and char.lower() == char.upper() == char


def score_all(sentences: Sequence[str], flavour: str = "vader") -> tuple[np.ndarray, np.ndarray]:
    """Scores (n × 4: neg, neu, pos, compound; rounded) and hits (n), as the pure path gives them."""
    n = len(sentences)
    scores = np.empty((n, 4))
    hits = np.empty(n, dtype=np.int32)
    unread = np.empty(n, dtype=np.uint8)
    compensated = sys.version_info >= (3, 12)  # sum() compensates floats from 3.12 on
    arrays = (*_characters(flavour), *_tables(flavour))
    for first in range(0, n, _BLOCK):
        text, ends = _bytes(sentences[first : first + _BLOCK])
        span = slice(first, first + len(ends))
        vader_compiled.score_block(
            text,
            ends,
            flavour == "vader",
            compensated,
            LONGEST,
            *arrays,
            scores[span],
            hits[span],
            unread[span],
        )
    _round(scores)
    for i in np.flatnonzero(unread).tolist():
        *scores[i], hits[i] = score_one(sentences[i], flavour)
    return scores, hits


def _bytes(block: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The sentences as UTF-8, one after another with a NUL behind each, and where each ends."""
    text = np.frombuffer(("\0".join(block) + "\0").encode("utf-8", "surrogatepass"), dtype=np.uint8)
    ends = np.flatnonzero(text == 0)
    if len(ends) != len(block):  # a sentence holds a NUL itself
        ends = np.cumsum([len(sentence.encode("utf-8", "surrogatepass")) + 1 for sentence in block]) - 1
    return text, ends


def _round(scores: np.ndarray) -> None:
    """``round(x, 3)`` and ``round(x, 4)`` as Python rounds, in place: near a tie Python itself is asked."""
    factors = np.array([1e3, 1e3, 1e3, 1e4])
    scaled = scores * factors
    rounded = np.rint(scaled)
    ties = np.argwhere(np.abs(np.abs(scaled - rounded) - 0.5) < 1e-6)
    exact = [(i, j, round(float(scores[i, j]), 3 if j < 3 else 4)) for i, j in ties.tolist()]
    np.divide(rounded, factors, out=scores)
    for i, j, value in exact:
        scores[i, j] = value
