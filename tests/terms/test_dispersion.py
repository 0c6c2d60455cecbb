"""Dispersion against cases worked by hand."""

import numpy as np
import pytest
from measured import corpus_of, selected

from kzlib.errors import KzlibError
from kzlib.terms import dispersion
from kzlib.terms.dispersion import dp, dp_norm, juilland_d


def test_cases_worked_by_hand():
    # v = .1 .2 .3 .4, s = .25 each: |v - s| = .15 .05 .05 .15, half the sum is .2; largest is .75
    assert dp([1, 2, 3, 4], [5, 5, 5, 5]) == pytest.approx(0.2, abs=1e-15)
    assert dp_norm([1, 2, 3, 4], [5, 5, 5, 5]) == pytest.approx(0.2 / 0.75, abs=1e-15)
    # unequal parts: s = .5 .3 .2, all of the word in the smallest: (.5 + .3 + .8) / 2 = .8 = 1 - .2
    assert dp([0, 0, 7], [50, 30, 20]) == pytest.approx(0.8, abs=1e-15)
    assert dp_norm([0, 0, 7], [50, 30, 20]) == pytest.approx(1.0, abs=1e-15)
    # proportional to size: even, whatever the sizes
    assert dp([5, 3, 2], [50, 30, 20]) == pytest.approx(0.0, abs=1e-15)
    # rates .1 .3 (mean .2, population sd .1): CV = .5, D = 1 - .5 / sqrt(1)
    assert juilland_d([1, 3], [10, 10]) == pytest.approx(0.5, abs=1e-15)
    assert juilland_d([5, 3, 2], [50, 30, 20]) == pytest.approx(1.0, abs=1e-15)


def test_a_word_that_does_not_occur_has_no_dispersion():
    assert np.isnan(dp([0, 0], [3, 4])) and np.isnan(juilland_d([0, 0], [3, 4]))
    assert np.isnan(juilland_d([3], [4]))
    assert np.isnan(dp([], [])) and np.isnan(dp_norm([], [])) and np.isnan(juilland_d([], []))


def test_what_cannot_be_is_refused():
    with pytest.raises(KzlibError, match="one count and one size"):
        dp([1, 2], [3])


def press(outlets=6):
    rows = []
    for k in range(outlets):
        text = "everywhere here and there " + ("hobby " * 12 if k == 0 else "")
        rows.append({"text": text, "outlet": f"o{k}", "side": None, "day": None})
    return rows


def test_a_frequent_word_of_one_outlet_is_not_a_frequent_word(tmp_path):
    rows = press()
    corpus = corpus_of(tmp_path, rows)
    table = dispersion(corpus, selected(corpus, rows)).set_index("term")
    assert table.loc["hobby", "rank"] == 1
    sizes = [15] + [3] * 5
    sizes = [len(row["text"].split()) for row in rows]
    assert table.loc["hobby", "estimate"] == pytest.approx(dp_norm([12, 0, 0, 0, 0, 0], sizes))
    assert table.loc["hobby", "n_parts_with"] == 1
    assert table.loc["everywhere", "estimate"] < table.loc["hobby", "estimate"]
    assert table.loc["everywhere", "low"] <= table.loc["everywhere", "estimate"]


def test_over_articles_and_with_too_few_parts(tmp_path):
    rows = press(3)
    corpus = corpus_of(tmp_path, rows)
    articles = selected(corpus, rows)
    assert dispersion(corpus, articles)["note"].tolist() == ["not estimable: 3 outlets, fewer than 5"]
    table = dispersion(corpus, articles, parts="article", min_parts=2)
    assert table["estimate"].between(0, 1).all() and (table["n_parts"] == 3).all()
    with pytest.raises(KzlibError, match="spread over"):
        dispersion(corpus, articles, parts="page")
