"""What reading yields: an article with its clean text, or a reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

ORIGINS = ("original", "repost", "reworded", "excerpt", "headline")


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    ``text`` holds its paragraphs separated by an empty line; ``file`` is a POSIX path relative to the path that
    was asked for; ``item`` counts the articles of one file from 0; ``n_raw_words`` is the number of words before
    cleaning, so that the share kept can be stated.  Unknown is ``None`` (``source_id``, ``published``,
    ``credited_source_id``, ``event``, ``country``) or ``""`` (``title``, ``author``, ``url``).
    """

    text: str
    title: str = ""
    author: str = ""
    published: date | None = None
    source_id: str | None = None
    lang: str = ""
    url: str = ""
    origin: str = "original"
    file: str = ""
    item: int = 0
    n_raw_words: int = 0
    event: str | None = None
    country: str | None = None
    translated: bool = False
    credited_source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that is not an article: ``reason`` is a sentence a person understands."""

    file: str
    item: int
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader of one format found, before the outlet, the language and the manifest are settled.

    ``outlet`` is a name the page gives itself (a copyright line, a feed's channel); ``site`` an address of it;
    ``lines`` are all its lines in order, each with the rule that dropped it ("" where it was kept); ``fields`` are
    further columns of a table's row (source_id, event, country, lang, credited_source_id).
    """

    text: str
    title: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    outlet: str = ""
    origin: str = ""
    raw_words: int = 0
    lines: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    item: int = 0


def brief(error: BaseException) -> str:
    """What an exception says, short enough for a reason: its text may hold half of a damaged file.

    >>> brief(ValueError("no\\nsuch " + 200 * "x"))[:12]
    'no such xxxx'
    """
    return re.sub(r"\s+", " ", str(error))[:120] or type(error).__name__
