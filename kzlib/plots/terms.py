"""Figures of the term-frequency notebook.  Each takes what its verb in :mod:`kzlib.terms` returned and draws it."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import common, style
from kzlib.plots.panel import panel
from kzlib.plots.terms_network import terms_collocates
from kzlib.plots.terms_spread import terms_dispersion, terms_growth

__all__ = [
    "terms_collocates",
    "terms_dispersion",
    "terms_growth",
    "terms_keyness",
    "terms_top",
    "terms_trend",
]

_CELL = ["collection", "lang", "group"]
_TREND_UNITS = {"per_million": "per million words", "share": "% of articles"}


def terms_top(table: pd.DataFrame, *, columns: int = 2, ax: Any = None) -> Any:
    """Frequencies as dots with intervals, a term a row, a panel for each collection, language and group.

    ``table`` as :func:`kzlib.terms.frequencies` returns it.  Behind each term: the articles and outlets that use it.
    The groups of one collection and language share their axis.  Returns the Axes (one panel) or the Figure.
    """
    shown = table[table["term"].notna()]
    if shown.empty:
        return panel(_reason(table, "no term was found"), ax=ax)
    cells = list(table.groupby(_CELL, sort=True))
    if ax is not None:
        cells, figure, panels = [cell for cell in cells if cell[1]["term"].notna().any()][:1], None, [ax]
    else:
        figure, panels = common.stack([_height(part) for _, part in cells], columns=columns, extra=0.3)
    slots = _slots(cells, columns if figure is not None else 1)
    widths = {values: _width(part) for values, part in cells}
    for index, (here, (values, part)) in enumerate(zip(panels, cells, strict=True)):
        # groups of one collection and language are looked at side by side: equal lengths are equal rates
        width = max(width for other, width in widths.items() if other[:2] == values[:2])
        colour = style.colour(str(values[2]), index if values[2] != "all" else 0)
        _frequencies(here, part, slots[index], colour, width)
        row = part.iloc[0]
        size = f"{int(row['n_words']):,} words, {common.count(row['n_articles'], 'article')}, {common.count(row['n_outlets'], 'outlet')}"
        here.set_title(f"{common.heading(*values)}\n{size}", fontsize=8)
    return ax if figure is None else figure


def _slots(cells: list[Any], columns: int) -> list[int]:
    """Rows that each panel has room for: as many as the fullest in its line, so that rows are equally spaced."""
    sizes = [max(int(part["term"].notna().sum()), 3) for _, part in cells]
    return [max(sizes[k // columns * columns : (k // columns + 1) * columns]) for k in range(len(sizes))]


def _height(part: pd.DataFrame) -> float:
    return 0.75 + 0.165 * max(int(part["term"].notna().sum()), 3)


def _width(part: pd.DataFrame) -> float:
    """How far the axis of a group has to reach (one wild interval must not flatten everything else)."""
    rows = part[part["term"].notna()]
    if rows.empty:
        return 0.0
    highest = float(rows["estimate"].max())
    ends = rows["high"].where(np.isfinite(rows["high"]), rows["estimate"])
    return 1.04 * max(highest, min(float(ends.max()), 3 * highest))


def _frequencies(ax: Any, part: pd.DataFrame, slots: int, colour: str, width: float) -> None:
    rows = part[part["term"].notna()].iloc[::-1].reset_index(drop=True)
    if rows.empty:
        common.absent(ax, str(part["note"].iloc[0]))
        return
    at = np.arange(len(rows))
    ax.hlines(at, 0, rows["estimate"], color=style.GRID, linewidth=4, zorder=1)
    common.whiskers(ax, at, rows, colours=[colour] * len(rows))
    ax.set_yticks(at, rows["term"])
    ax.set_ylim(len(rows) - slots - 0.7, len(rows) + 0.5)
    ax.tick_params(axis="y", length=0)
    finite = rows["high"].where(np.isfinite(rows["high"]), rows["estimate"])
    ax.set_xlim(0, width)
    cut = finite > width
    if cut.any():  # an interval that goes on beyond the frame says so
        ends = [width] * int(cut.sum())
        ax.plot(ends, at[cut], ">", color=colour, markersize=3.2, clip_on=False, zorder=3)
    used = zip(rows["n_with"], rows["n_outlets_with"], strict=True)
    common.beside(
        ax,
        at,
        [f"{articles:,.0f} / {outlets:.0f}" for articles, outlets in used],
        header="articles / outlets",
    )
    ax.set_xlabel("per million words")
    _thousands(ax)


def terms_trend(table: pd.DataFrame, *, events: pd.DataFrame | None = None, ax: Any = None) -> Any:
    """Frequency over time with intervals, a line for each set of terms; dated events are numbered.

    A panel a collection; where the table holds several groups, a panel for each collection and line, with a line a
    group.  ``table`` as :func:`kzlib.terms.trend` returns it.  Returns the Axes (one panel) or the Figure.
    """
    shown = table[table["period"].notna()]
    if shown.empty:
        return panel(_reason(table[["estimate", "note"]], "no dated article was selected"), ax=ax)
    by_group = len(set(shown["group"])) > 1
    keys, line = (["collection", "line"], "group") if by_group else (["collection"], "line")
    cells = list(shown.groupby(keys, sort=True))
    never = list(dict.fromkeys(table.loc[table["period"].isna(), "note"]))
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        key = common.event_key(events)
        figure, panels = common.stack(
            [1.85] * len(cells), extra=0.7 + 0.15 * (key.count("\n") + 1 + len(never))
        )
    for here, (values, part) in zip(panels, cells, strict=True):
        for index, (label, rows) in enumerate(part.groupby(line, sort=True)):
            colour = style.colour(str(label), index)
            n = _uses(rows)
            common.over_time(
                here,
                rows,
                colour=colour,
                label=f"{_short(common.name(label))} ({n})",
                marker="osD^v"[index % 5],
                dodge=_dodge(index, len(set(part[line]))),
            )
        here.set_ylabel(_unit(part))
        here.grid(axis="y", visible=True)
        _headroom(here, part)
        _cut(here, part, line)
        title = common.heading(*(_short(str(value)) for value in values))
        common.legend_above(here, f"{title} ({_languages(part['lang'].iloc[0])})")
    spans = [here.get_xlim() for here in panels]
    for here in panels:
        here.set_xlim(min(low for low, _ in spans), max(high for _, high in spans))
        common.mark_events(here, events)
    common.below(panels[-1], "\n".join(part for part in (common.event_key(events), *never) if part))
    return ax if figure is None else figure


def _uses(rows: pd.DataFrame) -> str:
    """How much a line rests on: articles that use it, or uses, of all articles."""
    every = common.count(rows["n_articles"].sum(), "article")
    if rows["measure"].iloc[0] == "share":
        return f"{int(rows['n_with'].sum()):,} of {every}"
    return f"{common.count(rows['count'].sum(), 'use')} in {every}"


def _headroom(ax: Any, part: pd.DataFrame) -> None:
    """Leave room for the legend, and do not let one wild interval flatten everything else."""
    highest = part[["estimate", "smooth"]].max().max()
    wild = part["high"].where(np.isfinite(part["high"])).max()
    top = max(highest, min(wild if np.isfinite(wild) else highest, 2.5 * highest)) or 1.0
    ax.set_ylim(-0.03 * top, 1.08 * top)
    _thousands(ax, axis="y")


def _cut(ax: Any, part: pd.DataFrame, line: str) -> None:
    """Arrowheads where an interval goes on above the frame."""
    top = ax.get_ylim()[1]
    groups = list(part.groupby(line, sort=True))
    for index, (label, rows) in enumerate(groups):
        above = np.isfinite(rows["high"]) & (rows["high"] > top)
        x = common.middle(rows["period"], _dodge(index, len(groups)))[above]
        if len(x):
            ax.plot(
                x, [top] * len(x), "^", color=style.colour(str(label), index), markersize=3.2, clip_on=False
            )


def _unit(part: pd.DataFrame) -> str:
    unit = _TREND_UNITS.get(str(part["measure"].iloc[0]), "")
    window = int(part["window"].iloc[0])
    return unit if window == 1 else f"{unit}\n(line: mean of {window})"


def terms_keyness(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Log-odds with outlet-clustered intervals, a word a row, a panel for each collection and language.

    ``table`` as :func:`kzlib.terms.keyness` returns it; the panels that cannot be estimated say why.  Returns the
    Axes (one panel) or the Figure.
    """
    shown = table[table["term"].notna()]
    if shown.empty:
        return panel(_reason(table, "no word was compared"), ax=ax)
    cells = list(table.groupby(["collection", "lang"], sort=True))
    if ax is not None:
        cells, figure, panels = [cell for cell in cells if cell[1]["term"].notna().any()][:1], None, [ax]
    else:
        figure, panels = common.stack([_height(part) for _, part in cells], columns=2, extra=0.4)
    slots = _slots(cells, 2 if figure is not None else 1)
    for here, room, (values, part) in zip(panels, slots, cells, strict=True):
        if part["term"].isna().all():
            common.absent(here, str(part["note"].iloc[0]), title=common.heading(*values))
            continue
        _words(here, part, room)
        row = part.iloc[0]
        size = f"{row['n_articles_a']:,.0f} : {row['n_articles_b']:,.0f} articles, "
        size += f"{row['n_outlets_a']:.0f} : {row['n_outlets_b']:.0f} outlets"
        if str(row["note"]).startswith(common.IMPOSSIBLE):
            size += "\nno intervals: fewer than 3 outlets in a group"
        here.set_title(f"{common.heading(*values)}\n{size}", fontsize=8)
    if figure is None:
        return ax
    first = shown.iloc[0]
    handles = [
        _dot(_side_colour(first[f"group_{side}"], side), f"more in {common.name(first[f'group_{side}'])}")
        for side in "ab"
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2)
    return figure


def _words(ax: Any, part: pd.DataFrame, slots: int) -> None:
    rows = part.iloc[::-1].reset_index(drop=True)
    at = np.arange(len(rows))
    ours = rows["favours"] == rows["group_a"]
    colours = [
        _side_colour(row["favours"], "a" if mine else "b")
        for row, mine in zip(rows.to_dict("records"), ours, strict=True)
    ]
    ax.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    common.whiskers(ax, at, rows, colours=colours)
    ax.set_yticks(at, rows["term"])
    ax.set_ylim(len(rows) - slots - 0.7, len(rows) + 0.5)
    ax.tick_params(axis="y", length=0)
    said = [
        f"{row.count_a:,.0f} : {row.count_b:,.0f} / {row.outlets_a:.0f} : {row.outlets_b:.0f}"
        for row in rows.itertuples(index=False)
    ]
    common.beside(ax, at, said, header="uses / outlets")
    ax.set_xlabel("log-odds ratio (natural logarithm)")


def _side_colour(group: Any, side: str) -> str:
    return style.colour(str(group), {"a": 1, "b": 0}[side])


def _dodge(index: int, n: int) -> float:
    return 0.12 * (index - (n - 1) / 2)


def _languages(joined: str) -> str:
    return ", ".join(style.language(code) for code in str(joined).split(" + "))


def _short(text: str) -> str:
    return textwrap.shorten(text, 48, placeholder=" …") if len(text) > 48 else text


def _thousands(ax: Any, axis: str = "x") -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    which = ax.xaxis if axis == "x" else ax.yaxis
    which.set_major_locator(MaxNLocator(nbins=4))
    which.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _reason(table: pd.DataFrame, otherwise: str) -> str:
    keys = [key for key in _CELL if key in table]
    return "; ".join(common.remarks(table, keys) if len(table) else []) or otherwise


def _dot(colour: str, label: str) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], marker="o", linestyle="", color=colour, label=label, markersize=4.5)
