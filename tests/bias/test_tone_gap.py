"""The tone gap on corpora with a planted truth, and what it says where there is none to say."""

import numpy as np
import pandas as pd
import pytest

from kzlib import bias

QUICK = {"n_boot": 400, "n_perm": 499}


def one(table, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    assert len(table) == 1, wanted
    return table.iloc[0]


def brighter_state(row):
    row["tone"] += 0.4 * (row["side"] == "state")


def test_a_planted_gap_is_recovered(planted, tmp_path):
    corpus, articles = planted().change(brighter_state).write(tmp_path)
    table = bias.tone_gap(corpus, articles, **QUICK)
    for weights in ("outlets", "articles"):
        row = one(table, voice="all", weights=weights)
        assert row["low"] < 0.4 < row["high"] and row["low"] > 0
        assert row["p"] < 0.01
        assert row["note"] == ""
        assert row[["n_state", "n_independent", "outlets_state", "outlets_independent"]].tolist() == [
            72,
            84,
            6,
            7,
        ]
        assert row["loo_low"] <= row["estimate"] <= row["loo_high"]
        assert row["mean_state"] - row["mean_independent"] == pytest.approx(row["estimate"])


def test_the_estimate_is_the_mean_of_outlet_means(planted, tmp_path):
    plant = planted(per_outlet=5)
    corpus, articles = plant.write(tmp_path)
    frame = pd.DataFrame(plant.frame)
    means = frame.groupby(["side", "outlet"]).tone.mean().groupby("side").mean()
    row = one(bias.tone_gap(corpus, articles, **QUICK), voice="all", weights="outlets")
    assert row["estimate"] == pytest.approx(means["state"] - means["independent"], abs=1e-9)


def test_an_articles_tone_is_the_mean_of_its_sentences_by_voice(planted, tmp_path):
    plant = planted(state=3, independent=3, per_outlet=1).change(lambda row: row.update(tone=0.0))
    extra_tone = [
        {"doc_id": row["doc_id"], "sent": 1, "valence": 0.8 * (row["side"] == "state")} for row in plant.frame
    ]
    extra_sentences = [{"doc_id": row["doc_id"], "sent": 1, "voice": "quotation"} for row in plant.frame]
    plant.rows["tone"] += extra_tone
    plant.rows["sentences"] += extra_sentences
    table = bias.tone_gap(*plant.write(tmp_path), **QUICK)
    got = {
        voice: one(table, voice=voice, weights="outlets")["estimate"]
        for voice in ("all", "narration", "quotation")
    }
    assert got == pytest.approx({"all": 0.4, "narration": 0.0, "quotation": 0.8})


@pytest.mark.parametrize(
    ("state", "note"),
    [
        (0, "not estimable: no state outlets, at least 3 are needed"),
        (2, "not estimable: 2 state outlets, at least 3 are needed"),
        (4, "interval not reliable: 4 state outlets, fewer than 5"),
    ],
)
def test_few_outlets_are_said(planted, tmp_path, state, note):
    corpus, articles = planted(state=state).write(tmp_path)
    row = one(bias.tone_gap(corpus, articles, **QUICK), voice="all", weights="outlets")
    assert row["note"] == note
    assert np.isnan(row["estimate"]) == note.startswith("not estimable")


def test_languages_are_compared_apart_and_then_combined(planted, tmp_path):
    """Russian is darker on both sides and state writes mostly Russian: pooled naively the gap would be negative."""

    def plant(row):
        brighter_state(row)
        mostly = 10 if row["side"] == "state" else 2
        if row["number"] < mostly:
            row["lang"] = "ru"
            row["tone"] -= 2.0

    corpus, articles = planted().change(plant).write(tmp_path)
    table = bias.tone_gap(corpus, articles, **QUICK)
    combined = one(table, lang="combined", voice="all", weights="articles")
    assert combined["low"] < 0.4 / one(table, lang="ru", voice="all", weights="articles")["scale"]
    assert combined["low"] > 0 and combined["unit"] == "standard deviations"
    assert combined["outlets_state"] == 6  # an outlet in two languages is one outlet
    naive = articles.merge(pd.DataFrame(corpus.sql("select doc_id, valence from tone")), on="doc_id")
    naive = naive.groupby("side").valence.mean()
    assert naive["state"] < naive["independent"]


def test_combining_does_not_hang_on_the_scales_of_the_instruments(planted, tmp_path):
    """Russian valences a tenth as large and all below zero: every language row follows, the combined one stays."""

    def bilingual(row):
        brighter_state(row)
        row["lang"] = "ru" if row["number"] < 6 else "en"

    def small(row):
        bilingual(row)
        if row["lang"] == "ru":
            row["tone"] = row["tone"] / 10 - 0.3

    first = bias.tone_gap(*planted().change(bilingual).write(tmp_path / "a"), **QUICK)
    second = bias.tone_gap(*planted().change(small).write(tmp_path / "b"), **QUICK)
    for weights in ("outlets", "articles"):
        a, b = (one(table, lang="ru", voice="all", weights=weights) for table in (first, second))
        assert b["estimate"] == pytest.approx(a["estimate"] / 10, abs=1e-5)  # a corpus keeps four decimals
        assert b["standardised"] == pytest.approx(a["standardised"], abs=1e-3)
        a, b = (one(table, lang="combined", voice="all", weights=weights) for table in (first, second))
        for column in ("estimate", "low", "high", "heterogeneity_p"):
            assert b[column] == pytest.approx(a[column], abs=2e-3)
        assert (a["unit"], a["scale"], a["standardised"]) == ("standard deviations", 1.0, a["estimate"])
        assert a["heterogeneity_p"] > 0.05


def test_languages_that_differ_are_said_to(planted, tmp_path):
    def opposite(row):
        row["lang"] = "ru" if row["number"] < 6 else "en"
        row["tone"] += (0.5 if row["lang"] == "ru" else -0.5) * (row["side"] == "state")

    table = bias.tone_gap(*planted().change(opposite).write(tmp_path), **QUICK)
    assert one(table, lang="combined", voice="all", weights="outlets")["heterogeneity_p"] < 0.001


def test_nothing_to_combine_is_said(planted, tmp_path):
    def plant(row):
        if row["side"] == "independent" and row["number"] < 3:
            row["lang"] = "kk"

    corpus, articles = planted().change(plant).write(tmp_path)
    row = one(bias.tone_gap(corpus, articles, **QUICK), lang="combined", voice="all", weights="outlets")
    assert row["note"] == "not estimable: only test in en has an estimate, so there is nothing to combine"


def test_several_countries_are_compared_country_by_country(planted, tmp_path):
    """A country that is darker everywhere and covered by one side more does not make a gap."""

    def plant(row):
        mostly = 10 if row["side"] == "state" else 2
        row["country"] = "KZ" if row["number"] < mostly else "KG"
        row["tone"] -= 2.0 * (row["country"] == "KZ")

    corpus, articles = planted().change(plant).write(tmp_path)
    row = one(bias.tone_gap(corpus, articles, **QUICK), voice="all", weights="articles")
    assert abs(row["estimate"]) < 0.15


def test_a_language_without_an_instrument_is_missing_not_neutral(planted, tmp_path):
    corpus, articles = planted().write(tmp_path)
    table = bias.tone_gap(corpus, articles, instrument="no-such", **QUICK)
    assert set(table["note"]) == {"not estimable: the corpus has no tone measured in this language"}
    assert table["estimate"].isna().all()


def test_without_the_default_the_corpus_own_instrument_counts(planted, tmp_path):
    """A corpus in a language of the user's own, scored with the user's own instrument, is measured with it."""
    plant = planted().change(lambda row: row.update(lang="tr"))
    plant.frame = [row | {"tone": 0.0} for row in plant.frame]
    for row in plant.frame:
        own = {"doc_id": row["doc_id"], "sent": 1, "instrument": "mine", "valence": 0.2}
        plant.rows["tone"].append(own)
        plant.rows["sentences"].append({"doc_id": row["doc_id"], "sent": 1, "lang": "tr"})
    corpus, articles = plant.write(tmp_path)
    table = bias.tone_gap(corpus, articles, **QUICK)
    assert set(table["instrument"]) == {"mine"}  # vader has scores, but reads English
    assert one(table, voice="all", weights="outlets")["mean_state"] == pytest.approx(0.2)


def test_a_sentence_in_another_language_is_not_the_articles_tone(planted, tmp_path):
    """Russian articles that a corpus scored with nothing but the English instrument have no tone, not VADER's."""
    plant = planted().change(lambda row: row.update(lang="ru", instrument="vader"))
    corpus, articles = plant.write(tmp_path / "english only")
    table = bias.tone_gap(corpus, articles, **QUICK)
    assert set(table["note"]) == {"not estimable: the corpus has no tone measured in this language"}
    both = planted().change(lambda row: row.update(lang="ru", instrument="vader"))
    for row in both.frame:
        row["tone"] = 0.9  # of the English sentence
        own = {"doc_id": row["doc_id"], "sent": 1, "instrument": "linear-ru", "valence": -0.1}
        both.rows["tone"].append(own)
        both.rows["sentences"].append({"doc_id": row["doc_id"], "sent": 1, "lang": "ru"})
    table = bias.tone_gap(*both.write(tmp_path / "both"), **QUICK)
    row = one(table, voice="all", weights="outlets")
    assert row["instrument"] == "linear-ru"
    assert (row["mean_state"], row["mean_independent"]) == pytest.approx((-0.1, -0.1))


def test_one_loud_outlet_is_named(planted, tmp_path):
    def plant(row):
        row["tone"] += 3.0 * (row["outlet"] == "s2")

    corpus, articles = planted().change(plant).write(tmp_path)
    row = one(bias.tone_gap(corpus, articles, **QUICK), voice="all", weights="outlets")
    assert row["loo_outlet"] == "s2"
    assert row["low"] < 0 < row["high"]  # one outlet's style is no difference between sides
    assert row["loo_low"] < 0.1


def test_the_same_seed_gives_the_same_table(planted, tmp_path):
    corpus, articles = planted().write(tmp_path)
    first, second = (bias.tone_gap(corpus, articles, seed=5, **QUICK) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_no_articles_on_either_side(planted, tmp_path):
    corpus, articles = planted().write(tmp_path)
    table = bias.tone_gap(corpus, articles.assign(side=None), **QUICK)
    assert table["note"].str.startswith("not estimable").all()
