"""The figure bias-voices."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots.bias import forest, sides
from kzlib.plots.panel import panel

_SECTIONS = {"all words": "Of all words", "quoted words": "Of the words in quotation marks, by speaker"}
_NAMES = {
    "quoted": "in quotation marks",
    "official": "officials",
    "civic": "civic actors, opposition",
    "expert": "experts",
    "citizen": "citizens",
    "media": "media",
    "unknown": "speaker not found",
}


def voices(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Who gets to speak on each side, from :func:`kzlib.bias.voices`.

    Draws the combined rows where there are several languages.  Beside each row: words counted, state | independent.
    """
    shown = sides.main_rows(table)
    if not len(shown) or shown["estimate"].isna().all():
        notes = [note for note in shown["note"] if note]
        return panel(notes[0] if notes else "nobody is quoted on either side", ax=ax)
    rows: list[forest.Row] = []
    drawn: list[dict[str, dict[Any, Any]]] = []
    reasons: list[str] = []
    for measure, section in _SECTIONS.items():
        here = shown[shown["measure"] == measure]
        for role in dict.fromkeys(here["role"]):
            each = {row["side"]: row for row in here[here["role"] == role].to_dict("records")}
            rows.append(forest.Row(f"{_NAMES.get(role, role)}  {sides.counts(each)}", section))
            drawn.append(each)
            reasons.append("")
        for note in dict.fromkeys(note for note in here["note"] if note.startswith("not estimable")):
            rows.append(forest.Row("", section))
            drawn.append({})
            reasons.append(note)
    ax, heights = forest.rows_on(rows, ax=ax)
    legend = {
        row["side"]: f"{row['side']}: {row['n_words']:,} words, {row['n_outlets']} outlets"
        for row in shown[shown["measure"] == "all words"].to_dict("records")
    }
    sides.shares(ax, heights, drawn, legend)
    for y, note in zip(heights, reasons, strict=True):
        if note:
            forest.reason(ax, y, note)
    ax.set_xlabel(f"% of words, with 95 % intervals by outlet{sides.scope(table)}")
    forest.legend_above(ax)
    return ax
