# mypy: disable-error-code="misc"
"""What compiled code stands on: memory by address (eight bytes at a time, no reference counts) and numba's cache."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic


def _loads(bits: int) -> Any:
    """A function that reads an integer of this many bits, wherever it lies; bytes are unsigned."""

    @intrinsic
    def load(typing: Any, address: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            pointer = builder.inttoptr(arguments[0], ir.IntType(bits).as_pointer())
            value = builder.load(pointer, align=1)
            if bits == 64:
                return value
            return (builder.zext if bits == 8 else builder.sext)(value, ir.IntType(64))

        return types.int64(types.int64), build

    return load


def _stores(bits: int) -> Any:
    """A function that writes an integer of this many bits."""

    @intrinsic
    def store(typing: Any, address: Any, value: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            pointer = builder.inttoptr(arguments[0], ir.IntType(bits).as_pointer())
            value = arguments[1] if bits == 64 else builder.trunc(arguments[1], ir.IntType(bits))
            builder.store(value, pointer, align=1)
            return context.get_dummy_value()

        return types.void(types.int64, types.int64), build

    return store


def _counts_zeros() -> Any:
    """A function that counts the zero bits below the lowest one bit: 64 of zero."""

    @intrinsic
    def count(typing: Any, number: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

        return types.int64(types.int64), build

    return count


trailing_zeros = _counts_zeros()
get8, get32, get64 = _loads(8), _loads(32), _loads(64)
put8, put32, put64 = _stores(8), _stores(32), _stores(64)


def compiled(function: Any) -> Any:
    """njit without a cache: what is loaded from a cache cannot be inlined into what is compiled."""
    return njit(nogil=True)(function)


def cached(function: Any) -> Any:
    """njit with an on-disk cache beside the module (or in the user's cache), without one where neither is writable.

    Only for entry points, which hold all that they call.  numba looks at an entry point's own file to see whether its
    cache is stale; each therefore takes STAMP, whose type is a digest of all files of this room.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return compiled(function)


@compiled
def address(array: Any) -> Any:
    """Where an array's first element lies."""
    return np.int64(array.ctypes.data)


def _digest() -> int:
    digest = 0
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest = zlib.crc32(path.read_bytes(), digest)
    return digest


STAMP = np.empty(0, dtype=[(f"digest_{_digest():08x}", np.uint8)])
