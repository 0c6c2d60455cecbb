"""One contrast between two sides, with everything that a reader needs to doubt it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kzlib.inference.bootstrap import bootstrap_difference, percentiles
from kzlib.inference.cells import Cells, difference, effective, linearised, side_means
from kzlib.inference.clustered import cluster_t, t_p
from kzlib.inference.permutation import permutation_p
from kzlib.inference.welch import satterthwaite, t_quantile

FLOOR = 3  # outlets a side below which there is no estimate at all
NUMBERS = (
    "estimate",
    "low",
    "high",
    "se",
    "df",
    "p",
    "p_permutation",
    "p_min",
    "boot_low",
    "boot_high",
    "loo_low",
    "loo_high",
    "mean_left",
    "mean_right",
)


def contrast(
    cells: Cells,
    *,
    weights: str = "outlets",
    min_outlets: int = 5,
    n_boot: int = 2000,
    n_perm: int = 9999,
    rng: Generator,
    level: float = 0.95,
    sides: tuple[str, str] = ("state", "independent"),
) -> dict[str, Any]:
    """left − right, its interval, p and leave-one-outlet-out range, with the outlet as the unit.

    The interval is the cluster-robust t of :func:`kzlib.inference.clustered.cluster_t`; with every outlet counting the
    same, Welch's.  ``p`` is the larger of the studentised permutation p and the t's own.  Shuffled labels are exact where
    outlets are exchangeable; outlets of unequal sizes on sides of unequal spread are not.  The t is made for those, and
    approximate elsewhere; the larger of two p is valid where either is, and never contradicts the interval.

    Parameters
    ----------
    cells : Cells
        With several strata, those with fewer than two outlets on a side are left out.
    weights : {"outlets", "articles"}
        Whether every outlet counts the same or every article does.
    min_outlets : int
        Outlets a side for a reliable interval; with fewer, but three, the note says so; below three no estimate.

    Returns
    -------
    dict
        ``estimate low high se df p p_permutation p_min p_method boot_low boot_high loo_low loo_high loo_outlet mean_left
        mean_right n_left n_right outlets_left outlets_right effective_left effective_right note``; ``boot_*``, for article
        weights, is the two-level cluster bootstrap beside it (percentiles widened for few outlets).
    """
    given, cells = cells, cells.comparable()
    nothing = not cells.unit.size
    cells = given if nothing else cells  # what there is, to be counted
    row: dict[str, Any] = dict.fromkeys(NUMBERS, float("nan")) | {"p_method": "", "loo_outlet": ""}
    side_of = cells.left[cells.unit] if cells.unit.size else np.zeros(0, dtype=bool)
    counts = []
    for name, here, units in (("left", side_of, cells.left), ("right", ~side_of, ~cells.left)):
        row[f"n_{name}"] = int(cells.n[here].sum())
        row[f"outlets_{name}"] = int(units.sum())
        per_outlet = np.bincount(cells.unit[here], weights=cells.n[here], minlength=cells.left.size)
        row[f"effective_{name}"] = effective(per_outlet)
        counts.append(int(units.sum()))
    row["note"] = shortage(counts, min_outlets, sides)
    if nothing and not row["note"].startswith("not estimable"):
        row["note"] = "not estimable: in no collection and language have both sides two outlets"
    if row["note"].startswith("not estimable"):
        return row
    estimate, se, df = cluster_t(cells, weights)
    reach = t_quantile(df, level) * se if se else 0.0
    row |= {"estimate": estimate, "se": se, "df": df, "low": estimate - reach, "high": estimate + reach}
    row["mean_left"], row["mean_right"] = side_means(cells, weights)
    tested = permutation_p(cells, weights=weights, n_perm=n_perm, rng=rng)
    row |= tested | {"p_permutation": tested["p"]}
    row["p"] = float(np.fmax(tested["p"], t_p(estimate, se, df)))
    if weights == "articles":
        row["boot_low"], row["boot_high"] = _bootstrapped(cells, counts, n_boot, rng, level)
        row["note"] = row["note"] or _dominated(cells, side_of, sides)
    row |= leave_one_out(cells, weights)
    return row


def _bootstrapped(
    cells: Cells, counts: list[int], n_boot: int, rng: Generator, level: float
) -> tuple[float, float]:
    """The two-level cluster bootstrap's interval of the article-weighted contrast."""
    draws = bootstrap_difference(cells, weights="articles", n_boot=n_boot, rng=rng)
    own = cells.left[None, :].astype(float)
    spread = [float(part[0]) for part in linearised(cells, own, 1.0 - own, weights="articles")[1:]]
    return percentiles(draws, satterthwaite(spread, [n - 1 for n in counts]), level=level)


def shortage(counts: list[int], min_outlets: int, sides: tuple[str, ...]) -> str:
    """What is missing on either side, or an empty string.

    >>> shortage([2, 9], 5, ("state", "independent"))
    'not estimable: 2 state outlets, at least 3 are needed'
    >>> shortage([4, 9], 5, ("state", "independent"))
    'interval not reliable: 4 state outlets, fewer than 5'
    """
    few = [
        f"{n or 'no'} {side} outlet{'' if n == 1 else 's'}"
        for n, side in zip(counts, sides, strict=True)
        if n < FLOOR
    ]
    if few:
        return f"not estimable: {' and '.join(few)}, at least {FLOOR} are needed"
    short = [f"{n} {side} outlets" for n, side in zip(counts, sides, strict=True) if n < min_outlets]
    return f"interval not reliable: {' and '.join(short)}, fewer than {min_outlets}" if short else ""


def _dominated(cells: Cells, side_of: NDArray[np.bool_], sides: tuple[str, str]) -> str:
    """A side whose articles come mostly from one outlet has no cluster bootstrap worth the name."""
    for here, side in ((side_of, sides[0]), (~side_of, sides[1])):
        per_outlet = np.bincount(cells.unit[here], weights=cells.n[here], minlength=cells.left.size)
        if effective(per_outlet) < FLOOR:
            largest = int(per_outlet.argmax())
            share = per_outlet[largest] / per_outlet.sum()
            return f"interval not reliable: {cells.names[largest]} holds {share:.0%} of the {side} articles"
    return ""


def leave_one_out(cells: Cells, weights: str) -> dict[str, Any]:
    """Smallest and largest estimate with one outlet left out, and the outlet that moves it most."""
    units = cells.left.size
    kept = 1.0 - np.eye(units)
    own = cells.left.astype(float)
    values = difference(cells, kept * own, kept * (1.0 - own), weights=weights)
    if not np.isfinite(values).any():
        return {"loo_low": float("nan"), "loo_high": float("nan"), "loo_outlet": ""}
    full = difference(cells, own[None, :], 1.0 - own[None, :], weights=weights)[0]
    moved = int(np.nanargmax(np.abs(values - full)))
    return {
        "loo_low": float(np.nanmin(values)),
        "loo_high": float(np.nanmax(values)),
        "loo_outlet": cells.names[moved],
    }
