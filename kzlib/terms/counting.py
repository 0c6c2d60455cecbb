"""What every count of terms begins with: which articles, in which groups, and the counts themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

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
) -> pd.DataFrame:
    """How often each term stands in each group: collection, lang, group, term, count (sorted).

    ``chosen`` (columns term, lang) leaves only those terms.
    """
    frames = {"sel": selected}
    if chosen is not None:
        frames["chosen"] = chosen[["term", "lang"]].drop_duplicates()
        condition += " and (t.term, t.lang) in (select (term, lang) from chosen)"
    column = term_column(by)
    return corpus.sql(
        f"""select s.collection, s.lang, s."group", {column} as term, sum({COUNT})::bigint as count
        from terms t join sel s using (doc_id) left join vocabulary v on v.term = t.term and v.lang = t.lang
        where {condition} group by 1, 2, 3, 4 having sum({COUNT}) > 0 order by 1, 2, 3, 4""",
        **frames,
    )


def spread(
    corpus: Corpus, selected: pd.DataFrame, wanted: pd.DataFrame, *, by: str = "form", size: int = 1
) -> pd.DataFrame:
    """Where the wanted terms stand: the sums over outlets that an interval clustered by outlet needs.

    Parameters
    ----------
    wanted
        Column ``term``: what to count (lemmas with ``by="lemma"``).

    Returns
    -------
    DataFrame
        collection, lang, group, term, count, n_with (articles that hold it), n_outlets_with, yy (sum over outlets of
        squared counts), yn (of counts times words).
    """
    column = term_column(by)
    return corpus.sql(
        f"""with hits as (
            select s.collection, s.lang, s."group", {column} as term, coalesce(s.outlet, '?' || s.doc_id) as outlet,
                s.outlet is not null as known, sum({COUNT}) as y,
                count(distinct t.doc_id) filter (where {COUNT} > 0) as docs
            from terms t join sel s using (doc_id) left join vocabulary v on v.term = t.term and v.lang = t.lang
            where t.size = {int(size)} and {column} in (select term from wanted)
            group by all having sum({COUNT}) > 0
        ), sizes as (
            select collection, lang, "group", coalesce(outlet, '?' || doc_id) as outlet, sum(n_words) as n
            from sel group by all
        )
        select collection, lang, "group", term, sum(y)::bigint as count, sum(docs)::bigint as n_with,
            count(*) filter (where known)::bigint as n_outlets_with,
            sum(y * y)::double as yy, sum(y * n)::double as yn
        from hits join sizes using (collection, lang, "group", outlet)
        group by all order by 1, 2, 3, 4""",
        sel=selected,
        wanted=wanted[["term"]].drop_duplicates(),
    )
