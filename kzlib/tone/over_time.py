"""How does the tone change over time?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.tone.scores import CELL, TALLIES, article_tone, means, together, without_group, without_tone

FREQUENCY = {"week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
COLUMNS = [*CELL, "group", "period", "estimate", "low", "high", "smooth", *TALLIES, "window", "note"]


def over_time(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    instrument: str = "",
    group_by: str | Sequence[str] = "",
    period: str = "month",
    window: int = 1,
    min_outlets: int = 5,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone period by period, within each collection and language.

    Every dated article counts the same; the interval resamples outlets, and articles within them.

    Parameters
    ----------
    instrument
        A tone instrument; without it each language's default.
    group_by
        A line for each group: side, class, outlet, … (see :func:`kzlib.grouping.assign`).
    period
        week, month, quarter or year.
    window
        Smoothing: a centred moving mean over this many periods, weighted by articles; an odd number (1: none).
    min_outlets
        Below this many outlets in a period its interval is called not reliable; below three there is none.

    Returns
    -------
    DataFrame
        A row per collection, lang, group and period from the first to the last with articles: instrument, period (its
        first day), estimate (valence, -1 to 1), low, high, smooth, n_articles, n_outlets, n_sentences, hit_share,
        window, note.  A period without articles, or in which the instrument found no word, has a missing estimate: a gap.

    Raises
    ------
    KzlibError
        If the period, the group or the window is none.
    """
    if window < 1 or window % 2 == 0:
        raise KzlibError(f"smoothing takes an odd number of periods (1 for none), not {window}")
    starts = grouping.starts(articles["published"], period)
    dated = articles[starts.notna()].assign(period=starts[starts.notna()])
    tone = article_tone(corpus, dated, instrument)
    scored = grouping.assign(tone, group_by)
    keys = [*CELL, "group", "period"]
    table = means(scored, keys, min_outlets=min_outlets, n_boot=n_boot, seed=seed)
    parts = [_line(part, period, window) for _, part in table.groupby([*CELL, "group"], sort=True)]
    missing = [
        _undated(articles, dated),
        without_group(tone, scored, group_by),
        without_tone(corpus, dated, instrument),
    ]
    out = together([*parts, *missing], COLUMNS).assign(window=window)
    return out.sort_values(["collection", "lang", "group", "period"], ignore_index=True)


def _line(part: pd.DataFrame, period: str, window: int) -> pd.DataFrame:
    every = pd.date_range(part["period"].min(), part["period"].max(), freq=FREQUENCY[period])
    full = part.set_index("period").reindex(every).rename_axis("period").reset_index()
    for column in [*CELL, "group"]:
        full[column] = part[column].iloc[0]
    empty = full["n_articles"].isna()
    counted = ["n_articles", "n_outlets", "n_sentences"]
    full[counted] = full[counted].fillna(0).astype("int64")
    full.loc[empty, "note"] = "not estimable: no articles"
    n = full["n_articles"].where(full["estimate"].notna(), 0).astype(float)
    total = (full["estimate"] * n).fillna(0.0)
    rolled = (series.rolling(window, center=True, min_periods=1).sum() for series in (total, n))
    top, bottom = rolled
    full["smooth"] = np.where(full["estimate"].isna(), np.nan, top / bottom.where(bottom > 0))
    return full


def _undated(articles: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """A row for each collection and language none of whose articles has a date."""
    keys = ["collection", "lang"]
    all_of = articles.groupby(keys, sort=True).size().rename("n_articles").reset_index()
    seen = dated[keys].drop_duplicates().assign(seen=True)
    rest = all_of.merge(seen, on=keys, how="left")
    rest = rest[rest["seen"].isna()].drop(columns="seen")
    notes = [f"not estimable: none of {grouping.plural(n, 'article')} has a date" for n in rest["n_articles"]]
    return rest.assign(note=notes)
