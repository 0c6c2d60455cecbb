"""Figures are made aside and swapped in: a killed run leaves the old folder or the new one."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kzlib.errors import KzlibError
from kzlib.figures.publishing import SUFFIXES
from kzlib.figures.saving import same_file
from kzlib.runner.cache import private

_MINE = (*SUFFIXES, ".pdf")
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


@contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Hold the figures folder for one run; yields a fresh staging folder on the same file system."""
    folder = private(out)
    with (folder / "lock").open("w") as handle:
        _lock(handle, out)
        staging = folder / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _lock(handle: object, out: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on this system; runs are then trusted not to overlap
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except OSError:
        raise KzlibError(
            f"another kzlib is writing to {out}; wait for it or give --out another folder"
        ) from None


def complaints(folder: Path, declared: list[str]) -> list[str]:
    """What a notebook promised and did not publish, or published and did not promise."""
    have = {path.stem for path in folder.glob("*.json")}
    problems = []
    for id in declared:
        missing = [suffix for suffix in SUFFIXES if not (folder / f"{id}{suffix}").is_file()]
        if missing:
            problems.append(f"the declared figure {id} was not published")
    extra = sorted(have - set(declared)) if declared else []
    problems += [
        f"the figure {id} is not declared in the notebook's metadata (kzlib.figures)" for id in extra
    ]
    return problems


def settle(new: Path, old: Path) -> list[str]:
    """Make ``new`` a complete replacement of ``old``: equal files become the old ones, notes of one's own stay.

    Returns the names of the files that differ, are new or go away.
    """
    changed = []
    fresh = sorted(path for path in new.iterdir() if path.is_file())
    for path in fresh:
        before = old / path.name
        if same_file(before, path):
            path.unlink()
            _link(before, path)
        else:
            changed.append(path.name)
    ids = {path.stem for path in fresh}
    for before in sorted(old.iterdir()) if old.is_dir() else []:
        mine = before.suffix in _MINE and (old / f"{before.stem}.json").is_file()
        if (new / before.name).exists():
            continue
        if before.is_dir():
            shutil.copytree(before, new / before.name, copy_function=_link)
        elif mine and (before.stem not in ids or before.suffix in _MINE):
            changed.append(before.name)
        else:
            _link(before, new / before.name)
    return changed


def _link(source: Path | str, target: Path | str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def swap(new: Path, old: Path) -> None:
    """Put the folder ``new`` in the place of ``old`` in one step where the system can."""
    if not old.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        new.rename(old)
        return
    if _exchanged(new, old):
        shutil.rmtree(new, ignore_errors=True)
        return
    aside = new.with_name(new.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchanged(a: Path, b: Path) -> bool:
    """Exchange two paths atomically (Linux); False where that cannot be done."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return call(_HERE, os.fsencode(a), _HERE, os.fsencode(b), _EXCHANGE) == 0
