"""One scale for several instruments: tone in standard deviations of an article's tone, language by language."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

VALENCE, DEVIATIONS = "valence", "standard deviations"
_WHERE = ["collection", "lang"]


def scales(cells: pd.DataFrame) -> pd.DataFrame:
    """Where each collection's and language's tone lies and how much articles differ: ``middle`` and ``scale``.

    Both sides' articles are taken together, each counting the same, so that the scale knows nothing of sides (shuffling
    labels leaves it as it is).  NaN where fewer than two articles, or none that differ, are there.

    Parameters
    ----------
    cells : DataFrame
        Columns collection, lang, n, total, squares, as :func:`kzlib.bias.tone_gap.outlet_tone` returns them.

    >>> cells = pd.DataFrame(
    ...     {"collection": "c", "lang": "en", "n": [2, 2], "total": [2.0, -2.0], "squares": [2.0, 2.0]}
    ... )
    >>> scales(cells).round(3).values.tolist()
    [['c', 'en', 0.0, 1.155]]
    """
    sums = cells.groupby(_WHERE, sort=True)[["n", "total", "squares"]].sum().reset_index()
    middle = sums["total"] / sums["n"]
    variance = (sums["squares"] - sums["n"] * middle**2) / (sums["n"] - 1).where(sums["n"] > 1)
    scale = np.sqrt(variance.where(variance > 1e-12))
    return sums[_WHERE].assign(middle=middle, scale=scale)


def in_deviations(cells: pd.DataFrame, known: pd.DataFrame, *, size: str = "n") -> pd.DataFrame:
    """``cells`` with ``total`` (and ``squares``) of z-scores instead of valences; languages without a scale drop out.

    ``size`` names the column with the articles behind a sum (``mass`` in the decomposition, whose sums are ``tone``).
    """
    merged = cells.merge(known, on=_WHERE, how="left")
    merged.index = cells.index
    n, middle, scale = merged[size], merged["middle"], merged["scale"]
    total = "total" if "total" in cells else "tone"
    out = cells.assign(**{total: (cells[total] - n * middle) / scale})
    if "squares" in cells:
        out["squares"] = (cells["squares"] - 2 * middle * cells[total] + n * middle**2) / scale**2
    return out[scale.notna()]


def heterogeneity(estimates: list[float], errors: list[float]) -> float:
    """p of Cochran's Q: would gaps of one and the same size differ as much between languages?

    Description rather than a test: the errors are known from few outlets, and an outlet in two languages is in
    both.  NaN with fewer than two gaps.

    >>> round(heterogeneity([0.1, 0.5, 0.3], [0.1, 0.1, 0.2]), 3)
    0.018
    """
    d, se = np.array(estimates, dtype=float), np.array(errors, dtype=float)
    usable = np.isfinite(d) & np.isfinite(se) & (se > 0)
    if usable.sum() < 2:
        return float("nan")
    w = 1.0 / se[usable] ** 2
    q = float((w * (d[usable] - np.average(d[usable], weights=w)) ** 2).sum())
    return float(special.chdtrc(float(usable.sum() - 1), q))
