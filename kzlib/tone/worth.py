"""How good are the instruments behind a table, in a sentence for its caption?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from kzlib.instruments import validity

LANGUAGES = ("en", "ru", "kk", "other")  # what else stands in a column lang is a combination


def worth(table: pd.DataFrame) -> str:
    """The measured worth of the instruments that a tone table was made with.

    Macro-F1 over negative, neutral and positive with its 95 % interval, the labelled set and its size; where an instrument
    was measured on several sets that it was not trained on, the worst and the best of them.

    Parameters
    ----------
    table
        With a column ``lang``, and ``instrument`` or ``lexicon``; rows without an estimate do not count.

    Returns
    -------
    str
        A sentence.

    >>> print(worth(pd.DataFrame({"lang": ["en"], "instrument": ["mine"], "estimate": [0.1]})))
    Measured worth (macro-F1): mine not measured (`kzlib validate` does).
    """
    column = "instrument" if "instrument" in table else "lexicon"
    rows = table[table["lang"].isin(LANGUAGES) & table["estimate"].notna() & table[column].notna()]
    used = rows[["lang", column]].drop_duplicates()
    used = used.assign(place=used["lang"].map(LANGUAGES.index)).sort_values(["place", column])
    measured = validity.measured()
    said = [
        f"{name} {_figures(measured[(measured['instrument'] == name) & (measured['lang'] == lang)])}"
        for lang, name in zip(used["lang"], used[column], strict=True)
    ]
    return f"Measured worth (macro-F1): {'; '.join(said)}." if said else "No instrument measured this."


def _figures(sets: pd.DataFrame) -> str:
    sets = sets[sets["macro_f1"].notna()]
    if sets.empty:
        return "not measured (`kzlib validate` does)"
    fresh = sets[sets["seen"].astype(str).str.lower() != "true"]
    shown = (fresh if len(fresh) else sets).sort_values("macro_f1", kind="stable").to_dict("records")
    ends = shown if len(shown) < 2 else [shown[0], shown[-1]]
    text = " to ".join(_one(row) for row in ends)
    return text if len(fresh) else f"{text}, seen when it was made"


def _one(row: Mapping[Any, Any]) -> str:
    name = re.sub(r" \([^)]*\)$", "", row["dataset"])
    low, high = row["macro_f1_low"], row["macro_f1_high"]
    return f"{row['macro_f1']:.2f} ({low:.2f}–{high:.2f}; {name}, n {int(row['n']):,})"
