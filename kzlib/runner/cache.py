"""When a notebook need not run again, and if it must, why.

The key has named parts, so that the reason can be told.  It lives in ``.kzlib`` beside the figures, which
git never sees.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kzlib import paths
from kzlib.digests import sha256_of
from kzlib.runner.parameters import source_of

FOLDER = ".kzlib"
_NOT_READ = ("cli", "report", "share", "__pycache__")  # what no notebook imports
_PARTS = {
    "notebook": "the notebook changed",
    "library": "kzlib's own source changed",
    "corpus": "the corpus changed",
    "packages": "a package version changed",
    "formats": "other formats are asked for",
}


def private(out: Path) -> Path:
    """The folder beside the figures for records, staging and failed runs; it hides itself from git."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / ".gitignore"
    if not mark.exists():
        mark.write_text("*\n", encoding="utf-8")
    return folder


def notebook_digest(notebook: Mapping[str, Any]) -> str:
    """A digest of what a notebook does: its cells' sources and declared figures; outputs and ids do not count."""
    cells = [(cell.get("cell_type"), source_of(cell)) for cell in notebook["cells"]]
    text = json.dumps([cells, notebook.get("metadata", {}).get("kzlib")], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def library_digest() -> str:
    """A digest of kzlib's own source and data."""
    package = paths.data("").parent
    sha = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if path.is_file() and not set(parts) & set(_NOT_READ) and path.suffix != ".pyc":
            sha.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def package_versions() -> dict[str, str]:
    """The Python and package versions that a figure may depend on."""
    from kzlib.figures.provenance import versions

    return {"python": ".".join(map(str, sys.version_info[:3])), **versions()}


class Records:
    """What was run before into one folder of figures: notebook → key and output digests."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._file = out / FOLDER / "runs.json"
        try:
            self._data: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._data = {}
        if not isinstance(self._data, dict):
            self._data = {}

    def corpus_digest(self, folder: Path) -> str:
        """A digest of a corpus' files; sizes and times that did not change spare reading them again."""
        files = [path for path in sorted(folder.iterdir()) if path.suffix in (".parquet", ".json")]
        stamp = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]
        known = self._data.get("corpora", {}).get(str(folder))
        if known and known["stamp"] == stamp:
            return known["sha256"]
        sha = hashlib.sha256()
        for path in files:
            sha.update(f"{path.name}\0{sha256_of(path)}\0".encode())
        self._data.setdefault("corpora", {})[str(folder)] = {"stamp": stamp, "sha256": sha.hexdigest()}
        return sha.hexdigest()

    def why(self, notebook: str, key: Mapping[str, Any]) -> str:
        """All reasons to run ``notebook`` with ``key`` again, or "" if nothing changed."""
        known = self._data.get("notebooks", {}).get(notebook)
        if not known:
            return "no record of an earlier run"
        old = known["key"]
        changed = [
            name for name in key["parameters"] if key["parameters"][name] != old["parameters"].get(name)
        ]
        reasons = []
        if changed or key["parameters"].keys() != old["parameters"].keys():
            reasons.append(f"parameter {', '.join(changed) or 'names'} changed")
        reasons += [
            _detailed(part, reason, key, old) for part, reason in _PARTS.items() if key[part] != old.get(part)
        ]
        if reasons:
            return ", ".join(reasons)
        for name, digest in known["outputs"].items():
            path = self.out / notebook / name
            if not path.is_file():
                return f"{notebook}/{name} is missing"
            if sha256_of(path) != digest:
                return f"{notebook}/{name} is not what was published"
        return ""

    def remember(self, notebook: str, key: Mapping[str, Any], files: Iterable[Path]) -> None:
        """Record a run that was published."""
        outputs = {path.name: sha256_of(path) for path in sorted(files)}
        self._data.setdefault("notebooks", {})[notebook] = {"key": dict(key), "outputs": outputs}

    def save(self) -> None:
        """Write the records."""
        from kzlib.figures.saving import write_atomic

        private(self.out)
        write_atomic(self._file, json.dumps(self._data, indent=1).encode())


def _detailed(part: str, reason: str, key: Mapping[str, Any], old: Mapping[str, Any]) -> str:
    if part != "packages":
        return reason
    names = {*key[part], *old.get(part, {})}
    moved = sorted(name for name in names if key[part].get(name) != old.get(part, {}).get(name))
    return f"{reason} ({', '.join(moved)})"
