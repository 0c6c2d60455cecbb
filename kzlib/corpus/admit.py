"""From portions of input to a part of the corpus: what runs in worker processes or on a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from kzlib.corpus import schema
from kzlib.corpus.measure import Summary, measured_part
from kzlib.corpus.parts import Part, write_part
from kzlib.documents.document import Document
from kzlib.documents.portions import Portion

BATCH, BYTES = 1024, 4 << 20  # items and bytes that are measured together
_WHOLE_CORPUS = ("doc_id", "collection", "duplicate_of")  # what a part cannot know of its articles

#: The rows of `articles` as far as a part knows them, with what their ids and duplicates are found by.
ADMITTED = pa.schema(
    [
        ("stem", pa.string()),
        *(field for field in schema.SCHEMAS["articles"] if field.name not in _WHOLE_CORPUS),
        ("sketch", pa.binary()),
        ("text", pa.large_string()),
    ]
)


@dataclass(slots=True)
class Admitted:
    """What came of some portions of one collection: ``articles`` (see :data:`ADMITTED`), and the rest accounted for.

    ``part`` is None where it was written to the spill folder.
    """

    collection: int
    n_items: int
    articles: pa.Table
    files: set[str] = field(default_factory=set)
    rejects: list[tuple[str, int, str]] = field(default_factory=list)
    part: Part | None = None
    size: int = 0  # bytes of the input that it came of, roughly


@dataclass(frozen=True, slots=True)
class Order:
    """Portions to read and measure together: ``number`` is the part's, ``spill`` the folder that takes it (if any).

    ``also`` names instruments to score with beside each language's own.
    """

    number: int
    collection: int
    portions: tuple[Portion, ...]
    spill: str | None
    keep_text: bool
    also: tuple[str, ...] = ()


def orders(
    collections: Sequence[Iterable[Portion]], spill: str | None, keep_text: bool, also: Sequence[str] = ()
) -> Iterator[Order]:
    """The portions of each collection in batches; with no spill folder for workers that see no files of ours."""
    number = 0
    for collection, portions in enumerate(collections):
        held: list[Portion] = []
        items = size = 0
        for portion in portions:
            held.append(portion if spill else portion.loaded())
            items += portion.handful.n if portion.handful is not None else max(len(portion.held), 1)
            size += portion.size
            if items >= BATCH or size >= BYTES:
                yield Order(number, collection, tuple(held), spill, keep_text, tuple(also))
                number, held, items, size = number + 1, [], 0, 0
        if held:
            yield Order(number, collection, tuple(held), spill, keep_text, tuple(also))
            number += 1


def admit(order: Order) -> Admitted:
    """Read and measure the portions of an order."""
    entries = [entry for portion in order.portions for entry, _ in portion.entries()]
    documents = [entry for entry in entries if isinstance(entry, Document)]
    part, summaries = measured_part(
        [(document.text, document.lang) for document in documents],
        keep_text=order.keep_text,
        also=order.also,
    )
    rows = [_row(document, summary) for document, summary in zip(documents, summaries, strict=True)]
    articles = pa.Table.from_pylist(rows, schema=ADMITTED)
    found = Admitted(order.collection, len(entries), articles, {entry.file for entry in entries})
    found.rejects = [(e.file, e.item, e.reason) for e in entries if not isinstance(e, Document)]
    found.size = sum(portion.size for portion in order.portions)
    if order.spill:
        write_part(part, Path(order.spill), order.number)
    else:
        found.part = part
    return found


def _row(document: Document, summary: Summary) -> dict[str, Any]:
    sha = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    day = document.published.strftime("%Y%m%d") if document.published else "undated"
    n_words, n_raw_words = summary.n_words, document.n_raw_words
    return {
        "stem": f"{document.source_id or 'none'}-{day}-{sha[:16]}",
        "source_id": document.source_id,
        "url": document.url or None,
        "title": document.title or None,
        "author": document.author or None,
        "published": document.published,
        "event": document.event,
        "lang": document.lang,
        "country": document.country,
        "n_words": n_words,
        "n_sentences": summary.n_sentences,
        "kept_share": round(min(n_words / n_raw_words, 1.0), 4) if n_raw_words else None,
        "text_sha256": sha,
        "origin": document.origin,
        "translated": document.translated,
        "credited_source_id": document.credited_source_id,
        "sketch": summary.sketch,
        "text": document.text,
    }
