"""Does slant rank outlets that it has never read?  Left and right US outlets, whole outlets left out.

    python benchmarks/slant.py

Needs load/us_news_7k.parquet of the shared data folder beside the checkout and scikit-learn; says so and stops
without them.  Every method is judged alike: for each pair of a left and a right outlet both are left out, the method
learns from all others, and the pair counts if the left one is placed further left.  ``nested`` chooses transformation,
vocabulary and penalty anew for every pair, by pairs among the other outlets only.  Two checks: how well the mere number of
an outlet's articles ranks, and what is left when every outlet is thinned to the same number of words.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from kzlib.bias.placing import Axis, fit, ranked, separability
from kzlib.languages import stop_words, words

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "load" / "us_news_7k.parquet"
MIN_ARTICLES = 10


def counts(articles: pd.DataFrame) -> pd.DataFrame:
    """Words by outlet: columns outlet, side, term, count."""
    rows = []
    for (outlet, side), part in articles.groupby(["source", "bias_text"]):
        found = Counter(word for text in part["content"] for word in words(text))
        rows += [(outlet, side, term, count) for term, count in found.items()]
    return pd.DataFrame(rows, columns=["outlet", "side", "term", "count"])


def pairs(axis: Axis, left: np.ndarray, method: str) -> np.ndarray:
    """(left, right): whether the pair is put in the right order by a method that has read neither."""
    a, b = np.flatnonzero(left), np.flatnonzero(~left)
    out = np.zeros((a.size, b.size))
    for (i, one), (j, other) in product(enumerate(a), enumerate(b)):
        rest = np.ones(left.size, dtype=bool)
        rest[[one, other]] = False
        score = _score(axis.shares, left, rest, method)
        gap = score(axis.shares[one]) - score(axis.shares[other])
        out[i, j] = 1.0 if gap > 0 else 0.5 if gap == 0 else 0.0
    return out


def _score(shares: np.ndarray, left: np.ndarray, rest: np.ndarray, method: str):
    if method == "logistic regression":
        from sklearn.linear_model import LogisticRegression

        scale = shares[rest].std(axis=0) + 1e-9
        model = LogisticRegression(C=0.01, solver="liblinear", dual=True, max_iter=300).fit(
            shares[rest] / scale, left[rest]
        )
        return lambda x: float(model.decision_function([x / scale])[0])
    mean_left, mean_right = shares[rest & left].mean(axis=0), shares[rest & ~left].mean(axis=0)
    if method == "Wordscores":
        total = mean_left + mean_right
        weight = np.divide(mean_left - mean_right, total, out=np.zeros_like(total), where=total > 0)
        return lambda x: float(x @ weight)
    raise ValueError(method)


Kernels = dict[tuple[str, int, float], np.ndarray]


def kernels(counts_: np.ndarray) -> Kernels:
    """Scalar products of the outlets by transformation, number of most widespread words and penalty."""
    found: Kernels = {}
    for size in (2000, 5000):
        widest = np.argsort(-(counts_ > 0).sum(axis=0), kind="stable")[:size]
        here = counts_[:, widest]
        logs = np.log((here + 0.5) / (here + 0.5).sum(axis=1, keepdims=True))
        points = {
            "square roots": np.sqrt(here / here.sum(axis=1, keepdims=True)),
            "log ratios": logs - logs.mean(axis=1, keepdims=True),
        }
        for name, x in points.items():
            for penalty in (0.03, 0.1, 0.3, 1.0):
                found[name, size, penalty] = x @ x.T
    return found


def right_order(grams: Kernels, key: tuple[str, int, float], left: np.ndarray, out: list[int]) -> float:
    """1 if the first of ``out`` (a left outlet) is placed further left than the second, neither being learnt from."""
    times = np.ones(left.size)
    times[out] = 0.0
    places = fit(grams[key], left, times, penalty=key[2])[0]
    return 0.5 + 0.5 * float(np.sign(round(places[out[-2]] - places[out[-1]], 12)))


def nested(
    grams: Kernels, left: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, Counter[tuple[str, int, float]]]:
    """Pairs in the right order where everything is chosen without them; and what was chosen how often."""
    a, b = np.flatnonzero(left), np.flatnonzero(~left)
    order, chosen = np.zeros((a.size, b.size)), Counter[tuple[str, int, float]]()
    for (i, one), (j, other) in product(enumerate(a), enumerate(b)):
        mine, theirs = a[a != one], b[b != other]
        tried = list(zip(rng.permutation(np.repeat(mine, 3)), np.resize(theirs, 3 * mine.size), strict=True))
        won = {key: sum(right_order(grams, key, left, [one, other, x, y]) for x, y in tried) for key in grams}
        best = max(won, key=won.__getitem__)
        chosen[best] += 1
        order[i, j] = right_order(grams, best, left, [one, other])
    return order, chosen


def thinned(counts_: np.ndarray, left: np.ndarray, words_each: int, rng: np.random.Generator) -> pd.DataFrame:
    """AUC of both transformations when every outlet keeps ``words_each`` of its words, over 20 draws."""
    found = []
    for _ in range(20):
        drawn = [
            rng.multivariate_hypergeometric(row.astype(int), min(words_each, int(row.sum())))
            for row in counts_
        ]
        grams = kernels(np.array(drawn, dtype=float))
        row = {}
        for name in ("square roots", "log ratios"):
            pairs_ = product(np.flatnonzero(left), np.flatnonzero(~left))
            row[name] = np.mean(
                [right_order(grams, (name, 5000, 0.3), left, [int(x), int(y)]) for x, y in pairs_]
            )
        found.append(row)
    return pd.DataFrame(found).agg(["mean", "std"])


def interval(order: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """95 % bootstrap over outlets of both sides."""
    draws = []
    for _ in range(2000):
        i, j = (
            rng.integers(0, order.shape[0], order.shape[0]),
            rng.integers(0, order.shape[1], order.shape[1]),
        )
        draws.append(order[np.ix_(i, j)].mean())
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    if not DATA.is_file():
        print(f"skipped: {DATA.name} of the shared data folder is not beside this checkout")
        return
    articles = pd.read_parquet(DATA)
    size = articles.groupby("source")["id"].transform("size")
    articles = articles[(size >= MIN_ARTICLES) & articles["bias_text"].isin(["left", "right"])]
    counted = counts(articles)
    sides = counted[["outlet", "side"]].drop_duplicates()
    # the axis runs from "independent" to "state"; here they stand for right and left
    named = counted.assign(side=counted["side"].map({"left": "state", "right": "independent"}))
    outlets = [
        (outlet, "state" if side == "left" else "independent")
        for outlet, side in sides.itertuples(index=False)
    ]
    axis = Axis.learn(named, outlets, stop_words("en"), 3, 5000)
    if axis is None:
        print("skipped: no words")
        return
    left = np.array([side == "state" for _, side in axis.outlets])
    rng = np.random.default_rng(1)
    print(
        f"{left.sum()} left and {(~left).sum()} right outlets with ≥ {MIN_ARTICLES} articles, {len(articles):,} articles, {len(axis.terms):,} words"
    )
    rows = []
    for method in ("kzlib slant", "Wordscores", "logistic regression"):
        order = ranked(axis.shares, left) if method == "kzlib slant" else pairs(axis, left, method)
        low, high = interval(order, rng)
        rows.append({"method": method, "AUC left v. right": order.mean(), "low": low, "high": high})
    raw = np.rint(axis.shares * axis.words[:, None])
    order, chosen = nested(kernels(raw), left, rng)
    low, high = interval(order, rng)
    rows.append(
        {"method": "ridge, nested choice", "AUC left v. right": order.mean(), "low": low, "high": high}
    )
    number = articles.groupby(["source", "bias_text"]).size()
    many = np.array(
        [
            number[outlet, "left" if here else "right"]
            for (outlet, _), here in zip(axis.outlets, left, strict=True)
        ]
    )
    order = (many[left][:, None] < many[~left][None, :]).astype(float)
    low, high = interval(order, rng)
    rows.append({"method": "fewer articles", "AUC left v. right": order.mean(), "low": low, "high": high})
    print(pd.DataFrame(rows).round(3).to_string(index=False))
    print(
        "chosen most often:",
        ", ".join(f"{'/'.join(map(str, key))} ({n})" for key, n in chosen.most_common(4)),
    )
    print(f"every outlet thinned to 3,000 words:\n{thinned(raw, left, 3000, rng).round(3).to_string()}")
    print(pd.DataFrame(separability(axis, 99, rng)).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
