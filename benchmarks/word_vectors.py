"""Word vectors for training linear-ru: what words mean, learned from much more news than is labelled.

Needs, at training time only, the vectors that the package natasha carries (Navec, 250,000 words of Russian news, MIT):

    pip install --no-deps natasha==1.6.0 navec==0.10.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from kzlib import languages
from kzlib.instruments.features import Vocabulary
from kzlib.instruments.lexicon import built_in

SIZE, DIMENSIONS = 80_000, 300
#: a learned polarity nearer to 0 is none
LEAST = 0.08
_FILE = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"


@dataclass
class Vectors:
    """The commonest words, their vectors (n × DIMENSIONS, of unit length), weights and learned polarity."""

    words: list[str]
    vectors: np.ndarray
    weights: np.ndarray
    polarity: np.ndarray

    @property
    def vocabulary(self) -> Vocabulary:
        rows = {word: row for row, word in enumerate(self.words)}
        return Vocabulary(rows, self.weights.tolist(), self.polarity.tolist())


def load() -> Vectors | None:
    """The vectors, or None where the package is not installed."""
    package = find_spec("natasha")
    if package is None or package.origin is None or find_spec("navec") is None:
        return None
    from navec import Navec

    navec = Navec.load(str(Path(package.origin).parent / _FILE))
    counts = np.array(navec.vocab.counts, dtype=float)
    full = navec.pq.unpack().astype(np.float32)
    full -= full.mean(0)
    full /= np.linalg.norm(full, axis=1, keepdims=True) + 1e-6
    order = np.argsort(-counts, kind="stable")
    russian = [row for row in order if re.fullmatch("[а-яё]+(?:-[а-яё]+)*", navec.vocab.words[row])][:SIZE]
    words = [navec.vocab.words[row] for row in russian]
    share = counts[russian] / counts.sum()
    weights = (1e-3 / (1e-3 + share)).astype(np.float16).astype(float)
    return Vectors(words, full[russian], weights, polarity(words, full[russian], counts[russian]))


def polarity(words: list[str], vectors: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """P(positive) − P(negative) of every word: support vectors over the hand-written lexicon's words and neutral ones.

    A dictionary form's polarity is the mean over its forms, weighted by √count; steps of 1/127.
    """
    lexicon = built_in("lexicon-ru")
    lemmas = languages.lemmas(words, "ru")
    base = [
        i for i, (w, lemma) in enumerate(zip(words, lemmas, strict=True)) if w == lemma and counts[i] > 300
    ]
    values = np.sign([lexicon.valence(words[i]) for i in base])
    rng = np.random.default_rng(0)
    neutral = rng.choice(np.flatnonzero(values == 0), 5000, replace=False)
    rows = np.concatenate([np.flatnonzero(values), neutral])
    x, y = vectors[np.array(base)[rows]], values[rows]
    chance = np.zeros((len(words), 2))
    for column, sign in enumerate((1, -1)):
        machine = SVC(C=3, gamma=1.0, class_weight="balanced").fit(x[::2], y[::2] == sign)
        calibration = LogisticRegression(C=100).fit(
            machine.decision_function(x[1::2])[:, None], y[1::2] == sign
        )
        machine = SVC(C=3, gamma=1.0, class_weight="balanced").fit(x, y == sign)
        for start in range(0, len(words), 5000):
            part = slice(start, start + 5000)
            chance[part, column] = calibration.predict_proba(
                machine.decision_function(vectors[part])[:, None]
            )[:, 1]
    row = {lemma: i for i, lemma in enumerate(dict.fromkeys(lemmas))}
    owner = np.array([row[lemma] for lemma in lemmas])
    size = np.sqrt(counts) * np.where([w == lemma for w, lemma in zip(words, lemmas, strict=True)], 3, 1)
    mean = np.bincount(owner, size * (chance[:, 0] - chance[:, 1])) / np.bincount(owner, size)
    steps = np.round(mean[owner] * 127)
    return np.where(abs(steps) < LEAST * 127, 0, steps) / 127
