"""The role in which somebody speaks: official, civic, expert, citizen, media, by the words of kzlib/data/roles.csv."""

from __future__ import annotations

import re
from functools import lru_cache

from kzlib.voices.cues import by_first_letter

UNKNOWN = "unknown"
NEAR = 90  # characters around a speaker in which a title tells the role

_Rows = tuple[tuple[str, str], ...]


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", r"[\w’'-]*").replace(r"\ ", r"\s+")


@lru_cache(maxsize=8)
def _lists(lang: str) -> list[tuple[re.Pattern[str], _Rows]]:
    """For titles and then for organisations: one pattern of all, and the (pattern, role) pairs, longest first."""
    from kzlib.reference import load_roles

    table = load_roles()
    table = table[(table["lang"] == lang) & (table["role"] != UNKNOWN)]
    lists = []
    for kind in ("title", "organisation"):
        part = table[table["kind"] == kind]
        rows = sorted(
            zip(part["pattern"].str.lower(), part["role"], strict=True), key=lambda r: (-len(r[0]), r)
        )
        if rows:
            body = by_first_letter(_expression(pattern) for pattern, _ in rows)
            lists.append((re.compile(rf"(?<![\w-]){body}(?![\w-])"), tuple(rows)))
    return lists


@lru_cache(maxsize=4096)
def _role(said: str, rows: _Rows) -> str:
    return next((role for pattern, role in rows if re.fullmatch(_expression(pattern), said)), UNKNOWN)


def role_of(context: str, speaker: str | None, lang: str) -> str:
    """The role told by a title near the speaker, else by an organisation, else "unknown".

    >>> role_of(" said the minister, Aida Serik.", "Aida Serik", "en")
    'official'
    """
    at = context.find(speaker) if speaker else -1
    if at >= 0 and speaker:
        context = context[max(0, at - NEAR) : at + len(speaker) + NEAR]
    elif speaker:
        context = speaker
    context, name = context.lower(), (speaker or "").lower()
    for pattern, rows in _lists(lang):
        for match in pattern.finditer(context):
            role = _role(match.group(), rows)
            # an outlet named beside a speaker is where it was said; it speaks only where it is the speaker
            if role != "media" or not name or match.group() in name or rows is _lists(lang)[0][1]:
                return role
    return UNKNOWN


@lru_cache(maxsize=4096)
def without_title(speaker: str, lang: str) -> str:
    """A speaker's name without the titles before it.

    >>> without_title("President Aida Serik", "en")
    'Aida Serik'
    """
    lists = _lists(lang)
    parts = speaker.split()
    while len(parts) > 1 and lists and parts[1][:1].isupper() and lists[0][0].fullmatch(parts[0].lower()):
        parts.pop(0)
    return " ".join(parts)
