"""The record and its embedding."""

import csv

import pandas as pd
from corpora import write_corpus

from kzlib import sources
from kzlib.figures import provenance, publishing
from kzlib.figures.run import Run

ARTICLES = [
    {"doc_id": "a", "source_id": "one", "collection": "x", "n_words": 10},
    {"doc_id": "b", "source_id": "two", "collection": "x", "n_words": 20},
    {"doc_id": "c", "source_id": "one", "collection": "y", "n_words": 30},
]


def a_run(tmp_path) -> Run:
    corpus = write_corpus(tmp_path / "corpus", drawn="by hand", articles=ARTICLES)
    return Run(
        "counted",
        corpus,
        sources.classify(corpus.where()),
        {"corpus": str(tmp_path), "seed": 7, "languages": []},
    )


def test_the_catalogue_holds_every_figure_of_the_design_once():
    with (provenance.paths.data("figures.csv")).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["id"] for row in rows}) == len(rows) == 23
    assert {row["notebook"] for row in rows} == {"corpus", "sentiment", "source_bias", "term_frequency"}
    assert all(row["question"].endswith("?") and row["reference"] for row in rows)


def test_a_run_is_described_without_its_path(tmp_path):
    run = a_run(tmp_path)
    record = provenance.record(
        id="x",
        table=b"a\n1\n",
        caption="",
        question="",
        alt="",
        reference="",
        licence="MIT",
        **run.described(pd.DataFrame({"a": [1]})),
    )
    assert record["parameters"] == {"seed": 7, "languages": []}
    assert record["seed"] == 7
    assert record["collections"] == {"x": {"drawn": "by hand"}, "y": {"drawn": "by hand"}}
    assert record["corpus_fingerprint"] == run.corpus.fingerprint
    assert record["n"] == {}
    assert record["selected"]["articles"] == 3
    assert str(tmp_path) not in provenance.to_json(record)


def test_a_table_of_one_collection_is_sourced_from_it_alone(tmp_path):
    described = a_run(tmp_path).described(pd.DataFrame({"collection": ["y", "combined"]}))
    assert list(described["collections"]) == ["y"]
    assert described["selected"]["articles"] == 1


def test_a_table_of_the_corpus_items_counts_those_whatever_was_selected(tmp_path):
    table = pd.DataFrame({"collection": ["x", "x", "y"], "n_items": [5, 2, 3]})
    run = a_run(tmp_path)
    described = run.described(table)
    assert (described["n"], described["selected"]) == ({"items": 10}, {})
    assert list(described["collections"]) == ["x", "y"]
    assert run.described(table, {"pages": 2})["n"] == {"pages": 2}


def test_the_source_line_says_how_the_collection_was_drawn(tmp_path):
    run = a_run(tmp_path)
    record = {
        "id": "x",
        "collections": {"x": {"drawn": "by hand"}},
        "n": {"articles": 1234},
        "corpus_fingerprint": run.corpus.fingerprint,
    }
    line = publishing.source_line(record)
    assert line.startswith("Source: x (by hand). Corpus ")
    assert "n = 1,234 articles" in line
    line = publishing.source_line(record | {"n": {}, "selected": {"articles": 1234, "outlets": 1}})
    assert ". Selected: 1,234 articles, 1 outlet. " in line
    assert run.corpus.fingerprint[:12] in line


def test_the_seal_does_not_depend_on_the_order_of_keys():
    assert provenance.seal({"a": 1, "b": 2}) == provenance.seal({"b": 2, "a": 1, "seal": "x"})
    assert provenance.seal({"a": 1}) != provenance.seal({"a": 2})
