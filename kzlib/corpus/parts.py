"""Measurements of some documents before the corpus gives them ids: tables with numbers in the place of names.

A part is what a worker hands on: rows know their article by its number in the part, terms are numbers too.  Strings
are put in when all articles are known (:func:`as_shard`, :mod:`kzlib.corpus.finish`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from kzlib.corpus import schema
from kzlib.corpus.counts import LANGS, pair_hashes
from kzlib.corpus.tokens import vocabulary
from kzlib.voices import VOICES, voice_numbers

BIGRAMS = "bigrams"  # not a table of the corpus: candidates, of which `terms` keeps the common ones
WORDS = "words"
PLAIN = ("sentences", "quotations", "tone", "names", "texts")  # tables whose rows go over as they are
_COUNTED = {
    "terms": ("doc", "lang", "term", "count", "quoted"),
    BIGRAMS: ("doc", "lang", "term", "second", "count", "quoted"),
}

Shard = dict[str, pa.Table]


@dataclass(slots=True)
class Part:
    """Tables of ``n`` documents.

    ``tables``: those of :data:`PLAIN` with ``doc`` (int32) for ``doc_id``; ``terms`` and ``bigrams`` with ``lang`` (a
    place in LANGS), ``term`` and ``second`` (places in ``words``), bigrams also with ``hash``.
    """

    n: int
    tables: Shard
    words: pa.Array


class Columns:
    """Rows gathered column by column, the way Arrow wants them."""

    def __init__(self) -> None:
        self._chunks: dict[str, dict[str, list]] = {}

    def add(self, name: str, **columns: Sequence | np.ndarray) -> None:
        """More rows of a table: columns of equal lengths."""
        for field, values in columns.items():
            self._chunks.setdefault(name, {}).setdefault(field, []).append(values)

    def part(self, n: int) -> Part:
        """The part of the ``n`` documents whose rows were added."""
        tables = {name: self._plain(name) for name in PLAIN}
        counted = {name: self._counted(name) for name in _COUNTED}
        known = vocabulary()
        used = np.zeros(len(known.words), dtype=bool)
        for columns in counted.values():
            for field in {"term", "second"} & columns.keys():
                used[columns[field]] = True
        numbers = np.flatnonzero(used)
        places = np.cumsum(used) - 1
        hashes = known.hashes()[numbers]
        for columns in counted.values():
            for field in {"term", "second"} & columns.keys():
                columns[field] = places[columns[field]]
        two = counted[BIGRAMS]
        two["hash"] = pair_hashes(two["lang"], hashes[two["term"]], hashes[two["second"]])
        for name, columns in counted.items():
            tables[name] = pa.table(
                {
                    field: pa.array(values if field == "hash" else values.astype(_kind(field)))
                    for field, values in columns.items()
                }
            )
        return Part(n, tables, pa.array([known.words[number] for number in numbers.tolist()], pa.string()))

    def _plain(self, name: str) -> pa.Table:
        wanted = plain_schema(name)
        chunks = self._chunks.get(name, {})
        columns = {field: _joined(chunks.get(field, [])) for field in wanted.names if field != "voice"}
        if name == "sentences" and chunks:
            columns["lang"] = _named(columns["lang"], LANGS)
            columns["voice"] = _named(voice_numbers(columns["n_quoted"], columns["n_words"]), VOICES)
        return pa.table([pa.array(columns[f.name] if chunks else [], f.type) for f in wanted], schema=wanted)

    def _counted(self, name: str) -> dict[str, np.ndarray]:
        chunks = self._chunks.get(name, {})
        return {field: np.asarray(_joined(chunks.get(field, []))) for field in _COUNTED[name]}


def write_part(part: Part, folder: Path, number: int) -> None:
    """Put a part's tables into the spill folder."""
    words = pa.table({"word": part.words})
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for name, table in {**part.tables, WORDS: words}.items():
        with pa.ipc.new_file(_file(folder, number, name), table.schema, options=options) as out:
            out.write_table(table)


def read_part(folder: Path, number: int, name: str, columns: Sequence[str] = ()) -> pa.Table:
    """A table of a part in the spill folder, or only some of its columns."""
    options = None
    with pa.ipc.open_file(_file(folder, number, name)) as file:
        if columns:
            places = [file.schema.get_field_index(column) for column in columns]
            options = pa.ipc.IpcReadOptions(included_fields=places)
    with pa.ipc.open_file(_file(folder, number, name), options=options) as file:
        return file.read_all().combine_chunks()


def _file(folder: Path, number: int, name: str) -> str:
    return str(folder / f"{number:06d}-{name}.arrow")


def plain_schema(name: str) -> pa.Schema:
    """A table's schema with the article's number in the place of its id."""
    return pa.schema([("doc", pa.int32()), *list(schema.SCHEMAS[name])[1:]])


def as_shard(part: Part, doc_ids: Sequence[str]) -> Shard:
    """A part's tables with the names of everything, in the schemas of the corpus, unsorted; with the bigrams."""
    ids = pa.array(doc_ids, pa.string())
    shard = {
        name: part.tables[name]
        .set_column(0, "doc_id", ids.take(part.tables[name]["doc"]))
        .cast(schema.SCHEMAS[name])
        for name in PLAIN
    }
    for name in _COUNTED:
        table = part.tables[name]
        shard[name] = terms_table(
            ids.take(table["doc"].combine_chunks()),
            table["lang"].to_numpy(),
            term_strings(table, part.words),
            np.full(table.num_rows, 1 if name == "terms" else 2, dtype=np.int8),
            table,
        )
    return shard


def term_strings(table: pa.Table, words: pa.Array) -> pa.Array:
    """The terms of a counted table as strings: words, or pairs with a space between."""
    first = words.take(table["term"].combine_chunks())
    if "second" not in table.column_names:
        return first
    return pc.binary_join_element_wise(first, words.take(table["second"].combine_chunks()), " ")


def terms_table(
    ids: pa.Array, lang: np.ndarray, terms: pa.Array, size: np.ndarray, counts: pa.Table
) -> pa.Table:
    """Rows of the table ``terms`` from its columns; ``counts`` holds count and quoted."""
    columns = {
        "doc_id": ids,
        "lang": _named(lang, LANGS),
        "term": terms,
        "size": pa.array(size),
        "count": counts["count"],
        "quoted": counts["quoted"],
    }
    return pa.table([columns[name] for name in schema.SCHEMAS["terms"].names], schema=schema.SCHEMAS["terms"])


def _named(numbers: np.ndarray, names: Sequence[str]) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(np.asarray(numbers, dtype=np.int8)))


def _kind(field: str) -> type:
    return np.int8 if field == "lang" else np.int32


def _joined(chunks: list) -> Any:
    if all(isinstance(chunk, np.ndarray) for chunk in chunks):
        return np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)
    return list(itertools.chain.from_iterable(chunks))
