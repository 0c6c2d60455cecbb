"""Is what was planted found, and not taken for something else?

    python benchmarks/planted.py [--repeats 100]

Made worlds of twelve outlets a side, each outlet with habits of its own (tone, topics, words, names, quotations).  In each
world one thing is changed, on all outlets of one side or in one outlet only, and every measure of the bias figures
looks at it.  Needs nothing else.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.decomposition import _rows
from kzlib.bias.shares import share_table
from kzlib.bias.word_choice import compare_words
from kzlib.inference import Cells

SIDES, OUTLETS, WORDS, LENGTH = ("state", "independent"), 12, 40, 100
RATE = 4e-3  # of the planted word: four uses in a thousand words
PLANTED = "planted"


@dataclass
class Outlet:
    """What one outlet does; ``change`` sets what a world plants in it."""

    name: str
    side: str
    tone: float = 0.0
    topics: float = 0.5
    rate: float = RATE
    rioters: float = 0.5
    quoted: float = 0.2
    articles: int = 30
    rates: np.ndarray = field(default_factory=lambda: np.zeros(0))


def outlets(kind: str, rng: np.random.Generator) -> list[Outlet]:
    """Twelve outlets a side with their own habits, and the planted change."""
    found = []
    for side in SIDES:
        for number in range(OUTLETS):
            one = Outlet(f"{side}{number}", side, articles=int(rng.integers(10, 60)))
            _plant(one, kind, side == SIDES[0], number == 0)
            one.tone += rng.normal(0, 0.05)
            one.topics = float(np.clip(one.topics + rng.normal(0, 0.08), 0.02, 0.98))
            one.rioters = float(np.clip(one.rioters + rng.normal(0, 0.08), 0.0, 1.0))
            one.quoted = float(np.clip(one.quoted + rng.normal(0, 0.05), 0.0, 1.0))
            one.rate *= rng.gamma(8.0, 1 / 8.0)
            one.rates = RATE * rng.gamma(8.0, 1 / 8.0, WORDS)
            found.append(one)
    return found


def _plant(one: Outlet, kind: str, state: bool, first: bool) -> None:
    if not state:
        return
    what, _, where = kind.partition(", ")
    alone = where == "one outlet"
    if alone and not first:
        return
    if what == "tone":
        one.tone += 1.0 if alone else 0.1
    if what == "topic mix":
        one.topics = 0.98 if alone else 0.7
    if what == "word":
        one.rate *= 20 if alone else 2
    if what == "name":
        one.rioters = 1.0 if alone else 0.7
    if what == "quotation":
        one.quoted = 0.9 if alone else 0.3


TRUE = {"tone": 0.1, "topic mix": 0.2, "word": 1.0, "name": 0.2, "quotation": 0.1}
KINDS = ("nothing", *(f"{what}, {where}" for what in TRUE for where in ("all outlets", "one outlet")))


def tables(found: list[Outlet], rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Every outlet's articles, added up as a corpus adds them up."""
    keys = {"collection": "made", "lang": "en", "place": "one"}
    tone, cells, topics, words, names, quotes = [], [], [], [], [], []
    for one in found:
        me = keys | {"outlet": one.name, "side": one.side}
        economy = rng.random(one.articles) < one.topics
        scores = rng.normal(np.where(economy, 0.25, -0.25) + one.tone, 0.3)
        tone.append(me | {"n": one.articles, "total": scores.sum(), "squares": (scores**2).sum()})
        for name, here in (("economy", economy), ("protest", ~economy)):
            if here.any():
                about = {"topic": name, "mass": float(here.sum()), "tone": scores[here].sum()}
                cells.append(me | about)
                topics.append(me | {"item": name, "total": int(here.sum()), "n": one.articles})
        size = one.articles * LENGTH
        counts = {f"word{i}": rate for i, rate in enumerate(one.rates)} | {PLANTED: one.rate}
        counts = {term: int(rng.poisson(rate * size)) for term, rate in counts.items()}
        counts["of economy"] = int(rng.poisson(2 * RATE * LENGTH * economy.sum()))
        counts["rest"] = size - sum(counts.values())
        words += [me | {"term": t, "count": c, "articles": min(c, one.articles)} for t, c in counts.items()]
        named = int(rng.poisson(0.7 * one.articles))
        rioters = int(rng.binomial(named, one.rioters))
        names += [me | {"item": "rioters", "total": rioters, "n": named}]
        quotes += [me | {"item": "quoted", "total": int(rng.binomial(size, one.quoted)), "n": size}]
    every = {"tone": tone, "cells": cells, "topics": topics, "words": words, "names": names, "quotes": quotes}
    return {name: pd.DataFrame(rows) for name, rows in every.items()}


def measures(made: dict[str, pd.DataFrame], rng: np.random.Generator) -> dict[str, dict[str, float]]:
    """estimate, low, high and whether it is shown, of every measure."""
    words = made["words"]
    table = compare_words(words[words["count"] > 0], {"rest"}, 3, 5, 1999, rng).set_index("term")
    parts = {row["part"]: row for row in _rows(made["cells"], "outlets", 5, 500, rng) if not row["topic"]}
    found: dict[str, dict[str, float]] = {}
    for weights in ("outlets", "articles"):
        gap = inference.contrast(
            Cells.from_frame(made["tone"]), weights=weights, n_boot=200, n_perm=499, rng=rng
        )
        name = "tone gap" if weights == "outlets" else "tone gap, articles equal"
        found[name] = _shown(gap) | {"shown": float(gap["p"] <= 0.05 and _excludes(gap))}
    for part in ("agenda", "framing"):
        found[part] = _shown(parts[part])
    for name, frame, item, weights in (
        ("coverage", "topics", "economy", "outlets"),
        ("naming", "names", "rioters", "articles"),
        ("voices", "quotes", "quoted", "articles"),
    ):
        found[name] = _shown(_share(made[frame], item, weights))
    word = table.loc[PLANTED]
    found["the word"] = {"estimate": word["log_ratio"], "low": word["low"], "high": word["high"]}
    found["the word"]["shown"] = float(word["shown"])
    others = table.drop([PLANTED, "of economy"])
    found["another word"] = {"shown": float(others["shown"].any())}
    found["the topic's word"] = {"shown": float(table.loc["of economy", "shown"])}
    return found


def _share(frame: pd.DataFrame, item: str, weights: str) -> dict[str, float]:
    keys = ["collection", "lang", "place", "outlet", "side"]
    base = frame.drop_duplicates("outlet")[[*keys, "n"]]
    hits = frame[frame["item"] == item].drop(columns="n")
    table = share_table(base, hits, ["item"], [("made", "en")], weights=weights, min_outlets=5)
    return table[table["side"] == "difference"].iloc[0].to_dict()


def _excludes(row: dict[str, float]) -> bool:
    return bool(row["low"] > 0 or row["high"] < 0)


def _shown(row: dict[str, float]) -> dict[str, float]:
    return {name: row[name] for name in ("estimate", "low", "high")} | {"shown": float(_excludes(row))}


OWN = {
    "tone": "tone gap",
    "topic mix": "coverage",
    "word": "the word",
    "name": "naming",
    "quotation": "voices",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rng = np.random.default_rng(chosen.seed)
    confused, recovered = [], []
    for kind in KINDS:
        runs = [measures(tables(outlets(kind, rng), rng), rng) for _ in range(chosen.repeats)]
        shown = {name: np.mean([run[name]["shown"] for run in runs]) for name in runs[0]}
        confused.append({"planted": kind} | shown)
        what, _, where = kind.partition(", ")
        if where == "all outlets":
            own = [run[OWN[what]] for run in runs]
            covered = np.mean([one["low"] <= TRUE[what] <= one["high"] for one in own])
            mean = np.mean([one["estimate"] for one in own])
            row = {"planted": what, "measure": OWN[what], "true": TRUE[what], "mean": mean}
            recovered.append(row | {"covered": covered, "shown": shown[OWN[what]]})
    print(
        f"Recovered ({chosen.repeats} worlds each)\n{pd.DataFrame(recovered).round(3).to_string(index=False)}"
    )
    print(f"\nShare of worlds in which a measure shows a difference\n{_matrix(confused)}")


def _matrix(rows: list[dict[str, object]]) -> str:
    return pd.DataFrame(rows).round(2).to_string(index=False)


if __name__ == "__main__":
    main()
