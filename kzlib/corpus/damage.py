"""When a query fails: whether the query is wrong, or a file of the corpus is damaged, and which."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from kzlib.digests import sha256_of

# what DuckDB says of a query, never of a file's bytes
_OF_THE_QUERY = (
    duckdb.ParserException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.PermissionException,
)


def told(error: BaseException, path: Path, meta: Mapping[str, Any]) -> str:
    """A sentence on a failed query: it names the first file that is not what ``corpus.json`` recorded, if there is one."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
    if not isinstance(error, _OF_THE_QUERY):
        for file in damaged(path, meta):
            return f"{path / file} is damaged ({reason}); ingest the corpus again"
    return f"the query did not run: {reason}"


def damaged(path: Path, meta: Mapping[str, Any]) -> list[str]:
    """The files of a corpus whose bytes are not those that were written."""
    found = []
    for file, entry in meta["files"].items():
        try:
            if entry.get("sha256") and sha256_of(path / file) != entry["sha256"]:
                found.append(file)
        except OSError:
            found.append(file)
    return found
