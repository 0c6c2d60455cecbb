"""The committed seed corpus is what its recipe makes of the raw data."""

import json
import subprocess
import sys

import pytest

from kzlib.corpus import Corpus


def make(root, *argv):
    command = [sys.executable, str(root / "seeds" / "make.py"), *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_the_raw_data_it_says_what_was_expected_where(root, tmp_path):
    done = make(root, "--shared", tmp_path / "shared", "--out", tmp_path / "corpus")
    assert done.returncode == 1
    assert f"{tmp_path / 'shared'}/data was expected" in done.stderr
    assert "migration_to_russia.csv" in done.stderr
    assert not (tmp_path / "corpus").exists()


def test_the_same_bytes_from_the_raw_data(root, shared, tmp_path):
    done = make(root, "--shared", shared, "--out", tmp_path / "corpus")
    assert done.returncode == 0, done.stderr
    committed = root / "seeds" / "corpus"
    files = sorted(file.name for file in committed.iterdir())
    assert files == sorted(file.name for file in (tmp_path / "corpus").iterdir())
    for name in files:
        assert (committed / name).read_bytes() == (tmp_path / "corpus" / name).read_bytes(), name
    assert (root / "seeds" / "datapackage.json").read_bytes() == (tmp_path / "datapackage.json").read_bytes()


@pytest.fixture(scope="module")
def seeds():
    return Corpus.open("seeds")


def test_four_collections_and_their_flows(seeds):
    flows = {name: about["flow"] for name, about in seeds.meta["collections"].items()}
    assert flows["seeds"]["articles"] == 7
    assert flows["seeds"]["duplicates"] == flows["seeds"]["reworded"] == 1
    assert flows["headlines"]["articles"] == 662
    assert flows["migration"]["articles"] == 384
    assert flows["tengrinews"]["articles"] == 180
    for flow in flows.values():
        assert flow["items"] == flow["articles"] + sum(flow["rejected"].values())
        assert flow["articles"] == flow["kept"] + flow["duplicates"] + flow["reworded"]


def test_five_outlets_a_side_in_each_language(seeds):
    articles = seeds.where(collections=["headlines"])
    wide = {"state": ["state"], "independent": ["independent", "foreign_public"]}
    for lang in ("en", "ru", "kk"):
        for side, classes in wide.items():
            part = articles[
                articles["lang"].eq(lang) & articles["class"].isin(classes) & articles["kind"].eq("newsroom")
            ]
            assert part["outlet"].nunique() >= 5, (lang, side)


def test_datapackage_describes_the_files_that_are_there(root):
    package = json.loads((root / "seeds" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert all((root / "seeds" / path).is_file() for path in paths), resource["name"]
