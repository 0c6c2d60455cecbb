"""Shares of an output, counted in articles that come in outlets."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kzlib.inference.welch import t_quantile


def design_effect(hits: ArrayLike, n: ArrayLike) -> float:
    """How much more a share varies than if articles were drawn alone: clustered over binomial variance, at least 1.

    NaN where it is not defined (a share of 0 or 1, fewer than two outlets).

    >>> round(design_effect([10, 0], [10, 10]), 1)
    20.0
    """
    y, size = np.asarray(hits, dtype=float), np.asarray(n, dtype=float)
    total, outlets = size.sum(), int((size > 0).sum())
    share = y.sum() / total if total else float("nan")
    if outlets < 2 or not 0 < share < 1:
        return float("nan")
    clustered = outlets / (outlets - 1) * ((y - share * size) ** 2).sum() / total**2
    return max(1.0, float(clustered / (share * (1 - share) / total)))


def share_interval(
    hits: ArrayLike, n: ArrayLike, *, deff: float | None = None, level: float = 0.95
) -> dict[str, float]:
    """The share Σhits / Σn of articles, outlets as clusters: :func:`share_from_variance` with their design effect.

    >>> {key: round(value, 3) for key, value in share_interval([3, 2, 1], [10, 10, 10]).items()}
    {'estimate': 0.2, 'low': 0.01, 'high': 0.662, 'deff': 1.0}
    """
    y, size = np.asarray(hits, dtype=float), np.asarray(n, dtype=float)
    total, outlets = float(size.sum()), int((size > 0).sum())
    share = float(y.sum()) / total if total else float("nan")
    own = design_effect(y, size)
    variance = own * share * (1 - share) / total if np.isfinite(own) else 0.0
    return share_from_variance(share, variance, total, outlets, deff=deff, level=level)


def share_from_variance(
    share: float, variance: float, n: float, outlets: int, *, deff: float | None = None, level: float = 0.95
) -> dict[str, float]:
    """Korn and Graubard's interval for a share with a clustered variance.

    Clopper and Pearson's exact interval at the effective number of articles: *n* divided by the design
    effect (clustered over binomial variance, at least 1) and by ``(t / z)²``, since the design effect itself
    is known from few outlets.  A share of 0 or 1 has no design effect of its own; give ``deff`` (that of the
    neighbouring items).

    Returns
    -------
    dict
        ``estimate``, ``low``, ``high``, ``deff``; all NaN without articles, the interval [0, 1] with one outlet.

    Reference: Korn and Graubard (1998), Survey Methodology 24(2).
    """
    if not n or not np.isfinite(share):
        return dict.fromkeys(("estimate", "low", "high", "deff"), float("nan"))
    if outlets < 2:
        return {"estimate": share, "low": 0.0, "high": 1.0, "deff": float("nan")}
    binomial = share * (1 - share) / n
    if binomial > 1e-15:
        used = max(1.0, variance / binomial)
    else:
        used = max(1.0, deff if deff is not None and np.isfinite(deff) else 1.0)
    known = (t_quantile(outlets - 1, level) / t_quantile(1e9, level)) ** 2
    size = max(n / used / known, 1.0)
    x = share * size
    alpha = (1 - level) / 2
    low = float(special.betaincinv(x, size - x + 1, alpha)) if x > 1e-3 else 0.0
    high = float(special.betaincinv(x + 1, size - x, 1 - alpha)) if x < size else 1.0
    return {"estimate": share, "low": low, "high": high, "deff": used}


def difference_of_shares(a: dict[str, float], b: dict[str, float]) -> dict[str, float]:
    """a − b with an interval recovered from the two shares' own (MOVER): ``estimate``, ``low``, ``high``.

    Reference: Newcombe (1998), Statistics in Medicine 17, method 10; Zou and Donner (2008).

    >>> a, b = {"estimate": 0.5, "low": 0.3, "high": 0.7}, {"estimate": 0.2, "low": 0.1, "high": 0.4}
    >>> {key: round(value, 3) for key, value in difference_of_shares(a, b).items()}
    {'estimate': 0.3, 'low': 0.017, 'high': 0.524}
    """
    gap = a["estimate"] - b["estimate"]
    down = np.hypot(a["estimate"] - a["low"], b["high"] - b["estimate"])
    up = np.hypot(a["high"] - a["estimate"], b["estimate"] - b["low"])
    return {"estimate": gap, "low": float(gap - down), "high": float(gap + up)}
