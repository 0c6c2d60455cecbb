"""Which words make the tone of two groups differ?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import UsageError
from kzlib.inference.contrast import shortage
from kzlib.tone.lexical import word_list
from kzlib.tone.scores import FLOOR, article_tone, dominated, instruments_of

REST = "all others"
COLUMNS = [
    "collection", "lang", "lexicon", "group_a", "group_b", "kind", "term", "rank", "estimate", "low", "high", "valence",
    "component", "count_a", "count_b", "outlets_a", "outlets_b", "mean_a", "mean_b", "sentences_a", "sentences_b",
    "n_articles_a", "n_articles_b", "n_outlets_a", "n_outlets_b", "note",
]  # fmt: skip


def shift(a: np.ndarray, b: np.ndarray, valence: np.ndarray) -> np.ndarray:
    """What each word adds to the difference of two groups' mean word valence.

    With ``p`` a word's share of a group's counted words and ``phi`` its valence::

        mean = sum(p * phi)
        contribution = (p_a - p_b) * (phi - mean_b)

    The contributions add up to ``mean_a - mean_b`` exactly, since the shares add up to 1 on both sides.

    Parameters
    ----------
    a, b
        Counts of the words, ``(..., words)``; leading dimensions are kept.

    Reference: Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10(4), equation 14.

    >>> shift(np.array([3, 1]), np.array([1, 3]), np.array([1.0, -1.0])).tolist()
    [0.75, 0.25]
    """
    p_a, p_b = (
        np.asarray(x, dtype=float) / np.asarray(x, dtype=float).sum(axis=-1, keepdims=True) for x in (a, b)
    )
    mean_b = (p_b * valence).sum(axis=-1, keepdims=True)
    return (p_a - p_b) * (valence - mean_b)


def word_shift(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    group_by: str | Sequence[str] = "side",
    a: str = "state",
    b: str = "independent",
    instrument: str = "",
    top_n: int = 20,
    translated: bool = False,
    min_outlets: int = 5,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """The words of the tone lexicon that make the mean word valence of ``a`` and ``b`` differ.

    Parameters
    ----------
    group_by, a, b
        Two groups of :func:`kzlib.grouping.assign`; an empty ``b`` is everything that is not ``a``.
    instrument
        Whose words; without it the language's own instrument, or its word list where that is a trained model.
    top_n
        Words shown, by the size of their contribution.

    Returns
    -------
    DataFrame
        Per collection and language a row of kind ``total`` (estimate is mean_a - mean_b, the difference of mean word
        valences, and beside it sentences_a and sentences_b, the mean tone of articles by their sentences) and rows of
        kind ``word``: term, rank, estimate (contribution; all words of the lexicon add up to the total),
        low and high (95 %, outlets of either group resampled), valence (of the word, -1 to 1), component (more or
        less of a word brighter or darker than the mean of ``b``), counts and outlets on both sides, note.  With fewer than
        three outlets on a side there is no contrast: one row with the reason.
    """
    if not a or a == b:
        raise UsageError(f"a word shift compares two groups; a={a!r} and b={b!r} are not two")
    other = b or REST
    selected = _of_two(
        articles if translated else articles[~articles["translated"].astype(bool)], group_by, a, b
    )
    used = instruments_of(corpus, articles, instrument)
    tones = article_tone(corpus, selected, instrument)
    parts = []
    for cell in used[used["lang"] != "other"].to_dict("records"):
        here, tone = (
            rows[(rows["collection"] == cell["collection"]) & (rows["lang"] == cell["lang"])]
            for rows in (selected, tones)
        )
        if (
            instrument and cell["note"]
        ):  # it does not read this language; another's words would be another answer
            table = pd.DataFrame([{"kind": "total", "note": cell["note"]}])
        else:
            words = word_list(cell["lang"], cell["instrument"])
            table = _cell(corpus, here, tone, (a, other), words, top_n, min_outlets, n_boot, seed)
        parts.append(table.assign(collection=cell["collection"], lang=cell["lang"], group_a=a, group_b=other))
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return out.reindex(columns=COLUMNS).assign(note=lambda t: t["note"].astype(object).fillna(""))


def _of_two(articles: pd.DataFrame, group_by: str | Sequence[str], a: str, b: str) -> pd.DataFrame:
    """The articles of the two groups; an empty ``b`` is everything that is not ``a``."""
    grouped = grouping.assign(articles, group_by)
    if not b:
        return grouped.assign(group=grouped["group"].where(grouped["group"] == a, REST))
    return grouped[grouped["group"].isin([a, b])]


def _cell(
    corpus: Corpus,
    here: pd.DataFrame,
    tone: pd.DataFrame,
    groups: tuple[str, str],
    words: Any,
    top_n: int,
    min_outlets: int,
    n_boot: int,
    seed: int,
) -> pd.DataFrame:
    """One collection and language."""
    total = _sides(here, tone, groups)
    absent = [
        f"no {group} article"
        for group, side in zip(groups, "ab", strict=True)
        if not total[f"n_articles_{side}"]
    ]
    if absent or words is None:
        return pd.DataFrame([{**total, "note": f"not estimable: {' and '.join(absent) or 'no word list'}"}])
    name, valences = words
    few = shortage([total["n_outlets_a"], total["n_outlets_b"]], min_outlets, groups)
    if few.startswith("not estimable"):
        return pd.DataFrame([{**total, "lexicon": name, "note": few}])
    hits, valence = _counts(corpus, here, valences)
    every = here.assign(outlet=here["outlet"].where(here["outlet"].notna(), "?" + here["doc_id"].astype(str)))
    outlets = [sorted(set(every.loc[every["group"] == group, "outlet"])) for group in groups]
    matrices = [
        _matrix(hits[hits["group"] == group], valence.index, mine)
        for group, mine in zip(groups, outlets, strict=True)
    ]
    if min(matrix.sum() for matrix in matrices) == 0:
        return pd.DataFrame(
            [{**total, "lexicon": name, "note": "not estimable: a side uses no word of the list"}]
        )
    phi = valence.to_numpy()
    sums = [matrix.sum(axis=0) for matrix in matrices]
    found = shift(sums[0], sums[1], phi)
    low, high, span = _intervals(matrices, phi, n_boot, seed)
    means = [float((x * phi).sum() / x.sum()) for x in sums]
    held = [
        dominated(pd.Series(matrix.sum(axis=1), index=mine), f"{group} uses of the words")
        for matrix, mine, group in zip(matrices, outlets, groups, strict=True)
    ]
    note = few or held[0] or held[1]
    total |= {
        "estimate": means[0] - means[1],
        "low": span[0],
        "high": span[1],
        "mean_a": means[0],
        "mean_b": means[1],
    }
    table = pd.DataFrame({"term": valence.index, "estimate": found, "low": low, "high": high, "valence": phi})
    table = table.assign(kind="word", component=_components(sums, phi, means[1]))
    for side, matrix, counts in zip("ab", matrices, sums, strict=True):
        table[f"count_{side}"], table[f"outlets_{side}"] = counts.astype(int), (matrix > 0).sum(axis=0)
    table = table.assign(size=np.abs(found)).sort_values(["size", "term"], ascending=[False, True])
    table = table.head(top_n) if top_n else table
    table = table.assign(rank=range(1, len(table) + 1))
    return pd.concat([pd.DataFrame([total]), table], ignore_index=True).assign(lexicon=name, note=note)


def _sides(here: pd.DataFrame, tone: pd.DataFrame, groups: tuple[str, str]) -> dict[str, Any]:
    """What the two groups hold, and the mean tone of their articles by sentences."""
    total: dict[str, Any] = {"kind": "total"}
    for side, group in zip("ab", groups, strict=True):
        mine = here[here["group"] == group]
        total |= {f"n_articles_{side}": len(mine), f"n_outlets_{side}": mine["outlet"].nunique()}
        total[f"sentences_{side}"] = tone.loc[tone["group"] == group, "valence"].mean()
    return total


def _counts(corpus: Corpus, here: pd.DataFrame, valences: Any) -> tuple[pd.DataFrame, pd.Series]:
    """Uses of the list's words by group and outlet, and the words' valences."""
    seen = corpus.sql(
        "select distinct t.term from terms t join sel using (doc_id) where t.size = 1 and t.lang = sel.lang order by 1",
        sel=here[["doc_id", "lang"]],
    )
    phi = pd.Series(valences(seen["term"].tolist()), index=seen["term"].tolist(), dtype=float)
    phi = phi[phi != 0]
    hits = corpus.sql(
        """select s."group", coalesce(s.outlet, '?' || s.doc_id) as outlet, t.term, sum(t.count)::double as n
        from terms t join sel s using (doc_id) join words using (term)
        where t.size = 1 and t.lang = s.lang group by all order by all""",
        sel=here[["doc_id", "lang", "group", "outlet"]],
        words=pd.DataFrame({"term": phi.index.astype(str)}),
    )
    return hits, phi


def _matrix(hits: pd.DataFrame, terms: pd.Index, outlets: Sequence[str]) -> np.ndarray:
    """Outlets x words; an outlet that uses none of the words was drawn all the same."""
    wide = hits.pivot_table(index="outlet", columns="term", values="n", aggfunc="sum", fill_value=0.0)
    return wide.reindex(index=list(outlets), columns=terms, fill_value=0.0).to_numpy(dtype=float)


def _intervals(
    matrices: list[np.ndarray], phi: np.ndarray, n_boot: int, seed: int
) -> tuple[np.ndarray, np.ndarray, tuple[float, float]]:
    """Percentile intervals of the contributions and of their sum; outlets are drawn with replacement."""
    if min(len(matrix) for matrix in matrices) < FLOOR:
        nothing = np.full(len(phi), np.nan)
        return nothing, nothing, (np.nan, np.nan)
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(0, n_boot, 200):  # in pieces: draws x words must not fill the memory
        drawn = [rng.multinomial(len(m), np.full(len(m), 1 / len(m)), size=200) @ m for m in matrices]
        some = (drawn[0].sum(axis=1) > 0) & (drawn[1].sum(axis=1) > 0)
        draws.append(shift(drawn[0][some], drawn[1][some], phi))
    every = np.concatenate(draws)
    low, high = np.quantile(every, [0.025, 0.975], axis=0)
    span = np.quantile(every.sum(axis=1), [0.025, 0.975])
    return low, high, (float(span[0]), float(span[1]))


def _components(sums: list[np.ndarray], phi: np.ndarray, mean_b: float) -> list[str]:
    p_a, p_b = (x / x.sum() for x in sums)
    how = np.where(p_a > p_b, "more", "less")
    what = np.where(phi > mean_b, "brighter", "darker")
    return [f"{x} of a {y} word" for x, y in zip(how, what, strict=True)]
