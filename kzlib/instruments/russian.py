"""Russian grammar for the instruments: participles, cases, parts of speech, by pymorphy3's first reading."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def analyser() -> Any:
    """The morphological analyser, made once."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=200_000)
def participle(word: str) -> str:
    """The dictionary form of a participle as an adjective, "" for any other word.

    >>> participle("заключенных"), participle("заключили")
    ('заключённый', '')
    """
    reading = analyser().parse(word)[0]
    if reading.tag.POS not in ("PRTF", "PRTS"):
        return ""
    form = reading.inflect({"PRTF", "masc", "sing", "nomn"})
    return form.word if form else ""


@lru_cache(maxsize=200_000)
def genitive(word: str) -> bool:
    """Whether a word may stand in the genitive.

    >>> genitive("жертв"), genitive("спасатели")
    (True, False)
    """
    return any("gent" in reading.tag for reading in analyser().parse(word))
