"""Rows of a table in handfuls, before they are taken apart: what a reader hands to a worker.

Finding where one row ends and the next begins is cheap and has an order; taking rows apart is neither.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol

from kzlib.documents import tables
from kzlib.documents.document import Page, Reject, brief
from kzlib.documents.encodings import encoding_of
from kzlib.documents.formats import HEAD
from kzlib.documents.rows import Reading, page_of_row, selected

ROWS, BYTES = 512, 1 << 21  # what a handful holds at most
EACH = ("jsonl", "json")  # formats whose rows may have columns of their own
Row = tables.Row


class Options(Reading, Protocol):
    """The options that a table's reading looks at."""

    @property
    def map(self) -> Mapping[str, str]: ...
    @property
    def where(self) -> Mapping[str, str]: ...
    @property
    def where_reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Handful:
    """Some rows: taken apart already (``rows``), an Arrow batch, or lines of JSON (numbered from ``first``)."""

    n: int
    rows: list[Row | str] = field(default_factory=list)
    batch: Any = None
    lines: tuple[bytes, ...] = ()
    numbers: tuple[int, ...] = ()
    encoding: str = "utf-8"
    found: Mapping[str, str] | None = None  # field → column, where all rows of the table have the same
    of: int = 0  # rows of the whole table, where it says so

    @property
    def size(self) -> int:
        """Its bytes, roughly."""
        if self.batch is not None:
            return int(self.batch.nbytes)
        if self.lines:
            return sum(map(len, self.lines))
        return sum(_length(row) for row in self.rows)

    def taken(self) -> Iterator[Row | str]:
        """The rows; one that cannot be read is a sentence instead."""
        if self.batch is not None:
            yield from self.batch.to_pylist()
        elif self.lines:
            for number, line in zip(self.numbers, self.lines, strict=True):
                yield _json_row(line, number, self.encoding)
        else:
            yield from self.rows

    def pages(self, name: str, options: Options) -> Iterator[Page | Reject]:
        """One page, or a reason why there is none, for each row of the table ``name``."""
        known: dict[tuple[str, ...], tuple[dict[str, str], str]] = {}
        for row in self.taken():
            if isinstance(row, str):
                yield Reject(name, 0, row)
                continue
            columns, problem = self.found, ""
            if columns is None:
                key = tuple(row)
                if key not in known:
                    known[key] = tables.columns_of(row, options.map)
                columns, problem = known[key]
            if problem:
                yield Reject(name, 0, problem)
                continue
            refused = selected(row, options.where, options.where_reason)
            yield Reject(name, 0, refused) if refused else page_of_row(row, columns, options)


def handfuls(
    kind: str, stream: BinaryIO, name: str, columns: frozenset[str], options: Options
) -> Iterator[Handful]:
    """The rows of a table, in order, each with one page or one reason to come; see :func:`tables.rows`."""
    raw = _lines(stream) if kind == "jsonl" else _batches(stream) if kind == "parquet" else None
    if raw is None:
        raw = _gathered(tables.rows(kind, stream, name, columns))
    found: dict[str, str] | None = None
    empty = True
    for handful in raw:
        empty = False
        if kind in EACH:
            yield handful
            continue
        if found is None and (names := _names(handful)) is not None:
            before, row = names
            found, problem = tables.columns_of(row, options.map)
            if problem:
                yield Handful(before + 1, rows=[*handful.rows[:before], problem])
                return
        yield replace(handful, found=found)
    if empty:
        yield Handful(1, rows=["the table holds no rows"])


def _names(handful: Handful) -> tuple[int, Row] | None:
    """The first row that tells the columns, and how many sentences come before it."""
    if handful.batch is not None:
        return 0, dict.fromkeys(handful.batch.schema.names)
    return next(((i, row) for i, row in enumerate(handful.rows) if not isinstance(row, str)), None)


def _gathered(rows: Iterator[Row | str]) -> Iterator[Handful]:
    held: list[Row | str] = []
    size = 0
    for row in rows:
        held.append(row)
        size += _length(row)
        if len(held) == ROWS or size > BYTES:
            yield Handful(len(held), held)
            held, size = [], 0
    if held:
        yield Handful(len(held), held)


def _length(row: Row | str) -> int:
    return 0 if isinstance(row, str) else sum(len(cell) for cell in row.values() if isinstance(cell, str))


def _batches(stream: BinaryIO) -> Iterator[Handful]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
        for batch in file.iter_batches(batch_size=2 * ROWS):
            if batch.num_rows:
                yield Handful(batch.num_rows, batch=batch, of=file.metadata.num_rows)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Handful(1, [f"the Parquet file is damaged ({brief(error)})"])


def _lines(stream: BinaryIO) -> Iterator[Handful]:
    encoding = encoding_of(stream.read(HEAD))
    stream.seek(0)
    if encoding.startswith(("utf-16", "utf-32")):
        stream = io.BytesIO(stream.read().decode(encoding, errors="replace").encode())
        encoding = "utf-8"
    lines: list[bytes] = []
    numbers: list[int] = []
    number = size = 0
    while line := stream.readline(tables.LINE):
        number += 1
        if len(line) == tables.LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(tables.LINE)) and not rest.endswith(b"\n"):
                pass
            if lines:
                yield Handful(len(lines), lines=tuple(lines), numbers=tuple(numbers), encoding=encoding)
            lines, numbers, size = [], [], 0
            yield Handful(1, rows=[f"line {number} is longer than {tables.LINE} bytes"])
            continue
        bare = line.strip(b"\0 \t\r\n")
        if not bare or (bare[:1] == b"\xef" and not _text(line, encoding)):
            continue
        lines.append(line)
        numbers.append(number)
        size += len(line)
        if len(lines) == ROWS or size > BYTES:
            yield Handful(len(lines), lines=tuple(lines), numbers=tuple(numbers), encoding=encoding)
            lines, numbers, size = [], [], 0
    if lines:
        yield Handful(len(lines), lines=tuple(lines), numbers=tuple(numbers), encoding=encoding)


def _text(line: bytes, encoding: str) -> str:
    return line.decode(encoding, errors="replace").strip("\ufeff\0 \t\r\n")


def _json_row(line: bytes, number: int, encoding: str) -> Row | str:
    try:
        value = json.loads(_text(line, encoding), strict=False)
    except (ValueError, RecursionError):
        return f"line {number} is no valid JSON"
    return value if isinstance(value, dict) else f"line {number} is no JSON object"
