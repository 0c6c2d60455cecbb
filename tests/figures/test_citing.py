"""cite: four styles, and CITATION.cff in step with the version."""

import json
import re

import pytest

from kzlib import __version__
from kzlib.errors import KzlibError, UsageError
from kzlib.figures import citing, provenance


def test_apa_is_what_the_record_suggests(published):
    record = json.loads((published / "shares.json").read_text(encoding="utf-8"))
    assert citing.cite(published / "shares.png") == record["citation"]
    assert (
        record["citation"] == f"The kzlib authors. (2026). Who writes? [Figure shares]. kzlib {__version__}."
    )


def test_gost_names_the_figure():
    text = citing.cite("terms-top", "gost-r-7-0-5-2008")
    assert text.startswith("The kzlib authors. Which words are most frequent? [Figure terms-top")
    assert text.endswith(f"kzlib {__version__}, 2026.")


def test_csl_json_and_bibtex_hold_the_same():
    (item,) = json.loads(citing.cite("terms-top", "csl-json"))
    entry = citing.cite("terms-top", "bibtex")
    assert entry.startswith(f"@misc{{{item['id']},")
    assert item["title"] in entry
    assert entry.count("{") == entry.count("}")


def test_braces_and_percent_signs_do_not_break_bibtex():
    entry = citing.bibtex({"id": "x", "question": "50 % {of} \\ it_all & more?"})
    assert r"50 \% \{of\} \textbackslash{} it\_all \& more?" in entry


def test_an_unknown_figure_names_the_nearest():
    with pytest.raises(UsageError, match="did you mean bias-tone-gap"):
        citing.cite("bias-tonegap")
    with pytest.raises(UsageError, match="choose one of"):
        citing.cite("bias-tone-gap", "chicago")
    with pytest.raises(KzlibError, match="no file"):
        citing.cite("nowhere.png")


def test_citation_cff_is_in_step(root):
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^([a-z-]+): (.+)$", text, re.MULTILINE))
    assert fields["version"] == __version__
    assert fields["date-released"] == provenance.RELEASED
    assert f"name: {provenance.AUTHORS}" in text
