"""Where does each outlet stand between the sides, by its words, and how separable are the sides at all?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kzlib.bias.common import SIDES, comparable_countries, generator, groups, sided
from kzlib.bias.placing import Axis, place_outlets, separability
from kzlib.corpus import Corpus
from kzlib.inference.contrast import shortage
from kzlib.terms.proper import outlet_words, stop_words, without_signatures, word_sql

Floats = NDArray[np.float64]
COLUMNS = (
    "collection", "lang", "measure", "outlet", "class", "confidence", "side", "estimate", "low", "high", "null_low",
    "null_high", "p", "n_articles", "n_words", "n_outlets", "n_terms", "note",
)  # fmt: skip
_ARTICLES = """
with doc as (
    select sel.outlet, sel.doc_id, sum(terms.count * axis.weight) as x, sum(terms.count) as k
    from terms join sel on sel.doc_id = terms.doc_id and sel.lang = terms.lang
         left join vocabulary as v on v.term = terms.term and v.lang = terms.lang
         join axis on axis.term = {word} and axis.outlet = sel.outlet
    where terms.size = 1 group by all
)
select outlet, count(*) as n, sum(x) as x, sum(k) as k, sum(x * x) as xx, sum(x * k) as xk, sum(k * k) as kk
from doc group by outlet order by outlet
"""


def slant(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    min_outlets: int = 5,
    min_articles: int = 3,
    min_words: int = 5,
    floor_outlets: int = 3,
    max_terms: int = 5000,
    lemmas: bool = True,
    include_translated: bool = False,
    n_boot: int = 200,
    n_perm: int = 499,
    seed: int = 0,
) -> pd.DataFrame:
    """Every outlet's place between the two sides by its words, itself left out when the sides are learnt.

    Outlets are points of word frequencies (square roots of shares, whose noise does not depend on the frequency); a
    ridge regression learns which words go with which side.  +1 writes as state outlets do, −1 as independent outlets,
    0 is neither.  An outlet is placed by regressions that have read **neither it nor**, in turn, one outlet of the other side
    (leaving out one side only would push it to the other).  Outlets that belong to neither side are placed by
    all others.  If words do not carry over from outlet to outlet, the places of both sides lie around 0.

    Parameters
    ----------
    min_outlets : int
        Outlets a side with enough articles for a reliable result; at least three.
    min_articles, min_words : int
        Outlets with fewer articles, or fewer words that count, are neither placed nor learnt from.
    floor_outlets, max_terms : int
        Words used by at least so many outlets; the most widespread ones.
    n_boot, n_perm : int
        Resamples of the outlets learnt from (intervals); shuffled labellings (null band).

    Returns
    -------
    DataFrame
        Per collection and language: rows with ``measure`` "place" (one an outlet: ``estimate``, ``low``, ``high``, 95 %,
        from other outlets drawn to learn from and other articles of its own), and one with ``measure``
        "separability": the probability that a reader without prejudice gives to the right side after one
        word (Gentzkow, Shapiro and Taddy's leave-out estimator with the outlet as the unit left out; 0.5: not separable),
        with its 95 % null band and p from shuffled outlet labels, and one with "ranking": how often, of a
        state and an independent outlet both left out, the state one is placed higher (0.5: chance).

    References
    ----------
    Gentzkow, Shapiro and Taddy (2019), Econometrica 87(4); Airola et al. (2009) for leaving pairs out;
    Hoerl and Kennard (1970) for ridge regression; docs/methods.md, bias.
    """
    everyone = sided(articles, everyone=True)
    if not include_translated:
        everyone = everyone[~everyone["translated"]]
    everyone, remarks = comparable_countries(everyone)
    counted = outlet_words(corpus, everyone, lemmas=lemmas)
    labels = _labels(articles, everyone)
    rows: list[dict[str, Any]] = []
    for collection, lang in groups(articles):
        here = everyone[(everyone["collection"] == collection) & (everyone["lang"] == lang)]
        about = {"collection": collection, "lang": lang}
        words = counted[(counted["collection"] == collection) & (counted["lang"] == lang)]
        words, hidden = without_signatures(words), stop_words(corpus, lang)
        n = here.groupby(["outlet", "side"]).size()
        long_enough = list(n[n >= min_articles].index)
        axis = Axis.learn(words, long_enough, hidden, floor_outlets, max_terms, min_words)
        counts = [axis.members(side).size if axis else 0 for side in SIDES]
        note = shortage(counts, min_outlets, SIDES)
        if axis is None or note.startswith("not"):
            reason = f"{note} (with {min_articles} articles and {min_words} words that {floor_outlets} outlets use)"
            rows.append(about | {"measure": "separability", "n_outlets": sum(counts), "note": reason})
            continue
        rng = generator(seed, collection, lang)
        remark = remarks.get((collection, lang), "")
        about |= {"n_terms": axis.shares.shape[1], "note": "; ".join(text for text in (note, remark) if text)}
        whole = {"n_outlets": sum(counts), "n_articles": int(n[axis.outlets].sum())}
        whole["n_words"] = int(axis.words.sum())
        rows += [about | whole | row for row in separability(axis, n_perm, rng)]
        placed, slopes = place_outlets(axis, n_boot, rng)
        noise = _own_noise(corpus, here, axis, slopes, lemmas)
        rows += [about | row for row in _places(axis, placed, noise, n, labels)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _places(
    axis: Axis,
    placed: dict[str, Floats],
    noise: dict[str, float],
    n: pd.Series,
    labels: dict[tuple[str, str], dict[str, str]],
) -> Iterator[dict[str, Any]]:
    """A row for each outlet: its place, 95 % interval, and what stands behind it."""
    for index, (outlet, side) in enumerate(axis.outlets):
        reach = 1.959964 * float(np.sqrt(placed["variance"][index] + noise.get(outlet, 0.0)))
        value = float(placed["place"][index])
        yield {
            "measure": "place",
            "outlet": outlet,
            "side": side,
            "estimate": value,
            "low": value - reach,
            "high": value + reach,
            "n_articles": int(n[(outlet, side)]),
            "n_words": int(axis.words[index]),
            "n_outlets": 1,
        } | labels.get((outlet, side), {})


def _labels(articles: pd.DataFrame, everyone: pd.DataFrame) -> dict[tuple[str, str], dict[str, str]]:
    """Each outlet's class and confidence, as most of its articles have them."""
    columns = [name for name in ("class", "confidence") if name in articles]
    table = everyone[["doc_id", "outlet", "side"]].merge(articles[["doc_id", *columns]], on="doc_id")
    found = {}
    for (outlet, side), part in table.groupby(["outlet", "side"]):
        found[str(outlet), str(side)] = {name: str(part[name].mode().iloc[0]) for name in columns}
    return found


def _own_noise(
    corpus: Corpus, here: pd.DataFrame, axis: Axis, slopes: Floats, lemmas: bool
) -> dict[str, float]:
    """Variance of each outlet's place from the choice of its articles (a ratio over articles as clusters)."""
    long = pd.DataFrame(
        {
            "outlet": np.repeat([outlet for outlet, _ in axis.outlets], len(axis.terms)),
            "term": np.tile(axis.terms, len(axis.outlets)),
            "weight": slopes.ravel(),
        }
    ).drop_duplicates(["outlet", "term"])
    sums = corpus.sql(_ARTICLES.format(word=word_sql(lemmas)), sel=here, axis=long)
    ratio = sums["x"] / sums["k"]
    squares = sums["xx"] - 2 * ratio * sums["xk"] + ratio**2 * sums["kk"]
    factor = sums["n"] / (sums["n"] - 1).clip(lower=1)
    return dict(zip(sums["outlet"], (factor * squares.clip(lower=0) / sums["k"] ** 2).tolist(), strict=True))
