"""Who is who: outlets, their class over time, and the evidence for it.

The registry (``kzlib/data/sources.csv``, described in ``docs/data/reference.md``) has one row per outlet and
period ``[since, until)``.  A class is a dated judgement with a source, never inferred from an outlet's tone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kzlib import paths
from kzlib.errors import UsageError
from kzlib.registry import CLASSES, CONFIDENCES, KINDS, PLATFORMS, read_registry

__all__ = ["CLASSES", "CONFIDENCES", "KINDS", "classify", "load_sources", "outlet_of", "search", "sides"]

_ARCHIVES = ("web.archive.org", "archive.org")
_UNDATED = np.iinfo(np.int64).min


def load_sources(path: str | Path | None = None) -> pd.DataFrame:
    """The registry of outlets: one row per ``source_id`` and period, in the file's order.

    ``path`` names a registry of your own; without it the one that comes with kzlib is read.  ``since`` and
    ``until`` are datetime64 (NaT: open); every other column is text ("" where nothing is known).

    >>> load_sources().loc[lambda s: s.source_id == "liter", ["since", "until", "class"]]
            since      until         class
    13 2009-01-01 2024-01-01  party_or_ngo
    14 2024-01-01        NaT         state

    Raises
    ------
    KzlibError
        If the file is missing or a row breaks a rule; the sentence names the line.
    """
    return _load(str(path or paths.data("sources.csv"))).copy()


@lru_cache(maxsize=8)
def _load(path: str) -> pd.DataFrame:
    return read_registry(Path(path))


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port, user and final dot; "" if there is none.

    >>> host_of("HTTPS://user@Kaz.Example.KZ.:443/news?id=1")
    'kaz.example.kz'
    """
    rest = url.strip().partition("://")[2] or url.strip()
    rest = rest.lstrip("/")
    for mark in "/?#":
        rest = rest.partition(mark)[0]
    host = rest.rpartition("@")[2].partition(":")[0].strip(".").lower()
    return host if "." in host and " " not in host else ""


def outlet_of(url: str | None) -> str | None:
    """The ``source_id`` of the outlet that a URL belongs to, or None.

    The longest registered domain that the host ends on wins, so mirrors and language editions
    (``test.tengrinews.kz``) are found by their suffix.  Platforms (``youtube.com``, ``t.me``) identify no
    outlet.  An address kept by the Internet Archive is judged by the page it keeps.

    >>> outlet_of("https://mirror.akorda.kz/en/events"), outlet_of("https://t.me/s/akorda_press")
    ('akorda', None)
    """
    if not url:
        return None
    host = host_of(url)
    if host in _ARCHIVES:
        kept = url.find("http", url.find(host))
        return outlet_of(url[kept:]) if kept > 0 else None
    found, by_path = _outlet_of_host(host)
    if by_path:
        path = url.partition(host)[2]
        for prefix, source_id in by_path:  # longest first
            if path.startswith(prefix):
                return source_id
    return found


@lru_cache(maxsize=1)
def _domains() -> dict[str, tuple[str | None, tuple[tuple[str, str], ...]]]:
    """Domain -> the outlet of the whole domain, and the outlets of paths below it (longest path first)."""
    whole: dict[str, str] = {}
    below: dict[str, list[tuple[str, str]]] = {}
    registry = _load(str(paths.data("sources.csv")))
    for source_id, domains in zip(registry["source_id"], registry["domains"], strict=True):
        for domain in filter(None, domains.split(";")):
            host, slash, path = domain.partition("/")
            if slash:
                below.setdefault(host, []).append(("/" + path, source_id))
            else:
                whole[host] = source_id
    return {
        host: (whole.get(host), tuple(sorted(set(below.get(host, [])), key=lambda pair: -len(pair[0]))))
        for host in {*whole, *below}
    }


@lru_cache(maxsize=65536)
def _outlet_of_host(host: str) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    domains = _domains()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        suffix = ".".join(labels[start:])
        if suffix in domains:
            return domains[suffix]
        if suffix in PLATFORMS:
            break
    return None, ()


def classify(articles: pd.DataFrame, sources: pd.DataFrame | None = None) -> pd.DataFrame:
    """The articles with the columns ``outlet``, ``class``, ``kind`` and ``confidence``.

    ``outlet`` is the credited origin where there is one, else ``source_id``: a repost counts under whoever
    wrote it.  The class is that of the outlet's period ``[since, until)`` in which ``published`` falls.  An
    undated article takes a class (kind) only if all the outlet's periods agree, with the lowest confidence
    among them.  Everything else (no outlet, an outlet or a date outside the registry) is class ``unknown``,
    confidence ``low``.  Vectorised: a million rows take about half a second.

    >>> articles = pd.DataFrame({"source_id": ["liter", "liter"], "published": ["2022-01-06", None]})
    >>> classify(articles)[["outlet", "class", "kind", "confidence"]]
      outlet         class      kind confidence
    0  liter  party_or_ngo  newsroom     medium
    1  liter       unknown  newsroom        low
    """
    registry = load_sources() if sources is None else sources
    outlet = articles["source_id"]
    if "credited_source_id" in articles:
        outlet = articles["credited_source_id"].where(articles["credited_source_id"].notna(), outlet)
    outlet = outlet.astype(object).where(outlet.notna(), None)
    days = _days(articles["published"]) if "published" in articles else np.full(len(outlet), _UNDATED)
    row = _period_rows(outlet, days, registry)
    labels = _labels(registry)
    return articles.assign(outlet=outlet, **{name: values[row] for name, values in labels.items()})


def _days(dates: pd.Series) -> np.ndarray:
    """Days since 1970 as int64; undated is the smallest integer."""
    if isinstance(dates.dtype, pd.ArrowDtype):
        dates = dates.astype("datetime64[s]")
    elif not pd.api.types.is_datetime64_any_dtype(dates):
        dates = pd.to_datetime(dates, errors="coerce", format="mixed")
    values = dates.dt.tz_localize(None).to_numpy("datetime64[D]")
    return np.where(np.isnat(values), _UNDATED, values.astype(np.int64))


def _period_rows(outlet: pd.Series, days: np.ndarray, registry: pd.DataFrame) -> np.ndarray:
    """For every article the position of its label in ``_labels``: a period, an outlet undated, or nothing."""
    ids = list(dict.fromkeys(registry["source_id"]))
    known = pd.Index(ids).get_indexer(outlet)  # -1: not in the registry
    of_row = pd.Index(ids).get_indexer(registry["source_id"])
    since, until = _days(registry["since"]), _days(registry["until"])
    span = 1 << 32  # wider than any range of days, so that (outlet, day) becomes one sorted number
    low = 1 << 31
    start = of_row * span + np.where(since == _UNDATED, 0, since + low)
    end = np.where(until == _UNDATED, span, until + low)
    order = np.argsort(start, kind="stable")
    key = known.astype(np.int64) * span + np.where(days == _UNDATED, 0, days + low)
    period = order[np.clip(np.searchsorted(start[order], key, side="right") - 1, 0, None)]
    inside = (of_row[period] == known) & (start[period] <= key) & (days + low < end[period])
    inside &= days != _UNDATED
    nothing = len(registry) + 2 * len(ids)
    outside = np.where(days == _UNDATED, len(registry) + known, len(registry) + len(ids) + known)
    return np.where(inside, period, np.where(known >= 0, outside, nothing))


def _labels(registry: pd.DataFrame) -> dict[str, np.ndarray]:
    """class, kind and confidence of every period, then of every outlet undated, of every outlet outside its
    periods, and last of no outlet."""
    groups = registry.groupby("source_id", sort=False)
    agree = {
        name: [values[0] if len(set(values)) == 1 else "unknown" for values in groups[name].agg(list)]
        for name in ("class", "kind")
    }
    lowest = [max(values, key=CONFIDENCES.index) for values in groups["confidence"].agg(list)]
    undated = [c if label != "unknown" else "low" for c, label in zip(lowest, agree["class"], strict=True)]
    n = len(lowest)
    columns = {
        "class": [*registry["class"], *agree["class"], *["unknown"] * n, "unknown"],
        "kind": [*registry["kind"], *agree["kind"], *agree["kind"], "unknown"],
        "confidence": [*registry["confidence"], *undated, *["low"] * n, "low"],
    }
    return {name: np.array(values, dtype=object) for name, values in columns.items()}


def sides(
    articles: pd.DataFrame,
    state_classes: Sequence[str] = ("state",),
    independent_classes: Sequence[str] = ("independent", "foreign_public"),
    confidence: Sequence[str] = ("high", "medium"),
    kinds: Sequence[str] = ("newsroom",),
) -> pd.Series:
    """The side of each classified article in a contrast: "state", "independent" or None (in neither).

    An article is on a side only if its outlet's class, its confidence and its kind are all among those
    asked for; state bodies (kind ``official``) and low-confidence labels stay out by default.

    >>> articles = pd.DataFrame({"source_id": ["khabar", "vlast", "akorda"], "published": "2023-01-05"})
    >>> sides(classify(articles)).tolist()
    ['state', 'independent', None]
    """
    for name, given, allowed in (
        ("state_classes", state_classes, CLASSES),
        ("independent_classes", independent_classes, CLASSES),
        ("confidence", confidence, CONFIDENCES),
        ("kinds", kinds, KINDS),
    ):
        odd = sorted(set(given) - set(allowed))
        if odd:
            raise UsageError(f"{name}: {odd[0]!r} is not one of {', '.join(allowed)}")
    both = sorted(set(state_classes) & set(independent_classes))
    if both:
        raise UsageError(f"{both[0]!r} is in both state_classes and independent_classes; keep it in one")
    eligible = articles["confidence"].isin(list(confidence)) & articles["kind"].isin(list(kinds))
    side = np.full(len(articles), None, dtype=object)
    side[(eligible & articles["class"].isin(list(state_classes))).to_numpy()] = "state"
    side[(eligible & articles["class"].isin(list(independent_classes))).to_numpy()] = "independent"
    return pd.Series(side, index=articles.index, dtype=object, name="side")


def search(query: str = "", sources: pd.DataFrame | None = None) -> pd.DataFrame:
    """The registry's rows that a name, id, alias, domain or URL finds, with a column ``match`` saying how.

    Exact matches come before partial ones; an empty query returns every row.

    >>> search("https://kaz.tengrinews.kz/x")[["source_id", "match"]].values.tolist()
    [['tengrinews', 'URL on tengrinews.kz']]
    """
    registry = load_sources() if sources is None else sources
    wanted = query.strip().casefold()
    found = [_match(wanted, row) for row in registry.to_dict("records")]
    table = registry.assign(match=[how for _, how in found], rank=[rank for rank, _ in found])
    table = table[table["rank"] < 9].sort_values("rank", kind="stable")
    return table.drop(columns="rank").reset_index(drop=True)


def _match(wanted: str, row: dict[Any, Any]) -> tuple[int, str]:
    """(rank, how): 0 is the best, 9 is no match."""
    if not wanted:
        return 5, ""
    if wanted == row["source_id"]:
        return 0, "source_id"
    host = host_of(wanted)
    for domain in filter(None, row["domains"].split(";")):
        if host and (host == domain or host.endswith("." + domain)):
            owner = _outlet_of_host(host)[0]
            if owner in (None, row["source_id"]):
                return 1, f"{'domain' if wanted == domain else 'URL on'} {domain}"
    names = [row["name"], row["name_native"], *row["aliases"].split(";")]
    for name in names:
        if wanted == name.casefold():
            return 2, f"name {name}"
    for name in [*names, row["source_id"], *row["domains"].split(";")]:
        if len(wanted) > 1 and wanted in name.casefold():
            return 3, f"part of {name}"
    if len(wanted) > 2 and wanted in row["owner"].casefold():
        return 4, f"owner {row['owner']}"
    if wanted == row["class"]:
        return 5, "class"
    return 9, ""
