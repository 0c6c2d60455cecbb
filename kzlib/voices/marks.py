"""Where quotation marks open and close: “ ” « » „ “ " ' ‘ ’, nested, across paragraphs, unclosed.

A span here is only what stands between marks.  Whether it is speech, a title or a company's name
is decided in :mod:`kzlib.voices.speech`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# One scan for the characters alone, the fastest there is; then what each is: every mark that can matter and every line
# end; apostrophes inside words never match.
_CHARACTER = re.compile("[\"“”„‟«»\n'‘‚]")
_TOKEN = re.compile(r"[\"“”„‟«»]|\n\s*|(?<![\w’'])['‘‚](?=[\w¿¡\[])")
_TYPED_OPEN = re.compile(r"['`](?:(?<=')'|(?<=`)`)(?:(?<=^..)|(?<=[\s(\[–—-]..))(?=\S)")
_TYPED_CLOSE = re.compile(r"''")
# What looks like an opening single mark and is an elision.
_ELISION = re.compile(r"['‘](?:s|t|re|ve|ll|d|m|em|til|till|tis|twas|cause|n|bout|round|\d0s|\d\ds?)\b", re.I)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…%)\]—-])['’](?![\w’'])|\n")
SINGLE_REACH = (
    2_000  # characters within which a single mark must close: apostrophes must not cost a scan each
)
# Closing an outer quotation in the typographer's way: the inner and the outer mark are one (…«Аманат», – сказал).
_ATTRIBUTION = re.compile(r"\s*,?\s*[–—-]\s|\s*,\s+(?:де[дпй]|сказал|заявил|отметил|said)")
_END = ".!?…:;"


@dataclass(frozen=True, slots=True)
class Span:
    """Words between marks: offsets of the words, the opening mark, and whether the closing mark is there."""

    start: int
    end: int
    mark: str
    closed: bool


def spans(text: str) -> list[Span]:
    """The outermost quoted stretches of `text`, in order, without their marks.

    Marks inside a quotation belong to it.  A quotation that runs over paragraphs, each opened by a
    mark of its own, is one span; one that is never closed ends with its paragraph.

    >>> text = 'He left. "Don\\'t go," she said. The board of «Alma» met.'
    >>> [text[s.start : s.end] for s in spans(text)]
    ["Don't go,", 'Alma']
    """
    found: list[Span] = []
    text = _single_signs(text)
    tokens = _tokens(text)
    i = barren = 0  # before `barren` no single mark closes
    while i < len(tokens):
        at, _, mark = tokens[i]
        if mark == "\n" or (mark in "'‘‚" and at < barren):
            i += 1
        elif mark in "'‘‚":
            end = _single(text, at)
            if end <= at + 1:
                barren = max(barren, at + SINGLE_REACH // 2 if end < 0 else 0)
                i += 1
                continue
            found.append(Span(at + 1, end, "'", True))
            i = _after(tokens, i, end + 1)
        elif _opens(text, at, mark):
            span, past = _close(text, tokens, i)
            if span is not None and span.end > span.start:
                found.append(span)
            i = max(i + 1, _after(tokens, i, past))
        else:
            i += 1
    return found


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """(start, end, first character) of every mark and line end."""
    found = []
    past = 0
    for character in _CHARACTER.finditer(text):
        at = character.start()
        if at >= past and (match := _TOKEN.match(text, at)):
            past = match.end()
            found.append((at, past, text[at]))
    return found


def _single_signs(text: str) -> str:
    """Double marks that old newswires type as two apostrophes or accents, as one sign and a space; same length."""
    if "''" not in text:
        return text
    return _TYPED_CLOSE.sub('" ', _TYPED_OPEN.sub(' "', text))


def _after(tokens: list[tuple[int, int, str]], i: int, position: int) -> int:
    while i < len(tokens) and tokens[i][0] < position:
        i += 1
    return i


def _opens(text: str, at: int, mark: str) -> bool:
    """Whether a mark with nothing open before it opens a quotation: by its shape, else by its neighbours."""
    right = text[at + 1 : at + 2]
    if not right or right.isspace():
        return False
    if mark in "“«„‟":
        return True
    left = text[at - 1 : at]
    return (
        not left
        or left.isspace()
        or left in "([{–—-/>:"
        or (mark == '"' and (right.isupper() or (right.isalnum() and not left.isalnum())))
    )


def _single(text: str, at: int) -> int:
    """Where the quotation opened by a single mark ends; 0: an apostrophe; -1: nothing near closes it."""
    if _ELISION.match(text, at):
        return 0
    possessive = -1
    for match in _SINGLE_CLOSE.finditer(text, at + 1, at + SINGLE_REACH):
        end = match.start()
        if text[end] == "\n":
            return max(possessive, 0)
        # "the voters' choice": a plural's apostrophe closes only if nothing better follows
        if text[end - 1] == "s" and text[end + 1 : end + 2] == " " and text[end + 2 : end + 3].islower():
            possessive = end if possessive < 0 else possessive
            continue
        return end
    return possessive


def _close(text: str, tokens: list[tuple[int, int, str]], i: int) -> tuple[Span | None, int]:
    """The span opened by token `i`, and the position from which the scan goes on."""
    at, _, mark = tokens[i]
    start, depth, last_inner, stray, skip = at + 1, 1, -1, -1, -1
    for j in range(i + 1, len(tokens)):
        position, line_end, other = tokens[j]
        if position == skip:
            continue
        if other == "\n":
            if not _paragraph_ends(text, position, line_end):
                continue
            if text[line_end : line_end + 1] == mark:  # the next paragraph opens again: the speaker goes on
                skip, depth = line_end, 1
                continue
            return _unclosed(text, start, position, mark, last_inner, stray)
        turn = _turn(text, position, mark, other)
        if turn > 0:
            if stray >= 0 and depth == 1:  # “So," he said. “Next.”: the slip was the end
                return Span(start, stray, mark, True), stray + 1
            depth += 1
        elif turn < 0:
            depth -= 1
            if depth == 0 or _ATTRIBUTION.match(text, position + 1):
                return Span(start, position, mark, True), position + 1
            last_inner = position
        elif stray < 0 and other in '"”»“' and other != mark and not _opens(text, position, other):
            stray = position  # a closing mark of another kind: a typist's slip, if nothing better comes
    return _unclosed(text, start, len(text), mark, last_inner, stray)


def _turn(text: str, at: int, mark: str, other: str) -> int:
    """+1: `other` opens one more of the kind of `mark`; -1: it closes; 0: it is of another kind."""
    left, right = text[at - 1 : at], text[at + 1 : at + 2]
    outward = not right or not right.isalnum()
    if mark == "«":
        return 1 if other == "«" else -1 if other == "»" else 0
    if mark == "„":
        return -1 if other in "“”‟" and not left.isspace() else 1 if other == "„" else 0
    if mark in "“‟":
        if other in "“‟":
            return -1 if outward and not left.isspace() else 1
        return -1 if other == "”" else 0
    if other == mark:  # straight: the same sign opens and closes
        return 1 if (left.isspace() or left in "([") and right.isalnum() else -1
    return 0


def _paragraph_ends(text: str, at: int, line_end: int) -> bool:
    """Whether a line end ends the paragraph: a blank line does; a wrapped line does not."""
    if "\n" in text[at + 1 : line_end] or line_end >= len(text):
        return True
    before = text[max(0, at - 2) : at].rstrip()
    return not text[line_end].islower() and (not before or before[-1] in _END + "\"”»“’')")


def _unclosed(
    text: str, start: int, end: int, mark: str, last_inner: int, stray: int
) -> tuple[Span | None, int]:
    for position in (last_inner, stray):
        if position >= 0:
            return Span(start, position, mark, True), position + 1
    stop = start + len(text[start:end].rstrip())
    if stop - start < 2:
        return None, start
    return Span(start, stop, mark, False), stop
