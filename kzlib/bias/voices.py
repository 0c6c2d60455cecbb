"""Who gets to speak: quoted words by the speaker's role, and how much is quoted at all."""

from __future__ import annotations

import pandas as pd

from kzlib.bias.common import groups, sided
from kzlib.bias.shares import share_table
from kzlib.corpus import Corpus

_ABOUT = ["measure", "role"]
_KEYS = ["collection", "lang", "place", "outlet", "side"]
_ROLES = """
select sel.collection, sel.lang, sel.place, sel.outlet, sel.side, quotations.role,
       sum(quotations.n_words)::bigint as total
from quotations join sel on sel.doc_id = quotations.doc_id where quotations.direct group by all order by all
"""
_WORDS = """
select sel.collection, sel.lang, sel.place, sel.outlet, sel.side,
       sum(sentences.n_words)::bigint as n, sum(sentences.n_quoted)::bigint as total
from sentences join sel on sel.doc_id = sentences.doc_id group by all order by all
"""
ROLES = ("official", "civic", "expert", "citizen", "media", "unknown")


def voices(corpus: Corpus, articles: pd.DataFrame, *, min_outlets: int = 5) -> pd.DataFrame:
    """Whose words are quoted: the share of quoted words by the speaker's role, on each side.

    Parameters
    ----------
    min_outlets : int
        Outlets a side that quote anybody, for a reliable interval.

    Returns
    -------
    DataFrame
        One row per collection, language (and combined), ``measure``, ``role`` and ``side`` (state, independent,
        difference).  Direct quotations only: reported speech is the newsroom's wording.  ``measure`` is "quoted words" (``estimate``: the share of a side's quoted words
        spoken by that role; ``unknown`` is the share whose speaker was not found) or "all words" (role
        ``quoted``: the share of all words that stand in quotation marks).  95 % intervals by Korn and Graubard,
        outlets as clusters; ``n_item`` words out of ``n_words``, from ``n_outlets``.

    References
    ----------
    Korn and Graubard (1998); docs/methods.md, bias.
    """
    chosen = sided(articles)
    spoken = corpus.sql(_ROLES, sel=chosen)
    spoken = spoken.assign(measure="quoted words", rank=spoken["role"].map(ROLES.index)).sort_values(
        ["rank", *_KEYS]
    )
    written = corpus.sql(_WORDS, sel=chosen).assign(measure="all words", role="quoted")
    base = spoken.groupby([*_KEYS, "measure"], sort=True)["total"].sum().rename("n").reset_index()
    base = pd.concat([written[[*_KEYS, "measure", "n"]], base], ignore_index=True)
    hits = pd.concat([written, spoken], ignore_index=True)
    table = share_table(base, hits, _ABOUT, groups(articles), weights="articles", min_outlets=min_outlets)
    return table.rename(columns={"n": "n_words"})
