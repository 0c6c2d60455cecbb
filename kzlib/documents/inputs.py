"""From what was asked for (files, folders, globs, archives) to single inputs, safely and in a fixed order."""

from __future__ import annotations

import glob
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kzlib.documents import manifest
from kzlib.documents.document import Reject, brief
from kzlib.documents.formats import HEAD
from kzlib.errors import KzlibError
from kzlib.paths import regular

MEMBER = 64 << 20  # bytes that one member of an archive may unpack to
_DEPTH = 2  # archives within archives


@dataclass(frozen=True, slots=True)
class Input:
    """One file or one member of an archive: its name as documents carry it, and where its bytes are."""

    name: str
    group: str  # the folder or archive it lies in: pages of one site lie together
    path: Path | None = None
    data: bytes = b""

    def head(self) -> bytes:
        """The first bytes."""
        if self.path is None:
            return self.data[:HEAD]
        with self.path.open("rb") as handle:
            return handle.read(HEAD)

    def size(self) -> int:
        """Bytes in all."""
        return self.path.stat().st_size if self.path is not None else len(self.data)

    def read(self) -> bytes:
        """All bytes; ask :meth:`size` first."""
        return self.path.read_bytes() if self.path is not None else self.data

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes as a stream."""
        if self.path is None:
            yield io.BytesIO(self.data)
        else:
            with self.path.open("rb") as handle:
                yield handle


def expand(paths: Iterable[str | Path]) -> Iterator[Input]:
    """The files under the paths in sorted order: folders are walked, ``*`` and ``?`` expanded, hidden files left out.

    Raises
    ------
    KzlibError
        If a path is not there or no file, or a pattern matches nothing.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield Input(path.name, path.parent.as_posix(), regular(path))
        elif any(mark in str(given) for mark in "*?["):
            found = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207 - patterns may be absolute
            if not found:
                raise KzlibError(f"no file matches {given}")
            for name in found:
                yield from expand([glob.escape(name)] if not Path(name).exists() else [name])
        else:
            raise KzlibError(f"{given} does not exist; give files, folders or patterns to read")


def _walk(folder: Path) -> Iterator[Input]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if (
            any(part.startswith(".") for part in relative.parts)
            or not path.is_file()
            or manifest.is_manifest(path)
        ):
            continue
        yield Input(relative.as_posix(), path.parent.as_posix(), path)


def members(source: Input, depth: int = 0) -> Iterator[Input | Reject]:
    """The members of a zip archive; what is unsafe, damaged or too large is rejected, nothing is ever written."""
    if depth >= _DEPTH:
        yield Reject(source.name, 0, "an archive within an archive within an archive; unpack it first")
        return
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                name = f"{source.name}/{PurePosixPath(info.filename)}"
                if (
                    info.is_dir()
                    or PurePosixPath(info.filename).name.startswith(".")
                    or info.filename.startswith("__MACOSX/")
                ):
                    continue
                yield _member(archive, info, name, source)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        yield Reject(source.name, 0, f"the archive is damaged ({brief(error)})")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, source: Input) -> Input | Reject:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return Reject(source.name, 0, f"a member's name points outside the archive ({info.filename[:80]!r})")
    if info.flag_bits & 1:
        return Reject(name, 0, "the archive's member is encrypted")
    if info.file_size > MEMBER or (
        info.file_size > 1 << 20 and info.file_size > 500 * max(1, info.compress_size)
    ):
        return Reject(
            name,
            0,
            f"the archive's member unpacks to {info.file_size} bytes, which no page or table does; unpack it yourself",
        )
    try:
        with archive.open(info) as handle:
            data = handle.read(MEMBER + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        return Reject(name, 0, f"the archive's member is damaged ({brief(error)})")
    if len(data) > MEMBER:
        return Reject(name, 0, f"the archive's member unpacks to more than {MEMBER} bytes")
    return Input(name, source.name, data=data)


def gunzipped(source: Input) -> Input | Reject:
    """The one file in a gzip file, read up to a limit."""
    try:
        with source.open() as stream, gzip.GzipFile(fileobj=stream) as handle:
            data = handle.read(MEMBER + 1)
    except (OSError, EOFError, zlib.error) as error:
        return Reject(source.name, 0, f"the gzip file is damaged ({brief(error)})")
    if len(data) > MEMBER:
        return Reject(
            source.name, 0, f"the gzip file unpacks to more than {MEMBER} bytes; unpack it yourself"
        )
    return Input(source.name, source.group, data=data)


def holds_warc(source: Input) -> bool:
    """Whether a gzip file is a packed web archive."""
    try:
        with source.open() as stream, gzip.GzipFile(fileobj=stream) as handle:
            return handle.read(7) == b"WARC/1."
    except (OSError, EOFError, zlib.error):
        return False


def office_kind(source: Input) -> str:
    """What a zip file is: "zip", "xlsx", or another Office document."""
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist()[:5000])
            large = sum(info.file_size for info in archive.infolist()[:5000])
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        return "zip"
    if "xl/workbook.xml" in names:
        return "xlsx" if large <= 4 * MEMBER else "a workbook that unpacks to an absurd size"
    if "word/document.xml" in names:
        return "a Word document"
    if "mimetype" in names and "content.xml" in names:
        return "an OpenDocument file"
    return "zip"
