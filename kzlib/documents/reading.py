"""The door: any input in, one :class:`Document` or :class:`Reject` an item out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kzlib.documents import feeds, formats, html, inputs, manifest, pages, settle, tables
from kzlib.documents.document import ORIGINS, Document, Page, Reject
from kzlib.documents.encodings import decode
from kzlib.documents.inputs import Input
from kzlib.documents.rows import page_of_row, selected
from kzlib.errors import UsageError

PAGE = 16 << 20  # bytes of one page of plain text or one feed; longer is no page
Lines = tuple[tuple[str, str], ...]
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Options:
    """How to read; see :func:`read`."""

    map: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    where_reason: str = ""
    source: str | None = None
    origin: str | None = None
    lang: str | None = None
    country: str | None = None
    translated: Sequence[str] = ()
    clean: bool = True


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    map: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    where_reason: str = "",
    source: str | None = None,
    origin: str | None = None,
    lang: str | None = None,
    country: str | None = None,
    translated: Sequence[str] = (),
    manifest: str | Path | None = None,
    clean: bool = True,
) -> Iterator[Document | Reject]:
    """Read articles from files, folders, globs and archives, in any of the formats kzlib knows.

    The format is known by its content: plain-text dumps of pages and feeds, HTML, RSS and Atom, CSV and TSV, JSON,
    JSON lines, Parquet, Excel, zip and gzip, WARC (with the ``[fetch]`` extra).  Streaming: a table of any length is
    read row by row.  After splitting, every item is a :class:`Document` or a :class:`Reject`.

    Parameters
    ----------
    paths : a path or several.
    map : field → column for tables, where their names do not tell: ``{"text": "Paragraph", "published": "Date"}``.
    where : column → value; a row whose cell differs is rejected, with ``where_reason`` if one is given.
    source : ``source_id`` of everything read.
    origin : one of original, repost, reworded, excerpt, headline, for everything read.  With ``headline`` the text is
        taken as it stands.
    lang : en, ru, kk or other, where it should not be detected.
    country : for everything read.
    translated : hosts, each with or without the beginning of a path (``"ru.sputnik.kz"``, ``"24.kg/russian"``):
        articles from there are marked as translations.
    manifest : a table that says what each file is (:mod:`kzlib.documents.manifest`).  Without it ``documents.csv``
        beside the inputs is used, if it is there.
    clean : whether texts are cleaned; ``False`` takes the text of tables and dumps as it stands.

    Yields
    ------
    Document or Reject

    Raises
    ------
    KzlibError
        If a path is not there.
    UsageError
        If ``origin`` or ``lang`` is none that there is.
    """
    for entry, _ in explain(
        paths, map=map, where=where, where_reason=where_reason, source=source, origin=origin, lang=lang, country=country,
        translated=translated, manifest=manifest, clean=clean,
    ):  # fmt: skip
        yield entry


def read_all(
    paths: Iterable[str | Path] | str | Path, **options: object
) -> tuple[list[Document], list[Reject]]:
    """All documents and all rejects of :func:`read`, as two lists."""
    documents: list[Document] = []
    rejects: list[Reject] = []
    for entry in read(paths, **options):  # type: ignore[arg-type]
        (documents if isinstance(entry, Document) else rejects).append(entry)  # type: ignore[arg-type]
    return documents, rejects


def explain(
    paths: Iterable[str | Path] | str | Path, *, manifest: str | Path | None = None, **options: object
) -> Iterator[tuple[Document | Reject, Lines]]:
    """As :func:`read`, with every line of the page and the rule that dropped it ("" where it was kept)."""
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    settings = Options(**{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]
    if settings.origin is not None and settings.origin not in ORIGINS:
        raise UsageError(f"{settings.origin!r} is no origin; there are {', '.join(ORIGINS)}")
    if settings.lang is not None and settings.lang not in ("en", "ru", "kk", "other"):
        raise UsageError(f"{settings.lang!r} is no language kzlib knows; there are en, ru, kk and other")
    rows = _manifest(manifest, given)
    batch: list[tuple[Document | Reject, Lines]] = []
    templates = settle.Templates(inputs.expand(given)) if settings.clean else None
    for source in inputs.expand(given):
        for entry in _entries(source, settings, rows, templates):
            batch.append(entry)
            if len(batch) == _BATCH:
                yield from _with_languages(batch)
                batch = []
    yield from _with_languages(batch)


def _manifest(path: str | Path | None, given: Sequence[str | Path]) -> manifest.Manifest:
    if path is not None:
        return manifest.load(path)
    return manifest.beside([Path(entry) for entry in given if Path(entry).exists()])


def _with_languages(batch: list[tuple[Document | Reject, Lines]]) -> list[tuple[Document | Reject, Lines]]:
    """The batch with the language of every document that has none yet, detected together."""
    from kzlib import languages

    unknown = [
        (i, entry) for i, (entry, _) in enumerate(batch) if isinstance(entry, Document) and not entry.lang
    ]
    found = languages.detect([document.text for _, document in unknown]) if unknown else []
    for (i, document), lang in zip(unknown, found, strict=True):
        batch[i] = (replace(document, lang=lang), batch[i][1])
    return batch


def _entries(
    source: Input, options: Options, rows: manifest.Manifest, templates: settle.Templates | None
) -> Iterator[tuple[Document | Reject, Lines]]:
    """The items of one input, settled; they are numbered in order where their reader did not."""
    sha256 = manifest.digest(source.read()) if rows and source.size() <= PAGE else ""
    for number, page in enumerate(_pages(source, options, templates)):
        if isinstance(page, Reject):
            yield (page if page.file != source.name else replace(page, item=number)), ()
            continue
        member = dict(page.fields).get("file", source.name)
        item = page.item if member != source.name else number
        row = manifest.row_of(rows, sha256, member, item, page.url) if rows else {}
        yield settle.settled(replace(page, item=item), member, row, options), page.lines


def _pages(
    source: Input, options: Options, templates: settle.Templates | None, depth: int = 0
) -> Iterator[Page | Reject]:
    """The pages of an input, whatever its format."""
    columns = frozenset(name.strip().lower() for name in [*options.map.values(), *options.where])
    kind = formats.kind_of(source.head(), source.name, columns)
    if kind == "zip":
        kind = inputs.office_kind(source)
    if kind == "gzip" and inputs.holds_warc(source):
        kind = "warc"
    if source.size() == 0:
        yield Reject(source.name, 0, "the file is empty")
    elif kind in ("csv", "json", "jsonl", "parquet", "xlsx"):
        yield from _table(source, kind, options, columns)
    elif kind == "zip":
        empty = True
        for member in inputs.members(source, depth):
            for entry in _inner(member, options, templates, depth):
                empty = False
                yield entry
        if empty:
            yield Reject(source.name, 0, "the archive holds nothing to read")
    elif kind == "gzip":
        inner = inputs.gunzipped(source)
        if depth < 2:
            yield from _inner(inner, options, templates, depth, named=False)
        else:
            yield Reject(source.name, 0, "packed more than twice; unpack it first")
    elif kind == "warc":
        from kzlib.documents import warc

        yield from warc.pages(source)
    elif kind not in formats.KINDS:
        remedy = formats.REMEDY.get(
            kind, "save its text as .txt or .csv first" if "document" in kind or "file" in kind else ""
        )
        yield Reject(source.name, 0, f"{kind}, not an article" + (f"; {remedy}" if remedy else ""))
    elif source.size() > PAGE:
        yield Reject(
            source.name,
            0,
            f"{source.size()} bytes of {kind} are no page; kzlib reads pages up to {PAGE} bytes",
        )
    elif kind == "html":
        refused = html.refusal(source.read())
        yield Reject(source.name, 0, refused) if refused else html.page(source.read())
    elif kind == "feed":
        yield from feeds.entries(source.read(), source.name)
    else:
        yield from _text(source, options, templates)


def _inner(
    member: Input | Reject,
    options: Options,
    templates: settle.Templates | None,
    depth: int,
    named: bool = True,
) -> Iterator[Page | Reject]:
    if isinstance(member, Reject):
        yield member
        return
    for number, page in enumerate(_pages(member, options, templates, depth + 1)):
        if isinstance(page, Page) and named and "file" not in dict(page.fields):
            page = replace(page, item=number, fields=(*page.fields, ("file", member.name)))
        yield page


def _text(source: Input, options: Options, templates: settle.Templates | None) -> Iterator[Page | Reject]:
    text = decode(source.read())
    if max(map(len, text.split("\n"))) > 200_000 and len(text) > 400_000:
        yield Reject(source.name, 0, "a line of more than 200,000 characters is no page's")
    elif not options.clean:
        yield Page(text.strip())
    else:
        yield from pages.pages(text, templates.of(source) if templates else frozenset())


def _table(source: Input, kind: str, options: Options, columns: frozenset[str]) -> Iterator[Page | Reject]:
    found: dict[str, str] | None = None
    empty = True
    with source.open() as stream:
        for row in tables.rows(kind, stream, source.name, columns):
            empty = False
            if isinstance(row, str):
                yield Reject(source.name, 0, row)
                continue
            if found is None or kind in ("jsonl", "json"):
                found, problem = tables.columns_of(row, options.map)
                if problem:
                    yield Reject(source.name, 0, problem)
                    if kind not in ("jsonl", "json"):
                        return
                    continue
            refused = selected(row, options.where, options.where_reason)
            yield Reject(source.name, 0, refused) if refused else page_of_row(row, found, options)
    if empty:
        yield Reject(source.name, 0, "the table holds no rows")
