"""Words: planted preferences come out, one outlet's hobby-horse does not."""

import zlib

import numpy as np
import pandas as pd
import pytest

from kzlib import bias
from kzlib.bias.word_choice import clustered, compare_words
from kzlib.inference.permutation import label_permutations


def plant(row):
    odd = zlib.crc32(row["doc_id"].encode())
    row["words"] = ["common"] * (3 + odd % 5) + [f"filler{odd // 7 % 4}"] * (1 + odd // 31 % 3)
    if row["side"] == "state":
        row["words"] += ["stability"] * (row["number"] % 2)
    if row["outlet"] == "s1":
        row["words"] += ["horse"] * 3
    if row["number"] == 1:
        row["words"] += ["rarely"]


@pytest.fixture
def table(planted, tmp_path):
    corpus, articles = planted().change(plant).write(tmp_path)
    return bias.word_choice(corpus, articles, n_perm=499)


def test_a_word_of_a_whole_side_is_found(table):
    row = table.set_index("term").loc["stability"]
    assert row["q"] < 0.05
    assert row["low"] > 0 and row["log_odds"] > 0
    assert row[["count_state", "count_independent", "outlets_state", "outlets_independent"]].tolist() == [
        36,
        0,
        6,
        0,
    ]
    assert row["articles_state"] == 36


def test_a_word_of_one_outlet_is_under_the_floor_or_no_discovery(planted, tmp_path, table):
    assert "horse" not in set(table["term"])
    corpus, articles = planted().change(plant).write(tmp_path / "again")
    loose = bias.word_choice(corpus, articles, floor_outlets=1, n_perm=499).set_index("term")
    assert loose.loc["horse", "q"] > 0.05
    assert abs(loose.loc["horse", "z"]) > 2  # as if every word were drawn alone, it would have been one
    assert loose.loc["horse", "low"] < 0


def test_equal_words_are_no_discovery(table):
    rest = table[table["term"].str.startswith("filler")]
    assert len(rest) == 4
    assert (rest["q"] > 0.05).all()
    assert (rest["low"] < 0).all() and (rest["high"] > 0).all()


def test_log_odds_and_g2_are_over_the_whole_side(table, planted, tmp_path):
    from kzlib.terms.keyness import g2, log_odds

    plant_ = planted().change(plant)
    corpus, articles = plant_.write(tmp_path / "whole")
    counts = corpus.sql("select term, doc_id, count from terms").merge(
        articles[["doc_id", "side"]], on="doc_id"
    )
    wide = counts.pivot_table(index="term", columns="side", values="count", aggfunc="sum", fill_value=0)
    oracle = log_odds(wide["state"], wide["independent"]).set_index(wide.index)
    row = table.set_index("term").loc["stability"]
    assert row["log_odds"] == pytest.approx(oracle.loc["stability", "log_odds"], abs=1e-12)
    at = wide.index.get_loc("stability")
    assert row["g2"] == pytest.approx(g2(wide["state"], wide["independent"])[at], abs=1e-9)


def test_translations_stop_words_and_mastheads_stay_out(planted, tmp_path):
    def more(row):
        plant(row)
        row["words"] += ["the", "kazinform", "almaty", "dropped"] * 2
        row["translated"] = row["number"] == 3
        if row["translated"]:
            row["words"] += ["rendered"] * 3

    corpus, articles = planted().change(more).write(tmp_path)
    articles.loc[articles["outlet"] == "s0", "outlet"] = "kazinform"
    terms = set(bias.word_choice(corpus, articles, n_perm=99, drop=["dropped"])["term"])
    assert terms.isdisjoint({"the", "kazinform", "almaty", "dropped", "rendered"})
    loose = bias.word_choice(corpus, articles, n_perm=99, include_translated=True, include_stop_words=True)
    assert {"the", "rendered"} <= set(loose["term"])


def test_dictionary_forms_are_counted_together(planted, tmp_path):
    def russian(row):
        row["lang"] = "ru"
        row["topic"] = "тенге"
        row["words"] = ["протест" if row["number"] % 2 else "протесты"]

    forms = [
        {"term": "протесты", "lang": "ru", "lemma": "протест"},
        {"term": "протест", "lang": "ru", "lemma": "протест"},
    ]
    corpus, articles = planted().change(russian).write(tmp_path, vocabulary=forms)
    table = bias.word_choice(corpus, articles, n_perm=99).set_index("term")
    assert table.loc["протест", ["count_state", "articles_state"]].tolist() == [72, 72]
    assert "протесты" not in table.index
    assert "протесты" in set(bias.word_choice(corpus, articles, n_perm=99, lemmas=False)["term"])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sides", [(0, 6), (1, 6), (2, 2)])
def test_too_few_outlets_give_a_reason(planted, tmp_path, sides):
    corpus, articles = planted(state=sides[0], independent=sides[1]).change(plant).write(tmp_path)
    table = bias.word_choice(corpus, articles, n_perm=99)
    assert len(table) == 1 and table["term"].isna().all()
    assert table["note"].item().startswith("not estimable:")


@pytest.mark.filterwarnings("error")
def test_one_word_only_and_equal_counts(planted, tmp_path):
    corpus, articles = (
        planted().change(lambda row: row.update(words=["tenge"], topic="economy")).write(tmp_path)
    )
    row = bias.word_choice(corpus, articles, n_perm=99).iloc[0]
    assert row["term"] == "tenge"
    assert row["log_odds"] == 0.0
    assert row["log_ratio"] == pytest.approx(0.0, abs=0.02)  # half a use, spread over unequal sides
    assert row["q"] > 0.05


def test_p_by_hand_on_six_outlets():
    """The permutation p of one word, relabelled one labelling at a time."""
    rng = np.random.default_rng(8)
    counts, words = rng.poisson(5, (6, 1)).astype(float), rng.integers(50, 90, 6).astype(float)
    left = np.array([True, True, False, True, False, False])

    def statistic(labels):
        logs, variance = [], 0.0
        for side in (labels, ~labels):
            y, n = counts[side, 0], words[side]
            total = y.sum() + 0.5
            rate = total / n.sum()
            share = y + 0.5 * n / n.sum()
            g = side.sum()
            variance += max(g / (g - 1) * ((share - rate * n) ** 2).sum() / total**2, 1 / total)
            logs.append(np.log(rate))
        return abs(logs[0] - logs[1]) / np.sqrt(variance)

    rows, exact = label_permutations(left, [np.arange(6)], n_perm=9, rng=rng)
    assert exact and len(rows) == 20
    oracle = np.mean([statistic(row.astype(bool)) >= statistic(left) * (1 - 1e-9) for row in rows])
    assert clustered(counts, words, left, 9, rng)[3][0] == pytest.approx(oracle)


def test_the_same_seed_gives_the_same_table(planted, tmp_path):
    corpus, articles = planted().change(plant).write(tmp_path)
    first, second = (bias.word_choice(corpus, articles, seed=3, n_perm=199) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_only_countries_that_both_sides_cover_are_compared(planted, tmp_path):
    """A country that one side alone writes about would lend that side its place names."""

    def abroad(row):
        plant(row)
        row["country"] = "Tajikistan" if row["side"] == "independent" and row["number"] < 8 else "Kazakhstan"
        if row["country"] == "Tajikistan":
            row["words"] += ["dushanbe"] * 2

    corpus, articles = planted().change(abroad).write(tmp_path / "one")
    table = bias.word_choice(corpus, articles, n_perm=99)
    assert "dushanbe" not in set(table["term"])
    assert set(table["n_articles"]) == {72 + 7 * 4}
    assert table["note"].iloc[0] == "1 of 2 countries are covered by both sides (Kazakhstan)"

    def mixed(row):
        abroad(row)
        row["country"] = "Tajikistan" if row["number"] < 6 else "Kazakhstan"

    corpus, articles = planted().change(mixed).write(tmp_path / "two")
    note = bias.word_choice(corpus, articles, n_perm=99)["note"].iloc[0]
    assert note.endswith("compared together, so a country's own words may pass for a side's")


def test_shown_is_a_small_q_and_an_interval_without_zero(table):
    assert table.loc[table["shown"], "term"].tolist() == ["stability"]
    small = compare_words(
        pd.DataFrame(
            [("state", f"s{i}", "start", 1, 1) for i in range(4)]
            + [("independent", "i0", "start", 1, 1)]
            + [("state", f"s{i}", "rest", 9, 5) for i in range(7)]
            + [("independent", f"i{i}", "rest", 9, 5) for i in range(7)],
            columns=["side", "outlet", "term", "count", "articles"],
        ),
        {"rest"}, 3, 5, 99, np.random.default_rng(1),
    ).iloc[0]  # fmt: skip
    assert small["low"] < 0 and not small["shown"]  # whatever its q: five uses in all
