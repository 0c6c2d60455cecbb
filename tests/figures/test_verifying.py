"""trace --verify on small corpora: the four verdicts, and nothing taken from an image on trust."""

import json
import shutil

import pytest
from click.testing import CliRunner
from corpora import write_corpus

from kzlib.cli.trace import command
from kzlib.figures import provenance, saving, trace
from kzlib.figures.verifying import CANNOT, Verifier, strict_values
from kzlib.runner.parameters import parse_cell
from kzlib.runner.run import figures

ARTICLES = [
    {"doc_id": "a", "source_id": "one", "n_words": 10},
    {"doc_id": "b", "source_id": "two", "n_words": 20},
    {"doc_id": "c", "source_id": "one", "n_words": 30},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory, root):
    """A corpus, the figure of the fixture notebook ``counted`` on it, and that notebook."""
    folder = tmp_path_factory.mktemp("made")
    write_corpus(folder / "corpus", articles=ARTICLES)
    notebook = str(root / "tests" / "notebooks" / "counted.ipynb")
    figures([notebook], corpus=str(folder / "corpus"), out=folder / "figures", say=lambda _: None)
    return folder, notebook


def run(*arguments: str):
    return CliRunner().invoke(command, [*map(str, arguments), "--verify"], standalone_mode=False)


def test_identical_inside_a_docx(made):
    docx = pytest.importorskip("docx")
    folder, notebook = made
    document = docx.Document()
    document.add_picture(str(folder / "figures" / "counted" / "words-by-source.png"))
    document.save(folder / "report.docx")
    result = run(folder / "report.docx", "--corpus", folder / "corpus", "--notebook", notebook)
    assert "verdict:     identical" in result.output
    assert result.return_value == 0


def test_a_changed_number_of_the_corpus_is_named(made):
    folder, notebook = made
    write_corpus(folder / "other", articles=[*ARTICLES[:2], {**ARTICLES[2], "n_words": 50}])
    image = folder / "figures" / "counted" / "words-by-source.svg"
    result = run(image, "--corpus", folder / "other", "--notebook", notebook)
    assert result.return_value == 1
    assert "different numbers (n_words at" in result.output
    assert "20, now 30 (+10)" in result.output
    assert "the image's corpus is" in result.output


def test_an_edited_drawing_has_the_same_numbers(made, tmp_path):
    folder, notebook = made
    data = (folder / "figures" / "counted" / "words-by-source.png").read_bytes()
    pixels = saving.pixels_of(data).copy()
    pixels[:40, :40] = 0
    (tmp_path / "x.png").write_bytes(saving.png(pixels, saving.png_texts(data)))
    result = run(tmp_path / "x.png", "--corpus", folder / "corpus", "--notebook", notebook)
    assert "same numbers, different drawing (the drawing is another)" in result.output
    assert result.return_value == 1


def test_no_corpus_with_that_fingerprint(made, tmp_path):
    folder, notebook = made
    (item,) = trace(folder / "figures" / "counted" / "words-by-source.png")
    verdict = Verifier(tmp_path, None, notebook).verify(item)
    assert verdict.kind == CANNOT
    assert "give the right one with --corpus" in verdict.details[0]


def test_an_image_without_provenance(tmp_path):
    (tmp_path / "x.png").write_bytes(saving.png(saving.np.zeros((2, 2, 3), saving.np.uint8), {}))
    result = run(tmp_path / "x.png")
    assert "no kzlib provenance" in result.output
    assert result.return_value == 1


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"corpus": "/etc"}, "no parameter 'corpus'"),
        ({"unknown": 1}, "no parameter 'unknown'"),
        ({"seed": "__import__('os')"}, "is not a whole number"),
        ({"seed": True}, "is not a whole number"),
        ({"since": "yesterday"}, "is not a date"),
        ({"languages": [["en"]]}, "in the list must be"),
    ],
)
def test_parameters_from_an_image_are_strict(parameters, message):
    known = parse_cell("corpus = 'seeds'\nseed = 1\nsince = ''\nlanguages = []")
    with pytest.raises(Exception, match=message):
        strict_values({"parameters": parameters}, known)


@pytest.mark.parametrize("notebook", ["../../etc/passwd", "", "/tmp/evil", "nowhere", "x.ipynb"])
def test_a_notebook_named_by_an_image_is_one_of_ours(made, tmp_path, notebook):
    folder, _ = made
    (item,) = trace(folder / "figures" / "counted" / "words-by-source.png")
    record = {**item.record, "notebook": notebook, "corpus_fingerprint": ""}
    texts = {provenance.RECORD_KEY: json.dumps({**record, "seal": provenance.seal(record)})}
    (tmp_path / "x.png").write_bytes(saving.png(saving.pixels_of(item.image), texts))
    verdict = Verifier(tmp_path, None).verify(trace(tmp_path / "x.png")[0])
    assert verdict.kind == CANNOT
    shutil.rmtree(tmp_path)
