"""Which words, how often, whose: frequency tables for any grouping of articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.inference.contrast import FLOOR
from kzlib.terms.counting import CELL, counted, counts, selection, spread, term_conditions
from kzlib.terms.patterns import lines, matching

MILLION = 1e6
COLUMNS = [
    *CELL,
    "term",
    "rank",
    "count",
    "n_words",
    "estimate",
    "low",
    "high",
    "n_with",
    "n_articles",
    "share",
    "n_outlets_with",
    "n_outlets",
    "note",
]


def frequencies(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    group_by: str | Sequence[str] = "",
    top_n: int = 20,
    terms: Sequence[Any] = (),
    by: str = "form",
    size: int = 1,
    stop_words: bool = False,
    extra_stop_words: Sequence[str] = (),
    exclude: Sequence[str] = (),
    translated: bool = False,
    min_outlets: int = 5,
    order: str = "count",
) -> pd.DataFrame:
    """The most frequent terms of every group, or the frequencies of given ones.

    Groups are formed within each collection and language: words of two languages are never one list.

    Parameters
    ----------
    group_by
        See :func:`kzlib.terms.counting.selection`: side, class, outlet, month, topic, voice, …; several may be given.
    top_n
        How many terms a group shows (0: all of them).
    terms
        Patterns (see :func:`kzlib.terms.patterns.lines`): only the terms that match.
    by
        ``"form"`` counts words as written, ``"lemma"`` adds up the forms of a lemma.
    size
        1 for words, 2 for pairs of neighbouring words.
    stop_words
        True counts function words too.
    extra_stop_words, exclude
        More patterns to leave out.
    translated
        True also counts texts that the collection's makers translated.
    min_outlets
        Below this many outlets in a group an interval is called not reliable; below three there is none.
    order
        ``"count"`` ranks by occurrences, ``"articles"`` by the articles that hold the term, ``"outlets"`` by the
        outlets that use it, which keeps one long article from filling the list.

    Returns
    -------
    DataFrame
        A row per collection, lang, group and term: rank (1 is most frequent), count, n_words (size of the group),
        estimate (per million words) with low and high (95 %, clustered by outlet), n_with of n_articles hold it
        (share), n_outlets_with of n_outlets use it, note.  A group in which nothing was found is one row whose
        term is missing and whose note begins with "not estimable".

    Raises
    ------
    KzlibError
        If a pattern, ``by`` or ``order`` is none.

    >>> list(frequencies.__kwdefaults__)[:3]
    ['group_by', 'top_n', 'terms']
    """
    key = _order(order)
    selected = selection(corpus, articles, group_by, translated=translated)
    groups = grouping.sizes(selected, CELL)
    condition = term_conditions(
        size=size, stop_words=stop_words or bool(terms), extra_stop_words=extra_stop_words, exclude=exclude
    )
    chosen = matching(corpus, lines(terms), by=by) if terms else None
    first = top_n if order == "count" else 0
    if selected.empty:
        return _nothing(articles, group_by)
    these = counted(corpus, selected, size=size)
    found = counts(these, condition, by=by, chosen=chosen, top_n=first)
    table = spread(these, condition, found, by=by, chosen=chosen).drop(columns="count")
    out = found.merge(table, on=[*CELL, "term"], how="left").merge(groups, on=CELL, how="left")
    out = _ranked(out, top_n, key)
    low, high = grouping.rate_interval(
        out["count"], out["n_words"], out["yy"], out["yn"], out["n_words_sq"], out["n_outlets"]
    )
    out = out.assign(
        estimate=MILLION * out["count"] / out["n_words"],
        low=MILLION * low,
        high=MILLION * high,
        share=out["n_with"] / out["n_articles"],
        note=grouping.notes(out["n_articles"], out["n_outlets"], max(min_outlets, FLOOR)),
    )
    return _with_empty(out, groups, terms)[COLUMNS]


def top(corpus: Corpus, articles: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """:func:`frequencies` under the name of its figure, terms-top."""
    return frequencies(corpus, articles, **options)


def _order(order: str) -> str:
    keys = {"count": "count", "articles": "n_with", "outlets": "n_outlets_with"}
    if order not in keys:
        from kzlib.errors import KzlibError

        raise KzlibError(f"terms are ordered by {', '.join(keys)}, not by {order!r}")
    return keys[order]


def _ranked(table: pd.DataFrame, top_n: int, key: str = "count") -> pd.DataFrame:
    """Terms in falling order within their group; ties by count, then alphabetically."""
    keys = list(dict.fromkeys([key, "count"]))
    by = [*CELL, *keys, "term"]
    out = table.sort_values(by, ascending=[True] * 3 + [False] * len(keys) + [True], ignore_index=True)
    out["rank"] = out.groupby(CELL).cumcount() + 1
    return out[out["rank"] <= top_n].reset_index(drop=True) if top_n else out


def _nothing(articles: pd.DataFrame, group_by: str | Sequence[str]) -> pd.DataFrame:
    """One row that says why there is no group."""
    names = [group_by] if isinstance(group_by, str) else list(group_by)
    known = f"none of {grouping.plural(len(articles), 'article')} has a {' and a '.join(names)} to group by"
    note = f"not estimable: {known if len(articles) and any(names) else 'no article was selected'}"
    return pd.DataFrame([{"n_articles": 0, "note": note}]).reindex(columns=COLUMNS)


def _with_empty(table: pd.DataFrame, groups: pd.DataFrame, terms: Sequence[Any]) -> pd.DataFrame:
    """A row for each group in which nothing was found."""
    seen = table[CELL].drop_duplicates().assign(seen=True)
    rest = groups.merge(seen, on=CELL, how="left")
    rest = rest[rest["seen"].isna()].drop(columns="seen")
    if rest.empty:
        return table
    what = "none of the terms occurs" if terms else "no term is left to count"
    rest = rest.assign(
        note=[f"not estimable: {what} in {grouping.plural(n, 'article')}" for n in rest["n_articles"]]
    )
    return pd.concat([table, rest], ignore_index=True).sort_values([*CELL, "rank"], ignore_index=True)
