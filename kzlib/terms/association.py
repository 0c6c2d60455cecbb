"""How strongly two words go together: three measures over a table of counts.

``n_ii`` counts both, ``n_ix`` the first, ``n_xi`` the second, ``n_xx`` everything: the marginals in the order in which
NLTK's ``BigramAssocMeasures`` take them, whose values these are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special


def likelihood(n_ii: ArrayLike, n_ix: ArrayLike, n_xi: ArrayLike, n_xx: ArrayLike) -> np.ndarray:
    """The log-likelihood ratio G² of the 2 x 2 table; NLTK's ``likelihood_ratio`` (Dunning 1993).

    >>> likelihood(20, 42, 20, 14307668).round(2).tolist()
    521.09
    """
    a, r, c, n = (np.asarray(v, dtype=float) for v in (n_ii, n_ix, n_xi, n_xx))
    observed = (a, r - a, c - a, n - r - c + a)
    expected = (r * c / n, r * (n - c) / n, (n - r) * c / n, (n - r) * (n - c) / n)
    cells = sum(special.kl_div(np.maximum(o, 0), e) for o, e in zip(observed, expected, strict=True))
    return np.maximum(2 * np.asarray(cells), 0.0)


def mi3(n_ii: ArrayLike, n_ix: ArrayLike, n_xi: ArrayLike, n_xx: ArrayLike) -> np.ndarray:
    """Cubed mutual information ``log2(n_ii³ n_xx / (n_ix n_xi))``; NLTK's ``mi_like`` times ``n_xx``, in bits.

    Cubing keeps pairs of two rare words from leading the list (Daille 1994).
    """
    a, r, c, n = (np.asarray(v, dtype=float) for v in (n_ii, n_ix, n_xi, n_xx))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(a**3 * n / (r * c)))


def log_dice(n_ii: ArrayLike, n_ix: ArrayLike, n_xi: ArrayLike, n_xx: ArrayLike | None = None) -> np.ndarray:
    """``14 + log2(2 n_ii / (n_ix + n_xi))``, from NLTK's ``dice``; 14 is always together, 0 about 1 in 16,000.

    It does not depend on the size of the corpus, so values of different corpora may be compared.

    Reference: Rychlý (2008), A Lexicographer-Friendly Association Score, RASLAN.

    >>> float(log_dice(10, 10, 10))
    14.0
    """
    a, r, c = (np.asarray(v, dtype=float) for v in (n_ii, n_ix, n_xi))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(14 + np.log2(2 * a / (r + c)))
