"""The figure bias-sensitivity."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel

_SECTIONS = {
    "main": "The estimate",
    "classes": "Other labellings of classes",
    "outlet": "One contested outlet moved",
    "instrument": "Another instrument",
}


def sensitivity(table: pd.DataFrame, *, moved: int = 12, ax: Any = None) -> Any:
    """The tone gap under every labelling and by every instrument, from :func:`kzlib.bias.sensitivity`; the main interval as
    a pale band.

    Of the contested outlets, the ``moved`` that change the estimate most; an instrument without an estimate says why.
    """
    shown = table[table["estimate"].notna() | (table["kind"] == "instrument")]
    if not (shown["kind"] == "main").any():
        notes = [note for note in table["note"] if note]
        return panel(notes[0] if notes else "no outlet on either side", ax=ax)
    main_gap = float(shown.loc[shown["kind"] == "main", "estimate"].iloc[0])
    outlets = shown[shown["kind"] == "outlet"]
    far = (outlets["estimate"] - main_gap).abs().sort_values(ascending=False, kind="stable").index[:moved]
    shown = shown[(shown["kind"] != "outlet") | shown.index.isin(far)]
    named = dict(_SECTIONS)
    if len(outlets) > moved:
        named["outlet"] = f"Contested outlets moved ({moved} of {len(outlets)})"
    order = {kind: rank for rank, kind in enumerate(_SECTIONS)}
    shown = shown.assign(rank=shown["kind"].map(order)).sort_values(
        ["rank", "estimate"], ascending=[True, False]
    )
    drawn = shown.to_dict("records")
    rows = [forest.Row(row["scenario"], named[row["kind"]]) for row in drawn]
    ax, heights = forest.rows_on(rows, ax=ax)
    main = drawn[0]
    if pd.notna(main["low"]):
        ax.axvspan(main["low"], main["high"], color="#F0F0F0", zorder=0.5)
    ax.axvline(main["estimate"], color=style.FAINT, linewidth=0.8, linestyle=":", zorder=1)
    forest.zero(ax)
    for y, row in zip(heights, drawn, strict=True):
        if pd.isna(row["estimate"]):
            forest.reason(ax, y, row["note"])
            continue
        chief = row["kind"] == "main"
        forest.interval(ax, y, row, colour=style.INK if chief else style.CYCLE[0], filled=chief)
    texts = [f"{int(row['outlets_state'])} | {int(row['outlets_independent'])}" for row in drawn]
    forest.column(ax, heights, texts, at=6, heading="outlets\nstate | ind.")
    forest.column(
        ax,
        heights,
        [forest.p_text(row["p"], row["p_min"]) for row in drawn],
        at=52,
        heading="test by\noutlet",
    )
    valence = main["unit"] == "valence"
    unit = "mean sentence valence (−1 to 1)" if valence else "standard deviations of an article's tone"
    ax.set_xlabel(f"state − independent, {unit}")
    return ax
