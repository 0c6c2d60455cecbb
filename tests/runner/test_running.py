"""Whole runs of fixture notebooks: what is published, what is left alone, and what a failure says."""

import json
import os
import re
import threading
import time
from pathlib import Path

import pytest

from kzlib.errors import KzlibError, UsageError
from kzlib.runner import cache
from kzlib.runner.books import find_notebooks
from kzlib.runner.checking import check_figures
from kzlib.runner.run import figures


@pytest.fixture(scope="module", autouse=True)
def still_library():
    """The library's digest held still: someone may be editing it while these tests run."""
    patch = pytest.MonkeyPatch()
    patch.setattr(cache, "library_digest", lambda: "still")
    yield
    patch.undo()


@pytest.fixture(scope="module")
def ran(tmp_path_factory, notebook):
    """A folder into which the notebook ``tiny`` was run once; tests copy it."""
    out = tmp_path_factory.mktemp("ran") / "figures"
    lines: list[str] = []
    figures([notebook("tiny")], out=out, say=lines.append)
    return out, lines


def snapshot(out: Path) -> dict[str, int]:
    return {
        str(path.relative_to(out)): path.stat().st_mtime_ns
        for path in out.rglob("*")
        if path.is_file() and ".kzlib" not in path.parts
    }


def test_a_first_run_publishes_everything(ran):
    out, lines = ran
    assert {path.name for path in (out / "tiny").iterdir()} == {
        f"tiny-{kind}.{end}" for kind in ("bars", "line") for end in ("csv", "json", "png", "svg")
    }
    assert "tiny-bars" in (out / "README.md").read_text(encoding="utf-8")
    assert any("no record of an earlier run" in line for line in lines)
    assert (out / ".kzlib" / ".gitignore").read_text() == "*\n"


def test_the_second_run_does_nothing_and_a_damaged_figure_is_noticed(ran, notebook):
    out, _ = ran
    before, lines, began = snapshot(out), [], time.monotonic()
    assert figures([notebook("tiny")], out=out, say=lines.append) == 0
    assert time.monotonic() - began < 1
    assert lines == ["tiny: nothing changed"]
    assert snapshot(out) == before
    file = out / "tiny" / "tiny-line.csv"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"tiny 0", b"tiny 9"))
    reports: list[str] = []
    assert check_figures([notebook("tiny")], out=out, say=reports.append) == 1
    text = "\n".join(reports)
    assert "tiny/tiny-line: the row word=tiny 9 is gone" in text
    assert "tiny/tiny-line: the row word=tiny 0 is new" in text
    assert "tiny-bars" not in text
    assert (out.parent / "figures-check" / "tiny-tiny-line.published.png").is_file()
    lines = []
    assert figures([notebook("tiny")], out=out, say=lines.append) == 1
    assert "tiny: runs (tiny/tiny-line.csv is not what was published)" in lines
    assert file.read_bytes() == good
    after = snapshot(out)
    assert {name for name in after if after[name] != before[name]} == {"tiny/tiny-line.csv"}


def test_a_parameter_reaches_the_notebook_and_the_reason_names_it(ran, notebook, tmp_path):
    lines: list[str] = []
    figures(
        [notebook("tiny")], out=tmp_path, assignments=[("n_rows", "5"), ("label", "b{a}r")], say=lines.append
    )
    rows = (tmp_path / "tiny" / "tiny-bars.csv").read_text().splitlines()
    assert len(rows) == 6
    assert rows[1].startswith("b{a}r 0,")
    records = json.loads((tmp_path / ".kzlib" / "runs.json").read_text())
    assert records["notebooks"]["tiny"]["key"]["parameters"]["n_rows"] == 5


def test_failures_name_notebook_and_cell_and_touch_nothing(tmp_path, notebook):
    expected = {
        "forgetful": "forgetful: the declared figure never-drawn was not published",
        "refused": "refused, cell 2: no article is left; widen the selection",
        "broken": "broken, cell 3: ZeroDivisionError: division by zero",
        "dies": r"dies, cell 2: the kernel died \(its peak memory was \d+ MiB\)",
        "slow": "slow, cell 2: it took longer than 3 s",
    }
    for name in expected:
        (tmp_path / name).mkdir()
        (tmp_path / name / "old.csv").write_text("old")
    threads = threading.active_count()
    with pytest.raises(KzlibError) as caught:
        figures([notebook(name) for name in expected], out=tmp_path, time_limit=3, jobs=3, say=lambda _: None)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(expected)
    for (name, message), line in zip(expected.items(), lines, strict=True):
        assert re.match(message, line), line
        assert (tmp_path / ".kzlib" / "failed" / f"{name}.ipynb").is_file()
    assert snapshot(tmp_path).keys() == {f"{name}/old.csv" for name in expected}
    assert threading.active_count() == threads


def test_what_cannot_be_asked_for_is_refused_before_anything_runs(tmp_path, notebook):
    for assignments, message in (
        ([("n_rwos", "3")], "did you mean n_rows"),
        ([("n_rows", "many")], "not a whole number"),
    ):
        with pytest.raises(UsageError, match=message):
            figures([notebook("tiny")], out=tmp_path, assignments=assignments, say=lambda _: None)
    with pytest.raises(UsageError, match="no notebook sentimnet; did you mean sentiment"):
        find_notebooks(["sentimnet"])
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_that_is_none_is_one_sentence(tmp_path, notebook):
    broken = tmp_path / "broken"
    broken.mkdir()
    for corpus in (tmp_path / "none", broken):
        with pytest.raises(KzlibError, match="corpus"):
            figures([notebook("counted")], corpus=str(corpus), out=tmp_path / "out", say=lambda _: None)
    assert not (tmp_path / "out" / "counted").exists()


def test_two_runs_at_once_do_not_mix(tmp_path, notebook):
    from kzlib.runner import staging

    with staging.locked(tmp_path), pytest.raises(KzlibError, match="another kzlib is writing"):
        figures([notebook("tiny")], out=tmp_path, say=lambda _: None)


def test_the_order_of_a_shell_environment_does_not_matter(monkeypatch, tmp_path):
    from kzlib.runner.launch import environment, kernel_home

    monkeypatch.setenv("PYTHONSTARTUP", "x.py")
    monkeypatch.setenv("TZ", "Asia/Almaty")
    env = environment(kernel_home(tmp_path), tmp_path, ["seed"])
    assert "PYTHONSTARTUP" not in env
    assert env["TZ"] == "UTC"
    assert Path(env["MATPLOTLIBRC"]).is_file()
    assert os.environ["TZ"] == "Asia/Almaty"
