"""What an instrument is worth: its verdicts on labelled texts against the labels.

Macro-F1 is the unweighted mean of the three classes' F1; its interval is the percentile bootstrap over texts.
Accuracy beside coverage: a lexicon that hits nothing calls everything neutral, and should be seen to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from kzlib import instruments, languages, paths
from kzlib.errors import KzlibError
from kzlib.instruments.base import Instrument, Target

CLASSES = (-1, 0, 1)
NAMES = {"negative": -1, "neutral": 0, "positive": 1, "-1": -1, "0": 0, "1": 1, "+1": 1, "−1": -1}
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
        ``to``: the character span of the target that the label is about (used by targeted instruments), and ``weight``
        (inverse inclusion probability, as ``kzlib sample`` gives it): then the measures are those of all the texts drawn from.
    lang : the texts' language where there is no such column; else the instrument's first, else detected.
    seed, n_boot : of the bootstrap.

    Returns
    -------
    DataFrame, one row a language and one ``all`` where there are several: ``instrument``, ``version``, ``lang``, ``n``,
    ``accuracy``, ``macro_f1``, ``macro_f1_low``, ``macro_f1_high`` (95 %), ``coverage`` (share of texts with a hit),
    ``accuracy_where_hit``, ``polarity_accuracy`` (sign right, among polar labels where the valence is not 0),
    ``majority_accuracy`` (always the commonest label), ``confusion`` (rows the label, columns the verdict, −1 0 1; JSON) and
    ``note``.

    Raises
    ------
    KzlibError
        Naming the row whose label or span cannot be used.
    """
    chosen = instruments.get(instrument) if isinstance(instrument, str) else instrument
    frame = _checked(labels)
    langs = _langs(frame, chosen, lang)
    verdicts = [_judge(chosen, part, str(code)) for code, part in frame.groupby(langs, sort=True)]
    if len(verdicts) > 1:
        verdicts.append(pd.concat(verdicts).assign(lang="all"))
    rows = [_row(chosen, part, np.random.default_rng(seed), n_boot) for part in verdicts]
    return pd.DataFrame(rows)


def _checked(labels: pd.DataFrame) -> pd.DataFrame:
    for column in ("text", "label"):
        if column not in labels.columns:
            raise KzlibError(
                f"the labels have no column {column!r}; they need text and label, optionally lang, from, to"
            )
    if labels.empty:
        raise KzlibError("the labels have no rows; give at least one labelled text")
    frame = labels.reset_index(drop=True)
    codes = [NAMES.get(_plain(label)) for label in frame["label"]]
    for row, (text, code) in enumerate(zip(frame["text"], codes, strict=True), 2):
        if code is None:
            raise KzlibError(
                f"row {row} of the labels: {frame['label'][row - 2]!r} is no label; use −1 0 1 or negative neutral positive"
            )
        if not isinstance(text, str):
            raise KzlibError(f"row {row} of the labels has no text")
    frame = frame.assign(truth=np.array(codes, dtype=np.int8))
    if ("from" in frame.columns) != ("to" in frame.columns):
        raise KzlibError("the labels have one of the columns from and to; a target needs both")
    return frame


def _plain(label: object) -> str:
    if isinstance(label, float | np.floating) and float(label).is_integer():
        label = int(label)
    return str(label).strip().lower()


def _langs(frame: pd.DataFrame, chosen: Instrument, lang: str | None) -> pd.Series:
    if "lang" in frame.columns:
        return frame["lang"].fillna(lang or "other")
    if lang or len(chosen.languages) == 1:
        return pd.Series(lang or chosen.languages[0], index=frame.index)
    return pd.Series(languages.detect(frame["text"].tolist()), index=frame.index)


def _judge(chosen: Instrument, part: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The part with valence, hits and verdict; a language that the instrument does not read has none of them."""
    if chosen.languages and lang not in chosen.languages:
        return part.assign(lang=lang, valence=np.nan, hits=0, verdict=0, read=False)
    texts = part["text"].tolist()
    targets = _targets(part)
    if chosen.targeted and targets is not None:
        valence, hits = chosen.score(texts, targets)
    else:
        valence, hits = score_texts(chosen, texts, lang)
    verdict = chosen.polarity(valence)
    return part.assign(lang=lang, valence=valence, hits=hits, verdict=verdict, read=True)


def _targets(part: pd.DataFrame) -> list[Target] | None:
    if "from" not in part.columns:
        return None
    out: list[Target] = []
    for row, (text, start, end) in zip(
        part.index, zip(part["text"], part["from"], part["to"], strict=True), strict=True
    ):
        if pd.isna(start) and pd.isna(end):
            out.append(None)
            continue
        if pd.isna(start) or pd.isna(end) or not 0 <= int(start) < int(end) <= len(text):
            raise KzlibError(
                f"row {row + 2} of the labels: from {start} to {end} is no span of a text of {len(text)} characters"
            )
        out.append((int(start), int(end)))
    return out


def macro_f1(counts: np.ndarray) -> np.ndarray:
    """Macro-F1 of confusion matrices (… × 3 × 3, rows the label): the mean F1 of the classes that occur.

    >>> float(macro_f1(np.diag([2, 3, 4])))
    1.0
    """
    right = np.einsum("...ii->...i", counts)
    both = counts.sum(-1) + counts.sum(-2)
    f1 = np.divide(2 * right, both, out=np.zeros(both.shape), where=both > 0)
    return f1.sum(-1) / np.maximum((both > 0).sum(-1), 1)


def _row(chosen: Instrument, part: pd.DataFrame, rng: np.random.Generator, n_boot: int) -> dict[str, object]:
    lang, n = part["lang"].iloc[0], len(part)
    row: dict[str, object] = {"instrument": chosen.name, "version": chosen.version, "lang": lang, "n": n}
    unread = int((~part["read"]).sum())
    if unread == n:
        missing = dict.fromkeys(_NUMBERS, np.nan)
        return row | missing | {"confusion": "", "note": f"not estimable: {chosen.name} does not read {lang}"}
    part = part[part["read"]]
    weights = part["weight"].to_numpy(dtype=float) if "weight" in part else np.ones(len(part))
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
    note = f"{unread} texts in languages that {chosen.name} does not read are left out" if unread else ""
    numbers = dict(zip(_NUMBERS, map(float, values), strict=True))
    return row | numbers | {"confusion": json.dumps(counts.reshape(3, 3).tolist()), "note": note}


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


def read_labels(path: str | Path) -> pd.DataFrame:
    """A labels file (CSV, or TSV by its ending), everything as text but ``from`` and ``to``."""
    path = Path(path)
    try:
        frame = pd.read_csv(
            path, sep="\t" if path.suffix == ".tsv" else ",", dtype=str, keep_default_na=False
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise KzlibError(f"{path}: not a readable CSV ({error})") from None
    for column in ("from", "to"):
        if column in frame.columns:
            frame[column] = pd.to_numeric(frame[column].replace("", None), errors="coerce")
    return frame


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
