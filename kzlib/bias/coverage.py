"""Who covers what: each side's share of articles on each topic and each event, and what one side is silent on."""

from __future__ import annotations

import pandas as pd

from kzlib.bias.common import COMBINED, groups, sided
from kzlib.bias.shares import share_table
from kzlib.corpus import Corpus
from kzlib.reference import article_topics

_KEYS = ["collection", "lang", "place", "outlet", "side"]
NEARLY_ALL = (
    0.9  # of a collection's articles have an event: it was gathered by event, whether it says so or not
)
_ABOUT = ["dimension", "label", "item"]


def coverage(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    topics: pd.DataFrame | None = None,
    min_outlets: int = 5,
    min_articles: int = 8,
) -> pd.DataFrame:
    """Share of each side's articles on each topic and on each event.

    Every outlet counts the same: a side's share is the mean of its outlets' shares, so that an agency
    with a thousand dispatches does not speak for its whole side.  An article that names several topics
    counts once for each (shares of topics add up to more than 1).  ``combined`` puts languages together as
    :func:`kzlib.bias.tone_gap` does.

    Parameters
    ----------
    topics : DataFrame, optional
        Word lists (columns topic, lang, pattern); kzlib/data/topics.csv by default.
    min_outlets : int
        Outlets a side for a reliable interval.
    min_articles : int
        Events with fewer articles (both sides together) are left out.

    Returns
    -------
    DataFrame
        One row per collection, language, ``dimension`` (topic, event), ``item`` and ``side`` (state,
        independent, and ``difference``: state − independent).  ``estimate`` is a share (0–1) with a 95 % interval:
        Korn and Graubard's with the outlet as cluster, which gives silence (0 of n) an upper bound;
        for the difference Newcombe's.  ``n_item`` articles on the item out of ``n_articles``, from
        ``n_outlets``.  Where ``sampled_by_event`` is true the articles were looked up event by event (the
        collection says so, or nearly every article has an event), and the shares are the sampling's, not the newsrooms'.

    References
    ----------
    Korn and Graubard (1998); Newcombe (1998); docs/methods.md, bias.
    """
    chosen = sided(articles)
    base = chosen.groupby(_KEYS, sort=True).size().rename("n").reset_index()
    hits = pd.concat([_topic_hits(corpus, chosen, topics), _event_hits(articles, chosen, min_articles)])
    places = groups(articles)
    table = share_table(base, hits, _ABOUT, places, weights="outlets", min_outlets=min_outlets)
    table = table.rename(columns={"n": "n_articles"})
    sampled = _sampled(corpus, articles) & {collection for collection, _ in places}
    flags = [bool(sampled) if name == COMBINED else name in sampled for name in table["collection"]]
    table.insert(len(table.columns) - 1, "sampled_by_event", flags)
    return table


def _topic_hits(corpus: Corpus, chosen: pd.DataFrame, topics: pd.DataFrame | None) -> pd.DataFrame:
    found = article_topics(corpus, chosen, topics).merge(chosen, on="doc_id")
    counted = found.groupby(["topic", *_KEYS], sort=True).size().rename("total").reset_index()
    order = counted.groupby("topic")["total"].sum().sort_values(ascending=False, kind="stable").index
    counted["rank"] = counted["topic"].map({name: rank for rank, name in enumerate(order)})
    counted = counted.sort_values(["rank", *_KEYS]).rename(columns={"topic": "item"})
    return counted.assign(dimension="topic", label=counted["item"].str.replace("_", " "))


def _event_hits(articles: pd.DataFrame, chosen: pd.DataFrame, min_articles: int) -> pd.DataFrame:
    """Articles on each event that the collection names, in the order of the events (their median article's date)."""
    columns = [*_KEYS, "total", "item", "label", "dimension"]
    if "event" not in articles:
        return pd.DataFrame(columns=columns)
    about = articles[["doc_id", "event", "published"]].dropna(subset=["event"])
    found = chosen.merge(about, on="doc_id")
    size = found.groupby("event")["doc_id"].size()
    found = found[found["event"].map(size) >= min_articles]
    if found.empty:
        return pd.DataFrame(columns=columns)
    dates = pd.to_datetime(found["published"])
    first = dates.groupby(found["event"]).median().sort_values(kind="stable", na_position="last")
    counted = found.groupby(["event", *_KEYS], sort=True).size().rename("total").reset_index()
    counted["rank"] = counted["event"].map({name: rank for rank, name in enumerate(first.index)})
    counted = counted.sort_values(["rank", *_KEYS]).rename(columns={"event": "item"})
    return counted.assign(dimension="event", label=counted["item"].str.replace("-", " "))


def _sampled(corpus: Corpus, articles: pd.DataFrame) -> set[str]:
    """Collections gathered event by event: those that say so, and those in which nearly every article has an event.

    Whoever reads in a table of their own may not know that there is anything to say: a collection without articles on
    anything but a list of events was gathered by that list.
    """
    known = corpus.meta.get("collections", {})
    told = {str(name) for name, about in known.items() if about.get("sampled_by_event")}
    if "event" not in articles:
        return told
    share = articles["event"].notna().groupby(articles["collection"].astype(str)).mean()
    return told | set(share.index[share >= NEARLY_ALL])
