"""A text reduced to what its copies are found by: hashes of its runs of words (shingles).

The same text gives the same bytes in every process, so workers may make sketches, a file may keep them, and
:func:`kzlib.corpus.duplicates.find` compares them where the texts are no longer at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

SHINGLE = 3  # words in a run
MIN_WORDS = 25  # a shorter text (a headline) is a duplicate only if it is the same after normalisation
ROWS, BANDS = (
    3,
    21,
)  # of the min-hash signature: at Jaccard 0.6 a pair is proposed with p = 0.99
SAMPLE = 8  # one shingle in so many goes into the sample that finds excerpts
HEAD = 24  # bytes before the bands

_WORD = re.compile(r"[^\W_]+")
_ODD = np.uint64(0x9E3779B97F4A7C15)
_BINS = 64
_EDGES = (np.arange(_BINS, dtype=np.uint64) << np.uint64(58)).astype(np.uint64)


_places: dict[str, int] = {}
_values = np.empty(1 << 16, dtype=np.uint64)


def _numbers(words: Sequence[str]) -> np.ndarray:
    """Each word as 64 bits that are the same in every process (unlike ``hash``); known words are looked up."""
    global _values
    if len(_places) > 2_000_000:
        _places.clear()
    for word in set(words).difference(_places):
        place = _places[word] = len(_places)
        if place == len(_values):
            _values = np.concatenate([_values, np.empty_like(_values)])
        _values[place] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
    return _values[np.fromiter(map(_places.__getitem__, words), dtype=np.int64, count=len(words))]


def _mix(values: np.ndarray) -> np.ndarray:
    """The finaliser of splitmix64: every bit of the result depends on every bit given."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def shingles(text: str) -> np.ndarray:
    """The shingles of a text: 64-bit hashes of its distinct runs of three words, sorted; none if it is short.

    >>> len(shingles("one two three four five"))
    0
    """
    return _hashes(_words(text))


def _hashes(words: Sequence[str]) -> np.ndarray:
    if len(words) < MIN_WORDS:
        return np.empty(0, dtype=np.uint64)
    ids = _numbers(words)
    length = len(ids) - SHINGLE + 1
    runs = np.zeros(length, dtype=np.uint64)
    for place in range(SHINGLE):
        runs = runs * _ODD + ids[place : place + length]
    runs = _mix(runs)
    runs.sort()
    return runs[np.append(True, runs[1:] != runs[:-1])]


def sketch(text: str) -> bytes:
    """Reduce a text to what duplicates are found by: 24 bytes for a short text, about 300 for an article.

    Packed little-endian: 16 bytes that name the normalised text, the number of words and of shingles (two
    32-bit integers), 21 bands and the sample (32 bits each).  The same in every process, so it may be made
    by workers, kept in a file and compared later.

    >>> sketch("One, TWO") == sketch("one two!")
    True
    """
    words = _words(text)
    exact = blake2b(" ".join(words).encode(), digest_size=16).digest() if words else bytes(16)
    hashes = _hashes(words)
    head = exact + np.array([len(words), len(hashes)], dtype="<u4").tobytes()
    if not len(hashes):
        return head
    sample = (hashes[hashes < np.uint64(2**64 // SAMPLE)] >> np.uint64(29)).astype("<u4")
    return head + _bands(hashes).tobytes() + sample.tobytes()


def _bands(hashes: np.ndarray) -> np.ndarray:
    """One-permutation min-hash: the smallest shingle of each of 64 ranges, an empty range borrowing from the
    next (Shrivastava & Li 2014), every three hashed to a band."""
    bounds = np.append(np.searchsorted(hashes, _EDGES), len(hashes))
    filled = bounds[:-1] < bounds[1:]
    smallest = hashes[np.minimum(bounds[:-1], len(hashes) - 1)]
    where = np.flatnonzero(filled)
    ahead = np.searchsorted(where, np.arange(_BINS))
    lender = where[ahead % len(where)]
    distance = (lender - np.arange(_BINS)) % _BINS
    minima = _mix(smallest[lender] + distance.astype(np.uint64) * np.uint64(0xD1342543DE82EF95))
    rows = minima[: ROWS * BANDS].reshape(BANDS, ROWS)
    key = np.arange(BANDS, dtype=np.uint64)
    for place in range(ROWS):
        key = _mix(key + rows[:, place])
    return (key >> np.uint64(32)).astype("<u4")
