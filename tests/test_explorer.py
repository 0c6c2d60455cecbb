"""The explorer redraws from its widgets, says what is wrong, and is idle when nobody watches."""

import pytest
from corpora import write_corpus

from kzlib import explorer
from kzlib.figures.run import Run

pytest.importorskip("ipywidgets")

ARTICLES = [
    {"doc_id": "a", "collection": "one", "source_id": "kazinform", "published": "2022-01-05", "lang": "ru"},
    {"doc_id": "b", "collection": "one", "source_id": "vlast", "published": "2023-02-05", "lang": "kk"},
    {"doc_id": "c", "collection": "two", "source_id": "vlast", "published": "2024-02-05", "lang": "ru"},
]


@pytest.fixture
def shown(tmp_path):
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    corpus = write_corpus(tmp_path / "c", articles=ARTICLES)
    seen = []

    def compute(articles):
        seen.append(articles)
        return articles.groupby("collection").size().reset_index(name="n")

    def draw(table):
        return plt.figure().subplots()

    run = Run("mine", corpus, corpus.where(collections=["one"]), {"since": ""})
    return explorer.Explorer(run, {"first": (compute, draw), "second": (compute, draw)}), seen


def test_it_begins_with_the_notebooks_selection(shown):
    widgets, seen = shown
    assert widgets.collections.value == ("one",)
    assert seen[-1]["doc_id"].tolist() == ["a", "b"]
    assert widgets.said.value == "2 articles, 2 outlets"


def test_each_widget_redraws(shown):
    widgets, seen = shown
    widgets.languages.value = ("ru",)
    assert seen[-1]["doc_id"].tolist() == ["a"]
    widgets.collections.value = ("one", "two")
    assert seen[-1]["doc_id"].tolist() == ["a", "c"]
    widgets.since.value = "2023-01-01"
    assert seen[-1]["doc_id"].tolist() == ["c"]
    assert {"side", "class"} <= set(seen[-1].columns)


@pytest.mark.parametrize(("since", "said"), [("soon", "not a date"), ("2030-01-01", "no article is left")])
def test_a_bad_selection_is_said_and_the_figure_stays(shown, since, said):
    widgets, seen = shown
    widgets.since.value = since
    assert said in widgets.said.value
    assert len(seen) == 1


def test_what_is_said_is_text(shown):
    widgets, _ = shown
    widgets.since.value = "<script>alert(1)</script>"
    assert "<script>" not in widgets.said.value


def test_idle_when_headless(monkeypatch):
    monkeypatch.setenv("KZLIB_OUT", "somewhere")
    assert explorer.idle()
    assert explorer.explore(None, {}) is None
