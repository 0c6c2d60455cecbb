"""Values that cannot mean anything are refused in one sentence."""

import pytest
from corpora import write_corpus

from kzlib.errors import UsageError
from kzlib.figures.checks import check_against, check_values
from kzlib.figures.run import begin

ARTICLES = [{"doc_id": "a", "source_id": "vlast", "collection": "x", "n_words": 10}]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"n_boot": 0}, "n_boot: 0 is less than 40"),
        ({"n_boot": -5}, "n_boot: -5 is less"),
        ({"n_perm": 1}, "n_perm: 1 is less than 19"),
        ({"min_outlets": 1}, "min_outlets: 1 is less than 3"),
        ({"seed": -1}, "seed: -1"),
        ({"top_n": 0}, "top_n: 0"),
        ({"state_classes": []}, "state_classes: an empty list"),
        ({"independent_classes": []}, "independent_classes: an empty list"),
        ({"independent_classes": ["indepedent"]}, "did you mean independent?"),
        ({"languages": ["rus"]}, "did you mean ru?"),
        ({"targets": ["presdent"]}, "did you mean president?"),
        ({"targets": ["zzz"]}, "there are .*president"),
    ],
)
def test_what_cannot_be_is_refused(parameters, said):
    with pytest.raises(UsageError, match=said):
        check_values(parameters, "sentiment")


def test_what_can_be_passes():
    check_values({"n_boot": 40, "n_perm": 19, "min_outlets": 3, "seed": 0, "targets": [], "languages": []})
    check_values({"targets": ["mayor"]}, "mine")  # another notebook's targets are its own


def test_an_instrument_must_have_scored_the_corpus(tmp_path):
    corpus = write_corpus(tmp_path / "c", articles=ARTICLES)
    corpus.meta["instruments"] = {"vader": "1", "linear-ru": "2"}
    check_against({"instrument": "vader"}, corpus)
    check_against({"instrument": ""}, corpus)
    check_against({}, corpus)
    with pytest.raises(UsageError, match="'vadre', it holds vader, linear-ru; did you mean vader"):
        check_against({"instrument": "vadre"}, corpus)
    with pytest.raises(UsageError, match="kzlib ingest --instrument"):
        check_against({"instrument": "linear-en"}, corpus)


def test_begin_refuses_in_jupyterlab_too(tmp_path):
    folder = str(write_corpus(tmp_path / "c", articles=ARTICLES).path)
    standard = {"corpus": folder, "state_classes": ["state"], "independent_classes": ["independent"]}
    with pytest.raises(UsageError, match="n_boot"):
        begin("sentiment", standard | {"n_boot": 0})
    with pytest.raises(UsageError, match="instrument"):
        begin("sentiment", standard | {"instrument": "nobody"})
    with pytest.raises(UsageError, match="independent_classes"):
        begin("my-own", standard | {"independent_classes": []})
    run = begin("my-own", standard | {"top_n": 0, "instrument": "violin"})  # names of one's own
    assert run.parameters["instrument"] == "violin"
