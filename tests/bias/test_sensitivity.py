"""The gap under other labellings."""

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


def test_another_instrument_of_the_corpus_is_a_row(planted, tmp_path):
    """VADER sees a gap of 0.3, linear-en twice that on another scale: the same in deviations, one row more."""

    def plant(row):
        row["tone"] += 0.3 * (row["side"] == "state")

    corpus, articles = twice(planted().change(plant), "linear-en", factor=2.0).write(tmp_path)
    articles = articles.assign(kind="newsroom", confidence="high", **{"class": articles["side"]})
    table = bias.sensitivity(corpus, articles, **QUICK).set_index("scenario")
    assert table.loc["linear-en for vader", "kind"] == "instrument"
    assert table.loc["linear-en for vader", "instrument"] == "linear-en"
    assert table.loc["linear-en for vader", "estimate"] == pytest.approx(2 * table.loc[MAIN, "estimate"])
    assert "vader for linear-en" in set(
        bias.sensitivity(corpus, articles, instrument="linear-en", **QUICK)["scenario"]
    )


def test_an_instrument_that_cannot_read_the_language_is_no_row(planted, tmp_path):
    corpus, articles = twice(planted(), "lexicon-ru", factor=1.0).write(tmp_path)
    articles = articles.assign(kind="newsroom", confidence="high", **{"class": articles["side"]})
    assert "instrument" not in set(bias.sensitivity(corpus, articles, **QUICK)["kind"])


def twice(plant, instrument, factor):
    """Every article scored with another instrument too."""
    for row in plant.frame:
        scored = {"doc_id": row["doc_id"], "instrument": instrument, "valence": factor * row["tone"]}
        plant.rows["tone"].append(scored)
    return plant
