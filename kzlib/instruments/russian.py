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
