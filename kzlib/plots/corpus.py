"""Figures of the corpus notebook: what went in, whose it is, and from when."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.panel import panel

_STEP_COLOURS = {"measured": "#0072B2", "reworded": "#CC79A7", "duplicate": "#E69F00", "rejected": "#C9C9C9"}
_STEP_NAMES = {
    "measured": "measured",
    "reworded": "reworded (left out by default)",
    "duplicate": "repeats another",
    "rejected": "not admitted",
}


def corpus_flow(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Stacked bars, one a collection: which share of its items was measured, and what became of the rest.

    ``table`` as :func:`kzlib.corpus.summary.flow` returns it.  Returns the Axes.
    """
    if table.empty:
        return panel("the corpus records no flow of counts", ax=ax)
    names = list(dict.fromkeys(table["collection"]))
    ax = style.axes(ax, height=1.2 + 0.42 * len(names))
    sums = table.groupby(["collection", "step"])["n_items"].sum()
    totals = table.groupby("collection")["n_collection"].first()
    for row, name in enumerate(reversed(names)):
        left = 0.0
        for step, colour in _STEP_COLOURS.items():
            n = int(sums.get((name, step), 0))
            width = 100 * n / totals[name]
            ax.barh(row, width, left=left, height=0.62, color=colour, edgecolor="white", linewidth=0.8)
            if width > 5:
                ink = "white" if step == "measured" else style.INK
                ax.text(left + width / 2, row, f"{n:,}", ha="center", va="center", color=ink, fontsize=7.5)
            elif n:
                ax.annotate(f"{n:,}", (left + width / 2, row + 0.31), ha="center", va="bottom", fontsize=7)
            left += width
    ax.set_yticks(range(len(names)), [f"{name} (n = {totals[name]:,})" for name in reversed(names)])
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.6, len(names) - 0.25)
    ax.set_xlabel("share of items read (%); numbers are items")
    ax.tick_params(axis="y", length=0)
    handles = [_patch(colour, _STEP_NAMES[step]) for step, colour in _STEP_COLOURS.items()]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, handlelength=1, columnspacing=1.2
    )
    return ax


def corpus_sources(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Articles an outlet, a panel a collection; bars carry the colour of the outlet's class.

    ``table`` as :func:`kzlib.corpus.summary.outlets` returns it.  Returns the Axes (one panel) or the Figure.
    """
    if table.empty:
        return panel("no article was selected", ax=ax)
    names = list(dict.fromkeys(table["collection"]))
    if ax is not None:
        for name in names:
            _outlet_bars(ax, table[table["collection"] == name], name)
        return ax
    import matplotlib.pyplot as plt

    style.use()
    sizes = [int(table.loc[table["collection"] == name, "outlet"].nunique()) for name in names]
    figure, panels = plt.subplots(
        len(names),
        1,
        figsize=(style.PAGE, 0.9 + sum(0.17 * size + 0.55 for size in sizes)),
        height_ratios=[size + 1.2 for size in sizes],
        layout="constrained",
        squeeze=False,
    )
    for row, name in enumerate(names):
        _outlet_bars(panels[row][0], table[table["collection"] == name], name)
    panels[-1][0].set_xlabel("articles (duplicates counted once)")
    classes = [key for key in style.CLASS_COLOURS if key in set(table["class"])]
    handles = [_patch(style.CLASS_COLOURS[key], style.CLASS_NAMES[key]) for key in classes]
    figure.legend(
        handles=handles, loc="outside upper left", ncols=len(classes), handlelength=1, columnspacing=1.2
    )
    return figure


def _outlet_bars(ax: Any, part: pd.DataFrame, name: str) -> None:
    names = list(dict.fromkeys(part["outlet"]))[::-1]
    total = int(part["n_articles"].sum())
    sums = dict(zip(part["outlet"], part["n_outlets"], strict=True))  # outlets that a row stands for
    outlets = int(sum(sums.values()))
    for height, outlet in enumerate(names):
        rows = part[part["outlet"] == outlet]
        n, summed = int(rows["n_articles"].sum()), sums[outlet] > 1
        start = 0
        # A sum of many outlets is written, not drawn: its bar would dwarf the others.
        for key, articles in zip(rows["class"], rows["n_articles"], strict=True) if not summed else ():
            ax.barh(height, articles, left=start, color=style.CLASS_COLOURS.get(key, style.GRID), height=0.75)
            start += articles
        ax.annotate(
            f"{n:,}" if not summed else f"{n:,} together",
            (start, height),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=7,
        )
    ax.set_yticks(range(len(names)), [name if sums[name] <= 1 else f"{sums[name]} {name}" for name in names])
    what = "outlet" if outlets == 1 else "outlets"
    ax.set_title(f"{name}: {total:,} articles, {outlets} {what}")
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.margins(x=0.08)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.get_major_locator().set_params(integer=True)


def corpus_timeline(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Articles a year, stacked by class of outlet, a panel a collection; numbered marks are events.

    ``table`` as :func:`kzlib.corpus.summary.timeline` returns it.  Returns the Axes (one panel) or the Figure.
    """
    counts = table[table["kind"] == "articles"]
    dated = counts.dropna(subset=["year"])
    if dated.empty:
        return panel("no selected article has a date", ax=ax)
    import matplotlib.pyplot as plt

    events = table[table["kind"] == "event"].reset_index(drop=True)
    sizes = dated.groupby("collection")["n_articles"].sum()
    names = [str(name) for name in sizes.sort_values(ascending=False, kind="stable").index]
    style.use()
    height = 0.9 + 1.05 * len(names) + 0.14 * len(events)
    figure, panels = plt.subplots(
        len(names), 1, figsize=(style.PAGE, height), sharex=True, layout="constrained", squeeze=False
    )
    for row, name in enumerate(names):
        _year_bars(panels[row][0], counts[counts["collection"] == name], name)
        for number, date in enumerate(pd.to_datetime(events["date"]), 1):
            _mark(panels[row][0], date, str(number) if row == 0 else "")
    classes = [key for key in style.CLASS_COLOURS if key in set(dated["class"])]
    handles = [_patch(style.CLASS_COLOURS[key], style.CLASS_NAMES[key]) for key in classes]
    figure.legend(
        handles=handles, loc="outside upper left", ncols=len(classes), handlelength=1, columnspacing=1.2
    )
    panels[-1][0].set_xlabel("year of publication")
    if len(events):
        figure.supxlabel(_key(events), x=0.09, ha="left", fontsize=7.5, linespacing=1.4)
    return figure


def _year_bars(ax: Any, counts: pd.DataFrame, name: str) -> None:
    dated = counts.dropna(subset=["year"])
    table = dated.pivot_table(index="year", columns="class", values="n_articles", aggfunc="sum", fill_value=0)
    bottom = pd.Series(0, index=table.index)
    for key in [key for key in style.CLASS_COLOURS if key in table]:
        ax.bar(table.index.astype(int), table[key], bottom=bottom, color=style.CLASS_COLOURS[key], width=0.8)
        bottom = bottom + table[key]
    undated = int(counts.loc[counts["year"].isna(), "n_articles"].sum())
    total = int(counts["n_articles"].sum())
    ax.set_title(f"{name}: {total - undated:,} of {total:,} articles are dated", pad=11)
    ax.set_ylabel("articles")
    ax.grid(axis="x", visible=False)
    ax.grid(axis="y", visible=True)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.yaxis.get_major_locator().set_params(integer=True, nbins=4)


def _mark(ax: Any, date: pd.Timestamp, number: str) -> None:
    """A dotted line where an event lies in its year (bars stand on the middle of theirs), its number on top."""
    at = date.year - 0.5 + date.dayofyear / 366
    ax.axvline(at, color=style.FAINT, linewidth=0.7, linestyle=":", zorder=0)
    if number:
        ax.annotate(
            number, (at, 1.01), xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=7
        )


def _key(events: pd.DataFrame) -> str:
    rows = zip(pd.to_datetime(events["date"]), events["label"], strict=True)
    return "\n".join(f"{number}  {date:%d %b %Y}  {label}" for number, (date, label) in enumerate(rows, 1))


def _patch(colour: str, label: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, label=label)
