"""Every instrument on every labelled set: accuracy, macro-F1 with interval, coverage.

    python benchmarks/instruments.py [--write]

``--write`` stores the table as kzlib/data/validity.csv, which the figures quote.  Needs the shared data folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import readings

from kzlib import instruments
from kzlib.instruments.validity import validate

ROOT = Path(__file__).resolve().parent.parent
SENTIMENT = readings.DATA / "sentiment"


class LabelledSet(NamedTuple):
    """A set of labelled texts: its name, language, unit, and what reads it (columns text, label, perhaps from and to)."""

    name: str
    lang: str
    unit: str
    read: Callable[[], pd.DataFrame]


def _file(name: str) -> Callable[[], pd.DataFrame]:
    return lambda: labels(SENTIMENT / name)


def _reviews(first: int) -> Callable[[], pd.DataFrame]:
    return lambda: labels(SENTIMENT / "kk_reviews.csv").iloc[first::2]


def _headlines(lang: str) -> Callable[[], pd.DataFrame]:
    return lambda: readings.headlines()[lambda f: f["lang"] == lang]


def _rusentne(unseen: bool) -> Callable[[], pd.DataFrame]:
    """RuSentNE's validation mentions: all, or those in sentences of which no other mention is in its training part."""

    def read() -> pd.DataFrame:
        frame = labels(SENTIMENT / "ru_rusentne_validation.csv")
        trained = pd.read_csv(SENTIMENT / "ru_rusentne_train.tsv", sep="\t")["sentence"]
        return frame[~frame["text"].isin(trained)] if unseen else frame

    return read


SETS = [
    *(LabelledSet("Headlines coded by models", lang, "headline", _headlines(lang)) for lang in ("en", "ru", "kk")),
    LabelledSet("NewsMTSC-rw (visible half)", "en", "sentence and target", _file("en_newsmtsc_test_rw.jsonl")),
    LabelledSet("NewsMTSC-mt (visible half)", "en", "sentence and target", _file("en_newsmtsc_test_mt.jsonl")),
    LabelledSet("RuSentNE-2023 (new sentences)", "ru", "sentence and target", _rusentne(unseen=True)),
    LabelledSet("RuSentNE-2023 (validation)", "ru", "sentence and target", _rusentne(unseen=False)),
    LabelledSet("Russian press sentences", "ru", "sentence", _file("ru_press_sentences.csv")),
    LabelledSet("Kazakhstani news in Russian", "ru", "text", _file("ru_kazakhstan_news.csv")),
    LabelledSet("Tengrinews coded by models", "ru", "text", readings.articles),
    LabelledSet("Kazakh reviews", "kk", "text", _reviews(1)),
    LabelledSet("Kazakh reviews (half read)", "kk", "text", _reviews(0)),
]  # fmt: skip
#: trained on (in part, for RuSentNE's validation), chosen on, or entries written after reading
SEEN = {
    ("linear-ru", "RuSentNE-2023 (validation)"),
    ("linear-ru", "Russian press sentences"),
    ("linear-ru", "Tengrinews coded by models"),
    ("linear-ru", "Headlines coded by models"),
    ("lexicon-ru", "Russian press sentences"),
    ("lexicon-kk", "Kazakh reviews (half read)"),
}
COLUMNS = [
    "instrument", "version", "lang", "dataset", "unit", "n", "accuracy", "macro_f1", "macro_f1_low", "macro_f1_high",
    "coverage", "accuracy_where_hit", "polarity_accuracy", "majority_accuracy", "seen", "note",
]  # fmt: skip
_REVIEWS = "reviews, not news; two classes only, so macro-F1 counts a neutral verdict as an error"
_JUDGED = "never trained on; aggregate scores were looked at between versions (docs/methods/instruments.md)"
_CODED = "coded by three language models, each reading alone (benchmarks/readings.py)"
NOTES = {
    "NewsMTSC-rw (visible half)": f"182 of the mentions stand in articles that the training part holds other sentences of; {_JUDGED}",
    "NewsMTSC-mt (visible half)": f"243 of the mentions stand in articles that the training part holds other sentences of; {_JUDGED}",
    "RuSentNE-2023 (new sentences)": f"the mentions in sentences that the training part has no mention of; {_JUDGED}",
    "RuSentNE-2023 (validation)": f"1,023 of the mentions stand in sentences that the training part holds with other mentions; {_JUDGED}",
    "Kazakh reviews": f"{_REVIEWS}; every second review: the half that no entry was written from",
    "Kazakh reviews (half read)": f"{_REVIEWS}; the other half: lexicon-kk's own entries were written after reading it",
    "Kazakhstani news in Russian": f"whole texts: the mean over their sentences; {_JUDGED}; two language models, reading, reach 0.58 and 0.61",
    "Headlines coded by models": _CODED,
    "Tengrinews coded by models": f"whole texts: the mean over their sentences; {_CODED}",
}


def labels(path: Path) -> pd.DataFrame:
    """A file's texts with columns text, label and, where labels are toward a target, from and to."""
    if path.suffix == ".jsonl":
        rows = pd.DataFrame([json.loads(line) for line in path.open(encoding="utf-8")])
        return rows.rename(columns={"sentence": "text", "polarity": "label"})[["text", "label", "from", "to"]]
    frame = pd.read_csv(path)
    if "entity_pos_start_rel" in frame:
        names = {"sentence": "text", "entity_pos_start_rel": "from", "entity_pos_end_rel": "to"}
        return frame.rename(columns=names)[["text", "label", "from", "to"]]
    if "sentiment" in frame:
        return frame.assign(
            label=frame["sentiment"].replace({"l": "neutral", "p": "positive", "n": "negative"})
        )
    return frame.assign(label=frame["label"].map({0: -1, 1: 1}))


def table() -> pd.DataFrame:
    """All rows: one an instrument and set."""
    rows = []
    for name, lang, unit, read in SETS:
        frame = read()[lambda f: [c for c in ("text", "label", "from", "to") if c in f]]
        for one in instruments.names():
            chosen = instruments.get(one)
            if lang not in chosen.languages:
                continue
            start = time.perf_counter()
            row = validate(chosen, frame, lang=lang).iloc[0].to_dict()
            row |= {"dataset": name, "unit": unit, "seen": (one, name) in SEEN, "note": NOTES.get(name, "")}
            rows.append(row)
            print(
                f"{name:30}{one:12}{row['n']:6}  macro-F1 {row['macro_f1']:.3f} "
                f"({row['macro_f1_low']:.3f}-{row['macro_f1_high']:.3f})  accuracy {row['accuracy']:.3f}  "
                f"coverage {row['coverage']:.3f}  polarity {row['polarity_accuracy']:.3f}  "
                f"{time.perf_counter() - start:.1f} s{'  (seen when it was made)' if row['seen'] else ''}",
                flush=True,
            )
    return pd.DataFrame(rows)[COLUMNS]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not SENTIMENT.is_dir():
        print("skipped: the shared data folder is not beside this checkout")
        return 0
    found = table()
    if options.write:
        found.to_csv(
            ROOT / "kzlib" / "data" / "validity.csv", index=False, float_format="%.4f", lineterminator="\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
