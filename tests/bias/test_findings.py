"""The closing table says no more than the tables behind it."""

import pandas as pd
import pytest

from kzlib import bias

QUICK = {"n_boot": 99, "n_perm": 199}
TOPICS = pd.DataFrame(
    [("protest", "en", "rally"), ("economy", "en", "tenge")], columns=["topic", "lang", "pattern"]
)


def closing(corpus, articles):
    articles = articles.assign(kind="newsroom", confidence="high", **{"class": articles["side"]})
    return bias.findings(
        agenda=bias.coverage(corpus, articles, topics=TOPICS),
        names=bias.naming(corpus, articles),
        gap=bias.tone_gap(corpus, articles, **QUICK),
        parts=bias.decomposition(corpus, articles, topics=TOPICS, n_boot=99),
        words=bias.word_choice(corpus, articles, n_perm=99),
        speakers=bias.voices(corpus, articles),
        places=bias.slant(corpus, articles, n_boot=20, n_perm=19),
        labels=bias.sensitivity(corpus, articles, **QUICK),
    ).set_index("question")


GAP, PARTS = "Is state media's tone another one?", "Is it the agenda or the framing?"


def test_a_planted_gap_is_told_with_its_numbers(planted, tmp_path):
    told = closing(
        *planted()
        .change(lambda row: row.update(tone=row["tone"] + 0.4 * (row["side"] == "state")))
        .write(tmp_path)
    )
    assert told.loc[GAP, "finding"] == "state outlets are brighter (test, en)"
    assert "left out" in told.loc[GAP, "what_would_overturn_it"]
    assert told.loc[PARTS, "finding"].startswith("shown: framing")


def test_agenda_and_names_are_told_in_points(planted, tmp_path):
    def plant(row):
        if row["side"] == "state":
            row["topic"] = "economy" if row["number"] < 10 else "protest"

    plant_ = planted().change(plant)
    plant_.rows["names"] = [
        {
            "doc_id": row["doc_id"],
            "actor": "those-who-protest",
            "variant": "rioters" if row["side"] == "state" and row["number"] % 6 else "protesters",
            "count": 2,
        }
        for row in plant_.frame
    ]
    told = closing(*plant_.write(tmp_path))
    agenda, names = told.iloc[0], told.loc["Do the sides call the same things by other names?"]
    assert {"more economy", "less protest"} <= set(
        agenda["finding"].removeprefix("state outlets: ").split(" (")[0].split(", ")
    )
    assert agenda["estimate"] in ("economy +33.3 points", "protest −33.3 points")
    assert "more rioters for those who protest" in names["finding"] and "83.3 points" in names["estimate"]


def test_what_is_not_reliable_is_not_told_as_found(planted, tmp_path):
    def plant(row):
        row["words"] = ["stability" if row["side"] == "state" else "verdict"] * 4

    told = closing(*planted(state=4).change(plant).write(tmp_path))
    assert not told["finding"].str.contains("better than shuffled labels|brighter|darker").any()


def test_no_difference_is_not_told_as_one(planted, tmp_path):
    told = closing(*planted(seed=11).write(tmp_path))
    assert told.loc[GAP, "finding"].startswith("no difference is shown")
    assert told.loc[PARTS, "finding"].startswith("neither part is shown")


@pytest.mark.parametrize("state", [0, 2])
def test_where_nothing_can_be_said_the_reason_stands(planted, tmp_path, state):
    told = closing(*planted(state=state).write(tmp_path))
    assert (told["finding"] == "nothing can be said").all()
    assert told["what_would_overturn_it"].str.startswith("not estimable").sum() >= 5
