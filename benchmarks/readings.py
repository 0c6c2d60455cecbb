"""Texts coded by reading (``coded/``): how far the readers agree with each other, with a set's own labels and with instruments, and
the gap between state and independent outlets as they read it.

    python benchmarks/readings.py

The headlines stand in the repository; the articles need the shared data folder.  The readers were language models, each working alone
by the same page of instructions (coded/README.md): their agreement shows how clear a text's tone is, not that they are right.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from kzlib import inference, instruments, languages
from kzlib.bias.common import sided
from kzlib.bias.scales import in_deviations, scales
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.instruments import coding
from kzlib.instruments.validity import macro_f1, validate

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
READERS = ["reader_1", "reader_2", "reader_3"]


def majority(codes: pd.DataFrame) -> pd.Series:
    """The label that most readers gave; neutral where three gave three.

    >>> majority(pd.DataFrame([[1, 1, 0], [-1, 0, 1]])).tolist()
    [1, 0]
    """
    return codes.median(axis=1).astype(int)


def headlines() -> pd.DataFrame:
    """Columns id, lang, text, url, label and each reader's: the headlines of the seed corpus."""
    titles = pd.read_csv(HERE.parent / "seeds" / "reference_urls.csv").set_index("id")[
        ["lang", "title", "url"]
    ]
    return _joined("headlines.csv", titles.rename(columns={"title": "text"}))


def articles() -> pd.DataFrame:
    """Columns url, text, label and each reader's: articles of Tengrinews in Russian; 4,000 characters of each were read."""
    lines = (DATA / "messy" / "ru_tengrinews.jsonl").open(encoding="utf-8")
    rows = [json.loads(line) for line in lines]
    texts = pd.DataFrame({"text": [row["content"] for row in rows]}, index=[row["page_url"] for row in rows])
    found = _joined("tengrinews.csv", texts)
    return found[[lang == "ru" for lang in languages.detect(found["text"])]]


def reread() -> pd.DataFrame:
    """Columns id, text, label (the set's own) and each reader's: Kazakhstani news in Russian, labels unseen by the readers."""
    news = pd.read_csv(DATA / "sentiment" / "ru_kazakhstan_news.csv").set_index("id")
    found = _joined("ru_kazakhstan_news.csv", news[["text"]])
    label = news["sentiment"].map({"negative": -1, "neutral": 0, "positive": 1})
    return found.assign(label=label.loc[found["id"]].to_numpy())


def mentions() -> pd.DataFrame:
    """Columns row, label (the set's own) and reader_1: 300 of RuSentNE's training mentions, labels unseen by the reader."""
    codes = pd.read_csv(HERE / "coded" / "rusentne.csv")
    labels = pd.read_csv(DATA / "sentiment" / "ru_rusentne_train.tsv", sep="\t")["label"]
    return codes.assign(label=labels.loc[codes["row"]].to_numpy())


def _joined(file: str, texts: pd.DataFrame) -> pd.DataFrame:
    codes = pd.read_csv(HERE / "coded" / file, index_col=0)
    found = texts.join(codes.assign(label=majority(codes)), how="inner")
    return found.rename_axis(codes.index.name).reset_index()


def told(name: str, frame: pd.DataFrame, lang: str, against: str) -> None:
    """Print the readers' agreement, and how near each reader and each instrument comes to the labels."""
    readers = [column for column in READERS if column in frame]
    codes = frame[readers].melt(var_name="coder", value_name="label", ignore_index=False)
    agreement = coding.agreement(codes.rename_axis("item").reset_index())
    counts = frame["label"].value_counts().reindex([-1, 0, 1]).tolist()
    print(
        f"{name}, {lang}: n {len(frame)} (−1 0 1: {counts}); readers' alpha {agreement:.3f}; against {against}:"
    )
    for reader in readers if against != "most readers" else []:
        print(f"    {reader:12} macro-F1 {_interval(frame['label'], frame[reader])}")
    for one in instruments.names():
        if lang in instruments.get(one).languages:
            row = validate(one, frame[["text", "label"]], lang=lang).iloc[0]
            print(
                f"    {one:12} macro-F1 {row['macro_f1']:.3f} ({row['macro_f1_low']:.3f}-{row['macro_f1_high']:.3f})"
            )


def _interval(label: pd.Series, verdict: pd.Series) -> str:
    cells = np.bincount((label + 1) * 3 + verdict + 1, minlength=9)
    drawn = np.random.default_rng(0).multinomial(len(label), cells / len(label), 1000)
    low, high = np.quantile(macro_f1(drawn.reshape(-1, 3, 3)), [0.025, 0.975])
    return f"{macro_f1(cells.reshape(1, 3, 3))[0]:.3f} ({low:.3f}-{high:.3f})"


def gap(found: pd.DataFrame) -> None:
    """Print the gap state − independent by the readers' codes, as bias-tone-gap has it by the instruments."""
    corpus = Corpus.open()
    articles = corpus.where(collections=["headlines"])
    code = found.set_index("url")[READERS].mean(axis=1)
    sides = sided(articles).merge(articles[["doc_id", "url"]], on="doc_id")
    tone = sides.assign(tone=sides["url"].map(code), squares=lambda f: f["tone"] ** 2).dropna(subset=["tone"])
    keys = ["collection", "lang", "place", "outlet", "side"]
    cells = (
        tone.groupby(keys)
        .agg(n=("tone", "size"), total=("tone", "sum"), squares=("squares", "sum"))
        .reset_index()
    )
    for lang in ("en", "ru", "kk", "all"):
        here = cells[cells["lang"] == lang] if lang != "all" else in_deviations(cells, scales(cells))
        row = inference.contrast(
            Cells.from_frame(here, strata=["place"]),
            min_outlets=5,
            n_boot=2000,
            n_perm=1999,
            rng=np.random.default_rng(0),
        )
        unit = "valence" if lang != "all" else "standard deviations"
        print(f"gap by reading, {lang}: {row['estimate']:+.3f} [{row['low']:.3f}, {row['high']:.3f}] {unit}, p {row['p']:.4f}, "
              f"{row['n_left']} | {row['n_right']} headlines")  # fmt: skip


def main() -> int:
    found = headlines()
    for lang in ("en", "ru", "kk"):
        told("headlines on Kazakhstan", found[found["lang"] == lang], lang, "most readers")
    gap(found)
    if not DATA.is_dir():
        print("articles: skipped, the shared data folder is not beside this checkout")
        return 0
    told("Tengrinews articles", articles(), "ru", "most readers")
    told("Kazakhstani news in Russian", reread(), "ru", "the set's own labels")
    for reader in READERS[:2]:
        found = reread()
        told("Kazakhstani news in Russian", found.assign(label=found[reader]), "ru", reader)
    found = mentions()
    score = _interval(found["label"], found["reader_1"])
    print(
        f"RuSentNE (train), ru: n {len(found)}; against the set's own labels:\n    reader_1     macro-F1 {score}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
