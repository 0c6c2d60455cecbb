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


ODD = {
    "en": "a good plan",
    "ru": "хороший план",
    "kk": "жақсы жоспар",
}


@pytest.mark.parametrize("lang", list(ODD))
def test_only_a_newline_ends_a_line(lang):
    text = ODD[lang]
    inside = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # what str.splitlines also takes for ends of lines
    lines = [
        text,
        "",
        inside.join([text] * 3),
        f"{text}\r",
        "\x00\x07\x1b[31m",
        f"{text} \x7f\ufeff\u200b",
        " \t ",
    ]
    done = run("--lang", lang, stdin="\n".join(lines).encode() + b"\n\xed\xa0\x80 \xff\xfe\n\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
    assert [row["index"] for row in rows] == list(range(len(lines) + 2))
    assert all(-1 <= row["valence"] <= 1 for row in rows)
    assert rows[0]["valence"] > 0 and rows[0]["hits"] >= 1
    assert rows[3] == {**rows[0], "index": 3}, "a carriage return is white space, not a line's end"
    for k in (1, 4, 6, len(lines) + 1):
        assert (rows[k]["valence"], rows[k]["hits"]) == (0.0, 0), lines


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_ten_megabytes_in_one_line(lang):
    text = ODD[lang].encode() + b" "
    done = run("--lang", lang, stdin=text * (10_000_000 // len(text)) + b"\n" + text + b"\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 2 and rows[0]["hits"] >= rows[1]["hits"] >= 1


def test_the_sentences_of_the_readme():
    for lang, text in {"kk": "Сөз жоқ.", "ru": "Слов нет.", "en": "No words."}.items():
        done = run("--lang", lang, stdin=f"{text}\n".encode())
        assert done.returncode == 0
        assert set(json.loads(done.stdout)) == {"index", "valence", "hits"}


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
    assert b"en, ru, kk" in done.stderr or b"vader" in done.stderr


@pytest.mark.parametrize(
    "lang, lexicon, texts, valences",
    [
        # no letter that Russian has not; a Kazakh name in a Russian list; more Latin letters than Cyrillic
        ("kk", "адал,1 батыр,1 зиян,-1", "Адал адам|батырлары|зияндары", [0.5, 0.5, -0.5]),
        ("ru", "успех,1 пожар,-1 Жаңаөзен,-1", "Пожары потушили|Успехи школьников", [-0.5, 0.5]),
        ("ru", "wonderful,1 terrible,-1 успех,1 пожар,-1", "успехи|пожаров", [0.5, -0.5]),
    ],
)
def test_a_lexicon_is_matched_in_the_language_asked_for(tmp_path, lang, lexicon, texts, valences):
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["word,valence", *lexicon.split()]), encoding="utf-8")
    done = run("--lang", lang, "--instrument", str(path), stdin=texts.replace("|", "\n").encode())
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    assert [json.loads(line)["valence"] for line in done.stdout.splitlines()] == valences


def test_a_lexicon_in_no_language_of_ours_is_refused(tmp_path):
    (tmp_path / "mine.csv").write_text("good,1\n")
    done = run("--lang", "ky", "--instrument", str(tmp_path / "mine.csv"), stdin=b"good\n")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1 and b"en, ru, kk" in done.stderr
