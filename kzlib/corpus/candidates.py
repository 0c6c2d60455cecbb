"""Which pairs of texts are worth comparing: those whose sketches agree somewhere; never all pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kzlib.corpus.sketches import BANDS, HEAD

COMMON = 64  # a sampled shingle in more texts than this proposes nothing: a phrase, or a copy found otherwise
ROUND = 10_000_000  # sampled shingles whose pairs are held in memory at a time

_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)  # two 32-bit numbers travel as one of 64


def candidates(sketches: Sequence[bytes], alone: np.ndarray) -> list[tuple[int, int]]:
    """Pairs worth verifying, sorted: positions (i, j), of the texts `alone` (positions, ascending) only."""
    parts = [np.empty(0, dtype=np.uint64)]
    if len(alone) > 1:
        joined = b"".join(sketches[i][HEAD : HEAD + 4 * BANDS] for i in alone)
        bands = np.frombuffer(joined, "<u4").reshape(-1, BANDS)
        for band in range(BANDS):
            parts.append(_neighbours((bands[:, band].astype(np.uint64) << _HALF) | alone.astype(np.uint64)))
        parts.append(_excerpts(sketches, alone))
    pairs = np.unique(np.concatenate(parts))
    return [(int(p >> _HALF), int(p & _LOW)) for p in pairs]


def _neighbours(entries: np.ndarray, limit: int | None = None) -> np.ndarray:
    """Pairs of texts (32 bits each) that share a key; `entries` hold key and text, 32 bits each.

    Up to eight texts of one key are paired each with each; more, each with the first and with the one before,
    which connects them; more than `limit`, not at all.
    """
    if not len(entries):
        return np.empty(0, dtype=np.uint64)
    entries = np.sort(entries)
    keys, texts = entries >> _HALF, entries & _LOW
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    sizes = np.diff(np.append(starts, len(keys)))
    parts = [np.empty(0, dtype=np.uint64)]
    for size in range(2, 9):
        first = starts[sizes == size]
        for a in range(size):
            parts.extend((texts[first + a] << _HALF) | texts[first + b] for b in range(a + 1, size))
    many = (sizes > 8) & (sizes <= (limit or len(keys)))
    group = np.repeat(np.arange(len(starts)), sizes)
    inside = np.flatnonzero(many[group] & (np.arange(len(keys)) != starts[group]))
    parts.append((texts[starts[group[inside]]] << _HALF) | texts[inside])
    parts.append((texts[inside - 1] << _HALF) | texts[inside])
    return np.unique(np.concatenate(parts)) if limit is None else np.concatenate(parts)


def _excerpts(sketches: Sequence[bytes], alone: np.ndarray) -> np.ndarray:
    """Pairs that share at least two sampled shingles and a third of the shorter text's sample.

    The sample is gone through in slices of its range, and the pairs in as many rounds as keep them in memory.
    """
    sizes = np.zeros(len(sketches), dtype=np.int64)
    sizes[alone] = [(len(sketches[i]) - HEAD) // 4 - BANDS for i in alone]
    everything = np.frombuffer(b"".join(sketches[i][HEAD + 4 * BANDS :] for i in alone), "<u4")
    ends = np.cumsum(sizes[alone])
    slices = (everything >> np.uint32(27)).astype(np.uint8)
    rounds = 1 + len(everything) // ROUND
    kept = []
    for turn in range(rounds):
        parts = []
        for part in range(32):
            inside = np.flatnonzero(slices == part)
            owner = alone[np.searchsorted(ends, inside, side="right")].astype(np.uint64)
            found = _neighbours((everything[inside].astype(np.uint64) << _HALF) | owner, COMMON)
            parts.append(found[(found >> _HALF) % np.uint64(rounds) == turn] if rounds > 1 else found)
        pairs = np.concatenate(parts)
        pairs.sort()
        first = (
            np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(pairs) else np.empty(0, dtype=int)
        )
        shared = np.diff(np.append(first, len(pairs)))
        pairs, shared = pairs[first[shared >= 2]], shared[shared >= 2]
        shorter = np.minimum(sizes[pairs >> _HALF], sizes[pairs & _LOW])
        kept.append(pairs[shared >= shorter / 3])
    return np.concatenate(kept)
