"""What is known of a page from all sides, settled into a document: its outlet, date, origin and language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from kzlib.documents import credits, dates
from kzlib.documents.clean import template_of
from kzlib.documents.document import ORIGINS, Document, Page, Reject
from kzlib.documents.encodings import decode
from kzlib.documents.inputs import Input
from kzlib.documents.lines import WORD
from kzlib.languages.detect import script_words

_LANGUAGES = ("en", "ru", "kk", "other")
_PAGE = 1 << 20  # dumps longer than this teach no template
_TAUGHT_BY = 200  # pages of a folder that its template is learned from


class Reading(Protocol):
    """The options that settling looks at."""

    @property
    def source(self) -> str | None: ...
    @property
    def origin(self) -> str | None: ...
    @property
    def lang(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def translated(self) -> Sequence[str]: ...


def settled(page: Page, file: str, row: Mapping[str, str], options: Reading) -> Document | Reject:
    """A page with a manifest's row and the options of the call: the document, or why it is none.

    The manifest's row wins over the page; for the outlet the call's ``source`` wins over everything, and the order is
    then: row, column, address, name given by the page, self-attribution in the text.
    """
    fields = dict(page.fields)
    text = page.text.strip()
    if not WORD.search(text):
        reason = "no text of an article was found" if page.raw_words else "there is no text"
        return Reject(
            file,
            page.item,
            f"{reason} ({page.raw_words} words before cleaning)" if page.raw_words else reason,
        )
    url = row.get("url") or page.url
    source = options.source or row.get("source_id") or fields.get("source_id") or _outlet(url, page, text)
    origin = row.get("origin") or options.origin or page.origin or "original"
    credit = row.get("credited_source_id") or fields.get("credited_source_id")
    if not credit and origin != "headline":
        credit = credits.credited(text, source)
    if credit and origin == "original":
        origin = "repost"
    lang = row.get("lang") or options.lang or fields.get("lang", "")
    if lang in _LANGUAGES and not script_words(text)[0]:
        lang = "other"  # Kazakh in Arabic letters, say: nothing here reads it, so that it is missing, not neutral
    return Document(
        text=text,
        title=row.get("title") or page.title,
        author=row.get("author") or page.author,
        published=dates.parse(row.get("published")) or page.published or dates.from_url(url),
        source_id=source,
        lang=lang if lang in _LANGUAGES else "",
        url=url,
        origin=origin if origin in ORIGINS else "original",
        file=file,
        item=page.item,
        n_raw_words=max(page.raw_words, 1),
        event=row.get("event") or fields.get("event") or None,
        country=row.get("country") or fields.get("country") or options.country,
        translated=is_translated(url, options.translated),
        credited_source_id=credit or None,
    )


def _outlet(url: str, page: Page, text: str) -> str | None:
    from kzlib.sources import outlet_of

    if url and (found := outlet_of(url)):
        return found
    if page.outlet and (found := credits.outlet_named(page.outlet) or outlet_of(page.outlet)):
        return found
    if url:  # a known address of an unknown outlet: what the text says of an agency is then a credit
        return None
    for line, rule in page.lines:
        if rule in ("biography", "below the signature") and (found := credits.of_biography(line)):
            return found
    return credits.self_named(text)


def is_translated(url: str, places: Sequence[str]) -> bool:
    """Whether an address lies at one of the places: a host, or a host and the beginning of a path.

    >>> (
    ...     is_translated("https://www.example.kz/ru/news/1", ["example.kz/ru"]),
    ...     is_translated("https://example.kz/en", ["example.kz/ru"]),
    ... )
    (True, False)
    """
    address = url.partition("://")[2] or url
    address = address.removeprefix("www.")
    host, _, path = address.partition("/")
    for place in places:
        wanted, _, beginning = place.removeprefix("www.").partition("/")
        if host.lower() == wanted.lower() and path.startswith(beginning):
            return True
    return False


class Templates:
    """The templates of the folders that dumps lie in: lines that recur on their pages, learned on first use."""

    def __init__(self, sources: Iterable[Input]) -> None:
        self._groups: dict[str, list[Input]] = {}
        self._known: dict[str, frozenset[str]] = {}
        for source in sources:
            if source.path is not None and source.name.lower().endswith((".txt", ".text")):
                group = self._groups.setdefault(source.group, [])
                if len(group) < _TAUGHT_BY:
                    group.append(source)

    @classmethod
    def known(cls, source: Input, template: frozenset[str]) -> Templates:
        """The template of one input's folder, where it was learned elsewhere."""
        found = cls(())
        found._known[source.group] = template
        return found

    def of(self, source: Input) -> frozenset[str]:
        """Line keys that recur on the pages beside this one."""
        if source.group not in self._known:
            pages = self._groups.get(source.group, [])
            texts = (decode(page.read()) for page in pages if page.size() <= _PAGE)
            self._known[source.group] = template_of(texts) if len(pages) >= 3 else frozenset()
        return self._known[source.group]
