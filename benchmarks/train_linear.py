"""Train linear-en and linear-ru from the labelled sets marked MIT, and write kzlib/data/models/linear-*.npz.

    python benchmarks/train_linear.py [en] [ru] [--search]

Needs scikit-learn and the shared data folder beside the checkout.  Choices (regularisation, scaling, class offsets) are
made by cross-validation over documents of the training sets; the test sets are never read here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from kzlib.instruments.base import Target
from kzlib.instruments.features import reader

ROOT = Path(__file__).resolve().parent.parent
SENTIMENT = ROOT.parent / "shared" / "data" / "sentiment"
MODELS = ROOT / "kzlib" / "data" / "models"
VERSION = "1"
MIN_TEXTS = 5
#: chosen by --search: inverse regularisation, power of the log-count ratio, weight of the lexicon's sums
CHOSEN = {
    ("en", "target"): (0.1, 1.0, 3.0),
    ("en", "sentence"): (0.1, 1.0, 3.0),
    ("ru", "target"): (0.1, 0.5, 3.0),
    ("ru", "sentence"): (0.1, 0.5, 3.0),
}


@dataclass
class Item:
    """A labelled text: label −1 0 1, the target's span if the label is toward one, the document that it is from."""

    text: str
    label: int
    target: Target
    group: str


def items(lang: str, form: str) -> list[Item]:
    """The training items of a language."""
    if lang == "en":
        rows = [json.loads(line) for line in (SENTIMENT / "en_newsmtsc_train.jsonl").open(encoding="utf-8")]
        toward = [
            Item(
                row["sentence"], row["polarity"], (row["from"], row["to"]), "_".join(row["id"].split("_")[:2])
            )
            for row in rows
        ]
        return toward if form == "target" else _whole(toward)
    frame = pd.read_csv(SENTIMENT / "ru_rusentne_train.tsv", sep="\t")
    spans = zip(frame["entity_pos_start_rel"], frame["entity_pos_end_rel"], strict=True)
    toward = [
        Item(text, int(label), (int(start), int(end)), text)
        for text, label, (start, end) in zip(frame["sentence"], frame["label"], spans, strict=True)
    ]
    if form == "target":
        return toward
    press = pd.read_csv(SENTIMENT / "ru_press_sentences.csv")
    codes = {"l": 0, "p": 1, "n": -1}
    return _whole(toward) + [
        Item(text, codes[code], None, text)
        for text, code in zip(press["text"], press["sentiment"], strict=True)
    ]


def _whole(toward: list[Item]) -> list[Item]:
    """One item a sentence: the sign of its labels' sum."""
    found: dict[str, list[Item]] = {}
    for item in toward:
        found.setdefault(item.text, []).append(item)
    return [
        Item(text, int(np.sign(sum(i.label for i in same))), None, same[0].group)
        for text, same in found.items()
    ]


class Table:
    """Features of all items as a sparse matrix; a word or pair is kept where at least five texts hold it."""

    def __init__(self, lang: str, found: list[Item]):
        read = reader(lang)
        features = [read.features(item.text, item.target) for item in found]
        texts: dict[str, set[str]] = {}
        for item, row in zip(found, features, strict=True):
            for name in row:
                texts.setdefault(name, set()).add(item.text)
        self.names = sorted(name for name, held in texts.items() if len(held) >= MIN_TEXTS)
        columns = {name: column for column, name in enumerate(self.names)}
        cells = [(i, columns[n], v) for i, row in enumerate(features) for n, v in row.items() if n in columns]
        rows, cols, values = zip(*cells, strict=True)
        self.matrix = sp.csr_matrix((values, (rows, cols)), shape=(len(found), len(self.names)))
        self.sums = np.array([name.startswith("#") for name in self.names])
        self.labels = np.array([item.label for item in found])
        self.groups = np.array([hash(item.group) for item in found])


def fit(table: Table, rows: np.ndarray, choice: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (n × 3) and intercepts: features scaled by their log-count ratio (Wang & Manning 2012), then softmax."""
    inverse, power, sums = choice
    matrix, labels = table.matrix[rows], table.labels[rows]
    size = abs(matrix)
    ratio = np.zeros(len(table.names))
    for label in (-1, 0, 1):
        inside = np.asarray(size[labels == label].sum(0)).ravel() + 1
        outside = np.asarray(size[labels != label].sum(0)).ravel() + 1
        ratio += np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))) / 3
    scale = np.where(table.sums, sums, ratio**power)
    weights = {label: len(labels) / (3 * (labels == label).sum()) for label in (-1, 0, 1)}
    model = LogisticRegression(C=inverse, max_iter=150, tol=1e-3, class_weight=weights)
    model.fit(matrix @ sp.diags(scale), labels)
    return model.coef_.T * scale[:, None], model.intercept_


def cross_validated(table: Table, choice: tuple[float, float, float]) -> np.ndarray:
    """Log-odds of every item from a model that saw no text of its document."""
    out = np.zeros((len(table.labels), 3))
    for seen, held in GroupKFold(4).split(table.matrix, groups=table.groups):
        weights, intercepts = fit(table, seen, choice)
        out[held] = table.matrix[held] @ weights + intercepts
    return out


def offsets(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The class offsets that raise macro-F1 most, found on held-out logits; coarse, so that they do not overfit."""
    best = (0.0, 0.0, 0.0)
    for low in np.arange(-1.0, 1.01, 0.1):
        for high in np.arange(-1.0, 1.01, 0.1):
            verdict = (logits + [low, 0, high]).argmax(1) - 1
            best = max(best, (float(f1_score(labels, verdict, average="macro")), float(low), float(high)))
    return best[0], np.array([best[1], 0.0, best[2]])


def train(lang: str, search: bool) -> None:
    """Train both forms of a language and write the file."""
    arrays: dict[str, np.ndarray] = {"version": np.array(VERSION)}
    for form in ("sentence", "target"):
        found = items(lang, form)
        table = Table(lang, found)
        choice = CHOSEN[lang, form]
        grid = (
            [(c, p, s) for c in (0.03, 0.1, 0.3) for p in (0.5, 1.0) for s in (1.0, 3.0)]
            if search
            else [choice]
        )
        for candidate in grid:
            f1, offset = offsets(cross_validated(table, candidate), table.labels)
            print(
                f"{lang} {form}: {len(found)} items, {len(table.names)} features, {candidate}: held-out macro-F1 {f1:.3f}"
            )
        _, offset = offsets(cross_validated(table, choice), table.labels)
        weights, intercepts = fit(table, np.arange(len(found)), choice)
        arrays[f"{form}_names"] = np.frombuffer("\n".join(table.names).encode(), dtype=np.uint8)
        arrays[f"{form}_weights"] = weights.astype(np.float32)
        arrays[f"{form}_intercepts"] = (intercepts + offset).astype(np.float32)
        print("   labels", dict(Counter(table.labels.tolist())), "offsets", offset)
    path = MODELS / f"linear-{lang}.npz"
    np.savez_compressed(path, **arrays)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("languages", nargs="*", default=["en", "ru"])
    parser.add_argument("--search", action="store_true")
    options = parser.parse_args()
    if not SENTIMENT.is_dir():
        print("skipped: the shared data folder is not beside this checkout")
        return 0
    MODELS.mkdir(exist_ok=True)
    for lang in options.languages:
        train(lang, options.search)
    return 0


if __name__ == "__main__":
    sys.exit(main())
