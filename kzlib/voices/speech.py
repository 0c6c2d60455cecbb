"""What is said: which quoted stretches are speech, and by whom; speech after a dash; reported speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzlib.voices.cues import Cues, cues
from kzlib.voices.marks import Span, spans
from kzlib.voices.roles import UNKNOWN, role_of
from kzlib.voices.speakers import names, subject_after, subject_before

WINDOW = 260  # characters around a quotation in which its cue and speaker are looked for
SHORT, LONG = 4, 7  # words: fewer need a cue of their own; from so many on, it is speech unless it is a title

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_a-zа-яё]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Jr|Sr|St|vs|No|Inc|Corp|Co|U\.S|U\.K|U\.N|a\.m|p\.m|"
    r"г|гг|ул|им|стр|тыс|млн|млрд|т\.е|т\.д|т\.п|проф|акад))\.$"
)
_SENTENCE_END = re.compile(r"[.!?…][”\"»’')\]]*(?=\s+[^\sa-zа-яёәіңғүұқөһ]|\s*$)|\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Something said: offsets into the text as given, of the words without their marks.

    `direct`: verbatim speech (else reported); `cue`: the word that announces it; `speaker`: as named near the
    cue, a pronoun resolved to the last speaker, or None; `role`: official, civic, expert, citizen, media, unknown.
    """

    start: int
    end: int
    text: str
    direct: bool
    cue: str | None
    speaker: str | None
    role: str


@dataclass(slots=True)
class _Place:
    """A quoted stretch with the rest of its sentence on both sides."""

    span: Span
    lead: str
    tail: str
    n_words: int
    new_paragraph: bool


def _sentence_start(text: str, low: int, at: int) -> int:
    """Where the sentence that holds `at` begins, looking back no further than `low`."""
    low = max(low, at - WINDOW)
    start = low
    for match in _SENTENCE_END.finditer(text, low, at):
        if match.end() < at and not _ABBREVIATION.search(
            text, max(low, match.start() - 6), match.start() + 1
        ):
            start = match.end()
    return start


def _sentence_end(text: str, at: int, high: int) -> int:
    """Where the sentence that goes on at `at` ends, looking no further than `high`."""
    high = min(high, at + WINDOW)
    for match in _SENTENCE_END.finditer(text, at, high):
        if not _ABBREVIATION.search(text, max(at, match.start() - 6), match.start() + 1):
            return match.start() if text[match.start()] == "\n" else match.start() + 1
    return high


def _places(text: str) -> list[_Place]:
    found = spans(text)
    places = []
    before = 0
    for number, span in enumerate(found):
        after = found[number + 1].start - 1 if number + 1 < len(found) else len(text)
        opening = span.start - 1
        start = _sentence_start(text, before, opening)
        lead = text[start:opening]
        close = span.end + 1 if span.closed else span.end
        inside = text[span.start : span.end].rstrip()
        tail = text[close : _sentence_end(text, close, after)]
        if inside[-1:] in ".!?…" and tail[:3].strip()[:1].isupper() and not _speaks(tail):
            tail = ""
        places.append(_Place(span, lead, tail, len(_WORD.findall(inside)), not lead.strip()))
        before = close
    return places


def _speaks(tail: str) -> bool:
    """Whether what follows a closed sentence of speech attributes it: ``“Go!” Aida Serik said.``"""
    return bool(cues("en").say.search(tail[:60]))


def _is_title(inside: str, lead: str, lang: str) -> bool:
    """Whether a quoted stretch looks like a name (a work, a firm, a party) and not like speech."""
    words = _WORD.findall(inside)
    if not words:
        return True
    if lang in ("ru", "kk"):
        plain = lead.rstrip()
        return bool(
            words[0][:1].isupper()
            and inside.rstrip()[-1:] not in ".!?…,"
            and plain
            and plain[-1] not in ":,—–-"
        )
    long = [word for word in words if len(word) > 3] or words
    return inside.rstrip(",.")[-1:] not in "!?" and all(
        word[:1].isupper() or word[:1].isdigit() for word in long
    )


def _said(place: _Place, language: Cues, text: str) -> tuple[str | None, str | None, bool]:
    """(cue, subject, whether the cue stands beside the quotation)."""
    tail, lead = place.tail, place.lead
    match = language.say.search(tail)
    according = language.according.search(tail)
    if according and (not match or according.start() < match.start()) and according.start() < 40:
        return according.group(), subject_after(tail[according.end() :], language), True
    if match and match.start() < 120:
        segment = tail[: match.start()].strip(" ,–—-")
        subject = subject_before(segment, language) if segment else None
        if not subject:
            subject = subject_after(tail[match.end() :], language)
        return match.group(), subject, True
    every = list(language.say.finditer(lead))
    if every:
        last = every[-1]
        beside = len(_WORD.findall(lead[last.end() :])) <= 3 or lead.rstrip()[-1:] in ",:"
        return last.group(), subject_before(lead[: last.start()], language), beside
    according = language.according.search(lead)
    if according:
        return according.group(), subject_after(lead[according.end() :], language), True
    weak = language.weak.search(lead) or language.weak.search(tail[:60])
    if weak:
        side = lead[: weak.start()] if weak.string is lead else lead
        return weak.group(), subject_before(side, language), lead.rstrip()[-1:] == ":"
    return None, None, lead.rstrip()[-1:] == ":"


def _is_speech(place: _Place, inside: str, cue: str | None, beside: bool, language: Cues, lang: str) -> bool:
    ended = inside.rstrip()[-1:] in ".!?…,"
    strong = cue is not None and bool(language.say.fullmatch(cue))
    if _is_title(inside, place.lead, lang) and not (strong and beside and ended):
        return False
    if place.n_words >= LONG:
        return True
    if place.n_words >= SHORT:
        return cue is not None or ended or not place.lead.strip()
    return (
        beside and strong and (ended or place.lead.rstrip()[-1:] in ",:" or place.tail.lstrip()[:1] in ",–—")
    )


def quotations(text: str, lang: str) -> list[Quotation]:
    """Everything said in a text, in order, with who says it.

    Parameters
    ----------
    text : str
        An article; paragraphs are separated by line ends.
    lang : str
        "en", "ru", "kk" or "other".

    Returns
    -------
    list of Quotation
        They do not overlap.  Titles, names of firms and single quoted words are not among them.

    >>> found = quotations('"Prices will fall soon," said Aida Serik. He likes "Abai".', "en")
    >>> [(quote.text, quote.speaker) for quote in found]
    [('Prices will fall soon,', 'Aida Serik')]
    """
    language = cues(lang)
    found: list[Quotation] = []
    last: str | None = None
    for place in _places(text):
        span = place.span
        inside = text[span.start : span.end]
        cue, subject, beside = _said(place, language, text)
        if not _is_speech(place, inside, cue, beside, language, lang):
            continue
        if subject == "*" or subject is None:
            subject = last
            if cue is None and place.lead.strip():
                free = [name for _, name, demoted in names(place.lead) if not demoted]
                subject = free[0] if free else last
        context = f"{place.lead} {place.tail}" if cue else ""
        found.append(
            Quotation(
                span.start,
                span.end,
                inside,
                True,
                cue,
                subject,
                role_of(context, lang) if context else UNKNOWN,
            )
        )
        last = subject or last
    return found
