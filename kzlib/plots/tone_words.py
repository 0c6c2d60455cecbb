"""Word shifts, and what the instruments behind every tone are worth."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from kzlib.plots import common, style
from kzlib.plots.panel import panel


def tone_word_shift(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Contributions of words to the difference of two groups' tone, a panel for each collection and language.

    Filled bars are words used more by the first group, hollow ones words it uses less.  ``table`` as
    :func:`kzlib.tone.word_shift` returns it.  Returns the Axes (one panel) or the Figure.
    """
    words = table[table["kind"] == "word"]
    if words.empty:
        return panel(_reason(table, "no word of the list is used"), ax=ax)
    cells = list(table.groupby(["collection", "lang"], sort=True))
    cells = [cell for cell in cells if (cell[1]["kind"] == "word").any()]
    if ax is not None:
        cells, figure, panels = cells[:1], None, [ax]
    else:
        heights = [1.15 + 0.165 * int((part["kind"] == "word").sum()) for _, part in cells]
        figure, panels = common.stack(heights, columns=2)
    for here, (values, part) in zip(panels, cells, strict=True):
        _contributions(here, part[part["kind"] == "word"].iloc[::-1].reset_index(drop=True))
        total = part[part["kind"] == "total"].iloc[0]
        here.set_title(f"{common.heading(*values)}: {total['lexicon']}\n{_said(total)}", fontsize=8)
        here.set_xlabel(f"contribution ({common.name(total['group_a'])} − {common.name(total['group_b'])})")
    if figure is None:
        return ax
    common.remark(figure, common.remarks(table, ["collection", "lang"]))
    return figure


def _said(total: pd.Series) -> str:
    """The differences of words and of sentences, and what is wrong with the interval."""
    interval = (
        f" ({common.signed(total['low'])} to {common.signed(total['high'])})"
        if np.isfinite(total["low"])
        else ""
    )
    sentences = total["sentences_a"] - total["sentences_b"]
    told = f"words {common.signed(total['estimate'])}{interval}\nsentences {common.signed(sentences)}"
    doubt = str(total["note"]).removeprefix(f"{common.UNRELIABLE}: ")
    return f"{told}\n" + textwrap.fill(f"not reliable: {doubt}", 36) if doubt else told


def _contributions(ax: Any, rows: pd.DataFrame) -> None:
    at = np.arange(len(rows))
    for y, row in zip(at, rows.to_dict("records"), strict=True):
        colour = "#0072B2" if row["component"].endswith("brighter word") else "#B3471B"
        face = colour if row["component"].startswith("more") else "white"
        ax.barh(y, row["estimate"], color=face, edgecolor=colour, linewidth=0.9, height=0.62, zorder=2)
        if np.isfinite(row["low"]):
            ax.plot([row["low"], row["high"]], [y, y], color=style.INK, linewidth=0.7, zorder=3)
    ax.axvline(0, color=style.FAINT, linewidth=0.8, zorder=1)
    ax.set_yticks(
        at,
        [
            f"{term} ({common.signed(valence)})"
            for term, valence in zip(rows["term"], rows["valence"], strict=True)
        ],
    )
    ax.set_ylim(-0.7, len(rows) + 0.5)
    ax.tick_params(axis="y", length=0)
    used = zip(rows["count_a"], rows["count_b"], strict=True)
    common.beside(ax, at, [f"{a:,.0f} : {b:,.0f}" for a, b in used], header="uses")
    ax.locator_params(axis="x", nbins=5)


def tone_instruments(table: pd.DataFrame, *, ax: Any = None) -> Any:
    """Measured quality of each instrument, and the share of sentences in which those in use find a word.

    Coloured are the instruments in use, pale the others of the language.  ``table`` as
    :func:`kzlib.tone.instruments_table` returns it.  Returns the Figure (or the Axes of the first panel).
    """
    if table.empty:
        return panel("no article has a tone", ax=ax)
    validity = table[table["kind"] == "validity"].iloc[::-1].reset_index(drop=True)
    coverage = table[table["kind"] == "coverage"].iloc[::-1].reset_index(drop=True)
    if ax is not None:
        _validity(ax, validity)
        return ax
    figure, panels = common.stack(
        [0.75 + 0.2 * len(validity), 0.75 + 0.2 * len(coverage)], columns=1, extra=0.2
    )
    _validity(panels[0], validity)
    at = range(len(coverage))
    colours = [style.colour(str(lang)) for lang in coverage["lang"]]
    panels[1].barh(at, 100 * coverage["estimate"], color=colours, height=0.55)
    panels[1].set_yticks(at, [_labelled(row) for row in coverage.to_dict("records")])
    panels[1].set_xlim(0, 100)
    panels[1].tick_params(axis="y", length=0)
    panels[1].set_xlabel("% of this corpus' sentences in which it finds a word (in brackets: sentences)")
    panels[1].set_title("How much it sees here")
    here = [lang for lang in style.LANGUAGE_COLOURS if lang in set(coverage["lang"])]
    handles = [common.dot(style.colour(lang), style.language(lang), style.marker(lang)) for lang in here]
    figure.legend(handles=handles, loc="outside upper left", ncols=4, handletextpad=0.2)
    return figure


def _validity(ax: Any, rows: pd.DataFrame) -> None:
    at = np.arange(len(rows))
    have = rows["estimate"].notna().to_numpy()
    shown = rows[have]
    colours = [style.colour(str(r["lang"])) if r["used"] else "#C4C4C4" for r in shown.to_dict("records")]
    shapes = [style.marker(str(lang)) for lang in shown["lang"]]
    common.whiskers(ax, at[have], shown, colours=colours, markers=shapes)
    for y, row in zip(at, rows.to_dict("records"), strict=True):
        if pd.isna(row["estimate"]):
            ax.text(0.02, y, str(row["note"]), va="center", fontsize=7, color=style.FAINT)
    ax.set_yticks(at, [_labelled(row) for row in rows.to_dict("records")])
    ax.set_ylim(-0.7, len(rows) + 0.5)
    ax.set_xlim(0, 1)
    ax.axvline(1 / 3, color=style.FAINT, linewidth=0.7, linestyle=":")
    ax.tick_params(axis="y", length=0)
    told = ["" if pd.isna(value) else f"{100 * value:.0f} %" for value in rows["polarity_accuracy"]]
    common.beside(ax, at, told, header="+/− told apart")
    label = "macro F1 on labelled text (1: always right; dotted: about chance with three classes)"
    trained = rows["note"].astype(str).str.startswith("seen").any()
    ax.set_xlabel(f"{label}\n*: texts that it was made or tuned with, so too good" if trained else label)
    ax.set_title("How often it is right on labelled text (pale: not in use here)")


def _labelled(row: dict[Any, Any]) -> str:
    if not isinstance(row["set"], str):
        return str(row["instrument"])
    star = "*" if str(row["note"]).startswith("seen") else ""
    return f"{row['instrument']}, {row['set']}{star} ({int(row['n']):,})"


def _reason(table: pd.DataFrame, otherwise: str) -> str:
    said = [
        str(note).removeprefix(f"{common.IMPOSSIBLE}: ")
        for note in table["note"]
        if str(note).startswith(common.IMPOSSIBLE)
    ]
    return f"{common.IMPOSSIBLE}: {'; '.join(dict.fromkeys(said))}" if said else otherwise
