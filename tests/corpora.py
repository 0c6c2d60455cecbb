"""Small corpora written straight from rows, for tests that need a corpus and no reader."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from kzlib.corpus import Corpus, schema
from kzlib.corpus.store import Writer

_DEFAULTS: dict[str, Any] = {
    "collection": "test",
    "lang": "en",
    "n_words": 10,
    "n_sentences": 1,
    "kept_share": 1.0,
    "text_sha256": "0" * 64,
    "origin": "original",
    "translated": False,
    "sent": 0,
    "n_quoted": 0,
    "voice": "narration",
    "mentions": [],
    "instrument": "vader",
    "hits": 1,
    "size": 1,
    "count": 1,
    "quoted": 0,
    "stop": False,
    "df": 1,
    "direct": True,
    "role": "unknown",
}


def rows(name: str, given: list[dict[str, Any]]) -> pa.Table:
    """Rows of table ``name``; columns not given take a plain default, else null."""
    names = schema.SCHEMAS[name].names
    full = [{column: row.get(column, _DEFAULTS.get(column)) for column in names} for row in given]
    for row in full:
        if isinstance(row.get("published"), str):
            row["published"] = datetime.date.fromisoformat(row["published"])
    return pa.Table.from_pylist(full, schema=schema.SCHEMAS[name])


def write_corpus(path: Path, *, drawn: str = "made for a test", **tables: list[dict[str, Any]]) -> Corpus:
    """Write a corpus from lists of rows: ``write_corpus(tmp_path / "c", articles=[...], tone=[...])``."""
    collections = sorted({row.get("collection", "test") for row in tables["articles"]})
    meta = {
        "collections": {
            name: {"title": name, "drawn": drawn, "sampled_by_event": False, "flow": {}}
            for name in collections
        },
        "instruments": {"vader": "3.3.2"},
        "flow": {},
    }
    with Writer(path) as writer:
        for name, given in tables.items():
            writer.add(name, rows(name, given))
        return writer.finish(meta)
