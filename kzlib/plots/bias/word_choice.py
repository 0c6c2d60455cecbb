"""The figure bias-word-choice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest
from kzlib.plots.panel import panel


def word_choice(table: pd.DataFrame, *, top: int = 8, ax: Any = None) -> Any:
    """The words that set the sides apart most, from :func:`kzlib.bias.word_choice`.

    Point and line: log ratio (doublings) and its 95 % interval clustered by outlet; cross: the log-odds
    shrunk by the Dirichlet prior, in doublings too.  A filled point is shown: q ≤ .05 and an interval without zero.  Right: q, and the outlets
    and articles that use the word.
    """
    chosen: list[dict[Any, Any]] = []
    for _, here in table.dropna(subset=["term"]).groupby(["collection", "lang"], sort=False):
        state = here[here["log_ratio"] > 0].head(top)
        independent = here[here["log_ratio"] < 0].head(top)
        both = pd.concat([state, independent]).sort_values("log_ratio", ascending=False, kind="stable")
        chosen += both.to_dict("records")
    if not chosen:
        notes = [note for note in table["note"] if note]
        return panel(notes[0] if notes else "no words to compare", ax=ax)
    many = forest.several(table)
    rows = [forest.Row(row["term"], forest.place(row["collection"], row["lang"], many)) for row in chosen]
    ax, heights = forest.rows_on(rows, ax=ax)
    forest.zero(ax)
    for y, row in zip(heights, chosen, strict=True):
        side = "state" if row["log_ratio"] > 0 else "independent"
        forest.interval(
            ax,
            y,
            row,
            x="log_ratio",
            colour=style.SIDE_COLOURS[side],
            marker=style.SIDE_MARKERS[side],
            filled=bool(row["shown"]),
        )
        ax.plot([row["log_odds"] / np.log(2)], [y], marker="x", color=style.INK, markersize=3.5, zorder=4)
    remarks = {row.section: each["note"] for row, each in zip(rows, chosen, strict=True) if each["note"]}
    forest.beside_headings(ax, remarks)
    forest.column(ax, heights, [forest.p_text(row["q"], name="q") for row in chosen], at=6, heading="q")
    for at, what in ((48, "outlets"), (96, "articles")):
        texts = [f"{int(row[f'{what}_state'])} | {int(row[f'{what}_independent'])}" for row in chosen]
        forest.column(ax, heights, texts, at=at, heading=f"{what}\nstate | ind.")
    ax.set_xlabel("log ratio, doublings:  ← independent outlets use it more     state outlets use it more →")
    return ax
