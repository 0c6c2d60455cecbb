"""What the panels of a tone figure share: equal scales, and what is missing from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from kzlib.plots import common


def same_x(panels: list[Any]) -> None:
    """One scale across."""
    limits = [ax.get_xlim() for ax in panels]
    for ax in panels:
        ax.set_xlim(min(low for low, _ in limits), max(high for _, high in limits))


def same_y(panels: list[Any]) -> None:
    """One scale upwards, no further than valence goes."""
    limits = [ax.get_ylim() for ax in panels]
    for ax in panels:
        ax.set_ylim(max(-1.0, min(low for low, _ in limits)), min(1.0, max(high for _, high in limits)))


def first_reason(table: pd.DataFrame, otherwise: str) -> str:
    """Why nothing could be estimated, as the table says first."""
    reasons = [note for note in table["note"] if str(note).startswith(common.IMPOSSIBLE)]
    return reasons[0] if reasons else otherwise


def remark(figure: Any, table: pd.DataFrame, undrawn: Iterable[tuple[tuple[Any, ...], str]] = ()) -> None:
    """Say under the figure what is missing: a language without an instrument is not neutral, it is absent.

    ``undrawn``: cells that have numbers in the table and no place in the figure, each with the reason.
    """
    named = "group" in table and "uncorrected" not in table
    rows = table[table["group"].isna()] if named else table
    rows = rows[rows["outlet"].isna()] if "outlet" in rows else rows
    said = common.remarks(rows, ["collection", "lang"])
    said += [f"{common.heading(*cell)}: {reason}" for cell, reason in undrawn]
    common.remark(figure, said)
