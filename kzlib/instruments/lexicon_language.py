"""The language that a user's lexicon is in: its file's name says it, or its words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from kzlib import languages
from kzlib.errors import KzlibError
from kzlib.instruments import russian
from kzlib.languages import kazakh

_KAZAKH = re.compile("[әғқңөұүһі]")
#: taking a longer run of letters apart would take for ever
_LONGEST = 60


def language_of(path: Path, entries: Collection[str]) -> str:
    """What the name of a lexicon's file ends in (``mine.kk.csv``, ``mine_ru.dic``), else what its words tell.

    Raises
    ------
    KzlibError
        If neither says it: a lexicon matched in another language would miss most of its words.

    >>> language_of(Path("mine-kk.csv"), ["батыр"]), language_of(Path("mine.csv"), ["good"])
    ('kk', 'en')
    """
    last = re.findall(r"[^\W_]+", path.stem.lower())[-1:]
    if last and last[0] in languages.NAMES:
        return last[0]
    found = guess_language(entries)
    if found is None:
        raise KzlibError(
            f"{path}: its words do not tell which language it is in; end the file's name in .en, .ru or .kk, "
            f"as in {path.stem}.kk{path.suffix}"
        )
    return found


def guess_language(entries: Collection[str]) -> str | None:
    """The language of a lexicon's words, None where it cannot be told.

    Latin letters are English.  In Cyrillic a word votes that has a Kazakh letter or is known in one of Kazakh and
    Russian alone.  What wins has twice the votes of the other (one Kazakh name makes no Russian list Kazakh) and is
    not lost among words that nobody knows.

    >>> guess_language(["адал", "батыр", "зиян"]), guess_language(["успех", "пожар", "жаңаөзен"])
    ('kk', 'ru')
    >>> guess_language(["батыр"]), guess_language(["success", "успех"])
    (None, None)
    """
    votes = Counter(_speaks_for(word) for entry in entries for word in entry.split())
    latin = votes.pop("en", 0)
    cyrillic = votes.total()
    if latin and latin >= 2 * cyrillic:
        return "en"
    if cyrillic < 2 * latin:
        return None
    for lang, other in (("kk", "ru"), ("ru", "kk")):
        if votes[lang] and votes[lang] >= 2 * votes[other] and 4 * votes[lang] >= votes["unknown"]:
            return lang
    return None


def _speaks_for(word: str) -> str:
    """``en``, ``kk``, ``ru``, ``both`` (Kazakh and Russian) or ``unknown``."""
    if not re.search("[Ѐ-ӿ]", word):
        return "en"
    if _KAZAKH.search(word):
        return "kk"
    if len(word) > _LONGEST:
        return "unknown"
    stem = word.rstrip("*")
    kk = kazakh.lemmatise([stem])[0] in _kazakh_forms()
    ru = russian.analyser().word_is_known(stem)
    if stem != word and not (kk or ru):  # the beginning of words
        kk = any(form.startswith(stem) for form in _kazakh_forms())
        ru = any(True for _ in russian.analyser().iter_known_word_parses(stem))
    return "both" if kk and ru else "kk" if kk else "ru" if ru else "unknown"


@lru_cache(maxsize=1)
def _kazakh_forms() -> frozenset[str]:
    nouns, verbs = kazakh.stems()
    return nouns | verbs | frozenset(kazakh.irregular().values())
