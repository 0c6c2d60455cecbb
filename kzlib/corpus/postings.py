"""The terms of a corpus as postings: for every term, the articles that hold it and how often.

Parquet stores ``terms`` sorted by term, with the strings as codes into the dictionaries of each row group.  The codes are
all that counting needs: they are read without making the strings, so that a table of a hundred million rows is added up
in about a second and no join is needed, and saved for the next process (:mod:`kzlib.corpus.postings_file`).  What fits :data:`ROOM` stays in memory for the next question; a larger corpus
is read again, file by file.
"""

from __future__ import annotations

import bisect
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kzlib.corpus import postings_file
from kzlib.errors import KzlibError

ROOM = 500_000_000  # bytes of postings kept in memory
_NOBODY = pa.array([], pa.string())
COMPILED_FROM = 2_000_000  # rows from which compiled loops repay their import


@dataclass(frozen=True, slots=True)
class Shard:
    """The postings of one file: run *r* holds the rows ``start[r]`` to ``start[r + 1]`` of term ``entry[r]``.

    All rows of an article are in one file.
    """

    entry: np.ndarray  # number of the term in Postings.entries, one a run
    start: np.ndarray  # first row of each run, and the number of rows
    article: np.ndarray  # place of the article in `articles`, one a row
    count: np.ndarray
    quoted: np.ndarray  # empty unless asked for
    articles: np.ndarray  # number of each article in Postings.doc_ids

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, name).nbytes for name in self.__slots__)


class Postings:
    """All postings of single words (``size`` 1) or pairs (2) of a corpus.

    Attributes
    ----------
    entries : DataFrame
        The terms, sorted by lang and term: term, lang, df (articles that hold it).  A term's number is its row.
    doc_ids : ndarray
        The articles, sorted.  An article's number is its place.
    compiled : bool
        Whether there are so many rows that compiled loops pay.
    """

    def __init__(
        self,
        files: list[Path],
        entries: pd.DataFrame,
        doc_ids: list[str],
        *,
        size: int = 1,
        quoted: bool = False,
        kept_in: Path | None = None,
    ) -> None:
        self.entries, self.doc_ids = entries, np.array(doc_ids, dtype=object)
        self.size, self.quoted = size, quoted
        self._files = [(file, pq.read_metadata(file)) for file in files]
        self.compiled = sum(meta.num_rows for _, meta in self._files) >= COMPILED_FROM
        self._places = pd.Index(self.doc_ids, dtype=object)
        self._known: dict[str, tuple[int, list[str], pa.Array]] = {}
        for lang, mine in entries.groupby("lang", sort=True):
            terms = mine["term"].tolist()
            self._known[str(lang)] = (int(mine.index[0]), terms, pa.array(terms, pa.string()))
        self._kept_in = kept_in if self.compiled else None
        self._kept: list[Shard] | None = []
        self._complete = False

    def numbers(self, doc_ids: pd.Series) -> np.ndarray:
        """The numbers of articles (-1: not in the corpus)."""
        return self._places.get_indexer(pd.Index(doc_ids.to_numpy(dtype=object), dtype=object))

    def shards(self) -> Iterator[Shard]:
        """Every file's postings, from memory, or read ahead by a few threads."""
        if self._complete and self._kept is not None:
            yield from self._kept
            return
        kept: list[Shard] | None = [] if self._kept is not None else None
        size = 0
        for shard in self._saved() or self._read_ahead():
            size += shard.nbytes
            if kept is not None:
                kept = [*kept, shard] if size <= ROOM else None
            yield shard
        self._kept, self._complete = kept, kept is not None

    def prepare(self) -> None:
        """Read a large corpus once, so that the next process finds its postings on disk."""
        if self._kept_in is not None and not self._kept_in.exists():
            for _ in self._read_ahead():
                pass

    def _saved(self) -> Iterator[Shard] | None:
        """What another process saved, if any."""
        saved = postings_file.load(self._kept_in) if self._kept_in is not None else None
        return None if saved is None else (Shard(**arrays) for arrays in saved)

    def _read_ahead(self) -> Iterator[Shard]:
        """The files read by a few threads, in order, and saved for the next process."""
        pack = self._pack()
        workers = max(2, min(4, os.cpu_count() or 2))
        saving = postings_file.Saving(self._kept_in) if self._kept_in is not None else None
        try:
            with ThreadPoolExecutor(workers) as pool:
                waiting: list[Future[Shard]] = []
                files = iter(self._files)
                while True:
                    while len(waiting) <= workers and (file := next(files, None)) is not None:
                        waiting.append(pool.submit(self._read, *file, pack))
                    if not waiting:
                        break
                    shard = waiting.pop(0).result()
                    if saving is not None:
                        saving.add({name: getattr(shard, name) for name in shard.__slots__})
                    yield shard
            if saving is not None:
                saving.finish()
        finally:
            if saving is not None:
                saving.drop()

    def _pack(self) -> Callable[..., tuple[int, int]]:
        if not self.compiled:
            return pack
        from kzlib.corpus import postings_compiled

        return postings_compiled.pack

    def _read(self, file: Path, meta: pq.FileMetaData, pack: Callable[..., tuple[int, int]]) -> Shard:
        parquet = pq.ParquetFile(file, metadata=meta, read_dictionary=["doc_id", "term", "lang"])
        groups = [g for g in range(meta.num_row_groups) if _may_hold(meta.row_group(g), "size", self.size)]
        n = sum(meta.row_group(g).num_rows for g in groups)
        entry, start = np.empty(n, "int32"), np.empty(n + 1, "int64")
        # article, count (and quoted) of each row lie together: large pieces of memory come in large pages
        held = np.empty((3 if self.quoted else 2, n), _dtype(meta, groups))
        ids, one = _NOBODY, np.zeros(n, "int32")  # articles so far; codes of a language that is the only one
        columns = ["term", "doc_id", "count", *(["quoted"] if self.quoted else []), "lang"]
        rows = runs = 0
        for group in groups:
            first, last = _statistics(meta.row_group(group), "lang") or (0, 1)
            wanted = columns[:-1] if first == last else columns
            try:
                table = parquet.read_row_group(group, columns=wanted, use_threads=False)
            except (pa.ArrowException, OSError) as error:
                raise KzlibError(f"{file} is damaged ({error}); ingest the corpus again") from None
            (term, terms), (article, articles) = _codes(table["term"]), _codes(table["doc_id"])
            lang, langs = (one[: len(term)], [first]) if first == last else _codes(table["lang"])
            known = np.vstack([self._numbers_of(terms, str(name)) for name in langs])
            ids, places = _extended(ids, articles)
            if len(ids) > 1 << 16:
                held = held.astype("uint32", copy=False)
            count = table["count"].to_numpy()
            quoted = table["quoted"].to_numpy() if self.quoted else count
            codes = lang, term, article, count, quoted
            rows, runs = pack(*codes, known, places, entry, start, held, rows, runs)
        start[runs] = rows
        numbers = self._places.get_indexer(pd.Index(ids.to_pylist(), dtype=object))
        quotes = held[2, :rows] if self.quoted else held[0, :0]
        return Shard(
            entry[:runs].copy(), start[: runs + 1].copy(), held[0, :rows], held[1, :rows], quotes, numbers
        )

    def _numbers_of(self, terms: pa.Array, lang: str) -> np.ndarray:
        """The numbers of these terms in one language; -1 for those that are not among the entries."""
        if lang not in self._known or not len(terms):
            return np.full(len(terms), -1, dtype="int32")
        first, sorted_terms, known = self._known[lang]
        ends = pc.min_max(terms)
        low = bisect.bisect_left(sorted_terms, ends["min"].as_py())
        high = bisect.bisect_right(sorted_terms, ends["max"].as_py())
        at = pc.index_in(terms, value_set=known[low:high])
        found = at.fill_null(-1).to_numpy(zero_copy_only=False).astype("int32")
        return np.where(found < 0, found, found + np.int32(first + low))


def pack(
    lang: np.ndarray,
    term: np.ndarray,
    article: np.ndarray,
    count: np.ndarray,
    quoted: np.ndarray,
    numbers: np.ndarray,
    places: np.ndarray,
    entry: np.ndarray,
    start: np.ndarray,
    held: np.ndarray,
    rows: int,
    runs: int,
) -> tuple[int, int]:
    """What :func:`kzlib.corpus.postings_compiled.pack` does, for few rows."""
    number = numbers[lang, term]
    kept = np.flatnonzero(number >= 0)
    number = number[kept]
    first = np.flatnonzero(np.diff(number, prepend=-1))
    into, begun = slice(rows, rows + len(kept)), slice(runs, runs + len(first))
    entry[begun], start[begun] = number[first], rows + first
    for row, values in enumerate((places[article], count, quoted)[: len(held)]):
        held[row, into] = values[kept]
    return into.stop, begun.stop


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """The codes of a dictionary column and what they mean."""
    whole: Any = column.chunk(0) if column.num_chunks == 1 else column.unify_dictionaries().combine_chunks()
    return whole.indices.to_numpy(zero_copy_only=False), whole.dictionary


def _extended(held: pa.Array, articles: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """The articles of a file so far and the places of these ones among them."""
    places = pc.index_in(articles, value_set=held)
    if places.null_count:
        held = pa.concat_arrays([held, articles.filter(pc.is_null(places))])
        places = pc.index_in(articles, value_set=held)
    return held, places.to_numpy(zero_copy_only=False)


def _statistics(group: pq.RowGroupMetaData, name: str) -> Any:
    """Smallest and largest value of a column, or None where the file does not say."""
    for at in range(group.num_columns):
        column = group.column(at)
        if column.path_in_schema == name:
            known = column.statistics
            return (known.min, known.max) if known is not None and known.has_min_max else None
    return None


def _may_hold(group: pq.RowGroupMetaData, name: str, value: int) -> bool:
    known = _statistics(group, name)
    return group.num_rows > 0 and (known is None or known[0] <= value <= known[1])


def _dtype(meta: pq.FileMetaData, groups: list[int]) -> Any:
    """The smallest of two types of number that holds every count."""
    known = [_statistics(meta.row_group(group), "count") for group in groups]
    return np.uint16 if all(pair is not None and pair[1] < 1 << 16 for pair in known) else np.uint32
