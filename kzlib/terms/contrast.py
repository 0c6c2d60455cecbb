"""Keyness of any group of articles against any other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import UsageError
from kzlib.inference import benjamini_hochberg
from kzlib.inference.contrast import FLOOR, shortage
from kzlib.terms.counting import counted, counts, selection, spread, term_conditions
from kzlib.terms.keyness import compare
from kzlib.terms.proper import own_words

REST = "all others"


def keyness(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    group_by: str | Sequence[str] = "side",
    a: str = "state",
    b: str = "independent",
    top_n: int = 15,
    by: str = "form",
    size: int = 1,
    stop_words: bool = False,
    extra_stop_words: Sequence[str] = (),
    exclude: Sequence[str] = (),
    min_count: int = 5,
    min_term_outlets: int = 3,
    translated: bool = False,
    own_names: bool = False,
    min_outlets: int = 5,
    prior_words: float = 500.0,
) -> pd.DataFrame:
    """The words that set group ``a`` apart from group ``b``, within each collection and language.

    Parameters
    ----------
    group_by, a, b
        Two groups of :func:`kzlib.grouping.assign`, e.g. ``group_by="outlet", a="astana-times"``; an empty ``b`` is
        everything that is not ``a``.
    top_n
        Words shown a side, by the interval's bound nearer to zero (0: all of them).
    by, size, stop_words, extra_stop_words, exclude
        As in :func:`kzlib.terms.frequencies`.
    min_count, min_term_outlets
        A word is looked at if both groups together use it so often, in so many outlets.
    own_names
        False leaves out the words in the names of the outlets compared and the cities of datelines.
    translated
        True also counts texts that the collection's makers translated.
    min_outlets
        Below this many outlets in a group, intervals are called not reliable.  Below three there is none.
    prior_words
        See :func:`kzlib.terms.keyness.log_odds`.

    Returns
    -------
    DataFrame
        A row per collection, lang and term, those of ``a`` first: group_a, group_b, term, favours (the group that uses
        it more), rank, estimate (log-odds ratio, natural logarithm; positive: ``a``), low, high and q
        (outlets as the unit: the variance of the two log rates, linearised over outlets, never below that of
        independent words; t with Satterthwaite's degrees of freedom; Benjamini–Hochberg over the words looked at),
        z, log_ratio, g2 (descriptions, as if every word were drawn alone), count, per million, articles and outlets on
        both sides, note.  With fewer than three outlets on a side the estimate describes these outlets only:
        low, high and q are missing, the note says so, and rank goes by z.  A contrast that cannot be made is one row
        with the reason in ``note``.

    References
    ----------
    Monroe, Colaresi and Quinn (2008); Dunning (1993); Hardie (2014); Benjamini and Hochberg (1995).
    """
    if not a or a == b:
        raise UsageError(f"keyness compares two groups; a={a!r} and b={b!r} are not two")
    selected = selection(corpus, articles, group_by, translated=translated)
    other = b or REST
    if not b:
        selected = selected.assign(group=selected["group"].where(selected["group"] == a, REST))
    selected = selected[selected["group"].isin([a, other])]
    names = [] if own_names else sorted(own_words(selected["outlet"].dropna()))
    condition = term_conditions(
        size=size, stop_words=stop_words, extra_stop_words=extra_stop_words, exclude=[*exclude, *names]
    )
    these = counted(corpus, selected, size=size)
    found = counts(these, condition, by=by)
    everywhere = spread(these, condition, _frequent(found, these.cells, min_count), by=by)
    parts = []
    for collection, lang in _cells(articles):
        here, words, where = (
            table[(table["collection"] == collection) & (table["lang"] == lang)]
            for table in (selected, found, everywhere)
        )
        table = _contrast(
            here, words, where, (a, other), min_count, min_term_outlets, min_outlets, prior_words
        )
        parts.append(
            _shown(table, a, other, top_n).assign(collection=collection, lang=lang, group_a=a, group_b=other)
        )
    if not parts:
        parts = [pd.DataFrame([{"note": "not estimable: no article was selected"}])]
    columns = ["collection", "lang", "group_a", "group_b", *COLUMNS]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def _cells(articles: pd.DataFrame) -> list[tuple[str, str]]:
    pairs = articles[["collection", "lang"]].drop_duplicates().sort_values(["collection", "lang"])
    return [(c, lang) for c, lang in zip(pairs["collection"], pairs["lang"], strict=True) if lang != "other"]


def _frequent(words: pd.DataFrame, cells: pd.DataFrame, min_count: int) -> pd.DataFrame:
    """The terms that a collection and language use ``min_count`` times, for each of its groups."""
    totals = words.groupby(["collection", "lang", "term"], sort=True)["count"].sum()
    return (
        totals[totals >= min_count]
        .reset_index()
        .drop(columns="count")
        .merge(cells, on=["collection", "lang"])
    )


def _contrast(
    here: pd.DataFrame,
    words: pd.DataFrame,
    where: pd.DataFrame,
    groups: tuple[str, str],
    min_count: int,
    min_term_outlets: int,
    min_outlets: int,
    prior_words: float,
) -> pd.DataFrame:
    """All statistics of one collection and language; one row with the reason where there is none."""
    sizes = grouping.sizes(here, ["group"]).set_index("group").reindex(list(groups)).fillna(0)
    n_articles, n_outlets = sizes["n_articles"].astype(int), sizes["n_outlets"].astype(int)
    side = {"n_articles_a": n_articles.iloc[0], "n_articles_b": n_articles.iloc[1]}
    side |= {"n_outlets_a": n_outlets.iloc[0], "n_outlets_b": n_outlets.iloc[1]}
    missing = [f"no {group} article" for group, n in zip(groups, n_articles, strict=True) if not n]
    if missing:
        return pd.DataFrame([{**side, "note": f"not estimable: {' and '.join(missing)}"}])
    wide = words.pivot_table(index="term", columns="group", values="count", aggfunc="sum", fill_value=0)
    wide = (
        wide.reindex(columns=list(groups), fill_value=0).set_axis(["count_a", "count_b"], axis=1).sort_index()
    )
    table = compare(wide.reset_index(), a="count_a", b="count_b", prior_words=prior_words)
    table = _beside(table, where, groups).query("count_a + count_b >= @min_count")
    table = table[table["outlets_a"] + table["outlets_b"] >= min_term_outlets].reset_index(drop=True)
    if table.empty:
        few = f"no word is used {min_count} times by {grouping.plural(min_term_outlets, 'outlet')}"
        return pd.DataFrame([{**side, "note": f"not estimable: {few}"}])
    table = _clustered(table, sizes, wide.sum(), prior_words).assign(**side)
    note = shortage(n_outlets.tolist(), max(min_outlets, FLOOR), groups)
    if note.startswith("not estimable"):
        table = table.assign(low=np.nan, high=np.nan, q=np.nan)
        note += " for an interval"
    return table.assign(note=note)


def _beside(table: pd.DataFrame, where: pd.DataFrame, groups: tuple[str, str]) -> pd.DataFrame:
    for name, group in zip("ab", groups, strict=True):
        rows = where[where["group"] == group].set_index("term").reindex(table["term"])
        for column, new in (
            ("n_with", "articles"),
            ("n_outlets_with", "outlets"),
            ("yy", "yy"),
            ("yn", "yn"),
        ):
            table[f"{new}_{name}"] = rows[column].fillna(0).to_numpy()
    counted = ["articles_a", "articles_b", "outlets_a", "outlets_b", "count_a", "count_b"]
    return table.astype(dict.fromkeys(counted, "int64"))


def _clustered(
    table: pd.DataFrame, sizes: pd.DataFrame, total: pd.Series, prior_words: float
) -> pd.DataFrame:
    """Interval and q with outlets as the unit.

    An outlet moves the log rate of its side by ``(y_c - p n_c) / (y + alpha)``.  The words that were counted
    (stop words aside) make up the same share of every outlet's words, which is how ``n_c`` is scaled.
    """
    pooled = (table["count_a"] + table["count_b"]) / max(total.sum(), 1)
    alpha = prior_words * pooled
    variances, freedom = [], []
    for name, (_, size) in zip("ab", sizes.iterrows(), strict=True):
        y, n, m = table[f"count_{name}"].astype(float), size["n_words"], size["n_outlets"]
        rate = y / n if n else y
        squares = np.maximum(
            table[f"yy_{name}"] - 2 * rate * table[f"yn_{name}"] + rate**2 * size["n_words_sq"], 0
        )
        clustered = squares * m / max(m - 1, 1) / (y + alpha) ** 2
        variances.append(np.maximum(clustered, 1.0 / (y + alpha)))
        freedom.append(max(n**2 / size["n_words_sq"] - 1.0, 1.0) if n else 1.0)  # Kish's, as for rates
    variance = variances[0] + variances[1]
    df = variance**2 / (variances[0] ** 2 / freedom[0] + variances[1] ** 2 / freedom[1])
    se, estimate = np.sqrt(variance), table["log_odds"]
    reach = grouping.t_quantile(df) * se
    p = 2 * special.stdtr(df, -np.abs(estimate / se))
    words = sizes["n_words"]
    return table.assign(
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
        q=benjamini_hochberg(p),
        per_million_a=1e6 * table["count_a"] / words.iloc[0],
        per_million_b=1e6 * table["count_b"] / words.iloc[1],
    )


def _shown(table: pd.DataFrame, a: str, b: str, top_n: int) -> pd.DataFrame:
    """The ``top_n`` words of either side by the bound nearer to zero, those of ``a`` first."""
    if "estimate" not in table:
        return table
    towards = np.where(table["estimate"] >= 0, table["low"], -table["high"])
    towards = np.where(np.isnan(towards), table["z"].abs(), towards)
    table = table.assign(towards=towards, ours=table["estimate"] >= 0)
    table = table.sort_values(["ours", "towards", "term"], ascending=[False, False, True], ignore_index=True)
    table["rank"] = table.groupby("ours", sort=False).cumcount() + 1
    table["favours"] = np.where(table["ours"], a, b)
    kept = table[table["rank"] <= top_n] if top_n else table
    return kept.reset_index(drop=True)


COLUMNS = [
    "term",
    "favours",
    "rank",
    "estimate",
    "low",
    "high",
    "q",
    "z",
    "log_ratio",
    "g2",
    "count_a",
    "count_b",
    "per_million_a",
    "per_million_b",
    "articles_a",
    "articles_b",
    "outlets_a",
    "outlets_b",
    "n_articles_a",
    "n_articles_b",
    "n_outlets_a",
    "n_outlets_b",
    "note",
]
