"""Where a quoted stretch stands: the rest of its sentence on both sides, and the sentence before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kzlib.voices.marks import Span, spans

WINDOW = 300  # characters around a quotation in which its cue and speaker are looked for

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_a-zа-яёәғқңөұүһі]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Rev|Lt|Col|Sgt|Jr|Sr|St|vs|No|Inc|Corp|Co|U\.S|U\.K|U\.N|a\.m|p\.m|"
    r"г|гг|ул|им|стр|тыс|млн|млрд|т\.е|т\.д|т\.п|проф|акад))\.$"
)
# It begins with a set of characters, which is the fastest to look for.
_SENTENCE_END = re.compile(r"[.!?…\n](?:(?<=\n)|(?<!\n)[”\"»’')\]]*(?=\s+[^\sa-zа-яёәғқңөұүһі]|\s*$))")


@dataclass(slots=True)
class Place:
    """A quoted stretch: `lead` and `tail` are the rest of its sentence, `before` the sentence before it in its
    paragraph (or the paragraph before, if that ends with a colon)."""

    span: Span
    inside: str
    lead: str
    tail: str
    before: str
    n_words: int
    same_sentence: bool  # as the quoted stretch before


def sentence_start(text: str, low: int, at: int, window: int = WINDOW) -> int:
    """Where the sentence that holds `at` begins, looking back no further than `low`."""
    low = max(low, at - window)
    for match in reversed(list(_SENTENCE_END.finditer(text, low, at))):
        if match.end() < at and not _abbreviates(text, low, match.start()):
            return match.end()
    return low


def sentence_end(text: str, at: int, high: int, window: int = WINDOW) -> int:
    """Where the sentence that goes on at `at` ends, looking no further than `high`."""
    high = min(high, at + window)
    for match in _SENTENCE_END.finditer(text, at, high):
        if text[match.start()] == "\n":
            return match.start()
        if not _abbreviates(text, at, match.start()):
            return match.start() + 1
    return high


def _abbreviates(text: str, low: int, dot: int) -> bool:
    return text[dot] == "." and bool(_ABBREVIATION.search(text, max(low, dot - 6), dot + 1))


def places(text: str, keep: Callable[[str, Span], bool] = lambda text, span: True) -> list[Place]:
    """The quoted stretches of a text that `keep` keeps, with what stands around them.

    >>> place = places('It rains. Aida said: "Take a coat." He did.')[0]
    >>> place.lead, place.tail, place.before
    (' Aida said: ', ' He did.', 'It rains.')
    """
    found = [span for span in spans(text) if keep(text, span)]
    result: list[Place] = []
    past = 0  # the end of the quoted stretch before
    for number, span in enumerate(found):
        after = found[number + 1].start - 1 if number + 1 < len(found) else len(text)
        opening = span.start - 1
        start = sentence_start(text, past, opening)
        close = min(span.end + 1, len(text)) if span.closed else span.end
        inside = text[span.start : span.end].rstrip()
        same = bool(result) and start == past and "\n" not in text[past:opening] and opening - past < WINDOW
        if same and result[-1].inside[-1:] in ".!?…" and text[past:opening].strip()[:1].isupper():
            same = result[-1].tail.strip() != "" and not result[-1].tail.rstrip().endswith((".", "!", "?"))
        result.append(
            Place(
                span,
                inside,
                text[start:opening],
                text[close : sentence_end(text, close, after)],
                _before(text, past, start, opening),
                len(WORD.findall(inside)),
                same,
            )
        )
        past = close
    return result


def _before(text: str, past: int, start: int, opening: int) -> str:
    """The sentence before the one that holds the quotation."""
    if text[start:opening].strip():
        stop = start
    else:
        stop = len(text[:opening].rstrip()) if opening - start < WINDOW else start
        if "\n" in text[stop:opening] and text[stop - 1 : stop] != ":":
            return ""
    begin = sentence_start(text, max(0, past), stop - 1) if stop - 1 > past else stop
    return text[begin:stop].strip()
