"""Do the intervals of the bias figures hold what they promise?

    python benchmarks/calibration.py [--repeats 2000] [--only intervals|superpopulation|words|speed]

Everything runs on the shipped corpus and on made numbers; nothing else is needed.  ``naive`` is what most studies
do: a t interval that treats every article as drawn alone.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.common import sided
from kzlib.bias.tone_gap import instruments_used, outlet_tone
from kzlib.bias.word_choice import compare_words
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.inference.bootstrap import bootstrap_difference, percentiles
from kzlib.inference.cells import linearised
from kzlib.inference.multiple import benjamini_hochberg
from kzlib.inference.welch import satterthwaite
from kzlib.terms.keyness import g2_p
from kzlib.terms.proper import outlet_words, stop_words

SPLITS = [(13, 14), (10, 17), (10, 10), (7, 20), (5, 22), (5, 5), (3, 4), (3, 3)]


def real_sums() -> pd.DataFrame:
    """Each English-language outlet's headlines in the shipped corpus: n, total, squares of their tone."""
    corpus = Corpus.open()
    articles = corpus.where(collections=["headlines"], languages=["en"])
    chosen = sided(articles)
    chosen = chosen.merge(instruments_used(corpus, articles, None), on=["collection", "lang"])
    return outlet_tone(corpus, chosen).groupby("outlet", as_index=False)[["n", "total", "squares"]].sum()


def cells_of(sums: pd.DataFrame, left: np.ndarray) -> Cells:
    """Cells of one stratum with the outlets in ``left`` on the left side."""
    count = len(sums)
    return Cells(
        unit=np.arange(count),
        stratum=np.zeros(count, dtype=np.intp),
        n=sums["n"].to_numpy(float),
        total=sums["total"].to_numpy(float),
        squares=sums["squares"].to_numpy(float),
        left=left,
        names=tuple(map(str, range(count))),
    )


def intervals(outlets: Cells, articles: Cells, rng: np.random.Generator) -> dict[str, float]:
    """Which 95 % intervals cover zero, and which p are at most .05 (one set of cells for each weighting)."""
    row: dict[str, float] = {}
    equal = inference.contrast(outlets, weights="outlets", n_perm=199, rng=rng)
    row["outlets: Welch t"] = equal["low"] <= 0 <= equal["high"]
    row["outlets: p ≤ .05"] = equal["p"] <= 0.05
    own = articles.left[None, :].astype(float)
    sizes = [own.sum() - 1, (1 - own).sum() - 1]
    spread = [float(part[0]) for part in linearised(articles, own, 1 - own, weights="articles")[1:]]
    draws = bootstrap_difference(articles, weights="articles", n_boot=1000, rng=rng, within=False)
    low, high = np.quantile(draws, [0.025, 0.975])
    row["articles: bootstrap, one level"] = low <= 0 <= high
    draws = bootstrap_difference(articles, weights="articles", n_boot=1000, rng=rng)
    low, high = percentiles(draws, satterthwaite(spread, sizes))
    row["two levels"] = low <= 0 <= high
    found = inference.contrast(articles, weights="articles", n_perm=199, n_boot=2, rng=rng)
    row["cluster t (ours)"] = found["low"] <= 0 <= found["high"]
    row["permutation alone: p ≤ .05"] = found["p_permutation"] <= 0.05
    row["articles: p ≤ .05 (ours)"] = found["p"] <= 0.05
    row["least p"] = found["p_min"]
    row["naive: articles alone"] = _naive(articles)
    return row


def _naive(cells: Cells) -> bool:
    """Whether the interval that treats every article as drawn alone covers zero."""
    means, spread = [], 0.0
    for side in (cells.left, ~cells.left):
        n, total, squares = cells.n[side].sum(), cells.total[side].sum(), cells.squares[side].sum()
        means.append(total / n)
        spread += (squares / n - (total / n) ** 2) / max(n - 1, 1)
    return bool(abs(means[0] - means[1]) <= 1.96 * np.sqrt(spread))


def shuffled(repeats: int, rng: np.random.Generator) -> pd.DataFrame:
    """Labels shuffled over the real outlets; with fewer outlets than there are, a random set of them."""
    sums = real_sums()
    rows = []
    for a, b in SPLITS:
        if a + b > len(sums):
            continue
        found = []
        for _ in range(repeats):
            chosen = sums.iloc[rng.permutation(len(sums))[: a + b]]
            cells = cells_of(chosen, np.arange(a + b) < a)
            found.append(intervals(cells, cells, rng))
        rows.append({"outlets": f"{a} | {b}"} | pd.DataFrame(found).mean().to_dict())
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Design:
    """A superpopulation without a gap: how much more diverse the right side is, and whether large outlets are brighter."""

    name: str
    diverse: float = 1.0
    brighter: float = 0.0  # correlation of an outlet's tone with the logarithm of its size


DESIGNS = (
    Design("one side three times as diverse", diverse=3.0),
    Design("the same, and large outlets brighter", diverse=3.0, brighter=0.6),
    Design("sides alike, large outlets brighter", brighter=0.6),
)


def drawn(a: int, b: int, design: Design, rng: np.random.Generator) -> tuple[Cells, Cells]:
    """Outlets of lognormal sizes and unequal variances; the cells in which outlets, and articles, have no gap.

    Where large outlets are brighter, a side's mean article is brighter than its mean outlet, so that one gap is zero only
    where the other is not: the same outlets are moved for the second.
    """
    left = np.arange(a + b) < a
    z = rng.normal(size=a + b)
    n = np.maximum(1, np.round(np.exp(2.5 + z)))
    between = np.where(left, 0.05, 0.05 * design.diverse)
    tone = design.brighter * z + np.sqrt(1 - design.brighter**2) * rng.normal(size=a + b)
    sd = rng.uniform(0.2, 0.5, a + b)
    scores = [rng.normal(m, s, int(k)) for m, s, k in zip(between * tone, sd, n, strict=True)]
    found = []
    for shift in (np.zeros(a + b), between * design.brighter):
        moved = [x - by for x, by in zip(scores, shift, strict=True)]
        sums = {"n": n, "total": [x.sum() for x in moved], "squares": [(x**2).sum() for x in moved]}
        found.append(cells_of(pd.DataFrame(sums), left))
    return found[0], found[1]


def superpopulation(repeats: int, rng: np.random.Generator) -> pd.DataFrame:
    """Outlets redrawn each time."""
    rows = []
    for design in DESIGNS:
        for a, b in [(20, 20), *SPLITS[:6]]:
            found = [intervals(*drawn(a, b, design, rng), rng) for _ in range(repeats)]
            rows.append(
                {"design": design.name, "outlets": f"{a} | {b}"} | pd.DataFrame(found).mean().to_dict()
            )
    return pd.DataFrame(rows)


def words(repeats: int, rng: np.random.Generator) -> pd.DataFrame:
    """Outlet labels shuffled on the collection migration: how often is a word called a discovery, how many words?"""
    corpus = Corpus.open()
    articles = corpus.where(collections=["migration"], languages=["en"])
    rows = []
    for name, selected in (("all", articles), ("translated out", articles[~articles["translated"]])):
        counted = outlet_words(corpus, sided(selected.assign(side=None), everyone=True), lemmas=True)
        hidden = stop_words(corpus, "en")
        outlets = np.array(sorted(counted["outlet"].unique()))
        by_outlet, by_token, tested = [], [], 0
        for _ in range(repeats):
            state = set(outlets[rng.permutation(outlets.size)[: outlets.size // 2]])
            side = counted["outlet"].isin(state).map({True: "state", False: "independent"})
            table = compare_words(counted.assign(side=side), hidden, 3, 5, 1999, rng)
            by_outlet.append(int((table["q"] <= 0.05).sum()))
            by_token.append(int((benjamini_hochberg(g2_p(table["g2"])) <= 0.05).sum()))
            tested = len(table)
        rows.append(
            {
                "migration": name,
                "outlets": outlets.size,
                "words tested": tested,
                "shuffles with a false word (outlet q)": np.mean(np.array(by_outlet) > 0),
                "with a false word (token q)": np.mean(np.array(by_token) > 0),
                "median false words (token q)": np.median(by_token),
            }
        )
    return pd.DataFrame(rows)


def speed(rng: np.random.Generator) -> pd.DataFrame:
    """10,000 resamples over a million articles in 40 outlets, from their sums."""
    sums = pd.DataFrame({"n": rng.multinomial(1_000_000, rng.dirichlet(np.ones(40)))})
    sums["total"] = sums["n"] * rng.normal(0, 0.1, 40)
    sums["squares"] = sums["n"] * 0.2
    cells = cells_of(sums, np.arange(40) < 20)
    jobs = {
        "cluster bootstrap, two levels, 10,000 resamples": lambda: bootstrap_difference(
            cells, weights="articles", n_boot=10_000, rng=rng
        ),
        "the whole contrast (bootstrap, 9,999 relabellings, leave one out)": lambda: inference.contrast(
            cells, weights="articles", n_boot=10_000, rng=rng
        ),
    }
    rows = []
    for name, job in jobs.items():
        times, used = [], []
        for _ in range(7):
            start, cpu = time.perf_counter(), time.process_time()
            job()
            times.append(1e3 * (time.perf_counter() - start))
            used.append(1e3 * (time.process_time() - cpu))
        row = {"job": name, "median ms": np.median(times), "best ms": min(times)}
        rows.append(row | {"median processor ms": np.median(used)})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--shuffles", type=int, default=200, help="for the words")
    parser.add_argument("--only", choices=["intervals", "superpopulation", "words", "speed"])
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    jobs = {
        "intervals": (
            "Labels shuffled over real outlets: share of intervals that cover zero",
            lambda: shuffled(chosen.repeats, rng),
        ),
        "superpopulation": ("Outlets redrawn, no gap", lambda: superpopulation(chosen.repeats * 3 // 4, rng)),
        "words": (
            f"{chosen.shuffles} shuffles on the words of migration",
            lambda: words(chosen.shuffles, rng),
        ),
        "speed": ("Speed", lambda: speed(rng)),
    }
    for name, (title, job) in jobs.items():
        if chosen.only in (None, name):
            start = time.perf_counter()
            table = job()
            print(
                f"\n{title} ({time.perf_counter() - start:.0f} s)\n{table.round(3).to_string(index=False)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
