"""Put articles into groups, and say how sure a group's rate is when articles come in outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from kzlib.errors import UsageError

COLUMNS = ("side", "class", "outlet", "lang", "collection", "origin", "country", "event", "kind")
PERIODS = {"week": "W-MON", "month": "M", "quarter": "Q", "year": "Y"}
EVERYTHING = "all"
_JOIN = " · "
Z95 = 1.959963984540054


def assign(articles: pd.DataFrame, group_by: str | Sequence[str] = "") -> pd.DataFrame:
    """Give every article its group.

    Parameters
    ----------
    articles
        What ``Corpus.where`` returned (``side`` is added by ``figures.begin``).
    group_by
        A column (side, class, outlet, lang, collection, origin, country, event, kind), a period (week,
        month, quarter, year), or several of them; empty puts all articles into one group, ``"all"``.

    Returns
    -------
    DataFrame
        ``articles`` with a text column ``group``, without the articles that have none (no side, no date, …).

    Raises
    ------
    UsageError
        If nothing is known by that name.

    >>> frame = pd.DataFrame({"doc_id": ["a", "b"], "side": ["state", None]})
    >>> assign(frame, "side")["group"].tolist()
    ['state']
    """
    names = [group_by] if isinstance(group_by, str) else list(group_by)
    names = [name for name in names if name and name != EVERYTHING]
    out = articles.reset_index(drop=True)
    if not names:
        return out.assign(group=EVERYTHING)
    parts = [_labels(out, name) for name in names]
    has = np.logical_and.reduce([part.notna().to_numpy() for part in parts])
    labels = [part[has].astype(str) for part in parts]
    group = labels[0]
    for label in labels[1:]:
        group = group + _JOIN + label
    return out[has].assign(group=group).reset_index(drop=True)


def _labels(articles: pd.DataFrame, name: str) -> pd.Series:
    if name in PERIODS:
        return label_periods(articles["published"], name)
    if name in COLUMNS and name in articles:
        return articles[name]
    known = ", ".join([column for column in COLUMNS if column in articles] + list(PERIODS))
    raise UsageError(f"articles cannot be grouped by {name!r}; use one of {known}")


def starts(published: pd.Series, period: str) -> pd.Series:
    """The first day of each date's period (NaT for none).

    >>> starts(pd.Series(pd.to_datetime(["2022-05-17", None])), "quarter").dt.strftime("%Y-%m-%d").tolist()
    ['2022-04-01', nan]
    """
    if period not in PERIODS:
        raise UsageError(f"{period!r} is no period; use one of {', '.join(PERIODS)}")
    dates = pd.to_datetime(published)
    if period == "week":
        return (dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")).dt.normalize()
    return dates.dt.to_period(PERIODS[period]).dt.start_time


def label_periods(published: pd.Series, period: str) -> pd.Series:
    """A sortable label of each date's period: 2022, 2022-Q2, 2022-05 or the Monday 2022-05-16; None for no date.

    >>> label_periods(pd.Series(pd.to_datetime(["2022-05-17", None])), "quarter").tolist()
    ['2022-Q2', None]
    """
    number, first = pd.factorize(starts(published, period), sort=True)  # few periods, many articles
    form = {
        "year": "{0.year}",
        "quarter": "{0.year}-Q{0.quarter}",
        "month": "{0:%Y-%m}",
        "week": "{0:%Y-%m-%d}",
    }
    labels = np.array([*(form[period].format(day) for day in first), None], dtype=object)
    return pd.Series(labels[number], index=published.index, dtype=object)


def events_near(
    articles: pd.DataFrame, events: pd.DataFrame, n: int = 8, *, days: int = 30, apart: int = 150
) -> pd.DataFrame:
    """The ``n`` events that most dated articles follow within ``days``, in order of time (n = 0: none).

    Of events less than ``apart`` days from one another only one is taken, so that their marks can be told apart.

    Returns columns date, label, n_articles.

    >>> articles = pd.DataFrame({"published": pd.to_datetime(["2022-01-04", "2022-01-20"])})
    >>> events = pd.DataFrame({"date": ["2019-06-09", "2022-01-02"], "label": ["election", "protests start"]})
    >>> events_near(articles, events)[["label", "n_articles"]].to_dict("records")
    [{'label': 'protests start', 'n_articles': 2}]
    """
    dates = np.sort(pd.to_datetime(articles["published"]).dropna().to_numpy().astype("datetime64[D]"))
    starts = pd.to_datetime(events["date"])
    at = starts.to_numpy().astype("datetime64[D]")
    near = np.searchsorted(dates, at + days, side="right") - np.searchsorted(dates, at, side="left")
    out = events[["label"]].assign(date=starts, n_articles=near).query("n_articles > 0")
    out = out.sort_values(["n_articles", "date", "label"], ascending=[False, True, True])
    chosen: list[Any] = []
    for index, date in out["date"].items():
        if len(chosen) < n and all(abs((date - out.loc[other, "date"]).days) >= apart for other in chosen):
            chosen.append(index)
    return out.loc[chosen].sort_values(["date", "label"], ignore_index=True)[["date", "label", "n_articles"]]


def sizes(assigned: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """How much each group holds.

    Returns a row a group: ``keys``, n_articles, n_outlets, n_words, and ``n_words_sq``, the sum over outlets
    of squared words, which :func:`rate_interval` needs.
    """
    known = assigned["outlet"].notna()
    outlets = assigned.assign(outlet=assigned["outlet"].where(known, "?" + assigned["doc_id"].astype(str)))
    by_outlet = outlets.groupby([*keys, "outlet"], sort=True, observed=True).agg(
        articles=("doc_id", "size"), words=("n_words", "sum")
    )
    by_outlet["squared"] = by_outlet["words"].astype(float) ** 2
    out = by_outlet.groupby(list(keys), sort=True, observed=True).agg(
        n_articles=("articles", "sum"), n_words=("words", "sum"), n_words_sq=("squared", "sum")
    )
    counted = assigned[known].groupby(list(keys), observed=True)["outlet"].nunique()
    out["n_outlets"] = counted.reindex(out.index, fill_value=0).astype(int)
    return out.reset_index()[[*keys, "n_articles", "n_outlets", "n_words", "n_words_sq"]]


def t_quantile(df: ArrayLike) -> np.ndarray:
    """The 97.5 % point of Student's t (NaN below one degree of freedom)."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, special.stdtrit(np.maximum(df, 1.0), 0.975), np.nan)


def rate_interval(
    y: ArrayLike, n: ArrayLike, yy: ArrayLike, yn: ArrayLike, nn: ArrayLike, clusters: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """A 95 % interval of the rate ``y / n`` of counts that come in clusters (outlets), from sums over clusters.

    The variance of a ratio of cluster totals (Taylor linearisation), with ``R = y / n`` and ``m`` clusters::

        var = m / (m - 1) * sum((y_c - R n_c)^2) / n^2
        df = n^2 / sum(n_c^2) - 1,  at least 1
        low, high = R * exp(-/+ reach / R),  reach = max(t(df) * sqrt(var), 1.96 * sqrt(y) / n)

    The second reach is Poisson's: no word is known better than independent uses would let it be.
    ``df + 1`` is the number of clusters of equal size that would be worth as much (Kish 1965): a few large outlets
    say little of how outlets differ, however many small ones stand beside them.

    The sums are enough: ``yy`` = sum y_c^2, ``yn`` = sum y_c n_c, ``nn`` = sum n_c^2.  A count of 0 gives
    [0, 3.69 / n], the exact Poisson bound.  NaN where there are fewer than three clusters or no words: two
    outlets say nothing of how outlets differ.

    Reference: Cochran (1977), Sampling Techniques, chapters 6 and 9A; Kish (1965), Survey Sampling, chapter 11.

    >>> low, high = rate_interval(10, 1000, 34, 3400, 340_000, 3)
    >>> bool(low < 0.01 < high)
    True
    """
    y, n, yy, yn, nn, m = (
        np.asarray(v, dtype=float) for v in np.broadcast_arrays(y, n, yy, yn, nn, clusters)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = y / n
        spread = np.maximum(yy - 2 * rate * yn + rate**2 * nn, 0.0) * m / np.maximum(m - 1, 1)
        clustered = t_quantile(np.maximum(n**2 / nn - 1, 1)) * np.sqrt(spread)
        reach = np.where(rate > 0, np.maximum(clustered, Z95 * np.sqrt(y)) / n / rate, 0.0)
        low, high = rate * np.exp(-np.minimum(reach, 700)), rate * np.exp(np.minimum(reach, 700))
        high = np.where(y == 0, 3.688879454113936 / n, high)
    usable = (m >= 3) & (n > 0)
    high = np.minimum(high, 1.0)
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


def notes(
    n_articles: ArrayLike, n_outlets: ArrayLike, min_outlets: int, *, by_outlet: bool = False
) -> list[str]:
    """What to say about each estimate's interval: "" when there is nothing to say.

    >>> notes([40, 3, 0], [9, 2, 0], 5)
    ['', 'interval not reliable: 2 outlets, fewer than 5', 'not estimable: no articles']
    """
    out = []
    for articles, outlets in zip(np.atleast_1d(n_articles), np.atleast_1d(n_outlets), strict=True):
        if not articles:
            out.append("not estimable: no articles")
        elif by_outlet:
            few = articles < min_outlets
            out.append(
                f"interval not reliable: {plural(articles, 'article')}, fewer than {min_outlets}"
                if few
                else ""
            )
        elif outlets < min_outlets:
            out.append(f"interval not reliable: {plural(outlets, 'outlet')}, fewer than {min_outlets}")
        else:
            out.append("")
    return out


def plural(n: Any, noun: str) -> str:
    """A number with its noun.

    >>> plural(1, "outlet"), plural(1200, "article")
    ('1 outlet', '1,200 articles')
    """
    return f"{int(n):,} {noun}{'' if int(n) == 1 else 's'}"
