"""The axis between two sides in the space of word frequencies, and outlets placed on it with themselves left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kzlib.bias.common import SIDES
from kzlib.inference.bootstrap import multiplicities

Floats = NDArray[np.float64]
PENALTY = 0.3  # of the mean squared distance; from 0.03 to 3 the ranking of unseen outlets hardly changes


@dataclass(frozen=True)
class Axis:
    """Outlets as shares of words: ``shares`` (outlets, terms) add up to 1 per outlet."""

    outlets: list[tuple[str, str]]
    terms: list[str]
    shares: Floats
    words: Floats

    @classmethod
    def learn(
        cls,
        counted: pd.DataFrame,
        outlets: Collection[tuple[str, str]],
        hidden: Collection[str],
        floor: int,
        most: int,
        min_words: int = 1,
    ) -> Axis | None:
        """From counts (columns outlet, side, term, count); None if no word is used by ``floor`` outlets."""
        keys = pd.MultiIndex.from_frame(counted[["outlet", "side"]])
        kept = counted[keys.isin(list(outlets)) & ~counted["term"].isin(list(hidden))]
        spread = kept.groupby("term")["outlet"].nunique().to_dict()
        ranked = sorted((-n, str(term)) for term, n in spread.items() if n >= floor)
        terms = sorted(term for _, term in ranked[:most])
        kept = kept[kept["term"].isin(terms)]
        kept = kept[kept.groupby(["outlet", "side"])["count"].transform("sum") >= min_words]
        if kept.empty:
            return None
        present = sorted(set(zip(kept["outlet"], kept["side"], strict=True)))
        matrix = np.zeros((len(present), len(terms)))
        number = {key: index for index, key in enumerate(present)}
        rows = np.array(
            [number[key] for key in zip(kept["outlet"], kept["side"], strict=True)], dtype=np.intp
        )
        columns = np.searchsorted(np.array(terms), kept["term"].to_numpy(str))
        np.add.at(matrix, (rows, columns), kept["count"].to_numpy(float))
        words = matrix.sum(axis=1)
        return cls(present, terms, matrix / words[:, None], words)

    def members(self, side: str) -> NDArray[np.intp]:
        """The outlets of a side."""
        return np.flatnonzero(np.array([each == side for _, each in self.outlets]))


def fit(
    gram: Floats, left: NDArray[np.bool_], times: Floats, *, penalty: float = PENALTY
) -> tuple[Floats, Floats, Floats]:
    """Ridge regression of the side (+1 left, −1 right) on the outlets' words, from their scalar products alone.

    Both sides weigh the same; words are measured from the point midway between the two sides, so 0 is neither.
    The ``penalty`` is a share of the outlets' mean squared distance from there.

    Parameters
    ----------
    gram : array (outlets, outlets)
        Scalar products of the outlets' words.
    left : array (outlets,)
    times : array (outlets,)
        How often each outlet is learnt from: 0 leaves it out.  Outlets of neither side have 0.

    Returns
    -------
    (places of all outlets, coefficients of the outlets, weights of the middle): arrays (outlets,)
    """
    used = np.flatnonzero(times > 0)
    middle = np.zeros(len(times))
    for side in (left, ~left):
        mine = side & (times > 0)
        middle[mine] = times[mine] / times[mine].sum() / 2
    to_middle = gram @ middle
    centred = gram - to_middle[:, None] - to_middle[None, :] + middle @ to_middle
    inner = centred[np.ix_(used, used)]
    ridge = penalty * np.trace(inner) / used.size
    alpha = np.zeros(len(times))
    system = inner + np.diag(ridge / (middle[used] * used.size)) + 1e-12 * np.eye(used.size)
    alpha[used] = np.linalg.solve(system, np.where(left[used], 1.0, -1.0))
    return centred @ alpha, alpha, middle


def _fits(
    gram: Floats, left: NDArray[np.bool_], sides: NDArray[np.bool_], index: int
) -> list[tuple[Floats, Floats, Floats]]:
    """The fits that place one outlet: without it, and without each outlet of the other side in turn.

    Leaving out the placed outlet alone would move the middle away from it, and rank pure noise below chance.
    """
    times = sides.astype(float)
    if not sides[index]:
        return [fit(gram, left, times)]
    found = []
    for other in np.flatnonzero(sides & (left != left[index])).tolist():
        rest = times.copy()
        rest[index] = rest[other] = 0.0
        found.append(fit(gram, left, rest))
    return found


def place_outlets(axis: Axis, n_boot: int, rng: np.random.Generator) -> tuple[dict[str, Floats], Floats]:
    """Each outlet's place, the variance that the choice of the outlets learnt from gives it, and how its words move it.

    Returns
    -------
    ({"place", "variance"}: arrays (outlets,), slopes: array (outlets, terms))
        A slope is the change of an outlet's place with the share of a term that it uses.
    """
    roots = np.sqrt(axis.shares)
    gram = roots @ roots.T
    left = np.isin(np.arange(len(axis.outlets)), axis.members(SIDES[0]))
    sides = left | np.isin(np.arange(len(axis.outlets)), axis.members(SIDES[1]))
    place, slopes = np.zeros(len(left)), np.zeros(roots.shape)
    for index in range(len(left)):
        fits = _fits(gram, left, sides, index)
        place[index] = np.mean([places[index] for places, _, _ in fits])
        combined = np.mean([alpha - alpha.sum() * middle for _, alpha, middle in fits], axis=0)
        slopes[index] = np.divide(
            combined @ roots, 2 * roots[index], out=np.zeros(roots.shape[1]), where=roots[index] > 0
        )
    return {"place": place, "variance": _learning_noise(gram, left, sides, n_boot, rng)}, slopes


def _learning_noise(
    gram: Floats, left: NDArray[np.bool_], sides: NDArray[np.bool_], n_boot: int, rng: np.random.Generator
) -> Floats:
    """Variance of every outlet's place over resampled outlets to learn from; an outlet never learns from itself."""
    count = len(left)
    drawn = sum(multiplicities(np.flatnonzero(sides & side), count, n_boot, rng) for side in (left, ~left))
    places = np.full((n_boot, count), np.nan)
    for b, times in enumerate(np.asarray(drawn)):
        places[b] = fit(gram, left, times)[0]
        for index in np.flatnonzero(times > 0):
            rest = times.copy()
            rest[index] = 0.0
            alone = not rest[left == left[index]].any()
            places[b, index] = np.nan if alone else fit(gram, left, rest)[0][index]
    return np.asarray(np.nanvar(places, axis=0), dtype=float)


def separability(axis: Axis, n_perm: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """How separable the sides are (two rows), each with a null band and p from shuffled outlet labels."""
    members = np.concatenate([axis.members(side) for side in SIDES])
    shares = axis.shares[members]
    left = np.arange(members.size) < axis.members(SIDES[0]).size
    labellings = [left, *(rng.permutation(left) for _ in range(n_perm))]
    posterior = np.array([_leave_out(shares, labels) for labels in labellings])
    ranking = np.array([float(ranked(shares, labels).mean()) for labels in labellings[: 1 + min(n_perm, 99)]])
    rows = []
    for name, values in (("separability", posterior), ("ranking", ranking)):
        low, high = np.quantile(values[1:], [0.025, 0.975])
        p = float((values >= values[0] - 1e-12).mean())
        rows.append(
            {
                "measure": name,
                "estimate": float(values[0]),
                "null_low": float(low),
                "null_high": float(high),
                "p": p,
            }
        )
    return rows


def _leave_out(shares: Floats, left: NDArray[np.bool_]) -> float:
    """Gentzkow, Shapiro and Taddy's leave-out estimate: ½ mean_L q·ρ(−i) + ½ mean_R q·(1 − ρ(−i)).

    ``ρ = q_L / (q_L + q_R)`` is the posterior of the left side after a word, from the mean shares of all other
    outlets; a word that no other outlet uses says nothing (½).
    """
    sums = shares[left].sum(axis=0), shares[~left].sum(axis=0)
    sizes = left.sum(), (~left).sum()
    values = []
    for labels, own in ((left, 0), (~left, 1)):
        mine = shares[labels]
        inside, other = (sums[own] - mine) / (sizes[own] - 1), sums[1 - own] / sizes[1 - own]
        total = np.maximum(inside, 0.0) + other
        posterior = np.divide(
            np.maximum(inside, 0.0), total, out=np.full_like(total, 0.5), where=total > 1e-15
        )
        values.append((mine * posterior).sum(axis=1).mean())
    return float(np.mean(values))


def ranked(shares: Floats, left: NDArray[np.bool_]) -> Floats:
    """For each pair of outlets, one a side and both left out: 1 where the fit puts the left one higher (½ for a tie)."""
    roots = np.sqrt(shares)
    gram = roots @ roots.T
    a, b = np.flatnonzero(left), np.flatnonzero(~left)
    order = np.zeros((a.size, b.size))
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            times = np.ones(left.size)
            times[[one, other]] = 0.0
            places = fit(gram, left, times)[0]
            order[i, j] = 0.5 + 0.5 * np.sign(round(places[one] - places[other], 12))
    return order
