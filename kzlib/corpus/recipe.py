"""What a corpus is made of: collections, each with its inputs, its reading options and how it was drawn.

A recipe is a TOML file (``seeds/collections.toml`` is the shipped one)::

    instruments = ["linear-en"]             # score also with these, beside each language's own

    [[collection]]
    name = "headlines"
    title = "Headlines on Kazakhstan by state and independent outlets"
    drawn = "looked up by event and outlet; not a random sample"
    paths = ["reference_urls.csv"]          # relative to the recipe, or to --base
    read = { origin = "headline", map = { text = "title" }, where = { headline_seen = "True" } }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kzlib.errors import KzlibError
from kzlib.paths import regular

UNSTATED = "drawn as its user gave it; no statement about sampling was made"
_KEYS = {"name", "title", "drawn", "sampled_by_event", "licence", "paths", "base", "read"}


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection of a corpus.

    Attributes
    ----------
    name, title : str
    paths : tuple of Path
        Files or folders to read.
    drawn : str
        How the articles were chosen, one clause; every figure on the collection repeats it.
    sampled_by_event : bool
        True if articles were looked up by event, so that shares of topics reflect the look-ups.
    licence : str
        The terms under which the inputs were read.
    read : mapping
        Options of :func:`kzlib.documents.read`.
    """

    name: str
    paths: tuple[Path, ...]
    title: str = ""
    drawn: str = UNSTATED
    sampled_by_event: bool = False
    licence: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)


def load(path: str | Path, base: str | Path | None = None) -> list[Collection]:
    """The collections of a recipe.

    Parameters
    ----------
    path : path
        The TOML file.
    base : path, optional
        What paths marked ``base = "shared"`` in the recipe are relative to; other paths are relative to the recipe.

    Raises
    ------
    KzlibError
        If the recipe is malformed or an input is not where it says.
    """
    file = Path(path)
    entries = _parsed(path)["collection"]
    return [_collection(entry, number, file, base) for number, entry in enumerate(entries, 1)]


def instruments_of(path: str | Path) -> list[str]:
    """The instruments that a recipe asks for beside each language's own (``instruments = ["linear-en", "mine.csv"]``).

    Paths are relative to the recipe.
    """
    named = _parsed(path).get("instruments", [])
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise KzlibError(f'{path}: instruments must be a list of names or paths, such as ["linear-en"]')
    beside = {name: Path(path).parent / name for name in named}
    return [str(place) if place.exists() else name for name, place in beside.items()]


def _parsed(path: str | Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(regular(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KzlibError(f"there is no recipe at {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KzlibError(f"{path} is no valid TOML: {error}") from None
    if not isinstance(found.get("collection"), list):
        raise KzlibError(f"{path} has no [[collection]]")
    unknown = sorted(set(found) - {"collection", "instruments"})
    if unknown:
        raise KzlibError(f"{path}: {unknown[0]!r} is no key of a recipe (collection, instruments)")
    return found


def _collection(entry: dict[str, Any], number: int, file: Path, base: str | Path | None) -> Collection:
    where = f"{file}, collection {number}"
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise KzlibError(f"{where}: {unknown[0]!r} is no key of a collection ({', '.join(sorted(_KEYS))})")
    if not entry.get("name") or not entry.get("paths"):
        raise KzlibError(f"{where} needs a name and paths")
    entry = dict(entry)
    outside = entry.pop("base", None)
    if outside and base is None:
        raise KzlibError(
            f"{where} ({entry['name']}) reads from outside the recipe's folder; say where with --base DIR"
        )
    folder = Path(base) if outside and base is not None else file.parent
    places = tuple(folder / name for name in entry.pop("paths"))
    for place in places:
        if not place.exists():
            raise KzlibError(f"{place} was expected for the collection {entry['name']!r} and is not there")
    if "manifest" in entry.get("read", {}):
        entry["read"] = {**entry["read"], "manifest": file.parent / entry["read"]["manifest"]}
    return Collection(paths=places, **entry)
