"""The parameters cell is read, never run; values are of the default's type or refused."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.errors import KzlibError, UsageError
from kzlib.runner.parameters import (
    Parameter,
    bind,
    checked,
    coerce,
    nearest,
    parse_cell,
    read_parameters,
    split_assignment,
)

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}_x", fullmatch=True), plain, max_size=5))
def test_plain_literals_of_every_kind_are_read(values):
    source = "\n".join(f"{name} = {value!r}  # a note" for name, value in values.items())
    assert {name: item.default for name, item in parse_cell(source).items()} == values


@pytest.mark.parametrize(
    "line",
    [
        "x = open('f')",
        "x = y",
        "import os",
        "x = 1; os.remove('f')",
        "def f(): pass",
        "x += 1",
        "x: int",
        "a, b = 1, 2",
        "x = 'a' + 'b'",
        "f'{x}'",
        "x = __import__('os')",
    ],
)
def test_anything_else_is_refused_with_its_line(line):
    with pytest.raises(KzlibError, match="parameters cell, line 2"):
        parse_cell("seed = 1\n" + line)


def test_what_is_no_python_is_refused():
    with pytest.raises(KzlibError, match="parameters cell"):
        parse_cell("seed = ")


def test_annotations_say_the_type():
    known = parse_cell("ratio: float = 1\nlimit: 'int | None' = None\nnames: list[str] = []\nn = -3")
    assert [item.kind for item in known.values()] == [float, int, list, int]
    assert coerce(known["ratio"], "2") == 2.0


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        (1, "500", 500),
        (1, "-2", -2),
        (1.5, "2", 2.0),
        (1.5, "1e-3", 0.001),
        (False, "true", True),
        (True, "No", False),
        ("", "any = text", "any = text"),
        ([], '["en", "ru"]', ["en", "ru"]),
        ([], "['en']", ["en"]),
        ([], "('en',)", ["en"]),
        ([1], "[2, 3]", [2, 3]),
        ([], "[]", []),
        ({}, '{"a": 1}', {"a": 1}),
        (None, "7", 7),
        (None, "word", "word"),
    ],
)
def test_text_becomes_the_defaults_type(default, text, value):
    kind = None if default is None else type(default)
    got = coerce(Parameter("x", default, kind), text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("default", "text"),
    [
        (1, "many"),
        (1, "1.5"),
        (1, ""),
        (1, "1_000"),
        (1.0, "nan"),
        (1.0, "inf"),
        (True, "2"),
        ([], "en"),
        ([], '{"a": 1}'),
        ([], "[[1]]"),
        (["en"], "[1]"),
        ([], "[__import__('os')]"),
        ([], "[" * 10_000),
        ({}, "[1]"),
    ],
)
def test_other_text_is_refused(default, text):
    with pytest.raises(UsageError, match="parameter x"):
        coerce(Parameter("x", default, type(default)), text)


@pytest.mark.parametrize(
    "text", ["2020-1-1", "2020-13-01", "yesterday", "20200101", "2020-02-30", "2020-01-01T00:00"]
)
def test_dates_are_iso_dates(text):
    for parameter in (
        Parameter("since", "", str),
        Parameter("event_date", "", str),
        Parameter("day", "2022-01-05", str),
    ):
        with pytest.raises(UsageError, match="is not a date"):
            coerce(parameter, text)
        assert coerce(parameter, "2020-02-29") == "2020-02-29"
        assert coerce(parameter, "") == ""


@given(st.text(max_size=30))
def test_no_text_gives_a_value_of_another_type(text):
    for default in (1, 1.0, True, [], {}):
        try:
            value = coerce(Parameter("x", default, type(default)), text)
        except UsageError:
            continue
        assert type(value) is type(default)


def test_values_from_a_record_are_checked_as_strictly():
    assert checked(Parameter("n", 1, int), 3) == 3
    for value in (True, "3", 3.0, None, [3]):
        with pytest.raises(UsageError):
            checked(Parameter("n", 1, int), value)


def test_a_value_goes_to_the_notebooks_that_know_it():
    known = {"a": parse_cell("seed = 1\nsince = ''"), "b": parse_cell("seed = 2")}
    assert bind([("seed", "5"), ("since", "2020-01-01")], known) == {
        "a": {"seed": 5, "since": "2020-01-01"},
        "b": {"seed": 5},
    }
    with pytest.raises(UsageError, match="no parameter sicne in a, b; did you mean since"):
        bind([("sicne", "2020-01-01")], known)


def test_assignments():
    assert split_assignment(" term = x") == ("term", " x")
    for text in ("seed", "=1", "1x=2", "a b=1"):
        with pytest.raises(UsageError):
            split_assignment(text)
    assert nearest("x", []) == ""


def test_every_shipped_notebooks_cell_is_read(root: Path):
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        known = read_parameters(path)
        assert {"corpus", "collections", "languages", "since", "until"} <= set(known), path.name
        assert all(item.kind is not None for item in known.values())


def test_a_notebook_that_is_none(tmp_path: Path):
    for text in ("", "[]", "{}", json.dumps({"cells": 1})):
        (tmp_path / "x.ipynb").write_text(text)
        with pytest.raises(KzlibError, match="is no notebook"):
            read_parameters(tmp_path / "x.ipynb")
    with pytest.raises(KzlibError, match="there is no notebook"):
        read_parameters(tmp_path / "none.ipynb")


def test_nothing_in_this_room_evaluates_code(root: Path):
    for path in (root / "kzlib" / "runner").glob("*.py"):
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert not {"eval", "exec", "compile", "__import__"} & set(calls)
