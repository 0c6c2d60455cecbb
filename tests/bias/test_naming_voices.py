"""Names and speakers."""

import pytest

from kzlib import bias


def with_names(plant):
    for row in plant.frame:
        state = row["side"] == "state"
        variant = "rioters" if state and row["number"] % 4 else "protesters"
        quoted = 1 if row["number"] % 2 else 0
        plant.rows.setdefault("names", []).append(
            {"doc_id": row["doc_id"], "actor": "protesters", "variant": variant, "count": 2, "quoted": quoted}
        )
    return plant


def test_shares_of_names_by_side_and_voice(planted, tmp_path):
    corpus, articles = with_names(planted()).write(tmp_path)
    table = bias.naming(corpus, articles).set_index(["voice", "variant", "side"])
    assert table.loc[("all", "rioters", "state"), "estimate"] == pytest.approx(0.75)
    assert table.loc[("all", "rioters", "independent"), "estimate"] == 0.0
    assert table.loc[("all", "rioters", "difference"), "low"] > 0
    assert table.loc[("all", "rioters", "state"), ["n_item", "n_names", "n_outlets"]].tolist() == [
        108,
        144,
        6,
    ]
    counted = {
        voice: table.loc[(voice, "rioters", "state"), "n_names"]
        for voice in ("all", "narration", "quotation")
    }
    assert counted["narration"] + counted["quotation"] == counted["all"]
    for voice in ("all", "narration", "quotation"):
        shares = table.loc[voice].xs("state", level="side")["estimate"]
        assert shares.sum() == pytest.approx(1.0)


def test_a_side_that_does_not_name_an_actor_has_no_choice(planted, tmp_path):
    plant = with_names(planted())
    plant.rows["names"] = [row for row in plant.rows["names"] if row["doc_id"].startswith("i")]
    table = bias.naming(*plant.write(tmp_path))
    state = table[(table["side"] == "state") & (table["voice"] == "all")]
    assert state["note"].tolist() == ["not estimable: no state outlets, at least 3 are needed"]
    assert state["estimate"].isna().all()


def test_no_names_at_all_is_an_empty_table(planted, tmp_path):
    table = bias.naming(*planted().write(tmp_path))
    assert table.empty and "estimate" in table


def test_quoted_words_by_role(planted, tmp_path):
    plant = planted()
    spoken = []
    for row in plant.frame:
        official = row["side"] == "state" and row["number"] % 3
        role = "official" if official else "unknown"
        spoken.append(
            {"doc_id": row["doc_id"], "quote": 0, "sent": 0, "n_words": 4, "role": role, "direct": True}
        )
        spoken.append(
            {"doc_id": row["doc_id"], "quote": 1, "sent": 0, "n_words": 9, "role": "media", "direct": False}
        )
    plant.rows["quotations"] = spoken
    corpus, articles = plant.write(tmp_path)
    table = bias.voices(corpus, articles).set_index(["measure", "role", "side"])
    assert table.loc[("quoted words", "official", "state"), "estimate"] == pytest.approx(2 / 3)
    assert table.loc[("quoted words", "official", "independent"), "estimate"] == 0.0
    assert table.loc[("quoted words", "unknown", "independent"), "estimate"] == pytest.approx(1.0)
    assert table.loc[("quoted words", "official", "state"), "n_words"] == 288


def test_share_of_words_in_quotation_marks(planted, tmp_path):
    plant = planted()
    corpus, articles = plant.write(tmp_path)
    table = bias.voices(corpus, articles).set_index(["measure", "side"])
    assert table.loc[("all words", "state"), ["n_item", "n_words"]].tolist() == [0, 720]
    assert 0 < table.loc[("all words", "state"), "high"] < 0.02
