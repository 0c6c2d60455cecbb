"""Who covers what: each side's share of articles on each topic and each event, and what one side is silent on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.common import COMBINED, SIDES, groups, sided
from kzlib.bias.topics import article_topics
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.inference.contrast import shortage

COLUMNS = (
    "collection", "lang", "dimension", "item", "label", "side", "estimate", "low", "high",
    "n_item", "n_articles", "n_outlets", "sampled_by_event", "note",
)  # fmt: skip
_KEYS = ["collection", "lang", "place", "outlet", "side"]


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
        ``n_outlets``.  Where ``sampled_by_event`` is true the articles were looked up event by event, and
        the shares are the sampling's, not the newsrooms'.

    References
    ----------
    Korn and Graubard (1998); Newcombe (1998); docs/methods.md, bias.
    """
    chosen = sided(articles)
    base = chosen.groupby(_KEYS, sort=True).size().rename("n").reset_index()
    hits = pd.concat([_topic_hits(corpus, chosen, topics), _event_hits(articles, chosen, min_articles)])
    rows: list[dict[str, Any]] = []
    places = groups(articles)
    for (dimension, item), found in hits.groupby(["dimension", "item"], sort=False):
        counted = base.merge(found[[*_KEYS, "total"]], on=_KEYS, how="left").fillna({"total": 0.0})
        about = {"dimension": dimension, "item": item, "label": found["label"].iloc[0]}
        for pair in places:
            here = counted[(counted["collection"] == pair[0]) & (counted["lang"] == pair[1])]
            rows += [
                {"collection": pair[0], "lang": pair[1], **about, **part}
                for part in _shares(here, min_outlets)
            ]
        if len(places) > 1:
            everywhere = {"collection": COMBINED, "lang": COMBINED, **about}
            rows += [everywhere | part for part in _shares(counted, min_outlets)]
    table = pd.DataFrame(rows, columns=[*COLUMNS[:-2], "deff", "variance", "note"])
    table = _silences(table)
    table["sampled_by_event"] = [_sampled(corpus, name, places) for name in table["collection"]]
    return table[list(COLUMNS)]


def _topic_hits(corpus: Corpus, chosen: pd.DataFrame, topics: pd.DataFrame | None) -> pd.DataFrame:
    found = article_topics(corpus, chosen, topics).merge(chosen, on="doc_id")
    counted = found.groupby(["topic", *_KEYS], sort=True).size().rename("total").reset_index()
    order = counted.groupby("topic")["total"].sum().sort_values(ascending=False, kind="stable").index
    counted["rank"] = counted["topic"].map({name: rank for rank, name in enumerate(order)})
    counted = counted.sort_values(["rank", *_KEYS]).rename(columns={"topic": "item"})
    return counted.assign(dimension="topic", label=counted["item"].str.replace("_", " "))


def _event_hits(articles: pd.DataFrame, chosen: pd.DataFrame, min_articles: int) -> pd.DataFrame:
    """Articles on each event that the collection names; events in the order of their first dated article."""
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


def _shares(here: pd.DataFrame, min_outlets: int) -> list[dict[str, Any]]:
    """The rows state, independent and difference of one item in one place."""
    cells = Cells.from_frame(here, strata=["place"])
    both = cells.comparable()
    used = both if both.unit.size else cells
    left = used.left[used.unit]
    own = used.left[None, :].astype(float)
    means = inference.side_means(used, "outlets") if both.unit.size else (np.nan, np.nan)
    variances = inference.linearised(used, own, 1.0 - own, weights="outlets")[1:]
    rows: list[dict[str, Any]] = []
    for side, mine, mean, variance in zip(SIDES, (left, ~left), means, variances, strict=True):
        if np.isnan(mean) and mine.any():  # the other side is missing here: this one's plain mean of shares
            shares = used.mean[mine]
            mean, variance = (
                shares.mean(),
                np.array([shares.var(ddof=1) / shares.size if shares.size > 1 else 0.0]),
            )
        outlets = int(np.unique(used.unit[mine]).size)
        n = float(used.n[mine].sum())
        row = {
            "side": side,
            "n_item": int(used.total[mine].sum()),
            "n_articles": int(n),
            "n_outlets": outlets,
        }
        short = shortage([outlets], min_outlets, (side,))
        row |= {
            "estimate": np.nan if short.startswith("not") else float(np.clip(mean, 0.0, 1.0)),
            "variance": float(variance[0]),
        }
        rows.append(row | {"note": short})
    notes = [row["note"] for row in rows if row["note"]]
    joined = {"side": "difference", "estimate": rows[0]["estimate"] - rows[1]["estimate"], "variance": np.nan}
    for name in ("n_item", "n_articles", "n_outlets"):
        joined[name] = rows[0][name] + rows[1][name]
    return [
        *rows,
        joined | {"note": min(notes, key=lambda note: not note.startswith("not")) if notes else ""},
    ]


def _silences(table: pd.DataFrame) -> pd.DataFrame:
    """Fill in the intervals: a share of 0 borrows the mean design effect of its side's other items."""
    out = table.copy()
    binomial = out["estimate"] * (1 - out["estimate"]) / out["n_articles"].where(out["n_articles"] > 0)
    effect = (out["variance"] / binomial.where(binomial > 1e-15)).clip(lower=1.0)
    keys = [out["collection"], out["lang"], out["dimension"], out["side"]]
    borrowed = effect.groupby(keys).transform("mean").to_numpy()
    bounds: list[tuple[float, float]] = []
    columns = zip(
        *(out[name].tolist() for name in ("side", "estimate", "variance", "n_articles", "n_outlets")),
        strict=True,
    )
    shares = out["estimate"].tolist()
    for index, (side, share, variance, n, outlets) in enumerate(columns):
        if side == "difference":
            before = (index - 2, index - 1)
            a, b = ({"estimate": shares[i], "low": bounds[i][0], "high": bounds[i][1]} for i in before)
            found = inference.difference_of_shares(a, b)
        else:
            found = inference.share_from_variance(share, variance, n, outlets, deff=float(borrowed[index]))
        bounds.append((found["low"], found["high"]))
    return out.assign(low=[low for low, _ in bounds], high=[high for _, high in bounds])


def _sampled(corpus: Corpus, name: str, places: list[tuple[str, str]]) -> bool:
    known = corpus.meta.get("collections", {})
    names = {place[0] for place in places} if name == COMBINED else {name}
    return any(bool(known.get(each, {}).get("sampled_by_event")) for each in names)
