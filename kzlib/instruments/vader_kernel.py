"""VADER over bytes, with numba: the same rules as :mod:`kzlib.instruments.vader`, a sentence at a time.

Text goes in as UTF-8.  Each token is stripped, lower-cased, hashed and looked up once; a sentence is then a run of
entry numbers.  ASCII, Latin-1 and general punctuation are read here; a sentence with any other character (or an emoji,
or an unusual length) is handed to the pure-Python path, so that Unicode's rules are written once.

Importing this module imports numba; only :func:`kzlib.instruments.vader.score_all` does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kzlib.instruments import vader
from kzlib.instruments.vader_compiled import LOWER_CASE, PUNCTUATION, SPACE, UPPER_CASE, WIDE, score_block
from kzlib.instruments.vader_rules import NEGATORS, PUNCTUATION_RUNS, Rules, rules

#: longer sentences (bytes) go to the pure path, which stays linear in the number of valenced words
LONGEST = 20_000
#: sentences a block, so that memory stays small
_BLOCK = 50_000
#: words that a rule names, by the number that the compiled code knows them by
CODES = {word: code for code, word in enumerate("no or nor least at very never so this without doubt but kind of".split(), 1)}


@lru_cache(maxsize=2)
def _tables(flavour: str) -> tuple:
    """The flavour's words as arrays: bytes, hash table, valence, booster, flags, rule codes; and its idioms."""
    chosen = rules(flavour)
    codes = dict(CODES)
    for phrase in [*chosen.idioms, *vader.BOOSTER_PAIRS]:
        for word in phrase:
            codes.setdefault(word, len(codes) + 1)
    words = sorted({*chosen.lexicon, *chosen.boosters, *NEGATORS, *codes})
    words = [word for word in words if word == word.lower()]
    raw = [word.encode() for word in words]
    starts = np.zeros(len(raw) + 2, dtype=np.int64)  # entry 0: any other word
    starts[2:] = np.cumsum([len(word) for word in raw])
    buffer = np.frombuffer(b"".join(raw), dtype=np.uint8)
    valence = np.array([0.0] + [chosen.lexicon.get(word, 0.0) for word in words])
    booster = np.array([0.0] + [chosen.boosters.get(word, 0.0) for word in words])
    in_lexicon = np.array([0] + [word in chosen.lexicon for word in words], dtype=np.uint8)
    negates = np.array([0] + [word in NEGATORS or "n't" in word for word in words], dtype=np.uint8)
    code = np.array([0] + [codes.get(word, 0) for word in words], dtype=np.int32)
    slots, hashes = _hash_table(raw)
    return (buffer, starts, slots, hashes, valence, booster, in_lexicon, negates, code), _phrases(chosen, codes)


def _hash_table(raw: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Open addressing: slots hold entry numbers (0 is free); and each entry's FNV-1a hash."""
    size = 1 << 15
    hashes = np.zeros(len(raw) + 1, dtype=np.uint64)
    slots = np.zeros(size, dtype=np.int32)
    for entry, word in enumerate(raw, 1):
        value = 0xCBF29CE484222325
        for byte in word:
            value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        hashes[entry] = value
        slot = (value ^ (value >> 29)) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = entry
    return slots, hashes


def _phrases(chosen: Rules, codes: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Idioms as rows of three codes (0 pads), their values, which values are ints, and the booster pairs."""
    rows = [[codes[word] for word in phrase] + [0] * (3 - len(phrase)) for phrase in chosen.idioms]
    values = np.array(list(chosen.idioms.values()), dtype=float)
    ints = np.array([isinstance(value, int) for value in chosen.idioms.values()], dtype=np.uint8)
    pairs = [[codes[word] for word in pair] for pair in vader.BOOSTER_PAIRS]
    return np.array(rows, dtype=np.int32), values, ints, np.array(pairs, dtype=np.int32)


@lru_cache(maxsize=1)
def _characters() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Classes of bytes, ASCII lower case, and NLTK's runs of punctuation as numbers."""
    classes = np.full(256, WIDE, dtype=np.uint8)
    for byte in range(128):
        char = chr(byte)
        kinds = (char.isspace(), SPACE), (char in vader.PUNCTUATION, PUNCTUATION)
        cases = (char.isupper(), UPPER_CASE), (char.islower(), LOWER_CASE)
        classes[byte] = sum(bit for holds, bit in (*kinds, *cases) if holds)
    lower = np.array([ord(chr(byte).lower()) if byte < 128 else byte for byte in range(256)], dtype=np.uint8)
    runs = np.array(sorted(int.from_bytes(run.encode(), "big") for run in PUNCTUATION_RUNS), dtype=np.int64)
    return classes, lower, runs


@lru_cache(maxsize=2)
def _emoji_bits(flavour: str) -> np.ndarray:
    """Which of U+0080–U+00FF and U+2000–U+203F are emoji (the only ones that the compiled code reads past)."""
    bits = np.zeros(0x2040, dtype=np.uint8)
    for char in rules(flavour).emoji:
        if ord(char) < 0x2040:
            bits[ord(char)] = 1
    return bits


def score_all(sentences: Sequence[str], flavour: str = "vader") -> tuple[np.ndarray, np.ndarray]:
    """Scores (n × 4: neg, neu, pos, compound; rounded) and hits (n), as the pure path gives them."""
    tables, phrases = _tables(flavour)
    n = len(sentences)
    scores = np.empty((n, 4))
    hits = np.empty(n, dtype=np.int32)
    unread = np.zeros(n, dtype=np.uint8)
    compensated = sys.version_info >= (3, 12)  # sum() compensates floats from 3.12 on
    for first in range(0, n, _BLOCK):
        block = [text.encode("utf-8", "surrogatepass") for text in sentences[first : first + _BLOCK]]
        ends = np.cumsum(np.fromiter(map(len, block), dtype=np.int64, count=len(block)))
        span = slice(first, first + len(block))
        score_block(
            np.frombuffer(b"".join(block), dtype=np.uint8),
            ends,
            flavour == "vader",
            compensated,
            LONGEST,
            _characters(),
            _emoji_bits(flavour),
            tables,
            phrases,
            (scores[span], hits[span], unread[span]),
        )
    _round(scores)
    for i in np.flatnonzero(unread):
        *scores[i], hits[i] = vader.score_one(sentences[i], flavour)
    return scores, hits


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
