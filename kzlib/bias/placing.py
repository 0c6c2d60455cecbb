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


def _moments(
    shares: Floats, members: NDArray[np.intp], weights: Floats | None = None
) -> tuple[float, Floats, Floats]:
    """Number, sum and sum of squares of some outlets' shares."""
    w = np.ones(members.size) if weights is None else weights[members]
    chosen = shares[members]
    return float(w.sum()), w @ chosen, w @ chosen**2


def _axis(left: tuple[float, Floats, Floats], right: tuple[float, Floats, Floats]) -> tuple[Floats, float]:
    """Weights and offset that put the mean left outlet at +1 and the mean right outlet at −1.

    Word *w* weighs ``(mean_left − mean_right) / (s² + s0²)`` with *s²* the pooled variance between outlets of the
    same side and *s0²* its median over words: a diagonal discriminant with shrunk variances.
    """
    means = [total / n for n, total, _ in (left, right)]
    inside = sum(np.maximum(squares - total**2 / n, 0.0) for n, total, squares in (left, right))
    variance = inside / max(left[0] + right[0] - 2, 1.0)
    apart = means[0] - means[1]
    weight = apart / (variance + max(float(np.median(variance)), 1e-12))
    length = float(apart @ weight) / 2
    if length <= 0:
        return np.zeros_like(weight), 0.0
    return weight / length, float((means[0] + means[1]) / 2 @ weight) / length


def _without(moments: tuple[float, Floats, Floats], outlet: Floats) -> tuple[float, Floats, Floats]:
    return moments[0] - 1, moments[1] - outlet, moments[2] - outlet**2


def place_outlets(axis: Axis, n_boot: int, rng: np.random.Generator) -> tuple[dict[str, Floats], Floats]:
    """Each outlet's place and the variance that the choice of the outlets learnt from gives it; and its weights.

    Returns
    -------
    ({"place", "variance"}: arrays (outlets,), weights: array (outlets, terms))
    """
    left, right = axis.members(SIDES[0]), axis.members(SIDES[1])
    full = _moments(axis.shares, left), _moments(axis.shares, right)
    count = len(axis.outlets)
    place, weights = np.zeros(count), np.zeros(axis.shares.shape)
    for index in range(count):
        axes = [_axis(*full)]
        if index in left:
            mine = _without(full[0], axis.shares[index])
            axes = [_axis(mine, _without(full[1], axis.shares[other])) for other in right]
        elif index in right:
            mine = _without(full[1], axis.shares[index])
            axes = [_axis(_without(full[0], axis.shares[other]), mine) for other in left]
        weights[index] = np.mean([weight for weight, _ in axes], axis=0)
        place[index] = axis.shares[index] @ weights[index] - np.mean([offset for _, offset in axes])
    return {"place": place, "variance": _learning_noise(axis, left, right, n_boot, rng)}, weights


def _learning_noise(
    axis: Axis, left: NDArray[np.intp], right: NDArray[np.intp], n_boot: int, rng: np.random.Generator
) -> Floats:
    """Variance of every outlet's place over resampled outlets to learn from; an outlet never learns from itself."""
    count = len(axis.outlets)
    drawn = [multiplicities(side, count, n_boot, rng) for side in (left, right)]
    places = np.full((n_boot, count), np.nan)
    for b in range(n_boot):
        sides = [
            _moments(axis.shares, side, counts[b]) for side, counts in zip((left, right), drawn, strict=True)
        ]
        weight, offset = _axis(*sides)
        places[b] = axis.shares @ weight - offset
        for side, members in enumerate((left, right)):
            for index in members[drawn[side][b, members] > 0]:
                times, outlet = drawn[side][b, index], axis.shares[index]
                n, total, squares = sides[side]
                if n - times < 1:
                    places[b, index] = np.nan
                    continue
                rest = list(sides)
                rest[side] = (n - times, total - times * outlet, squares - times * outlet**2)
                weight, offset = _axis(rest[0], rest[1])
                places[b, index] = outlet @ weight - offset
    return np.asarray(np.nanvar(places, axis=0), dtype=float)


def separability(axis: Axis, n_perm: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """How separable the sides are (two rows), each with a null band and p from shuffled outlet labels."""
    members = np.concatenate([axis.members(side) for side in SIDES])
    shares = axis.shares[members]
    left = np.arange(members.size) < axis.members(SIDES[0]).size
    labellings = [left, *(rng.permutation(left) for _ in range(n_perm))]
    posterior = np.array([_leave_out(shares, labels) for labels in labellings])
    ranking = np.array([_ranked(shares, labels) for labels in labellings[: 1 + min(n_perm, 99)]])
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


def _ranked(shares: Floats, left: NDArray[np.bool_]) -> float:
    """Of all pairs of outlets, one a side and both left out, how many the axis puts in the right order."""
    sides = _moments(shares, np.flatnonzero(left)), _moments(shares, np.flatnonzero(~left))
    right_order = 0.0
    for a in shares[left]:
        mine = _without(sides[0], a)
        for b in shares[~left]:
            weight, _ = _axis(mine, _without(sides[1], b))
            gap = float((a - b) @ weight)
            right_order += 1.0 if gap > 0 else 0.5 if gap == 0 else 0.0
    return right_order / (left.sum() * (~left).sum())
