"""Association scores are NLTK's; company is counted as one would count by hand."""

import math

import numpy as np
import pytest
from measured import corpus_of, selected

from kzlib.errors import KzlibError
from kzlib.terms import collocates
from kzlib.terms.association import likelihood, log_dice, mi3


def test_scores_are_nltks():
    from nltk.metrics.association import BigramAssocMeasures as Nltk

    rng = np.random.default_rng(9)
    for _ in range(500):
        n = int(rng.integers(20, 10**6))
        r, c = (int(x) for x in rng.integers(1, n // 2, 2))
        a = int(rng.integers(1, min(r, c) + 1))
        marginals = (a, (r, c), n)
        assert likelihood(a, r, c, n) == pytest.approx(Nltk.likelihood_ratio(*marginals), rel=1e-9, abs=1e-9)
        assert mi3(a, r, c, n) == pytest.approx(math.log2(Nltk.mi_like(*marginals) * n), abs=1e-9)
        assert log_dice(a, r, c) == pytest.approx(14 + math.log2(Nltk.dice(*marginals)), abs=1e-9)


def press():
    texts = [
        "police beat crowd",
        "police beat man",
        "police beat drum",
        "sun shines bright",
        "police sleep",
        "drum shines",
    ]
    return [{"text": t, "outlet": f"o{k % 3}", "side": None, "day": None} for k, t in enumerate(texts)]


def test_company_in_the_same_article(tmp_path):
    corpus = corpus_of(tmp_path, press())
    table = collocates(corpus, selected(corpus, press()), ["police"], min_count=2)
    row = table[table["kind"] == "collocate"].iloc[0]
    assert (row["term"], row["n_both"], row["n_node"], row["n_term"], row["n_total"]) == ("beat", 3, 4, 3, 6)
    assert row["n_outlets"] == 3
    assert row["log_dice"] == pytest.approx(14 + math.log2(6 / 7))


def test_company_in_a_window(tmp_path):
    rows = [
        {
            "text": f"red car met red bus. car stops. {'sun ' * 20}",
            "outlet": f"o{k}",
            "side": None,
            "day": None,
        }
        for k in range(2)
    ]
    corpus = corpus_of(tmp_path, rows, texts=True)
    table = collocates(corpus, selected(corpus, rows), ["car"], level="window", window=2, min_count=1)
    table = table[table["kind"] == "collocate"]
    found = table.set_index("term")["n_both"].to_dict()
    assert found == {"red": 4, "met": 2, "stops": 2}  # "bus" is three words off, and sentences end the window
    assert (table["n_node"] == 4).all() and (table["n_total"] == 54).all()


def one_sentence(tmp_path, words):
    rows = [{"text": " ".join(words), "outlet": "o", "side": None, "day": None}]
    corpus = corpus_of(tmp_path, rows, texts=True)
    return corpus, selected(corpus, rows)


def test_a_window_is_nltks_on_both_sides(tmp_path):
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics.association import BigramAssocMeasures as Nltk

    rng, window = np.random.default_rng(3), 3
    words = [str(word) for word in rng.choice(["car", "road", "sun", "rain", "wind", "moon", "dog"], 400)]
    words = [
        w for word in words for w in ([word, "wheel"] if word == "car" and rng.random() < 0.7 else [word])
    ]
    finder = BigramCollocationFinder.from_words(words, window_size=window + 1)
    table = collocates(
        *one_sentence(tmp_path, words), ["car"], level="window", window=window, min_count=1,
        min_term_outlets=1, top_n=0,
    )  # fmt: skip
    table = table[table["kind"] == "collocate"].set_index("term")
    assert "wheel" in table.index
    for term, row in table.iterrows():
        met = finder.ngram_fd[("car", term)] + finder.ngram_fd[(term, "car")]
        assert row["n_both"] == met and row["n_term"] == words.count(term)
        # NLTK divides a window after the word by its places; here the places before it count too
        marginals = (met / (2 * window), (words.count("car"), words.count(term)), len(words))
        assert row["log_dice"] == pytest.approx(14 + math.log2(Nltk.dice(*marginals)), abs=1e-9)
        assert row["g2"] == pytest.approx(Nltk.likelihood_ratio(*marginals), rel=1e-9)


def test_meetings_that_outnumber_the_node_stay_within_the_measures(tmp_path):
    words = ["car", "road", "road"] * 5 + ["sun"] * 300
    table = collocates(*one_sentence(tmp_path, words), ["car"], level="window", min_term_outlets=1)
    row = table.set_index("term").loc["road"]
    assert row["n_both"] > row["n_node"] and row["n_both"] > row["n_term"]
    assert row["log_dice"] <= 14


@pytest.mark.parametrize("level", ["article", "window"])
@pytest.mark.parametrize("words", [["sun"], ["sun", "sun", "the"], ["the"]])
def test_a_node_alone_in_its_corpus(tmp_path, words, level):
    table = collocates(*one_sentence(tmp_path, words), ["sun"], min_count=1, min_term_outlets=1, level=level)
    assert table["note"].tolist() == [
        "not estimable: no word stands 1 time beside sun in 1 outlet (1 article)"
    ]


def test_a_node_of_every_article_has_no_company_beyond_chance(tmp_path):
    rows = [{"text": "police beat drum", "outlet": f"o{k % 3}", "side": None, "day": None} for k in range(9)]
    corpus = corpus_of(tmp_path, rows)
    table = collocates(corpus, selected(corpus, rows), ["police"])
    assert table["note"].tolist() == [
        "not estimable: no word stands with police more often than by chance (9 articles)"
    ]


def test_what_cannot_be_counted_says_so(tmp_path):
    corpus = corpus_of(tmp_path, press())
    articles = selected(corpus, press())
    table = collocates(corpus, articles, ["zzz"])
    assert table["note"].iloc[0].startswith("not estimable: no word stands 3 times beside zzz")
    with pytest.raises(KzlibError, match="no texts"):
        collocates(corpus, articles, ["police"], level="window")
    with pytest.raises(KzlibError, match="ordered by"):
        collocates(corpus, articles, ["police"], order="pmi")
