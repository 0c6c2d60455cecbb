"""What is the tone of the sides once hand labels have corrected the instrument?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.instruments import coding
from kzlib.tone.scores import CELL, article_tone

GAP = " − "
COLUMNS = [
    *CELL, "group", "estimate", "low", "high", "uncorrected", "labels_only", "labels_low", "labels_high", "lambda",
    "n_labels", "n_coders", "n_articles", "n_outlets", "n_sentences", "note",
]  # fmt: skip

_LABELLED = """
select s.collection, s.lang, s.instrument, s."group", s.outlet, t.valence, coded.label, coded.n_coders,
    coded.weight / s.n_sentences as weight
from coded join tone t using (doc_id, sent) join sel s using (doc_id, instrument)
where t.target is null order by doc_id, sent
"""


def corrected(
    corpus: Corpus,
    articles: pd.DataFrame,
    labels: Sequence[str | Path],
    *,
    instrument: str = "",
    group_by: str | Sequence[str] = "side",
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone of groups of outlets, and the gap of two, corrected by hand-coded sentences.

    An article's tone is the mean over its sentences, a group's the mean over its articles, as everywhere in this room;
    labels (−1, 0, 1; the mean of a sentence's coders) and valences are put together by power-tuned prediction-powered
    inference, outlets resampled in labelled and unlabelled together.

    Parameters
    ----------
    labels
        CSV files that ``kzlib sample`` drew from this corpus and that were coded.
    instrument, group_by, n_boot, seed
        As in :func:`kzlib.tone.over_time`; articles of unknown outlets are left out.

    Returns
    -------
    DataFrame
        Per collection and language a row a group and, where there are two, one for their difference: instrument,
        estimate with low and high (95 %), uncorrected (the instrument's own), labels_only with labels_low and
        labels_high, lambda (how far the instrument is believed, 0 to 1), n_labels, n_coders (most that coded one
        sentence), n_articles, n_outlets (with labels), n_sentences, note.  Under 100 labels or 5 outlets a group the
        estimate is missing and the note says so.

    Raises
    ------
    KzlibError
        If a file cannot be read, or none of its sentences is in the corpus.

    Reference: Angelopoulos, Duchi and Zrnic (2023), PPI++, arXiv:2311.01453.
    """
    known = articles[articles["outlet"].notna()]
    scored = grouping.assign(article_tone(corpus, known, instrument), group_by)
    coded = coding.labels(coding.codings(*labels))
    inside = corpus.sql("select count(*) as n from coded join sentences using (doc_id, sent)", coded=coded)
    if len(coded) and not inside["n"].iloc[0]:
        names = ", ".join(str(path) for path in labels)
        raise KzlibError(f"{names}: none of these sentences is in the corpus; code a sample of this one")
    sel = scored[["doc_id", *CELL, "group", "outlet", "n_sentences"]]
    labelled = corpus.sql(_LABELLED, coded=coded, sel=sel)
    rows: list[dict[str, Any]] = []
    for values, part in scored.groupby(CELL, sort=True):
        key = dict(zip(CELL, values, strict=True))
        mine = labelled[np.logical_and.reduce([labelled[name] == value for name, value in key.items()])]
        rows += [key | row for row in _cell(mine, part, n_boot, seed)]
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def _cell(labelled: pd.DataFrame, scored: pd.DataFrame, n_boot: int, seed: int) -> list[dict[str, Any]]:
    """One collection and language."""
    names = sorted(scored["group"].unique(), key=lambda name: (name != "state", name))
    table = coding.corrected(labelled, scored, groups=names, n_boot=n_boot, seed=seed)
    rows = []
    for row in table.rename(columns={"lambda_": "lambda"}).to_dict("records"):
        whole = GAP in row["group"]
        of = scored if whole else scored[scored["group"] == row["group"]]
        coders = (
            labelled["n_coders"] if whole else labelled.loc[labelled["group"] == row["group"], "n_coders"]
        )
        counts = {
            "n_articles": len(of),
            "n_sentences": int(of["n_sentences"].sum()),
            "n_coders": int(coders.max()) if len(coders) else 0,
        }
        rows.append({**{str(name): value for name, value in row.items()}, **counts})
    return rows
