"""``kzlib voices FILE``."""

import json
import subprocess
import sys

import pytest

TEXT = "Дорогу закрыли.\r\n\r\n«Откроем утром», – сказал аким Болат Ермеков.\r\n"


def run(*args: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "kzlib", "voices", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_offsets_are_characters_of_the_decoded_file(tmp_path, encoding):
    file = tmp_path / "page.txt"
    file.write_bytes((TEXT * (3 if encoding == "cp1251" else 1)).encode(encoding))
    out = run(file, "--jsonl")
    assert out.returncode == 0, out.stderr
    row = json.loads(out.stdout.splitlines()[0])
    assert list(row) == ["start", "end", "text", "direct", "cue", "speaker", "role"]
    assert TEXT[row["start"] : row["end"]] == row["text"] == "Откроем утром"
    assert (row["direct"], row["cue"], row["speaker"], row["role"]) == (
        True,
        "сказал",
        "Болат Ермеков",
        "official",
    )


def test_a_person_reads_one_line_a_quotation(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("“It is cold here,” said Aida Serik. “Very cold,” she added.", encoding="utf-8")
    lines = run(file, "--lang", "en").stdout.splitlines()
    assert len(lines) == 2
    assert "Aida Serik" in lines[1]


def test_a_missing_file_is_one_sentence(tmp_path):
    out = run(tmp_path / "none.txt")
    assert out.returncode == 1
    assert "not a file" in out.stderr
    assert "Traceback" not in out.stderr


def test_an_unknown_language_is_a_usage_error(tmp_path):
    assert run(tmp_path / "none.txt", "--lang", "xx").returncode == 2
