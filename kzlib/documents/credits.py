"""Whose an article is, by what it says of itself, and whom it credits.

The address decides where there is one.  Without it a copyright line, a feed's channel, the author's biography, a
wire's dateline or a self-attribution («передает КазТАГ») name the outlet.  Only a formula of republication, or a wire's
dateline on another's site, credits somebody else.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORK = r"(?:correspondent|reporter|journalist|editor|writer|contributor|analyst|columnist)"
_BIOGRAPHY = re.compile(
    rf"\b{_WORK}s?\s+(?:for|at|with|of)\s+(?P<name>[^,.;]{{2,60}}?)(?:\s+(?:who|in|and|covering|based|since)\b|[,.;]|$)",
    re.I,
)
_SELF = (
    re.compile(
        r"\b(?:переда[её]т|сообща[её]т|пишет|информирует)\s+(?:корреспондент\w*\s+|собкор\w*\s+)?(?P<name>(?:МИА\s+|ИА\s+|агентств\w+\s+)?[«\"“]?[A-ZА-ЯЁӘҚҒҢ][\w.\-]{2,30}[»\"”]?)"
    ),
    re.compile(
        r"(?P<name>[«\"“]?[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ][\w.\-]{2,30}[»\"”]?)\s+(?:тілшісі\s+)?(?:хабарлайды|хабарлады)"
    ),
    re.compile(
        r"\b(?P<name>[A-Z][\w.\-]{2,30})(?:\s+(?:News Agency|correspondent))?\s+(?:reports|learned|has learned|cites)\b"
    ),
)
# «ASTANA. KAZINFORM –», «АЛМАТЫ. КазТАГ –», «MOSCOW, May 5. /TASS/.», «NUR-SULTAN (Reuters) -», «АСТАНА, 5 мая — Sputnik.»
_DATELINE = (
    re.compile(
        r"^\W{0,3}[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ][\w\- ]{2,30}\.\s*(?:\d[^.–—-]{0,20}[.,]\s*)?(?P<name>[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ][\w\-]{2,20})\s*[–—-]\s"
    ),
    re.compile(r"^\W{0,3}[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ][^/\n]{2,40}/(?P<name>[A-ZА-ЯЁ][\w\- ]{1,25})/\s*[.–—-]"),
    re.compile(r"^\W{0,3}[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ][^(\n]{2,40}\((?P<name>[A-ZА-ЯЁ][\w\- ]{1,25})\)\s*[–—-]"),
    re.compile(r"^\W{0,3}[A-ZА-ЯЁӘҚҒҢӨҮҰІҺ\-]{3,30},\s[^—–\n]{0,30}[–—-]\s*(?P<name>Sputnik[\w ]{0,15})\."),
    re.compile(r"^\W{0,3}\((?P<name>[A-Z][\w\- ]{1,25})\)\s*[–—-]"),
)
_REPUBLISHED = (
    re.compile(
        r"\b(?:re-?published|reprinted|reproduced)\s+(?:here\s+)?(?:with (?:the )?(?:kind )?permission\s+)?(?:from|of|by)\s+(?P<name>[^.,;:\n(]{2,60})",
        re.I,
    ),
    re.compile(
        r"\b(?:this (?:article|story|piece|post)\s+)?(?:was\s+)?(?:originally|first)\s+(?:published|appeared|posted)\s+(?:by|in|on|at)\s+(?P<name>[^.,;:\n(]{2,60})",
        re.I,
    ),
    re.compile(
        r"\b(?:перепечат\w+|републик\w+)\s+(?:из|с сайта|с разрешения)?\s*(?P<name>[^.,;:\n(]{2,60})", re.I
    ),
    re.compile(
        r"\b(?:впервые|изначально|первоначально)\s+(?:был\w*\s+)?опубликован\w*\s+(?:в|на)\s+(?:сайте\s+)?(?P<name>[^.,;:\n(]{2,60})",
        re.I,
    ),
    re.compile(
        r"(?P<name>[^.,;:\n(]{2,60}?)\s+(?:рұқсатымен|сайтынан)\s+(?:көшіріліп\s+)?(?:жарияланды|алынды)",
        re.I,
    ),
)


_MAYBE = ("ublish", "rinted", "roduced", "ppeared", "osted", "публик", "ечат", "рұқсат", "сайтынан")


# What each of these patterns never is without.
_NEVER_WITHOUT = (
    ("published", "reprinted", "reproduced"),
    ("originally", "first"),
    ("перепечат", "републик"),
    ("впервые", "изначально", "первоначально"),
    ("рұқсатымен", "сайтынан"),
)


def outlet_named(name: str) -> str | None:
    """The ``source_id`` of an outlet by a name it goes by, or ``None``.

    >>> outlet_named("«Казинформ»")
    'kazinform'
    """
    wanted = _plain(name)
    names = _names()
    if wanted in names:
        return names[wanted]
    trimmed = re.sub(
        r"^(?:миа|иа|the|агентство|агентства)\s+|\s+(?:news agency|агенттігі|website|news)$", "", wanted
    )
    return names.get(trimmed)


def self_named(text: str) -> str | None:
    """The outlet that a text says it comes from: a dateline, or the formula of its first paragraphs.

    >>> self_named("ASTANA. KAZINFORM – The bridge was opened today.")
    'kazinform'
    """
    found = dateline(text)
    if found:
        return found
    for pattern in _SELF:
        for match in pattern.finditer(text[:1500]):
            if source := outlet_named(match["name"]):
                return source
    return None


def dateline(text: str) -> str | None:
    """The agency in a dateline at the beginning of a text, or ``None``."""
    start = text[:160]
    for pattern in _DATELINE:
        match = pattern.match(start)
        if match and (source := outlet_named(match["name"])):
            return source
    return None


def of_biography(line: str) -> str | None:
    """The outlet an author's biography says that the author works for."""
    match = _BIOGRAPHY.search(line)
    return outlet_named(match["name"]) if match else None


def credited(text: str, source_id: str | None) -> str | None:
    """Whom a republished text credits, if not its own outlet: ``source_id`` or ``None``.

    Looks at the first and the last 600 characters for a formula of republication, then for a wire's dateline.
    """
    for part in (text[:600], text[-600:]):
        if not any(piece in part for piece in _MAYBE):
            continue
        lowered = part.lower()
        for pattern, pieces in zip(_REPUBLISHED, _NEVER_WITHOUT, strict=True):
            if not any(piece in lowered for piece in pieces):
                continue
            match = pattern.search(part)
            if match and (found := _first_known(match["name"])) and found != source_id:
                return found
    wire = dateline(text)
    return wire if source_id and wire and wire != source_id else None


def _first_known(phrase: str) -> str | None:
    """The longest beginning of a phrase that names an outlet."""
    tokens = phrase.split()
    for stop in range(min(len(tokens), 6), 0, -1):
        if found := outlet_named(" ".join(tokens[:stop])):
            return found
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from kzlib.sources import load_sources

    names: dict[str, str] = {}
    taken_twice: set[str] = set()
    rows = load_sources()[["source_id", "name", "name_native", "aliases", "domains"]].astype(str)
    for source_id, name, native, aliases, domains in rows.itertuples(index=False, name=None):
        parts = [source_id, name, *native.split("/"), *aliases.split(";"), *domains.split(";")]
        for part in parts:
            plain = _plain(part)
            if len(plain) < 2:
                continue
            if names.setdefault(plain, source_id) != source_id:
                taken_twice.add(plain)
    return {name: source for name, source in names.items() if name not in taken_twice}


def _plain(name: str) -> str:
    name = re.sub(r"[«»“”„\"']", "", name).strip(" .,:;-–—|").lower()
    return re.sub(r"\s+", " ", re.sub(r"^(?:https?://)?(?:www\.)?", "", name))
