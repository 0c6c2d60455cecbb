"""A text reduced to what its copies are found by: hashes of its runs of words (shingles).

The same text gives the same bytes in every process, so workers may make sketches, a file may keep them, and
:func:`kzlib.corpus.duplicates.find` compares them where the texts are no longer at hand.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
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

_ODD = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1 << 20
_LAST = 0x20000
_BINS = 64
_STEP = np.uint64(0xD1342543DE82EF95)
_SAMPLED = np.uint64(2**64 // SAMPLE)
_EDGES = (np.arange(_BINS, dtype=np.uint64) << np.uint64(58)).astype(np.uint64)


def _mix(values: np.ndarray) -> np.ndarray:
    """The finaliser of splitmix64: every bit of the result depends on every bit given."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=1)
def _letters() -> np.ndarray:
    """Whether a character is a letter or a digit, by its code (beyond the last, it is none)."""
    return np.array([chr(code).isalnum() for code in range(_LAST)] + [False])


@lru_cache(maxsize=24)
def _powers(size: int) -> tuple[np.ndarray, np.ndarray]:
    """The powers of an odd number and of its inverse, modulo 2**64."""
    inverse = pow(int(_ODD), -1, 2**64)
    parts = [np.full(size, value, dtype=np.uint64) for value in (int(_ODD), inverse)]
    return np.multiply.accumulate(parts[0]), np.multiply.accumulate(parts[1])


def _words(text: str) -> np.ndarray:
    """The words of a text (runs of letters and digits, case folded) as 64-bit hashes, in order."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()
    parts, at = [], 0
    while len(folded) - at > _CHUNK:  # a very long text goes in pieces, so that it needs no very long arrays
        space = folded.rfind(" ", at + 1, at + _CHUNK)
        stop = space if space > 0 else at + _CHUNK
        parts.append(_word_hashes(folded[at:stop]))
        at = stop
    return np.concatenate([*parts, _word_hashes(folded[at:])])


def _word_hashes(folded: str) -> np.ndarray:
    """Each word as the polynomial of its characters, taken from one running sum over the text, then mixed."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4")
    inside = _letters()[np.minimum(codes, _LAST)]
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    power, inverse = _powers(1 << max(12, int(len(codes)).bit_length()))
    running = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(_mix(codes.astype(np.uint64) + _ODD) * power[: len(codes)], out=running[1:])
    return _mix((running[ends] - running[starts]) * inverse[starts])


def _hashes(words: np.ndarray) -> np.ndarray:
    if len(words) < MIN_WORDS:
        return np.empty(0, dtype=np.uint64)
    length = len(words) - SHINGLE + 1
    runs = np.zeros(length, dtype=np.uint64)
    for place in range(SHINGLE):
        runs = runs * _ODD + words[place : place + length]
    runs = _mix(runs)
    runs.sort()
    return runs[np.append(True, runs[1:] != runs[:-1])]


def shingles(text: str) -> np.ndarray:
    """The shingles of a text: 64-bit hashes of its distinct runs of three words, sorted; none if it is short.

    >>> len(shingles("one two three four five"))
    0
    """
    return _hashes(_words(text))


def sketch(text: str) -> bytes:
    """Reduce a text to what duplicates are found by: 24 bytes for a short text, about 300 for an article.

    Packed little-endian: 16 bytes that name the normalised text, the number of words and of shingles (two
    32-bit integers), 21 bands and the sample (32 bits each).  The same in every process, so it may be made
    by workers, kept in a file and compared later.

    >>> sketch("One, TWO") == sketch("one two!")
    True
    """
    words = _words(text)
    exact = blake2b(words.tobytes(), digest_size=16).digest() if len(words) else bytes(16)
    hashes = _hashes(words)
    head = exact + np.array([len(words), len(hashes)], dtype="<u4").tobytes()
    if not len(hashes):
        return head
    sample = (hashes[hashes < _SAMPLED] >> np.uint64(29)).astype("<u4")
    return head + _bands(hashes).tobytes() + sample.tobytes()


def sketch_all(texts: Sequence[str]) -> list[bytes]:
    """:func:`sketch` of many texts, in arrays that hold many at a time.

    >>> sketch_all(["One, TWO", "one two!"]) == [sketch("one two")] * 2
    True
    """
    found: list[bytes] = []
    held: list[np.ndarray] = []
    size = 0
    for text in texts:
        codes = _folded_codes(text)
        if codes is None or len(codes) + size + 1 > _CHUNK:
            found += _sketched(held)
            held, size = [], 0
        if codes is None or len(codes) + 1 > _CHUNK:
            found.append(sketch(text))
            continue
        held.append(codes)
        size += len(codes) + 1
    return found + _sketched(held)


@lru_cache(maxsize=1)
def _folds() -> tuple[np.ndarray, np.ndarray]:
    """For each character, by its code, its case-folded form's mixed hash (0: no letter or digit), and whether the form
    is longer than a character."""
    folded = [chr(code).casefold() for code in range(_LAST)]
    forms = np.array([ord(form[0]) for form in folded] + [0x20], dtype=np.int64)
    longer = np.array([len(form) > 1 for form in folded] + [False])
    inside = _letters()[np.minimum(forms, _LAST)]
    return np.where(inside, _mix(forms.astype(np.uint64) + _ODD), np.uint64(0)), longer


def _folded_codes(text: str) -> np.ndarray | None:
    """The characters of a text as places in :func:`_folds`; None where a form is longer than its character."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    plain = unicodedata.normalize("NFC", text)
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), "<u4")
    if codes.max() >= _LAST:
        codes = np.minimum(codes, _LAST)
    return None if _folds()[1][codes].any() else codes


def _sketched(texts: Sequence[np.ndarray]) -> list[bytes]:
    """The sketches of texts given as places in :func:`_folds`, whose characters are at most a chunk together."""
    if not texts:
        return []
    sizes = np.array([len(text) for text in texts])
    ends = np.cumsum(sizes + 1)  # something that is no word stands behind each text
    mixed = np.zeros(ends[-1], dtype=np.uint64)
    for text, end in zip(texts, ends.tolist(), strict=True):
        mixed[end - 1 - len(text) : end - 1] = _folds()[0][text]
    words, starts = _run_hashes(mixed)
    bounds = np.searchsorted(starts, np.append(0, ends))
    runs = np.zeros(max(len(words) - SHINGLE + 1, 0), dtype=np.uint64)
    for place in range(SHINGLE):
        runs = runs * _ODD + words[place : place + len(runs)]
    runs = _mix(runs)
    heads: list[bytes] = []
    shingled, numbers = [np.empty(0, dtype=np.uint64)], []
    for first, stop in itertools.pairwise(bounds.tolist()):
        own = runs[first : stop - SHINGLE + 1] if stop - first >= MIN_WORDS else runs[:0]
        if len(own):
            own.sort()
            own = own[np.append(True, own[1:] != own[:-1])]
            shingled.append(own)
            numbers.append(len(heads))
        exact = blake2b(words[first:stop].tobytes(), digest_size=16).digest() if stop > first else bytes(16)
        heads.append(exact + np.array([stop - first, len(own)], dtype="<u4").tobytes())
    for number, hashes, bands in zip(numbers, shingled[1:], _all_bands(shingled[1:]), strict=True):
        sample = hashes[: np.searchsorted(hashes, _SAMPLED)] >> np.uint64(29)
        heads[number] += bands.tobytes() + sample.astype("<u4").tobytes()
    return heads


def _run_hashes(mixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As :func:`_word_hashes`, of mixed characters (0: none of a word's); also where each word begins."""
    inside = mixed != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.append(0, edges)
    starts, ends = edges[::2], edges[1::2]
    power, inverse = _powers(1 << max(12, len(mixed).bit_length()))
    running = np.zeros(len(mixed) + 1, dtype=np.uint64)
    np.cumsum(mixed * power[: len(mixed)], out=running[1:])
    return _mix((running[ends] - running[starts]) * inverse[starts]), starts


def _all_bands(texts: Sequence[np.ndarray]) -> np.ndarray:
    """:func:`_bands` of many texts, a row each."""
    if not texts:
        return np.empty((0, BANDS), dtype="<u4")
    hashes = np.concatenate(texts)
    cells = np.repeat(np.arange(len(texts)), [len(text) for text in texts]) * _BINS
    cells += (hashes >> np.uint64(58)).astype(np.int64)
    first = np.flatnonzero(np.append(True, cells[1:] != cells[:-1]))
    smallest = np.zeros(len(texts) * _BINS, dtype=np.uint64)
    smallest[cells[first]] = hashes[first]
    # the next filled cell of each, round the end
    ahead = np.full((len(texts), 2 * _BINS), 2 * _BINS)
    rows, bins = cells[first] // _BINS, cells[first] % _BINS
    ahead[rows, bins], ahead[rows, bins + _BINS] = bins, bins + _BINS
    ahead = np.minimum.accumulate(ahead[:, ::-1], axis=1)[:, ::-1][:, :_BINS]
    distance = (ahead - np.arange(_BINS)).astype(np.uint64)
    lent = np.take_along_axis(smallest.reshape(-1, _BINS), ahead % _BINS, axis=1)
    return _banded(_mix(lent + distance * _STEP))


def _banded(minima: np.ndarray) -> np.ndarray:
    """Every three of 64 minima (the last axis) hashed to a band."""
    rows = minima[..., : ROWS * BANDS].reshape(*minima.shape[:-1], BANDS, ROWS)
    key = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), rows.shape[:-1])
    for place in range(ROWS):
        key = _mix(key + rows[..., place])
    return (key >> np.uint64(32)).astype("<u4")


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
    return _banded(_mix(smallest[lender] + distance.astype(np.uint64) * _STEP))
