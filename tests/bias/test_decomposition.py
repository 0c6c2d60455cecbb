"""Agenda, framing and unmatched: planted apart, recovered apart, and always adding up to the gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib import bias
from kzlib.bias.decomposition import _matched, _split

QUICK = {"n_boot": 400}
TONE = {"economy": 0.3, "protest": -0.5}


def parts(table, lang="en"):
    whole = table[(table["topic"] == "") & (table["lang"] == lang)]
    return whole.set_index("part")


def topic_tone(row):
    row["tone"] += TONE[row["topic"]]


def more_economy(row):
    if row["side"] == "state":
        row["topic"] = "economy" if row["number"] < 9 else "protest"


def brighter(row):
    row["tone"] += 0.4 * (row["side"] == "state")


def test_a_planted_agenda_is_agenda(planted, topics, tmp_path):
    corpus, articles = planted(seed=4).change(more_economy).change(topic_tone).write(tmp_path)
    found = parts(bias.decomposition(corpus, articles, topics=topics, **QUICK))
    assert found.loc["agenda", "estimate"] == pytest.approx(0.25 * 0.8, abs=0.05)
    assert found.loc["agenda", "low"] > 0
    assert found.loc["framing", "low"] < 0 < found.loc["framing", "high"]
    assert found.loc["unmatched", "estimate"] == 0.0


def test_a_planted_framing_is_framing(planted, topics, tmp_path):
    corpus, articles = planted().change(topic_tone).change(brighter).write(tmp_path)
    found = parts(bias.decomposition(corpus, articles, topics=topics, **QUICK))
    assert found.loc["framing", "low"] < 0.4 < found.loc["framing", "high"]
    assert found.loc["framing", "low"] > 0
    assert found.loc["agenda", "estimate"] == pytest.approx(0.0, abs=1e-12)


def test_one_sides_topic_is_unmatched(planted, topics, tmp_path):
    def plant(row):
        if row["side"] == "state":
            row["topic"] = "economy"
        topic_tone(row)

    corpus, articles = planted().change(plant).write(tmp_path)
    table = bias.decomposition(corpus, articles, topics=topics, **QUICK)
    assert abs(parts(table).loc["unmatched", "estimate"]) > 0.05
    assert table.loc[table["part"] == "unmatched", "topic"].tolist() == ["", "protest"]


@pytest.mark.parametrize("weights", ["outlets", "articles"])
def test_the_parts_add_up_to_the_gap_of_tone_gap(planted, topics, tmp_path, weights):
    def plant(row):
        more_economy(row)
        topic_tone(row)
        brighter(row)
        if row["number"] < 4:
            row["lang"] = "ru"
            row["topic"] = "тенге" if row["topic"] == "economy" else row["topic"]

    corpus, articles = planted().change(plant).write(tmp_path)
    table = bias.decomposition(corpus, articles, topics=topics, weights=weights, **QUICK)
    gaps = bias.tone_gap(corpus, articles, n_perm=9, n_boot=9, voices=("all",))
    gaps = gaps[gaps["weights"] == weights].set_index("lang")
    for lang in ("en", "ru", "combined"):
        found = parts(table, lang)
        assert found.loc["gap", "estimate"] == pytest.approx(gaps.loc[lang, "estimate"], abs=1e-12)
        assert found["estimate"].iloc[1:].sum() == pytest.approx(found.loc["gap", "estimate"], abs=1e-12)
    for part in ("agenda", "framing", "unmatched"):
        topical = table[(table["part"] == part) & (table["lang"] == "combined") & (table["topic"] != "")]
        assert topical["estimate"].sum() == pytest.approx(
            parts(table, "combined").loc[part, "estimate"], abs=1e-12
        )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_adding_up_is_exact_for_any_masses(data):
    """Whatever the shares, tones and resamples, agenda + framing + unmatched = gap."""
    shape = (5, 3)
    numbers = st.lists(st.floats(0, 1), min_size=15, max_size=15)
    mass = np.array(data.draw(numbers)).reshape(shape)
    mass[:, 0] += 0.1  # every outlet writes about something
    tone = mass * (np.array(data.draw(numbers)).reshape(shape) * 2 - 1)
    left = np.array([[1.0, 1, 0, 0, 0], [2, 0, 0, 0, 0]])
    right = np.array([[0, 0, 1.0, 1, 1], [0, 0, 0, 3, 0]])
    matched = _matched([(mass, tone)], left[:1], right[:1])
    gap, *rest = _split([(mass, tone)], left, right, matched)[0]
    assert sum(part.sum(axis=1) for part in rest) == pytest.approx(gap.sum(axis=1), abs=1e-12)


def test_the_split_does_not_depend_on_where_the_scale_has_its_zero(planted, topics, tmp_path):
    def plant(row):
        if row["side"] == "state" and row["topic"] == "protest":
            row["topic"] = "none" if row["number"] > 5 else "economy"
        row["tone"] += TONE.get(row["topic"], 0.1)

    first = bias.decomposition(*planted().change(plant).write(tmp_path / "a"), topics=topics, **QUICK)
    moved = planted().change(plant).change(lambda row: row.update(tone=row["tone"] + 3.0))
    second = bias.decomposition(*moved.write(tmp_path / "b"), topics=topics, **QUICK)
    assert first["estimate"].to_numpy() == pytest.approx(second["estimate"].to_numpy(), abs=1e-9)


def test_within_events(planted, topics, tmp_path):
    def plant(row):
        row["event"] = "floods" if row["number"] < 6 else None
        row["tone"] += 0.5 * (row["side"] == "state" and row["event"] == "floods")

    corpus, articles = planted().change(plant).write(tmp_path)
    table = bias.decomposition(corpus, articles, by="event", topics=topics, **QUICK).set_index(
        ["part", "topic"]
    )
    assert table.loc[("framing", "floods"), "estimate"] == pytest.approx(0.25, abs=0.08)
    assert abs(table.loc[("framing", "none"), "estimate"]) < 0.1


def test_too_few_outlets(planted, topics, tmp_path):
    table = bias.decomposition(*planted(state=2).write(tmp_path), topics=topics, **QUICK)
    assert table["note"].tolist() == ["not estimable: 2 state outlets, at least 3 are needed"] * 4
