"""The labelled sets marked MIT, as items to train the linear instruments on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from kzlib import languages
from kzlib.instruments.base import Target

SENTIMENT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "sentiment"
FOLDS = 5


class Item(NamedTuple):
    """A labelled text: label −1 0 1, the target's span if the label is toward one, the document that it is from.

    A ``part`` is a sentence of a text with several: judged (as the text's mean), never trained on.  What stands in one ``fold``
    is never judged by a model that saw any of it.
    """

    text: str
    label: int
    target: Target
    group: str
    part: bool = False
    fold: int = 0


def items(lang: str, form: str) -> list[Item]:
    """The training items of a language; its sentence form takes a sentence's label from its mentions' sum.

    Folds are drawn over documents.  Only the Russian sentence form has two sets to learn from: there each set is a fold, so that
    choices are made for texts of another kind than the model was trained on, which is how it is used.
    """
    toward = _newsmtsc() if lang == "en" else _rusentne()
    if form == "target":
        return [_drawn(item) for item in toward]
    if lang == "en":
        return [_drawn(item) for item in _whole(toward)]
    return _whole(toward) + [item._replace(fold=1) for item in _press()]


def _drawn(item: Item) -> Item:
    """An item in the fold of its document, the same on every run."""
    return item._replace(fold=int(hashlib.md5(item.group.encode()).hexdigest(), 16) % FOLDS)


def _newsmtsc() -> list[Item]:
    rows = [json.loads(line) for line in (SENTIMENT / "en_newsmtsc_train.jsonl").open(encoding="utf-8")]
    return [
        Item(row["sentence"], row["polarity"], (row["from"], row["to"]), "_".join(row["id"].split("_")[:2]))
        for row in rows
    ]


def _rusentne() -> list[Item]:
    frame = pd.read_csv(SENTIMENT / "ru_rusentne_train.tsv", sep="\t")
    spans = zip(frame["entity_pos_start_rel"], frame["entity_pos_end_rel"], strict=True)
    return [
        Item(text, int(label), (int(start), int(end)), text)
        for text, label, (start, end) in zip(frame["sentence"], frame["label"], spans, strict=True)
    ]


def _press() -> list[Item]:
    """Passages of the press, whole to train on, and their sentences to judge the mean over them."""
    frame = pd.read_csv(SENTIMENT / "ru_press_sentences.csv")
    codes = {"l": 0, "p": 1, "n": -1}
    whole = [
        Item(text, codes[code], None, text)
        for text, code in zip(frame["text"], frame["sentiment"], strict=True)
    ]
    parts = [
        Item(sentence, item.label, None, item.text, part=True)
        for item in whole
        for sentence in languages.sentences(item.text, "ru")
    ]
    return whole + parts


def _whole(toward: list[Item]) -> list[Item]:
    """One item a sentence: the sign of its labels' sum."""
    found: dict[str, list[Item]] = {}
    for item in toward:
        found.setdefault(item.text, []).append(item)
    return [
        Item(text, int(np.sign(sum(item.label for item in same))), None, same[0].group)
        for text, same in found.items()
    ]
