"""Lines over time: rates, gaps, smoothing, what never occurs."""

import numpy as np
import pytest
from measured import PRESS, corpus_of, selected

from kzlib.errors import KzlibError, UsageError
from kzlib.terms import trend

PROTEST = ["protest*", "протест*", "наразылық*"]


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    corpus = corpus_of(tmp_path_factory.mktemp("trend"))
    return corpus, selected(corpus)


def test_one_line_for_three_languages(press):
    table = trend(*press, PROTEST)
    assert table["line"].unique().tolist() == ["protest* + протест* + наразылық*"]
    assert table["lang"].unique().tolist() == ["en + kk + ru"]
    january = table.iloc[0]
    words = sum(
        len(row["text"].replace(".", "").split()) for row in PRESS if str(row["day"]).startswith("2022-01")
    )
    assert (january["count"], january["n_words"]) == (4, words)
    assert january["estimate"] == pytest.approx(4e6 / words)
    assert january["n_articles"] == 6
    assert january["n_forms"] == 5


def test_a_month_without_articles_is_a_gap(press):
    table = trend(*press, PROTEST).set_index(trend(*press, PROTEST)["period"].dt.strftime("%m"))
    assert np.isnan(table.loc["03", "estimate"]) and np.isnan(table.loc["03", "smooth"])
    assert table.loc["03", "note"] == "not estimable: no articles"
    assert table.loc["04", "estimate"] == 0.0  # articles, and none of the words: that is a zero


def test_smoothing_adds_counts_and_words_up(press):
    raw, smooth = trend(*press, PROTEST), trend(*press, PROTEST, window=3)
    counts, words = raw["count"].to_numpy(), raw["n_words"].to_numpy()
    assert smooth["smooth"].iloc[0] == pytest.approx(1e6 * counts[:2].sum() / words[:2].sum())
    assert smooth["smooth"].iloc[1] == pytest.approx(1e6 * counts[:3].sum() / words[:3].sum())
    assert np.isnan(smooth["smooth"].iloc[2])
    assert (smooth["window"] == 3).all()


def test_shares_of_articles(press):
    table = trend(*press, PROTEST, measure="share", period="year")
    assert table["estimate"].tolist() == [pytest.approx(100 * 5 / 8)]
    assert table["high"].iloc[0] <= 100


def test_groups_are_lines_apart(press):
    table = trend(*press, PROTEST, group_by="side", period="year").set_index("group")
    assert table["count"].to_dict() == {"independent": 5, "state": 0}


def test_a_line_that_never_occurs_is_a_row_that_says_so(press):
    table = trend(*press, [["zzz*"], PROTEST])
    never = table[table["line"] == "zzz*"]
    assert len(never) == 1 and never["period"].isna().all() and np.isnan(never["estimate"].iloc[0])
    assert never["note"].iloc[0] == "not estimable: zzz* does not occur in 8 dated articles"
    assert (table["line"] != "zzz*").sum() == 4


def test_without_dates_nothing_is_drawn(tmp_path):
    press = [dict(row, day=None) for row in PRESS]
    corpus = corpus_of(tmp_path, press)
    table = trend(corpus, selected(corpus, press), PROTEST)
    assert table["note"].tolist() == ["not estimable: no article: none has a date"]


def test_wrong_options_are_told(press):
    with pytest.raises(KzlibError, match="odd number"):
        trend(*press, PROTEST, window=2)
    with pytest.raises(KzlibError, match="per_million"):
        trend(*press, PROTEST, measure="tfidf")
    with pytest.raises(UsageError, match="no period"):
        trend(*press, PROTEST, period="day")
