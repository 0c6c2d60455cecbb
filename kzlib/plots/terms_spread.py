"""How words are spread over outlets, and how the vocabulary grows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import common, style
from kzlib.plots.panel import panel


def terms_dispersion(table: pd.DataFrame, *, columns: int = 2, ax: Any = None) -> Any:
    """Normalised DP, a word a row in order of frequency, a panel for each collection, language and group.

    ``table`` as :func:`kzlib.terms.dispersion` returns it.  Returns the Axes (one panel) or the Figure.
    """
    if table["term"].notna().sum() == 0:
        reasons = "; ".join(common.remarks(table, ["collection", "lang", "group"]))
        return panel(reasons or "no word was counted", ax=ax)
    every = table.groupby(["collection", "lang", "group"], sort=True)
    cells = [cell for cell in every if cell[1]["term"].notna().any()]
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        heights = [0.75 + 0.165 * max(int(part["term"].notna().sum()), 3) for _, part in cells]
        figure, panels = common.stack(heights, columns=columns, extra=0.3)
    for here, (values, part) in zip(panels, cells, strict=True):
        row = part.iloc[0]
        size = f"{common.count(row['n_parts'], row['parts'])}, {int(row['n_words']):,} words"
        _rows(here, part[part["term"].notna()].iloc[::-1].reset_index(drop=True))
        here.set_title(f"{common.heading(*values)}\n{size}", fontsize=8)
        here.set_xlabel(f"normalised DP (0: spread evenly, 1: one {row['parts']})")
    if figure is None:
        return ax
    common.remark(figure, common.remarks(table, ["collection", "lang", "group"]))
    return figure


def _rows(ax: Any, rows: pd.DataFrame) -> None:
    at = np.arange(len(rows))
    ax.hlines(at, 0, rows["estimate"], color=style.GRID, linewidth=4, zorder=1)
    common.whiskers(ax, at, rows, colours=["#0072B2"] * len(rows))
    ax.set_yticks(at, rows["term"])
    ax.set_ylim(-0.7, len(rows) + 0.5)
    ax.set_xlim(0, 1)
    ax.tick_params(axis="y", length=0)
    used = zip(rows["count"], rows["n_parts_with"], strict=True)
    common.beside(
        ax, at, [f"{n:,.0f} / {parts:,.0f}" for n, parts in used], header=f"uses / {rows['parts'].iloc[0]}s"
    )


def terms_growth(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Different words against words read, and frequency against rank, both with logarithmic axes.

    ``table`` as :func:`kzlib.terms.growth` returns it.  Returns the Figure (or the Axes of the growth alone).
    """
    curves = table[table["kind"] == "growth"]
    if curves.empty:
        reasons = "; ".join(common.remarks(table[table["measure"].isna()], ["collection", "lang"]))
        return panel(reasons or "no article was selected", ax=ax)
    if ax is not None:
        _growth(ax, table)
        return ax
    figure, (left, right) = common.stack([3.0, 3.0], columns=2, extra=0.3)
    _growth(left, table)
    for index, (values, part) in enumerate(
        table[table["kind"] == "zipf"].groupby(["collection", "lang"], sort=True)
    ):
        exponent = _summary(table, values, "zipf_exponent")
        said = f"{common.heading(*values)}: {f'{exponent:.2f}' if np.isfinite(exponent) else 'not estimable'}"
        right.plot(
            part["x"],
            part["estimate"],
            _style(values, index),
            color=_colour(values),
            markersize=3,
            label=said,
        )
    _logarithmic(right, "rank of the word", "uses", "Zipf's curve (exponent)")
    common.remark(figure, common.remarks(table[table["measure"].isna()], ["collection", "lang"]))
    return figure


def _growth(ax: Any, table: pd.DataFrame) -> None:
    for index, (values, part) in enumerate(
        table[table["kind"] == "growth"].groupby(["collection", "lang"], sort=True)
    ):
        colour = _colour(values)
        part = part.sort_values("x")
        beta, coverage = (_summary(table, values, name) for name in ("heaps_beta", "coverage"))
        said = f"{common.heading(*values)}: β = {beta:.2f}, {100 * coverage:.0f} % covered"
        ax.fill_between(
            part["x"], part["low"].clip(lower=1), part["high"], color=colour, alpha=0.18, linewidth=0
        )
        ax.plot(part["x"], part["estimate"], _style(values, index), color=colour, markersize=3, label=said)
    _logarithmic(ax, "words read", "different words", "Growth of the vocabulary")


def _logarithmic(ax: Any, x: str, y: str, title: str) -> None:
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.grid(axis="both", visible=True)
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=1,
        labelspacing=0.25,
        borderaxespad=0.1,
    )
    ax.set_title(title, pad=4 + 11.5 * len(labels))


def _summary(table: pd.DataFrame, values: Any, measure: str) -> float:
    mine = table[
        (table["collection"] == values[0]) & (table["lang"] == values[1]) & (table["measure"] == measure)
    ]
    return float(mine["estimate"].iloc[0]) if len(mine) else np.nan


def _style(values: Any, index: int) -> str:
    """The line says the language, as the colour does; the marker tells its collections apart."""
    return style.LANGUAGE_LINES.get(values[1], "-") + "osD^vP"[index % 6]


def _colour(values: Any) -> str:
    return style.colour(str(values[1]))
