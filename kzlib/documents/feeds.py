"""RSS and Atom feeds: one article an entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kzlib.documents import dates
from kzlib.documents.clean import clean
from kzlib.documents.document import Page, Reject
from kzlib.documents.html import fragment
from kzlib.documents.lines import words
from kzlib.documents.pages import CLOSING


def entries(data: bytes, name: str = "") -> Iterator[Page | Reject]:
    """The entries of a feed; one that carries only a summary has origin ``excerpt``.

    >>> feed = b"<rss><channel><title>S</title><item><title>T</title><description>Some words.</description></item></channel></rss>"
    >>> [(page.title, page.text, page.origin) for page in entries(feed)]
    [('T', 'Some words.', 'excerpt')]
    """
    import feedparser

    # A stream, since feedparser would open a string that looks like a path or an address; no DOCTYPE, hence no entities.
    found = feedparser.parse(
        io.BytesIO(re.sub(rb"<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", b"", data, count=1, flags=re.S))
    )
    channel = str(found.feed.get("title", ""))
    for item, entry in enumerate(found.entries):
        contents = [str(part.get("value", "")) for part in entry.get("content", [])]
        whole = max(contents, key=len, default="")
        summary = str(entry.get("summary", ""))
        text = fragment(whole or summary)
        title = re.sub(r"\s+", " ", fragment(str(entry.get("title", "")))).strip()
        body = clean(CLOSING.sub("", text), title=title)
        if len(words(body.text)) < 0.5 * len(
            words(text)
        ):  # a text as short as a feed's may hold no stretch of prose
            body.paragraphs = [part for part in CLOSING.sub("", text).split("\n\n") if part.strip()]
        yield Page(
            text=body.text,
            title=title,
            author=str(entry.get("author", "")),
            published=dates.parse(entry.get("published") or entry.get("updated") or "")
            or dates.rfc822(str(entry.get("published", ""))),
            url=str(entry.get("link", "")),
            outlet=channel,
            origin=""
            if whole and len(words(whole)) > len(words(summary)) * 1.2 or len(words(text)) > 150
            else "excerpt",
            raw_words=len(words(text)) + len(words(title)),
            lines=tuple(body.lines),
            item=item,
        )
    if not found.entries:
        yield Reject(name, 0, "the feed holds no entries")
