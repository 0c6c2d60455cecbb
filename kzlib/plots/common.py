"""Pieces that several figures share: panels, whiskers, lines over time, dated events, names of groups."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import style

UNRELIABLE = "interval not reliable"
IMPOSSIBLE = "not estimable"


def name(key: Any) -> str:
    """A class, side or language as a reader knows it.

    >>> name("foreign_public"), name("kk")
    ('foreign public', 'Kazakh')
    """
    text = str(key)
    return style.CLASS_NAMES.get(text) or style.LANGUAGE_NAMES.get(text) or text.replace("_", " ")


def heading(*parts: Any) -> str:
    """A panel's title from what tells it apart; missing parts are left out.

    >>> heading("headlines", "ru")
    'headlines, Russian'
    """
    return ", ".join(name(part) for part in parts if isinstance(part, str) and part and part != "all")


def count(n: Any, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "outlet"), count(1200, "article")
    ('1 outlet', '1,200 articles')
    """
    return f"{int(n):,} {noun}{'' if int(n) == 1 else 's'}"


def stack(
    heights: Sequence[float], *, width: float = style.PAGE, columns: int = 1, extra: float = 0.6
) -> tuple[Any, list[Any]]:
    """A figure with a panel for every height (inches), filled row by row; returns it and its Axes."""
    import matplotlib.pyplot as plt

    style.use()
    columns = max(1, min(columns, len(heights)))
    rows = -(-len(heights) // columns)
    tall = [max(heights[row * columns : (row + 1) * columns]) for row in range(rows)]
    figure, panels = plt.subplots(
        rows,
        columns,
        figsize=(width, sum(tall) + extra),
        height_ratios=tall,
        layout="constrained",
        squeeze=False,
    )
    flat = list(panels.flat)
    for ax in flat[len(heights) :]:
        ax.set_axis_off()
    return figure, flat[: len(heights)]


def whiskers(
    ax: Any,
    y: Any,
    part: pd.DataFrame,
    *,
    colours: Sequence[str],
    height: float = 4.5,
    markers: Sequence[str] | None = None,
) -> None:
    """Estimates as dots with their intervals, a row each; hollow where the interval is not reliable."""
    shapes = markers or ["o"] * len(part)
    for at, row, colour, shape in zip(y, part.to_dict("records"), colours, shapes, strict=True):
        if np.isfinite(row["low"]) and np.isfinite(row["high"]):
            ax.plot(
                [row["low"], row["high"]],
                [at, at],
                color=colour,
                linewidth=1.3,
                solid_capstyle="butt",
                zorder=2,
            )
        hollow = str(row["note"]).startswith(UNRELIABLE)
        ax.plot(
            [row["estimate"]],
            [at],
            shape,
            color=colour,
            markersize=height,
            mfc="white" if hollow else colour,
            zorder=3,
        )


def cut(ax: Any, y: Any, part: pd.DataFrame, *, colours: Sequence[str]) -> None:
    """Arrowheads where an interval of :func:`whiskers` goes on beyond the frame; call when the limits are final."""
    left, right = ax.get_xlim()
    for at, low, high, colour in zip(y, part["low"], part["high"], colours, strict=True):
        for end, shape, beyond in ((left, "<", low < left), (right, ">", high > right)):
            if beyond:
                ax.plot([end], [at], shape, color=colour, markersize=3.6, clip_on=False, zorder=3)
    ax.set_xlim(left, right)


def dot(colour: str, label: str, marker: str = "o") -> Any:
    """A legend's entry for estimates of that colour and marker."""
    from matplotlib.lines import Line2D

    return Line2D([], [], marker=marker, linestyle="", color=colour, label=label, markersize=4.5)


def absent(ax: Any, reason: str, *, title: str = "", width: int = 40) -> None:
    """A panel of a larger figure that has nothing to show: its title and the reason."""
    ax.set_axis_off()
    ax.set_title(title, fontsize=8)
    text = "\n".join(textwrap.wrap(reason, width))
    ax.text(0.0, 0.9, text, ha="left", va="top", color=style.FAINT, transform=ax.transAxes, fontsize=7.5)


def beside(ax: Any, at: Any, labels: Sequence[str], *, header: str) -> None:
    """Small grey text in a column right of the axes, with a header above the first row."""
    for y, label in [*zip(at, labels, strict=True), (max(at) + 0.95, header)]:
        mark = ax.text(
            1.02, y, label, transform=ax.get_yaxis_transform(), ha="left", va="center", fontsize=6.3
        )
        mark.set(color=style.FAINT)


def legend_above(ax: Any, title: str) -> None:
    """The title, and under it the legend of the lines, both above the axes so that neither hides a point."""
    handles, labels = ax.get_legend_handles_labels()
    wide = max((len(label) for label in labels), default=0) > 40
    rows = len(labels) if wide else -(-len(labels) // 2)
    ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0, 0.99),
        borderaxespad=0.1,
        ncols=1 if wide else 2,
        labelspacing=0.25,
    )
    ax.set_title(title, pad=4 + 11.5 * rows)


def over_time(
    ax: Any,
    part: pd.DataFrame,
    *,
    colour: str,
    label: str,
    marker: str = "o",
    line: str = "-",
    dodge: float = 0.0,
) -> None:
    """One line with its intervals: broken where a period has no articles, hollow where not reliable.

    ``dodge`` moves the line sideways by that share of a period, so that lines do not hide each other.
    """
    x = middle(part["period"], dodge)
    ax.vlines(x, part["low"], part["high"], color=colour, linewidth=0.9, alpha=0.55, zorder=2)
    ax.plot(x, part["smooth"], color=colour, linewidth=1.3, linestyle=line, zorder=2.5)
    hollow = part["note"].str.startswith(UNRELIABLE)
    for mask, face in ((hollow, "white"), (~hollow, colour)):
        ax.plot(
            x[mask],
            part.loc[mask, "estimate"],
            marker,
            color=colour,
            mfc=face,
            markersize=3.6,
            linestyle="",
            zorder=3,
        )
    ax.plot([], [], marker=marker, color=colour, label=label, markersize=3.6, linestyle=line)


def middle(periods: pd.Series, dodge: float = 0.0) -> pd.Series:
    """The middle of each period, where its point is drawn (the first days are evenly spaced but for month lengths)."""
    starts = pd.to_datetime(periods)
    steps = starts.sort_values().diff().dropna()
    length = steps.median() if len(steps) else pd.Timedelta(days=30)
    return starts + length * (0.5 + dodge)


def mark_events(ax: Any, events: pd.DataFrame | None, *, levels: int = 3) -> None:
    """Dated events as numbered vertical lines; :func:`event_key` says what the numbers mean."""
    if events is None or events.empty:
        return
    low, high = ax.get_xlim()
    import matplotlib.dates as mdates

    previous, level = -np.inf, 0
    for number, date in enumerate(pd.to_datetime(events["date"]), 1):
        at = mdates.date2num(date)
        if not low <= at <= high:
            continue
        level = (level + 1) % levels if (at - previous) < 0.022 * (high - low) else 0
        previous = at
        ax.axvline(at, color=style.FAINT, linewidth=0.6, linestyle=":", zorder=0)
        mark = ax.annotate(
            str(number), (at, 0.985 - 0.14 * level), xycoords=("data", "axes fraction"), fontsize=6.5
        )
        mark.set(
            ha="center",
            va="top",
            bbox={"boxstyle": "circle,pad=0.15", "fc": "white", "ec": style.FAINT, "lw": 0.5},
        )


def event_key(events: pd.DataFrame | None) -> str:
    """What the numbers of the events mean, a line each.

    >>> print(event_key(pd.DataFrame({"date": ["2022-01-02"], "label": ["protests start"]})))
    1  2 Jan 2022  protests start
    """
    if events is None or events.empty:
        return ""
    dates = pd.to_datetime(events["date"])
    rows = enumerate(zip(dates, events["label"], strict=True), 1)
    return "\n".join(f"{number}  {date.day} {date:%b %Y}  {label}" for number, (date, label) in rows)


def below(ax: Any, text: str, *, label: str = "") -> None:
    """The axis label with further lines under it, left-aligned so that they read as text."""
    if not text:
        ax.set_xlabel(label)
        return
    ax.set_xlabel(f"{label}\n\n{text}" if label else text, ha="left", x=0.0, linespacing=1.35)


def remarks(table: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """What could not be estimated, a sentence for each collection and language."""
    rows = table[table["note"].str.startswith(IMPOSSIBLE) & table["estimate"].isna()]
    rows = rows.drop_duplicates([*keys, "note"])
    said = []
    for row in rows.to_dict("records"):
        where = heading(*(row.get(key) for key in keys))
        reason = str(row["note"]).removeprefix(f"{IMPOSSIBLE}: ")
        said.append(f"{where}: {reason}" if where else reason)
    return list(dict.fromkeys(said))


def remark(figure: Any, said: Sequence[str]) -> None:
    """Say under a figure what is missing from it (nothing, if nothing is)."""
    if said:
        text = textwrap.fill("Missing. " + "; ".join(said), 125)
        figure.supxlabel(text, x=0.01, ha="left", fontsize=6.8, color=style.FAINT)


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, a true minus; what rounds to zero has no sign, nothing where there is no number.

    >>> signed(-0.123), signed(0.5), signed(-0.0008)
    ('−0.12', '+0.50', '0.00')
    """
    if not np.isfinite(value):
        return ""
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−") if float(text) else text[1:]
