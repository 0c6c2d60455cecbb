"""publish: four files, the same bytes everywhere, and nothing that differs between honest runs."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from drawings import bars

from kzlib.errors import KzlibError, UsageError
from kzlib.figures import publish, saving

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
sys.path.insert(0, {here!r})
import matplotlib
matplotlib.use("agg")
import pandas as pd
from drawings import bars
from kzlib.figures import publish
table = pd.DataFrame({{"outlet": ["Қазақ елі", "b", "c"], "share": [0.1 + 0.2, 1 / 3, 0.7], "n": [1, 2, 3]}})
publish(bars(table), id="shares", table=table, caption="Shares.", question="Who?", out=sys.argv[1], formats=("pdf",))
"""


def test_four_files_are_written_and_left_alone(published, table):
    names = {path.name for path in published.iterdir()}
    assert names == {"shares.csv", "shares.json", "shares.png", "shares.svg"}
    before = {path.name: path.stat().st_mtime_ns for path in published.iterdir()}
    publish(
        bars(table),
        id="shares",
        table=table,
        caption="Shares by outlet.",
        question="Who writes?",
        n={"articles": 16},
        out=published,
    )
    assert {path.name: path.stat().st_mtime_ns for path in published.iterdir()} == before


def test_the_same_bytes_from_other_processes(tmp_path):
    script = tmp_path / "draw.py"
    script.write_text(SCRIPT.format(here=str(ROOT / "tests")), encoding="utf-8")
    settings = [
        {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Almaty", "LANG": "ru_RU.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "77"},
    ]
    outs = []
    for number, extra in enumerate(settings):
        out, cwd = tmp_path / f"out{number}", tmp_path / f"cwd{number}"
        cwd.mkdir()
        env = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        subprocess.run([sys.executable, str(script), str(out)], cwd=cwd, env=env, check=True)
        outs.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert sorted(outs[0]) == ["shares.csv", "shares.json", "shares.pdf", "shares.png", "shares.svg"]
    assert outs[0] == outs[1]


def test_the_record_says_what_it_must_and_nothing_of_this_machine(published):
    record = json.loads((published / "shares.json").read_text(encoding="utf-8"))
    for key in (
        "question",
        "caption",
        "alt",
        "parameters",
        "seed",
        "collections",
        "corpus_fingerprint",
        "n",
        "versions",
        "notebook",
        "reference",
        "licence",
        "citation",
    ):
        assert key in record
    assert record["numbers"]["columns"] == ["outlet", "share", "n"]
    text = "".join((published / f"shares.{end}").read_text(encoding="utf-8") for end in ("json", "svg"))
    for secret in (str(Path.cwd()), str(Path.home()), sys.version.split()[0], os.uname().nodename):
        assert secret not in text
    assert b"tIME" not in (published / "shares.png").read_bytes()


def test_the_svg_is_xml_and_its_text_is_text(published):
    tree = ET.parse(published / "shares.svg")
    words = "".join(tree.getroot().itertext())
    assert "Қазақ елі" in words
    assert "share of articles" in words
    assert tree.getroot().get("role") == "img"
    assert tree.getroot().find("{http://www.w3.org/2000/svg}title").text == "Who writes?"


def test_hostile_text_stays_text(tmp_path):
    hostile = [
        "<script>alert(1)</script>",
        "]]>",
        "\"'&",
        "\u202eright to left\u202c",
        "x\x00y\x1b[31m",
        "$\\frac{$ 5 and $x",
        "=cmd|'/c calc'!A1",
    ]
    table = pd.DataFrame({"outlet": hostile, "share": range(len(hostile)), "n": 1})
    table.loc[0, "outlet"] += "long " * 2000
    ax = bars(table.assign(outlet=table["outlet"].str.slice(0, 25)))
    ax.set_title("$\\frac{$ and $5")
    publish(
        ax, id="hostile", table=table, caption=" ".join(hostile) + "\ud800", question=hostile[0], out=tmp_path
    )
    ET.parse(tmp_path / "hostile.svg")
    saving.pixels_of((tmp_path / "hostile.png").read_bytes())
    record = json.loads((tmp_path / "hostile.json").read_text(encoding="utf-8"))
    assert "<script>" in record["caption"]
    assert "<script" not in (tmp_path / "hostile.svg").read_text(encoding="utf-8")
    assert "\n'=cmd" in (tmp_path / "hostile.csv").read_text(encoding="utf-8")


def test_labels_that_stick_out_are_not_cut(tmp_path, table):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(2, 1))
    ax.set_yticks([0], ["a label that is far longer than the figure is wide"])
    publish(ax, id="wide", table=table, caption="Wide.", out=tmp_path)
    assert saving.pixels_of((tmp_path / "wide.png").read_bytes()).shape[1] > 2 * saving.DPI


def test_without_a_place_nothing_is_written(tmp_path, table, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZLIB_OUT", raising=False)
    publish(bars(table), id="shares", table=table, caption="Shares.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "A", "a b", "", "a--b", "a/b"])
def test_an_id_that_is_none_is_refused(table, name):
    with pytest.raises(UsageError, match="figure id"):
        publish(bars(table), id=name, table=table, caption="")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, table):
    (tmp_path / "file").write_text("")
    with pytest.raises(KzlibError, match="cannot be written"):
        publish(bars(table), id="shares", table=table, caption="", out=tmp_path / "file")
