"""In what tone does each outlet write?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.tone.corrected import corrected
from kzlib.tone.scores import CELL, TALLIES, article_tone, counted, tallies, unseen, within, without_tone

COLUMNS = [*CELL, "outlet", "class", "side", "estimate", "low", "high", *TALLIES, "drawn", "note"]


def by_source(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    instrument: str = "",
    min_articles: int = 5,
    top_n: int = 0,
    coded: Sequence[str | Path] = (),
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone of every outlet, within each collection and language; of the sides too where sentences were coded.

    An article's tone is the mean valence of its sentences, an outlet's the mean over its articles.  The interval is
    Student's, over the outlet's own articles: what it says of other articles of the same outlet drawn the same way; there is
    none where all articles have the same tone, and no estimate where the instrument found no word in any of them.

    Parameters
    ----------
    instrument
        A tone instrument; without it each language's default.
    min_articles
        An outlet with fewer articles is in the table, with a note, and is not drawn.
    top_n
        Draw at most so many outlets per collection and language, those with the most articles (0: all).
    coded, n_boot, seed
        Files of hand-coded sentences: the rows of :func:`kzlib.tone.corrected` follow, with their columns.

    Returns
    -------
    DataFrame
        A row per collection, lang and outlet: instrument, class (of the outlet in most of these articles), side,
        estimate (valence, -1 to 1), low, high, n_articles, n_outlets (1), n_sentences, hit_share (sentences in which
        the instrument found any word), drawn, note; brightest first.  Articles of unknown outlets are left out.  A
        collection and language without an instrument, or without a known outlet, is one row with the reason in ``note``.
    """
    scored = article_tone(corpus, articles[articles["outlet"].notna()], instrument)
    rows = [
        {**dict(zip([*CELL, "outlet"], values, strict=True)), **_outlet(part, min_articles)}
        for values, part in scored.groupby([*CELL, "outlet"], sort=True)
    ]
    table = pd.DataFrame(rows, columns=[column for column in COLUMNS if column != "drawn"])
    table["drawn"] = _drawn(table, min_articles, top_n)
    missing = pd.concat([_no_outlet(articles), without_tone(corpus, articles, instrument)])
    missing = missing.drop_duplicates(
        ["collection", "lang"], keep="last"
    )  # no instrument is the first reason
    out = pd.concat([table, missing.assign(drawn=False)], ignore_index=True) if len(missing) else table
    keys = ["collection", "lang", "estimate", "outlet"]
    out = out.sort_values(keys, ascending=[True, True, False, True], ignore_index=True).pipe(counted, COLUMNS)
    if not coded:
        return out
    sides = corrected(corpus, articles, coded, instrument=instrument, n_boot=n_boot, seed=seed)
    return pd.concat([out, sides.assign(drawn=False)], ignore_index=True)


def _no_outlet(articles: pd.DataFrame) -> pd.DataFrame:
    """A row for each collection and language none of whose articles has a known outlet."""
    cells = articles.groupby(["collection", "lang"], sort=True)["outlet"].agg(["size", "count"]).reset_index()
    cells = cells[cells["count"] == 0].rename(columns={"size": "n_articles"})
    notes = [
        f"not estimable: none of {grouping.plural(n, 'article')} has a known outlet"
        for n in cells["n_articles"]
    ]
    return cells.drop(columns="count").assign(note=notes)


def _outlet(part: pd.DataFrame, min_articles: int) -> dict[str, Any]:
    about = {"class": _most(part, "class"), "side": _most(part, "side"), **tallies(part)}
    if blind := unseen(part):
        return {**about, "note": blind}
    low, high = within(part)
    note = grouping.notes(len(part), 1, min_articles, by_outlet=True)[0]
    # as where the instrument found no word: to have seen no spread is not to be sure of the mean
    if len(part) > 1 and np.ptp(part["valence"]) < 1e-9:
        low = high = float("nan")
        note = note or f"interval not reliable: all {len(part)} articles have the same tone"
    return {**about, "estimate": part["valence"].mean(), "low": low, "high": high, "note": note}


def _most(part: pd.DataFrame, column: str) -> Any:
    """The most frequent value, the first in the alphabet of several; missing if there is none."""
    values = part[column].dropna() if column in part else pd.Series(dtype=object)
    return values.mode().iloc[0] if len(values) else None


def _drawn(table: pd.DataFrame, min_articles: int, top_n: int) -> pd.Series:
    enough = table["n_articles"] >= min_articles
    if not top_n:
        return enough
    order = table.sort_values(["n_articles", "outlet"], ascending=[False, True])
    place = order.groupby(["collection", "lang"]).cumcount().reindex(table.index)
    return enough & (place < top_n)
