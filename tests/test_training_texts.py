"""The texts written and coded for this project are whole: what trains linear-ru and what instruments are judged on."""

from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
WRITTEN, CODED = ROOT / "benchmarks" / "written", ROOT / "benchmarks" / "coded"
LABELS = {-1, 0, 1}


def test_every_mention_is_a_run_of_whole_words():
    rows = pd.read_csv(WRITTEN / "ru_mentions.csv")
    assert set(rows["label"]) == LABELS
    assert not rows.duplicated(["sentence", "from", "to"]).any()
    for text, start, end in rows[["sentence", "from", "to"]].itertuples(index=False):
        assert 0 <= start < end <= len(text)
        assert not text[start:end].startswith(" ") and not text[start:end].endswith(" ")
        assert start == 0 or not text[start - 1].isalpha()
        assert end == len(text) or not text[end].isalpha()


def test_passages_have_sentences_and_all_tones():
    rows = pd.read_csv(WRITTEN / "ru_passages.csv")
    assert set(rows["label"]) == set(rows["passage_label"]) == LABELS
    assert len(rows[["passage", "passage_label"]].drop_duplicates()) == rows["passage"].nunique()
    assert rows.groupby("passage").size().min() >= 2
    assert rows["sentence"].str.strip().eq(rows["sentence"]).all() and rows["sentence"].ne("").all()
    # a polar passage has a sentence of its tone
    told = rows.assign(same=rows["label"] == rows["passage_label"]).groupby("passage")["same"].any()
    assert told.mean() > 0.98


@pytest.mark.parametrize(
    ("file", "n"),
    [("headlines.csv", 662), ("tengrinews.csv", 180), ("ru_kazakhstan_news.csv", 218), ("rusentne.csv", 300)],
)
def test_readers_coded_everything_once(file, n):
    rows = pd.read_csv(CODED / file, index_col=0)
    assert len(rows) == n and rows.index.is_unique
    assert set(rows.to_numpy().ravel()) == LABELS


def test_the_coded_headlines_are_those_of_the_seed_corpus():
    titles = pd.read_csv(ROOT / "seeds" / "reference_urls.csv")
    seen = titles.loc[titles["headline_seen"].astype(str) == "True", "id"]
    assert set(pd.read_csv(CODED / "headlines.csv")["id"]) == set(seen)
