"""A published CSV as an HTML table that can be sorted by keyboard and mouse."""

from __future__ import annotations

from pathlib import Path

from kzlib.report.markup import tag, text
from kzlib.runner.check import read_table

MOST_ROWS = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(path: Path, caption: str) -> str:
    """The table at ``path``; long ones are cut, and say so."""
    head, rows = read_table(path.read_bytes())
    shown = [[_shown(cell) for cell in row] for row in rows[:MOST_ROWS]]
    numeric = [_is_numeric([row[i] for row in shown if i < len(row)]) for i in range(len(head))]
    header = "".join(
        tag(
            "th",
            tag("button", text(name), type="button"),
            scope="col",
            class_="number" if numeric[i] else None,
        )
        for i, name in enumerate(head)
    )
    body = "".join(
        tag(
            "tr",
            *(
                tag("td", text(cell), class_="number" if numeric[i] else None)
                for i, cell in enumerate(row[: len(head)])
            ),
        )
        for row in shown
    )
    whole = tag(
        "table",
        tag("caption", text(caption)),
        tag("thead", tag("tr", header)),
        tag("tbody", body),
        class_="sortable",
    )
    note = f"The first {MOST_ROWS} of {len(rows)} rows; the CSV has all." if len(rows) > MOST_ROWS else ""
    return tag("div", whole, class_="scroll", tabindex="0", role="region", aria_label=caption) + (
        tag("p", note) if note else ""
    )


def _shown(cell: str) -> str:
    """Without the apostrophe that keeps spreadsheets from running a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    try:
        for cell in filled:
            float(cell)
    except ValueError:
        return False
    return bool(filled)
