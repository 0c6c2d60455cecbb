"""The record that travels with a figure, in ID.json and inside the image itself.

It names what a reader needs to check the figure, and nothing that differs between two honest runs: no path,
interpreter version, commit, clock or host.  ``seal`` is a digest over the record; it shows edits, it does not
prove who made the figure.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from kzlib import __version__, paths
from kzlib.figures.saving import clean

SCHEMA = 1
# What the notebooks compute and draw with.  The readers' and taggers' versions belong to the corpus: corpus.json has them.
PACKAGES = ("duckdb", "matplotlib", "numpy", "pandas", "pyarrow", "scipy")
LICENCE = "CC BY 4.0"
AUTHORS = "The kzlib authors"
RELEASED = "2026-11-22"
RECORD_KEY, TABLE_KEY, DRAWING_KEY = "kzlib", "kzlib-table", "kzlib-drawing"
TABLE_LIMIT = 1 << 18  # a larger table stays beside the figure and out of the image
_NAMESPACE = "urn:kzlib:provenance:"
# paths; the record holds the collections, the fingerprint and the numbers that the labels gave instead
_NOT_RECORDED = ("corpus", "coded")


@cache
def versions() -> dict[str, str]:
    """The versions of kzlib and of the packages that its numbers and drawings rest on."""
    from importlib import metadata

    found = {"kzlib": __version__}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """``kzlib/data/figures.csv`` by id: notebook, question, reference, and how to read the figure.

    >>> catalogue()["bias-tone-gap"]["notebook"]
    'source_bias'
    """
    with paths.data("figures.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def citation(id: str, question: str, fingerprint: str = "") -> str:
    """The suggested citation of a figure, one line.

    >>> citation("terms-top", "Which words are most frequent?", "0123456789abcdef")
    'The kzlib authors. (2026). Which words are most frequent? [Figure terms-top, corpus 0123456789ab]. kzlib 0.1.0.'
    """
    corpus = f", corpus {short(fingerprint)}" if fingerprint else ""
    return (
        f"{AUTHORS}. ({RELEASED[:4]}). {question.strip() or id} [Figure {id}{corpus}]. kzlib {__version__}."
    )


def short(fingerprint: str) -> str:
    """The first twelve hex digits of a fingerprint."""
    return fingerprint.removeprefix("sha256:")[:12]


def record(
    *,
    id: str,
    table: bytes,
    caption: str,
    question: str,
    alt: str,
    reference: str,
    licence: str,
    notebook: str = "",
    parameters: dict[str, Any] | None = None,
    collections: dict[str, dict[str, Any]] | None = None,
    fingerprint: str = "",
    n: dict[str, int] | None = None,
    selected: dict[str, int] | None = None,
) -> dict[str, Any]:
    """The sealed record of a figure, JSON-ready.

    ``table`` is the figure's CSV; its digest, columns and number of rows are recorded as ``numbers``.  ``n`` is what the
    figure itself counts, ``selected`` what its notebook chose from: the figure may use less of it.
    """
    parameters = {key: value for key, value in (parameters or {}).items() if key not in _NOT_RECORDED}
    rows = list(csv.reader(table.decode("utf-8").splitlines(keepends=True)))
    body = {
        "schema": SCHEMA,
        "id": id,
        "question": clean(question),
        "caption": clean(caption),
        "alt": clean(alt),
        "notebook": notebook,
        "parameters": parameters,
        "seed": parameters.get("seed"),
        "collections": collections or {},
        "corpus_fingerprint": fingerprint,
        "n": n or {},
        "selected": selected or {},
        "numbers": {
            "sha256": digest(table),
            "rows": max(len(rows) - 1, 0),
            "columns": rows[0] if rows else [],
        },
        "versions": versions(),
        "reference": clean(reference),
        "licence": licence,
        "citation": clean(citation(id, question, fingerprint)),
    }
    body = json.loads(json.dumps(body, default=_plain))
    return {**body, "seal": seal(body)}


def counted(record: Mapping[str, Any]) -> str:
    """What a record counts, in words.

    >>> counted({"n": {}, "selected": {"articles": 1234, "outlets": 1}})
    'selected: 1,234 articles, 1 outlet'
    """
    parts = []
    for name, label in (("n", "n = "), ("selected", "selected: ")):
        values = [_number_of(value, noun) for noun, value in (record.get(name) or {}).items()]
        parts += [label + ", ".join(values)] if values else []
    return "; ".join(parts)


def _number_of(value: Any, noun: str) -> str:
    shown = (
        f"{value:,}" if isinstance(value, int | float) else str(value)
    )  # an image's record may hold anything
    return f"{shown} {noun.removesuffix('s') if value == 1 else noun}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray | set | tuple):
        return sorted(value) if isinstance(value, set) else list(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return clean(value)


def seal(body: dict[str, Any]) -> str:
    """The digest over a record without its seal: keys sorted, no spaces, UTF-8."""
    bare = {key: value for key, value in body.items() if key != "seal"}
    return digest(json.dumps(bare, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode())


def to_json(body: dict[str, Any]) -> str:
    """A record as the text of ID.json."""
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def drawing_digest(pixels: np.ndarray) -> str:
    """A digest of pixels and their size, the same however the PNG is compressed."""
    height, width = pixels.shape[:2]
    return digest(f"{width}x{height}:".encode() + np.ascontiguousarray(pixels).tobytes())


def png_texts(body: dict[str, Any], table: bytes, pixels: np.ndarray) -> dict[str, str]:
    """What the PNG carries as iTXt: Title, Description and Copyright for any viewer, the rest for ``trace``."""
    texts = {
        "Title": body["question"] or body["id"],
        "Description": body["caption"],
        "Author": AUTHORS,
        "Copyright": body["licence"],
        RECORD_KEY: to_json(body),
        DRAWING_KEY: drawing_digest(pixels),
    }
    if len(table) <= TABLE_LIMIT:
        texts[TABLE_KEY] = table.decode("utf-8")
    return texts


def embed_svg(drawing: str, body: dict[str, Any], table: bytes) -> str:
    """The SVG with title, description and an RDF block (Dublin Core, our record, the table) in its metadata."""
    from xml.sax.saxutils import escape

    bare = bare_svg(drawing)
    numbers = escape(table.decode("utf-8")) if len(table) <= TABLE_LIMIT else ""
    fields = {
        "dc:title": body["question"] or body["id"],
        "dc:description": body["caption"],
        "dc:creator": AUTHORS,
        "dc:identifier": body["id"],
        "dc:rights": body["licence"],
        "dc:source": f"corpus {body['corpus_fingerprint']}",
        "dc:type": "http://purl.org/dc/dcmitype/StillImage",
        "dc:format": "image/svg+xml",
    }
    lines = "".join(f"    <{tag}>{escape(text)}</{tag}>\n" for tag, text in fields.items())
    block = (
        f"<title>{escape(fields['dc:title'])}</title>\n"
        f"<desc>{escape(body['alt'])}</desc>\n"
        "<metadata>\n"
        ' <rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:kz="{_NAMESPACE}" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about="">\n'
        f"{lines}"
        f"    <kz:record>{escape(to_json(body))}</kz:record>\n"
        f"    <kz:table>{numbers}</kz:table>\n"
        f"    <kz:drawing>{digest(bare.encode())}</kz:drawing>\n"
        "  </rdf:Description>\n"
        " </rdf:RDF>\n"
        "</metadata>\n"
    )
    opening = re.search(r"<svg\b[^>]*>\s*", bare)
    if opening is None:
        raise ValueError("not an SVG")
    head = bare[: opening.end()].rstrip()
    return head[:-1] + ' role="img">\n' + block + bare[opening.end() :]


def bare_svg(drawing: str) -> str:
    """An SVG without title, description, metadata and role: what was drawn and nothing that is said about it.

    >>> bare_svg('<svg role="img"><title>t</title>\\n<metadata>m</metadata>\\n<g/></svg>')
    '<svg><g/></svg>'
    """
    head, mark, rest = drawing.partition("<defs")
    head = re.sub(r"\s*<(title|desc|metadata)>.*?</\1>\s*", "", head, flags=re.DOTALL)
    head = re.sub(r'(<svg\b[^>]*?) role="img">\s*', r"\1>", head)
    head = re.sub(r"(<svg\b[^>]*>)\s+", r"\1", head)
    return head + mark + rest
