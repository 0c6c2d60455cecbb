"""Shares of topics and events."""

import numpy as np
import pytest

from kzlib import bias


def test_shares_are_means_of_outlets_shares(planted, topics, tmp_path):
    def plant(row):
        if row["side"] == "state":
            row["topic"] = "economy" if row["number"] < 9 else "protest"

    corpus, articles = planted().change(plant).write(tmp_path)
    table = bias.coverage(corpus, articles, topics=topics).set_index(["item", "side"])
    assert table.loc[("economy", "state"), "estimate"] == pytest.approx(0.75)
    assert table.loc[("economy", "independent"), "estimate"] == pytest.approx(0.5)
    assert table.loc[("economy", "difference"), "estimate"] == pytest.approx(0.25)
    assert table.loc[("economy", "state"), ["n_item", "n_articles", "n_outlets"]].tolist() == [54, 72, 6]
    low, high = table.loc[("economy", "state"), ["low", "high"]]
    assert 0.5 < low < 0.75 < high < 0.9


def test_silence_is_a_zero_with_an_upper_bound(planted, topics, tmp_path):
    def plant(row):
        if row["side"] == "state":
            row["topic"] = "economy"

    corpus, articles = planted().change(plant).write(tmp_path)
    row = bias.coverage(corpus, articles, topics=topics).set_index(["item", "side"]).loc[("protest", "state")]
    assert row["estimate"] == row["low"] == 0.0
    assert 0.01 < row["high"] < 0.5


def test_articles_without_a_topic_are_a_row(planted, topics, tmp_path):
    corpus, articles = planted().change(lambda row: row.update(topic="none")).write(tmp_path)
    table = bias.coverage(corpus, articles, topics=topics)
    assert table["item"].unique().tolist() == ["none"]
    assert table.loc[table["side"] == "state", "estimate"].item() == pytest.approx(1.0)


def test_two_topics_split_an_article(planted, topics, tmp_path):
    corpus, articles = (
        planted(state=1, independent=1, per_outlet=1)
        .change(lambda row: row.update(words=["rallies", "tenge"], topic="economy"))
        .write(tmp_path)
    )
    split = bias.article_topics(corpus, articles, topics)
    assert split["share"].tolist() == [0.5] * 4
    assert set(split["topic"]) == {"economy", "protest"}


def test_events_in_order_and_flagged_as_sampled(planted, topics, tmp_path):
    def plant(row):
        row["event"] = (
            "floods-2024" if row["number"] < 4 else "referendum-2022" if row["number"] < 6 else None
        )

    corpus, articles = planted().change(plant).write(tmp_path)
    corpus.meta["collections"]["test"]["sampled_by_event"] = True
    table = bias.coverage(corpus, articles, topics=topics)
    events = table[(table["dimension"] == "event") & (table["side"] == "state")].set_index("label")
    assert events.loc["floods 2024", "estimate"] == pytest.approx(4 / 12)
    assert table["sampled_by_event"].all()


@pytest.mark.parametrize(("events", "sampled"), [(12, True), (11, True), (6, False), (0, False)])
def test_a_collection_of_nothing_but_events_was_sampled_by_event(planted, topics, tmp_path, events, sampled):
    """A user's own table with a column event says nothing of how it was gathered; the articles do."""
    corpus, articles = (
        planted()
        .change(lambda row: row.update(event="floods-2024" if row["number"] < events else None))
        .write(tmp_path)
    )
    table = bias.coverage(corpus, articles, topics=topics)
    assert table["sampled_by_event"].eq(sampled).all()
    assert (table["dimension"] == "event").any() == bool(events)


def test_a_missing_side_is_said(planted, topics, tmp_path):
    corpus, articles = planted(state=0).write(tmp_path)
    table = bias.coverage(corpus, articles, topics=topics)
    state = table[table["side"] == "state"]
    assert state["note"].eq("not estimable: no state outlets, at least 3 are needed").all()
    assert np.isnan(state["estimate"]).all()
    assert table.loc[table["side"] == "independent", "estimate"].notna().all()
    assert table.loc[table["side"] == "difference", "note"].str.startswith("not estimable").all()
