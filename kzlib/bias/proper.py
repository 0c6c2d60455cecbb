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


def own_words(outlets: Iterable[str]) -> set[str]:
    """The words in the names, aliases and domains of these outlets, and the cities of datelines.

    A word that is common outside names (``news``, ``press``, ``time``) is taken out as well: whoever reads
    the list should not meet an outlet's masthead as its vocabulary.

    >>> sorted(own_words(["kazinform"]) & {"kazinform", "казинформ", "president", "almaty"})
    ['almaty', 'kazinform', 'казинформ']
    """
    from kzlib import sources

    registry = sources.load_sources()
    mine = registry[registry["source_id"].isin(set(outlets))]
    words = set(DATELINES)
    for column in ("source_id", "name", "name_native", "aliases", "domains"):
        for value in mine[column]:
            words |= {word for word in re.findall(r"[\w'-]+", str(value).lower()) if len(word) > 2}
    return words


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
