"""Linear instruments ``linear-en`` and ``linear-ru``: softmax regression over words, pairs of words and lexicon sums.

Two forms in one file of plain arrays: toward a target, and of the whole sentence.  A word also has scores of
its own for each place that it may stand in, learned through word vectors, so that words that no labelled text
holds count too.  ``benchmarks/train_linear.py`` trains them; the model card is ``kzlib/data/models/README.md``.

With class probabilities p the valence is the sign of the likelier pole times m = p_pole / (p_pole + p_neutral), scaled
so that m = 1/2, where the pole overtakes neutral, is :data:`EDGE`: the thresholds ±EDGE are the model's own verdict.
The scale is flat inside the neutral zone, so that a text's mean is moved by its polar sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from kzlib import paths
from kzlib.instruments.base import Instrument, Target
from kzlib.instruments.features import PLACES, Placed, Reader, Vocabulary

#: the valence at which a pole is as likely as neutral: the place that VADER's thresholds have
EDGE = 0.05
_SOURCES = {
    "linear-en": "trained on NewsMTSC (train); word scores through all-MiniLM-L6-v2",
    "linear-ru": "trained on RuSentNE-2023 (train), Russian press passages and news written for kzlib; word scores through Navec",
}
_CHUNK = 2048


class Form:
    """One trained model: names of features, weights (n × 3: negative, neutral, positive), intercepts, word scores.

    ``scores`` (words × places × 3) are a word's logits by its place, as they are or in steps (int8).
    """

    def __init__(self, arrays: Any, form: str):
        self.rows = {name: row for row, name in enumerate(_lines(arrays[f"{form}_names"]))}
        self.weights = arrays[f"{form}_weights"].astype(np.float64)
        self.intercepts = arrays[f"{form}_intercepts"].astype(np.float64)
        if f"{form}_scores" in arrays:
            scores = arrays[f"{form}_scores"]
            self.scores = scores.reshape(len(scores), -1, 3)
            self.steps = arrays[f"{form}_steps"].astype(np.float64).reshape(-1, 3)
        else:
            self.scores, self.steps = np.zeros((0, len(PLACES), 3), np.int8), np.zeros((len(PLACES), 3))

    def logits(self, features: Sequence[dict[str, float]], placed: Sequence[Placed]) -> np.ndarray:
        """Three logits of each sentence's features and words; unknown ones weigh nothing."""
        get = self.rows.get
        rows: list[int] = []
        values: list[float] = []
        sizes = []
        for one in features:
            before = len(rows)
            for name, value in one.items():
                row = get(name)
                if row is not None:
                    rows.append(row)
                    values.append(value)
            sizes.append(len(rows) - before)
        owner = np.repeat(np.arange(len(features)), sizes)
        out = _summed(owner, self.weights[rows] * np.array(values)[:, None], len(features))
        flat = [cell for one in placed for cell in one]
        if flat and len(self.scores):
            places, words, weights = (np.array(column) for column in zip(*flat, strict=True))
            owner = np.repeat(np.arange(len(placed)), [len(one) for one in placed])
            scores = self.scores[words, places] * self.steps[places] * weights[:, None]
            out += _summed(owner, scores, len(placed))
        return out + self.intercepts


def _summed(owner: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    return np.stack([np.bincount(owner, values[:, column], minlength=n) for column in range(3)], axis=1)


def _lines(array: np.ndarray) -> list[str]:
    return array.tobytes().decode("utf-8").split("\n")


def valence(logits: np.ndarray) -> np.ndarray:
    """Logits (n × 3) to valence in [−1, 1]; ±EDGE where a pole is as likely as neutral.

    >>> valence(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 9.0], [0.0, 9.0, 1.0]])).round(2).tolist()
    [-0.05, 1.0, 0.0]
    """
    pole = np.maximum(logits[:, 0], logits[:, 2])
    margin = 1 / (1 + np.exp(np.clip(logits[:, 1] - pole, -50, 50)))
    size = np.interp(margin, [0.0, 0.5, 1.0], [0.0, EDGE, 1.0])
    return np.where(logits[:, 2] > logits[:, 0], size, -size)


class Model:
    """Both forms of a language, and the reader that makes their features."""

    def __init__(self, name: str):
        vocabulary = None
        with np.load(paths.data(f"models/{name}.npz"), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        if "words" in arrays:
            rows = {word: row for row, word in enumerate(_lines(arrays["words"]))}
            polarity = (arrays["word_polarity"] / 127).tolist()
            vocabulary = Vocabulary(rows, arrays["word_weights"].astype(float).tolist(), polarity)
        self.version = str(arrays["version"])
        whole = "sentence_scores" in arrays
        self.reader = Reader(name.removeprefix("linear-"), vocabulary, place_whole=whole)
        self.forms = {form: Form(arrays, form) for form in ("sentence", "target")}

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Valence and hits; hits are the words that the model knows, and without one the valence is 0."""
        found = np.zeros(len(sentences))
        hits = np.zeros(len(sentences), dtype=np.int32)
        given = targets if targets is not None else [None] * len(sentences)
        for name, form in self.forms.items():
            chosen = [i for i, target in enumerate(given) if (target is None) == (name == "sentence")]
            for start in range(0, len(chosen), _CHUNK):
                part = chosen[start : start + _CHUNK]
                reads = [self.reader.read(sentences[i], given[i]) for i in part]
                known = [
                    sum(key in form.rows for key in features if key[:2] == "w:" and "_" not in key)
                    for features, _, _ in reads
                ]
                logits = form.logits(
                    [features for features, _, _ in reads], [placed for _, placed, _ in reads]
                )
                hits[part] = known
                found[part] = valence(logits)
        return np.where(hits > 0, found, 0.0), hits


@lru_cache(maxsize=2)
def model(name: str) -> Model:
    """A built-in model, loaded once."""
    return Model(name)


def instrument(name: str) -> Instrument:
    """``linear-en`` or ``linear-ru``."""
    loaded = model(name)
    return Instrument(
        name=name,
        version=loaded.version,
        languages=(name.removeprefix("linear-"),),
        thresholds=(-EDGE, EDGE),
        targeted=True,
        licence="MIT",
        source=_SOURCES[name],
        scorer=loaded.score,
    )
