"""Notebooks on a corpus of one's own: its collections, relative folders."""

import pytest
from corpora import write_corpus

from kzlib.runner import run
from kzlib.runner.books import find_notebooks


@pytest.fixture
def mine(tmp_path):
    return str(write_corpus(tmp_path / "mine", articles=[{"doc_id": "a", "collection": "letters"}]).path)


def _given(corpus, *assignments):
    return run.given_values(find_notebooks(["source_bias"]), corpus, assignments)["source_bias"]


def test_all_collections_of_ones_own_corpus_are_taken(mine):
    assert _given(mine)["collections"] == []


def test_what_is_asked_for_stands(mine):
    assert _given(mine, ("collections", '["letters"]'))["collections"] == ["letters"]
    assert "collections" not in _given(None), "the shipped corpus keeps the notebook's default"


def test_a_corpus_that_has_the_default_keeps_it(tmp_path):
    corpus = write_corpus(tmp_path / "c", articles=[{"doc_id": "a", "collection": "headlines"}])
    assert "collections" not in _given(str(corpus.path))


def test_a_relative_out_folder(mine, tmp_path, monkeypatch, root):
    monkeypatch.chdir(tmp_path)
    tiny = str(root / "tests" / "notebooks" / "tiny.ipynb")
    from pathlib import Path

    assert run.figures([tiny], out=Path("drawn"), say=lambda line: None)
    assert list((tmp_path / "drawn").glob("*/*.png"))
