"""``kzlib score``: one line out for each line in, whatever comes in."""

import json
import subprocess
import sys

import pytest


def run(*args: str, stdin: bytes) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "kzlib", "score", *args], input=stdin, capture_output=True, timeout=120
    )


@pytest.mark.parametrize(
    "stdin, lines",
    [
        (b"", 0),
        (b"\n", 1),
        (b"A good plan", 1),
        (b"A good plan\n", 1),
        (b"a\r\n\n\x00\x1b[0m\nb", 4),
        (b"\xed\xa0\x80 good \xff\xfe\n", 1),
        ("good\u2028bad\x85good\n".encode(), 1),
    ],
)
def test_one_line_out_for_each_line_in(stdin, lines):
    done = run("--lang", "en", stdin=stdin)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["index"] for row in rows] == list(range(lines))
    assert all(set(row) == {"index", "valence", "hits"} for row in rows)


def test_ten_megabyte_line():
    done = run("--lang", "en", stdin=b"a good plan, but bad " * 500_000 + b"\nbad\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["hits"] for row in rows] == [1_000_000, 1]


def test_equals_the_library():
    done = run("--lang", "en", "--instrument", "vader-nltk", stdin=b"This wasn't good, that was good\n")
    assert json.loads(done.stdout) == {"index": 0, "valence": -0.5875, "hits": 2}


@pytest.mark.parametrize(
    "args",
    [("--lang", "ky"), ("--lang", "kk", "--instrument", "vader"), ("--lang", "en", "--instrument", "x")],
)
def test_a_language_without_an_instrument_is_refused(args):
    done = run(*args, stdin="Жакшы.\n".encode())
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"en" in done.stderr or b"vader" in done.stderr
