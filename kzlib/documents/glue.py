"""Words that a page's links glued together: "получилистранные" was «получили» and a link «странные сообщения».

Only for Russian, whose dictionary travels with pymorphy3, and only where a text shows the damage; a word is cut where
both parts are words and it itself is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(r"[А-Яа-яЁё]{5,40}(?![\w-])")
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_SMALL_WORDS = "в во на не ни но о об от до за из изо к ко с со у и а по при под над для про без через"
_SMALL = frozenset(_SMALL_WORDS.split())
# First parts of compounds that the dictionary does not know: cutting these off would undo a word, not mend one.
_COMPOUND = re.compile(
    r"(?:[а-яё]*[оеё]|авиа|мульти|кибер|интернет|онлайн|вице|спец|гидромет|контра|контр|опер|пост|полит|проф|пресс|супер|квази|"
    r"аким|масли|мажилис|подстав|сельхоз|спорт|хабар|дву|двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти)$"
)


def unglued(text: str) -> str:
    """A Russian text with the words apart that a link glued.

    >>> unglued("Жители получилистранные письма, а вАстане было тихо")
    'Жители получили странные письма, а в Астане было тихо'
    """
    if len(_KAZAKH.findall(text)) > 0.005 * len(text):
        return text  # Kazakh words are not in a Russian dictionary
    return _TOKEN.sub(_apart, text)


def _apart(match: re.Match[str]) -> str:
    word = match.group()
    before = match.string[match.start() - 1 : match.start()]
    if before and (before.isalnum() or before in "-_@#"):
        return word
    return _cut(word)


@lru_cache(maxsize=65536)
def _cut(word: str) -> str:
    """A word with a space where it falls into two, or as it is."""
    if word.isupper() or _known(word):
        return word
    humped = re.match(r"([А-ЯЁ]?[а-яё]*)([А-ЯЁ][а-яё]{2,})$", word)
    if humped:
        left, right = humped.groups()
        if left.lower() in _SMALL or (len(left) >= 4 and _known(left) and not left[0].isupper()):
            return f"{left} {_cut(right)}"
        return word
    if len(word) < 8 or any(char.isupper() for char in word[1:]):
        return word
    small = [
        len(word) - n for n in (2, 1) if word[-n:] in _SMALL and len(word) - n >= 7 and _known(word[:-n])
    ]
    found = small[:1] or [i for i in range(4, len(word) - 4) if _parts(word, i)]
    if not found:
        return word
    i = max(found, key=lambda at: min(at, len(word) - at))
    return f"{word[:i]} {word[i:]}"


def _parts(word: str, i: int) -> bool:
    left, right = word[:i], word[i:]
    return _known(left) and _known(right) and not _COMPOUND.match(left)


@lru_cache(maxsize=65536)
def _known(word: str) -> bool:
    return bool(_dictionary().word_is_known(word.lower()))


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
