"""Is the tone the outlet's own, or that of the people it quotes?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.tone.scores import (
    CELL,
    FLOOR,
    TALLIES,
    article_tone,
    clusters,
    dominated,
    means,
    tallies,
    together,
    unseen,
    without_group,
    without_tone,
)

DIFFERENCE = "quotation − narration"
VOICES = ("narration", "quotation", "mixed", DIFFERENCE)
COLUMNS = [*CELL, "group", "voice", "estimate", "low", "high", *TALLIES, "note"]


def by_voice(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    instrument: str = "",
    group_by: str | Sequence[str] = "",
    min_outlets: int = 5,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone of sentences that the outlet tells and of sentences that it quotes.

    Within each collection, language and group.  An article's narration has the mean valence of its narrated
    sentences, and so its quotations; every article that has the voice counts the same.

    Parameters
    ----------
    instrument, group_by, min_outlets, n_boot, seed
        As in :func:`kzlib.tone.over_time`.

    Returns
    -------
    DataFrame
        A row per collection, lang, group and voice: narration, quotation, mixed (sentences that are both), and the
        difference quotation − narration (interval: variance of a difference of ratios, linearised over outlets,
        Student's t; an outlet's narration and quotations rise and fall together, which the difference takes into
        account; missing where either voice is in fewer than three outlets); instrument, estimate (valence, -1 to 1), low, high, n_articles, n_outlets, n_sentences, hit_share,
        note.  A voice that no article has is a row with the reason in ``note``.

    Reference: Cochran (1977), Sampling Techniques, section 6.
    """
    tone = article_tone(corpus, articles, instrument, voices=True)
    scored = grouping.assign(tone, group_by)
    table = means(scored, [*CELL, "group", "voice"], min_outlets=min_outlets, n_boot=n_boot, seed=seed)
    rows: list[dict[str, Any]] = []
    for values, part in scored.groupby([*CELL, "group"], sort=True):
        key = dict(zip([*CELL, "group"], values, strict=True))
        rows += [
            {
                **key,
                "voice": voice,
                "n_articles": 0,
                "n_outlets": 0,
                "n_sentences": 0,
                "note": f"not estimable: no {voice}",
            }
            for voice in VOICES[:2]
            if voice not in set(part["voice"])
        ]
        rows.append({**key, "voice": DIFFERENCE, **_difference(part, min_outlets)})
    missing = [without_group(tone, scored, group_by), without_tone(corpus, articles, instrument)]
    out = together([table, pd.DataFrame(rows), *missing], COLUMNS)
    place = out["voice"].map({voice: k for k, voice in enumerate(VOICES)}).fillna(len(VOICES))
    return out.assign(place=place).sort_values(["collection", "lang", "group", "place"], ignore_index=True)[
        COLUMNS
    ]


def _difference(part: pd.DataFrame, min_outlets: int) -> dict[str, Any]:
    told, quoted = (clusters(part[part["voice"] == voice]) for voice in VOICES[:2])
    both = part[part["voice"].isin(VOICES[:2])]
    counts = tallies(both)
    nothing = _shortage(part, min_outlets)
    if nothing.startswith("not estimable"):
        return {**counts, "note": nothing}
    every = told.index.union(quoted.index)
    mean_told, mean_quoted = told["total"].sum() / told["n"].sum(), quoted["total"].sum() / quoted["n"].sum()
    influence = np.zeros(len(every))
    for cells, mean, sign in ((quoted, mean_quoted, 1.0), (told, mean_told, -1.0)):
        cells = cells.reindex(every, fill_value=0.0)
        influence += sign * (cells["total"] - mean * cells["n"]).to_numpy() / cells["n"].sum()
    m, estimate = len(every), mean_quoted - mean_told
    few = min(int(part.loc[part["voice"] == voice, "outlet"].nunique()) for voice in VOICES[:2])
    reach = float(grouping.t_quantile(few - 1)) * np.sqrt(m / (m - 1) * (influence**2).sum())
    note = nothing or dominated(told["n"], "narrating articles") or dominated(quoted["n"], "quoting articles")
    return {"estimate": estimate, "low": estimate - reach, "high": estimate + reach, **counts, "note": note}


def _shortage(part: pd.DataFrame, min_outlets: int) -> str:
    """What either voice lacks for a contrast."""
    short = []
    for voice in VOICES[:2]:
        mine = part[part["voice"] == voice]
        n = int(mine["outlet"].nunique())
        if mine.empty:
            return f"not estimable: no {voice}"
        if unseen(mine):
            return f"not estimable: the instrument found no word in the {voice}"
        if n < FLOOR:
            return f"not estimable: {voice} in {grouping.plural(n, 'outlet')}, at least {FLOOR} are needed"
        if n < min_outlets:
            short.append(f"{voice} in {grouping.plural(n, 'outlet')}, fewer than {min_outlets}")
    return f"interval not reliable: {'; '.join(short)}" if short else ""
