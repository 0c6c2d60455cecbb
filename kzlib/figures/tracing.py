"""From an image back to its record: PNG, SVG, and the images inside a .docx (or its kin) or .html.

An image is a stranger's data.  It is parsed with bounds on every size, nothing in it is run, and no path in it
is followed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from kzlib.errors import KzlibError
from kzlib.figures import provenance, saving
from kzlib.paths import regular

MOST_BYTES = 1 << 26  # of one image
MOST_IMAGES = 1000  # of one document
_SVG = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>)?(?:\s|<!--.*?-->|<!DOCTYPE[^>]*>)*<svg\b", re.DOTALL
)
_DATA = re.compile(r"data:image/(?:png|svg\+xml)((?:;[^,;\"'\s)]*)*),([^\"')]+)", re.IGNORECASE)
_LOCAL = re.compile(
    r"""<(?:img|object|embed|source)\b[^>]*?\b(?:src|data)\s*=\s*["']([^"'#?:]+\.(?:png|svg))["']""", re.I
)


@dataclass(frozen=True)
class Traced:
    """One image: where it was, its record (None if it carries none), its table, and what is wrong with them."""

    where: str
    image: bytes = field(repr=False)
    record: dict[str, Any] | None = None
    table: bytes | None = field(default=None, repr=False)
    problems: tuple[str, ...] = ()

    @property
    def is_svg(self) -> bool:
        """True for an SVG, False for pixels."""
        return not self.image.startswith(b"\x89PNG")


def trace(image: str | Path) -> list[Traced]:
    """What each image in a file says of itself.

    Parameters
    ----------
    image : path
        A PNG or SVG (whatever it is called), a .docx, .pptx, .odt or .xlsx, or an HTML page.

    Returns
    -------
    list of Traced
        One an image; ``record`` is None where there is no provenance, ``problems`` lists signs of tampering.

    Raises
    ------
    KzlibError
        If the file cannot be read or holds no image at all.
    """
    path = Path(image)
    try:
        if regular(path).stat().st_size > MOST_BYTES * 4:
            raise KzlibError(f"{path} is too large to be a figure or a report")
        data = path.read_bytes()
    except OSError as error:
        raise KzlibError(f"{path} cannot be read: {error.strerror}") from None
    found: list[Traced] = []
    for where, body in _images(path, data):
        found.append(traced(where, body))
        if len(found) >= MOST_IMAGES:
            break
    if not found:
        raise KzlibError(f"{path} is no PNG or SVG, and no document that holds one")
    return found


def traced(where: str, image: bytes) -> Traced:
    """The record in one image, with its seal, numbers and drawing checked against each other."""
    text, table, drawing = _svg_parts(image) if _SVG.match(image[:4096]) else _png_parts(image)
    if text is None:
        return Traced(where, image)
    try:
        record = json.loads(text)
        numbers = record["numbers"]["sha256"]
        _ = (
            record["id"],
            record["parameters"].items(),
            record["notebook"],
            record["collections"].items(),
            record["n"].items(),
            record.get("selected", {}).items(),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Traced(where, image, problems=("its provenance is damaged",))
    problems = []
    if provenance.seal(record) != record.get("seal"):
        problems.append("its record was edited after publishing (the seal does not fit)")
    if table is not None and provenance.digest(table) != numbers:
        problems.append("its numbers were edited after publishing (the table does not fit the record)")
    if drawing is not None and drawing != drawing_of(image):
        problems.append("the drawing is not as it was published (edited, scaled or saved anew)")
    return Traced(where, image, record, table, tuple(problems))


def drawing_of(image: bytes) -> str:
    """The digest of what an image shows: its pixels, or its SVG elements without what is said about them."""
    if image.startswith(b"\x89PNG"):
        try:
            return provenance.drawing_digest(saving.pixels_of(image))
        except Exception:  # Pillow raises many kinds on damaged images
            return ""
    return provenance.digest(provenance.bare_svg(_text(image)).encode())


def _text(image: bytes) -> str:
    return image.decode("utf-8", "replace").replace("\r\n", "\n")


def _png_parts(image: bytes) -> tuple[str | None, bytes | None, str | None]:
    texts = saving.png_texts(image)
    table = texts.get(provenance.TABLE_KEY)
    body = None if table is None else table.encode("utf-8")
    return texts.get(provenance.RECORD_KEY), body, texts.get(provenance.DRAWING_KEY)


def _svg_parts(image: bytes) -> tuple[str | None, bytes | None, str | None]:
    text = _text(image)
    metadata = re.search(r"<metadata\b.*?</metadata>", text, re.DOTALL)
    block = metadata[0] if metadata else ""

    def part(tag: str) -> str | None:
        found = re.search(rf"<kz:{tag}>(.*?)</kz:{tag}>", block, re.DOTALL)
        return unescape(found[1]) if found else None

    table = part("table")
    return part("record"), table.encode("utf-8") if table else None, part("drawing")


def _images(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x89PNG") or _SVG.match(data[:4096]):
        yield path.name, data
    elif data.startswith(b"PK\x03\x04"):
        yield from _zipped(path)
    elif b"<html" in data[:65536].lower() or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        yield from _in_html(path, data.decode("utf-8", "replace"))


def _zipped(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist()[: 20 * MOST_IMAGES]:
                if info.is_dir() or info.file_size > MOST_BYTES:
                    continue
                with archive.open(info) as member:
                    head = member.read(4096)
                    if head.startswith(b"\x89PNG") or _SVG.match(head):
                        yield f"{path.name}: {info.filename}", head + member.read(MOST_BYTES)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise KzlibError(f"{path} is damaged: {error}") from None


def _in_html(path: Path, text: str) -> Iterator[tuple[str, bytes]]:
    for number, found in enumerate(_DATA.finditer(text), 1):
        body = unescape(found[2])
        try:
            is_base64 = "base64" in found[1].lower()
            image = base64.b64decode(re.sub(r"\s+|%0A", "", body)) if is_base64 else unquote_to_bytes(body)
        except (binascii.Error, ValueError):
            continue
        if image.startswith(b"\x89PNG") or _SVG.match(image[:4096]):
            yield f"{path.name}: embedded image {number}", image
    for number, inline in enumerate(re.finditer(r"<svg\b.*?</svg>", text, re.DOTALL), 1):
        if "<kz:record>" in inline[0]:
            yield f"{path.name}: drawing {number}", inline[0].encode("utf-8")
    folder = path.resolve().parent
    for found in _LOCAL.finditer(text):
        beside = (folder / unescape(found[1])).resolve()
        # Only what lies with the page: a page must not make us read elsewhere.
        if beside.is_relative_to(folder) and beside.is_file() and beside.stat().st_size <= MOST_BYTES:
            yield f"{path.name}: {found[1]}", beside.read_bytes()
