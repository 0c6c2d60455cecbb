"""Many tests and many groups: the false discovery rate, and estimates drawn toward the common mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kzlib.inference.welch import t_quantile


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """q-values: the smallest false discovery rate at which each test would be called a discovery.

    NaN stays NaN and does not count among the tests.

    Reference: Benjamini and Hochberg (1995), JRSS B 57(1).

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    values = np.asarray(p, dtype=float)
    out = np.full(values.shape, np.nan)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * known.size / np.arange(1, known.size + 1)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out


def shrink(n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, level: float = 0.95) -> pd.DataFrame:
    """Outlets' means drawn toward their common mean, the more the fewer the articles (empirical Bayes).

    ``mean_i ~ N(theta_i, s² / n_i)`` with *s²* pooled within outlets, ``theta_i ~ N(mu, tau²)``; *tau²* by
    Paule and Mandel's iteration, ``shrunk = mu + tau² / (tau² + s²/n_i) (mean_i − mu)``.  The interval is
    ``shrunk ± t sqrt(tau² s²/n_i / (tau² + s²/n_i))``, conditional on tau² (it is too short for few outlets).

    Returns
    -------
    DataFrame
        Columns ``mean``, ``shrunk``, ``low``, ``high``, ``weight`` (of the outlet's own mean), in the order given.

    References
    ----------
    Paule and Mandel (1982), J. Res. NBS 87(5); Morris (1983), JASA 78.

    >>> shrink([1, 100], [1.0, 0.0], [1.0, 100.0]).round(2)[["mean", "shrunk"]].to_dict("list")
    {'mean': [1.0, 0.0], 'shrunk': [0.01, 0.01]}
    """
    counts, sums, squared = (np.asarray(x, dtype=float) for x in (n, total, squares))
    mean = sums / counts
    inside = np.maximum(squared - sums**2 / counts, 0.0).sum()
    df = counts.sum() - counts.size
    if df <= 0 or inside <= 0:
        return pd.DataFrame({"mean": mean, "shrunk": mean, "low": np.nan, "high": np.nan, "weight": 1.0})
    noise = inside / df / counts
    tau = _paule_mandel(mean, noise)
    centre = float(np.average(mean, weights=1.0 / (tau + noise)))
    weight = tau / (tau + noise)
    shrunk = centre + weight * (mean - centre)
    reach = t_quantile(float(df), level) * np.sqrt(weight * noise)
    return pd.DataFrame(
        {"mean": mean, "shrunk": shrunk, "low": shrunk - reach, "high": shrunk + reach, "weight": weight}
    )


def _paule_mandel(mean: NDArray[np.float64], noise: NDArray[np.float64]) -> float:
    """The tau² at which the weighted squares equal their expectation (0 when they never exceed it)."""

    def excess(tau: float) -> float:
        w = 1.0 / (tau + noise)
        return float((w * (mean - np.average(mean, weights=w)) ** 2).sum() - (mean.size - 1))

    low, high = 0.0, float(mean.var() * mean.size + noise.max())
    if mean.size < 2 or excess(0.0) <= 0:
        return 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2
