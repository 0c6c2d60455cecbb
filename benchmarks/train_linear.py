"""Train linear-en and linear-ru from the labelled sets marked MIT, and write kzlib/data/models/linear-*.npz.

    python benchmarks/train_linear.py [en] [ru] [--search]

Needs scikit-learn, the shared data folder beside the checkout and word vectors (see word_vectors.py: packages to install).  Every choice (regularisation, scaling, class offsets) is made on five folds of the training sets, over documents
or sentences, and for the Russian sentence form also on Kazakhstani articles and headlines that no model is trained on (training_items.py).  The test sets are
never read here.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
import softmax
import training_items
import word_vectors
from training_items import Item

from kzlib.instruments.features import PLACES, Features, Placed, Reader
from kzlib.instruments.linear import EDGE, valence

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "kzlib" / "data" / "models"
VERSIONS = {"en": "3", "ru": "3"}
MIN_TEXTS = 5


class Choice(NamedTuple):
    """Inverse regularisation, power of the log-count ratio, weight of numeric features and of word vectors."""

    inverse: float
    power: float
    numbers: float
    vectors: float


#: chosen on held-out folds, from a part of what --search tries
CHOSEN = {
    ("en", "target"): Choice(0.02, 0.5, 0.3, 2.0),
    ("en", "sentence"): Choice(0.05, 0.5, 0.3, 1.5),
    ("ru", "target"): Choice(0.01, 0.5, 0.3, 1.5),
    ("ru", "sentence"): Choice(0.02, 0.5, 1.0, 1.0),
}
GRID = [
    Choice(c, p, n, v)
    for c in (0.003, 0.01, 0.02, 0.05, 0.1) for p in (0.5, 1.0) for n in (0.15, 0.3, 0.5, 1.0) for v in (1.0, 1.5, 2.0, 3.0)
]  # fmt: skip


class Texts(NamedTuple):
    """Labels of texts, the rows of their sentences, and the text of each row."""

    labels: np.ndarray
    rows: np.ndarray
    owner: np.ndarray


class Table:
    """Features of items as a sparse matrix, and the weighted sums of word vectors at each place.

    A word or pair is kept where at least five texts hold it.
    """

    def __init__(self, reader: Reader, items: list[Item], vectors: np.ndarray | None):
        self.items = items
        reads = [reader.read(item.text, item.target) for item in items]
        texts: dict[str, set[str]] = {}
        for item, (features, _, _) in zip(items, reads, strict=True):
            if not item.part:
                for name in features:
                    texts.setdefault(name, set()).add(item.text)
        self.names = sorted(name for name, held in texts.items() if len(held) >= MIN_TEXTS)
        self.matrix = self._sparse([features for features, _, _ in reads])
        self.dense = None if vectors is None else self._dense([placed for _, placed, _ in reads], vectors)
        self.numeric = np.array([name[0] in "#~" for name in self.names])
        self.labels = np.array([item.label for item in items])
        self.folds = np.array([item.fold for item in items])
        self.parts = np.array([item.part for item in items])
        self.single = np.array([not item.part and item.kind == "sentence" for item in items])
        self.texts = [self._texts(kind) for kind in ("passage", "article", "headline")]
        variance = self.matrix.power(2).mean(0) - np.square(self.matrix.mean(0))
        self.deviation = np.sqrt(np.maximum(np.asarray(variance).ravel(), 1e-6))

    def _texts(self, kind: str) -> Texts:
        """Texts of a kind, whose sentences are judged together."""
        rows = np.flatnonzero([item.part and item.kind == kind for item in self.items])
        _, first, owner = np.unique(
            [self.items[row].group for row in rows], return_index=True, return_inverse=True
        )
        return Texts(self.labels[rows[first]] if len(rows) else np.zeros(0, int), rows, owner)

    def _sparse(self, rows: list[Features]) -> sp.csr_matrix:
        columns = {name: column for column, name in enumerate(self.names)}
        cells = [(i, columns[n], v) for i, row in enumerate(rows) for n, v in row.items() if n in columns]
        index, cols, values = zip(*cells, strict=True)
        return sp.csr_matrix((values, (index, cols)), shape=(len(rows), len(self.names)))

    def _dense(self, rows: list[Placed], vectors: np.ndarray) -> np.ndarray:
        used = 1 if self.items[0].target is None else len(PLACES)
        out = np.zeros((len(rows), used, vectors.shape[1]), dtype=np.float32)
        for i, row in enumerate(rows):
            for place, word, weight in row:
                out[i, place] += weight * vectors[word]
        return out.reshape(len(rows), -1)

    def scaled(self, rows: np.ndarray, choice: Choice) -> np.ndarray:
        """What features are multiplied by: a power of their log-count ratio (Wang & Manning 2012), numbers by 1/deviation."""
        size, labels = abs(self.matrix[rows]), self.labels[rows]
        ratio = np.zeros(len(self.names))
        for label in (-1, 0, 1):
            inside = np.asarray(size[labels == label].sum(0)).ravel() + 1
            outside = np.asarray(size[labels != label].sum(0)).ravel() + 1
            ratio += np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))) / 3
        return np.where(self.numeric, choice.numbers / self.deviation, ratio**choice.power)

    def fit(self, rows: np.ndarray, choice: Choice) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
        """Weights of features and of vectors' dimensions (n × 3), and intercepts, from some of the items."""
        scale = self.scaled(rows, choice)
        sparse = (self.matrix[rows] @ sp.diags(scale)).tocsr()
        dense = None if self.dense is None or not choice.vectors else self.dense[rows] * choice.vectors
        weights, intercepts = softmax.fit(sparse, dense, self.labels[rows], choice.inverse)
        cut = len(self.names)
        return (
            weights[:cut] * scale[:, None],
            None if dense is None else weights[cut:] * choice.vectors,
            intercepts,
        )

    def cross_validated(self, choice: Choice) -> np.ndarray:
        """Log-odds of every item from a model that saw no text of its fold."""
        out = np.zeros((len(self.labels), 3))
        for fold in np.unique(self.folds):
            held = self.folds == fold
            weights, deep, intercepts = self.fit(np.flatnonzero(~held & ~self.parts), choice)
            out[held] = self.matrix[held] @ weights + intercepts
            if deep is not None and self.dense is not None:
                out[held] += self.dense[held] @ deep
        return out


def macro_f1(labels: np.ndarray, verdict: np.ndarray) -> float:
    counts = np.bincount((labels + 1) * 3 + verdict + 1, minlength=9).reshape(3, 3)
    return float((2 * np.diag(counts) / (counts.sum(0) + counts.sum(1))).mean())


def judged(table: Table, logits: np.ndarray) -> list[float]:
    """Macro-F1 of single sentences and, where there are any, of passages, articles (the mean over their sentences) and headlines."""
    found = valence(logits)
    out = [macro_f1(table.labels[table.single], _verdict(found[table.single]))]
    for texts in table.texts:
        if len(texts.labels):
            mean = np.bincount(texts.owner, found[texts.rows]) / np.bincount(texts.owner)
            out.append(macro_f1(texts.labels, _verdict(mean)))
    return out


def _verdict(found: np.ndarray) -> np.ndarray:
    return (found >= EDGE).astype(int) - (found <= -EDGE).astype(int)


def offsets(table: Table, logits: np.ndarray) -> tuple[list[float], np.ndarray]:
    """The class offsets with the best mean of :func:`judged` on held-out logits; the middle of the best few, so that
    they do not overfit."""
    grid = [np.array([low, 0, high]) for low in np.arange(-1, 1.01, 0.1) for high in np.arange(-1, 1.01, 0.1)]
    scores = np.array([np.mean(judged(table, logits + offset)) for offset in grid])
    best = np.mean([grid[i] for i in np.argsort(-scores, kind="stable")[:9]], axis=0).round(2)
    return judged(table, logits + best), best


def train(lang: str, search: bool) -> None:
    """Train both forms of a language and write the file."""
    vectors = word_vectors.load(lang)
    if vectors is None:
        print(f"{lang}: skipped, the word vectors are not installed (see word_vectors.py)")
        return
    arrays = {
        "version": np.array(VERSIONS[lang]),
        "words": _text(vectors.words),
        "word_weights": vectors.weights.astype(np.float16),
        "word_polarity": np.round(vectors.polarity * 127).astype(np.int8),
    }
    reader = Reader(lang, vectors.vocabulary)
    for form in ("sentence", "target"):
        items = training_items.items(lang, form)
        table = Table(reader, items, vectors.vectors)
        for choice in GRID if search else []:
            f1, offset = offsets(table, table.cross_validated(choice))
            print(f"{lang} {form}: {choice}: held-out macro-F1 {np.round(f1, 4)} {offset}", flush=True)
        choice = CHOSEN[lang, form]
        f1, offset = offsets(table, table.cross_validated(choice))
        weights, deep, intercepts = table.fit(np.flatnonzero(~table.parts), choice)
        arrays[f"{form}_names"] = _text(table.names)
        arrays[f"{form}_weights"] = weights.astype(np.float32)
        arrays[f"{form}_intercepts"] = (intercepts + offset).astype(np.float32)
        if deep is not None:
            wide = vectors.vectors.shape[1]
            scores = np.hstack([vectors.vectors @ part for part in np.split(deep, len(deep) // wide)])
            step = abs(scores).max(0) / 127
            arrays[f"{form}_scores"] = np.round(scores / step).astype(np.int8)
            arrays[f"{form}_steps"] = step.astype(np.float32)
        print(f"{lang} {form}: {Counter(table.labels[~table.parts].tolist())}, {len(table.names)} features, {choice}, "
              f"offsets {offset}: held-out macro-F1 {np.round(f1, 4)}", flush=True)  # fmt: skip
    path = MODELS / f"linear-{lang}.npz"
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def _text(lines: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("languages", nargs="*", default=["en", "ru"])
    parser.add_argument("--search", action="store_true")
    options = parser.parse_args()
    if not training_items.SENTIMENT.is_dir():
        print("skipped: the shared data folder is not beside this checkout")
        return 0
    MODELS.mkdir(exist_ok=True)
    for lang in options.languages:
        train(lang, options.search)
    return 0


if __name__ == "__main__":
    sys.exit(main())
