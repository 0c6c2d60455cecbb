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
        {"text": "red car met red bus. car stops", "outlet": f"o{k}", "side": None, "day": None}
        for k in range(2)
    ]
    corpus = corpus_of(tmp_path, rows, texts=True)
    table = collocates(corpus, selected(corpus, rows), ["car"], level="window", window=2, min_count=1)
    table = table[table["kind"] == "collocate"]
    found = table.set_index("term")["n_both"].to_dict()
    assert found == {"red": 4, "met": 2, "stops": 2}  # "bus" is three words off, and sentences end the window
    assert (table["n_node"] == 4).all() and (table["n_total"] == 14).all()


def test_what_cannot_be_counted_says_so(tmp_path):
    corpus = corpus_of(tmp_path, press())
    articles = selected(corpus, press())
    table = collocates(corpus, articles, ["zzz"])
    assert table["note"].iloc[0].startswith("not estimable: no word stands 3 times beside zzz")
    with pytest.raises(KzlibError, match="no texts"):
        collocates(corpus, articles, ["police"], level="window")
    with pytest.raises(KzlibError, match="ordered by"):
        collocates(corpus, articles, ["police"], order="pmi")
