"""Texts out of Parquet as bytes, a few megabytes at a time, for several threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kzlib.errors import KzlibError

#: bytes of text a batch, about; rows a batch at the most; bytes read from a file at a time
_BATCH, _ROWS, _BUFFER = 4 << 20, 8192, 1 << 20
_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)


class Batch(NamedTuple):
    """Texts behind one another as UTF-8, where each begins and ends, which rows hold one, each row's group."""

    text: np.ndarray
    offsets: np.ndarray
    rows: np.ndarray
    groups: np.ndarray


class Groups:
    """The groups' labels (None: missing) and their numbers, in the order in which they came."""

    def __init__(self) -> None:
        self.labels: dict[str | None, int] = {}
        self._lock = threading.Lock()

    def numbers(self, column: pa.Array | None, rows: int) -> np.ndarray:
        """The number of each row's group; without a column all rows are of one group, ``""``."""
        if column is None:
            column = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([""]))
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        coded = column.cast(pa.large_string()).dictionary_encode(null_encoding="encode")
        with self._lock:
            known = [
                self.labels.setdefault(label, len(self.labels)) for label in coded.dictionary.to_pylist()
            ]
        return np.array(known, dtype=np.int64)[coded.indices.to_numpy()]


class Stream:
    """The batches of one row group, which several threads may take."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._lock = threading.Lock()

    def take(self) -> pa.RecordBatch | None:
        """The next batch, or None when there are no more."""
        with self._lock:
            return next(self._batches, None)


class Reader:
    """The texts of Parquet files, each batch given to one thread.

    A thread takes row groups of its own while there are any, then helps with those of the others.
    """

    def __init__(self, text: str, by: str) -> None:
        self.groups = Groups()
        #: the file that is being read
        self.path: str | Path = ""
        #: bytes of text, as the files hold them
        self.size = 0
        self._text, self._by = text, by
        self._columns = list(dict.fromkeys([text, *([by] if by else [])]))
        self._units: Iterator[Stream] = iter(())
        self._streams: list[Stream] = []
        self._stopped = False
        self._lock = threading.Lock()

    def open(self, paths: Sequence[str | Path]) -> None:
        """Look what the files hold; a KzlibError where a column is missing or holds no text."""
        self._units = self._row_groups([(path, self._described(path)) for path in paths])

    def batches(self) -> Iterator[Batch]:
        """What one thread is to count."""
        while (stream := self._claim()) is not None:
            yield from self._drain(stream)
            self._streams.remove(stream)
        for stream in list(self._streams):
            yield from self._drain(stream)

    def stop(self) -> None:
        """Let every thread's batches end."""
        self._stopped = True

    def _claim(self) -> Stream | None:
        with self._lock:
            stream = None if self._stopped else next(self._units, None)
            if stream is not None:
                self._streams.append(stream)
            return stream

    def _drain(self, stream: Stream) -> Iterator[Batch]:
        while not self._stopped and (records := stream.take()) is not None:
            texts = records.column(self._text)
            groups = self.groups.numbers(records.column(self._by) if self._by else None, len(texts))
            rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
            # A group's documents one after another: its words stay in the processor's memory.
            rows = rows[np.argsort(groups[rows], kind="stable")]
            yield Batch(*_bytes(texts), rows, groups)

    def _described(self, path: str | Path) -> pq.FileMetaData:
        self.path = path
        with pq.ParquetFile(path) as file:
            _check(path, file.schema_arrow, self._text, self._columns)
            for k in range(file.metadata.num_row_groups):
                self.size += self._size_of(file.metadata, k)
            return file.metadata

    def _size_of(self, metadata: pq.FileMetaData, unit: int) -> int:
        columns = (metadata.row_group(unit).column(k) for k in range(metadata.num_columns))
        return sum(
            column.total_uncompressed_size for column in columns if column.path_in_schema == self._text
        )

    def _row_groups(self, files: Sequence[tuple[str | Path, pq.FileMetaData]]) -> Iterator[Stream]:
        for path, metadata in files:
            self.path = path
            for k in range(metadata.num_row_groups):
                texts = metadata.row_group(k).num_rows
                rows = min(max(texts * _BATCH // max(self._size_of(metadata, k), 1), 1), _ROWS)
                file = pq.ParquetFile(path, metadata=metadata, buffer_size=_BUFFER)
                yield Stream(
                    file.iter_batches(rows, row_groups=[k], columns=self._columns, use_threads=False)
                )


def _check(path: str | Path, schema: pa.Schema, text: str, columns: list[str]) -> None:
    for column in columns:
        if column not in schema.names:
            raise KzlibError(
                f"{path} cannot be counted: it has no column {column!r}, only {', '.join(schema.names)}"
            )
    kind = schema.field(text).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not any(is_text(kind) for is_text in _TEXTS):
        raise KzlibError(f"{path} cannot be counted: column {text!r} holds {kind}, not text")


def _bytes(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The texts' bytes, not copied where Arrow holds them one behind another, and their n + 1 bounds."""
    if pa.types.is_dictionary(texts.type):
        texts = texts.cast(texts.type.value_type)
    if pa.types.is_string_view(texts.type):
        texts = pc.cast(texts, pa.large_string())
    _, offsets, data = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    bounds = np.frombuffer(offsets, dtype=width)[texts.offset : texts.offset + len(texts) + 1].astype(
        np.int64
    )
    text = np.frombuffer(data or b"", dtype=np.uint8)[bounds[0] : bounds[-1]]
    text.setflags(write=False)  # Arrow's are writable or not: compiled code is to see one type
    return text, bounds - bounds[0]
