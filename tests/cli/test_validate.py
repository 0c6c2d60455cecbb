"""``kzlib validate`` and ``kzlib sample``."""

import json

import pandas as pd
import pytest

from kzlib.cli import main
from tests.instruments.test_coding import corpus_with_texts


def run(*args):
    with pytest.raises(SystemExit) as done:
        main([str(arg) for arg in args])
    return done.value.code


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.csv"
    frame = pd.DataFrame({"text": ["A good plan.", "A bad plan.", "A plan."], "label": ["positive", -1, 0]})
    frame.to_csv(path, index=False)
    return path


def test_json_has_the_promised_keys(labels, capsys):
    assert run("validate", "vader", labels, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {
        "n",
        "accuracy",
        "macro_f1",
        "macro_f1_low",
        "macro_f1_high",
        "confusion",
        "coverage",
        "lang",
    } <= set(row)
    assert row["accuracy"] == row["macro_f1"] == 1.0
    assert row["confusion"] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_the_card_for_people(labels, capsys):
    assert run("validate", "vader", labels) == 0
    out = capsys.readouterr().out
    assert "macro_f1" in out
    assert "coverage" in out


def test_a_bad_label_is_exit_1_and_an_unknown_instrument_exit_2(labels, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text("text,label\na,great\n")
    assert run("validate", "vader", bad) == 1
    assert "row 2" in capsys.readouterr().err
    assert run("validate", "vadre", labels) == 2


def test_sample_writes_a_csv_to_code(tmp_path, capsys):
    corpus_with_texts(tmp_path / "c")
    assert run("sample", tmp_path / "c", "-n", "12", "--out", tmp_path / "todo.csv") == 0
    frame = pd.read_csv(tmp_path / "todo.csv")
    assert len(frame) == 12
    assert {"stratum", "weight", "text", "label"} <= set(frame.columns)
