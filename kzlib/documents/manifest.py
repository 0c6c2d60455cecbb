"""The manifest: a table that says what a page itself does not (its address, outlet, author, date, origin).

Columns: ``file``, ``item`` (0 for a page; a feed's items in order), ``sha256`` of the file, and any of ``url``,
``source_id``, ``title``, ``author``, ``published`` (YYYY-MM-DD), ``origin``, ``lang``, ``event``, ``country``,
``credited_source_id``, ``rights``.  Rows are found by sha256, so that a file may lie anywhere; where a row has none,
by file name, and where it has neither, by address.  An empty cell leaves what the page gives.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kzlib import paths
from kzlib.errors import KzlibError
from kzlib.paths import regular

NAME = "documents.csv"
Manifest = dict[tuple[str, int], Mapping[str, str]]


def load(path: str | Path) -> Manifest:
    """The rows of a manifest by (sha256 or file name, item).

    Raises
    ------
    KzlibError
        If it cannot be read, or has neither a ``file`` nor a ``sha256`` column.
    """
    try:
        with regular(path).open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KzlibError(
            f"{path} cannot be read as a manifest ({error}); it must be a CSV table in UTF-8"
        ) from None
    if rows and not {"file", "sha256"} & set(rows[0]):
        raise KzlibError(f"{path} is no manifest: it has neither a 'file' nor a 'sha256' column")
    found: Manifest = {}
    for number, row in enumerate(rows, 2):
        item = (row.get("item") or "0").strip()
        if not item.isdecimal():
            raise KzlibError(f"{path}, line {number}: item {item!r} is no number")
        clean = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
        found[(clean.get("sha256") or clean.get("file") or clean.get("url", ""), int(item))] = clean
    return found


def beside(inputs: Iterable[Path]) -> Manifest:
    """The rows of every manifest that lies with the inputs, and of the checkout's own (``seeds/documents.csv``)."""
    root = paths.checkout()
    places = [root / "seeds" / NAME] if root else []
    places += [(given if given.is_dir() else given.parent) / NAME for given in inputs]
    found: Manifest = {}
    for place in dict.fromkeys(places):
        if place.is_file() and is_manifest(place):
            found.update(load(place))
    return found


def is_manifest(path: Path) -> bool:
    """Whether a file is a manifest rather than a table of articles."""
    if path.name != NAME:
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        header = {name.strip() for name in handle.readline(4096).split(",")}
    return bool({"file", "sha256"} & header) and not {"text", "content", "body"} & header


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, as manifests write it."""
    return hashlib.sha256(data).hexdigest()


def row_of(manifest: Manifest, sha256: str, file: str, item: int, url: str = "") -> Mapping[str, str]:
    """The manifest's row of an item by its file's sha256, its name or its address, or an empty one.

    >>> row_of({("a.txt", 0): {"url": "u"}}, "0" * 64, "pages/a.txt", 0)
    {'url': 'u'}
    """
    return (
        manifest.get((sha256, item))
        or manifest.get((file, item))
        or manifest.get((file.rpartition("/")[2], item))
        or (manifest.get((url, 0)) if url else None)
        or {}
    )
