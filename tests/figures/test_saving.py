"""The writers: numbers, cells, CSV, PNG."""

import csv
import io
import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kzlib.figures import saving


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_six_digits_and_no_exponent_for_large_ones(value):
    text = saving.number(value)
    assert float(text) == pytest.approx(value, rel=1e-5, abs=1e-300)
    assert "e+" not in text
    assert text != "-0"


@given(st.floats(min_value=1e-300, max_value=1e6), st.integers(-4, 4))
def test_the_last_bits_of_a_number_do_not_show(value, bits):
    once = float(saving.number(value))
    moved = once
    for _ in range(abs(bits)):
        moved = float(np.nextafter(moved, np.inf if bits > 0 else -np.inf))
    assert saving.number(moved) == saving.number(once)


def test_a_difference_that_is_only_rounding_error_is_zero():
    table = pd.DataFrame({"gap": [0.3 - (0.1 + 0.2), 0.5], "p": [1e-30, 0.5]})
    assert saving.table_csv(table) == b"gap,p\n0,1e-30\n0.5,0.5\n"


def test_whole_numbers_stay_whole():
    assert saving.number(12345678) == "12345678"
    assert saving.number(np.int64(7)) == "7"


@given(st.text())
def test_no_text_cell_begins_like_a_formula(text):
    assert not saving.cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_reads_back(tmp_path):
    table = pd.DataFrame(
        {
            "name": ["a,b", 'say "x"', "two\nlines", None],
            "when": pd.to_datetime(["2022-01-05", None, "2022-01-06 10:00", "2022-01-07"], format="ISO8601"),
            "low": [-0.5, np.nan, 1e-9, 2.0],
            "known": [True, False, None, True],
            "who": [["a", "b"], [], ["="], None],
        }
    )
    head, *rows = csv.reader(io.StringIO(saving.table_csv(table).decode("utf-8"), newline=""))
    assert head == ["name", "when", "low", "known", "who"]
    assert rows[0] == ["a,b", "2022-01-05", "-0.5", "true", '["a", "b"]']
    assert rows[1] == ['say "x"', "", "", "false", "[]"]
    assert rows[2] == ["two\nlines", "2022-01-06T10:00:00", "1e-09", "", '["\'="]']
    assert rows[3] == ["", "2022-01-07", "2", "true", ""]


def test_missing_values_of_every_kind_are_empty():
    table = pd.DataFrame(
        {"a": [pd.NA, None, float("nan"), pd.NaT], "b": pd.array([1, None, 3, 4], dtype="Int64")}
    )
    assert saving.table_csv(table) == b"a,b\n,1\n,\n,3\n,4\n"


def test_a_named_index_is_kept_and_another_dropped():
    table = pd.DataFrame({"x": [1]}, index=pd.Index(["en"], name="lang"))
    assert saving.table_csv(table) == b"lang,x\nen,1\n"
    assert saving.table_csv(table.reset_index(drop=True)) == b"x\n1\n"


@settings(max_examples=30)
@given(st.integers(1, 20), st.integers(1, 20), st.text(max_size=50))
def test_a_png_holds_its_pixels_and_texts(width, height, text):
    text = saving.clean(text)
    pixels = np.random.default_rng(width * 31 + height).integers(0, 256, (height, width, 3), dtype=np.uint8)
    data = saving.png(pixels, {"Title": text, "long": text * 100})
    assert (saving.pixels_of(data) == pixels).all()
    assert saving.png_texts(data) == {"Title": text, "long": text * 100}
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.text["Title"] == text


@given(st.binary(max_size=300))
def test_damaged_pngs_are_read_without_complaint(noise):
    saving.png_texts(b"\x89PNG\r\n\x1a\n" + noise)


def test_a_zip_bomb_in_a_text_chunk_is_passed_over():
    bomb = zlib.compress(b"0" * (1 << 20))
    chunk = saving._chunk(b"zTXt", b"kzlib\0\0" + bomb)
    assert saving.png_texts(b"\x89PNG\r\n\x1a\n" + chunk, limit=1000) == {}


def test_equal_pixels_packed_otherwise_are_the_same_image():
    pixels = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
    ours = saving.png(pixels, {"a": "b"})
    repacked = saving.png(pixels, {"a": "b"}).replace(b"", b"")
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png")
    assert saving.same_image(ours, repacked)
    assert not saving.same_image(ours, buffer.getvalue())  # the provenance is gone


def test_writing_is_atomic_and_leaves_equal_files_alone(tmp_path):
    file = tmp_path / "sub" / "a.csv"
    assert saving.write_atomic(file, b"one")
    before = file.stat().st_mtime_ns
    assert not saving.write_atomic(file, b"one")
    assert file.stat().st_mtime_ns == before
    assert saving.write_atomic(file, b"two")
    assert [path.name for path in file.parent.iterdir()] == ["a.csv"]
