"""Sentences: where a text's sentences begin and end, in the three languages.

Rules, not a model: a mark that may end a sentence does so unless what stands round it says otherwise
(an abbreviation, an initial, a small letter after it).  A line's end is a paragraph's end.
"""

import re
from types import ModuleType

from kzlib.languages import en, kk, ru

_LANGUAGES = {"en": en, "ru": ru, "kk": kk}
_SMALL = "a-zà-öø-ÿа-яёәғқңөұүһі"
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
# A mark, what closes with it (a footnote's number too), and space; or a mark with the next sentence glued on.
_END = re.compile(rf"[.!?…](?:(?:[.!?…\"'»”’)\]]|\[\d{{1,3}}\])*[^\S\n]+|[»”]?(?=[{_CAPITAL}][{_SMALL}]))")
_GLUED = re.compile(rf"[{_SMALL}0-9»)%][{_SMALL}0-9»)%]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SAID = re.compile(
    r"(?:[A-Z][\w.'’-]+,? ){1,3}(?:said|says|asked|asks|told|wrote|writes|added|tweeted|shouted|replied)\b"
)
# How much of the neighbourhood is looked at: copying more would make a giant line slow.
_NEAR = 40
_OPENERS = "«“„\"'‘([—–-•*"
_INITIALS = re.compile(rf"[{_CAPITAL}](?:\.-?[{_CAPITAL}])*")
# A number, perhaps with its ending («90-х»), just before an abbreviation.
_NUMBER = re.compile(r"\d(?:-[а-яёәғқңөұүһі]{1,4})?\s*$")
# What goes on after a time of day or a firm's name: Tuesday, EST, Astana time; Chief Executive Tim Cook.
_GOES_ON = re.compile(rf"(?:[A-Z]{{2,}}\b|[A-Z][\w'’-]*\s+(?:[{_CAPITAL}\d]|time\b))")
_FOLLOWED = re.compile(r"(?:и|және)\s+т\.?\s?$|т\.\s(?:с\.\s)?$")


def sentence_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text, without the space between them.

    ``lang`` chooses the abbreviations ("en", "ru", "kk"; others are read with English ones).  Every
    character that is not space lies in exactly one span, in order; no span crosses a line's end.

    >>> sentence_spans("Mr. Smith left. He was late.", "en")
    [(0, 15), (16, 28)]
    """
    module = _LANGUAGES.get(lang, en)
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
    at = after
    while at + 1 < end and (text[at] in _OPENERS or text[at].isspace()):
        at += 1
    first = text[at]
    if first.islower():
        return False
    last = text[after - 1]
    if not last.isspace() and not _parts(text, mark, after, module):
        return False
    if text[mark] != ".":
        return not (
            module is en
            and last.isspace()
            and text[after - 2] in "\"”’'"
            and _SAID.match(text, after, min(end, after + 4 * _NEAR))
        )
    if text[mark + 1 : mark + 2] == ".":
        return True
    token = text[max(text.rfind(" ", max(begin, mark - _NEAR), mark) + 1, begin, mark - _NEAR) : mark].lstrip(
        _OPENERS
    )
    if not token:
        return True
    start = mark - len(token)
    return not _abbreviates(
        token, text[max(begin, start - _NEAR) : start], text[at : min(end, at + _NEAR)], module
    )


def _parts(text: str, mark: int, after: int, module: ModuleType) -> bool:
    """Whether a mark without space after it parts two sentences («келді.Содан») and no name («Vlast.Kz»)."""
    if not _GLUED.match(text, mark - 2):
        return False
    following = _WORD.match(text, after, after + _NEAR)
    word = following.group() if following else ""
    return "Ѐ" <= word[:1] <= "ӿ" or (module is en and word.lower() in en.STARTERS)


def _abbreviates(token: str, before: str, following: str, module: ModuleType) -> bool:
    """Whether ``token`` and its full stop stand for a longer word, so that the sentence goes on."""
    word = _WORD.match(following)
    opens = word is not None and word.group().lower() in module.STARTERS
    if _INITIALS.fullmatch(token) and token.lower() not in module.OPEN:
        return not opens and (token != "I" or module is not en)
    if token.isdecimal():
        return not before.strip(_OPENERS + " ")
    small = token.lower()
    if small in module.NUMBERED:
        return following[0].isdecimal()
    if small in module.OPEN:
        if following[0].isdecimal():
            return True
        if module is en:
            if opens or word is None:
                return False
            closes = small in en.CLOSING or (small in en.PLACES and before.rstrip().endswith(","))
            further = word.group() in en.DAYS or word.group().lower() in en.OPEN
            return not closes or further or _GOES_ON.match(following) is not None
        if small in module.TITLES and not _NUMBER.search(before):
            return True
        return word is not None and len(word.group()) > 1 and word.group().split("-")[0].isupper()
    if len(token) == 1 and _FOLLOWED.search(before):
        return False
    return small in module.TITLES
