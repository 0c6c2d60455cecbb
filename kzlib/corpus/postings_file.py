"""Postings on disk: what reading a large corpus' terms gave, kept for the next process that asks.

One file a corpus, in the user's cache folder (``$KZLIB_CACHE``, else ``$XDG_CACHE_HOME/kzlib``, else ``~/.cache/kzlib``): the arrays of
every shard, one after the other, then a line of JSON that says where each lies.  It holds nothing that the corpus does not, can
be deleted at any time, and is named after the contents of ``corpus.json`` and the sizes and times of the corpus' files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

FORMAT = 2
_READ = ("terms", "vocabulary", "articles")  # the tables that postings are made of
LIMIT = 4_000_000_000  # bytes of all files together; the oldest give way
_ALIGNED = 64  # bytes that an array begins at a multiple of
_TAIL = 8  # bytes at the end: how long the JSON before them is


def folder() -> Path:
    """Where the files lie."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("KZLIB_CACHE") or Path(home).expanduser() / "kzlib") / "postings"


def place(corpus: Path, files: Mapping[str, Sequence[Path]], **options: Any) -> Path | None:
    """The file that belongs to a corpus as it is now; ``files`` are its tables' shards.  None where it cannot be told."""
    about: list[Any] = [FORMAT, sorted(options.items())]
    try:
        about.append(hashlib.sha256((corpus / "corpus.json").read_bytes()).hexdigest())
        for file in sorted(file for table in _READ for file in files[table]):
            known = file.stat()
            about.append((str(file.resolve()), known.st_size, known.st_mtime_ns))
    except OSError:
        return None
    return folder() / f"{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]}.postings"


def load(path: Path) -> Iterator[dict[str, np.ndarray]] | None:
    """The arrays of each shard in order; None where there is no whole file."""
    try:
        with path.open("rb") as file:
            file.seek(-_TAIL, os.SEEK_END)
            length = int.from_bytes(file.read(_TAIL), "little")
            file.seek(-_TAIL - length, os.SEEK_END)
            shards = json.loads(file.read(length))
        path.touch()  # the oldest, by its last use, gives way first
    except (OSError, ValueError):
        return None
    # pages are read when they are looked at; "c": writes, which nobody makes, would stay in memory
    whole = np.asarray(np.memmap(path, dtype=np.uint8, mode="c"))

    def array(kind: str, n: int, offset: int) -> np.ndarray:
        return whole[offset : offset + n * np.dtype(kind).itemsize].view(kind)

    return ({name: array(*where) for name, where in shard.items()} for shard in shards)


class Saving:
    """Writes a file shard by shard; it is there when all of it is, or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(f"{path.stem}-{os.getpid()}.part")
        self._shards: list[dict[str, Any]] = []
        self._file: BinaryIO | None = None
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("wb")

    def add(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Append a shard's arrays; a full disk ends the saving, nothing else."""
        if self._file is None:
            return
        try:
            known = {}
            for name, array in arrays.items():
                self._file.write(bytes(-self._file.tell() % _ALIGNED))
                known[name] = (array.dtype.str, len(array), self._file.tell())
                self._file.write(np.ascontiguousarray(array).data)
            self._shards.append(known)
        except OSError:
            self.drop()

    def finish(self) -> None:
        """Put the file in its place."""
        if self._file is None:
            return
        try:
            tail = json.dumps(self._shards).encode()
            self._file.write(tail + len(tail).to_bytes(_TAIL, "little"))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self.path)
            self._file = None
            _make_room(self.path)
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
                self._part.unlink(missing_ok=True)
            self._file = None


def _make_room(newest: Path) -> None:
    files = sorted(newest.parent.glob("*.postings"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    total = 0
    for file in files:
        total += file.stat().st_size
        if total > LIMIT and file != newest:
            file.unlink(missing_ok=True)
