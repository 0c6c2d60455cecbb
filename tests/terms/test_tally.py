"""Adding up postings against pandas over the same rows, in numpy and compiled, dense and rare."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from corpora import rows

from kzlib.corpus import postings as reading
from kzlib.corpus.store import Writer
from kzlib.terms import tally
from kzlib.terms.counting import CELL, counted, counts, selection, spread

META = {"collections": {"test": {"title": "t", "drawn": "d", "flow": {}}}, "instruments": {}}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus of three files a table: random counts, two languages, some outlets unknown."""
    rng = np.random.default_rng(5)
    words = [f"w{k:02d}" for k in range(40)]
    articles, terms = [], []
    for number in range(60):
        doc, lang = f"d{number:03d}", "en" if number % 3 else "ru"
        held = rng.choice(words, rng.integers(0, 30), replace=False)
        mine = [
            {
                "doc_id": doc,
                "lang": "kk" if rng.random() < 0.1 else lang,
                "term": word,
                "count": int(rng.integers(1, 5)),
                "quoted": 0,
            }
            for word in sorted(held)
        ]
        for row in mine:
            row["quoted"] = int(rng.integers(0, row["count"] + 1))
        terms.append(mine + [{"doc_id": doc, "lang": lang, "term": "w00 w01", "size": 2, "count": 2}])
        articles.append(
            {
                "doc_id": doc,
                "lang": lang,
                "source_id": f"o{number % 5}" if number % 7 else None,
                "published": f"2022-0{1 + number % 4}-03",
                "n_words": sum(row["count"] for row in mine),
            }
        )
    every = pd.DataFrame([row for part in terms for row in part])
    df = every[every["size"].isna()].groupby(["term", "lang"])["doc_id"].nunique().reset_index(name="df")
    known = [
        {**row, "lemma": f"l{int(row['term'][1:]) // 2}", "stop": row["term"] == "w07"}
        for row in df.to_dict("records")
    ]
    with Writer(tmp_path_factory.mktemp("tally") / "corpus") as writer:
        for part in np.array_split(np.arange(60), 3):
            writer.add("terms", rows("terms", [row for k in part for row in terms[k]]))
        writer.add("articles", rows("articles", articles))
        writer.add("vocabulary", rows("vocabulary", known))
        corpus = writer.finish(META)
    chosen = corpus.sql("select * from articles order by doc_id")
    chosen = chosen.assign(outlet=chosen["source_id"].astype(object).where(chosen["source_id"].notna(), None))
    lemmas = pd.DataFrame(known)[["term", "lang", "lemma"]]
    return corpus, chosen, every[every["size"].isna()].merge(lemmas, on=["term", "lang"])


def expected(made, group_by, by):
    """Article by article: collection, lang, group, doc_id, outlet, term, uses."""
    corpus, articles, every = made
    selected = selection(corpus, articles, group_by)
    out = every.drop(columns="lang").merge(selected, on="doc_id")
    uses = {
        "all": out["count"],
        "quotation": out["quoted"],
        "narration": out["count"] - out["quoted"],
    }
    out["uses"] = sum(values.where(out["part"] == part, 0) for part, values in uses.items())
    out["term"] = out["lemma"] if by == "lemma" else out["term"]
    known = out["outlet"].notna()
    out["unit"] = out["outlet"].where(known, "?" + out["doc_id"])
    return selected, out[out["uses"] > 0]


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("dense", [24_000_000, 20])
@pytest.mark.parametrize("by", ["form", "lemma"])
@pytest.mark.parametrize("group_by", ["", ["month", "voice"], "outlet"])
def test_equal_to_adding_up_rows(made, group_by, by, dense, compiled, monkeypatch):
    monkeypatch.setattr(tally, "DENSE", dense)
    monkeypatch.setattr(tally, "PENDING", 50)
    monkeypatch.setattr(reading, "COMPILED_FROM", 0 if compiled else 10**9)
    corpus = made[0]
    corpus._postings.clear()
    selected, every = expected(made, group_by, by)
    these = counted(corpus, selected)
    assert these.postings.compiled is compiled

    found = counts(these, "true", by=by)
    truth = every.groupby([*CELL, "term"])["uses"].sum()
    assert found.set_index([*CELL, "term"])["count"].to_dict() == truth.to_dict()

    best = counts(these, "true", by=by, top_n=3)
    ranked = truth.reset_index().sort_values([*CELL, "uses", "term"], ascending=[True] * 3 + [False, True])
    first = ranked.groupby(CELL).head(3)
    assert best[[*CELL, "term"]].values.tolist() == first[[*CELL, "term"]].values.tolist()

    table = spread(these, "true", found, by=by).set_index([*CELL, "term"])
    units = every.groupby([*CELL, "term", "unit"])["uses"].sum().reset_index()
    sizes = selected.assign(
        unit=selected["outlet"].where(selected["outlet"].notna(), "?" + selected["doc_id"])
    )
    units = units.merge(sizes.groupby([*CELL, "unit"])["n_words"].sum().reset_index(), on=[*CELL, "unit"])
    by_term = units.assign(
        known=~units["unit"].str.startswith("?"), yy=units["uses"] ** 2, yn=units["uses"] * units["n_words"]
    ).groupby([*CELL, "term"])
    assert table["n_outlets_with"].to_dict() == by_term["known"].sum().to_dict()
    assert table["yy"].to_dict() == by_term["yy"].sum().to_dict()
    assert table["yn"].to_dict() == by_term["yn"].sum().to_dict()
    held = every.drop_duplicates([*CELL, "term", "doc_id"]).groupby([*CELL, "term"]).size()
    assert table["n_with"].to_dict() == held.to_dict()


def test_what_does_not_fit_memory_is_read_again(made, monkeypatch):
    corpus = made[0]
    corpus._postings.clear()
    whole = [shard.count.tolist() for shard in corpus.postings().shards()]
    assert [shard.count.tolist() for shard in corpus.postings().shards()] == whole
    monkeypatch.setattr(reading, "ROOM", 100)
    corpus._postings.clear()
    for _ in range(2):
        assert [shard.count.tolist() for shard in corpus.postings().shards()] == whole
    assert corpus.postings()._kept is None


def test_pairs_of_words_are_postings_of_their_own(made):
    corpus = made[0]
    pairs = corpus.postings(2)
    assert pairs.entries["term"].unique().tolist() == ["w00 w01"]
    assert sum(int(shard.count.sum()) for shard in pairs.shards()) == 120
