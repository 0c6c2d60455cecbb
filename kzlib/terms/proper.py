"""Words by outlet, and those that are a signature and no preference: mastheads, the cities of datelines, stop words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from kzlib.corpus import Corpus

# Agencies begin a dispatch with the city it was filed from; the word says where the bureau is, not what is told.
DATELINES = frozenset(
    ("astana", "nur-sultan", "nursultan", "almaty", "akorda", "астана", "нур-султан", "нұр-сұлтан", "алматы",
     "акорда", "ақорда")
)  # fmt: skip


# Mastheads that are ordinary words of their language: taken out of the outlet's own texts only.
ORDINARY = frozenset(
    ("власть", "орда", "хабар", "караван", "республика", "время", "дат", "the", "time", "times", "today", "exclusive",
     "guardian", "news", "press", "inform", "el", "aqtobe", "trend", "тренд", "курсив", "накануне", "дождь", "эксклюзив",
     "айқын", "айкын", "fergana", "фергана", "spektr", "kedr", "amnesty", "sputnik", "tribuna", "vremya")
)  # fmt: skip


def without_signatures(counted: pd.DataFrame) -> pd.DataFrame:
    """Counts (columns outlet, term) without the words that sign a text instead of telling something.

    Out are the cities of datelines; newsrooms' names that are one word (Kazinform), wherever they stand; and every word in
    an outlet's name, aliases and domains in **its own** texts (so "president" is lost to the President's own
    office, and to nobody else).

    >>> frame = pd.DataFrame(
    ...     {"outlet": ["akorda", "rferl", "rferl"], "term": ["president", "president", "almaty"]}
    ... )
    >>> without_signatures(frame).values.tolist()
    [['rferl', 'president']]
    """
    names, own = signatures(counted["outlet"].unique())
    pairs = pd.Series(
        list(zip(counted["outlet"], counted["term"], strict=True)), index=counted.index, dtype=object
    )
    return counted[~counted["term"].isin(names | DATELINES) & ~pairs.isin(own)]


def own_words(outlets: Iterable[str]) -> set[str]:
    """The words to leave out wherever they stand: these outlets' one-word names and the cities of datelines.

    >>> sorted(own_words(["kazinform"]) & {"kazinform", "казинформ", "president", "almaty"})
    ['almaty', 'kazinform', 'казинформ']
    """
    return signatures(outlets)[0] | DATELINES


def signatures(outlets: Iterable[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Names of these outlets that are one word, and (outlet, word) for every word in what an outlet is called."""
    from kzlib import sources

    registry = sources.load_sources()
    mine = registry[registry["source_id"].isin(set(outlets))]
    names: set[str] = set()
    own: set[tuple[str, str]] = set()
    for row in mine.to_dict("records"):
        called = [
            row["source_id"],
            row["name"],
            row["name_native"],
            *row["aliases"].split(";"),
            *row["domains"].split(";"),
        ]
        for value in called:
            words = [word for word in re.findall(r"[\w-]+", str(value).lower()) if len(word) > 1]
            own |= {(row["source_id"], word) for word in words}
            if len(words) == 1 and words[0] not in ORDINARY and row["kind"] != "official":
                names.add(words[0])
    return names, own


_QUERY = """
select sel.collection, sel.lang, sel.outlet, sel.side, {word} as term, sum(terms.count)::bigint as count,
       count(distinct terms.doc_id)::bigint as articles
from terms join sel on sel.doc_id = terms.doc_id and sel.lang = terms.lang
     left join vocabulary as v on v.term = terms.term and v.lang = terms.lang
where terms.size = {size} group by all order by all
"""


def outlet_words(corpus: Corpus, chosen: pd.DataFrame, *, size: int = 1, lemmas: bool = True) -> pd.DataFrame:
    """How often each outlet uses each word: columns collection, lang, outlet, side, term, count, articles.

    With ``lemmas`` a word is its dictionary form wherever the corpus has one.
    """
    return corpus.sql(_QUERY.format(size=int(size), word=word_sql(lemmas)), sel=chosen)


def word_sql(lemmas: bool) -> str:
    """The SQL expression of a word: its dictionary form (with vocabulary joined as v), or the word as it stands."""
    return "coalesce(v.lemma, terms.term)" if lemmas else "terms.term"


def stop_words(corpus: Corpus, lang: str) -> set[str]:
    """The language's stop words, those that the corpus marks included, and their dictionary forms."""
    from kzlib import languages

    quoted = lang.replace("'", "''")
    marked = corpus.sql(
        f"select term from vocabulary where stop and lang = '{quoted}' "
        f"union select lemma from vocabulary where stop and lang = '{quoted}'"
    )
    return set(languages.stop_words(lang)) | set(marked["term"].dropna())
