"""Files of labelled texts, as people and spreadsheets save them: their cells, and what a label or weight says."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pandas as pd

from kzlib.errors import KzlibError

#: the name of the index that holds a file's rows: the header is row 1, as in a spreadsheet
ROW = "row"
NAMES = {"negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "+1": 1, "−1": -1, "-0": 0}
_MARKS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
_LONGEST = 1 << 27  # characters of a cell: a text may be long, but csv's own limit is 131,072


def read(path: str | Path, wanted: str = "a CSV with the columns text and label") -> pd.DataFrame:
    """A table as text, cell by cell, with the separator and encoding that a spreadsheet saved it with.

    Parameters
    ----------
    path : CSV with commas, semicolons or tabs, in UTF-8 (or UTF-16 with its mark).
    wanted : what a message asks for where the file is of no use.

    Returns
    -------
    DataFrame of strings, a missing cell "", with the header's columns; the index ``row`` is the row of the file (the
    header is 1).  Rows without a word in them are left out.

    Raises
    ------
    KzlibError
        Naming the file, and the row that has more cells than the header or quotation marks that do not close.
    """
    path = Path(path)
    text = _text(path, wanted)
    # the header tells the separator: the one that makes most columns of it
    first = io.StringIO(text[: 1 << 16].lstrip(), newline=None).readline()
    mark = max(_MARKS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    rows = _rows(path, text, mark)
    if not rows:
        raise KzlibError(f"{path} is empty; give {wanted}")
    head = [cell.strip() for cell in rows.pop(min(rows))]
    while head and not head[-1]:
        head.pop()
    twice = next((name for name in head if name and head.count(name) > 1), None)
    if twice is not None:
        raise KzlibError(f"{path} has two columns {twice!r}; leave one of them out")
    for row, cells in rows.items():
        if any(cell.strip() for cell in cells[len(head) :]):
            hint = f"put a text with {_MARKS[mark]} in it into quotation marks"
            raise KzlibError(
                f"{path}, row {row} has {len(cells)} cells where the header has {len(head)}; {hint}"
            )
    even = [(cells + [""] * len(head))[: len(head)] for cells in rows.values()]
    return pd.DataFrame(even, columns=head, index=pd.Index(list(rows), name=ROW, dtype=int), dtype=object)


def _text(path: Path, wanted: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KzlibError(f"{path}: {error.strerror}; give {wanted}") from None
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise KzlibError(f"{path} is not UTF-8; save it as CSV UTF-8") from None


def _rows(path: Path, text: str, mark: str) -> dict[int, list[str]]:
    """The rows that hold anything, by their number."""
    rows: dict[int, list[str]] = {}
    before = csv.field_size_limit(_LONGEST)
    n = 0
    try:
        # strict: a quotation mark that does not close would swallow the rows after it
        for n, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1):
            if any(cell.strip() for cell in cells):
                rows[n] = cells
    except csv.Error as error:
        hint = "put a text with quotation marks in it into quotation marks, and write its own twice"
        raise KzlibError(f"{path}, row {n + 1} is no readable CSV ({error}); {hint}") from None
    finally:
        csv.field_size_limit(before)
    return rows


def polarity(label: object) -> int | None:
    """−1, 0 or 1: what a label says, in words or numbers; None where it is no label.

    >>> polarity("Negative"), polarity(" +1 "), polarity("-1.0"), polarity("good")
    (-1, 1, -1, None)
    """
    return NAMES.get(str(label).strip().lower().removesuffix(".0"))


def weight(value: object) -> float:
    """A weight as a number above 0, with a decimal comma or point; NaN where it is none.

    >>> weight("2,5"), weight(3), weight("-1")
    (2.5, 3.0, nan)
    """
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return math.nan
    return number if 0 < number < math.inf else math.nan
