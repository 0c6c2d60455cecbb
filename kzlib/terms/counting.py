"""What every count of terms begins with: which articles, in which groups, and the counts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.terms.patterns import clean, lemma_column, literal, matches

CELL = ["collection", "lang", "group"]
KEEP = ["doc_id", "collection", "lang", "group", "outlet", "published", "n_words", "part"]

#: How often a term stands in the part of an article that a row of the selection is about.
COUNT = "case s.part when 'quotation' then t.quoted when 'narration' then t.count - t.quoted else t.count end"


def selection(
    corpus: Corpus, articles: pd.DataFrame, group_by: str | Sequence[str] = "", *, translated: bool = False
) -> pd.DataFrame:
    """The articles with their groups, as counting wants them.

    Translated texts are left out unless asked for: their words are the translator's.

    Beside what :func:`kzlib.grouping.assign` knows, ``group_by`` may be ``"voice"`` (an article is two rows, its
    narration and its quotations, each with its own number of words) or ``"topic"`` (a row for every topic).

    Returns the columns doc_id, collection, lang, group, outlet, published, n_words, part.
    """
    names = [group_by] if isinstance(group_by, str) else list(group_by)
    if not translated:
        articles = articles[~articles["translated"].astype(bool)]
    frame, extra = articles.assign(part="all"), ""
    if "voice" in names:
        frame, extra = _by_voice(corpus, frame), "part"
    elif "topic" in names:
        frame, extra = _by_topic(corpus, frame), "topic"
    out = grouping.assign(frame, [name for name in names if name not in ("voice", "topic")])
    if extra:
        plain = (out["group"] == grouping.EVERYTHING).all()
        out["group"] = out[extra] if plain else out["group"] + " · " + out[extra]
    return out[KEEP]


def _by_voice(corpus: Corpus, articles: pd.DataFrame) -> pd.DataFrame:
    quoted = corpus.sql(
        "select doc_id, sum(quoted)::bigint as quoted from terms join sel using (doc_id) where size = 1 group by doc_id",
        sel=articles[["doc_id"]],
    )
    n = articles["doc_id"].map(quoted.set_index("doc_id")["quoted"]).fillna(0).astype("int64")
    parts = [
        articles.assign(part="narration", n_words=articles["n_words"] - n),
        articles.assign(part="quotation", n_words=n),
    ]
    both = pd.concat(parts, ignore_index=True)
    return both[both["n_words"] > 0]


def _by_topic(corpus: Corpus, articles: pd.DataFrame) -> pd.DataFrame:
    from kzlib import reference

    topics = reference.article_topics(cast(Any, corpus), articles)[["doc_id", "topic"]]
    return articles.merge(topics, on="doc_id", how="inner")


def term_column(by: str) -> str:
    """What is counted, in SQL over terms ``t`` and vocabulary ``v``: the word as written, or its lemma."""
    return "t.term" if lemma_column(by) == "term" else "lower(coalesce(v.lemma, t.term))"


def term_conditions(
    *,
    size: int = 1,
    stop_words: bool = False,
    extra_stop_words: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> str:
    """The condition of SQL on terms ``t`` joined to their vocabulary ``v``."""
    conditions = [f"t.size = {int(size)}"]
    if not stop_words and size == 1:
        conditions.append("not coalesce(v.stop, false)")
    words = [clean(word) for word in [*extra_stop_words, *exclude]]
    exact = [word for word in words if not set(word) & set("*?/")]
    if exact:
        listed = ", ".join(literal(word) for word in exact)
        conditions.append(f"t.term not in ({listed}) and lower(coalesce(v.lemma, '')) not in ({listed})")
    conditions += [f"not ({matches('t.term', word)})" for word in words if word not in exact]
    return " and ".join(conditions)


def counts(
    corpus: Corpus,
    selected: pd.DataFrame,
    condition: str,
    *,
    by: str = "form",
    chosen: pd.DataFrame | None = None,
    top_n: int = 0,
) -> pd.DataFrame:
    """How often each term stands in each group: collection, lang, group, term, count.

    ``chosen`` (columns term, lang) leaves only those terms; ``top_n`` the most frequent of each group (0: all).
    Sorted by group, then by falling count and term.
    """
    words = _words(corpus, condition, by, chosen)
    rows, cells = _keyed(selected)
    found = _tally(corpus, rows, words, top_n)
    return cells.join(found.set_index("cell"), how="inner").reset_index(drop=True)


def _words(corpus: Corpus, condition: str, by: str, chosen: pd.DataFrame | None = None) -> pd.DataFrame:
    """The terms to count: term, lang, key (what they are counted as).

    Terms are aggregated before the vocabulary is looked up, which makes it a small join.
    """
    frames = {}
    if chosen is not None:
        frames["chosen"] = chosen[["term", "lang"]].drop_duplicates()
        condition += " and (t.term, t.lang) in (select (term, lang) from chosen)"
    return corpus.sql(
        f"""with t as (select term, lang, size from terms group by all)
        select t.term, t.lang, {term_column(by)} as key
        from t left join vocabulary v on v.term = t.term and v.lang = t.lang where {condition} order by 1, 2""",
        **frames,
    )


def _keyed(selected: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The selection with numbers for its groups and outlets, which are joined and grouped faster than names.

    An article without a known outlet is an outlet of its own (a negative number).
    """
    cells = selected[CELL].drop_duplicates().sort_values(CELL, ignore_index=True)
    cell = selected[CELL].merge(cells.reset_index(names="cell"), on=CELL, how="left")["cell"].to_numpy()
    outlet, _ = pd.factorize(selected["outlet"], sort=True)
    unit, _ = pd.factorize(selected["doc_id"])
    rows = pd.DataFrame(
        {
            "doc_id": selected["doc_id"].to_numpy(),
            "unit": unit,
            "cell": cell.astype("int32"),
            "outlet": np.where(outlet < 0, -unit - 1, outlet),
            "n_words": selected["n_words"].to_numpy(),
            "part": selected["part"].to_numpy(),
        }
    )
    return rows, cells


def _uses(rows: pd.DataFrame) -> str:
    return "t.count" if (rows["part"] == "all").all() else COUNT


def _tally(corpus: Corpus, rows: pd.DataFrame, words: pd.DataFrame, top_n: int) -> pd.DataFrame:
    """Counts by cell and term.  Numbers are grouped, and turned into words again when they are few."""
    number, terms = pd.factorize(words["key"], sort=True)
    top = (
        f"qualify row_number() over (partition by cell order by count desc, number) <= {int(top_n)}"
        if top_n
        else ""
    )
    uses = _uses(rows)
    found = corpus.sql(
        f"""with tallied as (
            select s.cell, w.number, sum({uses})::bigint as count
            from terms t join sel s using (doc_id) join words w on w.term = t.term and w.lang = t.lang
            group by 1, 2 having sum({uses}) > 0
        ) select * from tallied {top} order by cell, count desc, number""",
        sel=rows[["doc_id", "cell", "part"]],
        words=words[["term", "lang"]].assign(number=number.astype("int32")),
    )
    found.insert(1, "term", pd.Index(terms).take(found.pop("number")))
    return found


def spread(
    corpus: Corpus, selected: pd.DataFrame, wanted: pd.DataFrame, *, by: str = "form", size: int = 1
) -> pd.DataFrame:
    """Where the wanted terms stand: the sums over outlets that an interval clustered by outlet needs.

    Parameters
    ----------
    wanted
        Column ``term``: what to count (lemmas with ``by="lemma"``); with the columns of a group, only there.

    Returns
    -------
    DataFrame
        collection, lang, group, term, count, n_with (articles that hold it), n_outlets_with, yy (sum over outlets of
        squared counts), yn (of counts times words).
    """
    rows, cells = _keyed(selected)
    if set(CELL) <= set(wanted.columns):
        pairs = wanted[[*CELL, "term"]].merge(cells.reset_index(names="cell"), on=CELL)[["cell", "term"]]
    else:
        asked = wanted[["term"]].drop_duplicates()
        pairs = asked.merge(pd.DataFrame({"cell": range(len(cells))}), how="cross")
    uses = _uses(rows)
    found = corpus.sql(
        f"""with forms as (
            select t.term, t.lang, {term_column(by)} as key
            from (select distinct term, lang from terms where size = {int(size)}) t
            left join vocabulary v on v.term = t.term and v.lang = t.lang
            where {term_column(by)} in (select term from pairs)
        ), docs as (
            select s.cell, f.key as term, s.outlet, s.unit, sum({uses}) as y
            from terms t join forms f on f.term = t.term and f.lang = t.lang
            join sel s using (doc_id) join pairs p on p.cell = s.cell and p.term = f.key
            group by all having sum({uses}) > 0
        ), hits as (
            select cell, term, outlet, sum(y) as y, count(*) as docs from docs group by all
        ), sizes as (select cell, outlet, sum(n_words) as n from sel group by all)
        select cell, term, sum(y)::bigint as count, sum(docs)::bigint as n_with,
            count(*) filter (where outlet >= 0)::bigint as n_outlets_with,
            sum(y * y)::double as yy, sum(y * n)::double as yn
        from hits join sizes using (cell, outlet) group by all order by 1, 2""",
        sel=rows,
        pairs=pairs,
    )
    return cells.join(found.set_index("cell"), how="inner").reset_index(drop=True)
