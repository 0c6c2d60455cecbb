"""The gap under other labellings."""

import pandas as pd
import pytest

from kzlib import bias
from kzlib.bias.sensitivity import MAIN

QUICK = {"n_boot": 99, "n_perm": 99}


@pytest.fixture
def labelled(planted, tmp_path):
    """Six state and seven independent outlets; one contested outlet far brighter than all."""

    def plant(row):
        row["tone"] += 0.3 * (row["side"] == "state") + 2.0 * (row["outlet"] == "i6")

    corpus, articles = planted().change(plant).write(tmp_path)
    articles["class"] = articles["side"].replace({"state": "state", "independent": "independent"})
    articles["kind"], articles["confidence"] = "newsroom", "high"
    articles.loc[articles["outlet"] == "i6", ["class", "side"]] = ["state_aligned", None]
    articles["outlet"] = articles["outlet"].replace({"i6": "tengrinews"})
    return corpus, articles


def test_the_main_row_is_the_tone_gap(labelled):
    corpus, articles = labelled
    table = bias.sensitivity(corpus, articles, **QUICK)
    assert table.loc[0, "scenario"] == MAIN
    gap = bias.tone_gap(corpus, articles, voices=("all",), **QUICK)
    main = gap[gap["weights"] == "outlets"].iloc[0]
    assert table.loc[0, ["estimate", "low", "high"]].tolist() == pytest.approx(
        main[["estimate", "low", "high"]].tolist()
    )


def test_the_contested_outlet_is_moved_both_ways(labelled):
    table = bias.sensitivity(*labelled, **QUICK).set_index("scenario")
    up, down = (
        table.loc["state-aligned as state", "estimate"],
        table.loc["state-aligned as independent", "estimate"],
    )
    assert down < table.loc[MAIN, "estimate"] < up
    assert table.loc["state-aligned as state", "outlets_state"] == 7
    assert table.loc["state-aligned as independent", "outlets_independent"] == 7


def test_labellings_that_move_nobody_are_no_rows(labelled):
    table = bias.sensitivity(*labelled, **QUICK)
    assert set(table["scenario"]).isdisjoint({"foreign state as state", "state bodies in"})
    # moving tengrinews alone is what moving its class does, and is listed once
    assert table["scenario"].is_unique
    assert not table.duplicated(["estimate", "outlets_state", "outlets_independent"]).any()


def test_low_confidence_comes_in_where_asked(labelled):
    corpus, articles = labelled
    articles.loc[articles["outlet"] == "s5", "confidence"] = "low"
    table = bias.sensitivity(corpus, articles, **QUICK).set_index("scenario")
    assert table.loc[MAIN, "outlets_state"] == 5
    assert table.loc["low-confidence labels in", "outlets_state"] == 6


def test_only_moves_that_somebody_could_defend(labelled):
    """Contested at home: either side.  State-controlled elsewhere in the literature: state.  Abroad: left out at most."""
    corpus, articles = labelled
    names = {"s0": "kazinform", "i0": "belsat", "i1": "forbes-kz", "i2": "ktk", "i3": "trend-az"}
    articles["outlet"] = articles["outlet"].replace(names)
    kinds = {"belsat": "foreign_public", "ktk": "state_aligned", "trend-az": "state_aligned"}
    for outlet, label in kinds.items():
        articles.loc[articles["outlet"] == outlet, "class"] = label
    rows = bias.sensitivity(corpus, articles, **QUICK)
    moved = set(rows.loc[rows["kind"] == "outlet", "scenario"])
    assert moved == {
        "forbes-kz as state",
        "ktk as state",
        "tengrinews as state",
        "tengrinews as independent",
    }
    assert "foreign public left out" in set(rows["scenario"])  # belsat alone here, so it is listed once


def test_nothing_estimable_is_said(labelled):
    corpus, articles = labelled
    table = bias.sensitivity(corpus, articles.assign(**{"class": "independent"}), **QUICK)
    assert table.loc[0, "note"].startswith("not estimable: no state outlets")


def test_no_articles_are_no_estimate(labelled):
    corpus, articles = labelled
    table = bias.sensitivity(corpus, articles.iloc[:0], **QUICK)
    assert table["estimate"].isna().all() and table.loc[0, "note"].startswith("not estimable")


def test_another_instrument_of_the_corpus_is_a_row(planted, tmp_path):
    """VADER sees a gap of 0.3, linear-en twice that on another scale."""

    def plant(row):
        row["tone"] += 0.3 * (row["side"] == "state")

    corpus, articles = also_scored(planted().change(plant), "linear-en", factor=2.0).write(tmp_path)
    table = bias.sensitivity(corpus, whole(articles), **QUICK).set_index("scenario")
    row = table.loc["English by linear-en, not vader"]
    assert (row["kind"], row["instrument"], row["note"]) == ("instrument", "linear-en", "")
    assert row["estimate"] == pytest.approx(2 * table.loc[MAIN, "estimate"])
    asked = bias.sensitivity(corpus, whole(articles), instrument="linear-en", **QUICK)
    assert "English by vader, not linear-en" in set(asked["scenario"])


def test_an_instrument_that_cannot_read_the_language_is_no_row(planted, tmp_path):
    corpus, articles = also_scored(planted(), "lexicon-ru", factor=1.0).write(tmp_path)
    assert "instrument" not in set(bias.sensitivity(corpus, whole(articles), **QUICK)["kind"])


def test_a_users_instrument_that_read_nothing_but_foreign_sentences_is_no_row(planted, tmp_path):
    plant = planted()
    for row in plant.frame:
        plant.rows["tone"].append({"doc_id": row["doc_id"], "sent": 1, "instrument": "mine", "valence": 0.5})
        plant.rows["sentences"].append({"doc_id": row["doc_id"], "sent": 1, "lang": "ru"})
    corpus, articles = plant.write(tmp_path)
    assert "instrument" not in set(bias.sensitivity(corpus, whole(articles), **QUICK)["kind"])


def test_what_another_instrument_did_not_measure_is_said(planted, tmp_path):
    """Two languages; linear-en scored too few English outlets: no estimate, rather than one of Russian alone."""
    plant = planted().change(lambda row: row.update(lang="ru" if row["number"] % 2 else "en"))
    few = {"s0", "s1", "i0", "i1"}
    also_scored(
        plant, "linear-en", factor=1.0, where=lambda row: row["lang"] == "en" and row["outlet"] in few
    )
    also_scored(plant, "lexicon-ru", factor=1.0, where=lambda row: row["lang"] == "ru" and row["number"] != 1)
    corpus, articles = plant.write(tmp_path)
    table = bias.sensitivity(corpus, whole(articles), **QUICK).set_index("scenario")
    assert table.loc[MAIN, "lang"] == "combined"
    english, russian = (
        table.loc["English by linear-en, not vader"],
        table.loc["Russian by lexicon-ru, not linear-ru"],
    )
    assert pd.isna(english["estimate"]) and english["note"].startswith(
        "not estimable: it measures too few outlets"
    )
    assert pd.notna(russian["estimate"]) and "articles that it measures" in russian["note"]
    assert set(table["unit"]) == {"standard deviations"}
    assert "linear-en and lexicon-ru at once" in table.index


def whole(articles):
    """Every outlet a newsroom that is labelled with confidence."""
    return articles.assign(kind="newsroom", confidence="high", **{"class": articles["side"]})


def also_scored(plant, instrument, factor, where=lambda row: True):
    """Articles scored with another instrument too."""
    for row in filter(where, plant.frame):
        scored = {"doc_id": row["doc_id"], "instrument": instrument, "valence": factor * row["tone"]}
        plant.rows["tone"].append(scored)
    return plant
