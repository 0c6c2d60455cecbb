"""HTML pages: the article by trafilatura, checked against the page; titles and dates by what the page declares."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from kzlib.documents import dates
from kzlib.documents.clean import clean
from kzlib.documents.document import Page
from kzlib.documents.encodings import decode
from kzlib.documents.heads import unsuffixed
from kzlib.documents.lines import key, words
from kzlib.documents.tidy import tidy

LIMIT = 12 << 20  # bytes of one page
TAGS = 200_000  # marks of one page
_BLOCKS_TEXT = """
address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html iframe label legend li main nav ol option p pre section
select summary table tbody td textarea tfoot th thead title tr ul video
"""
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_SILENT = frozenset(["script", "style", "noscript", "template", "svg", "object"])


def page(data: bytes, url: str = "") -> Page:
    """The article of an HTML page.

    trafilatura finds it; where it finds next to nothing on a page that is full of prose, the page is dumped to text
    and goes through :func:`kzlib.documents.clean.clean`.  The date is one that the page declares (JSON-LD, meta,
    ``<time>``) or that stands in its address, never a guess.
    """
    text = decode(data, declared=True)
    tree = _tree(text)
    if tree is None:
        plain = re.sub(r"<[^>]{0,2000}>", "\n", text)
        found = clean(plain)
        return Page(found.text, found.title, found.author, found.published, url, raw_words=len(words(plain)))
    declared = _declared(tree)
    dumped = dump(tree)
    url = url or declared.get("url", "")
    got = _trafilatura(text, url)
    body = tidy(got.get("text") or "")
    title = declared.get("title") or got.get("title") or ""
    paragraphs = body.split("\n\n")
    if title and key(paragraphs[0]) == key(unsuffixed(title)):
        paragraphs = paragraphs[1:]
    body = "\n\n".join(paragraphs)
    lines: tuple[tuple[str, str], ...] = tuple((line, "") for line in paragraphs)
    if len(words(body)) < 40:
        found = clean(dumped, title=title)
        if len(words(found.text)) > 2 * len(words(body)):
            body, lines = found.text, tuple(found.lines)
    return Page(
        text=body,
        title=_plain(title),
        author=_plain(got.get("author") or declared.get("author", "")),
        published=dates.parse(declared.get("published")) or dates.from_url(url),
        url=url,
        outlet=declared.get("site", "") or got.get("sitename") or "",
        raw_words=len(words(dumped)),
        lines=lines,
    )


def refusal(data: bytes) -> str:
    """Why bytes that look like HTML are no page, or "": nothing a newspaper serves has so many bytes or tags."""
    if len(data) > LIMIT:
        return f"{len(data)} bytes of HTML are no page; kzlib reads pages up to {LIMIT} bytes"
    tags = data.count(b"<")
    return f"{tags} tags are no page's; kzlib reads pages with up to {TAGS}" if tags > TAGS else ""


def fragment(text: str) -> str:
    """A piece of HTML (a feed's or a table's text) as plain paragraphs.

    >>> fragment("<p>One <b>bold</b> word.</p><p>Two.</p>")
    'One bold word.\\n\\nTwo.'
    """
    tree = _tree(f"<div>{text}</div>")
    if tree is None:
        return re.sub(r"<[^>]{0,2000}>", " ", text)
    return re.sub(r"\n\s*\n+", "\n\n", dump(tree)).strip()


def dump(tree: Any) -> str:
    """All the text of a page, one line a block: what a crawler's dump of it looks like."""
    out: list[str] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:  # pages may be nested deeper than Python recurses
        node, closing = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else "!"
        block = tag in _BLOCKS
        if closing:
            out.append("\n\n" if block and tag != "br" else "")
            out.append(node.tail or "")
            continue
        if tag in _SILENT or tag == "!":
            out.append(node.tail or "")
            continue
        if block:
            out.append("\n" if tag == "br" else "\n\n")
            if tag == "li":
                out.append("• ")
        out.append(re.sub(r"\s+", " ", node.text or ""))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    lines = [re.sub(r"[ \t\r\f]+", " ", line).strip() for line in "".join(out).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def parsed(data: bytes) -> Any:
    """A page's tree; an empty one where there is nothing to parse."""
    import lxml.html

    tree = _tree(decode(data, declared=True))
    return lxml.html.fromstring("<p></p>") if tree is None else tree


def _tree(text: str) -> Any:
    import lxml.html

    if not text.strip():
        return None
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        return lxml.html.fromstring(text, parser=lxml.html.HTMLParser(encoding=None, huge_tree=False))
    except (ValueError, AssertionError, lxml.etree.LxmlError):
        return None


def _trafilatura(text: str, url: str) -> dict[str, str]:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            text, url=url or None, include_comments=False, include_tables=True, with_metadata=True
        )
    except Exception:  # a damaged tree makes it raise anything; the page is then dumped and cleaned
        return {}
    if found is None:
        return {}
    got = found if isinstance(found, dict) else found.as_dict()
    return {
        name: got[name] for name in ("text", "title", "author", "sitename") if isinstance(got.get(name), str)
    }


def _declared(tree: Any) -> dict[str, str]:
    """What a page says of itself: JSON-LD first, then meta elements."""
    found: dict[str, str] = {}
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            _json_ld(json.loads((script.text or "").strip()), found)
        except (ValueError, RecursionError):
            continue
    metas = {
        (node.get("property") or node.get("name") or node.get("itemprop") or "").lower(): node.get("content")
        or ""
        for node in reversed(tree.xpath("//meta[@content]")[:300])
    }
    for field, names in _METAS.items():
        value = next((metas[name] for name in names if metas.get(name)), "")
        if value:
            found.setdefault(field, value)
    if "published" not in found or _day(found["published"]) is None:
        stamps = {
            day
            for node in tree.xpath("//article//time[@datetime] | //header//time[@datetime]")[:5]
            if (day := _day(node.get("datetime")))
        }
        if len(stamps) == 1:
            found["published"] = stamps.pop().isoformat()
    links = tree.xpath("//link[@rel='canonical']/@href")
    if links and links[0].startswith("http"):
        found["url"] = links[0]
    return found


_METAS = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "datepublished", "og:article:published_time", "publishdate", "pubdate", "dc.date.issued", "dc.date",
                  "date", "sailthru.date", "parsely-pub-date", "mediator_published_time"),
    "url": ("og:url",),
    "site": ("og:site_name", "application-name"),
    "author": ("author", "article:author", "parsely-author", "dc.creator"),
}  # fmt: skip
_ARTICLES = (
    "article",
    "newsarticle",
    "blogposting",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "webpage",
)


def _json_ld(value: Any, found: dict[str, str], depth: int = 0) -> None:
    if depth > 6:
        return
    if isinstance(value, list):
        for entry in value[:50]:
            _json_ld(entry, found, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
        if any(str(kind).lower() in _ARTICLES for kind in kinds):
            for field, name in (("published", "datePublished"), ("title", "headline")):
                if isinstance(value.get(name), str) and value[name].strip():
                    found.setdefault(field, value[name])
        _json_ld(value.get("@graph"), found, depth + 1)


def _day(value: str | None) -> date | None:
    return dates.parse(value or "")


def _plain(text: str) -> str:
    import html as entities

    return re.sub(r"\s+", " ", entities.unescape(text)).strip() if not text.startswith("http") else ""
