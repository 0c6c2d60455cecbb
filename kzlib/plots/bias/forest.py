"""Rows of estimates with intervals, in sections: the frame that the bias figures share."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import style

ROW = 0.2  # inches a row


@dataclass(frozen=True)
class Row:
    """One line of a forest: its label, and the section it stands in."""

    label: str
    section: str = ""


def rows_on(rows: Sequence[Row], *, ax: Any = None, width: float = style.PAGE) -> tuple[Any, list[float]]:
    """An Axes with a labelled line per row, sections set apart under bold headings; and the rows' heights.

    Without ``ax`` the new figure is as tall as its rows need.
    """
    heights: list[float] = []
    headings: list[tuple[float, str]] = []
    y, section = 0.0, None
    for row in rows:
        if row.section != section and row.section:
            y -= 0.35 if heights else 0.0
            headings.append((y, row.section))
            y -= 1.0
        section = row.section
        heights.append(y)
        y -= 1.0
    ax = style.axes(ax, width=width, height=ROW * -y + 0.75)
    ax.set_yticks(heights, [row.label for row in rows])
    place = {"textcoords": "offset points", "ha": "right", "va": "center", "annotation_clip": False}
    for y_heading, text in headings:
        ax.annotate(
            text,
            (0, y_heading),
            (-4, 0),
            xycoords=ax.get_yaxis_transform(),
            weight="bold",
            fontsize=7.5,
            **place,
        )
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(y + 0.3, 0.7)
    ax.grid(visible=False, axis="y")
    return ax, heights


def interval(
    ax: Any,
    y: float,
    row: Any,
    *,
    colour: str,
    marker: str = "o",
    x: str = "estimate",
    filled: bool = True,
    label: str | None = None,
    size: float = 4.5,
) -> None:
    """The point and its interval; pale and dashed where the note says that the interval is not reliable."""
    weak = str(row["note"]).startswith("interval not reliable")
    if np.isfinite(row["low"]) and np.isfinite(row["high"]):
        ax.plot(
            [row["low"], row["high"]],
            [y, y],
            color=colour,
            linewidth=1.0 if weak else 1.4,
            linestyle=(0, (2, 1.5)) if weak else "-",
            alpha=0.7 if weak else 1.0,
            solid_capstyle="butt",
            zorder=2,
        )
    face = colour if filled else "white"
    ax.plot(
        [row[x]],
        [y],
        marker=marker,
        color=colour,
        markerfacecolor=face,
        markersize=size,
        label=label,
        linestyle="none",
        zorder=3,
    )


def reason(ax: Any, y: float, note: str, *, width: int = 64) -> None:
    """Why a row has no estimate, where the estimate would stand."""
    text = "\n".join(textwrap.wrap(note, width))
    style_of = {"fontsize": 6.5, "style": "italic", "color": style.FAINT, "linespacing": 0.95}
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # no grid line through the words
    ax.text(0.01, y, text, transform=ax.get_yaxis_transform(), va="center", bbox=behind, **style_of)


def beside_headings(ax: Any, texts: dict[str, str]) -> None:
    """A remark inside the plot at the height of each section's heading."""
    for heading in list(ax.texts):
        if heading.get_text() in texts and heading.get_fontweight() == "bold":
            y = heading.xy[1]
            ax.text(
                0.01,
                y,
                texts[heading.get_text()],
                transform=ax.get_yaxis_transform(),
                va="center",
                fontsize=6.8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            )


def legend_above(ax: Any, ncols: int = 2, colours: dict[str, str] | None = None) -> None:
    """The legend above the plot, at the right: of what is labelled, or of ``colours``; nothing where neither is."""
    handles, labels = ax.get_legend_handles_labels()
    if colours is not None:
        from matplotlib.lines import Line2D

        handles = [Line2D([], [], marker="o", linestyle="none", color=colour) for colour in colours.values()]
        labels = list(colours)
    if not handles:
        return
    if ax.figure.get_layout_engine() is not None and len(ax.figure.axes) == 1:
        ax.figure.legend(handles, labels, loc="outside upper right", ncols=ncols, fontsize=6.8)
    else:
        ax.legend(handles, labels, ncols=ncols, fontsize=6.8)


def column(ax: Any, heights: Sequence[float], texts: Sequence[str], *, at: float, heading: str = "") -> None:
    """A column of small text to the right of the rows, ``at`` points from the Axes' edge."""
    across = ax.get_yaxis_transform()
    options = {"textcoords": "offset points", "fontsize": 6.8, "ha": "left", "annotation_clip": False}
    for y, text in zip(heights, texts, strict=True):
        if text:
            ax.annotate(text, (1, y), (at, 0), xycoords=across, va="center", color=style.FAINT, **options)
    if heading:
        ax.annotate(heading, (1, 1), (at, 2), xycoords=ax.transAxes, va="bottom", color=style.INK, **options)


def scaled(row: dict[Any, Any], deviations: bool) -> dict[Any, Any]:
    """The row's estimate and bounds as they are, or in standard deviations of an article's tone."""
    if not deviations:
        return row
    names = [name for name in ("estimate", "low", "high", "loo_low", "loo_high") if name in row]
    return row | {name: row[name] / row["scale"] for name in names}


def zero(ax: Any) -> None:
    """The line of no difference."""
    ax.axvline(0, color=style.INK, linewidth=0.8, zorder=1)


def p_text(p: float, least: float | None = None, name: str = "p") -> str:
    """A p-value as text, never as stars; one that is the least attainable says so.

    >>> p_text(0.0312), p_text(0.1, 0.1), p_text(0.00004), p_text(float("nan"))
    ('p = .031', 'p = .10 (least possible)', 'p < .001', '')
    """
    if not np.isfinite(p):
        return ""
    text = f"{p:.2f}" if p >= 0.0995 else f"{p:.3f}"
    text = f"{name} = {text.removeprefix('0') if p < 1 else text}" if p >= 0.001 else f"{name} < .001"
    return text + (" (least possible)" if least is not None and p <= least * 1.0001 and p >= 0.01 else "")


def place(collection: str, lang: str, several: bool) -> str:
    """How a section is headed: the language, with the collection where there are several."""
    if lang == "combined":
        return "Languages combined" if not several else "All combined"
    return f"{style.language(lang)} · {collection}" if several else style.language(lang)


def several(table: pd.DataFrame) -> bool:
    """True where a table holds more than one collection."""
    names = set(table["collection"].dropna()) - {"combined"}
    return len(names) > 1
