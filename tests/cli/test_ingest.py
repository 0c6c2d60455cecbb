"""`kzlib ingest` and `kzlib describe`, as a user types them."""

import json

import pytest

from kzlib.cli import main

ROW = {
    "url": "https://vlast.kz/1",
    "Body": "Roads were closed. People waited for hours in the cold.",
    "Published": "2024-01-05",
}


def run(capsys, *argv):
    with pytest.raises(SystemExit) as stop:
        main([str(arg) for arg in argv])
    said = capsys.readouterr()
    return stop.value.code, said.out, said.err


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(ROW) + "\n")
    return path


def test_ingest_then_describe(capsys, tmp_path, export):
    code, out, _ = run(capsys, "ingest", export, "--out", tmp_path / "c", "--map", "text=Body,date=Published")
    assert code == 0
    assert "1 items = 1 articles + 0 rejected" in out
    code, out, _ = run(capsys, "describe", tmp_path / "c")
    assert code == 0
    assert "fingerprint" in out
    code, out, _ = run(capsys, "describe", tmp_path / "c", "--json")
    about = json.loads(out)
    assert about["collections"]["mine"]["flow"]["articles"] == 1
    assert about["rows"]["articles"] == 1
    assert about["texts"] is False


def test_a_corpus_is_not_overwritten(capsys, tmp_path, export):
    run(capsys, "ingest", export, "--out", tmp_path / "c")
    code, _, err = run(capsys, "ingest", export, "--out", tmp_path / "c")
    assert code == 1
    assert "--force" in err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--out", "c"], 2, "give either PATHS"),
        (["x.csv", "--out", "c", "--map", "text"], 2, "text=Paragraph"),
        (["missing.csv", "--out", "c"], 1, "missing.csv"),
        (["--recipe", "missing.toml", "--out", "c"], 1, "missing.toml"),
    ],
)
def test_bad_calls_are_one_sentence(capsys, tmp_path, monkeypatch, argv, code, said):
    monkeypatch.chdir(tmp_path)
    got, _, err = run(capsys, "ingest", *argv)
    assert got == code
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "c").exists()


def test_describe_says_what_is_no_corpus(capsys, tmp_path):
    code, _, err = run(capsys, "describe", tmp_path)
    assert code == 1
    assert "no corpus" in err
