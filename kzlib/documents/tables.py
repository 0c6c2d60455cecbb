"""Tables of articles (CSV, TSV, JSON, Excel): rows one by one, a bad row told and skipped.

JSON lines and Parquet, which come in handfuls, are in :mod:`kzlib.documents.raw`.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kzlib.documents.document import brief
from kzlib.documents.encodings import encoding_of, scrub
from kzlib.documents.formats import HEAD, NAMES, delimiter_of
from kzlib.errors import UsageError

CELL = 16 << 20  # characters: what one cell or one line of a table may hold
LINE = 4 * CELL  # bytes of a line of JSON
Row = Mapping[str, Any]


def rows(
    kind: str, stream: BinaryIO, name: str = "", columns: frozenset[str] = frozenset()
) -> Iterator[Row | str]:
    """The rows of a table as mappings column → value, in order; a row that cannot be read is a sentence instead.

    Parameters
    ----------
    kind : "csv", "json" or "xlsx", as :func:`kzlib.documents.formats.kind_of` says.
    stream : the open file; tables are read as they come, not as a whole (JSON arrays apart).
    name, columns : the file's name and the column names that the user asked for; both help to find the delimiter.

    >>> list(rows("csv", io.BytesIO(b"title,text\\nA,B\\nC,D,E\\n")))
    [{'title': 'A', 'text': 'B'}, 'row 3 has 3 cells where the header has 2']
    """
    if kind == "csv":
        return _csv(stream, name, columns)
    return _json(stream) if kind == "json" else _xlsx(stream)


def _csv(stream: BinaryIO, name: str, columns: frozenset[str]) -> Iterator[Row | str]:
    head = stream.read(HEAD)
    stream.seek(0)
    encoding = encoding_of(head)
    mark = delimiter_of(scrub(head.decode(encoding, errors="replace")), name, columns) or ","
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    csv.field_size_limit(CELL)
    try:
        yield from _csv_rows(csv.reader(_bounded(text), delimiter=mark))
    finally:
        text.detach()  # the stream is the caller's


def _csv_rows(reader: Any) -> Iterator[Row | str]:
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"row {reader.line_num} cannot be read as CSV ({error})"
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip().lstrip("\ufeff") for cell in cells]
        elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield f"row {reader.line_num} has {len(cells)} cells where the header has {len(header)}"
        else:
            yield dict(zip(header, cells, strict=False))


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text without NULs, the far end of a monstrous line cut off."""
    while line := text.readline(CELL):
        yield line.replace("\0", "")


def _json(stream: BinaryIO) -> Iterator[Row | str]:
    data = stream.read(LINE + 1)
    if len(data) > LINE:
        yield f"the file is longer than {LINE} bytes; save it as JSON lines"
        return
    try:
        value = json.loads(data.decode(encoding_of(data), errors="replace").lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        yield "the file is no valid JSON"
        return
    for number, entry in enumerate(_list(value), 1):
        yield entry if isinstance(entry, dict) else f"entry {number} is no JSON object"


def _list(value: Any) -> Iterable[Any]:
    """The list of articles in a JSON document: the whole, or the first list of objects in it."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for inner in value.values():
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return inner
    return [value]


def _xlsx(stream: BinaryIO) -> Iterator[Row | str]:
    """Every sheet; its first row that holds anything is its header."""
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for sheet in book.worksheets:
                header: list[str] | None = None
                for cells in sheet.iter_rows(values_only=True):
                    if not any(cell not in (None, "") for cell in cells):
                        continue
                    if header is None:
                        header = [str(cell or "").strip() for cell in cells]
                    else:
                        yield dict(zip(header, cells, strict=False))
    except Exception as error:  # openpyxl raises whatever a damaged part of the file makes it raise
        yield f"the workbook is damaged ({brief(error)})"


def fields_of(wanted: Mapping[str, str]) -> dict[str, str]:
    """The user's field → column with the fields' own names; any name that a column may have is one.

    >>> fields_of({"text": "Body", "date": "Day"})
    {'text': 'Body', 'published': 'Day'}

    Raises
    ------
    UsageError
        If there is no such field.
    """
    found: dict[str, str] = {}
    for given, column in wanted.items():
        plain = given.strip().lower()
        field = plain if plain in NAMES else next((f for f, names in NAMES.items() if plain in names), "")
        if not field:
            near = difflib.get_close_matches(plain, NAMES, n=1, cutoff=0.6)
            guess = f"; did you mean {near[0]}?" if near else ""
            raise UsageError(f"{given!r} is no field of an article; there are {', '.join(NAMES)}{guess}")
        found[field] = column
    return found


def columns_of(row: Row, wanted: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Which column holds which field: ``wanted`` where the user said so, else by its name.

    Returns the mapping field → column, and a sentence if it cannot serve ("" if it can).

    >>> columns_of({"Headline": "", "Body": "", "Date": ""}, {})[0]
    {'text': 'Body', 'title': 'Headline', 'published': 'Date'}
    """
    present = {str(name).strip().lower(): str(name) for name in reversed(list(row))}
    found: dict[str, str] = {}
    for field, column in wanted.items():
        if column.strip().lower() not in present:
            return (
                {},
                f"the table has no column {column!r} for {field} (it has {', '.join(map(str, row))[:200]})",
            )
        found[field] = present[column.strip().lower()]
    for field, names in NAMES.items():
        known = next((present[name] for name in names if name in present), None)
        if known is not None and field not in found:
            found[field] = known
    if "text" not in found:
        return (
            {},
            f"no column holds the text (there are {', '.join(map(str, row))[:200]}); name it with --map text=COLUMN",
        )
    return found, ""
