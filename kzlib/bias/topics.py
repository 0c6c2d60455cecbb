"""Which topics an article is on, from its terms and the word list topics.csv."""

from __future__ import annotations

import re

import pandas as pd

from kzlib.corpus import Corpus

NONE = "none"

_QUERY = """
with used as (
    select distinct terms.term, terms.lang from terms join sel on sel.doc_id = terms.doc_id
),
hit as (
    select distinct used.term, used.lang, patterns.topic
    from used join patterns on patterns.lang = used.lang and starts_with(used.term, patterns.stem)
         and regexp_full_match(used.term, patterns.regex)
)
select distinct terms.doc_id, hit.topic
from terms join sel on sel.doc_id = terms.doc_id
     join hit on hit.term = terms.term and hit.lang = terms.lang
order by all
"""


def article_topics(
    corpus: Corpus, articles: pd.DataFrame, topics: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The topics of each article, split evenly: columns doc_id, topic, share (1/k for each of k topics).

    An article that uses no word of any topic has the topic ``none`` with share 1.  Topics are found in
    the table ``terms``, so an edited list of words works on a corpus without texts.

    Parameters
    ----------
    topics : DataFrame, optional
        Columns topic, lang, pattern (one or two words; ``*`` at the end of a word stands for any ending);
        by default kzlib/data/topics.csv.
    """
    words = patterns() if topics is None else topics
    compiled = pd.DataFrame(
        {
            "topic": words["topic"].astype(str),
            "lang": words["lang"].astype(str),
            "stem": [pattern.split("*")[0] for pattern in words["pattern"]],
            "regex": [re.escape(pattern).replace(r"\*", "[^ ]*") for pattern in words["pattern"]],
        }
    )
    found = corpus.sql(_QUERY, sel=articles[["doc_id"]], patterns=compiled)
    rest = articles.loc[~articles["doc_id"].isin(found["doc_id"]), ["doc_id"]].assign(topic=NONE)
    every = pd.concat([found, rest], ignore_index=True)
    every["share"] = 1.0 / every.groupby("doc_id")["topic"].transform("size")
    return every.sort_values(["doc_id", "topic"], ignore_index=True)


def patterns() -> pd.DataFrame:
    """kzlib's own word lists: columns topic, lang, pattern."""
    from kzlib import reference

    return reference.load_topics()
