"""The company of a word as a network: the node in the middle, its collocates around it."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import common, style
from kzlib.plots.panel import panel


def terms_collocates(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Collocates on a circle clockwise from the strongest at the top; a panel for each collection and language.

    The thicker and darker a spoke, the stronger the pair; grey chords join the collocates that go together most
    closely, at least as strongly as the weakest spoke.  ``table`` as :func:`kzlib.terms.collocates` returns it.  Returns the Axes (one panel) or the Figure.
    """
    words = table[(table["kind"] == "collocate") & table["term"].notna()]
    if words.empty:
        reasons = "; ".join(common.remarks(table, ["collection", "lang"]))
        return panel(reasons or "the term does not occur", ax=ax)
    cells = [
        cell for cell in table.groupby(["collection", "lang"], sort=True) if cell[1]["term"].notna().any()
    ]
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        figure, panels = common.stack([3.1] * len(cells), columns=2, extra=0.2)
    for here, (values, part) in zip(panels, cells, strict=True):
        mine = part[part["kind"] == "collocate"].reset_index(drop=True)
        _network(here, mine, part[part["kind"] == "pair"])
        n = mine.iloc[0]
        of = "of {:,.0f} articles" if n["level"] == "article" else "uses in {:,.0f} words"
        size = f"{n['n_node']:,.0f} {of.format(n['n_total'])}"
        here.set_title(f"{common.heading(*values)}\n{size}", fontsize=8)
    if figure is None:
        return ax
    common.remark(figure, common.remarks(table, ["collection", "lang"]))
    return figure


def _network(ax: Any, words: pd.DataFrame, pairs: pd.DataFrame) -> None:
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(words)) / len(words)
    places = {term: (np.cos(at), np.sin(at)) for term, at in zip(words["term"], angles, strict=True)}
    low, high = words["estimate"].min(), words["estimate"].max()
    close = pairs[pairs["log_dice"] >= words["log_dice"].min()].nlargest(len(words), "log_dice")
    for pair in close.to_dict("records"):
        if pair["node"] in places and pair["term"] in places:
            (x0, y0), (x1, y1) = places[pair["node"]], places[pair["term"]]
            ax.plot([x0, x1], [y0, y1], color=style.GRID, linewidth=0.7, zorder=1)
    for row, at in zip(words.to_dict("records"), angles, strict=True):
        x, y = places[row["term"]]
        strength = (row["estimate"] - low) / (high - low) if high > low else 1.0
        ax.plot(
            [0, x],
            [0, y],
            color="#0072B2",
            linewidth=0.6 + 2.2 * strength,
            alpha=0.35 + 0.6 * strength,
            zorder=2,
        )
        ax.plot([x], [y], "o", color="#0072B2", markersize=4, zorder=3)
        side = "center" if abs(np.cos(at)) < 0.15 else "left" if np.cos(at) > 0 else "right"
        label = f"{row['term']} {row['estimate']:.1f} ({int(row['n_both']):,})"
        ax.text(1.1 * x, 1.12 * y, label, ha=side, va="center", fontsize=6.8)
    node = "\n".join(textwrap.wrap(str(words["node"].iloc[0]), 14))
    ax.text(0, 0, node, ha="center", va="center", fontsize=7, weight="bold", zorder=4,
            bbox={"boxstyle": "round,pad=0.3", "fc": "white", "ec": "#0072B2", "lw": 0.9})  # fmt: skip
    ax.set_xlim(-2.6, 2.6)
    ax.set_ylim(-1.25, 1.25)
    ax.set_axis_off()
