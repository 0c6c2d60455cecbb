"""A row of a table as a page: cells to fields, texts mended."""

from __future__ import annotations

import html as entities
import math
import re
from collections.abc import Mapping
from typing import Any, Protocol

from kzlib.documents import dates
from kzlib.documents.document import Page
from kzlib.documents.encodings import scrub
from kzlib.documents.html import fragment
from kzlib.documents.lines import n_words
from kzlib.documents.tidy import tidy

_BLOCKS = re.compile(
    r"<(?:p|br|div|ul|ol|li|h[1-6]|blockquote|table|tr|section|article)\b[^>]{0,2000}>", re.I
)
_INLINE = re.compile(
    r"</?(?:span|a|b|i|u|s|strong|em|sup|sub|font|img|figure|figcaption)\b[^>]{0,2000}>|<!--", re.I
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
_NONE = frozenset(("", "nan", "none", "null", "n/a", "na", "nat", "-", "—"))


class Reading(Protocol):
    """The options that a row's reading looks at."""

    @property
    def origin(self) -> str | None: ...
    @property
    def clean(self) -> bool: ...


def selected(row: Mapping[str, Any], where: Mapping[str, str], reason: str = "") -> str:
    """Why a row is not wanted, or "" if it is: every column named must hold the value named.

    >>> selected({"seen": "False"}, {"seen": "True"})
    "column 'seen' is 'False', not 'True'"
    """
    for column, value in where.items():
        if column not in row:
            return f"the row has no column {column!r} (it has {', '.join(map(str, row))[:200]})"
        cell = cell_text(row[column])
        if cell.casefold() != str(value).casefold():
            return reason or f"column {column!r} is {cell[:40]!r}, not {value!r}"
    return ""


def cell_text(value: Any) -> str:
    """A cell as text; what tables write for nothing is ""."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(cell_text, value)))
    if isinstance(value, Mapping):
        return cell_text(value.get("name") or value.get("value") or value.get("text"))
    text = scrub(str(value)).strip()
    return "" if len(text) <= 4 and text.casefold() in _NONE else text


def plain(cell: str) -> str:
    """A cell's words without the marks of HTML, where it has any.

    Without elements that break lines, the cell's own line ends are its paragraphs (as WordPress stores posts).

    >>> plain("<p>One <b>bold</b> word.</p><p>Two&nbsp;more.</p>"), plain("Bread &amp; salt, 3 < 5")
    ('One bold word.\\n\\nTwo more.', 'Bread & salt, 3 < 5')
    """
    start = cell[:100_000]
    if "<" in start and _BLOCKS.search(start):
        cell = fragment(cell)
    elif "<" in start and len(_INLINE.findall(start)) >= 2:
        cell = "\n".join(fragment(line) for line in cell.split("\n"))
    elif "&" in start and _ENTITY.search(start):
        cell = entities.unescape(cell).replace("\xa0", " ")
    return cell


def page_of_row(row: Mapping[str, Any], columns: Mapping[str, str], options: Reading) -> Page:
    """The page in a row; ``columns`` is field → column as :func:`kzlib.documents.tables.columns_of` found it."""
    cells = {field: cell_text(row.get(column)) for field, column in columns.items()}
    raw = text = plain(cells["text"])
    headline = options.origin == "headline" or cells.get("origin") == "headline"
    if headline:
        text = re.sub(r"\s+", " ", text).strip()
    elif options.clean:
        text = tidy(text)
    fields = tuple(
        (name, cells[name])
        for name in ("source_id", "event", "country", "lang", "credited_source_id")
        if cells.get(name)
    )
    published = row.get(columns["published"]) if "published" in columns else None
    title = plain(cells.get("title", ""))
    if not title and headline:
        title = text
    return Page(
        text=text,
        title=re.sub(r"\s+", " ", title),
        author=cells.get("author", ""),
        published=dates.parse(cells["published"] if isinstance(published, str) else published)
        if published is not None
        else None,
        url=cells.get("url", ""),
        outlet=cells.get("source", ""),
        origin=cells.get("origin", ""),
        raw_words=n_words(raw),
        lines=tuple((line, "") for line in text.split("\n\n")),
        fields=fields,
    )
