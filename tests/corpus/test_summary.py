"""The corpus' own tables add up."""

import pandas as pd
from corpora import write_corpus

from kzlib.corpus import summary


def _articles(rows):
    columns = ["doc_id", "collection", "outlet", "class", "published"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(published=pd.to_datetime(frame["published"]))


def test_flow_adds_up_to_the_items(tmp_path):
    corpus = write_corpus(tmp_path / "c", articles=[{"doc_id": "a"}])
    corpus.meta["collections"]["test"]["flow"] = {
        "items": 10,
        "kept": 4,
        "reworded": 1,
        "duplicates": 2,
        "rejected": {"empty": 2, "no text": 1},
    }
    table = summary.flow(corpus)
    assert table["n_items"].sum() == 10
    assert table.loc[table["step"] == "rejected", "reason"].tolist() == ["empty", "no text"]


def test_outlets_beyond_the_top_are_summed():
    rows = [
        (f"{n}", "c", outlet, "state", None)
        for n, outlet in enumerate(["a"] * 3 + ["b"] * 2 + ["d", "e", None])
    ]
    table = summary.outlets(_articles(rows), top=3)
    assert table["outlet"].tolist() == ["a", "b", "(no outlet found)", "other outlets"]
    assert table["n_outlets"].tolist() == [1, 1, 0, 2]
    assert table["n_articles"].sum() == len(rows)
    assert abs(table["share"].sum() - 1) < 1e-12


def test_timeline_keeps_the_undated_and_spreads_its_marks():
    rows = [
        (f"{n}", "c", "a", "state", day)
        for n, day in enumerate(["2022-01-03", "2022-01-04", "2023-03-01", None])
    ]
    dates = ["2022-01-01", "2022-01-02", "2023-02-28", "2020-01-01"]
    events = pd.DataFrame({"date": dates, "label": ["first", "next day", "later", "nobody wrote"]})
    table = summary.timeline(_articles(rows), events)
    counts = table[table["kind"] == "articles"]
    assert counts["n_articles"].sum() == 4
    assert counts["year"].isna().sum() == 1
    assert table.loc[table["kind"] == "event", "label"].tolist() == ["first", "later"]
