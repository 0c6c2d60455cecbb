"""What every count of terms begins with: which articles, in which groups, and the counts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.corpus.postings import Postings
from kzlib.terms import tally
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
    return "t.term" if lemma_column(by) == "term" else "coalesce(v.lemma, t.term)"


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
        conditions.append(f"t.term not in ({listed}) and coalesce(v.lemma, '') not in ({listed})")
    conditions += [f"not ({matches('t.term', word)})" for word in words if word not in exact]
    return " and ".join(conditions)


@dataclass(frozen=True, slots=True)
class Counted:
    """A selection ready to be counted: postings, and numbers for its groups and the outlets within them."""

    corpus: Corpus
    postings: Postings
    cells: pd.DataFrame  # collection, lang, group; a cell's number is its row
    units: tally.Units
    layers: list[tally.Layer]


def counted(corpus: Corpus, selected: pd.DataFrame, *, size: int = 1, unit: str = "outlet") -> Counted:
    """Number the groups of a selection and the units within them: outlets (an article without a known one is an outlet
    of its own), with ``unit="article"`` articles, with ``unit="cell"`` the group as a whole."""
    postings = corpus.postings(size, quoted=bool((selected["part"] != "all").any()))
    cells = selected[CELL].drop_duplicates().sort_values(CELL, ignore_index=True)
    cell = (
        selected[CELL].merge(cells.reset_index(names="cell"), on=CELL, how="left")["cell"].to_numpy("int64")
    )
    outlet, known = pd.factorize(selected["outlet"], sort=True)
    alone = (outlet < 0) | (unit == "article")
    own = np.where(alone, len(known) + np.arange(len(selected)), outlet) * (unit != "cell")
    pairs, number = np.unique(cell * (len(known) + len(selected)) + own, return_inverse=True)
    words = np.bincount(number, weights=selected["n_words"].to_numpy(dtype=float), minlength=len(pairs))
    first = np.zeros(len(pairs), dtype="int64")
    first[number] = np.arange(len(selected))
    units = tally.Units(cell[first], words, outlet[first])
    rows = selected[["doc_id", "part"]].reset_index(drop=True).assign(cell=cell, unit=number)
    return Counted(corpus, postings, cells, units, tally.layers(postings, rows))


def counts(
    these: Counted, condition: str, *, by: str = "form", chosen: pd.DataFrame | None = None, top_n: int = 0
) -> pd.DataFrame:
    """How often each term stands in each group: collection, lang, group, term, count.

    ``chosen`` (columns term, lang) leaves only those terms; ``top_n`` the most frequent of each group (0: all).
    Sorted by group, then by falling count and term.
    """
    key, terms = _keys(these, condition, by, chosen=chosen)
    found = tally.counts(these.postings, key, these.layers, len(these.cells), top_n=top_n)
    found.insert(1, "term", terms.take(found.pop("key").to_numpy()).to_numpy(dtype=object))
    return these.cells.join(found.set_index("cell"), how="inner").reset_index(drop=True)


def spread(
    these: Counted,
    condition: str,
    wanted: pd.DataFrame,
    *,
    by: str = "form",
    chosen: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Where the wanted terms stand: the sums over outlets that an interval clustered by outlet needs.

    Parameters
    ----------
    condition, by, chosen
        What a use is, as :func:`counts` was given it: a form that is not counted there is not counted here either.
    wanted
        Column ``term``: what to count (lemmas with ``by="lemma"``); with the columns of a group, only there.

    Returns
    -------
    DataFrame
        collection, lang, group, term, count, n_with (articles that hold it), n_outlets_with, yy (sum over outlets of
        squared counts), yn (of counts times words).
    """
    key, terms = _keys(these, condition, by, wanted=wanted, chosen=chosen)
    cells = these.cells
    asked = wanted.merge(terms.rename("term").rename_axis("key").reset_index(), on="term")
    if set(CELL) <= set(wanted.columns):
        pairs = asked.merge(cells.reset_index(names="cell"), on=CELL)[["cell", "term", "key"]]
    else:
        everywhere = pd.DataFrame({"cell": range(len(cells))})
        pairs = asked[["term", "key"]].drop_duplicates().merge(everywhere, how="cross")
    found = tally.spread(these.postings, key, these.layers, these.units, pairs).drop(columns="key")
    found = found.sort_values(["cell", "term"], ignore_index=True)
    return cells.join(found.set_index("cell"), how="inner").reset_index(drop=True)


def tables(
    these: Counted,
    condition: str,
    *,
    by: str = "form",
    wanted: pd.DataFrame | None = None,
    chosen: pd.DataFrame | None = None,
    besides: pd.DataFrame | None = None,
) -> Iterator[tuple[pd.Series, np.ndarray, np.ndarray]]:
    """Some terms at a time: the terms, their uses in every unit of ``these.units``, the articles of every cell that
    hold them (a row a term).

    ``wanted`` (column term: words or lemmas) and ``chosen`` (term, lang: forms) leave only those, ``besides``
    (term, lang) leaves out those forms.
    """
    key, terms = _keys(these, condition, by, wanted=wanted, chosen=chosen, besides=besides)
    n_units, n_cells = len(these.units.cell), len(these.cells)
    step = max(tally.DENSE // max(n_units, n_cells, 1), 1)
    for first in range(0, len(terms), step):
        some = np.where((key >= first) & (key < first + step), key - first, -1)
        yield (
            terms[first : first + step],
            *tally.by_unit(these.postings, some, these.layers, n_units, n_cells),
        )


def _keys(
    these: Counted,
    condition: str,
    by: str,
    *,
    wanted: pd.DataFrame | None = None,
    chosen: pd.DataFrame | None = None,
    besides: pd.DataFrame | None = None,
) -> tuple[np.ndarray, pd.Series]:
    """What each entry of the postings is counted as (-1: not counted), and the terms that the numbers mean, sorted.

    The one place that says which uses are a word's; counts, articles and outlets all go by it.
    """
    frames = {}
    if wanted is not None:
        frames["wanted"] = wanted[["term"]].drop_duplicates().astype("str")
        condition += f" and {term_column(by)} in (select term from wanted)"
    for name, negated, forms in (("chosen", "", chosen), ("besides", "not ", besides)):
        if forms is not None:
            frames[name] = forms[["term", "lang"]].drop_duplicates().astype("str")
            condition += f" and (t.term, t.lang) {negated}in (select (term, lang) from {name})"
    postings = these.postings
    entries = postings.entries.assign(entry=np.arange(len(postings.entries)), size=postings.size)
    words = these.corpus.sql(
        f"""select t.entry, {term_column(by)} as key, dense_rank() over (order by key) - 1 as number from t
        left join vocabulary v on v.term = t.term and v.lang = t.lang where {condition} order by number""",
        t=entries,
        **frames,
    )
    key = np.full(len(entries), -1)
    key[words["entry"]] = words["number"]
    return key, words["key"][~words["number"].duplicated()].reset_index(drop=True)
