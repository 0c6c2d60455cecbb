"""Permutation p at the level of outlets: how often would shuffled labels differ as much?"""

from __future__ import annotations

from itertools import combinations, product
from math import comb, prod

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kzlib.inference.cells import Cells, linearised

Floats = NDArray[np.float64]
EXACT_UP_TO = 20_000  # relabellings that are all tried; beyond that they are drawn


def blocks(cells: Cells) -> list[NDArray[np.intp]]:
    """Outlets that can stand for one another: those present in the same strata.

    Labels are shuffled within blocks only, so that every relabelling keeps the number of outlets a side
    in every stratum.
    """
    present: dict[int, set[int]] = {}
    for unit, stratum in zip(cells.unit.tolist(), cells.stratum.tolist(), strict=True):
        present.setdefault(unit, set()).add(stratum)
    groups: dict[tuple[int, ...], list[int]] = {}
    for unit in sorted(present):
        groups.setdefault(tuple(sorted(present[unit])), []).append(unit)
    return [np.array(groups[key], dtype=np.intp) for key in sorted(groups)]


def label_permutations(
    left: NDArray[np.bool_], members: list[NDArray[np.intp]], *, n_perm: int, rng: Generator
) -> tuple[Floats, bool]:
    """Relabellings that keep each block's number of left outlets: (rows, outlets) of 0 and 1, and whether all.

    All of them when there are at most 20,000, else ``n_perm`` drawn ones.

    >>> rows, exact = label_permutations(
    ...     np.array([True, False, False]), [np.arange(3)], n_perm=9, rng=np.random.default_rng(1)
    ... )
    >>> rows.astype(int).tolist(), exact
    ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], True)
    """
    sizes = [int(left[block].sum()) for block in members]
    number = prod(comb(block.size, k) for block, k in zip(members, sizes, strict=True))
    if number <= EXACT_UP_TO:
        choices = [combinations(block.tolist(), k) for block, k in zip(members, sizes, strict=True)]
        rows = np.zeros((number, left.size))
        for row, chosen in zip(rows, product(*choices), strict=True):
            row[[unit for part in chosen for unit in part]] = 1.0
        return rows, True
    rows = np.zeros((n_perm, left.size))
    for block, k in zip(members, sizes, strict=True):
        if k:
            order = rng.random((n_perm, block.size)).argpartition(k - 1, axis=1)[:, :k]
            np.put_along_axis(rows, block[order], 1.0, axis=1)
    return rows, False


def studentised(estimate: Floats, variance: Floats) -> Floats:
    """estimate / √variance; 0 for 0 / 0, infinite for a difference without any spread."""
    root = np.sqrt(variance)
    ratio = np.divide(estimate, root, out=np.full_like(estimate, np.inf), where=root > 0)
    return np.where((root == 0) & (np.abs(estimate) < 1e-15), 0.0, np.abs(ratio))


def permutation_p(cells: Cells, *, weights: str, n_perm: int, rng: Generator) -> dict[str, float | str | int]:
    """Two-sided p of the contrast under shuffled outlet labels, studentised.

    Dividing by its own standard error keeps the test's size right when the sides differ in spread or number
    of outlets.  Exact over all relabellings where there are at most 20,000; else ``(1 + hits) / (1 + drawn)``.

    Returns
    -------
    dict
        ``p``; ``p_min``, the smallest p that this number of outlets (or draws) can give; ``p_method``
        ("exact" or "sampled"); ``relabellings``, how many were tried.

    References
    ----------
    Chung and Romano (2013), Annals of Statistics 41(2); Phipson and Smyth (2010) for the sampled p.
    """
    rows, exact = label_permutations(cells.left, blocks(cells), n_perm=n_perm, rng=rng)
    own = cells.left[None, :].astype(float)
    observed = studentised(*_pair(cells, own, weights))[0]
    shuffled = np.concatenate(
        [
            studentised(*_pair(cells, part, weights))
            for part in np.array_split(rows, max(1, len(rows) // 4096))
        ]
    )
    hits = int((shuffled >= observed * (1 - 1e-9)).sum())
    if exact:
        # the mirror image of a relabelling gives the same |t| where it keeps the sides' numbers
        mirrored = all(2 * int(cells.left[b].sum()) == b.size for b in blocks(cells))
        least = (2.0 if mirrored and len(rows) > 1 else 1.0) / len(rows)
        return {"p": hits / len(rows), "p_min": least, "p_method": "exact", "relabellings": len(rows)}
    return {
        "p": (1 + hits) / (1 + len(rows)),
        "p_min": 1 / (1 + len(rows)),
        "p_method": "sampled",
        "relabellings": len(rows),
    }


def _pair(cells: Cells, rows: Floats, weights: str) -> tuple[Floats, Floats]:
    estimate, left, right = linearised(cells, rows, 1.0 - rows, weights=weights)
    return estimate, left + right
