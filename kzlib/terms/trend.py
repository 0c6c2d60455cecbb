"""How the use of words changes over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.inference.contrast import FLOOR
from kzlib.terms.counting import COUNT, selection
from kzlib.terms.patterns import Line, lines, matching

MEASURES = {"per_million": 1e6, "share": 100.0}
KEYS = ["collection", "group", "period"]


def trend(
    corpus: Corpus,
    articles: pd.DataFrame,
    terms: Sequence[Any],
    *,
    group_by: str | Sequence[str] = "",
    period: str = "month",
    measure: str = "per_million",
    by: str = "form",
    window: int = 1,
    translated: bool = False,
    min_outlets: int = 5,
) -> pd.DataFrame:
    """The frequency of one or more lines of terms, period by period.

    A line adds up all its patterns in all languages selected, over all their words: one line may say protest in
    three languages.  Its level then also depends on how the languages mix, which is why ``lang`` names them.

    Parameters
    ----------
    terms
        See :func:`kzlib.terms.patterns.lines`: a list is one line, a list of lists several.
    group_by
        Lines for each group apart: side, class, outlet, lang, voice, …
    period
        week, month, quarter or year.
    measure
        ``"per_million"`` words, or ``"share"``: per cent of articles that hold any of the terms.
    by
        ``"lemma"`` matches patterns against lemmas and counts all their forms.
    window
        Smoothing: a centred moving rate over this many periods, an odd number (1: none).  Counts and words are
        added up over the window before they are divided; a period without articles stays a gap.
    translated
        True also counts texts that the collection's makers translated.
    min_outlets
        Below this many outlets in a period its interval is called not reliable.

    Returns
    -------
    DataFrame
        A row per collection, group, line and period from the first to the last with articles: collection, lang
        (languages added up), group, line, period (its first day), estimate, low, high (95 %, clustered by outlet, of
        the unsmoothed rate), smooth, count, n_with (articles that hold a term), n_outlets_with, n_words, n_articles,
        n_outlets, n_forms (different forms found), measure, window, note.  A period without articles has a missing
        estimate; a line that never occurs is one row, with a missing period and the reason in its note.

    Raises
    ------
    KzlibError
        If a pattern, the measure, the period or the window is none.
    """
    asked = lines(terms)
    if measure not in MEASURES:
        raise KzlibError(f"a trend measures 'per_million' words or the 'share' of articles, not {measure!r}")
    if window < 1 or window % 2 == 0:
        raise KzlibError(f"smoothing takes an odd number of periods (1 for none), not {window}")
    starts = grouping.starts(articles["published"], period)
    dated = articles[starts.notna()]
    selected = selection(corpus, dated, group_by, translated=translated)
    selected = selected.assign(period=grouping.starts(selected["published"], period))
    found = matching(corpus, asked, by=by)
    hits = _hits(corpus, selected, found)
    sizes = _sizes(selected)
    parts = [
        _line(
            line,
            sizes,
            hits[hits["line"] == line.label],
            found[found["line"] == line.label],
            articles,
            len(dated),
        )
        for line in asked
    ]
    out = _gaps(pd.concat(parts, ignore_index=True), period)
    return _finish(out, measure, window, min_outlets)


def _hits(corpus: Corpus, selected: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Line, cell, period, outlet: how often, and in how many articles (an article counts once however it mixes languages)."""
    return corpus.sql(
        f"""with docs as (
            select f.line, s.collection, s."group", s.period, coalesce(s.outlet, '?' || s.doc_id) as outlet,
                s.outlet is not null as known, t.doc_id, sum({COUNT}) as y
            from terms t join found f using (term, lang) join sel s using (doc_id)
            group by all having sum({COUNT}) > 0
        )
        select line, collection, "group", period, outlet, known, sum(y)::double as y, count(*)::double as docs
        from docs group by all order by all""",
        found=found,
        sel=selected,
    )


def _sizes(selected: pd.DataFrame) -> pd.DataFrame:
    """Cell, period, outlet: words and articles."""
    frame = selected.assign(
        known=selected["outlet"].notna(),
        outlet=selected["outlet"].where(selected["outlet"].notna(), "?" + selected["doc_id"].astype(str)),
    )
    grouped = frame.groupby([*KEYS, "outlet", "known"], observed=True)
    return grouped.agg(words=("n_words", "sum"), articles=("doc_id", "nunique")).reset_index()


def _line(
    line: Line,
    sizes: pd.DataFrame,
    hits: pd.DataFrame,
    found: pd.DataFrame,
    articles: pd.DataFrame,
    n_dated: int,
) -> pd.DataFrame:
    """A line's sums over outlets, cell by cell and period by period."""
    languages = " + ".join(sorted(articles["lang"].dropna().unique()))
    base = {"lang": languages, "line": line.label, "n_forms": len(found)}
    if hits.empty or sizes.empty:
        where = f"{grouping.plural(n_dated, 'dated article')}" if n_dated else "no article: none has a date"
        why = (
            f"not estimable: {line.label} does not occur in {where}" if n_dated else f"not estimable: {where}"
        )
        return pd.DataFrame([{**base, "count": 0, "n_articles": n_dated, "note": why}])
    both = sizes.merge(hits.drop(columns=["line", "known"]), on=[*KEYS, "outlet"], how="left")
    both[["y", "docs"]] = both[["y", "docs"]].fillna(0.0)
    both = both.assign(
        n_outlets=both["known"].astype(int),
        n_outlets_with=(both["known"] & (both["y"] > 0)).astype(int),
        units=1,
        yy=both["y"] ** 2,
        yn=both["y"] * both["words"],
        nn=both["words"].astype(float) ** 2,
        dd=both["docs"] ** 2,
        da=both["docs"] * both["articles"],
        aa=both["articles"].astype(float) ** 2,
    )
    out = both.drop(columns=["outlet", "known"]).groupby(KEYS, observed=True).sum().reset_index()
    names = {"y": "count", "docs": "n_with", "words": "n_words", "articles": "n_articles"}
    return out.rename(columns=names).assign(note="", lang=languages, line=line.label, n_forms=len(found))


def _gaps(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """Add a row for every period between the first and the last that has no articles."""
    if "period" not in table or table["period"].isna().all():
        return table.reindex(columns=list(dict.fromkeys([*table.columns, *KEYS, "units"])))
    parts = [table[table["period"].isna()]]
    frequency = {"week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}[period]
    for _, rows in table[table["period"].notna()].groupby(["line", "collection", "group"], sort=True):
        every = pd.date_range(rows["period"].min(), rows["period"].max(), freq=frequency)
        full = rows.set_index("period").reindex(every).rename_axis("period").reset_index()
        new = full["n_articles"].isna()
        for column in ("line", "collection", "group", "lang", "n_forms"):
            full[column] = rows[column].iloc[0]
        full.loc[new, "note"] = "not estimable: no articles"
        counted = ["count", "n_with", "n_outlets_with", "n_words", "n_articles", "n_outlets", "units"]
        full[counted] = full[counted].fillna(0)
        parts.append(full)
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def _finish(table: pd.DataFrame, measure: str, window: int, min_outlets: int) -> pd.DataFrame:
    sums = (
        ["count", "yy", "yn", "nn", "n_words"]
        if measure == "per_million"
        else ["n_with", "dd", "da", "aa", "n_articles"]
    )
    table = table.reindex(columns=list(dict.fromkeys([*COLUMNS, *table.columns, "units", *sums])))
    scale = MEASURES[measure]
    y, yy, yn, nn, n = (table[name].astype(float) for name in sums)
    some = (n > 0) & table["period"].notna()
    low, high = grouping.rate_interval(y, n.where(some), yy, yn, nn, table["units"].astype(float))
    if measure == "share":
        high = np.minimum(high, 1.0)
    table = table.assign(
        estimate=scale * y / n.where(some), low=scale * low, high=scale * high, measure=measure, window=window
    )
    table["smooth"] = table["estimate"]
    if window > 1:
        for _, rows in table[some].groupby(["line", "collection", "group"], sort=True):
            every = table.index[
                (table[["line", "collection", "group"]] == rows[["line", "collection", "group"]].iloc[0]).all(
                    axis=1
                )
            ]
            rolling = (
                series.loc[every].fillna(0).rolling(window, center=True, min_periods=1).sum()
                for series in (y, n)
            )
            top, bottom = rolling
            table.loc[every, "smooth"] = (scale * top / bottom.where(bottom > 0)).where(some.loc[every])
    plain = table["note"] == ""
    marks = grouping.notes(
        table.loc[plain, "n_articles"], table.loc[plain, "n_outlets"], max(min_outlets, FLOOR)
    )
    table.loc[plain, "note"] = marks
    return table.sort_values(["line", "collection", "group", "period"], ignore_index=True)[COLUMNS]


COLUMNS = [
    "collection",
    "lang",
    "group",
    "line",
    "period",
    "estimate",
    "low",
    "high",
    "smooth",
    "count",
    "n_with",
    "n_outlets_with",
    "n_words",
    "n_articles",
    "n_outlets",
    "n_forms",
    "measure",
    "window",
    "note",
]
