"""Bytes that are the same on every run: PNG, SVG and CSV writers without clock, host or locale.

matplotlib draws; the PNG is then encoded here from the pixels (filter 0, one IDAT chunk, the standard
library's zlib at a fixed level) and the SVG's metadata block is replaced by ours.  Numbers in CSV carry
six significant digits, so that the last bits in which processors differ do not show.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import numbers
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DPI = 200
DIGITS = 6
NOISE = 1e-13  # of a column's largest number: smaller ones are rounding errors
ZLIB_LEVEL = 6
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0 cannot hold, and lone surrogates, which no encoding can.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    """``text`` without the control characters and lone surrogates that XML and PNG cannot carry.

    >>> clean("a" + chr(0) + "b" + chr(0xD800) + " ₸")
    'ab ₸'
    """
    return _ILLEGAL.sub("", str(text))


def number(value: float, digits: int = DIGITS) -> str:
    """A number as it stands in a published table: ``digits`` significant digits, "" for a missing one.

    >>> [number(x) for x in (0.1 + 0.2, 1234567.89, -0.0, 1e-12, 3, float("nan"))]
    ['0.3', '1234570', '0', '1e-12', '3', '']
    """
    if isinstance(value, numbers.Integral):
        return str(int(value))
    value = float(value)
    if math.isnan(value):
        return ""
    text = format(value, f".{digits}g")
    if "e+" in text:
        text = format(float(text), ".0f")
    return "0" if text == "-0" else text


def cell(value: Any) -> str:
    """One CSV cell.  Text that a spreadsheet would run as a formula is quoted with an apostrophe.

    >>> [cell(x) for x in ("=1+1", "Қазақстан", True, None, ["a", "b"], 0.5)]
    ["'=1+1", 'Қазақстан', 'true', '', '["a", "b"]', '0.5']
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, numbers.Real):
        return number(value)  # type: ignore[arg-type]
    if isinstance(value, datetime.datetime):
        if value != value:  # NaT
            return ""
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | np.ndarray):
        return json.dumps([cell(item) for item in value], ensure_ascii=False)
    text = clean(value)
    return "'" + text if text.startswith(_FORMULA) else text


def table_csv(table: Any) -> bytes:
    """A DataFrame as UTF-8 CSV: a header, ``\\n`` line ends, :func:`cell` in every place.

    A named index becomes columns; an unnamed one is dropped.
    """
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([cell(str(name)) for name in table.columns])
    columns = [[cell(value) for value in _settled(table.iloc[:, i])] for i in range(table.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8")


def _settled(column: Any) -> Any:
    """A column's values; what is nothing but the rounding error of a difference becomes 0 (p and q values stay)."""
    values = column.astype(object)
    if column.dtype.kind != "f" or str(column.name).split("_")[0] in ("p", "q"):
        return values
    largest = float(np.nanmax(np.abs(column.to_numpy(dtype=float)), initial=0.0))
    if not math.isfinite(largest):
        return values
    return [0.0 if abs(value) < NOISE * largest else value for value in values]


def png(pixels: np.ndarray, texts: dict[str, str]) -> bytes:
    """A PNG of ``pixels`` (height × width × 3, uint8) with iTXt chunks ``texts``, at 200 dots an inch."""
    height, width, _ = pixels.shape
    rows = np.empty((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 0] = 0
    rows[:, 1:] = pixels.reshape(height, 3 * width)
    per_metre = round(DPI / 0.0254)
    chunks = [
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        *(_chunk(b"iTXt", _itxt(keyword, text)) for keyword, text in texts.items()),
        _chunk(b"IDAT", zlib.compress(rows.tobytes(), ZLIB_LEVEL)),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _itxt(keyword: str, text: str) -> bytes:
    body = text.encode("utf-8")
    squeeze = len(body) > 2048
    head = keyword.encode("latin-1") + b"\0" + bytes([squeeze, 0]) + b"\0\0"
    return head + (zlib.compress(body, ZLIB_LEVEL) if squeeze else body)


def png_texts(data: bytes, limit: int = 1 << 24) -> dict[str, str]:
    """The textual chunks of a PNG (tEXt, zTXt, iTXt), by keyword.  Damaged chunks are passed over.

    ``limit`` bounds the unpacked size of each, so that a hostile image cannot fill the memory.
    """
    texts: dict[str, str] = {}
    for kind, body in _chunks(data):
        try:
            if kind == b"tEXt":
                keyword, text = body.split(b"\0", 1)
                texts[keyword.decode("latin-1")] = text.decode("latin-1")
            elif kind == b"zTXt":
                keyword, rest = body.split(b"\0", 1)
                texts[keyword.decode("latin-1")] = _unpack(rest[1:], limit).decode("latin-1")
            elif kind == b"iTXt":
                keyword, rest = body.split(b"\0", 1)
                _, _, text = rest[2:].split(b"\0", 2)
                text = _unpack(text, limit) if rest[0] else text
                texts[keyword.decode("latin-1")] = text.decode("utf-8")
        except (ValueError, IndexError, zlib.error, UnicodeDecodeError):
            continue
    return texts


def _unpack(data: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj()
    text = stream.decompress(data, limit)
    if stream.unconsumed_tail:
        raise ValueError("too large")
    return text


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        return
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if len(body) < length:
            return
        yield kind, body
        at += 12 + length


def pixels_of(data: bytes) -> np.ndarray:
    """The decoded RGB pixels of a PNG (or any image that Pillow opens)."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def write_atomic(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` in one step; False if the file held just that and was left alone."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def same_image(a: bytes, b: bytes) -> bool:
    """True if two PNGs hold the same pixels and the same texts, however they were packed."""
    if a == b:
        return True
    if png_texts(a) != png_texts(b):
        return False
    try:
        first, second = pixels_of(a), pixels_of(b)
    except (OSError, ValueError):
        return False
    return first.shape == second.shape and bool((first == second).all())


def same_file(old: Path, new: Path) -> bool:
    """True if two published files say the same: equal bytes, or for a PNG :func:`same_image`."""
    if not (old.is_file() and new.is_file()):
        return False
    a, b = old.read_bytes(), new.read_bytes()
    return same_image(a, b) if new.suffix == ".png" else a == b
