"""Do the intervals of the bias figures hold what they promise?

    python benchmarks/calibration.py [--repeats 2000] [--only intervals|superpopulation|words|planted|speed]

Everything runs on the shipped corpus and on made numbers; nothing else is needed.  ``naive`` is what most studies
do: a t interval that treats every article as drawn alone.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.common import sided
from kzlib.bias.decomposition import _rows
from kzlib.bias.tone_gap import instruments_used, outlet_tone
from kzlib.bias.word_choice import compare_words
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.inference.bootstrap import bootstrap_difference, percentiles
from kzlib.inference.cells import linearised
from kzlib.inference.multiple import benjamini_hochberg
from kzlib.inference.welch import satterthwaite, t_quantile
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


def intervals(cells: Cells, rng: np.random.Generator) -> dict[str, bool]:
    """Which 95 % intervals cover zero, and which p are at most .05."""
    own = cells.left[None, :].astype(float)
    sizes = [int(cells.left.sum()), int((~cells.left).sum())]
    row: dict[str, bool] = {}
    for weights in ("outlets", "articles"):
        estimate, a, b = (float(part[0]) for part in linearised(cells, own, 1 - own, weights=weights))
        df = satterthwaite([a, b], [sizes[0] - 1, sizes[1] - 1])
        if weights == "outlets":
            reach = t_quantile(df) * np.sqrt(a + b)
            row["outlets: Welch t"] = abs(estimate) <= reach
        else:
            for name, within in (
                ("articles: bootstrap, one level", False),
                ("articles: bootstrap, two levels", True),
            ):
                draws = bootstrap_difference(cells, weights=weights, n_boot=1000, rng=rng, within=within)
                low, high = percentiles(draws, df) if within else np.quantile(draws, [0.025, 0.975])
                row[name] = bool(low <= 0 <= high)
        p = inference.permutation_p(cells, weights=weights, n_perm=199, rng=rng)["p"]
        row[f"{weights}: p ≤ .05"] = float(p) <= 0.05
    means, spread = [], 0.0
    for side in (cells.left, ~cells.left):
        n, total, squares = cells.n[side].sum(), cells.total[side].sum(), cells.squares[side].sum()
        means.append(total / n)
        spread += (squares / n - (total / n) ** 2) / max(n - 1, 1)
    row["naive: articles alone"] = abs(means[0] - means[1]) <= 1.96 * np.sqrt(spread)
    return row


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
            found.append(intervals(cells_of(chosen, np.arange(a + b) < a), rng))
        rows.append({"outlets": f"{a} | {b}"} | pd.DataFrame(found).mean().to_dict())
    return pd.DataFrame(rows)


def drawn(a: int, b: int, rng: np.random.Generator) -> pd.DataFrame:
    """Outlets from a superpopulation without a gap: lognormal sizes, unequal variances, the right side more diverse."""
    count = a + b
    n = np.maximum(1, np.round(rng.lognormal(2.5, 1.0, count)))
    between = np.where(np.arange(count) < a, 0.05, 0.15)
    mean, sd = rng.normal(0, between), rng.uniform(0.2, 0.5, count)
    scores = [rng.normal(m, s, int(k)) for m, s, k in zip(mean, sd, n, strict=True)]
    return pd.DataFrame(
        {"n": n, "total": [x.sum() for x in scores], "squares": [(x**2).sum() for x in scores]}
    )


def superpopulation(repeats: int, rng: np.random.Generator) -> pd.DataFrame:
    """Outlets redrawn each time."""
    rows = []
    for a, b in [(20, 20), *SPLITS[:6]]:
        found = [intervals(cells_of(drawn(a, b, rng), np.arange(a + b) < a), rng) for _ in range(repeats)]
        rows.append({"outlets": f"{a} | {b}"} | pd.DataFrame(found).mean().to_dict())
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


Plan = Callable[[str, int], tuple[list[float], list[float]]]


def _plan(kind: str) -> Plan:
    def plan(side: str, outlet: int) -> tuple[list[float], list[float]]:
        share, tone = [0.5, 0.5], [0.25, -0.25]
        if kind == "agenda only" and side == "state":
            share = [0.8, 0.2]
        if kind == "framing only" and side == "state":
            tone = [0.35, -0.15]
        if kind == "one outlet's house style" and side == "state" and outlet == 0:
            tone = [1.25, 0.75]
        return share, tone

    return plan


def planted(repeats: int, rng: np.random.Generator) -> pd.DataFrame:
    """Twelve outlets a side, two topics: what is planted, what is found, how often a part is shown."""
    truth = {
        "nothing": (0.0, 0.0),
        "agenda only": (0.15, 0.0),
        "framing only": (0.0, 0.1),
        "one outlet's house style": (0.0, 1 / 12),
    }
    rows = []
    for kind, (agenda, framing) in truth.items():
        found = []
        for _ in range(repeats):
            parts = _rows(_planted_cells(_plan(kind), rng), "outlets", 5, 1000, rng)
            found.append({row["part"]: row for row in parts if not row["topic"]})
        row: dict[str, object] = {"planted": kind}
        for part, true in (("gap", agenda + framing), ("agenda", agenda), ("framing", framing)):
            each = [one[part] for one in found]
            row[f"{part}: true"] = true
            row[f"{part}: mean"] = np.mean([one["estimate"] for one in each])
            row[f"{part}: covered"] = np.mean([one["low"] <= true <= one["high"] for one in each])
            row[f"{part}: shown"] = np.mean([one["low"] > 0 or one["high"] < 0 for one in each])
        rows.append(row)
    return pd.DataFrame(rows)


def _planted_cells(plan: Plan, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for side in ("state", "independent"):
        for outlet in range(12):
            share, tone = plan(side, outlet)
            style = rng.normal(0, 0.05)
            topic = rng.random(int(rng.integers(10, 60))) < share[1] + rng.normal(0, 0.05)
            for t, name in enumerate(("economy", "protest")):
                count = int((topic == bool(t)).sum())
                scores = rng.normal(tone[t] + style, 0.3, count)
                rows.append((f"{side}{outlet}", side, name, float(count), float(scores.sum())))
    cells = pd.DataFrame(rows, columns=["outlet", "side", "topic", "mass", "tone"])
    return cells[cells["mass"] > 0].assign(place="one")


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
        times = []
        for _ in range(7):
            start = time.perf_counter()
            job()
            times.append(1e3 * (time.perf_counter() - start))
        rows.append({"job": name, "median ms": np.median(times), "best ms": min(times)})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--shuffles", type=int, default=200, help="for the words")
    parser.add_argument("--only", choices=["intervals", "superpopulation", "words", "planted", "speed"])
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    jobs = {
        "intervals": (
            "Labels shuffled over real outlets: share of intervals that cover zero",
            lambda: shuffled(chosen.repeats, rng),
        ),
        "superpopulation": ("Outlets redrawn, no gap", lambda: superpopulation(chosen.repeats, rng)),
        "words": (
            f"{chosen.shuffles} shuffles on the words of migration",
            lambda: words(chosen.shuffles, rng),
        ),
        "planted": ("Planted differences, decomposed", lambda: planted(max(chosen.repeats // 5, 20), rng)),
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
