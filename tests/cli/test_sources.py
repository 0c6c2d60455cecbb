"""``kzlib sources`` as a user meets it."""

import csv
import json

import pytest

from kzlib.cli import main
from kzlib.registry import COLUMNS


def run(capsys, *args):
    with pytest.raises(SystemExit) as stop:
        main(["sources", *args])
    out, err = capsys.readouterr()
    return stop.value.code, out, err


def test_a_card_shows_class_period_confidence_evidence_and_match(capsys):
    code, out, _ = run(capsys, "https://test.tengrinews.kz/x")
    assert code == 0
    assert "state_aligned (newsroom), since 2020-01-01, confidence medium" in out
    assert "https://respublika.kz.media/" in out
    assert "matched   URL on tengrinews.kz" in out


def test_both_periods_of_an_outlet(capsys):
    _, out, _ = run(capsys, "24kg")
    assert "since 2006-01-01, before 2024-03-01" in out and "since 2024-03-01" in out
    _, out, _ = run(capsys, "24kg", "--on", "2024-02-29")
    assert "before 2024-03-01" in out and "unknown" not in out


def test_json(capsys):
    code, out, _ = run(capsys, "liter", "--json")
    rows = json.loads(out)
    assert code == 0 and [row["until"] for row in rows] == ["2024-01-01", None]
    assert {*COLUMNS, "match"} == set(rows[0])


def test_every_outlet_in_brief(capsys):
    code, out, _ = run(capsys)
    assert code == 0 and "rows; name one for its evidence" in out
    code, out, _ = run(capsys, "--class", "foreign_public")
    assert "azattyq" in out and "kazinform" not in out


def test_nothing_found(capsys):
    code, out, err = run(capsys, "vlasst")
    assert code == 1 and out == ""
    assert err == "kzlib: no outlet in the registry matches 'vlasst'; did you mean vlast?\n"
    code, out, _ = run(capsys, "vlasst", "--json")
    assert code == 1 and json.loads(out) == []


def test_bad_options(capsys):
    code, _, err = run(capsys, "--class", "free")
    assert code == 2 and "'free' is not one of state" in err
    code, _, err = run(capsys, "--on", "yesterday-ish")
    assert code == 2 and "is not a date" in err


def test_a_registry_of_ones_own_is_checked(capsys, tmp_path):
    row = dict.fromkeys(COLUMNS, "") | {"source_id": "mine", "name": "Mine", "class": "free"}
    with (tmp_path / "mine.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    code, _, err = run(capsys, "--registry", str(tmp_path / "mine.csv"))
    assert code == 1 and "line 2 (mine): class is 'free'" in err and "Traceback" not in err
