"""Where the fixture notebooks lie."""

from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


@pytest.fixture(scope="session")
def notebook():
    """``notebook("tiny")`` is the path of a fixture notebook, as typed on the shell."""
    return lambda name: str(NOTEBOOKS / f"{name}.ipynb")
