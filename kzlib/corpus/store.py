"""Write a corpus atomically: shards go to a folder beside the target, which is swapped in at the end."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from kzlib import __version__
from kzlib.corpus import schema
from kzlib.corpus.query import Corpus
from kzlib.digests import fingerprint_of, sha256_of
from kzlib.errors import KzlibError

REJECT_COLUMNS = ("collection", "file", "item", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Writer:
    """Collects the shards of a corpus and publishes them together.

    Use it as a context manager: leaving it by an exception leaves the old corpus, or nothing.
    """

    def __init__(self, out: str | Path, *, force: bool = False) -> None:
        self.out, self._force = Path(out), force
        self._check()
        self._entries: dict[str, dict[str, Any]] = {}
        self._counts: dict[str, int] = {}

    def _check(self) -> None:
        if self.out.exists() and any(self.out.iterdir()):
            if not (self.out / "corpus.json").is_file() and not _only_placeholders(self.out):
                raise KzlibError(f"{self.out} holds other files; give --out a new folder")
            if (self.out / "corpus.json").is_file() and not self._force:
                raise KzlibError(f"there is a corpus at {self.out} already; add --force to replace it")

    def __enter__(self) -> Writer:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.out)
        try:
            self._check()  # another writer may have been faster
        except KzlibError:
            _free(self.out, self._lock)
            raise
        self.folder = Path(tempfile.mkdtemp(prefix=f".{self.out.name}-", dir=self.out.parent))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        _free(self.out, self._lock)

    def add(self, name: str, rows: pa.Table) -> None:
        """Write ``rows`` as the next shard of table ``name``."""
        number = self._counts.get(name, 0)
        self.adopt(write_shard(self.folder, name, number, schema.ordered(name, rows)))

    def adopt(self, entries: dict[str, dict[str, Any]]) -> None:
        """Take up shards that :func:`write_shard` wrote into the folder."""
        for file, entry in entries.items():
            name = file.rpartition("-")[0]
            self._counts[name] = self._counts.get(name, 0) + 1
            self._entries[file] = entry

    def finish(self, meta: dict[str, Any], rejects: Iterable[tuple[str, str, int, str]] = ()) -> Corpus:
        """Write corpus.json and rejects.csv, put the folder in its place, and open it."""
        for name in sorted(set(schema.SCHEMAS) - {"texts"}):
            if name not in self._counts:
                self.add(name, schema.SCHEMAS[name].empty_table())
        files = {name: self._entries[name] for name in sorted(self._entries)}
        digests = [entry["digest"] for name, entry in files.items() if not name.startswith("texts-")]
        head = {
            "schema_version": schema.VERSION,
            "kzlib": __version__,
            "fingerprint": fingerprint_of(digests),
        }
        text = json.dumps({**head, **meta, "files": files}, ensure_ascii=False, indent=1, sort_keys=False)
        (self.folder / "corpus.json").write_text(text + "\n", encoding="utf-8")
        write_rejects(self.folder / "rejects.csv", rejects)
        self._swap()
        return Corpus.open(self.out)

    def _swap(self) -> None:
        self.folder.chmod(0o755)  # mkdtemp makes it private
        old = self.folder.with_name(self.folder.name + ".old")
        if self.out.exists():
            self.out.rename(old)
        self.folder.rename(self.out)
        shutil.rmtree(old, ignore_errors=True)


def _lock_file(out: Path) -> Path:
    return out.parent / f".{out.name}.lock"


def _locked(out: Path) -> IO[str] | None:
    """Hold ``out`` for one writer; None where the system has no such locks."""
    try:
        import fcntl
    except ImportError:
        return None
    while True:
        handle = _lock_file(out).open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            raise KzlibError(
                f"another kzlib is writing the corpus {out}; wait for it or give --out another folder"
            ) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle.fileno()), _lock_file(out).stat()):
                return handle
        handle.close()  # the writer before took its lock file away just now


def _free(out: Path, lock: IO[str] | None) -> None:
    if lock is not None:
        _lock_file(out).unlink(missing_ok=True)
        lock.close()


def write_shard(folder: Path, name: str, number: int, rows: pa.Table) -> dict[str, dict[str, Any]]:
    """Write rows, in order, as shard ``number`` of table ``name``: file name → what corpus.json says of it."""
    file = f"{name}-{number:04d}.parquet"
    schema.write(rows, folder / file)
    return {
        file: {
            "rows": rows.num_rows,
            "digest": schema.digest(rows),
            "sha256": sha256_of(folder / file),
        }
    }


def write_rejects(path: Path, rejects: Iterable[tuple[str, str, int, str]]) -> None:
    """Write (collection, file, item, reason) rows as CSV; a cell that a spreadsheet would run is quoted as text."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(REJECT_COLUMNS)
        for collection, file, item, reason in rejects:
            writer.writerow([_inert(collection), _inert(file), item, _inert(reason)])


def _inert(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _only_placeholders(folder: Path) -> bool:
    return all(entry.name == ".keep" for entry in folder.iterdir())
