"""Keyness of groups: planted words are found, impossible contrasts say so."""

import numpy as np
import pytest
from measured import PRESS, corpus_of, selected

from kzlib.errors import UsageError
from kzlib.terms import keyness
from kzlib.terms.keyness import g2


def planted(n=12):
    rng = np.random.default_rng(4)
    rows = []
    for k in range(n):
        side = "state" if k % 2 else "independent"
        for _ in range(6):
            words = rng.choice(["law", "people", "city", "year", "road"], 20).tolist()
            words += ["stability"] * (3 if side == "state" else 0) + ["detained"] * (
                3 if side == "independent" else 0
            )
            rows.append({"text": " ".join(words), "outlet": f"o{k}", "side": side, "day": None})
    return rows


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    rows = planted()
    corpus = corpus_of(tmp_path_factory.mktemp("planted"), rows)
    return corpus, selected(corpus, rows), rows


def test_planted_words_lead_on_their_sides(press):
    table = keyness(*press[:2], top_n=3)
    assert table.iloc[0]["term"] == "stability" and table.iloc[0]["favours"] == "state"
    assert table[table["favours"] == "independent"].iloc[0]["term"] == "detained"
    sure = table[table["term"].isin(["stability", "detained"])]
    assert (sure["q"] < 0.01).all() and ((sure["low"] > 0) | (sure["high"] < 0)).all()
    assert (table["note"] == "").all()


def test_counts_outlets_and_g2_stand_beside(press):
    row = keyness(*press[:2]).set_index("term").loc["stability"]
    assert (row["count_a"], row["count_b"], row["outlets_a"], row["outlets_b"]) == (108, 0, 6, 0)
    assert (row["articles_a"], row["n_articles_a"], row["n_outlets_b"]) == (36, 36, 6)
    n = sum(len(r["text"].split()) for r in press[2] if r["side"] == "state")
    assert row["per_million_a"] == pytest.approx(108e6 / n)
    assert row["g2"] == pytest.approx(g2([108], [0], n, n)[0], rel=1e-9)


def test_any_group_against_the_rest(press):
    table = keyness(*press[:2], group_by="outlet", a="o1", b="", min_term_outlets=1)
    assert table["group_b"].unique().tolist() == ["all others"]
    assert (table["n_outlets_a"] == 1).all()
    assert (table["note"] == "not estimable: 1 o1 outlet, at least 3 are needed for an interval").all()
    assert table[["low", "high", "q"]].isna().all(axis=None) and table["estimate"].notna().all()
    ours = table[table["favours"] == "o1"]
    assert ours["z"].is_monotonic_decreasing


@pytest.mark.parametrize("min_outlets", [1, 2, 5])
def test_no_floor_is_lower_than_three_outlets(tmp_path, min_outlets):
    rows = [row for row in planted() if row["outlet"] in ("o1", "o3", "o2", "o4", "o6")]
    corpus = corpus_of(tmp_path, rows)
    table = keyness(corpus, selected(corpus, rows), min_outlets=min_outlets)
    assert table["note"].str.startswith("not estimable: 2 state outlets").all() and table["q"].isna().all()


def test_one_habit_of_one_outlet_is_not_a_sides_word(tmp_path):
    rows = planted()
    for row in rows:
        if row["outlet"] == "o1":
            row["text"] += " hallmark" * 5
    corpus = corpus_of(tmp_path, rows)
    found = keyness(corpus, selected(corpus, rows), min_term_outlets=1, top_n=0).set_index("term")
    assert found.loc["hallmark", "g2"] > 20 and found.loc["hallmark", "q"] > 0.05
    assert "hallmark" not in set(keyness(corpus, selected(corpus, rows), top_n=0)["term"])


def test_impossible_contrasts_say_so(tmp_path):
    rows = [row for row in PRESS if row["side"] == "independent"]
    corpus = corpus_of(tmp_path, rows)
    table = keyness(corpus, selected(corpus, rows), min_count=1, min_term_outlets=1)
    assert table["note"].unique().tolist() == ["not estimable: no state article"]
    assert table["estimate"].isna().all() and len(table) == 3
    with pytest.raises(UsageError, match="two groups"):
        keyness(corpus, selected(corpus, rows), a="state", b="state")


def test_no_article_at_all_is_a_reason(press):
    corpus, articles = press[0], press[1]
    table = keyness(corpus, articles.iloc[:0], a="state", b="independent")
    assert table["note"].tolist() == ["not estimable: no article was selected"]
