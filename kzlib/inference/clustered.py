"""Cluster-robust t: the contrast's standard error and degrees of freedom with outlets as clusters of unequal size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kzlib.inference.cells import Cells, difference, side_weights
from kzlib.inference.welch import satterthwaite

Floats = NDArray[np.float64]


def cluster_t(cells: Cells, weights: str) -> tuple[float, float, float]:
    """left − right, its standard error (CR2) and Satterthwaite's degrees of freedom (Bell and McCaffrey).

    Outlet *u* moves its side's mean by ``e_u = Σ a (m − mean) / √(A (A − a))``, summed over its strata with their
    weights; the variance is Σ e².  That is unbiased where outlets vary alike, however unequal they are.  Few large
    outlets tell as little about the spread as few outlets do: a side's degrees of freedom are those of its quadratic
    form, ``(Σλ)² / Σλ²``, and the two sides are put together as Welch does.  With every outlet counting the same and
    one stratum this **is** Welch's t.

    Returns
    -------
    (estimate, standard error, degrees of freedom)

    References
    ----------
    Bell and McCaffrey (2002), Survey Methodology 28(2); Imbens and Kolesár (2016), Review of Economics and
    Statistics 98(4); Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36(4).
    """
    own = cells.left[None, :].astype(float)
    estimate = float(difference(cells, own, 1.0 - own, weights=weights)[0])
    variances, dfs = [], []
    for left in (True, False):
        form = _influence(cells, weights, left)
        moments = form @ form.T
        trace, square = float(np.trace(moments)), float((moments**2).sum())
        variances.append(float(((form @ cells.mean) ** 2).sum()))
        dfs.append(trace**2 / square if square > 0 else 0.0)
    return estimate, float(np.sqrt(sum(variances))), satterthwaite(variances, dfs)


def _influence(cells: Cells, weights: str, left: bool) -> Floats:
    """(outlets, cells): what the cells' means add to ``e_u`` of each outlet of a side."""
    size, mine = cells.size(weights), cells.left[cells.unit] == left
    out = np.zeros((cells.left.size, cells.unit.size))
    for stratum, share in enumerate(side_weights(cells, weights)):
        here = np.flatnonzero((cells.stratum == stratum) & mine)
        total = float(size[here].sum())
        rest = total - size[here]
        if here.size < 2 or not share:
            continue
        scale = share * size[here] / np.sqrt(total * rest)
        block = scale[:, None] * (np.eye(here.size) - size[here][None, :] / total)
        np.add.at(out, (cells.unit[here][:, None], here[None, :]), block)
    return out


def t_p(estimate: float, se: float, df: float) -> float:
    """Two-sided p of Student's t; 1 for 0 / 0, NaN without degrees of freedom.

    >>> round(t_p(2.228, 1.0, 10.0), 3), t_p(0.0, 0.0, 5.0)
    (0.05, 1.0)
    """
    if df <= 0 or not np.isfinite(estimate):
        return float("nan")
    if se <= 0:
        return 1.0 if abs(estimate) < 1e-15 else 0.0
    return float(2.0 * special.stdtr(df, -abs(estimate) / se))
