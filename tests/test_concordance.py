"""The concordance of the notebook: a table in JupyterLab, nothing in a published notebook."""

import pytest
from measured import corpus_of, selected

from kzlib import explorer
from kzlib.explorer import concordance


@pytest.fixture
def shown(monkeypatch):
    said = []
    monkeypatch.setattr(explorer, "idle", lambda: False)
    monkeypatch.setattr("IPython.display.display", said.append)
    return said


def test_a_table_with_the_contexts(tmp_path, shown):
    corpus = corpus_of(tmp_path, texts=True)
    concordance(corpus, selected(corpus), ["police"], sort="right")
    assert "thanked" in shown[-1].data


def test_a_corpus_without_texts_says_how_to_get_them(tmp_path, shown, capsys):
    corpus = corpus_of(tmp_path)
    concordance(corpus, selected(corpus), ["police"])
    assert not shown and "--keep-text" in capsys.readouterr().out


def test_a_headless_run_shows_no_text(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KZLIB_OUT", str(tmp_path))
    corpus = corpus_of(tmp_path, texts=True)
    concordance(corpus, selected(corpus), ["police"])
    assert capsys.readouterr().out == ""
