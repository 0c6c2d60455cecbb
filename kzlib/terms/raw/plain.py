"""The same counts without compiled code: ``languages.words`` and a Counter, text by text."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa

from kzlib.languages.words import words
from kzlib.terms.raw.reading import Batch, Reader


def count(reader: Reader) -> tuple[pa.Array, np.ndarray, np.ndarray, np.ndarray]:
    """Terms, their groups' numbers, uses and documents: what :func:`kzlib.terms.raw.counting.count` returns."""
    uses: Counter[tuple[int, str]] = Counter()
    documents: Counter[tuple[int, str]] = Counter()
    for batch in reader.batches():
        for row in batch.rows.tolist():
            group = int(batch.groups[row])
            found = words(_decoded(batch, row))
            uses.update((group, word) for word in found)
            documents.update((group, word) for word in set(found))
    terms = pa.array([word for _, word in uses], pa.large_string())
    groups = np.array([group for group, _ in uses], np.int64)
    counts = np.array(list(uses.values()), np.int64)
    return terms, groups, counts, np.array([documents[key] for key in uses], np.int64)


def _decoded(batch: Batch, row: int) -> str:
    return batch.text[batch.offsets[row] : batch.offsets[row + 1]].tobytes().decode("utf-8", "replace")
