"""Plain-text dumps: a page is one article; a feed that was dumped to text is split into its items."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kzlib.documents import dates
from kzlib.documents.clean import clean
from kzlib.documents.document import Page
from kzlib.documents.lines import words

_RFC822 = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s+)?\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{4}\s+"
    r"\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UTC|[A-Z]{3})"
)
DATE = re.compile(_RFC822)
# A feed's head: channel, its date, its language, how often it is updated.
_HEAD = re.compile(
    _RFC822 + r"\s+(?:[a-z]{2}(?:-[A-Za-z]{2,4})?\s+)?(?:hourly|daily|weekly|monthly|yearly)\s+\d+\s+"
)
# WordPress closes every summary and every text of a feed with this sentence.
CLOSING = re.compile(
    r"^[ \t]*(?:The post|Запись|Сообщение|Жазба|Публикация)\s+(?P<title>\S.{0,300}?)\s+"
    r"(?:appeared first on|first appeared on|впервые появил\w+(?: на)?|появил\w+ сначала на|алғаш рет пайда болды)\s+(?P<site>.{1,100}?)\.?[ \t]*$",
    re.M,
)


def pages(text: str, template: Collection[str] = frozenset()) -> Iterator[Page]:
    """The articles of a plain-text dump: one, or as many as a dumped feed holds.

    ``template`` holds line keys that recur on the site (:func:`kzlib.documents.clean.template_of`).

    >>> [
    ...     page.text
    ...     for page in pages(
    ...         "A bridge opens\\n\\nThe mayor opened the bridge on Monday, and people came to look at it."
    ...     )
    ... ]
    ['The mayor opened the bridge on Monday, and people came to look at it.']
    """
    if is_feed(text):
        yield from feed_items(text)
        return
    url, text = address_of(text)
    found = clean(text, template=template)
    yield Page(
        url=url,
        text=found.text,
        title=found.title,
        author=found.author,
        published=found.published,
        outlet=found.outlet,
        raw_words=found.n_raw_words,
        lines=(((url, "the page's own address"),) if url else ()) + tuple(found.lines),
    )


_OWN = re.compile(
    r"\s*(?:(?:url|link|address|source|адрес|ссылка|источник|мекенжай|сілтеме)\s*[:=]\s*)?<?(?P<url>https?://[^\s<>]+)>?[ \t]*(?:\n|$)",
    re.I,
)


def address_of(text: str) -> tuple[str, str]:
    """The address on a dump's first line, as crawlers write it there, and the text below; "" if there is none.

    >>> address_of("https://example.kz/a\\n\\nA bridge opens")
    ('https://example.kz/a', '\\nA bridge opens')
    """
    match = _OWN.match(text)
    return (match["url"], text[match.end() :]) if match else ("", text)


def is_feed(text: str) -> bool:
    """Whether a text is a feed that was dumped: several closings, or a feed's head, or dated titles in a row.

    >>> is_feed("The post One appeared first on Site.\\nThe post Two appeared first on Site.")
    True
    """
    titles = {match["title"] for match in CLOSING.finditer(text)}
    if len(titles) >= 2 or (titles and _HEAD.search(text)):
        return True
    stamps = len(DATE.findall(text))
    return stamps >= 3 and (_HEAD.search(text) is not None or stamps * 400 > len(words(text)))


def feed_items(text: str) -> Iterator[Page]:
    """The items of a dumped feed: each has a title, an RFC 822 date, a summary, and its text where the feed gave it."""
    channel = _channel(text)
    heads = _heads(text)
    for number, (_, title, stamp, rest) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(text)
        block = text[rest:stop]
        body, closing, site = _item_text(block, title)
        found = clean(body, title=title)
        lines = [(line, "feed summary or closing line") for line in closing] + found.lines
        yield Page(
            text=found.text,
            title=title,
            author=found.author,
            published=dates.rfc822(stamp),
            outlet=site or channel,
            origin="" if len(closing) > 1 or not closing else "excerpt",
            raw_words=len(words(block)) + len(words(title)),
            lines=tuple(lines),
            item=number,
        )


def _channel(text: str) -> str:
    """The site's name out of a feed's head: what stands behind the last separator of the channel's title."""
    head = _HEAD.search(text)
    if not head:
        return ""
    name = text[: head.start()].strip()
    return re.split(r"\s[·|–—»-]\s", name)[-1][:80].strip()


def _heads(text: str) -> list[tuple[int, str, str, int]]:
    """Where each item begins: (offset, title, date as written, offset behind the date)."""
    start = 0
    head = _HEAD.search(text)
    if head:
        start = head.end()
    titles = {match["title"] for match in CLOSING.finditer(text)}
    heads = []
    for match in DATE.finditer(text, start):
        line_start = max(text.rfind("\n", 0, match.start()) + 1, start)
        before = text[line_start : match.start()].rstrip()
        known = [title for title in titles if before.endswith(title)]
        if known:
            title = max(known, key=len)
        elif titles or not before or len(words(before)) > 60:
            continue  # a date within a text; items of this feed are known by their closing lines
        else:
            title = re.split(r"\s\d+\s\d+\s", before)[-1].strip()
        heads.append((match.start() - (len(before) and len(title)) - 1, title, match.group(), match.end()))
    return heads


def _item_text(block: str, title: str) -> tuple[str, list[str], str]:
    """An item without its summary and closing lines: the text, what was taken out, the site's name."""
    closings = [match for match in CLOSING.finditer(block) if match["title"] == title]
    if not closings:
        return block.strip(), [], ""
    site = closings[0]["site"]
    taken = [match.group().strip() for match in closings]
    summary = block[: closings[0].start()].strip()
    body = block[closings[0].end() : closings[1].start()] if len(closings) > 1 else block[closings[0].end() :]
    if len(words(body)) < 10:  # the feed gave only the summary
        return summary, taken[:1], site
    return body, [summary, *taken], site
