"""How does each side name the same people and events?"""

from __future__ import annotations

import pandas as pd

from kzlib.bias.common import groups, sided
from kzlib.bias.shares import share_table
from kzlib.corpus import Corpus

VOICES = ("all", "narration", "quotation")
_ABOUT = ["actor", "voice", "variant"]
_QUERY = """
select sel.collection, sel.lang, sel.place, sel.outlet, sel.side, names.actor, names.variant,
       sum(names.count)::bigint as "all", sum(names.count - names.quoted)::bigint as narration,
       sum(names.quoted)::bigint as quotation
from names join sel on sel.doc_id = names.doc_id group by all order by all
"""


def naming(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    min_outlets: int = 5,
    min_count: int = 5,
    voices: tuple[str, ...] = VOICES,
) -> pd.DataFrame:
    """Of all the times a side names an actor or event, the share that uses each name.

    What each actor and event can be called stands in kzlib/data/naming.csv, in three languages; names are counted
    when the corpus is made.  Every naming counts the same here (many outlets name an actor once or
    twice), and the interval takes into account that namings come in outlets.

    Parameters
    ----------
    min_outlets : int
        Outlets a side that name the actor, for a reliable interval.
    min_count : int
        Actors named less often (both sides together) are left out.

    Returns
    -------
    DataFrame
        One row per collection, language (and combined), ``actor``, ``voice`` (all, narration, quotation),
        ``variant`` and ``side`` (state, independent, difference: state − independent).  ``estimate`` is a share (0–1)
        with a 95 % interval (Korn and Graubard's, outlets as clusters); ``n_item`` uses of
        this name out of ``n_names`` namings by ``n_outlets`` outlets.

    References
    ----------
    Korn and Graubard (1998); docs/methods.md, bias.
    """
    chosen = sided(articles)
    counted = corpus.sql(_QUERY, sel=chosen)
    keys = ["collection", "lang", "place", "outlet", "side"]
    long = counted.melt([*keys, "actor", "variant"], list(voices), "voice", "total")
    long = long[long["total"] > 0]
    often = (
        long[long["voice"] == "all"]
        .groupby("actor")["total"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    often = often[often >= min_count]
    long = long[long["actor"].isin(often.index)]
    rank = {actor: number for number, actor in enumerate(often.index)}
    size = long.groupby(["actor", "variant"])["total"].transform("sum")
    order = pd.DataFrame(
        {"actor": long["actor"].map(rank), "voice": long["voice"].map(VOICES.index), "size": -size}
    )
    order["variant"] = long["variant"]
    long = long.loc[order.sort_values(["actor", "voice", "size", "variant"], kind="stable").index]
    base = long.groupby([*keys, "actor", "voice"], sort=True)["total"].sum().rename("n").reset_index()
    table = share_table(base, long, _ABOUT, groups(articles), weights="articles", min_outlets=min_outlets)
    return table.rename(columns={"n": "n_names"})
