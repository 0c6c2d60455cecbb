"""The concordance, as a function and in the shell."""

import json

import pytest
from measured import PRESS, corpus_of, selected

from kzlib.cli import main
from kzlib.errors import KzlibError
from kzlib.terms import kwic


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    corpus = corpus_of(tmp_path_factory.mktemp("kwic"), texts=True)
    return corpus, selected(corpus)


def test_every_use_in_its_context(press):
    table = kwic(*press, ["police"])
    assert len(table) == sum(row["text"].split().count("police") for row in PRESS)
    first = table.iloc[0]
    assert (first["left"], first["hit"], first["right"]) == ("", "police", "met protesters")


def test_sorted_by_neighbours(press):
    right = kwic(*press, ["the"], sort="right")["right"].tolist()
    assert right == sorted(right)
    left = [row.split()[-1:] for row in kwic(*press, ["the"], sort="left")["left"]]
    assert left == sorted(left)


def test_filters_and_limits(press):
    assert set(kwic(*press, ["police"], side="state")["outlet"]) == {"b3"}
    assert len(kwic(*press, ["police"], limit=2)) == 2
    assert kwic(*press, ["zzz"]).empty
    assert kwic(*press, ["police"], width=4)["right"].iloc[0] == "met"
    assert set(kwic(*press, ["protest"], by="lemma")["hit"]) == {"protests", "protest"}


def test_without_texts_one_sentence_says_how_to_get_them(tmp_path):
    corpus = corpus_of(tmp_path)
    with pytest.raises(KzlibError, match="--keep-text"):
        kwic(corpus, selected(corpus), ["police"])


def test_the_command(press, tmp_path, capsys):
    def shell(*args):
        with pytest.raises(SystemExit) as left:
            main(["kwic", *map(str, args)])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    path = press[0].path
    code, out, err = shell("police,zzz", path, "--sort", "right", "--width", "10", "--json")
    assert code == 0, err
    assert [json.loads(line)["hit"] for line in out.splitlines()] == ["police"] * 4
    code, out, err = shell("protest*", path)
    assert code == 0 and "[protesters]" in out and "3 lines" in err
    code, out, err = shell("/(/", path)
    assert code == 1 and "no regular expression" in err and "Traceback" not in err
    assert shell("police", path, "--side", "left")[0] == 2
    code, out, err = shell("police", corpus_of(tmp_path).path)
    assert code == 1 and "--keep-text" in err
