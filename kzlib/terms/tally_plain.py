"""The inner loops of :mod:`kzlib.terms.tally` in numpy, for corpora too small to repay compiled ones."""

from __future__ import annotations

import numpy as np


def add_counts(
    row: np.ndarray,
    start: np.ndarray,
    article: np.ndarray,
    uses: np.ndarray,
    cell: np.ndarray,
    table: np.ndarray,
    width: int,
    rare_at: np.ndarray,
    rare_uses: np.ndarray,
) -> int:
    """See :func:`kzlib.terms.tally_compiled.add_counts`."""
    each, here = np.repeat(row, np.diff(start)), cell[article]
    wanted = (each >= 0) & (here >= 0) & (uses > 0)
    at, held = (each * width + here)[wanted], uses[wanted]
    dense = at < table.size
    np.add.at(table, at[dense], held[dense].astype(table.dtype))
    rare = len(at) - int(dense.sum())
    rare_at[:rare], rare_uses[:rare] = at[~dense], held[~dense]
    return rare


def add_uses(
    order: np.ndarray,
    key: np.ndarray,
    start: np.ndarray,
    article: np.ndarray,
    uses: np.ndarray,
    unit: np.ndarray,
    cell: np.ndarray,
    by_unit: np.ndarray,
    by_cell: np.ndarray,
) -> None:
    """See :func:`kzlib.terms.tally_compiled.add_uses`."""
    chosen = np.full(len(key), -1)
    chosen[order] = key[order]
    each = np.repeat(chosen, np.diff(start))
    wanted = (each >= 0) & (unit[article] >= 0) & (uses > 0)
    pairs, pair = np.unique(each[wanted] * len(cell) + article[wanted], return_inverse=True)
    held = np.bincount(pair, weights=uses[wanted], minlength=len(pairs))
    row, place = np.divmod(pairs, max(len(cell), 1))
    np.add.at(by_unit, (row, unit[place]), held.astype(by_unit.dtype))
    np.add.at(by_cell, (row, cell[place]), 1)
