"""A corpus is written whole or not at all."""

import csv

import pytest
from corpora import rows, write_corpus

from kzlib.corpus import Corpus
from kzlib.corpus.store import Writer, write_rejects
from kzlib.errors import KzlibError


def test_a_failure_leaves_the_old_corpus(tmp_path):
    old = write_corpus(tmp_path / "c", articles=[{"doc_id": "a"}]).fingerprint
    with pytest.raises(RuntimeError), Writer(tmp_path / "c", force=True) as writer:
        writer.add("articles", rows("articles", [{"doc_id": "b"}]))
        raise RuntimeError
    assert Corpus.open(tmp_path / "c").fingerprint == old
    assert [entry.name for entry in tmp_path.iterdir()] == ["c"], "nothing is left beside it"


def test_a_corpus_is_replaced_only_by_force(tmp_path):
    write_corpus(tmp_path / "c", articles=[{"doc_id": "a"}])
    with pytest.raises(KzlibError, match="--force"):
        write_corpus(tmp_path / "c", articles=[{"doc_id": "b"}])


def test_other_files_are_never_swept_away(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(KzlibError, match="holds other files"):
        Writer(tmp_path, force=True)


def test_rejects_cannot_run_in_a_spreadsheet(tmp_path):
    write_rejects(
        tmp_path / "r.csv", [("mine", "=cmd|'/c calc'!A1", 0, "@sum(1)"), ("mine", "a.txt", 1, "empty")]
    )
    with (tmp_path / "r.csv").open(newline="") as handle:
        cells = [cell for row in csv.reader(handle) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert "a.txt" in cells


def test_two_writers_do_not_meet(tmp_path):
    out = tmp_path / "corpus"
    late = Writer(out)
    with Writer(out) as writer:
        for force in (False, True):
            with pytest.raises(KzlibError, match="another kzlib is writing"), Writer(out, force=force):
                pass
        writer.finish({"collections": {}, "instruments": {}, "parameters": {}})
    with pytest.raises(KzlibError, match="--force"), late:
        pass
    with Writer(out, force=True):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus"]
