"""The role in which somebody speaks: official, civic, expert, citizen, media, by the words of kzlib/data/roles.csv."""

from __future__ import annotations

import re
from functools import lru_cache

from kzlib.voices.cues import by_first_letter

UNKNOWN = "unknown"
NEAR = 90  # characters before or after a speaker in which a title tells the role

_STOP = re.compile(r"[.;:!?…”»\"]\s")
_APPOSITION = re.compile(r"\s*[,(–—-]")

_PERSON = 2  # the list of persons: it tells a role only of the speaker
_Rows = tuple[tuple[str, str], ...]


def _expression(pattern: str) -> str:
    first, *rest = re.escape(pattern).replace(r"\*", r"[\w’'-]*").split(r"\ ")
    return r"\s+".join([first, *("(?:" + word.replace(r"\|", "|") + ")" for word in rest)])


@lru_cache(maxsize=8)
def _lists(lang: str) -> list[tuple[re.Pattern[str], _Rows]]:
    """For titles, organisations and holders of public office: one pattern of all, and the (pattern, role) pairs,
    longest first."""
    from kzlib.reference import load_roles

    table = load_roles()
    table = table[(table["lang"] == lang) & (table["role"] != UNKNOWN)]
    lists = []
    for kind in ("title", "organisation", "person"):
        part = table[table["kind"] == kind]
        rows = sorted(
            zip(part["pattern"].str.lower(), part["role"], strict=True), key=lambda r: (-len(r[0]), r)
        )
        body = by_first_letter(_expression(pattern) for pattern, _ in rows) if rows else r"(?!)"
        lists.append((re.compile(rf"(?<![\w-]){body}(?![\w-])"), tuple(rows)))
    return lists


@lru_cache(maxsize=4096)
def _role(said: str, rows: _Rows) -> str:
    return next((role for pattern, role in rows if re.fullmatch(_expression(pattern), said)), UNKNOWN)


def role_of(context: str, speaker: str | None, lang: str) -> str:
    """The role told by the speaker's own words, by a title or an organisation before the name, or after it.

    Before the name counts what stands in its clause ("the minister, Aida"), nearest first; after it only an
    apposition ("Aida, a lawyer"), so that those spoken to lend the speaker no role.

    >>> role_of(" said the minister, Aida Serik.", "Aida Serik", "en")
    'official'
    >>> role_of("Aida Serik told the police that", "Aida Serik", "en")
    'unknown'
    """
    context, name = context.lower(), (speaker or "").lower()
    at = context.find(name) if name else -1
    if at < 0:
        return _first(name or context, lang, name)
    before = _STOP.split(context[max(0, at - NEAR) : at])[-1]
    after = context[at + len(name) : at + len(name) + NEAR]
    role = _first(name, lang, name)
    if role == UNKNOWN:  # "the press service" of what
        organisations, rows = _lists(lang)[1]
        office = organisations.match(context, at)
        role = _role(office.group(), rows) if office else UNKNOWN
    if role == UNKNOWN:
        role = _first(before, lang, name, last=True)
    if role == UNKNOWN and _APPOSITION.match(after):
        role = _first(_STOP.split(after)[0], lang, name)
    return role


def _first(words: str, lang: str, name: str, last: bool = False) -> str:
    """The role of the first (or last) title in some words, else of an organisation."""
    for number, (pattern, rows) in enumerate(_lists(lang)):
        if number == _PERSON and words != name:
            continue  # somebody's critic is not he
        roles = [(match.group(), _role(match.group(), rows)) for match in pattern.finditer(words)]
        # an outlet named beside a speaker is where it was said; it speaks only where it is the speaker
        roles = [(said, role) for said, role in roles if role != "media" or not number or said in name]
        if roles:
            return roles[-1 if last else 0][1]
    return UNKNOWN


def title_first(words: str, lang: str) -> str:
    """The title with which some words begin, with the space before it, or "".

    >>> title_first("Minister of health Aida Serik", "en")
    'Minister'
    """
    start = len(words) - len(words.lstrip())
    match = _lists(lang)[0][0].match(words.lower(), start)
    return words[: match.end()] if match else ""


@lru_cache(maxsize=4096)
def without_title(speaker: str, lang: str) -> str:
    """A speaker's name without the titles before it.

    >>> without_title("President Aida Serik", "en")
    'Aida Serik'
    """
    titles = _lists(lang)[0][0]
    parts = speaker.split()
    while len(parts) > 1 and parts[1][:1].isupper() and titles.fullmatch(parts[0].lower()):
        parts.pop(0)
    return " ".join(parts)
