"""Two sides' shares beside each other, a row an item: what coverage, naming and voices draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest

OFFSET = {"state": 0.18, "independent": -0.18}


def main_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The combined rows where there are any, else those of the only collection and language."""
    combined = table[table["collection"] == "combined"]
    shown = combined if len(combined) else table
    return shown[shown["side"].isin(list(OFFSET))]


def scope(table: pd.DataFrame) -> str:
    """What the rows drawn put together, for the axis: "", or "en, kk and ru combined" on a line of its own."""
    if not (table["collection"] == "combined").any():
        return ""
    parts = table[(table["collection"] != "combined") & table["lang"].notna()]
    names = [style.language(lang) for lang in sorted(parts["lang"].unique())]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    groups = parts["collection"].nunique()
    return f"\n{listed}{f', {groups} collections,' if groups > 1 else ''} combined"


def shares(
    ax: Any, heights: Sequence[float], rows: Sequence[dict[str, dict[Any, Any]]], legend: dict[str, str]
) -> None:
    """Both sides' shares in per cent at each height; ``rows`` hold a table row for each side.

    A side without an estimate is left blank.
    """
    named: set[str] = set()
    for y, sides in zip(heights, rows, strict=True):
        for side, shift in OFFSET.items():
            row = sides.get(side)
            if row is None or pd.isna(row["estimate"]):
                continue
            percent = {**row, **{name: 100 * row[name] for name in ("estimate", "low", "high")}}
            label = legend.get(side) if side not in named else None
            named.add(side)
            colour, marker = style.SIDE_COLOURS[side], style.SIDE_MARKERS[side]
            forest.interval(ax, y + shift, percent, colour=colour, marker=marker, label=label, size=3.5)
    ax.set_xlim(left=-1)


def counts(sides: dict[str, dict[Any, Any]]) -> str:
    """How often the item was counted, state | independent."""
    return " | ".join(f"{sides[side]['n_item']:,}" if side in sides else "–" for side in OFFSET)
