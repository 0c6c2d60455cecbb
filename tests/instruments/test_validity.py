"""validate(): its numbers against hand-worked ones, and its refusals."""

import json

import numpy as np
import pandas as pd
import pytest

from kzlib.errors import KzlibError, UsageError
from kzlib.instruments import get, label_files, validate
from kzlib.instruments.base import Instrument
from kzlib.instruments.validity import macro_f1, measured, score_texts


def toy(targeted=False):
    """+ and − in a sentence are its tone; toward a target, only inside it."""

    def scorer(sentences, targets):
        spans = [(0, len(text)) for text in sentences] if targets is None else targets
        parts = [
            text if span is None else text[slice(*span)] for text, span in zip(sentences, spans, strict=True)
        ]
        signs = np.array([part.count("+") - part.count("-") for part in parts], dtype=float)
        return np.clip(signs, -1, 1), np.array([part.count("+") + part.count("-") for part in parts])

    return Instrument("toy", "1", ("en", "ru"), (-0.5, 0.5), targeted, "MIT", "here", scorer)


def test_numbers_are_the_hand_worked_ones():
    labels = pd.DataFrame(
        {"text": ["+", "+", "-", "x", "x", "x"], "label": [1, -1, -1, 0, 0, 1], "lang": "en"}
    )
    row = validate(toy(), labels).iloc[0]
    assert json.loads(row["confusion"]) == [[1, 0, 1], [0, 2, 0], [0, 1, 1]]
    assert row["n"] == 6
    assert row["accuracy"] == pytest.approx(4 / 6)
    assert row["macro_f1"] == pytest.approx((2 / 3 + 4 / 5 + 1 / 2) / 3)
    assert row["macro_f1_low"] <= row["macro_f1"] <= row["macro_f1_high"]
    assert row["coverage"] == pytest.approx(0.5)
    assert row["polarity_accuracy"] == pytest.approx(2 / 3)
    assert row["majority_accuracy"] == pytest.approx(2 / 6) or row["majority_accuracy"] == pytest.approx(0.5)


def test_macro_f1_agrees_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    truth, verdict = rng.integers(-1, 2, 300), rng.integers(-1, 2, 300)
    counts = np.zeros((3, 3), dtype=int)
    np.add.at(counts, (truth + 1, verdict + 1), 1)
    assert macro_f1(counts) == pytest.approx(metrics.f1_score(truth, verdict, average="macro"))


def test_words_and_numbers_are_labels_alike():
    words = pd.DataFrame(
        {"text": ["+", "-", "x"], "label": ["Positive", "negative", "neutral"], "lang": "en"}
    )
    numbers = words.assign(label=[1.0, "-1.0", 0])
    assert validate(toy(), words)["accuracy"][0] == validate(toy(), numbers)["accuracy"][0] == 1.0


def test_target_spans_are_used_by_targeted_instruments_only():
    labels = pd.DataFrame(
        {"text": ["a+ b-", "a+ b-"], "label": [1, -1], "from": [0, 3], "to": [2, 5], "lang": "en"}
    )
    assert validate(toy(targeted=True), labels)["accuracy"][0] == 1.0
    assert validate(toy(), labels)["accuracy"][0] == 0.0


def test_languages_are_reported_apart_and_together():
    labels = pd.DataFrame({"text": ["+", "-", "x"], "label": [1, -1, 0], "lang": ["en", "ru", "ky"]})
    table = validate(toy(), labels).set_index("lang")
    assert list(table.index) == ["en", "ky", "ru", "all"]
    assert np.isnan(table.loc["ky", "accuracy"])  # missing, not neutral
    assert table.loc["ky", "note"].startswith("not estimable")
    assert table.loc["all", "accuracy"] == 1.0
    assert table.loc["all", "note"] == "left out: 1 text in ky, which toy does not read"
    assert table["n"].tolist() == [1, 1, 1, 2]  # those judged
    none = validate(toy(), labels.assign(lang=["ky", "uz", "uz"])).set_index("lang")
    assert none.loc["all", "note"] == "not estimable: toy does not read ky or uz"


def test_empty_cells_of_lang_are_filled_and_case_is_forgiven():
    labels = pd.DataFrame(
        {"text": ["+", "-", "x", "+"], "label": [1, -1, 0, 1], "lang": ["", " EN", None, "ru"]}
    )
    told = validate(toy(), labels, lang="ru").set_index("lang")
    assert told["n"].to_dict() == {"en": 1, "ru": 3, "all": 4}
    english = labels.assign(
        text=["A good plan of the government for all.", "Bad.", "A plan that they have.", "+"]
    )
    assert validate("vader", english).set_index("lang")["n"].to_dict() == {"en": 3, "ru": 1, "all": 3}
    assert validate(toy(), english).set_index("lang")["n"].to_dict() == {
        "en": 3,
        "ru": 1,
        "all": 4,
    }  # detected


def test_a_language_that_the_instrument_does_not_read_is_refused():
    labels = pd.DataFrame({"text": ["Good."], "label": [1]})
    with pytest.raises(UsageError, match="vader does not read 'EN'"):
        validate("vader", labels, lang="EN")


def test_a_text_without_a_span_is_one_without_a_target():
    frame = pd.DataFrame(
        {"text": ["A + plan. The - city. One - more.", "a+ b-", "a+ b-"], "label": [-1, 1, -1], "lang": "en"}
    )
    for empty in (np.nan, "", None):
        spans = frame.assign(**{"from": [empty, 0, "3.0"], "to": [empty, 2, "5"]})
        assert validate(toy(targeted=True), spans)["accuracy"][0] == pytest.approx(2 / 3)
        alone = validate(toy(targeted=True), spans.head(1)).iloc[0]
        plain = validate(toy(targeted=True), frame.head(1)).iloc[0]
        assert alone["confusion"] == plain["confusion"] == "[[0, 1, 0], [0, 0, 0], [0, 0, 0]]"


@pytest.mark.parametrize(
    "frame, says",
    [
        ({"text": ["a"]}, "no column 'label'"),
        ({"text": [], "label": []}, "no rows"),
        ({"text": ["a", "b"], "label": [1, 2]}, "row 3"),
        ({"text": ["a", None], "label": [1, 0]}, "row 3"),
        ({"text": ["a"], "label": [1], "from": [0]}, "needs both"),
        ({"text": ["a"], "label": [1], "from": [0], "to": [9]}, "row 2"),
        (
            {"text": ["a"] * 2, "label": [1, 1], "from": ["", "a"], "to": ["", "b"]},
            "row 3 .* from a to b is no span",
        ),
        ({"text": ["abcd"], "label": [1], "from": ["0.9"], "to": ["3.7"]}, "row 2 .* two whole numbers"),
        ({"text": ["a"], "label": [1], "from": [0], "to": [np.inf]}, "row 2 .* to inf"),
        ({"text": ["a"], "label": [1], "from": ["0"], "to": [""]}, "row 2 .* from 0 to nothing"),
        ({"text": ["a"] * 2, "label": [1, 0], "weight": ["1", "much"]}, "row 3 .* weight is 'much'"),
        ({"text": ["a"], "label": [1], "weight": [np.inf]}, "row 2 .* weight is inf"),
    ],
)
def test_bad_labels_are_named(frame, says):
    with pytest.raises(KzlibError, match=says):
        validate(toy(targeted=True), pd.DataFrame(frame), lang="en")


def test_a_files_row_is_named_where_rows_are_empty(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("text,label\na,1\n\n,\nb,great\n")
    with pytest.raises(KzlibError, match="row 5 of the labels: 'great'"):
        validate(toy(), label_files.read(path), lang="en")


def test_a_text_is_the_mean_over_its_sentences():
    valence, hits = score_texts(get("vader"), ["A good plan. A bad plan. A plan.", ""], "en")
    parts = get("vader").score(["A good plan.", "A bad plan.", "A plan."])[0]
    assert valence.tolist() == [pytest.approx(parts.mean()), 0.0]
    assert hits.tolist() == [2, 0]


def test_shipped_validity_covers_every_built_in_and_its_version():
    from kzlib.instruments import names

    table = measured()
    assert set(table["instrument"]) == set(names())
    for name in names():
        assert set(measured(name)["version"].astype(str)) == {get(name).version}
    assert (table["macro_f1_low"] <= table["macro_f1"]).all()
    assert (table["macro_f1"] <= table["macro_f1_high"]).all()


def test_weights_count_a_text_as_so_many():
    texts = ["A good plan.", "A bad plan.", "A plan.", "A terrible win."] * 10
    frame = pd.DataFrame({"text": texts, "label": ([1, 0, -1, 1, 0, 0, -1] * 6)[:40]})
    weights = np.arange(40) % 3 + 1
    one = validate("vader", frame.assign(weight=weights)).iloc[0]
    many = validate("vader", frame.loc[frame.index.repeat(weights)]).iloc[0]
    for name in ("accuracy", "macro_f1", "coverage", "polarity_accuracy", "majority_accuracy"):
        assert one[name] == pytest.approx(many[name])
    assert one["n"] == 40
    assert one["macro_f1_high"] - one["macro_f1_low"] > many["macro_f1_high"] - many["macro_f1_low"]
    assert np.sum(json.loads(one["confusion"])) == 40
    assert one["note"] == "the measures are weighted, the confusion counts texts" and many["note"] == ""
    commas = frame.assign(weight=[f"{weight},0" for weight in weights])
    pd.testing.assert_series_equal(validate("vader", commas).iloc[0], one)
