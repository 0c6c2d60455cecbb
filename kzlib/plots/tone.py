"""Figures of the sentiment notebook.  Each takes what its verb in :mod:`kzlib.tone` returned and draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import common, style, tone_panels
from kzlib.plots.panel import panel
from kzlib.plots.tone_words import tone_instruments, tone_word_shift

__all__ = [
    "tone_by_source",
    "tone_by_voice",
    "tone_instruments",
    "tone_over_time",
    "tone_toward",
    "tone_word_shift",
]

EVERY = "all sentences"
CELL = ["collection", "lang"]
VALENCE = "mean valence of sentences (−1 to 1)"
_VOICE_ROWS = ("narration", "quotation", "quotation − narration")
_VOICE_COLOURS = {**style.VOICE_COLOURS, "quotation − narration": "#5B2C6F"}


def tone_by_source(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Dots with intervals, an outlet a row, a panel for each collection and language; colour is the outlet's class.

    Where sentences were coded, the sides corrected by them follow as diamonds, the uncorrected hollow beside them.
    ``table`` as :func:`kzlib.tone.by_source` returns it.  Returns the Axes (one panel) or the Figure.
    """
    shown = table[table["drawn"].astype(bool)]
    if shown.empty:
        return panel(tone_panels.first_reason(table, "no outlet has enough articles"), ax=ax)
    cells = [(cell, part, _sides(table, *cell)) for cell, part in shown.groupby(CELL, sort=True)]
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        heights = [0.85 + 0.165 * (len(part) + len(sides)) for _, part, sides in cells]
        figure, panels = common.stack(heights, columns=2)
    for here, ((collection, lang), part, sides) in zip(panels, cells, strict=True):
        _outlets(here, part.iloc[::-1].reset_index(drop=True))
        _corrected(here, sides)
        in_cell = (table["collection"] == collection) & (table["lang"] == lang)
        few = int((in_cell & table["outlet"].notna()).sum()) - len(part)
        rest = f"; {few} smaller not drawn" if few else ""
        here.set_title(f"{common.heading(collection, lang)}\n{part['instrument'].iloc[0]}{rest}", fontsize=8)
        here.set_xlabel(VALENCE)
        here.locator_params(axis="x", nbins=5)
    tone_panels.same_x(panels)
    if figure is None:
        return ax
    classes = [key for key in style.CLASS_COLOURS if key in set(shown["class"])]
    handles = [common.dot(style.CLASS_COLOURS[key], style.CLASS_NAMES[key]) for key in classes]
    figure.legend(handles=handles, loc="outside upper left", ncols=4, columnspacing=1.2, handletextpad=0.2)
    small = table[table["outlet"].notna()].groupby(CELL).size().index.difference([cell for cell, *_ in cells])
    tone_panels.remark(figure, table, [(cell, "no outlet with enough articles") for cell in small])
    return figure


def _outlets(ax: Any, part: pd.DataFrame) -> None:
    colours = [style.CLASS_COLOURS.get(key, style.CLASS_COLOURS["unknown"]) for key in part["class"]]
    ax.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    common.whiskers(ax, range(len(part)), part, colours=colours)
    for y in np.flatnonzero(part["estimate"].isna()):  # missing, and not at zero
        ax.text(0.02, y, "no word found", transform=ax.get_yaxis_transform(), va="center", fontsize=7)
    labels = [f"{outlet} ({n:,})" for outlet, n in zip(part["outlet"], part["n_articles"], strict=True)]
    ax.set_yticks(range(len(part)), labels)
    ax.set_ylim(-0.7, len(part) - 0.3)
    ax.tick_params(axis="y", length=0)


def _sides(table: pd.DataFrame, collection: Any, lang: Any) -> pd.DataFrame:
    """The rows of the sides that hand labels corrected, if any."""
    if "uncorrected" not in table:
        return table.iloc[:0]
    mine = (table["collection"] == collection) & (table["lang"] == lang) & table["group"].notna()
    return table[mine].reset_index(drop=True)


def _corrected(ax: Any, sides: pd.DataFrame) -> None:
    """Below the outlets: a side corrected (filled) and as the instrument has it (hollow)."""
    if sides.empty:
        return
    at = [-1.3 - k for k in range(len(sides))]
    ax.axhline(-0.65, color=style.GRID, linewidth=0.8)
    for y, row in zip(at, sides.to_dict("records"), strict=True):
        colour = style.SIDE_COLOURS.get(row["group"], style.INK)
        ax.plot(
            [row["low"], row["high"]], [y, y], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=2
        )
        ax.plot([row["estimate"]], [y], "D", color=colour, markersize=4.5, zorder=3)
        ax.plot([row["uncorrected"]], [y], "D", color=colour, mfc="white", markersize=4.5, zorder=2.5)
    names = [" − ".join(common.name(part) for part in group.split(" − ")) for group in sides["group"]]
    labels = [f"{name}, {common.count(n, 'label')}" for name, n in zip(names, sides["n_labels"], strict=True)]
    ticks, known = ax.get_yticks(), [label.get_text() for label in ax.get_yticklabels()]
    ax.set_yticks([*ticks, *at], [*known, *labels])
    ax.set_ylim(at[-1] - 0.7, ax.get_ylim()[1])


def tone_over_time(table: pd.DataFrame, *, events: pd.DataFrame | None = None, ax: Any = None) -> Any:
    """Tone period by period with intervals; dated events are numbered.

    One panel a collection with a line a language; where the table holds several groups, one panel for each
    collection and language with a line a group.  ``table`` as :func:`kzlib.tone.over_time` returns it, ``events``
    with columns date and label.  Returns the Axes (one panel) or the Figure.
    """
    dated = table[table["period"].notna()]
    seen = dated.groupby([*CELL, "group"])["estimate"].transform("count") > 0
    shown = dated[seen]
    if shown.empty:
        return panel(tone_panels.first_reason(table, "no dated article has a tone"), ax=ax)
    by_group = len(set(dated["group"])) > 1
    keys, line = (["collection", "lang"], "group") if by_group else (["collection"], "lang")
    cells = list(shown.groupby(keys, sort=True))
    several = [cell for cell in cells if len(set(cell[1]["period"])) > 1]  # one period alone shows no time
    cells = several or cells
    key = common.event_key(events)
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        below = 0.75 + 0.15 * (key.count("\n") + 1 if key else 0)
        figure, panels = common.stack([1.8] * len(cells), extra=below)
    for here, (values, part) in zip(panels, cells, strict=True):
        here.axhline(0, color=style.FAINT, linewidth=0.8, zorder=1)
        for index, (label, rows) in enumerate(part.groupby(line, sort=True)):
            articles = _articles(rows[rows["estimate"].notna()])
            said = f"{common.name(label)} ({articles}; {rows['instrument'].iloc[0]})"
            dodge = 0.12 * (index - (len(set(part[line])) - 1) / 2)
            common.over_time(
                here,
                rows,
                colour=style.colour(str(label), index),
                label=said,
                marker=style.marker(str(label), index),
                line=style.LANGUAGE_LINES.get(str(label), "-"),
                dodge=dodge,
            )
        here.set_ylabel("mean valence\n(−1 to 1)")
        here.grid(axis="y", visible=True)
        common.legend_above(here, common.heading(*values))
    tone_panels.same_x(panels)
    tone_panels.same_y(panels)
    for here in panels:
        common.mark_events(here, events)
    common.below(panels[-1], key)
    if figure is None:
        return ax
    rest = shown.drop(index=pd.concat([part for _, part in cells]).index)
    alone = [(cell, f"one period alone ({_articles(part)})") for cell, part in rest.groupby(CELL)]
    tone_panels.remark(figure, table, alone + _blind(dated[~seen]))
    return figure


def _blind(lines: pd.DataFrame) -> list[tuple[tuple[Any, ...], str]]:
    """The cells and groups in which no word was found in any period, with the reason: lines without a point."""
    said = []
    for cell, part in lines.groupby(CELL):
        groups = ", ".join(dict.fromkeys(common.name(group) for group in part["group"] if group != "all"))
        where = f" in {groups}" if groups else ""
        said.append((cell, f"the instrument found no word{where} ({_articles(part)})"))
    return said


def _articles(part: pd.DataFrame) -> str:
    return common.count(part["n_articles"].sum(), "article")


def tone_by_voice(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Narration, quotation and their difference with intervals, a block for each collection, language and group.

    ``table`` as :func:`kzlib.tone.by_voice` returns it.  Returns the Axes.
    """
    shown = table[table["voice"].isin(_VOICE_ROWS) & table["group"].notna()].reset_index(drop=True)
    if shown["estimate"].notna().sum() == 0:
        return panel(tone_panels.first_reason(table, "no sentence has a tone"), ax=ax)
    blocks = list(shown.groupby(["collection", "lang", "group"], sort=True))
    ax = style.axes(ax, height=0.9 + 0.72 * len(blocks))
    ax.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    top, labels, drawn = 0.0, [], []
    for values, part in blocks:
        rows = part.set_index("voice").reindex(_VOICE_ROWS).reset_index()
        at = [top - 1 - k for k in range(len(rows))]
        drawn.append((at, rows))
        _block(ax, common.heading(*values), top, at, rows)
        labels += list(zip(at, [_voice_label(row) for row in rows.to_dict("records")], strict=True))
        top -= 4.6
    ax.set_yticks([y for y, _ in labels], [label for _, label in labels])
    ax.set_ylim(top + 1.0, 0.7)
    _within_scale(ax, [(at, rows, [_VOICE_COLOURS[voice] for voice in rows["voice"]]) for at, rows in drawn])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(f"{VALENCE}; hollow: interval not reliable")
    tone_panels.remark(ax.figure, table)
    return ax


def _block(ax: Any, title: str, top: float, at: list[float], rows: pd.DataFrame) -> None:
    """One group's three rows under its name; a row without an estimate says why."""
    edge = ax.get_yaxis_transform()
    ax.text(0.01, top, title, transform=edge, ha="left", va="center", weight="bold", fontsize=7.5)
    have = rows["estimate"].notna().to_numpy()
    colours = [_VOICE_COLOURS[voice] for voice in rows.loc[have, "voice"]]
    common.whiskers(ax, [y for y, here in zip(at, have, strict=True) if here], rows[have], colours=colours)
    for y, row in zip(at, rows.to_dict("records"), strict=True):
        if pd.isna(row["estimate"]):
            said = ax.text(0.01, y, str(row["note"]), transform=edge, va="center", fontsize=7)
            said.set(color=style.FAINT)


def _voice_label(row: Mapping[Any, Any]) -> str:
    if row["voice"] == _VOICE_ROWS[2] or pd.isna(row["n_articles"]):
        return str(row["voice"])  # it rests on the two rows above
    counts = f"{common.count(row['n_articles'], 'article')}, {common.count(row['n_outlets'], 'outlet')}"
    return f"{row['voice']} ({counts})"


def tone_toward(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """The tone of sentences that mention a target, a target a row, a panel for each collection and language.

    The first row is all sentences, to compare with.  ``table`` as :func:`kzlib.tone.toward` returns it.  Returns the Axes
    (one panel) or the Figure.
    """
    shown = table[table["estimate"].notna()]
    told = shown[shown["target"] != EVERY].groupby(["collection", "lang"]).size()
    cells = [cell for cell in shown.groupby(["collection", "lang"], sort=True) if cell[0] in told.index]
    if not cells:
        return panel(tone_panels.first_reason(table, "no target is mentioned in enough sentences"), ax=ax)
    groups = sorted(set(shown["group"]))
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        step = 0.13 + 0.06 * len(groups)
        figure, panels = common.stack([0.8 + step * len(set(part["target"])) for _, part in cells], columns=2)
    for here, (values, part) in zip(panels, cells, strict=True):
        _targets(here, part, groups)
        mixed = (part["basis"] == "target").any()
        basis = "toward the target" if mixed else "whole sentences"
        title = f"{common.heading(*values)}\n{part['instrument'].iloc[0]}; {basis}"
        whole = "\nfirst row: whole sentences" if mixed else ""
        here.set_title(title + whole, fontsize=8)
        here.set_xlabel("mean valence (−1 to 1)")
        here.locator_params(axis="x", nbins=5)
    tone_panels.same_x(panels)
    if figure is None:
        return ax
    if groups != ["all"]:
        handles = [
            common.dot(style.colour(group, k), common.name(group), style.marker(group, k))
            for k, group in enumerate(groups)
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=6, handletextpad=0.2)
    silent = table[table["group"].notna()].groupby(CELL)["estimate"].count().drop(told.index)
    reasons = np.where(silent > 0, "no target in enough sentences", "the instrument found no word")
    tone_panels.remark(figure, table, zip(silent.index, reasons, strict=True))
    return figure


def _targets(ax: Any, part: pd.DataFrame, groups: list[str]) -> None:
    names = list(dict.fromkeys(part["target"]))
    ax.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    ax.axhline(len(names) - 1.5, color=style.GRID, linewidth=0.8)
    labels, drawn = [], []
    for row, target in enumerate(reversed(names)):
        mine = part[part["target"] == target].set_index("group").reindex(groups)
        labels.append(f"{common.name(target)} ({_counts(mine)})")
        for index, group in enumerate(groups):
            one = mine.loc[[group]].dropna(subset="estimate")
            at = row - 0.22 * (index - (len(groups) - 1) / 2)
            look = {"colours": [style.colour(group, index)], "markers": [style.marker(group, index)]}
            if len(one):
                common.whiskers(ax, [at], one, height=3.8, **look)
                drawn.append(([at], one, look["colours"]))
    ax.set_yticks(range(len(names)), labels)
    ax.set_ylim(-0.7, len(names) - 0.3)
    ax.tick_params(axis="y", length=0)
    _within_scale(ax, drawn)


def _counts(groups: pd.DataFrame) -> str:
    """Articles and outlets of each group: articles count the same, and outlets are what was drawn."""
    held = zip(groups["n_articles"], groups["n_outlets"], strict=True)
    return " | ".join("–" if pd.isna(n) else f"{n:,.0f}/{outlets:,.0f}" for n, outlets in held)


def _within_scale(ax: Any, drawn: list[tuple[list[float], pd.DataFrame, list[str]]]) -> None:
    """No further than the scale goes: the interval of three outlets may be wider, and then has an arrowhead."""
    low, high = ax.get_xlim()
    ax.set_xlim(max(low, -1.0), min(high, 1.0))
    for at, rows, colours in drawn:
        common.cut(ax, at, rows, colours=colours)
