"""Staging and swapping: equal files are the old ones, notes of one's own stay, what is gone goes."""

from pathlib import Path

import numpy as np

from kzlib.figures import saving
from kzlib.runner import staging
from kzlib.runner.cache import Records


def make(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def test_equal_files_keep_their_inode_and_others_are_named(tmp_path):
    old = make(tmp_path / "old", a_csv="1", a_json="{}", b_csv="1", b_json="{}", notes_md="mine")
    (old / "drafts").mkdir()
    (old / "drafts" / "x.txt").write_text("x")
    new = make(tmp_path / "new", a_csv="1", a_json="{new}")
    inode = (old / "a.csv").stat().st_ino
    assert staging.settle(new, old) == ["a.json", "b.csv", "b.json"]
    staging.swap(new, old)
    assert (old / "a.csv").stat().st_ino == inode
    assert sorted(path.name for path in old.iterdir()) == ["a.csv", "a.json", "drafts", "notes.md"]
    assert (old / "drafts" / "x.txt").read_text() == "x"
    assert not new.exists()


def test_a_png_packed_otherwise_is_left_alone(tmp_path):
    pixels = np.zeros((4, 4, 3), dtype=np.uint8)
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    saving.write_atomic(old / "a.png", saving.png(pixels, {"k": "v"}))
    data = saving.png(pixels, {"k": "v"})
    level = saving.ZLIB_LEVEL
    saving.ZLIB_LEVEL = 0
    try:
        other = saving.png(pixels, {"k": "v"})
    finally:
        saving.ZLIB_LEVEL = level
    assert other != data
    (new / "a.png").write_bytes(other)
    assert staging.settle(new, old) == []
    assert (new / "a.png").read_bytes() == data


def test_without_the_kernels_exchange_two_renames_do(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "_exchanged", lambda *_: False)
    old, new = make(tmp_path / "old", a_csv="1"), make(tmp_path / "new", a_csv="2")
    staging.swap(new, old)
    assert (old / "a.csv").read_text() == "2"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]


def test_promises(tmp_path):
    folder = make(tmp_path / "f", a_csv="", a_svg="", a_png="", a_json="{}", b_json="{}")
    assert staging.complaints(folder, ["a"]) == [
        "the figure b is not declared in the notebook's metadata (kzlib.figures)"
    ]
    assert staging.complaints(folder, ["a", "b"]) == ["the declared figure b was not published"]


def test_all_reasons_to_run_again_are_named(tmp_path):
    records = Records(tmp_path)
    key = {
        "parameters": {"seed": 1},
        **dict.fromkeys(("notebook", "library", "corpus", "packages", "formats"), "a"),
    }
    records.remember("book", key, [])
    assert records.why("book", key) == ""
    other = key | {"parameters": {"seed": 2}, "corpus": "b", "packages": "a"}
    assert records.why("book", other) == "parameter seed changed, the corpus changed"
