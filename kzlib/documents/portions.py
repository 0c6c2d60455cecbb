"""Inputs cut into portions, each of which can be read by itself, in any process.

Tables are cut into handfuls of rows, folders into files; an archive is read where it is opened, since its members have
an order.  Read one after another the portions give the items of the input in their order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kzlib.documents import feeds, formats, html, inputs, manifest, pages, raw, settle
from kzlib.documents.document import Document, Page, Reject
from kzlib.documents.encodings import decode
from kzlib.documents.inputs import Input

PAGE = 16 << 20  # bytes of one page of plain text or one feed; longer is no page
Lines = tuple[tuple[str, str], ...]
Entry = tuple[Document | Reject, Lines]
_BATCH = 128
_TABLES = ("csv", "json", "jsonl", "parquet", "xlsx")
_ROW_BY_ROW = ("csv", "jsonl", "parquet")
_FILES = ("text", "html", "feed")


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


@dataclass(frozen=True, slots=True)
class Portion:
    """A piece of the input: rows of a table (``handful``), a file (``source``), or what an archive held (``held``).

    ``first`` is the number of its first item in its file, ``size`` its bytes, roughly; ``rows`` the manifest,
    ``template`` the lines that recur on the pages beside it.
    """

    source: Input
    options: Options
    rows: manifest.Manifest
    first: int = 0
    sha256: str = ""
    handful: raw.Handful | None = None
    template: frozenset[str] = frozenset()
    held: tuple[Entry, ...] = ()
    size: int = 0

    def entries(self) -> list[Entry]:
        """What came of it, each with the page's lines; every document with its language."""
        if self.held:
            found = list(self.held)
        elif self.handful is not None:
            pages = self.handful.pages(self.source.name, self.options)
            found = list(_settled(pages, self))
        else:
            templates = settle.Templates.known(self.source, self.template) if self.options.clean else None
            found = list(_settled(_pages(self.source, self.options, templates), self))
        batches = (found[first : first + _BATCH] for first in range(0, len(found), _BATCH))
        return list(itertools.chain.from_iterable(map(_with_languages, batches)))

    def loaded(self) -> Portion:
        """The same with the file's bytes, for a process that does not see the file."""
        if self.held or self.handful is not None or self.source.path is None:
            return self
        return replace(self, source=replace(self.source, path=None, data=self.source.read()))


def portions_of(given: Sequence[str | Path], options: Options, rows: manifest.Manifest) -> Iterator[Portion]:
    """The portions of what was asked for, in the order of its items."""
    templates = settle.Templates(inputs.expand(given)) if options.clean else None
    columns = frozenset(name.strip().lower() for name in [*options.map.values(), *options.where])
    for source in inputs.expand(given):
        sha256 = manifest.digest(source.read()) if rows and source.size() <= PAGE else ""
        whole = Portion(source, options, rows, sha256=sha256, size=source.size())
        kind = formats.kind_of(source.head(), source.name, columns)
        table = _table_in(source, kind, columns)
        if table is not None:
            yield from _handfuls(whole, *table, columns)
        elif kind in _FILES and 0 < source.size() <= PAGE:
            known = templates.of(source) if templates and kind == "text" else frozenset[str]()
            yield replace(whole, template=known)
        else:
            entries = _settled(_pages(source, options, templates), whole)
            while held := tuple(itertools.islice(entries, _BATCH)):
                yield replace(whole, held=held, size=sum(_size(entry) for entry, _ in held))


def _table_in(source: Input, kind: str, columns: frozenset[str]) -> tuple[str, Input] | None:
    """The format and the input of a table that can be cut by rows, packed or not."""
    if kind == "gzip" and not inputs.holds_warc(source):
        inner = inputs.gunzipped(source)
        if isinstance(inner, Input) and inner.size():
            kind, source = formats.kind_of(inner.head(), inner.name, columns), inner
    return (kind, source) if kind in _ROW_BY_ROW and source.size() else None


def _handfuls(whole: Portion, kind: str, table: Input, columns: frozenset[str]) -> Iterator[Portion]:
    first = 0
    share = whole.size / max(table.size(), 1)
    with table.open() as stream:
        for handful in raw.handfuls(kind, stream, table.name, columns, whole.options):
            size = whole.size * handful.n / handful.of if handful.of else handful.size * share
            yield replace(whole, first=first, handful=handful, size=int(size))
            first += handful.n


def _size(entry: Document | Reject) -> int:
    return len(entry.text) if isinstance(entry, Document) else 0


def _settled(pages: Iterable[Page | Reject], portion: Portion) -> Iterator[Entry]:
    """The items of a portion, settled; they are numbered in order where their reader did not."""
    name = portion.source.name
    for number, page in enumerate(pages, portion.first):
        if isinstance(page, Reject):
            yield (page if page.file != name else replace(page, item=number)), ()
            continue
        member = dict(page.fields).get("file", name)
        item = page.item if member != name else number
        row = manifest.row_of(portion.rows, portion.sha256, member, item, page.url) if portion.rows else {}
        yield settle.settled(replace(page, item=item), member, row, portion.options), page.lines


def _with_languages(batch: list[Entry]) -> list[Entry]:
    """The batch with the language of every document that has none yet, detected together."""
    from kzlib import languages

    unknown = [
        (i, entry) for i, (entry, _) in enumerate(batch) if isinstance(entry, Document) and not entry.lang
    ]
    found = languages.detect([document.text for _, document in unknown]) if unknown else []
    for (i, document), lang in zip(unknown, found, strict=True):
        batch[i] = (replace(document, lang=lang), batch[i][1])
    return batch


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
    elif kind in _TABLES:
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
    with source.open() as stream:
        for handful in raw.handfuls(kind, stream, source.name, columns, options):
            yield from handful.pages(source.name, options)
