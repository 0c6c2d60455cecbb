"""How far can the instruments be trusted on news?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from kzlib import paths
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.tone.scores import article_tone

COLUMNS = [
    "kind", "instrument", "lang", "used", "set", "unit", "estimate", "low", "high", "accuracy", "polarity_accuracy",
    "coverage", "n", "note",
]  # fmt: skip
_NEEDED = {"instrument", "lang", "macro_f1", "n"}


def instruments_table(
    corpus: Corpus, articles: pd.DataFrame, *, instrument: str = "", validity: str | Path | None = None
) -> pd.DataFrame:
    """Each instrument in use: how many sentences it finds a word in, and how often it is right on labelled news.

    Parameters
    ----------
    validity
        A CSV of measurements; kzlib's own (kzlib/data/validity.csv) when not given.

    Returns
    -------
    DataFrame
        Rows of kind ``coverage``: estimate is the share of the selected sentences with any hit, in ``set`` (a
        collection), n sentences.  Rows of kind ``validity``, for all instruments that were measured in these languages
        (``used``: whether the selection's tone is theirs): estimate is macro F1 over negative, neutral and positive with low
        and high (95 %, bootstrap) on the labelled ``set`` of n ``unit``, accuracy, polarity_accuracy (positive and
        negative told apart), coverage.  An instrument that nobody measured is a row with the reason in ``note``.
    """
    scored = article_tone(corpus, articles, instrument)
    rows = []
    for (collection, lang, name), part in scored.groupby(["collection", "lang", "instrument"], sort=True):
        n = int(part["n_sentences"].sum())
        row = {
            "kind": "coverage",
            "instrument": name,
            "lang": lang,
            "set": collection,
            "unit": "sentence",
            "n": n,
        }
        share = part["n_hits"].sum() / n if n else np.nan
        rows.append({**row, "used": True, "estimate": share, "note": ""})
    coverage = pd.DataFrame(rows, columns=COLUMNS)
    if coverage.empty:
        return coverage
    used = set(zip(coverage["lang"], coverage["instrument"], strict=True))
    measured = _measured(validity)
    measured = measured[measured["lang"].isin({lang for lang, _ in used})]
    known = list(zip(measured["lang"], measured["instrument"], strict=True))
    measured = measured.assign(kind="validity", used=[pair in used for pair in known])
    nothing = [
        {"kind": "validity", "instrument": name, "lang": lang, "used": True, "note": UNMEASURED}
        for lang, name in sorted(used - set(known))
    ]
    parts = [coverage, measured, pd.DataFrame(nothing)]
    out = pd.concat([part for part in parts if len(part)], ignore_index=True).reindex(columns=COLUMNS)
    out = out.assign(note=out["note"].astype(object).fillna(""))
    return out.sort_values(
        ["kind", "lang", "set", "used", "instrument"], ignore_index=True, na_position="first"
    )


SEEN = "seen when it was made: too good"
UNMEASURED = "not estimable: not measured on labelled sentences"


def _measured(validity: str | Path | None) -> pd.DataFrame:
    path = Path(validity) if validity is not None else paths.data("validity.csv")
    if not path.is_file():
        if validity is not None:
            raise KzlibError(f"there is no file {path}")
        return pd.DataFrame(columns=COLUMNS)
    table = pd.read_csv(path, comment="#")
    missing = sorted(_NEEDED - set(table.columns))
    if missing:
        raise KzlibError(f"{path} has no column {missing[0]!r}; it needs {', '.join(sorted(_NEEDED))}")
    seen = table["seen"].astype(bool) if "seen" in table else pd.Series(False, index=table.index)
    given = table["note"].astype(object).fillna("") if "note" in table else ""
    table["note"] = np.where(seen, SEEN, "") + np.where(seen & (given != ""), "; ", "") + given
    names = {"macro_f1": "estimate", "macro_f1_low": "low", "macro_f1_high": "high", "dataset": "set"}
    return table.rename(columns=names).reindex(columns=COLUMNS)
