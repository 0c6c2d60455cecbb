"""The figure bias-naming."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib.plots.bias import forest, sides
from kzlib.plots.panel import panel


def naming(
    table: pd.DataFrame, *, voice: str = "all", actors: int = 6, names: int = 5, ax: Any = None
) -> Any:
    """How each side names the same actors and events, from :func:`kzlib.bias.naming`.

    The ``actors`` named most often (first those with more than one name, then those with an estimate on both sides) and
    their ``names`` most frequent names.  Beside each name stands how often it was counted (state | independent); a side
    named by too few outlets says so.
    """
    shown = sides.main_rows(table)
    shown = shown[shown["voice"] == voice]
    if not len(shown) or shown["estimate"].isna().all():
        notes = [note for note in shown["note"] if note]
        return panel(
            notes[0] if notes else "no side names any of these actors and events often enough", ax=ax
        )
    rows: list[forest.Row] = []
    drawn: list[dict[str, dict[Any, Any]]] = []
    reasons: list[str] = []
    for actor in _order(shown)[:actors]:
        here = shown[shown["actor"] == actor]
        head = f"{actor.replace('-', ' ')}  {_totals(here)}"
        for variant in list(dict.fromkeys(here["variant"]))[:names]:
            each = {row["side"]: row for row in here[here["variant"] == variant].to_dict("records")}
            rows.append(forest.Row(f"{variant}  {sides.counts(each)}", head))
            drawn.append(each)
            reasons.append("")
        for note in dict.fromkeys(note for note in here["note"] if note.startswith("not estimable")):
            rows.append(forest.Row("", head))
            drawn.append({})
            reasons.append(note)
    ax, heights = forest.rows_on(rows, ax=ax)
    sides.shares(ax, heights, drawn, {"state": "state", "independent": "independent"})
    for y, note in zip(heights, reasons, strict=True):
        if note:
            forest.reason(ax, y, note)
    ax.set_xlabel(
        f"% of the times a side names the actor or event ({'all words' if voice == 'all' else voice})"
        f"{sides.scope(table)}"
    )
    forest.legend_above(ax)
    return ax


def _order(shown: pd.DataFrame) -> list[str]:
    """Actors as they are drawn: first those that were called by several names, and by both sides."""
    used = shown[shown["n_item"] > 0].drop_duplicates(["actor", "variant"])
    choice = used.groupby("actor").size() > 1
    known = shown[shown["estimate"].notna()].drop_duplicates(["actor", "side"]).groupby("actor").size()
    actors = list(dict.fromkeys(shown["actor"]))
    return sorted(actors, key=lambda actor: (not choice.get(actor, False), -int(known.get(actor, 0))))


def _totals(here: pd.DataFrame) -> str:
    """How often and by how many outlets the actor is named, state | independent."""
    by_side = {row["side"]: row for row in here.to_dict("records")}
    parts = [
        f"{by_side[side]['n_names']} by {by_side[side]['n_outlets']}"
        for side in sides.OFFSET
        if side in by_side
    ]
    return f"({' | '.join(parts)} outlets)"
