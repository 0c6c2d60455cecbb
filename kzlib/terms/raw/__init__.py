"""Term and document frequencies straight from texts in Parquet, without building a corpus.

The words are those of :func:`kzlib.languages.words`.  A text's words are the words of its chunks between white space,
one after another: nothing that makes a word reaches over a space.  A compiled loop therefore reads chunks that hold
only common characters over their bytes, and each other chunk goes to that function once, however often it comes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kzlib.errors import KzlibError
from kzlib.terms.raw.reading import Reader

__all__ = ["count_texts"]

_MOST_JOBS = 8
#: bytes of text that are counted sooner than numba is imported
_SMALL = 2 << 20


def count_texts(
    files: str | Path | Sequence[str | Path], *, text: str = "text", by: str = "", jobs: int | None = None
) -> pd.DataFrame:
    """Count the words of the texts in Parquet files.

    Files are read a few megabytes at a time; memory holds the result, once for each thread.  Two megabytes of text or
    more are counted by code that numba compiles on first use (seconds, once a machine); less, or where numba cannot be
    imported, by plain Python with the same result.

    Parameters
    ----------
    files
        One or more Parquet files.
    text, by
        The columns of the texts and of their groups (empty: one group, ``""``).  Missing texts are left out; texts
        whose group is missing are a group of their own.  Bytes that are not UTF-8 are read as U+FFFD.
    jobs
        Threads; as many as there are processors (8 at the most) unless told.

    Returns
    -------
    DataFrame
        A row per group and term, sorted by their code points (a missing group last): group, term, count (uses),
        n_with (texts that hold it).

    Raises
    ------
    KzlibError
        If a file cannot be read or has no such column, or the texts are no text.

    Examples
    --------
    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/texts.parquet"
    >>> texts = ["Алматы, Almaty’s", "алматы — алматы 2022"]
    >>> pd.DataFrame({"text": texts}).to_parquet(path)
    >>> count_texts(path)[["term", "count", "n_with"]]
         term  count  n_with
    0  almaty      1       1
    1  алматы      3       2
    """
    paths = [files] if isinstance(files, str | Path) else list(files)
    reader = Reader(text, by)
    try:
        reader.open(paths)
        counted = _count(reader, jobs or _processors())
    except (OSError, pa.ArrowException) as error:
        raise KzlibError(f"{reader.path} cannot be counted: {str(error).strip().splitlines()[0]}") from None
    return _table(list(reader.groups.labels), *counted)


def _count(reader: Reader, jobs: int) -> tuple[pa.Array, np.ndarray, np.ndarray, np.ndarray]:
    if reader.size >= _SMALL and sys.byteorder == "little":
        try:
            from kzlib.terms.raw import counting
        except ImportError:
            pass
        else:
            return counting.count(reader, jobs)
    from kzlib.terms.raw import plain

    return plain.count(reader)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_JOBS)
    return min(os.cpu_count() or 1, _MOST_JOBS)


def _table(
    labels: list[str | None], terms: pa.Array, groups: np.ndarray, counts: np.ndarray, documents: np.ndarray
) -> pd.DataFrame:
    """The result, sorted; ``groups`` are numbers of ``labels``."""
    names = pa.array(labels, pa.large_string())
    rank = np.empty(len(names), np.int64)
    rank[pc.sort_indices(names).to_numpy()] = np.arange(len(names))
    order = pc.sort_indices(terms).to_numpy()
    order = order[np.argsort(rank[groups[order]], kind="stable")]
    columns = {
        "group": names.take(pa.array(groups[order])),
        "term": terms.take(pa.array(order)),
        "count": counts[order],
        "n_with": documents[order],
    }
    return pa.table(columns).to_pandas()
