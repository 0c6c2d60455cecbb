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
    "kind",
    "instrument",
    "lang",
    "set",
    "estimate",
    "low",
    "high",
    "accuracy",
    "coverage",
    "n",
    "note",
]
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
        collection), n sentences.  Rows of kind ``validity``: estimate is macro F1 over negative, neutral and positive
        with low and high (95 %, bootstrap) on the labelled ``set``, accuracy, coverage, n sentences.  An instrument that
        nobody measured is a row with the reason in ``note``.
    """
    scored = article_tone(corpus, articles, instrument)
    rows = []
    for (collection, lang, name), part in scored.groupby(["collection", "lang", "instrument"], sort=True):
        n = int(part["n_sentences"].sum())
        row = {"kind": "coverage", "instrument": name, "lang": lang, "set": collection, "n": n, "note": ""}
        rows.append({**row, "estimate": part["n_hits"].sum() / n if n else np.nan})
    used = pd.DataFrame(rows, columns=COLUMNS)
    measured = _measured(validity)
    parts = [used]
    for lang, name in used[["lang", "instrument"]].drop_duplicates().itertuples(index=False):
        mine = measured[(measured["instrument"] == name) & (measured["lang"] == lang)]
        nothing = pd.DataFrame(
            [{"instrument": name, "lang": lang, "note": "not estimable: not measured on labelled news"}]
        )
        parts.append((mine if len(mine) else nothing).assign(kind="validity"))
    out = pd.concat([part for part in parts if len(part)], ignore_index=True) if used.size else used
    out = out.reindex(columns=COLUMNS)
    return out.assign(note=out["note"].astype(object).fillna("")).sort_values(
        ["lang", "instrument", "kind", "set"], ignore_index=True
    )


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
    names = {"macro_f1": "estimate", "macro_f1_low": "low", "macro_f1_high": "high"}
    return table.rename(columns=names).reindex(columns=COLUMNS).assign(note="")
