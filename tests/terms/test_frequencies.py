"""Frequency tables against counting by hand."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import PRESS, STOPS, corpus_of, selected, tokens

from kzlib import grouping
from kzlib.errors import KzlibError, UsageError
from kzlib.terms import frequencies


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    corpus = corpus_of(tmp_path_factory.mktemp("press"))
    return corpus, selected(corpus)


def test_counts_are_those_of_a_counter(press):
    table = frequencies(*press, group_by="side", top_n=0, stop_words=True)
    for (lang, side), part in table.groupby(["lang", "group"]):
        rows = [row for row in PRESS if row.get("lang", "en") == lang and row["side"] == side]
        expected = Counter(word for row in rows for word in tokens(row["text"]))
        assert dict(zip(part["term"], part["count"], strict=True)) == expected
        assert (part["n_words"] == expected.total()).all()
        assert np.allclose(part["estimate"], 1e6 * part["count"] / expected.total())
        held = Counter(word for row in rows for word in set(tokens(row["text"])))
        assert dict(zip(part["term"], part["n_with"], strict=True)) == held
        by_outlet = Counter(
            w for w in expected for o in {r["outlet"] for r in rows if w in tokens(r["text"])}
        )
        assert dict(zip(part["term"], part["n_outlets_with"], strict=True)) == by_outlet


def test_stop_words_and_the_users_own_are_left_out(press):
    table = frequencies(*press, top_n=0, extra_stop_words=["Poli*", "law"])
    assert not set(table["term"]) & (STOPS | {"police", "law"})
    assert "order" in set(table["term"])


def test_lemmas_add_up_forms(press):
    table = frequencies(*press, top_n=0, by="lemma").set_index(["lang", "term"])
    assert table.loc[("en", "protest"), "count"] == 2  # protests, protest
    assert table.loc[("en", "protest"), "n_with"] == 2


def test_ranks_break_ties_by_the_alphabet(press):
    table = frequencies(*press, group_by="side", top_n=2)
    part = table[(table["lang"] == "en") & (table["group"] == "state")]
    assert part["term"].tolist() == ["order", "law"]
    assert part["rank"].tolist() == [1, 2]


def test_several_groupings_and_periods(press):
    table = frequencies(*press, group_by=["side", "month"], terms=["law"])
    found = table[table["term"].notna()]
    assert found["group"].tolist() == ["state · 2022-01", "state · 2022-04"]
    assert found["count"].tolist() == [1, 2]


def test_by_voice(tmp_path):
    press = [{"text": "she came. «law is law»", "outlet": "x", "side": None, "day": None}]
    corpus = corpus_of(tmp_path, press)
    table = frequencies(corpus, selected(corpus, press), group_by="voice", top_n=0, stop_words=True)
    quoted = table[table["group"] == "quotation"].set_index("term")
    assert quoted["count"].to_dict() == {"law": 2, "is": 1}
    assert (quoted["n_words"] == 3).all()
    assert table[table["group"] == "narration"].set_index("term")["count"].to_dict() == {"she": 1, "came": 1}


def test_a_group_without_the_term_says_so(press):
    table = frequencies(*press, group_by="side", terms=["square"])
    state = table[(table["group"] == "state") & (table["lang"] == "en")].iloc[0]
    assert pd.isna(state["term"])
    assert state["note"] == "not estimable: none of the terms occurs in 3 articles"
    assert np.isnan(state["estimate"])


def test_few_outlets_have_no_interval_or_a_doubtful_one(press):
    table = frequencies(*press, group_by="side", terms=["police"])
    assert (table["note"].str.startswith("interval not reliable: ") | table["term"].isna()).all()
    ru = frequencies(*press, terms=["протест"]).query("lang == 'ru'").iloc[0]
    assert np.isnan(ru["low"])


def test_translated_texts_stay_out_unless_asked_for(tmp_path):
    press = [dict(PRESS[0], translated=True), PRESS[1]]
    corpus = corpus_of(tmp_path, press)
    articles = selected(corpus, press)
    assert frequencies(corpus, articles, terms=["police"])["count"].tolist() == [1]
    assert frequencies(corpus, articles, terms=["police"], translated=True)["count"].tolist() == [3]


def test_wrong_options_are_told(press):
    with pytest.raises(KzlibError, match="'form' or by 'lemma'"):
        frequencies(*press, by="stem")
    with pytest.raises(KzlibError, match="ordered by"):
        frequencies(*press, order="alphabet")
    with pytest.raises(UsageError, match="cannot be grouped by 'colour'"):
        frequencies(*press, group_by="colour")


def test_articles_without_a_group_are_a_reason(press):
    corpus, articles = press
    note = frequencies(corpus, articles, group_by="country")["note"].tolist()
    assert note == ["not estimable: none of 9 articles has a country to group by"]
    assert "no article" in frequencies(corpus, articles.iloc[:0])["note"].iloc[0]


def test_an_interval_from_sums_is_the_one_from_outlets():
    y, n = np.array([3.0, 0.0, 5.0, 1.0]), np.array([100.0, 80.0, 150.0, 60.0])
    low, high = grouping.rate_interval(y.sum(), n.sum(), (y**2).sum(), (y * n).sum(), (n**2).sum(), 4)
    rate = y.sum() / n.sum()
    spread = np.sqrt(4 / 3 * ((y - rate * n) ** 2).sum())
    # Kish's degrees of freedom, and Student's t with that many
    assert n.sum() ** 2 / (n**2).sum() - 1 == pytest.approx(2.5788235294117645)
    reach = max(3.4976816652815486 * spread, 1.959963984540054 * np.sqrt(y.sum())) / n.sum() / rate
    assert low == pytest.approx(rate * np.exp(-reach), rel=1e-9)
    assert high == pytest.approx(rate * np.exp(reach), rel=1e-9)
    assert grouping.rate_interval(0, 1000, 0, 0, 340_000, 3)[1] == pytest.approx(-np.log(0.025) / 1000)


WORDS = st.lists(st.sampled_from(["ән", "қала", "жол", "law", "sea", "тау-тас"]), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from("pqr")), min_size=1, max_size=6))
def test_any_small_press_is_counted_exactly(tmp_path_factory, rows):
    press = [{"text": " ".join(words), "outlet": o, "side": "state", "day": None} for words, o in rows]
    corpus = corpus_of(tmp_path_factory.mktemp("any"), press)
    table = frequencies(corpus, selected(corpus, press), top_n=0, stop_words=True)
    expected = Counter(word for words, _ in rows for word in words)
    assert dict(zip(table["term"], table["count"], strict=True)) == expected
