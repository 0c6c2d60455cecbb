"""Linear instruments ``linear-en`` and ``linear-ru``: softmax regression over words, pairs of words and lexicon sums.

Two forms in one file of plain arrays: toward a target, and of the whole sentence.  ``benchmarks/train_linear.py`` trains
them; the model card is ``kzlib/data/models/README.md``.

With class probabilities p the valence is the sign of the likelier pole times m = p_pole / (p_pole + p_neutral), scaled
so that m = 1/2, where the pole overtakes neutral, is :data:`EDGE`: the thresholds ±EDGE are the model's own verdict.
The scale is flat inside the neutral zone, so that a text's mean is moved by its polar sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kzlib import paths
from kzlib.instruments.base import Instrument, Target
from kzlib.instruments.features import Reader, reader

#: the valence at which a pole is as likely as neutral: the place that VADER's thresholds have
EDGE = 0.05
_SOURCES = {
    "linear-en": "trained on NewsMTSC (train)",
    "linear-ru": "trained on RuSentNE-2023 (train) and Russian press sentences",
}


class Form:
    """One trained model: names of features, weights (n × 3: negative, neutral, positive) and intercepts."""

    def __init__(self, names: np.ndarray, weights: np.ndarray, intercepts: np.ndarray):
        self.rows = {name: row for row, name in enumerate(names.tobytes().decode("utf-8").split("\n"))}
        self.weights = weights.astype(np.float64)
        self.intercepts = intercepts.astype(np.float64)

    def logits(self, features: dict[str, float]) -> np.ndarray:
        """Three logits of one sentence's features; unknown ones weigh nothing."""
        rows = self.rows
        known = [(rows[name], value) for name, value in features.items() if name in rows]
        if not known:
            return self.intercepts
        index, values = zip(*known, strict=True)
        return self.intercepts + np.asarray(values) @ self.weights[list(index)]


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
        self.reader: Reader = reader(name.removeprefix("linear-"))
        with np.load(paths.data(f"models/{name}.npz"), allow_pickle=False) as arrays:
            self.version = str(arrays["version"])
            self.forms = {
                form: Form(*(arrays[f"{form}_{part}"] for part in ("names", "weights", "intercepts")))
                for form in ("sentence", "target")
            }

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Valence and hits; hits are the words that the model knows, and without one the valence is 0."""
        logits = np.empty((len(sentences), 3))
        hits = np.empty(len(sentences), dtype=np.int32)
        for i, sentence in enumerate(sentences):
            target = targets[i] if targets is not None else None
            form = self.forms["sentence" if target is None else "target"]
            features = self.reader.features(sentence, target)
            logits[i] = form.logits(features)
            hits[i] = sum(name in form.rows for name in features if name.startswith("w:") and "_" not in name)
        return np.where(hits > 0, valence(logits), 0.0), hits


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
