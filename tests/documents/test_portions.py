"""Read in portions, in any process, the items are those of reading as a whole."""

import gzip
import json
import zipfile
from dataclasses import asdict

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kzlib import documents
from kzlib.documents import raw
from kzlib.documents.document import Document

STORY = "The bridge over the river was opened on Monday by the mayor, who promised another one."
ROWS = [{"title": f"Story {n}", "text": f"{STORY} It is number {n}.", "date": "2024-05-01"} for n in range(9)]


@pytest.fixture
def folder(tmp_path):
    lines = [json.dumps(row) for row in ROWS]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines[:4], "", "{broken", "[1]", *lines[4:]]))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    (tmp_path / "c.csv").write_text("title,text\nOne," + STORY + "\nTwo,x,y\nThree," + STORY + " Again.\n")
    (tmp_path / "d.csv").write_text("colour,size\nred,3\nblue,4\n")
    (tmp_path / "e.txt").write_text(f"Menu\n\n{STORY}\n\n{STORY} Then it rained all day long.\n")
    (tmp_path / "f.html").write_text("")
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "g.parquet")
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        archive.writestr("one.txt", f"{STORY}\n\n{STORY} Nobody came.")
        archive.writestr("none.pdf", "%PDF-1.7")
    return tmp_path


def told(entries):
    return [(type(entry).__name__, asdict(entry)) for entry in entries]


def test_items_are_numbered_through_the_portions_of_a_file(folder, monkeypatch):
    whole = told(documents.read([folder]))
    monkeypatch.setattr(raw, "ROWS", 2)
    assert told(documents.read([folder])) == whole
    assert [entry["item"] for _, entry in whole if entry["file"] == "a.jsonl"] == list(range(11))


def test_a_portion_is_read_without_its_file(folder):
    portions = [portion.loaded() for portion in documents.portions([folder])]
    whole = told(documents.read([folder]))
    for file in folder.iterdir():
        file.unlink()
    assert told(entry for portion in portions for entry, _ in portion.entries()) == whole


def test_portions_are_in_the_order_of_the_items(folder):
    files = [portion.source.name for portion in documents.portions([folder])]
    assert files == sorted(files)


def test_a_table_without_texts_is_told_once(folder):
    (reject,) = documents.read([folder / "d.csv"])
    assert not isinstance(reject, Document)
    assert "no column holds the text" in reject.reason
