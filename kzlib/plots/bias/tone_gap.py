"""The figure bias-tone-gap."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import common, style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel

_VALENCE = "mean sentence valence (−1 to 1)"
_KINDS = {
    ("all", "outlets"): ("all sentences, outlets equal", "o", True),
    ("all", "articles"): ("all sentences, articles equal", "D", False),
    ("narration", "outlets"): ("narration only", "o", True),
    ("quotation", "outlets"): ("quotation only", "o", True),
}


DEVIATIONS = "standard deviations"


def tone_gap(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """The gap by language and voice, from :func:`kzlib.bias.tone_gap`.

    Point and line: the gap and its 95 % interval (dashed: not reliable).  Pale bar: the range of the gap
    when any one outlet is left out.  With several languages the axis is in standard deviations of an article's tone, since
    their instruments have different scales, and a column gives the gap in valence; with one it is in valence.  Right: outlets
    and articles a side, and p.
    """
    shown = [row for row in table.to_dict("records") if (row["voice"], row["weights"]) in _KINDS]
    if not any(pd.notna(row["estimate"]) for row in shown):
        notes = [row["note"] for row in shown if row["note"]]
        return panel(notes[0] if notes else "no outlet on either side", ax=ax)
    shown = _ordered(shown)
    many, deviations = forest.several(table), bool((table["unit"] == DEVIATIONS).any())
    places = [forest.place(row["collection"], row["lang"], many) for row in shown]
    rows = [
        forest.Row(_KINDS[row["voice"], row["weights"]][0], place)
        for row, place in zip(shown, places, strict=True)
    ]
    ax, heights = forest.rows_on(rows, ax=ax)
    forest.zero(ax)
    columns: list[list[str]] = []
    for y, row in zip(heights, shown, strict=True):
        if pd.isna(row["estimate"]):
            forest.reason(ax, y, row["note"])
            columns.append(["", "", "", ""])
            continue
        _, marker, filled = _KINDS[row["voice"], row["weights"]]
        drawn = forest.scaled(row, deviations)
        ends = [drawn["loo_low"], drawn["loo_high"]]
        ax.plot(ends, [y, y], color=style.GRID, linewidth=6, solid_capstyle="butt", zorder=1.5)
        forest.interval(ax, y, drawn, colour=style.INK, marker=marker, filled=filled)
        columns.append(_beside(row))
    headings = ["outlets\nstate | ind.", "articles\nstate | ind.", "test by\noutlet", "gap in\nvalence"]
    for at, heading, texts in zip((6, 50, 100, 142), headings, zip(*columns, strict=True), strict=True):
        if at < 142 or deviations:
            forest.column(ax, heights, texts, at=at, heading=heading)
    _limits(ax, [forest.scaled(row, deviations) for row in shown if pd.notna(row["estimate"])])
    forest.beside_headings(ax, _heterogeneity(shown, places))
    unit = "standard deviations of an article's tone in that language" if deviations else _VALENCE
    ax.set_xlabel(f"state − independent, {unit}\nright of zero: state is brighter")
    return ax


def _ordered(shown: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Language by language; a language without any estimate says so once."""
    chief = next(iter(_KINDS))
    place = [(row["collection"], row["lang"]) for row in shown]
    loud = {where for where, row in zip(place, shown, strict=True) if pd.notna(row["estimate"])}
    kept = [
        row
        for where, row in zip(place, shown, strict=True)
        if where in loud or (row["voice"], row["weights"]) == chief
    ]
    order, first = list(_KINDS), list(dict.fromkeys(place))
    return sorted(
        kept,
        key=lambda row: (
            first.index((row["collection"], row["lang"])),
            order.index((row["voice"], row["weights"])),
        ),
    )


def _beside(row: dict[Any, Any]) -> list[str]:
    return [
        f"{row['outlets_state']} | {row['outlets_independent']}",
        f"{row['n_state']:,} | {row['n_independent']:,}",
        forest.p_text(row["p"], row["p_min"]),
        common.signed(row["estimate"], 3) if row["unit"] != DEVIATIONS else "",
    ]


def _heterogeneity(shown: list[dict[Any, Any]], places: list[str]) -> dict[str, str]:
    """Beside the combined heading: how much the languages differ, for the first row that knows."""
    for row, place in zip(shown, places, strict=True):
        if pd.notna(row["heterogeneity_p"]):
            return {place: f"differences between languages: {forest.p_text(row['heterogeneity_p'])}"}
    return {}


def _limits(ax: Any, drawn: list[dict[Any, Any]]) -> None:
    """Wide enough for every reliable interval and every point; an unreliable one may run out of the picture."""
    sure = [row for row in drawn if not row["note"]] or drawn
    low = min([row["low"] for row in sure] + [row["estimate"] for row in drawn] + [0.0])
    high = max([row["high"] for row in sure] + [row["estimate"] for row in drawn] + [0.0])
    if high > low:
        ax.set_xlim(low - 0.06 * (high - low), high + 0.06 * (high - low))
