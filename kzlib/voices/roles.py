"""The role in which somebody speaks: official, civic, expert, citizen, media, by the cues of kzlib/data/roles.csv."""

from __future__ import annotations

import re
from functools import lru_cache

UNKNOWN = "unknown"


@lru_cache(maxsize=8)
def _patterns(lang: str) -> tuple[re.Pattern[str] | None, dict[str, str], list[tuple[str, str]]]:
    """One pattern of all the cues of a language; the role of each whole cue, and of each open one (`gov*`)."""
    try:
        from kzlib.reference import load_roles
    except ImportError:
        return None, {}, []
    table = load_roles()
    rows = [
        (str(r.pattern).lower().strip(), str(r.role))
        for r in table[table["lang"].isin([lang, ""])].itertuples()
    ]
    rows.sort(key=lambda row: (-len(row[0]), row[0]))
    if not rows:
        return None, {}, []
    whole = {pattern: role for pattern, role in rows if "*" not in pattern}
    open_ = [(pattern.replace("*", ""), role) for pattern, role in rows if "*" in pattern]
    body = "|".join(re.escape(p).replace(r"\*", r"[\w’'-]*").replace(r"\ ", r"\s+") for p, _ in rows)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.I), whole, open_


def role_of(context: str, lang: str) -> str:
    """The role that the first cue in `context` (words around a speaker) stands for, or "unknown".

    >>> role_of("", "en")
    'unknown'
    """
    pattern, whole, open_ = _patterns(lang)
    match = pattern.search(context) if pattern and context else None
    if not match:
        return UNKNOWN
    said = re.sub(r"\s+", " ", match.group().lower())
    if said in whole:
        return whole[said]
    return next((role for stem, role in open_ if said.startswith(stem.split(" ")[0])), UNKNOWN)
