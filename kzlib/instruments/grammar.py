"""Russian grammar around a target, guessed word by word: its case, its preposition, the verbs and the noun beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kzlib.instruments.features import Word

#: how many words away a verb is looked for
REACH = 8
_VERBAL = frozenset(("VERB", "INFN", "PRTF", "PRTS", "GRND"))
_NOMINAL = frozenset(("NOUN", "ADJF", "PRTF"))
_OBLIQUE = frozenset(("gent", "accs", "datv", "ablt", "loct", "gen2", "acc2", "loc2"))


@lru_cache(maxsize=1)
def _analyser() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


def tag(word: str) -> tuple[str, str]:
    """A Russian word's likeliest part of speech, and its case or voice.

    >>> tag("министру")
    ('NOUN', 'datv')
    """
    found = _analyser().parse(word)[0].tag
    return str(found.POS), str(found.case or found.voice or "")


def nothing(word: str) -> tuple[str, str]:
    """No grammar: for languages that are read without."""
    return "", ""


def features(left: Sequence[Word], inside: Sequence[Word], right: Sequence[Word]) -> dict[str, float]:
    """Who does what to whom, as far as forms tell: words nearest first on both sides of the target."""
    own = inside[-1] if inside else None
    case = own.case if own else ""
    role = "s" if case == "nomn" else "o" if case in _OBLIQUE else "-"
    names = [f"g:{case}", f"g:{own.part}{case}" if own else "g:-"]
    for side, words in (("b", left), ("a", right)):
        for place, word in enumerate(words[:3], 1):
            names.append(f"g:{side}{place}:{word.part}{word.case}:{case}")
        for place, word in enumerate(words[:2], 1):
            names.append(f"g:{side}{place}:{word.part}{word.case}")
        if words:
            names.append(f"g:{side}:{words[0].lemma}:{case}")
    preposition = next((word.lemma for word in left[:2] if word.part == "PREP"), "-")
    names += [f"g:p:{preposition}", f"g:p:{preposition}:{case}"]
    governors: tuple[tuple[str, Word | None], ...] = (
        ("l", next((word for word in left[:REACH] if word.part in _VERBAL), None)),
        ("r", next((word for word in right[:REACH] if word.part in _VERBAL), None)),
        ("n", next((word for word in left[:3] if word.part in _NOMINAL), None)),
    )
    for side, head in governors:
        if head is not None:
            sign = "+" if head.valence > 0 else "-" if head.valence < 0 else "0"
            names += [
                f"g:{side}:{head.lemma}", f"g:{side}:{head.lemma}:{case}", f"g:{side}:{head.lemma}:{role}",
                f"g:{side}:{role}:{sign}", f"g:{side}:{case}:{sign}", f"g:{side}:{head.part}{head.case}:{role}",
            ]  # fmt: skip
    if own:
        names.append(f"g:t:{own.lemma}:{case}")
    return dict.fromkeys(names, 1.0)
