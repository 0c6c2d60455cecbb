"""From an image back to its record."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def trace(image: str | Path) -> list[Any]:
    """The records that an image or a document carries."""
    raise NotImplementedError
