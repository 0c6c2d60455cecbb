"""The coding widget, by its handlers: no browser."""

import csv
import sys

import pandas as pd
import pytest

from kzlib.errors import KzlibError
from kzlib.instruments import coding
from kzlib.instruments.coding_widget import Coder

TEXTS = ["A good plan, it said.", "<b>Bad</b> & worse", 'He said "no".\nThen left.', "Жаңа мектеп.", "Дом."]


@pytest.fixture
def sample(tmp_path):
    pytest.importorskip("ipywidgets")
    path = tmp_path / "coded.csv"
    rows = [[f"d{k}", str(k), "en", "x", "en / state / a", "2.5", text, ""] for k, text in enumerate(TEXTS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["doc_id", "sent", "lang", "outlet", "stratum", "weight", "text", "label"], *rows])
    return path


def column(path, name):
    return coding.read(path)[name].tolist()


def test_choices_are_saved_at_once_and_the_rest_of_the_file_stays(sample):
    before = coding.read(sample)
    coder = coding.code(sample, "A")
    assert "A good plan" in coder.sentence.value and coder.said.value == "0 of 5 coded"
    coder.buttons["positive"].click()
    assert column(sample, "label_A") == ["1", "", "", "", ""]
    assert "&lt;b&gt;Bad&lt;/b&gt; &amp; worse" in coder.sentence.value
    coder.buttons["negative"].click()
    coder.buttons["skip"].click()
    coder.buttons["neutral"].click()
    assert column(sample, "label_A") == ["1", "-1", "skip", "0", ""]
    assert coder.said.value == "4 of 5 coded" and coder.progress.value == 4
    pd.testing.assert_frame_equal(coding.read(sample).drop(columns="label_A"), before)
    assert [path.name for path in sample.parent.iterdir()] == ["coded.csv"]


def test_neither_machine_nor_outlet_is_shown(sample):
    coder = coding.code(sample)
    shown = " ".join(str(getattr(part, "value", "")) for part in (coder.said, coder.sentence))
    assert "state" not in shown and "2.5" not in shown


def test_coding_goes_on_where_it_was_left(sample):
    first = coding.code(sample, "A")
    first.choose("neutral")
    first.choose("skip")
    again = coding.code(sample, "A")
    assert again.at == 2 and again.done == 2


def test_back_and_change(sample):
    coder = coding.code(sample, "A")
    coder.choose("neutral")
    coder.choose("neutral")
    coder.back_button.click()
    assert coder.at == 1 and coder.buttons["neutral"].icon == "check"
    coder.choose("negative")
    assert column(sample, "label_A")[:3] == ["0", "-1", ""]
    assert coder.at == 2
    for _ in range(9):
        coder.back()
    assert coder.at == 0


def test_to_the_end_and_round_to_what_was_passed_over(sample):
    coder = coding.code(sample, "A")
    coder.at = 3
    coder.choose("neutral")
    coder.choose("neutral")
    assert coder.at == 0, "two are left at the beginning"
    for _ in range(5):
        coder.choose("positive")
    assert coder.done == 5 and coder.buttons["positive"].disabled
    assert "All sentences are coded" in coder.sentence.value
    coder.back()
    assert not coder.buttons["positive"].disabled and coder.at == 4


def test_two_coders_at_once_do_not_undo_each_other(sample):
    one, two = coding.code(sample, "A"), coding.code(sample, "B")
    for name in ("neutral", "positive"):
        one.choose(name)
        two.choose("negative")
    assert column(sample, "label_A")[:2] == ["0", "1"]
    assert column(sample, "label_B")[:2] == ["-1", "-1"]


def test_empty_rows_of_the_file_shift_nothing(sample):
    lines = sample.read_text(encoding="utf-8").replace("d1,1", "\n,,,,,,,\nd1,1")
    sample.write_text(lines, encoding="utf-8")
    coder = coding.code(sample, "A")
    for name in ("neutral", "positive", "negative"):
        coder.choose(name)
    assert column(sample, "label_A") == ["0", "1", "-1", "", ""] and "Not saved" not in coder.said.value


def test_what_cannot_be_saved_is_said_and_not_passed_over(sample):
    coder = coding.code(sample, "A")
    lines = sample.read_text(encoding="utf-8").replace("d0,0", "d9,9")
    sample.write_text(lines, encoding="utf-8")
    coder.choose("neutral")
    assert "Not saved" in coder.said.value and coder.at == 0
    sample.unlink()
    coder.choose("neutral")
    assert "Not saved" in coder.said.value and coder.at == 0


def test_a_frame_is_coded_in_memory():
    pytest.importorskip("ipywidgets")
    frame = pd.DataFrame({"doc_id": ["a"], "sent": [0], "text": ["x"], "weight": [1.0], "label": [""]})
    coder = Coder(frame)
    coder.choose("positive")
    assert coder.frame["label"].tolist() == ["1"] and frame["label"].tolist() == [""]


def test_it_is_what_the_notebook_shows(sample):
    assert "application/vnd.jupyter.widget-view+json" in coding.code(sample)._repr_mimebundle_()


def test_refusals(sample, monkeypatch):
    with pytest.raises(KzlibError, match="cannot name a coder's column"):
        coding.code(sample, "A,B")
    with pytest.raises(KzlibError, match="kzlib sample wrote"):
        coding.code(sample.parent / "none.csv")
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(KzlibError, match="spreadsheet"):
        coding.code(sample)
