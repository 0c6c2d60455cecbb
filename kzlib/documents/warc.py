"""Web archives (WARC): each response that holds a page or a feed is read as such.  Needs the ``[fetch]`` extra."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kzlib.documents import feeds, formats, html
from kzlib.documents.document import Page, Reject
from kzlib.documents.inputs import Input
from kzlib.errors import KzlibError


def pages(source: Input) -> Iterator[Page | Reject]:
    """The pages of a web archive in order; records of pictures, scripts and the like are passed over.

    Raises
    ------
    KzlibError
        If the ``[fetch]`` extra is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise KzlibError(f"{source.name} is a web archive; to read it install kzlib[fetch]") from None
    number = 0
    with source.open() as stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response":
                    continue
                for page in _record(record, source.name):
                    number += 1
                    yield page
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            yield Reject(source.name, number, f"the web archive is damaged from here on ({str(error)[:100]})")
    if not number:
        yield Reject(source.name, 0, "the web archive holds no page")


def _record(record: Any, name: str) -> Iterator[Page | Reject]:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        yield Reject(name, 0, f"{url} answered with status {status}")
        return
    data = record.content_stream().read(html.LIMIT + 1)
    kind = formats.kind_of(data[: formats.HEAD])
    refused = html.refusal(data) if kind == "html" or len(data) > html.LIMIT else ""
    if refused:
        yield Reject(name, 0, f"{url}: {refused}")
    elif kind == "html":
        yield replace(html.page(data, url), url=url)
    elif kind == "feed":
        yield from feeds.entries(data, name)
