"""What a corpus holds, as tidy tables: the flow of counts, the outlets, the years."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kzlib import grouping
from kzlib.corpus.query import Corpus

STEPS = ("measured", "reworded", "duplicate", "rejected")
OTHERS, NO_OUTLET = "other outlets", "(no outlet found)"


def flow(corpus: Corpus, collections: list[str] | None = None) -> pd.DataFrame:
    """What went in and what was dropped, why.

    Parameters
    ----------
    corpus : Corpus
    collections : list of str, optional
        Some of its collections; all by default.

    Returns
    -------
    DataFrame
        A row a collection, step and reason: collection, step (measured, reworded, duplicate, rejected), reason,
        n_items, share (of the collection's items, 0–1), n_collection (its items).  The steps of a collection
        add up to its items.

    Examples
    --------
    >>> table = flow(Corpus.open())
    >>> bool(table.groupby("collection")["share"].sum().round(9).eq(1).all())
    True
    """
    rows: list[tuple[str, str, str, int, int]] = []
    for name in collections or corpus.collections:
        counts = corpus.meta["collections"][name]["flow"]
        if not counts:
            continue
        n = counts["items"]
        rows.append((name, "measured", "", counts["kept"], n))
        rows.append((name, "reworded", "wording is not its author's", counts["reworded"], n))
        rows.append((name, "duplicate", "repeats another article of the collection", counts["duplicates"], n))
        rows += [(name, "rejected", reason, k, n) for reason, k in counts["rejected"].items()]
    table = pd.DataFrame(rows, columns=["collection", "step", "reason", "n_items", "n_collection"])
    table.insert(4, "share", table["n_items"] / table["n_collection"])
    return table


def outlets(articles: pd.DataFrame, top: int = 12) -> pd.DataFrame:
    """How many articles each outlet gave, the largest first, within each collection.

    Parameters
    ----------
    articles : DataFrame
        What :meth:`Corpus.where` returned.
    top : int
        Outlets to name; the rest is summed in one row, "other outlets".

    Returns
    -------
    DataFrame
        A row an outlet and class that it had on the days of its articles: collection, outlet, class, n_articles,
        n_outlets (1; 0 where no outlet was found; or how many the row sums), share (of the collection's articles,
        0–1), first, last (dates, null where none is known), n_dated.
    """
    columns = [
        "collection",
        "outlet",
        "class",
        "n_articles",
        "n_outlets",
        "share",
        "first",
        "last",
        "n_dated",
    ]
    parts = []
    for name, part in _by_collection(articles):
        rows = _outlets(part, top)
        parts.append(rows.assign(collection=name, share=rows["n_articles"] / len(part)))
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _outlets(part: pd.DataFrame, top: int) -> pd.DataFrame:
    known = part.assign(outlet=part["outlet"].fillna(NO_OUTLET), **{"class": part["class"].fillna("unknown")})
    sizes = known["outlet"].value_counts().rename("size").reset_index()
    order = sizes.sort_values(["size", "outlet"], ascending=[False, True])["outlet"].tolist()
    measures = {
        "n_articles": ("doc_id", "size"),
        "first": ("published", "min"),
        "last": ("published", "max"),
        "n_dated": ("published", "count"),
    }
    named = (
        known[known["outlet"].isin(order[:top])].groupby(["outlet", "class"], as_index=False).agg(**measures)
    )
    named = named.assign(
        place=named["outlet"].map(order.index), n_outlets=(named["outlet"] != NO_OUTLET).astype(int)
    ).sort_values(["place", "n_articles", "class"], ascending=[True, False, True])
    if len(order) <= top:
        return named
    rest = known[known["outlet"].isin(order[top:])].assign(outlet=OTHERS)
    summed = rest.groupby("outlet", as_index=False).agg(**measures)  # type: ignore[call-overload]
    summed["class"], summed["n_outlets"] = "", len(order) - top
    return pd.concat([named, summed])


def _by_collection(articles: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Collections from the largest to the smallest: the order of every panel."""
    for name in articles["collection"].value_counts(sort=True).index:
        yield str(name), articles[articles["collection"] == name]


def timeline(articles: pd.DataFrame, events: pd.DataFrame, n_events: int = 8) -> pd.DataFrame:
    """Articles a year by class of outlet, and the dated events that most of them lie near.

    Parameters
    ----------
    articles : DataFrame
        What :meth:`Corpus.where` returned.
    events : DataFrame
        date, label (:func:`kzlib.reference.load_events`).
    n_events : int
        Events to mark, as :func:`kzlib.grouping.events_near` chooses them for every figure over time.

    Returns
    -------
    DataFrame
        Rows of kind "articles": collection, year, class, n_articles, n_outlets; year is null for the undated.
        Rows of kind "event": date, label, n_articles (dated articles of all collections within 30 days).
    """
    dated = articles.assign(year=pd.to_datetime(articles["published"]).dt.year.astype("Int64"))
    dated["class"] = dated["class"].fillna("unknown")
    counts = dated.groupby(["collection", "year", "class"], dropna=False, sort=True).agg(
        n_articles=("doc_id", "size"), n_outlets=("outlet", "nunique")
    )
    counts = counts.reset_index().assign(kind="articles", label="")
    marked = grouping.events_near(articles, events, n_events).assign(kind="event")
    marked["year"] = marked["date"].dt.year.astype("Int64")
    columns = ["kind", "collection", "year", "class", "n_articles", "n_outlets", "date", "label"]
    return pd.concat([counts, marked], ignore_index=True).reindex(columns=columns)
