"""How to cite a figure."""

from __future__ import annotations

from pathlib import Path


def cite(figure: str | Path, style: str = "apa") -> str:
    """The citation of a figure."""
    raise NotImplementedError
