"""The figure bias-coverage."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots import style
from kzlib.plots.bias import forest, sides
from kzlib.plots.panel import panel

_SAMPLED = "articles were looked up event by event; this is not the outlets' whole output"
_TITLES = {"topic": "Topics", "event": "Events"}


def coverage(table: pd.DataFrame, *, dimension: str = "", ax: Any = None) -> Any:
    """Each side's share of articles by topic and by event, from :func:`kzlib.bias.coverage`.

    Draws the rows ``combined`` where there are several languages.  Two Axes side by side (topics, events); one
    where ``dimension`` or ``ax`` is given or the table holds one only.
    """
    shown = sides.main_rows(table)
    have = [name for name in _TITLES if (shown["dimension"] == name).any()]
    wanted = [dimension] if dimension else have[:1] if ax is not None else have
    if not wanted or shown["estimate"].isna().all():
        notes = [note for note in shown["note"] if note]
        return panel(notes[0] if notes else "no article on either side has a topic or an event", ax=ax)
    if len(wanted) == 1:
        return _one(shown[shown["dimension"] == wanted[0]], wanted[0], sides.scope(table), ax)
    import matplotlib.pyplot as plt

    tallest = max(shown.loc[shown["dimension"] == name, "item"].nunique() for name in wanted)
    style.use()
    figure, axes = plt.subplots(1, 2, figsize=(style.PAGE, 0.24 * tallest + 1.2), layout="constrained")
    for each, name in zip(axes, wanted, strict=True):
        _one(shown[shown["dimension"] == name], name, "", each, paired=True)
        each.get_legend().remove()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2, fontsize=7)
    sampled = f"Shares reflect the sampling: {_SAMPLED}" if shown["sampled_by_event"].any() else ""
    below = "\n".join(filter(None, [sides.scope(table).strip(), sampled]))
    if below:
        figure.supxlabel(below, fontsize=7)
    return axes


def _one(shown: pd.DataFrame, dimension: str, scope: str, ax: Any, *, paired: bool = False) -> Any:
    by_item: dict[str, dict[str, dict[Any, Any]]] = {}
    for row in shown.to_dict("records"):
        by_item.setdefault(row["item"], {})[row["side"]] = row
    labels = [f"{next(iter(each.values()))['label']}  {sides.counts(each)}" for each in by_item.values()]
    ax, heights = forest.rows_on([forest.Row(label) for label in labels], ax=ax)
    legend = {row["side"]: _legend(row) for each in by_item.values() for row in each.values()}
    sides.shares(ax, heights, list(by_item.values()), legend)
    ax.set_title(_TITLES[dimension])
    ax.text(-0.02, 1.0, "state | ind.", transform=ax.transAxes, ha="right", va="bottom", fontsize=6.8)
    ax.set_xlabel(f"% of articles, mean over outlets{scope}", fontsize=7)
    if shown["sampled_by_event"].any() and not paired:
        ax.set_xlabel(f"{ax.get_xlabel()}\n({_SAMPLED})", fontsize=7)
    ax.legend(loc="lower right", fontsize=6.8, frameon=True, framealpha=0.9, edgecolor="white")
    return ax


def _legend(row: dict[Any, Any]) -> str:
    return f"{row['side']}: {row['n_articles']:,} articles, {row['n_outlets']} outlets"
