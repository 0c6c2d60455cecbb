"""The figure bias-tone-gap."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel

_KINDS = {
    ("all", "outlets"): ("all sentences, outlets equal", "o", True),
    ("all", "articles"): ("all sentences, articles equal", "D", False),
    ("narration", "outlets"): ("narration only", "o", True),
    ("quotation", "outlets"): ("quotation only", "o", True),
}


def tone_gap(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """The gap by language and voice, from :func:`kzlib.bias.tone_gap`.

    Point and line: the gap and its 95 % interval (dashed: not reliable).  Pale bar: the range of the gap
    when any one outlet is left out.  Right: outlets a side and the permutation p.
    """
    shown = [row for row in table.to_dict("records") if (row["voice"], row["weights"]) in _KINDS]
    if not any(pd.notna(row["estimate"]) for row in shown):
        notes = [row["note"] for row in shown if row["note"]]
        return panel(notes[0] if notes else "no outlet on either side", ax=ax)
    silent = {(row["collection"], row["lang"]) for row in shown}
    silent -= {(row["collection"], row["lang"]) for row in shown if pd.notna(row["estimate"])}
    chief = next(iter(_KINDS))  # a place without any estimate says so once
    shown = [
        row
        for row in shown
        if (row["collection"], row["lang"]) not in silent or (row["voice"], row["weights"]) == chief
    ]
    many = forest.several(table)
    order = {key: rank for rank, key in enumerate(_KINDS)}
    places = list(dict.fromkeys((row["collection"], row["lang"]) for row in shown))
    shown.sort(
        key=lambda row: (places.index((row["collection"], row["lang"])), order[row["voice"], row["weights"]])
    )
    rows = [
        forest.Row(
            _KINDS[row["voice"], row["weights"]][0], forest.place(row["collection"], row["lang"], many)
        )
        for row in shown
    ]
    ax, heights = forest.rows_on(rows, ax=ax)
    forest.zero(ax)
    sizes: list[str] = []
    papers: list[str] = []
    tests: list[str] = []
    for y, row in zip(heights, shown, strict=True):
        _, marker, filled = _KINDS[row["voice"], row["weights"]]
        if pd.isna(row["estimate"]):
            forest.reason(ax, y, row["note"])
            for texts in (sizes, papers, tests):
                texts.append("")
            continue
        ax.plot(
            [row["loo_low"], row["loo_high"]],
            [y, y],
            color=style.GRID,
            linewidth=6,
            solid_capstyle="butt",
            zorder=1.5,
        )
        forest.interval(ax, y, row, colour=style.INK, marker=marker, filled=filled)
        sizes.append(f"{row['outlets_state']} | {row['outlets_independent']}")
        papers.append(f"{row['n_state']:,} | {row['n_independent']:,}")
        tests.append(forest.p_text(row["p"], row["p_min"]))
    forest.column(ax, heights, sizes, at=6, heading="outlets\nstate | ind.")
    forest.column(ax, heights, papers, at=52, heading="articles\nstate | ind.")
    forest.column(ax, heights, tests, at=104, heading="permu-\ntation")
    ax.set_xlabel("state − independent, mean sentence valence (−1 to 1); right of zero: state is brighter")
    return ax
