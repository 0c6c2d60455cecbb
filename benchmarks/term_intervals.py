"""Do the intervals of rates cover?  Coverage of nominal 95 % intervals, `kzlib.grouping.rate_interval`.

    .venv/bin/python benchmarks/term_intervals.py [--draws 4000]

drawn: m outlets of very unequal size (log-normal, sigma 1.5) have rates of their own (gamma, coefficient of variation cv
    around the truth), and Poisson counts; `uses` are expected in all of them together.  The truth is the mean rate that
    further outlets would have.
resampled: the shipped corpus' own outlets stand for all outlets; m of them are drawn with replacement, with the uses and
    words that they have.  The truth is the rate of all of them together.  Words used 20 times or more.
naive: an exact Poisson interval, which takes every use for an independent draw.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy import special

from kzlib.grouping import rate_interval

OUTLETS = (3, 5, 8, 15, 30, 60)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=4000)
    draws = parser.parse_args().draws
    rng = np.random.default_rng(11)
    head = "".join(f"{m:>14}" for m in OUTLETS)
    print(f"coverage, clustered (naive), by number of outlets\n{'':26}{head}")
    for cv in (0.0, 0.5, 1.0):
        for uses in (5, 50, 1000):
            cells = [_drawn(rng, draws, m, cv, uses) for m in OUTLETS]
            print(
                f"drawn: cv {cv}, {uses:,} uses".ljust(26) + "".join(f"{a:8.3f} ({b:.2f})" for a, b in cells)
            )
    for lang in ("en", "ru"):
        y, n = _shipped(lang)
        cells = [_resampled(rng, max(draws // 4, 1), m, y, n) for m in OUTLETS]
        print(
            f"resampled: {lang}, {len(y)} words".ljust(26) + "".join(f"{a:8.3f} ({b:.2f})" for a, b in cells)
        )


def _drawn(rng: np.random.Generator, draws: int, m: int, cv: float, uses: int) -> tuple[float, float]:
    words = rng.lognormal(0.0, 1.5, (draws, m))
    words *= 1e6 / words.sum(axis=1, keepdims=True)
    truth = uses / 1e6
    rates = rng.gamma(1 / cv**2, truth * cv**2, (draws, m)) if cv else np.full((draws, m), truth)
    return _covered(rng.poisson(rates * words), words, np.full(draws, truth))


def _shipped(lang: str) -> tuple[np.ndarray, np.ndarray]:
    """Uses of each word in each outlet, and the outlets' words."""
    from kzlib.corpus import Corpus
    from kzlib.terms.counting import counted, selection, tables, term_conditions

    corpus = Corpus.open()
    articles = corpus.where(collections=["headlines"], languages=[lang])
    these = counted(corpus, selection(corpus, articles[articles["outlet"].notna()]))
    uses = np.vstack([table for _, table, _ in tables(these, term_conditions(stop_words=True))])
    return uses[uses.sum(axis=1) >= 20], these.units.words


def _resampled(
    rng: np.random.Generator, draws: int, m: int, y: np.ndarray, n: np.ndarray
) -> tuple[float, float]:
    truth = y.sum(axis=1) / n.sum()
    found = []
    for _ in range(draws):
        chosen = rng.integers(0, len(n), m)
        words = np.broadcast_to(n[chosen], (len(y), m))
        found.append(_covered(y[:, chosen], words, truth))
    a, b = pd.DataFrame(found).mean()
    return float(a), float(b)


def _covered(y: np.ndarray, n: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Share of rows whose interval holds the truth: clustered, naive."""
    total, words = y.sum(axis=1), n.sum(axis=1)
    low, high = rate_interval(
        total, words, (y.astype(float) ** 2).sum(axis=1), (y * n).sum(axis=1), (n**2).sum(axis=1), y.shape[1]
    )
    least = np.where(total > 0, special.gammaincinv(np.maximum(total, 1), 0.025), 0) / words
    most = special.gammaincinv(total + 1, 0.975) / words
    return float(((low <= truth) & (truth <= high)).mean()), float(
        ((least <= truth) & (truth <= most)).mean()
    )


if __name__ == "__main__":
    main()
