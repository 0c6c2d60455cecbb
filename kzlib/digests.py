"""Digests of files and of corpora: how kzlib knows that something is the same as before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path


def fingerprint_of(digests: Sequence[str]) -> str:
    """The fingerprint of a corpus from the digests of its shards, in table and shard order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
