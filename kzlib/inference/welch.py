"""Student's t on outlet means: one group's mean, and the difference of two (Welch)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special


def t_quantile(df: float, level: float = 0.95) -> float:
    """The two-sided quantile of Student's t; infinite without degrees of freedom.

    >>> round(t_quantile(10), 3)
    2.228
    """
    return float(special.stdtrit(df, 0.5 + level / 2)) if df > 0 else float("inf")


def t_interval(values: ArrayLike, *, level: float = 0.95) -> dict[str, float]:
    """Mean of outlet means with Student's interval: ``estimate``, ``low``, ``high``, ``se``, ``df``.

    One value has no interval (NaN), none has no mean.

    >>> {key: round(value, 3) for key, value in t_interval([0.1, 0.2, 0.3]).items()}
    {'estimate': 0.2, 'low': -0.048, 'high': 0.448, 'se': 0.058, 'df': 2.0}
    """
    x = np.asarray(values, dtype=float)
    if not x.size:
        return dict.fromkeys(("estimate", "low", "high", "se", "df"), float("nan"))
    mean, df = float(x.mean()), float(x.size - 1)
    if not df:
        return {"estimate": mean, "low": float("nan"), "high": float("nan"), "se": float("nan"), "df": 0.0}
    se = float(np.sqrt(x.var(ddof=1) / x.size))
    reach = t_quantile(df, level) * se
    return {"estimate": mean, "low": mean - reach, "high": mean + reach, "se": se, "df": df}


def satterthwaite(variances: ArrayLike, dfs: ArrayLike) -> float:
    """Degrees of freedom of a sum of variances: ``(Σv)² / Σ(v²/df)``; the smallest df when nothing varies.

    Reference: Satterthwaite (1946), Biometrics Bulletin 2(6).

    >>> satterthwaite([1.0, 1.0], [4, 4])
    8.0
    """
    v, df = np.asarray(variances, dtype=float), np.asarray(dfs, dtype=float)
    if not v.sum():
        return float(df.min()) if df.size else 0.0
    if (df[v > 0] <= 0).any():
        return 0.0
    return float(v.sum() ** 2 / (v[v > 0] ** 2 / df[v > 0]).sum())


def welch(a: ArrayLike, b: ArrayLike, *, level: float = 0.95) -> dict[str, float]:
    """mean(a) − mean(b) with Welch's interval: ``estimate``, ``low``, ``high``, ``se``, ``df``.

    Reference: Welch (1947), Biometrika 34.  A side with fewer than two values has no interval (NaN).

    >>> {key: round(value, 3) for key, value in welch([1, 2, 3], [0, 1, 5]).items()}
    {'estimate': 0.0, 'low': -5.741, 'high': 5.741, 'se': 1.633, 'df': 2.56}
    """
    left, right = t_interval(a, level=level), t_interval(b, level=level)
    estimate = left["estimate"] - right["estimate"]
    variances = [left["se"] ** 2, right["se"] ** 2]
    if not np.isfinite(variances).all():
        return {
            "estimate": estimate,
            "low": float("nan"),
            "high": float("nan"),
            "se": float("nan"),
            "df": 0.0,
        }
    se = float(np.sqrt(sum(variances)))
    df = satterthwaite(variances, [left["df"], right["df"]])
    reach = t_quantile(df, level) * se if se else 0.0
    return {"estimate": estimate, "low": estimate - reach, "high": estimate + reach, "se": se, "df": df}
