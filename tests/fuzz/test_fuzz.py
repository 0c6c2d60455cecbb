"""Fifty of the damaged inputs that `make fuzz` runs 2,000 of."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from run import check


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("seed", range(50))
def test_a_damaged_input_is_read_or_refused(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inputs").mkdir()
    outcome, seconds = check(seed, tmp_path / "inputs")
    assert not outcome.startswith("FAILED"), outcome
    assert seconds < 30
    assert [path.name for path in tmp_path.iterdir()] == ["inputs"]


def test_good_rows_beside_a_bad_one_are_kept(tmp_path: Path) -> None:
    from kzlib import documents

    row = "The council of the small town met on Monday and decided to plant trees along the river."
    (tmp_path / "t.csv").write_text(f'title,text\nA,{row}\nB,{row},too,many\nC,\x00{row}\n"D,{row}\n')
    found, rejects = documents.read_all(tmp_path / "t.csv")
    assert [document.title for document in found][:2] == ["A", "C"]
    assert rejects
