"""The cluster bootstrap: outlets are drawn with replacement, articles within them by their mean and spread."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray
from scipy import special

from kzlib.inference.cells import Cells, difference
from kzlib.inference.welch import t_quantile

Floats = NDArray[np.float64]


def multiplicities(members: NDArray[np.intp], count: int, n_boot: int, rng: Generator) -> Floats:
    """How often each of ``count`` outlets is drawn when ``members`` are drawn with replacement: (n_boot, count)."""
    if not members.size:
        return np.zeros((n_boot, count))
    drawn = members[rng.integers(0, members.size, size=(n_boot, members.size))]
    flat = (drawn + count * np.arange(n_boot)[:, None]).ravel()
    return np.bincount(flat, minlength=n_boot * count).reshape(n_boot, count).astype(float)


def bootstrap_means(
    n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, n_boot: int, rng: Generator, within: bool = True
) -> Floats:
    """Resampled article-weighted means ``Σ total / Σ n`` of one group of outlets.

    Two levels: outlets are drawn with replacement, then each drawn copy's articles.  The sum of *n* articles
    drawn from an outlet with mean *m* and variance *s²* (of its *n* articles) is normal with mean *n m* and
    variance *n s²*; the copies' sums add up to one normal draw, so articles are never touched.

    Returns
    -------
    array (n_boot,)
        NaN where there is no outlet.

    >>> draws = bootstrap_means([5, 5], [5.0, 0.0], [5.0, 0.0], n_boot=2000, rng=np.random.default_rng(1))
    >>> sorted(set(draws.round(2).tolist()))
    [0.0, 0.5, 1.0]
    """
    counts, sums, squared = (np.asarray(x, dtype=float) for x in (n, total, squares))
    if not counts.size:
        return np.full(n_boot, np.nan)
    chosen = multiplicities(np.arange(counts.size), counts.size, n_boot, rng)
    drawn = chosen @ sums
    if within:
        spread = np.maximum(squared - sums**2 / counts, 0.0)  # n s²
        drawn = drawn + np.sqrt(chosen @ spread) * rng.standard_normal(n_boot)
    return np.asarray(drawn / (chosen @ counts), dtype=float)


def mean_interval(
    n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, n_boot: int, rng: Generator, level: float = 0.95
) -> tuple[float, float]:
    """Interval of an article-weighted mean from :func:`bootstrap_means` and :func:`percentiles`."""
    draws = bootstrap_means(n, total, squares, n_boot=n_boot, rng=rng)
    return percentiles(draws, float(np.size(n) - 1), level=level)


def percentiles(
    draws: Floats, df: float, *, level: float = 0.95, one_level: bool = False
) -> tuple[float, float]:
    """A bootstrap interval whose percentiles make up for few outlets.

    Plain percentiles are those of a normal; with *df* + 1 outlets the tail is ``Φ(−t)`` with Student's *t* at *df*.
    Where only outlets were redrawn, not the articles within them (``one_level``), the draws are also too narrow by
    ``√((df + 1) / df)``, which goes into the tail too.

    Reference: Hesterberg (2015), The American Statistician 69(4), expanded percentiles.

    >>> draws = np.linspace(-1, 1, 2001)
    >>> [round(high, 3) for _, high in (percentiles(draws, 1e9), percentiles(draws, 5.0))]
    [0.95, 0.99]
    """
    df = max(df, 1.0)
    reach = t_quantile(df, level) * (np.sqrt((df + 1) / df) if one_level else 1.0)
    tail = float(special.ndtr(-reach))
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def bootstrap_difference(
    cells: Cells, *, weights: str, n_boot: int, rng: Generator, within: bool = True
) -> Floats:
    """Resampled contrasts left − right: each side's outlets drawn with replacement, articles within them."""
    units = np.arange(cells.left.size)
    left = multiplicities(units[cells.left], units.size, n_boot, rng)
    right = multiplicities(units[~cells.left], units.size, n_boot, rng)
    noise = rng.standard_normal((n_boot, 2 * (int(cells.stratum.max()) + 1))) if within else None
    draws = difference(cells, left, right, weights=weights, noise=noise)
    return draws[np.isfinite(draws)]
