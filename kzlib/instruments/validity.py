"""What an instrument is worth: its verdicts on labelled texts against the labels.

Macro-F1 is the unweighted mean of the three classes' F1; its interval is the percentile bootstrap over texts.
Accuracy beside coverage: a lexicon that hits nothing calls everything neutral, and should be seen to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from kzlib import instruments, languages, paths
from kzlib.errors import KzlibError
from kzlib.instruments import label_files
from kzlib.instruments.base import Instrument, Target

CLASSES = (-1, 0, 1)
#: what is said of weighted texts
WEIGHTED = "the measures are weighted, the confusion counts texts"
#: resamples of the bootstrap
N_BOOT = 1000


def score_texts(instrument: Instrument, texts: Sequence[str], lang: str) -> tuple[np.ndarray, np.ndarray]:
    """Valence and hits of texts: the mean valence over a text's sentences, and the sum of their hits.

    An empty text has valence 0.0 and no hits.

    >>> score_texts(instruments.get("vader"), ["A good plan. A plan."], "en")[0].tolist()
    [0.2202]
    """
    split = [languages.sentences(text, lang) for text in texts]
    sizes = np.array([len(part) for part in split])
    valence, hits = instrument.score([sentence for part in split for sentence in part])
    owner = np.repeat(np.arange(len(texts)), sizes)
    total = np.bincount(owner, weights=valence, minlength=len(texts))
    all_hits = np.bincount(owner, weights=hits, minlength=len(texts)).astype(np.int64)
    return total / np.maximum(sizes, 1), all_hits


def validate(
    instrument: str | Instrument,
    labels: pd.DataFrame,
    *,
    lang: str | None = None,
    seed: int = 0,
    n_boot: int = N_BOOT,
) -> pd.DataFrame:
    """Judge an instrument on labelled texts.

    Parameters
    ----------
    instrument : a name, a lexicon's path or an instrument.
    labels : columns ``text`` and ``label`` (−1 0 1 or negative neutral positive); optionally ``lang``, and ``from`` and
        ``to``: the character span of the target that the label is about (used by targeted instruments; where both are empty,
        the text is scored as one without a target), and ``weight`` (inverse inclusion probability, as ``kzlib sample``
        gives it): then the measures are those of all the texts drawn from.
    lang : the texts' language where no such column tells it; else the only one that the instrument reads, else detected.
    seed, n_boot : of the bootstrap.

    Returns
    -------
    DataFrame, one row a language and one ``all`` where there are several: ``instrument``, ``version``, ``lang``, ``n`` (texts
    judged, or all of them where none could be), ``accuracy``, ``macro_f1``, ``macro_f1_low``, ``macro_f1_high`` (95 %),
    ``coverage`` (share of texts with a hit), ``accuracy_where_hit``, ``polarity_accuracy`` (sign right, among polar
    labels where the valence is not 0), ``majority_accuracy`` (always the commonest label), ``confusion`` (rows the label,
    columns the verdict, −1 0 1; JSON; numbers of texts even where they have weights) and ``note``.

    Raises
    ------
    KzlibError
        Naming the row whose label, span or weight cannot be used; a row is that of the file, where
        :func:`kzlib.instruments.label_files.read` read it, else counted as if it were a file with a header.
    UsageError
        If the instrument does not read ``lang``.
    """
    if isinstance(instrument, str):
        instrument = instruments.choose(lang, instrument) if lang else instruments.get(instrument)
    frame = _checked(labels)
    langs = _langs(frame, instrument, lang)
    judged = {
        str(code): _judge(instrument, part.assign(lang=str(code)))
        for code, part in frame.groupby(langs, sort=True)
    }
    if len(judged) > 1:
        judged["all"] = pd.concat(list(judged.values()))
    rows = [
        _row(instrument, code, part, np.random.default_rng(seed), n_boot) for code, part in judged.items()
    ]
    return pd.DataFrame(rows)


def _checked(labels: pd.DataFrame) -> pd.DataFrame:
    for column in ("text", "label"):
        if column not in labels.columns:
            raise KzlibError(
                f"the labels have no column {column!r}; they need text and label, optionally lang, weight, from, to"
            )
    if labels.empty:
        raise KzlibError("the labels have no rows; give at least one labelled text")
    if ("from" in labels.columns) != ("to" in labels.columns):
        raise KzlibError("the labels have one of the columns from and to; a target needs both")
    # a table that is no file's has its rows counted as if it were one with a header
    of_a_file = labels.index.name == label_files.ROW
    frame = labels if of_a_file else labels.set_axis(range(2, len(labels) + 2))
    truth = list(map(label_files.polarity, frame["label"]))
    for row, text, label, code in zip(frame.index, frame["text"], frame["label"], truth, strict=True):
        if code is None:
            raise KzlibError(
                f"row {row} of the labels: {label!r} is no label; use −1 0 1 or negative neutral positive"
            )
        if not isinstance(text, str):
            raise KzlibError(f"row {row} of the labels has no text")
    frame = frame.assign(
        truth=np.array(truth, dtype=np.int8), target=pd.Series(_targets(frame), frame.index, dtype=object)
    )
    if "weight" in frame.columns:
        weights = frame["weight"].map(label_files.weight).to_numpy(dtype=float)
        for row, value, weight in zip(frame.index, frame["weight"], weights, strict=True):
            if np.isnan(weight):
                raise KzlibError(f"row {row} of the labels: weight is {value!r}; use a number above 0")
        frame = frame.assign(weight=weights)
    return frame


def _targets(frame: pd.DataFrame) -> list[Target]:
    """The span of each row, None where it has none."""
    if "from" not in frame.columns:
        return [None] * len(frame)
    out: list[Target] = []
    for row, text, *ends in zip(frame.index, frame["text"], frame["from"], frame["to"], strict=True):
        start, end = map(_whole, ends)
        if start is None and end is None:
            out.append(None)
        elif start is not None and end is not None and 0 <= start < end <= len(text):
            out.append((start, end))
        else:
            said = [str(cell).strip() or "nothing" for cell in ends]
            raise KzlibError(
                f"row {row} of the labels: from {said[0]} to {said[1]} is no span of a text of "
                f"{len(text)} characters; give two whole numbers, or leave both empty"
            )
    return out


def _whole(cell: Any) -> int | None:
    """A cell's whole number; None where it is empty, and −1, which begins or ends no span, where it is none."""
    if pd.isna(cell) or not str(cell).strip():
        return None
    try:
        number = float(str(cell))
    except ValueError:
        return -1
    return int(number) if number.is_integer() else -1


def _langs(frame: pd.DataFrame, chosen: Instrument, lang: str | None) -> np.ndarray:
    """Each row's language: what its cell says; where it is empty, that of the call, the instrument or the text."""
    told = frame["lang"] if "lang" in frame.columns else pd.Series("", index=frame.index)
    langs = told.fillna("").astype(str).str.strip().str.lower().to_numpy(dtype=object, copy=True)
    empty = langs == ""
    only = lang or (chosen.languages[0] if len(chosen.languages) == 1 else None)
    if empty.any():
        langs[empty] = only or languages.detect(frame["text"].to_numpy()[empty].tolist())
    return langs


def _judge(chosen: Instrument, part: pd.DataFrame) -> pd.DataFrame:
    """The part, of one language, with valence, hits and verdict; where the instrument does not read it, it has none."""
    lang = part["lang"].iloc[0]
    if chosen.languages and lang not in chosen.languages:
        return part.assign(valence=np.nan, hits=0, verdict=0, read=False)
    valence, hits = np.zeros(len(part)), np.zeros(len(part), dtype=np.int64)
    aimed = part["target"].notna().to_numpy() & chosen.targeted
    whole = part[~aimed]
    if aimed.any():
        valence[aimed], hits[aimed] = chosen.score(
            *(part.loc[aimed, name].tolist() for name in ("text", "target"))
        )
    if len(whole):
        valence[~aimed], hits[~aimed] = score_texts(chosen, whole["text"].tolist(), lang)
    return part.assign(valence=valence, hits=hits, verdict=chosen.polarity(valence), read=True)


def macro_f1(counts: np.ndarray) -> np.ndarray:
    """Macro-F1 of confusion matrices (… × 3 × 3, rows the label): the mean F1 of the classes that occur.

    >>> float(macro_f1(np.diag([2, 3, 4])))
    1.0
    """
    right = np.einsum("...ii->...i", counts)
    both = counts.sum(-1) + counts.sum(-2)
    f1 = np.divide(2 * right, both, out=np.zeros(both.shape), where=both > 0)
    return f1.sum(-1) / np.maximum((both > 0).sum(-1), 1)


def _row(
    chosen: Instrument, lang: str, part: pd.DataFrame, rng: np.random.Generator, n_boot: int
) -> dict[str, object]:
    from kzlib.grouping import plural  # brings scipy

    unread = part[~part["read"]]
    langs = " or ".join(sorted(unread["lang"].unique()))
    n = len(part) - len(unread)
    row: dict[str, object] = {"instrument": chosen.name, "version": chosen.version, "lang": lang}
    if not n:
        note = f"not estimable: {chosen.name} does not read {langs}"
        return row | {"n": len(part)} | dict.fromkeys(_NUMBERS, np.nan) | {"confusion": "", "note": note}
    part = part[part["read"]]
    weights = part["weight"].to_numpy() if "weight" in part else np.ones(n)
    truth, valence = part["truth"].to_numpy(), part["valence"].to_numpy()
    cells = (truth + 1) * 3 + part["verdict"].to_numpy() + 1
    counts = np.bincount(cells, minlength=9)
    weighted = np.bincount(cells, weights, minlength=9).reshape(3, 3)
    low, high = np.quantile(macro_f1(_resampled(cells, weights, rng, n_boot)), [0.025, 0.975])
    right, hit = truth == part["verdict"].to_numpy(), part["hits"].to_numpy() > 0
    values = (
        _mean(right, weights),
        float(macro_f1(weighted)),
        low,
        high,
        _mean(hit, weights),
        _mean(right, weights * hit),
        _mean(np.sign(valence) == truth, weights * ((truth != 0) & (valence != 0))),
        weighted.sum(axis=1).max() / weights.sum(),
    )
    notes = []
    if len(unread):
        notes.append(f"left out: {plural(len(unread), 'text')} in {langs}, which {chosen.name} does not read")
    if "weight" in part:
        notes.append(WEIGHTED)
    numbers = dict(zip(_NUMBERS, map(float, values), strict=True))
    confusion = json.dumps(counts.reshape(3, 3).tolist())
    return row | {"n": n} | numbers | {"confusion": confusion, "note": "; ".join(notes)}


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(values, weights=weights)) if weights.sum() > 0 else np.nan


def _resampled(cells: np.ndarray, weights: np.ndarray, rng: np.random.Generator, n_boot: int) -> np.ndarray:
    """Confusion matrices (n_boot × 3 × 3) of texts drawn anew; texts of one cell and weight are alike."""
    kinds, counts = np.unique(np.column_stack([cells, weights]), axis=0, return_counts=True)
    drawn = rng.multinomial(len(cells), counts / len(cells), size=n_boot)
    into = np.zeros((len(kinds), 9))
    into[np.arange(len(kinds)), kinds[:, 0].astype(int)] = kinds[:, 1]
    return (drawn @ into).reshape(n_boot, 3, 3)


_NUMBERS = (
    "accuracy",
    "macro_f1",
    "macro_f1_low",
    "macro_f1_high",
    "coverage",
    "accuracy_where_hit",
    "polarity_accuracy",
    "majority_accuracy",
)


@lru_cache(maxsize=1)
def _shipped() -> pd.DataFrame:
    return pd.read_csv(paths.data("validity.csv"), keep_default_na=False, na_values=[""])


def measured(instrument: str | None = None) -> pd.DataFrame:
    """The built-in instruments' measured validity, as shipped (``kzlib/data/validity.csv``).

    Returns
    -------
    DataFrame with ``instrument``, ``version``, ``lang``, ``dataset``, ``unit`` (sentence, sentence and target, text),
    ``n``, ``accuracy``, ``macro_f1``, ``macro_f1_low``, ``macro_f1_high``, ``coverage``, ``polarity_accuracy``,
    ``majority_accuracy``, ``seen`` (the set, or its sister half, was trained on) and ``note``; one row an instrument and set.
    """
    frame = _shipped().copy()
    return frame if instrument is None else frame[frame["instrument"] == instrument].reset_index(drop=True)
