"""Sentences: where a text's sentences begin and end, in the three languages.

Rules, not a model: a mark that may end a sentence does so unless what stands round it says otherwise
(an abbreviation, an initial, a small letter after it).  A line's end is a paragraph's end.
"""

import re
from functools import cache
from types import ModuleType

_END = re.compile(r"[.!?…][.!?…\"'»”’)\]]*[^\S\n]+")
_OPENERS = "«“„\"'‘([—–-•*"
_STRIP = "«“„\"'‘([—–-"


@cache
def _language(lang: str) -> ModuleType:
    from kzlib.languages import en, kk, ru

    return {"en": en, "ru": ru, "kk": kk}.get(lang, en)


def sentence_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text, without the space between them.

    ``lang`` chooses the abbreviations ("en", "ru", "kk"; others are read with English ones).  Every
    character that is not space lies in exactly one span, in order; no span crosses a line's end.

    >>> sentence_spans("Mr. Smith left. He was late.", "en")
    [(0, 15), (16, 28)]
    """
    module = _language(lang)
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        begin = start
        for match in _END.finditer(text, start, end):
            after = match.end()
            if after < end and _ends(text, begin, match.start(), after, end, module):
                _add(spans, text, begin, after)
                begin = after
        _add(spans, text, begin, end)
        start = end + 1
    return spans


def sentences(text: str, lang: str) -> list[str]:
    """The sentences of a text, as :func:`sentence_spans` finds them.

    >>> sentences("2022 ж. басталды. Неге? Өйткені солай.", "kk")
    ['2022 ж. басталды.', 'Неге?', 'Өйткені солай.']
    """
    return [text[start:end] for start, end in sentence_spans(text, lang)]


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Note the span without the space at its ends; nothing if only space is left."""
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(kept)))


def _ends(text: str, begin: int, mark: int, after: int, end: int, module: ModuleType) -> bool:
    """Whether the mark at ``mark`` ends the sentence that began at ``begin``; the next text is at ``after``."""
    first = text[after]
    at = after
    while first in _OPENERS and at + 1 < end:
        at += 1
        first = text[at] if not text[at].isspace() else text[min(at + 1, end - 1)]
    if first.islower():
        return False
    if text[mark] != "." or text[mark + 1] == ".":
        return True
    token = text[max(text.rfind(" ", begin, mark) + 1, begin) : mark].lstrip(_STRIP)
    return not _abbreviates(token, text, begin, mark, first, module)


def _abbreviates(token: str, text: str, begin: int, mark: int, first: str, module: ModuleType) -> bool:
    """Whether ``token`` and its full stop stand for a longer word, so that the sentence goes on."""
    if not token:
        return False
    if len(token) == 1 and token.isupper() and token != "I":
        return True
    if token.isdigit():
        return mark - len(token) <= begin + 1
    small = token.lower()
    if small in module.OPEN:
        before = text[: mark - len(token)].rstrip()[-1:] if len(token) <= 2 else "0"
        return first.isdigit() or (small in module.TITLES and not before.isdigit())
    return small in module.TITLES
