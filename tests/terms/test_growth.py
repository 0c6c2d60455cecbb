"""Growth of the vocabulary against brute force."""

import itertools

import numpy as np
import pytest
from measured import corpus_of, selected

from kzlib.terms import growth
from kzlib.terms.growth import accumulation, moving_types

DOCS = [{"a", "b"}, {"a", "c"}, {"b", "c", "d"}, {"e"}]


def test_accumulation_is_the_mean_over_all_choices():
    df = {word: sum(word in doc for doc in DOCS) for word in set().union(*DOCS)}
    counts = np.unique(list(df.values()), return_counts=True)
    table = accumulation(*counts, len(DOCS), points=4)
    for m, estimate in zip(table["articles"], table["estimate"], strict=True):
        every = [len(set().union(*some)) for some in itertools.combinations(DOCS, m)]
        assert estimate == pytest.approx(np.mean(every), abs=1e-12)
    assert (table["low"] <= table["estimate"]).all() and (table["high"] >= table["estimate"]).all()


def test_moving_types_is_a_set_over_each_window():
    rng = np.random.default_rng(2)
    words = rng.choice(list("abcdefg"), 60).tolist()
    for window in (1, 5, 60, 61):
        windows = [len(set(words[k : k + window])) for k in range(len(words) - window + 1)]
        assert moving_types(words, window) == (sum(windows), len(windows))


def rows(n=30):
    rng = np.random.default_rng(6)
    letters = [f"w{chr(97 + k)}" for k in range(26)]
    weights = 1 / np.arange(1, 27)
    return [
        {
            "text": " ".join(rng.choice(letters, 30, p=weights / weights.sum())),
            "outlet": f"o{k % 4}",
            "side": None,
            "day": None,
        }
        for k in range(n)
    ]


def test_what_it_says_of_a_closed_vocabulary(tmp_path):
    press = rows()
    corpus = corpus_of(tmp_path, press, texts=True)
    table = growth(corpus, selected(corpus, press), window=10)
    summary = table[table["kind"] == "summary"].set_index("measure")["estimate"]
    assert summary["heaps_beta"] < 0.1  # 26 words are soon all seen
    assert summary["coverage"] > 0.99
    assert 0 < summary["mattr"] < 1
    assert summary["zipf_exponent"] == pytest.approx(1.0, abs=0.35)
    assert table[table["kind"] == "growth"]["estimate"].max() == pytest.approx(26)


def test_texts_and_articles_that_are_missing_are_told(tmp_path):
    press = rows()
    corpus = corpus_of(tmp_path, press)
    table = growth(corpus, selected(corpus, press))
    assert "keeps no texts" in table.set_index("measure").loc["mattr", "note"]
    few = growth(corpus, selected(corpus, press).head(3))
    assert few["note"].tolist() == ["not estimable: 3 articles, fewer than 20"]
