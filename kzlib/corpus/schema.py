"""The tables of a corpus: one Arrow schema and one sort order each.

A corpus is a folder with ``corpus.json``, ``rejects.csv`` and one or more Parquet files a table
(``articles-0000.parquet``, ``articles-0001.parquet``, …).  Rows are sorted by the key columns
before they are written, so that the same measurements give the same bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kzlib.errors import KzlibError

VERSION = 1  # raise it when a column changes its name, type or meaning

SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [
            ("doc_id", pa.string()),
            ("collection", pa.string()),
            ("source_id", pa.string()),
            ("url", pa.string()),
            ("title", pa.string()),
            ("author", pa.string()),
            ("published", pa.date32()),
            ("event", pa.string()),
            ("lang", pa.string()),
            ("country", pa.string()),
            ("n_words", pa.int32()),
            ("n_sentences", pa.int32()),
            ("kept_share", pa.float64()),
            ("text_sha256", pa.string()),
            ("origin", pa.string()),
            ("translated", pa.bool_()),
            ("credited_source_id", pa.string()),
            ("duplicate_of", pa.string()),
        ]
    ),
    "sentences": pa.schema(
        [
            ("doc_id", pa.string()),
            ("sent", pa.int32()),
            ("lang", pa.string()),
            ("n_words", pa.int32()),
            ("n_quoted", pa.int32()),
            ("voice", pa.string()),
            ("mentions", pa.list_(pa.string())),
        ]
    ),
    "quotations": pa.schema(
        [
            ("doc_id", pa.string()),
            ("quote", pa.int32()),
            ("sent", pa.int32()),
            ("n_words", pa.int32()),
            ("direct", pa.bool_()),
            ("role", pa.string()),
        ]
    ),
    "tone": pa.schema(
        [
            ("doc_id", pa.string()),
            ("sent", pa.int32()),
            ("instrument", pa.string()),
            ("target", pa.string()),
            ("valence", pa.float64()),
            ("hits", pa.int32()),
        ]
    ),
    "terms": pa.schema(
        [  # the largest table, read whole by every count: never null, which is a third faster to read
            pa.field("doc_id", pa.string(), nullable=False),
            pa.field("lang", pa.string(), nullable=False),
            pa.field("term", pa.string(), nullable=False),
            pa.field("size", pa.int8(), nullable=False),
            pa.field("count", pa.int32(), nullable=False),
            pa.field("quoted", pa.int32(), nullable=False),
        ]
    ),
    "names": pa.schema(
        [
            ("doc_id", pa.string()),
            ("actor", pa.string()),
            ("variant", pa.string()),
            ("count", pa.int32()),
            ("quoted", pa.int32()),
        ]
    ),
    "vocabulary": pa.schema(
        [
            ("term", pa.string()),
            ("lang", pa.string()),
            ("lemma", pa.string()),
            ("stop", pa.bool_()),
            ("df", pa.int32()),
        ]
    ),
    "texts": pa.schema([("doc_id", pa.string()), ("sent", pa.int32()), ("text", pa.string())]),
}

SORT_KEYS: dict[str, tuple[str, ...]] = {
    "articles": ("doc_id",),
    "sentences": ("doc_id", "sent"),
    "quotations": ("doc_id", "quote"),
    "tone": ("doc_id", "sent", "instrument", "target"),
    "terms": ("size", "term", "lang", "doc_id"),  # words first: who counts words does not read the pairs
    "names": ("actor", "variant", "doc_id"),
    "vocabulary": ("lang", "term"),
    "texts": ("doc_id", "sent"),
}

ORIGINS = ("original", "repost", "reworded", "excerpt", "headline")
VOICES = ("narration", "quotation", "mixed")
ROLES = ("official", "civic", "expert", "citizen", "media", "unknown")


def table(name: str, columns: dict[str, list]) -> pa.Table:
    """An Arrow table of schema ``name`` from plain columns, sorted by its keys.

    >>> table("texts", {"doc_id": ["b", "a"], "sent": [0, 0], "text": ["two", "one"]})["doc_id"].to_pylist()
    ['a', 'b']
    """
    return ordered(name, pa.table(columns, schema=SCHEMAS[name]))


def ordered(name: str, rows: pa.Table) -> pa.Table:
    """``rows`` in the table's sort order and schema (nulls last)."""
    return rows.cast(SCHEMAS[name]).sort_by([(key, "ascending") for key in SORT_KEYS[name]]).combine_chunks()


def write(rows: pa.Table, path: Path) -> None:
    """Write one shard.  Statistics and dictionaries stay at their defaults; the bytes depend on nothing else."""
    pq.write_table(rows, path, compression="zstd", compression_level=9, row_group_size=1 << 18)


def read(path: Path, name: str) -> pa.Table:
    """Read one shard and check it against the schema.

    Raises
    ------
    KzlibError
        If the file is damaged or its columns are not the table's.
    """
    try:
        rows = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise KzlibError(
            f"{path} cannot be read as Parquet ({_first_line(error)}); ingest the corpus again"
        ) from None
    if rows.schema.names != SCHEMAS[name].names:
        missing = sorted(set(SCHEMAS[name].names) - set(rows.schema.names))
        detail = f"the column {missing[0]!r} is missing" if missing else "its columns are others"
        raise KzlibError(f"{path} is not a table of {name!r}: {detail}; ingest the corpus again")
    return rows.cast(SCHEMAS[name])


def digest(rows: pa.Table) -> str:
    """SHA-256 of a table's contents: names, nulls and values, not the file's bytes.

    The same rows give the same digest whatever the Parquet writer, compression or row groups.

    >>> a = table("texts", {"doc_id": ["a"], "sent": [0], "text": ["one"]})
    >>> digest(a) == digest(pa.concat_tables([a]))
    True
    """
    sha = hashlib.sha256()
    for field in rows.schema:
        column = rows[field.name].combine_chunks()
        sha.update(f"{field.name}:{field.type}:{len(column)};".encode())
        _feed(sha, column)
    return sha.hexdigest()


def _feed(sha: hashlib._Hash, column: pa.Array | pa.ChunkedArray) -> None:
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    if pa.types.is_list(column.type):
        lengths = column.value_lengths()
        _feed(sha, lengths)
        _feed(sha, column.flatten())
        return
    sha.update(column.is_null().to_numpy(zero_copy_only=False).tobytes())
    if pa.types.is_string(column.type):
        import pyarrow.compute as pc

        sha.update(pc.fill_null(pc.binary_length(column), -1).to_numpy(zero_copy_only=False).tobytes())
        sha.update(_characters(column))
    elif pa.types.is_floating(column.type):
        values = column.fill_null(0.0).to_numpy(zero_copy_only=False)
        sha.update((values + 0.0).tobytes())  # -0.0 and 0.0 are one number
    elif pa.types.is_boolean(column.type):
        sha.update(column.fill_null(False).to_numpy(zero_copy_only=False).tobytes())
    else:
        sha.update(
            column.cast(pa.int32() if pa.types.is_date32(column.type) else column.type)
            .fill_null(0)
            .to_numpy(zero_copy_only=False)
            .astype("<i8")
            .tobytes()
        )


def _characters(column: pa.Array) -> memoryview:
    """The UTF-8 of a column of strings, one after another."""
    column = column.drop_null()
    if not len(column):
        return memoryview(b"")
    _, offsets, data = column.buffers()
    ends = memoryview(offsets).cast("i")
    return memoryview(data or b"")[ends[column.offset] : ends[column.offset + len(column)]]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]
