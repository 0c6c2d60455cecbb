"""Word shifts add up exactly, and agree with a case worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import corpus_of, selected

from kzlib import tone
from kzlib.tone.lexical import word_list
from kzlib.tone.word_shift import shift


def test_a_case_worked_by_hand():
    # shares a = 3/4, 1/4; b = 1/4, 3/4; means .5 and -.5; contributions .5 x 1.5 and -.5 x -.5
    found = shift(np.array([3, 1]), np.array([1, 3]), np.array([1.0, -1.0]))
    assert found.tolist() == [0.75, 0.25]
    assert found.sum() == 1.0


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9000), st.integers(0, 9000), st.floats(-1, 1, allow_subnormal=False)),
        min_size=1,
        max_size=300,
    )
)
def test_contributions_add_up_to_the_difference(rows):
    a, b, phi = (np.array(x, dtype=float) for x in zip(*rows, strict=True))
    if not a.sum() or not b.sum():
        return
    means = [math.fsum(x * phi) / math.fsum(x) for x in (a, b)]
    assert math.fsum(shift(a, b, phi)) == pytest.approx(means[0] - means[1], abs=1e-12)


def press(n=12):
    rows = []
    for k in range(n):
        state = k % 2 == 1
        text = "good news today" if state else "bad news today. good"
        rows.append(
            {"text": text, "outlet": f"o{k}", "side": "state" if state else "independent", "day": None}
        )
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    corpus = corpus_of(
        tmp_path_factory.mktemp("shift"), press(), valence=lambda part, lang: 0.4 if "good" in part else -0.5
    )
    return corpus, selected(corpus, press())


def test_the_difference_of_word_valence_exactly(made):
    table = tone.word_shift(*made, n_boot=200)
    total, words = table[table["kind"] == "total"].iloc[0], table[table["kind"] == "word"]
    _, valences = word_list("en")
    good, bad = valences(["good", "bad"])
    assert total["mean_a"] == pytest.approx(good, abs=1e-12)
    assert total["mean_b"] == pytest.approx((good + bad) / 2, abs=1e-12)
    assert words["estimate"].sum() == pytest.approx(total["estimate"], abs=1e-12)
    assert total["sentences_a"] == pytest.approx(0.4) and total["sentences_b"] == pytest.approx(-0.05)
    assert words.set_index("term")["component"].to_dict() == {
        "good": "more of a brighter word",
        "bad": "less of a darker word",
    }
    assert (
        words["low"].le(words["estimate"] + 1e-12).all() and words["high"].ge(words["estimate"] - 1e-12).all()
    )


def test_all_words_of_any_cut_add_up(made):
    every = tone.word_shift(*made, top_n=0, n_boot=50)
    assert len(every[every["kind"] == "word"]) == 2
    assert len(tone.word_shift(*made, top_n=1, n_boot=50).query("kind == 'word'")) == 1


def test_what_cannot_be_compared_says_so(made, tmp_path):
    table = tone.word_shift(*made, a="party", n_boot=50)
    assert table["note"].tolist() == ["not estimable: no party article"]
    neutral = [{**row, "text": "table chair"} for row in press()]
    corpus = corpus_of(tmp_path, neutral)
    table = tone.word_shift(corpus, selected(corpus, neutral), n_boot=50)
    assert table["note"].tolist() == ["not estimable: a side uses no word of the list"]


def test_instruments_and_their_measured_worth(made, tmp_path):
    table = tone.instruments_table(*made)
    assert table[table["kind"] == "coverage"]["estimate"].tolist() == [1.0]
    file = tmp_path / "validity.csv"
    file.write_text(
        "instrument,lang,set,n,accuracy,macro_f1,macro_f1_low,macro_f1_high,coverage\nvader,en,mine,200,0.6,0.5,0.4,0.6,0.7\n"
    )
    mine = tone.instruments_table(*made, validity=file)
    row = mine[mine["kind"] == "validity"].iloc[0]
    assert (row["set"], row["estimate"], row["low"], row["n"]) == ("mine", 0.5, 0.4, 200)
    file.write_text("instrument,n\nvader,1\n")
    from kzlib.errors import KzlibError

    with pytest.raises(KzlibError, match="no column 'lang'"):
        tone.instruments_table(*made, validity=file)
    file.write_text("instrument,lang,n,macro_f1\nother,en,1,0.5\n")
    nothing = tone.instruments_table(*made, validity=file).query("kind == 'validity'").set_index("instrument")
    assert nothing.loc["vader", "note"] == "not estimable: not measured on labelled sentences"
    assert nothing["used"].to_dict() == {"other": False, "vader": True}
