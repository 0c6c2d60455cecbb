"""Is the corpus big enough?  How the vocabulary grows, and what is still unseen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.terms import tally
from kzlib.terms.counting import counted, selection

POINTS = 24  # points of each curve
LEAST = 20  # articles below which a curve says nothing
COLUMNS = [
    "collection", "lang", "kind", "measure", "x", "estimate", "low", "high", "n_words", "n_articles", "n_outlets", "note",
]  # fmt: skip


def growth(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    window: int = 100,
    translated: bool = False,
    points: int = POINTS,
) -> pd.DataFrame:
    """The growth of the vocabulary with the articles read, Zipf's curve, and what they say of the words not yet seen.

    Parameters
    ----------
    window
        Words in the moving window of the type–token ratio (needs kept texts).

    Returns
    -------
    DataFrame
        Per collection and language, rows of three kinds.  ``growth``: x words hold estimate different words, were the
        articles read in any order (the exact mean over all orders; low and high 95 %, for further articles of the same
        kind).  ``zipf``: the word of rank x occurs estimate times.  ``summary``, by ``measure``: heaps_beta (slope of
        log types on log words over the curve's upper half; 1: every word is new, 0: none) and heaps_k,
        zipf_exponent (minus the slope of log frequency on log rank, over ranks with five uses or more, spaced evenly in
        log rank), coverage (probability that the next word is one already seen, ``1 - f1 / n``), hapaxes (share
        of words seen once), unseen (words that further articles would bring at the least, Chao 2), mattr (types
        per word in a moving window of ``window`` words).  n_words, n_articles, n_outlets, note.

    References
    ----------
    Heaps (1978); Zipf (1949); Good (1953), Biometrika 40; Chao (1987), Biometrics 43; Colwell, Mao and Chang (2004),
    Ecology 85(10); Covington and McFall (2010), Journal of Quantitative Linguistics 17(2).
    """
    selected = selection(corpus, articles, translated=translated)
    selected = selected[selected["lang"] != "other"]
    parts = []
    for (collection, lang), here in selected.groupby(["collection", "lang"], sort=True):
        size = {
            "n_words": int(here["n_words"].sum()),
            "n_articles": len(here),
            "n_outlets": here["outlet"].nunique(),
        }
        if len(here) < LEAST:
            few = f"not estimable: {grouping.plural(len(here), 'article')}, fewer than {LEAST}"
            table = pd.DataFrame([{"kind": "summary", "note": few}])
        else:
            table = _cell(corpus, here, size["n_words"], window, points)
        parts.append(table.assign(**size).assign(collection=str(collection), lang=str(lang)))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    out = pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)
    return out.assign(note=out["note"].astype(object).fillna(""))


def _cell(corpus: Corpus, here: pd.DataFrame, n_words: int, window: int, points: int) -> pd.DataFrame:
    table = _frequencies(corpus, here)
    frequencies = np.repeat(table["n"].to_numpy(), table["words"].to_numpy())
    by_df = table.groupby("df")["words"].sum()
    curve = accumulation(by_df.index.to_numpy(), by_df.to_numpy(), len(here), points=points)
    curve = curve.assign(kind="growth", x=curve["articles"] * n_words / len(here), measure="types")
    ranks = np.unique(np.geomspace(1, len(frequencies), points).astype(int))
    zipf = pd.DataFrame({"kind": "zipf", "measure": "uses", "x": ranks, "estimate": frequencies[ranks - 1]})
    summary = pd.DataFrame(_summary(curve, frequencies, by_df, len(here))).assign(kind="summary")
    ratio, note = _moving_ratio(corpus, here, window)
    ttr = pd.DataFrame(
        [{"kind": "summary", "measure": "mattr", "x": window, "estimate": ratio, "note": note}]
    )
    return pd.concat(
        [curve.drop(columns="articles"), zipf.astype({"estimate": float}), summary, ttr], ignore_index=True
    )


def _frequencies(corpus: Corpus, here: pd.DataFrame) -> pd.DataFrame:
    """How many words occur n times in df articles: n, df, words; the most frequent first."""
    these = counted(corpus, here, unit="cell")
    every = np.arange(len(these.postings.entries))
    n, df = (table[:, 0] for table in tally.by_unit(these.postings, every, these.layers, 1, 1))
    words = pd.DataFrame({"n": n, "df": df})[n > 0].value_counts().rename("words").reset_index()
    return words.sort_values(["n", "df"], ascending=[False, True], ignore_index=True)


def accumulation(df: np.ndarray, words: np.ndarray, n: int, *, points: int = POINTS) -> pd.DataFrame:
    """How many different words ``m`` of ``n`` articles hold, on average over all choices of the ``m``.

    A word that stands in ``d`` articles is missed by ``m`` of them with probability ``C(n - d, m) / C(n, m)``
    (Hurlbert 1971); no article is shuffled.  The interval is Colwell, Mao and Chang's (2004), about the
    words that further articles would hold too (Chao 2).

    Parameters
    ----------
    df, words
        How many ``words`` stand in exactly ``df`` articles.

    Returns
    -------
    DataFrame
        articles, estimate, low, high.

    >>> accumulation(np.array([1, 2]), np.array([2, 1]), 2, points=2)[["articles", "estimate"]].to_dict(
    ...     "list"
    ... )
    {'articles': [1, 2], 'estimate': [2.0, 3.0]}
    """
    d, f = np.asarray(df, dtype=float), np.asarray(words, dtype=float)
    m = np.unique(np.linspace(1, n, points).round().astype(int))
    room = n - d[None, :] - m[:, None]
    with np.errstate(invalid="ignore"):
        missed = np.exp(
            special.gammaln(n - d + 1)[None, :]
            + special.gammaln(n - m + 1)[:, None]
            - special.gammaln(np.maximum(room, 0) + 1)
            - special.gammaln(n + 1)
        )
    missed = np.where(room >= 0, missed, 0.0)
    seen = ((1 - missed) * f).sum(axis=1)
    total = f.sum() + chao2(d, f, n)
    variance = ((1 - missed) ** 2 * f).sum(axis=1) - seen**2 / total
    reach = 1.959963984540054 * np.sqrt(np.maximum(variance, 0))
    return pd.DataFrame(
        {"articles": m, "estimate": seen, "low": np.maximum(seen - reach, 0), "high": seen + reach}
    )


def chao2(df: np.ndarray, words: np.ndarray, n: int) -> float:
    """The least number of words not seen yet, from those that stand in one and in two articles (Chao 1987).

    >>> round(chao2(np.array([1, 2]), np.array([10, 5]), 100), 6)
    7.425
    """
    d, f = np.asarray(df), np.asarray(words, dtype=float)
    one, two = float(f[d == 1].sum()), float(f[d == 2].sum())
    return (n - 1) / n * one * (one - 1) / (2 * (two + 1))


def _summary(curve: pd.DataFrame, frequencies: np.ndarray, by_df: pd.Series, n: int) -> list[dict[str, Any]]:
    upper = curve[curve["x"] >= curve["x"].max() / 2]
    beta, k = np.polyfit(np.log(upper["x"]), np.log(upper["estimate"]), 1)
    common = int((frequencies >= 5).sum())
    exponent = np.nan
    if common >= 10:
        ranks = np.unique(np.geomspace(1, common, 50).astype(int))
        exponent = -np.polyfit(np.log(ranks), np.log(frequencies[ranks - 1]), 1)[0]
    once, total = int((frequencies == 1).sum()), int(frequencies.sum())
    values = {
        "heaps_beta": beta,
        "heaps_k": np.exp(k),
        "zipf_exponent": exponent,
        "coverage": 1 - once / total,
        "hapaxes": once / len(frequencies),
        "unseen": chao2(by_df.index.to_numpy(), by_df.to_numpy(), n),
    }
    few = "" if common >= 10 else "not estimable: fewer than 10 words are used five times"
    return [
        {"measure": name, "estimate": float(value), "note": few if name == "zipf_exponent" else ""}
        for name, value in values.items()
    ]


def _moving_ratio(corpus: Corpus, here: pd.DataFrame, window: int) -> tuple[float, str]:
    """Mean types per word over all windows of ``window`` words within articles; texts are needed for the order of words."""
    if not corpus.has_texts:
        return np.nan, "not estimable: the corpus keeps no texts (kzlib ingest --keep-text)"
    from kzlib import languages

    texts = corpus.sql(
        "select doc_id, string_agg(text, ' ' order by sent) as text from texts join sel using (doc_id) group by 1 order by 1",
        sel=here[["doc_id"]],
    )
    total = windows = 0
    for text in texts["text"]:
        found, n = moving_types(languages.words(text), window)
        total, windows = total + found, windows + n
    if not windows:
        return np.nan, f"not estimable: no article has {window} words"
    return total / windows / window, ""


def moving_types(words: list[str], window: int) -> tuple[int, int]:
    """Different words summed over all windows, and the number of windows.

    >>> moving_types("a b a c".split(), 2)
    (6, 3)
    """
    counts: dict[str, int] = {}
    total = 0
    for at, word in enumerate(words):
        counts[word] = counts.get(word, 0) + 1
        if at >= window:
            old = words[at - window]
            counts[old] -= 1
            if not counts[old]:
                del counts[old]
        if at >= window - 1:
            total += len(counts)
    return total, max(len(words) - window + 1, 0)
