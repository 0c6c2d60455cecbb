"""The notebooks that can run: kzlib's own by name, a reader's by path."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzlib import paths
from kzlib.errors import KzlibError, UsageError
from kzlib.figures.provenance import catalogue
from kzlib.runner.parameters import Parameter, declared_figures, load_notebook, nearest, read_parameters


@dataclass(frozen=True)
class Notebook:
    """A notebook to run: its file, parameters cell, declared figures, and the values that were asked for."""

    name: str
    path: Path
    known: dict[str, Parameter]
    declared: list[str]
    content: dict[str, Any]

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        """All parameters: the defaults, with what was given instead."""
        return {name: given.get(name, parameter.default) for name, parameter in self.known.items()}


def find_notebooks(names: Sequence[str] = ()) -> list[Notebook]:
    """The notebooks called ``names`` (shipped ones by name, others by path); all shipped ones by default.

    Raises
    ------
    UsageError
        If a name is unknown; the nearest known one is named.
    KzlibError
        If a parameters cell holds anything but plain literals.
    """
    folder = paths.share("notebooks")
    shipped = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    order = list(dict.fromkeys(entry["notebook"] for entry in catalogue().values()))
    files: dict[str, Path] = {}
    for name in names or sorted(shipped, key=lambda item: (order.index(item) if item in order else 99, item)):
        path = shipped.get(name.removesuffix(".ipynb")) if os.sep not in name else None
        path = path or (Path(name) if name.endswith(".ipynb") else None)
        if path is None or not path.is_file():
            guess = nearest(name, shipped)
            raise UsageError(f"no notebook {name}{f'; did you mean {guess}?' if guess else ''}")
        if path.stem in files and files[path.stem].resolve() != path.resolve():
            raise UsageError(f"two notebooks are called {path.stem}; their figures would share a folder")
        files[path.stem] = path
    if not files:
        raise KzlibError(f"there are no notebooks in {folder}")
    found = []
    for stem, path in files.items():
        content = load_notebook(path)
        found.append(Notebook(stem, path, read_parameters(path, content), declared_figures(content), content))
    return found


def default_out() -> Path:
    """Where figures go: ``figures/`` of the checkout, or of the working directory."""
    return (paths.checkout() or Path.cwd()) / "figures"


def corpus_folder(name: str, base: Path) -> Path:
    """The folder of a corpus: ``seeds`` is the shipped one, a relative path counts from ``base``."""
    return paths.share("seeds/corpus") if name == "seeds" else (base / name).resolve()


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder for a run that publishes nothing."""
    return tempfile.TemporaryDirectory(prefix="kzlib-")
