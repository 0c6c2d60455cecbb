"""The figure bias-slant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel


def slant(table: pd.DataFrame, *, most: int = 32, ax: Any = None) -> Any:
    """Every outlet's place between the sides by its words, from :func:`kzlib.bias.slant`.

    Coloured by class; outlets on a side are filled, others hollow.  The heading of each language says how separable
    the sides are, beside what shuffled outlet labels give.  With more than ``most`` outlets a language, those with
    most articles are drawn.
    """
    placed = table[table["measure"] == "place"]
    many = forest.several(table)
    rows: list[forest.Row] = []
    drawn: list[dict[Any, Any]] = []
    remarks: dict[str, str] = {}
    for (collection, lang), here in table.groupby(["collection", "lang"], sort=False):
        where = forest.place(str(collection), str(lang), many)
        test = here[here["measure"] == "separability"].iloc[0]
        mine = placed[(placed["collection"] == collection) & (placed["lang"] == lang)]
        if not len(mine):
            rows.append(forest.Row("", where))
            drawn.append(test.to_dict())
            continue
        band = f"shuffled labels: {test['null_low']:.2f}–{test['null_high']:.2f}"
        remarks[where] = f"separability {test['estimate']:.2f} (none: 0.5; {band})"
        if str(test["note"]).startswith("interval not reliable: "):
            remarks[where] += "; not reliable: " + str(test["note"]).split(": ")[1].split(", fewer")[0]
        mine = mine.nlargest(most, "n_articles", keep="all").head(most)
        for row in mine.sort_values(["estimate", "outlet"], ascending=False).to_dict("records"):
            rows.append(forest.Row(row["outlet"], where))
            drawn.append(row)
    if not len(placed):
        return panel(drawn[0]["note"] if drawn else "no outlet on either side", ax=ax)
    ax, heights = forest.rows_on(rows, ax=ax)
    forest.zero(ax)
    named: dict[str, str] = {}
    sizes = []
    for y, row in zip(heights, drawn, strict=True):
        if row["measure"] != "place":
            forest.reason(ax, y, row["note"])
            sizes.append("")
            continue
        name = style.CLASS_NAMES.get(row["class"], "unknown")
        colour = style.CLASS_COLOURS.get(row["class"], style.CLASS_COLOURS["unknown"])
        on_side = row["side"] in style.SIDE_MARKERS and row["side"] != ""
        forest.interval(
            ax,
            y,
            row,
            colour=colour,
            marker=style.SIDE_MARKERS.get(row["side"], style.SIDE_MARKERS["other"]),
            filled=on_side,
        )
        named[name] = colour
        sizes.append(f"{int(row['n_articles']):,}")
    forest.column(ax, heights, sizes, at=6, heading="articles")
    forest.beside_headings(ax, remarks)
    bounds = np.array([[row["low"], row["high"]] for row in drawn if row["measure"] == "place"])
    ax.set_xlim(max(bounds[:, 0].min(), -3.2) - 0.1, min(bounds[:, 1].max(), 3.2) + 0.1)
    ax.set_xlabel("place by words: −1 writes as independent outlets do, +1 as state outlets do, 0 as neither")
    forest.legend_above(ax, ncols=4, colours=named)
    return ax
