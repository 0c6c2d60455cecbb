"""Which terms set two groups apart: the statistics, over counts alone.

Everything here takes arrays of counts and gives arrays back; who the groups are, and how sure one may
be given that words come in outlets, is decided by the callers (:mod:`kzlib.terms.contrast`,
:mod:`kzlib.bias`).  The sign is always *a* against *b*: positive means more frequent in *a*.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from kzlib.errors import KzlibError

Floats = NDArray[np.float64]

Z95 = 1.959963984540054
_LN10 = float(np.log(10.0))


def log_odds(
    a: ArrayLike, b: ArrayLike, *, prior: ArrayLike | None = None, prior_words: float = 500.0
) -> pd.DataFrame:
    """Log-odds ratio with an informative Dirichlet prior.

    For term *w* with counts ``y`` out of ``n`` words on a side and pseudo-counts ``alpha`` (sum ``alpha0``)::

        omega = log((y + alpha) / (n + alpha0 - y - alpha))
        log_odds = omega_a - omega_b
        se = sqrt(1 / (y_a + alpha) + 1 / (y_b + alpha))
        z = log_odds / se

    The prior pulls a rare term towards no difference, which is what keeps a word seen twice from
    leading the list.

    Parameters
    ----------
    a, b
        Counts of every term of the vocabulary on each side; the sums are the sides' sizes.
    prior
        Counts of the terms in a background; both sides together when not given.
    prior_words
        How many words the background weighs on each side (``alpha0``).

    Returns
    -------
    DataFrame
        Columns ``log_odds`` (natural log), ``se`` (as if every word were drawn alone) and ``z``, in the
        order given.  A side without words makes every row NaN; a term on neither side and without
        prior is 0 with an infinite ``se``.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Fightin' Words, Political Analysis 16(4), equations 15, 16, 20, 22.

    >>> log_odds([8, 2], [2, 8], prior_words=2).round(3).to_dict("list")
    {'log_odds': [2.197, -2.197], 'se': [0.667, 0.667], 'z': [3.296, -3.296]}
    """
    ya, yb = _counts(a, b)
    na, nb = ya.sum(), yb.sum()
    if not na or not nb:
        return pd.DataFrame(np.full((len(ya), 3), np.nan), columns=["log_odds", "se", "z"])
    background = ya + yb if prior is None else _counts(prior, prior)[0]
    if background.shape != ya.shape:
        raise KzlibError(f"the prior has {len(background)} terms and the counts {len(ya)}; give one per term")
    total = background.sum()
    alpha = prior_words * background / total if total else np.zeros_like(ya)
    # others of the vocabulary, summed without cancellation when one term is all there is
    alpha0 = alpha.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = _logit(ya + alpha, np.maximum(na - ya + (alpha0 - alpha), 0.0))
        delta = delta - _logit(yb + alpha, np.maximum(nb - yb + (alpha0 - alpha), 0.0))
        se = np.sqrt(1.0 / (ya + alpha) + 1.0 / (yb + alpha))
    delta = np.where(np.isnan(delta), 0.0, delta)  # on neither side, or all there is on both
    with np.errstate(invalid="ignore"):
        z = np.where(np.isfinite(se) & np.isfinite(delta), delta / np.where(se > 0, se, 1.0), 0.0)
    return pd.DataFrame({"log_odds": delta, "se": se, "z": z})


def log_ratio(a: ArrayLike, b: ArrayLike, n_a: float | None = None, n_b: float | None = None) -> Floats:
    """How many doublings: the binary logarithm of the ratio of relative frequencies.

    A zero count stands as one half, so that a term of one side only is finite; a term of neither is 0.
    NaN where a side has no words.  ``n_a`` and ``n_b`` are the sides' sizes (the sums when not given).

    Reference: Hardie (2014), Log Ratio: an informal introduction, CASS, Lancaster.

    >>> log_ratio([40, 0, 60], [10, 5, 85]).round(3).tolist()
    [2.0, -3.322, -0.503]
    """
    ya, yb, na, nb = _sides(a, b, n_a, n_b)
    if not na or not nb:
        return np.full(len(ya), np.nan)
    ratio = np.log2(np.where(ya > 0, ya, 0.5) / na) - np.log2(np.where(yb > 0, yb, 0.5) / nb)
    return np.where((ya == 0) & (yb == 0), 0.0, ratio)


def g2(a: ArrayLike, b: ArrayLike, n_a: float | None = None, n_b: float | None = None) -> Floats:
    """The log-likelihood ratio of the 2 x 2 table (term, other terms) x (a, b); never negative.

    ``G2 = 2 * sum(O * log(O / E))`` over the four cells; 0 where a side has no words.

    Reference: Dunning (1993), Computational Linguistics 19(1).

    >>> g2([10, 90], [10, 90]).tolist()
    [0.0, 0.0]
    >>> round(float(g2([30], [10], 100, 100)[0]), 6)
    12.971514
    """
    ya, yb, na, nb = _sides(a, b, n_a, n_b)
    if not na or not nb:
        return np.zeros(len(ya))
    share = (ya + yb) / (na + nb)
    rest = ((na - ya) + (nb - yb)) / (na + nb)
    # kl_div(o, e) = o log(o/e) - o + e is never negative, and the added terms sum to nothing
    cells = special.kl_div(ya, na * share) + special.kl_div(yb, nb * share)
    cells = cells + special.kl_div(na - ya, na * rest) + special.kl_div(nb - yb, nb * rest)
    return np.maximum(2.0 * cells, 0.0)


def g2_p(statistic: ArrayLike) -> Floats:
    """The upper tail of chi-squared with one degree of freedom (not one minus the distribution, which is 0 from 70 on).

    >>> round(float(g2_p(3.841458820694124)), 12), bool(g2_p(1000.0) > 0)
    (0.05, True)
    """
    return np.asarray(special.chdtrc(1.0, np.asarray(statistic, dtype=float)), dtype=float)


def g2_log10_p(statistic: ArrayLike) -> Floats:
    """The decimal logarithm of :func:`g2_p`, which does not underflow however large the statistic.

    >>> float(g2_log10_p(100_000.0).round(2))
    -21717.32
    """
    root = np.sqrt(np.asarray(statistic, dtype=float))
    return np.asarray((special.log_ndtr(-root) + np.log(2.0)) / _LN10, dtype=float)


def compare(counts: pd.DataFrame, *, a: str = "a", b: str = "b", prior_words: float = 500.0) -> pd.DataFrame:
    """All keyness statistics of a table of counts.

    Parameters
    ----------
    counts
        A row per term; columns ``a`` and ``b`` hold its counts on the two sides (the whole vocabulary:
        the sums are the sides' sizes).  Other columns are carried along.

    Returns
    -------
    DataFrame
        The rows of ``counts`` with ``per_million_a``, ``per_million_b``, ``log_odds``, ``se``, ``low``,
        ``high`` (95 %, as if every word were drawn alone), ``z``, ``log_ratio``, ``g2``, ``p``,
        ``log10_p`` and ``note``.

    >>> frame = pd.DataFrame({"term": ["law", "order"], "a": [3, 1], "b": [1, 3]})
    >>> compare(frame)[["term", "log_ratio", "note"]].round(2).to_dict("records")
    [{'term': 'law', 'log_ratio': 1.58, 'note': ''}, {'term': 'order', 'log_ratio': -1.58, 'note': ''}]
    """
    ya, yb = _counts(counts[a], counts[b])
    na, nb = float(ya.sum()), float(yb.sum())
    out = counts.reset_index(drop=True)
    odds = log_odds(ya, yb, prior_words=prior_words)
    statistic = g2(ya, yb)
    empty = [name for name, n in ((a, na), (b, nb)) if not n]
    return out.assign(
        per_million_a=1e6 * ya / na if na else np.nan,
        per_million_b=1e6 * yb / nb if nb else np.nan,
        log_odds=odds["log_odds"],
        se=odds["se"],
        low=odds["log_odds"] - Z95 * odds["se"],
        high=odds["log_odds"] + Z95 * odds["se"],
        z=odds["z"],
        log_ratio=log_ratio(ya, yb),
        g2=statistic,
        p=g2_p(statistic),
        log10_p=g2_log10_p(statistic),
        note=f"not estimable: no words in {' and '.join(empty)}" if empty else "",
    )


def _logit(inside: Floats, outside: Floats) -> Floats:
    return np.log(inside) - np.log(outside)


def _counts(a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
    ya, yb = (np.atleast_1d(np.asarray(side, dtype=float)) for side in (a, b))
    if ya.shape != yb.shape or ya.ndim != 1:
        raise KzlibError(f"keyness compares counts of the same terms; the sides have {ya.size} and {yb.size}")
    if not (np.isfinite(ya).all() and np.isfinite(yb).all() and (ya >= 0).all() and (yb >= 0).all()):
        raise KzlibError("keyness needs counts of 0 or more; a count is negative or missing")
    return ya, yb


def _sides(
    a: ArrayLike, b: ArrayLike, n_a: float | None, n_b: float | None
) -> tuple[Floats, Floats, float, float]:
    ya, yb = _counts(a, b)
    na = float(ya.sum() if n_a is None else n_a)
    nb = float(yb.sum() if n_b is None else n_b)
    if (na < ya).any() or (nb < yb).any():
        raise KzlibError("a term cannot be more frequent than its side is long; check n_a and n_b")
    return ya, yb, na, nb
