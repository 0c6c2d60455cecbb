"""The figure bias-decomposition."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel

_VALENCE = "mean sentence valence (−1 to 1)"
_NAMES = {
    "gap": "gap",
    "agenda": "agenda: other topics",
    "framing": "framing: same topics, told otherwise",
    "unmatched": "unmatched: topics of one side only",
}
_COLOURS = {"gap": style.INK, "agenda": "#009E73", "framing": "#CC79A7", "unmatched": "#8A8A8A"}


def decomposition(table: pd.DataFrame, *, topics: int = 6, ax: Any = None) -> Any:
    """The tone gap and its parts, from :func:`kzlib.bias.decomposition`; below, the topics that contribute most.

    In each section the parts add up to the gap; with several languages the axis is in standard deviations of an article's
    tone, as in :func:`kzlib.plots.bias.tone_gap`.  The topics are those of the combined rows, or of the only
    language with an estimate.
    """
    whole = table[table["topic"] == ""]
    if not whole["estimate"].notna().any():
        notes = [note for note in whole["note"] if note]
        return panel(notes[0] if notes else "no outlet on either side", ax=ax)
    many = forest.several(table)
    rows: list[forest.Row] = []
    drawn: list[dict[Any, Any]] = []
    for row in whole.to_dict("records"):
        if pd.isna(row["estimate"]) and row["part"] != "gap":
            continue
        rows.append(forest.Row(_NAMES[row["part"]], forest.place(row["collection"], row["lang"], many)))
        drawn.append(row)
    last = whole[whole["estimate"].notna()].iloc[-1]
    here = table[(table["collection"] == last["collection"]) & (table["lang"] == last["lang"])]
    for part in ("agenda", "framing"):
        found = here[(here["part"] == part) & (here["topic"] != "")]
        found = found.loc[found["estimate"].abs().sort_values(ascending=False, kind="stable").index].head(
            topics
        )
        where = forest.place(str(last["collection"]), str(last["lang"]), many)
        for row in found.to_dict("records"):
            rows.append(forest.Row(row["topic"].replace("_", " "), f"{where}: {part} by {row['by']}"))
            drawn.append(row)
    deviations = bool((table["unit"] == "standard deviations").any())
    ax, heights = forest.rows_on(rows, ax=ax)
    forest.zero(ax)
    sizes = []
    for y, row in zip(heights, drawn, strict=True):
        if pd.isna(row["estimate"]):
            forest.reason(ax, y, row["note"])
            sizes.append("")
            continue
        marker, size = ("o", 4.5) if not row["topic"] else (".", 6)
        colour = _COLOURS[row["part"]]
        forest.interval(ax, y, forest.scaled(row, deviations), colour=colour, marker=marker, size=size)
        if row["topic"]:
            sizes.append(f"{100 * row['share_state']:.0f} | {100 * row['share_independent']:.0f} %")
        else:
            sizes.append(
                f"{row['outlets_state']} | {row['outlets_independent']} outlets"
                if row["part"] == "gap"
                else ""
            )
    forest.column(ax, heights, sizes, at=6, heading="state | ind.\n(topics: % of output)")
    unit = "standard deviations of an article's tone in that language" if deviations else _VALENCE
    ax.set_xlabel(f"contribution to the gap state − independent\n{unit}")
    return ax
