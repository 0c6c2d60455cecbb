"""What the linear instruments are trained on: the labelled sets marked MIT, and the Russian news written for this project
(``written/``).  Beside them, articles that were coded by reading, to choose on and never to train on (``coded/``)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import readings

from kzlib import languages
from kzlib.instruments.base import Target

HERE = Path(__file__).resolve().parent
SENTIMENT = readings.DATA / "sentiment"
FOLDS = 5


class Item(NamedTuple):
    """A labelled text: label −1 0 1, the target's span if the label is toward one, the document that it is from.

    A ``part`` is a sentence of a text with several, with the text's label: judged (as the text's mean), never trained on.
    It names the ``kind`` of text: passage, article or headline.  A ``written`` sentence is trained on but not judged: what is right
    is known from real news alone.
    """

    text: str
    label: int
    target: Target
    group: str
    part: bool = False
    kind: str = "sentence"

    @property
    def fold(self) -> int:
        """A number for the document, the same on every run: no model judges a document that it saw any of."""
        return int(hashlib.md5(self.group.encode()).hexdigest(), 16) % FOLDS


def items(lang: str, form: str) -> list[Item]:
    """The training items of a language; its sentence form takes a sentence's label from its mentions' sum."""
    if lang == "en":
        return _newsmtsc() if form == "target" else _whole(_newsmtsc())
    if form == "target":
        return _rusentne() + _mentions()
    return _whole(_rusentne()) + _press() + _passages() + _read()


def _newsmtsc() -> list[Item]:
    rows = [json.loads(line) for line in (SENTIMENT / "en_newsmtsc_train.jsonl").open(encoding="utf-8")]
    return [
        Item(row["sentence"], row["polarity"], (row["from"], row["to"]), _document(row["id"])) for row in rows
    ]


def _document(mention: str) -> str:
    """The document of a NewsMTSC mention: ``allsides_<story>_…`` or ``polusa_v1_<article>_…``."""
    parts = mention.split("_")
    return "_".join(parts[: 3 if parts[0] == "polusa" else 2])


def _rusentne() -> list[Item]:
    frame = pd.read_csv(SENTIMENT / "ru_rusentne_train.tsv", sep="\t")
    spans = zip(frame["entity_pos_start_rel"], frame["entity_pos_end_rel"], strict=True)
    return [
        Item(text, int(label), (int(start), int(end)), text)
        for text, label, (start, end) in zip(frame["sentence"], frame["label"], spans, strict=True)
    ]


def _mentions() -> list[Item]:
    """Sentences written for this project, a row a mention."""
    frame = pd.read_csv(HERE / "written" / "ru_mentions.csv")
    return [
        Item(text, label, (start, end), text, kind="written")
        for text, label, start, end in frame[["sentence", "label", "from", "to"]].itertuples(index=False)
    ]


def _press() -> list[Item]:
    """Passages of the press: whole to train on, for their sentences have no labels of their own."""
    frame = pd.read_csv(SENTIMENT / "ru_press_sentences.csv")
    codes = {"l": 0, "p": 1, "n": -1}
    whole = [
        Item(text, codes[code], None, text, kind="passage")
        for text, code in zip(frame["text"], frame["sentiment"], strict=True)
    ]
    return whole + [part for item in whole for part in _parts(item)]


def _passages() -> list[Item]:
    """Sentences of the passages written for this project."""
    frame = pd.read_csv(HERE / "written" / "ru_passages.csv")
    return [
        Item(text, label, None, f"passage {number}", kind="written")
        for number, label, text in frame[["passage", "label", "sentence"]].itertuples(index=False)
    ]


def _read() -> list[Item]:
    """The sentences of Kazakhstani articles and headlines, each with the label that most readers gave the whole."""
    articles, headlines = readings.articles(), readings.headlines()
    headlines = headlines[headlines["lang"] == "ru"]
    whole = [Item(row.text, row.label, None, row.url, kind="article") for row in articles.itertuples()]
    whole += [Item(row.text, row.label, None, row.id, kind="headline") for row in headlines.itertuples()]
    return [part for item in whole for part in _parts(item)]


def _parts(item: Item) -> list[Item]:
    return [item._replace(text=text, part=True) for text in languages.sentences(item.text, "ru")]


def _whole(toward: list[Item]) -> list[Item]:
    """One item a sentence: the sign of its labels' sum."""
    found: dict[str, list[Item]] = {}
    for item in toward:
        found.setdefault(item.text, []).append(item)
    return [
        Item(text, int(np.sign(sum(item.label for item in same))), None, same[0].group)
        for text, same in found.items()
    ]
