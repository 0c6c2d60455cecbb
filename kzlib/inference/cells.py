"""Cells: what is left of a million articles when only outlets count, and the contrast computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kzlib.errors import KzlibError

Floats = NDArray[np.float64]
WEIGHTS = ("outlets", "articles")
_SEPARATOR = "\x1f"  # sorts before every letter and is in no outlet's name


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry per outlet, side and stratum: number of articles, sum and sum of squares of their scores.

    ``unit`` numbers the outlets (an outlet that changed sides is one unit on each), ``left`` says on which
    side a unit stands (True: the side the contrast is *for*), ``stratum`` where the comparison is made
    (a collection and language, say).
    """

    unit: NDArray[np.intp]
    stratum: NDArray[np.intp]
    n: Floats
    total: Floats
    squares: Floats
    left: NDArray[np.bool_]
    names: tuple[str, ...]

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, left: str = "state", strata: Sequence[str] = ()) -> Cells:
        """Cells from a DataFrame with the columns outlet, side, n, total, squares and those named in ``strata``.

        ``squares`` may be missing (then there is no noise within outlets).  Rows with n = 0 are dropped.

        >>> frame = pd.DataFrame(
        ...     {"outlet": ["a", "b"], "side": ["state", "other"], "n": [2, 1], "total": [1.0, 0.0]}
        ... )
        >>> Cells.from_frame(frame).left.tolist()
        [False, True]
        """
        missing = {"outlet", "side", "n", "total", *strata} - set(frame.columns)
        if missing:
            raise KzlibError(
                f"cells need the column {sorted(missing)[0]!r}; give one row per outlet, side and stratum"
            )
        n = frame["n"].to_numpy(float)
        has = n > 0
        outlet, side = (frame[name].to_numpy(str)[has] for name in ("outlet", "side"))
        total = frame["total"].to_numpy(float)[has]
        squares = frame["squares"].to_numpy(float)[has] if "squares" in frame else total**2 / n[has]
        units, unit = np.unique(_joined(side, outlet), return_inverse=True)
        where = (
            _joined(*(frame[name].to_numpy(str)[has] for name in strata))
            if strata
            else np.zeros(has.sum(), dtype=str)
        )
        stratum = np.unique(where, return_inverse=True)[1]
        order = np.lexsort((stratum, unit))  # sums do not depend on the order of the rows
        return cls(
            unit=unit[order].astype(np.intp),
            stratum=stratum[order].astype(np.intp),
            n=n[has][order],
            total=total[order],
            squares=squares[order],
            left=np.array([key.split(_SEPARATOR)[0] == left for key in units], dtype=bool),
            names=tuple(str(key.split(_SEPARATOR)[1]) for key in units),
        )

    @property
    def mean(self) -> Floats:
        """Mean score of each cell."""
        return self.total / self.n

    def size(self, weights: str) -> Floats:
        """What each cell weighs inside its stratum: 1 (``outlets``) or its number of articles (``articles``)."""
        if weights not in WEIGHTS:
            raise KzlibError(f"weights are 'outlets' or 'articles', not {weights!r}")
        return np.ones_like(self.n) if weights == "outlets" else self.n

    def pick(self, keep: NDArray[np.bool_]) -> Cells:
        """The cells where ``keep`` is true, outlets and strata numbered anew."""
        units, unit = np.unique(self.unit[keep], return_inverse=True)
        stratum = np.unique(self.stratum[keep], return_inverse=True)[1]
        return Cells(
            unit=unit.astype(np.intp),
            stratum=stratum.astype(np.intp),
            n=self.n[keep],
            total=self.total[keep],
            squares=self.squares[keep],
            left=self.left[units],
            names=tuple(self.names[index] for index in units),
        )

    def comparable(self) -> Cells:
        """Only strata in which both sides have an outlet; with several strata, at least two on each side.

        A stratum with one outlet on a side says nothing about how much outlets differ, so it cannot be
        part of an interval; a single stratum is left as it is, for the caller to judge.
        """
        several = self.stratum.size and self.stratum.max() > 0
        need = 2 if several else 1
        keep = np.zeros(self.unit.size, dtype=bool)
        for k in range(int(self.stratum.max()) + 1 if self.stratum.size else 0):
            here = self.stratum == k
            sides = self.left[self.unit[here]]
            if sides.sum() >= need and (~sides).sum() >= need:
                keep |= here
        return self.pick(keep)


def _joined(*columns: NDArray[np.str_]) -> NDArray[np.str_]:
    """Text columns joined row by row."""
    whole = columns[0].astype(object)
    for column in columns[1:]:
        whole = whole + _SEPARATOR + column.astype(object)
    return whole.astype(str)


def _strata(cells: Cells) -> list[NDArray[np.intp]]:
    count = int(cells.stratum.max()) + 1 if cells.stratum.size else 0
    return [np.flatnonzero(cells.stratum == k) for k in range(count)]


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)


def difference(
    cells: Cells, left: Floats, right: Floats, *, weights: str, noise: Floats | None = None
) -> Floats:
    """The contrast left − right under many multiplicities at once.

    Within stratum *k* the two (weighted) means are compared; strata are combined by
    ``w_k = A_left A_right / (A_left + A_right)``, *A* being the summed weights of a side's cells: the weights
    of a regression with a constant for each stratum, and one plain difference when there is one stratum.

    Parameters
    ----------
    cells : Cells
    left, right : arrays (rows, outlets)
        How often each outlet counts on either side, a row per resample, relabelling or omission.
    weights : {"outlets", "articles"}
    noise : array (rows, 2 × strata), optional
        Standard normal draws: adds the noise of redrawing the articles within the chosen outlets.

    Returns
    -------
    array (rows,)
        NaN where no stratum has both sides.

    >>> frame = pd.DataFrame(
    ...     {
    ...         "outlet": list("abcd"),
    ...         "side": ["state"] * 2 + ["other"] * 2,
    ...         "n": [1, 3, 2, 2],
    ...         "total": [1.0, 0.0, 1.0, 0.0],
    ...     }
    ... )
    >>> cells = Cells.from_frame(frame)
    >>> here = cells.left[None, :].astype(float)
    >>> [float(difference(cells, here, 1 - here, weights=w).round(2)[0]) for w in ("outlets", "articles")]
    [0.25, 0.0]
    """
    size, mean = cells.size(weights), cells.mean
    spread = _noise_per_copy(cells, weights) if noise is not None else np.zeros_like(size)
    columns = np.stack([size, size * mean, spread][: 2 if noise is None else 3], axis=1)
    summed, weight = np.zeros(left.shape[0]), np.zeros(left.shape[0])
    for k, here in enumerate(_strata(cells)):
        means, sizes = [], []
        for side, counts in enumerate((left, right)):
            sums = _columns(counts, cells.unit[here]) @ columns[here]
            value = _ratio(sums[:, 1], sums[:, 0])
            if noise is not None:
                value = value + _ratio(np.sqrt(sums[:, 2]) * noise[:, 2 * k + side], sums[:, 0])
            means.append(value)
            sizes.append(sums[:, 0])
        w = _ratio(sizes[0] * sizes[1], sizes[0] + sizes[1])
        summed += w * (means[0] - means[1])
        weight += w
    return np.where(weight > 0, _ratio(summed, weight), np.nan)


def _columns(counts: Floats, units: NDArray[np.intp]) -> Floats:
    """``counts[:, units]``, without a copy where that is all of it."""
    whole = units.size == counts.shape[1] and bool((units == np.arange(units.size)).all())
    return counts if whole else counts[:, units]


def _noise_per_copy(cells: Cells, weights: str) -> Floats:
    """Variance that redrawing a cell's articles adds to ``size × mean``: n s² for articles, s² / n for outlets."""
    spread = np.maximum(cells.squares / cells.n - cells.mean**2, 0.0)
    return cells.n * spread if weights == "articles" else spread / cells.n


def linearised(cells: Cells, left: Floats, right: Floats, *, weights: str) -> tuple[Floats, Floats, Floats]:
    """The contrast and the variance that each side's outlets give it, for many labellings at once.

    The variance is the delete-one-outlet jackknife's: what leaving an outlet out changes, ``a (m − mean) / (A − a)``,
    summed over its strata before it is squared (an outlet that publishes in three languages is one outlet), times
    ``(g − 1) / g``.  With one stratum and outlet weights this is Welch's variance, s²/g a side.

    Returns
    -------
    (difference, variance of the left side, variance of the right side), arrays (rows,)
    """
    size, mean = cells.size(weights), cells.mean
    estimate = difference(cells, left, right, weights=weights)
    influence = [np.zeros(left.shape), np.zeros(left.shape)]
    weight = np.zeros(left.shape[0])
    for here in _strata(cells):
        units = cells.unit[here]
        sums = [counts[:, units] @ size[here] for counts in (left, right)]
        w = _ratio(sums[0] * sums[1], sums[0] + sums[1])
        weight += w
        for counts, total, share in zip((left, right), sums, influence, strict=True):
            chosen = counts[:, units]
            middle = _ratio(chosen @ (size[here] * mean[here]), total)
            count = chosen.sum(axis=1)
            factor = np.sqrt(_ratio(count - 1.0, count)) * w
            rest = total[:, None] - size[here]  # of the side when the outlet is left out
            without = np.divide(size[here], rest, out=np.zeros_like(rest), where=rest > 1e-9)
            share[:, units] += factor[:, None] * without * (mean[here] - middle[:, None])
    variances = [
        (counts * share**2).sum(axis=1) for counts, share in zip((left, right), influence, strict=True)
    ]
    return estimate, _ratio(variances[0], weight**2), _ratio(variances[1], weight**2)


def side_weights(cells: Cells, weights: str) -> list[float]:
    """What each stratum's difference weighs in the contrast; the weights add up to 1."""
    size, left = cells.size(weights), cells.left[cells.unit]
    sums = np.array([[size[here][side[here]].sum() for side in (left, ~left)] for here in _strata(cells)])
    if not sums.size:
        return []
    w = _ratio(sums[:, 0] * sums[:, 1], sums.sum(axis=1))
    return list((w / w.sum() if w.sum() else w).tolist())


def side_means(cells: Cells, weights: str) -> tuple[float, float]:
    """The two sides' means whose difference :func:`difference` is, strata combined by the same weights."""
    size, left = cells.size(weights), cells.left[cells.unit]
    summed, weight = np.zeros(2), 0.0
    for here in _strata(cells):
        sizes = np.array([size[here][side].sum() for side in (left[here], ~left[here])])
        if sizes.all():
            w = float(sizes.prod() / sizes.sum())
            scores = size[here] * cells.mean[here]
            summed += w * np.array([scores[side].sum() for side in (left[here], ~left[here])]) / sizes
            weight += w
    return (float(summed[0] / weight), float(summed[1] / weight)) if weight else (float("nan"), float("nan"))


def effective(n: ArrayLike) -> float:
    """Kish's effective number of outlets, (Σn)² / Σn²: 64 articles beside five of 3 are hardly more than one outlet.

    Reference: Kish (1965), Survey Sampling, section 11.7.

    >>> effective(np.array([10.0, 10.0])), round(effective(np.array([64.0, 3, 3, 3, 3, 3])), 2)
    (2.0, 1.51)
    """
    squares = float((np.asarray(n) ** 2).sum())
    return float(np.asarray(n).sum()) ** 2 / squares if squares else 0.0
