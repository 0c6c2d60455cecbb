"""Files of labels as spreadsheets save them, and the refusals that name the right row."""

import numpy as np
import pytest

from kzlib.errors import KzlibError
from kzlib.instruments import label_files


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_a_spreadsheet_saves_is_read(tmp_path, mark, encoding, end):
    rows = ["text,label", '"Рост, ""успех""; и\tконец",1', "Жаңа мектеп,-1"]
    text = end.join([rows[0].replace(",", mark), rows[1][:-2] + mark + "1", rows[2].replace(",", mark)])
    frame = label_files.read(written(tmp_path / "x.csv", text + end, encoding))
    assert frame.to_dict("list") == {
        "text": ['Рост, "успех"; и\tконец', "Жаңа мектеп"],
        "label": ["1", "-1"],
    }


def test_rows_are_numbered_as_in_the_file(tmp_path):
    frame = label_files.read(written(tmp_path / "x.csv", 'text,label,,\n\n"two\nlines",1\n , ,,\nb\n'))
    assert frame.index.tolist() == [3, 5] and frame.index.name == label_files.ROW
    assert frame.to_dict("list") == {"text": ["two\nlines", "b"], "label": ["1", ""]}
    assert label_files.read(written(tmp_path / "y.csv", "text,label\n")).empty


def test_the_header_in_quotation_marks_and_a_long_text(tmp_path):
    text = "long " * 60_000
    frame = label_files.read(written(tmp_path / "x.csv", f'"text, or so";label\n{text};1\n'))
    assert frame.columns.tolist() == ["text, or so", "label"] and frame["text, or so"].tolist() == [text]


@pytest.mark.parametrize(
    "text, told",
    [
        (
            "text,label\nA,1\n\nGreat success, they said,1\n",
            "row 4 has 3 cells .* 2; put a text with a comma",
        ),
        ("text;label\nA;b;1\n", "row 2 has 3 cells .* with a semicolon"),
        ('text,label\nA,1\n"B,0\nC,1\n', "row 3 is no readable CSV"),
        ('text,label\nA,1\n"B" said C,0\nD,1\n', "row 3 is no readable CSV .* quotation marks"),
        ("text,label,label\nA,1,1\n", "two columns 'label'"),
        ("", "is empty; give a CSV"),
        ("\n , \n", "is empty"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, text, told):
    with pytest.raises(KzlibError, match=told):
        label_files.read(written(tmp_path / "x.csv", text))


def test_other_encodings_and_no_file(tmp_path):
    with pytest.raises(KzlibError, match="not UTF-8"):
        label_files.read(written(tmp_path / "x.csv", "text,label\nдом,1\n", "cp1251"))
    with pytest.raises(KzlibError, match="No such file.*; give the moon"):
        label_files.read(tmp_path / "none.csv", "the moon")


def test_labels_and_weights():
    said = ["-1.0", " Positive", 0.0, -0.0, np.float64(-1), np.int8(1), "−1", "+1"]
    assert [label_files.polarity(label) for label in said] == [-1, 1, 0, 0, -1, 1, -1, 1]
    assert {label_files.polarity(label) for label in ("", "2", "1.5", None, np.nan)} == {None}
    assert [label_files.weight(cell) for cell in ("2,5", " 3 ", 0.1, np.float64(4))] == [2.5, 3, 0.1, 4]
    assert np.isnan([label_files.weight(cell) for cell in ("", "0", "-1", "inf", "nan", "x", None)]).all()
