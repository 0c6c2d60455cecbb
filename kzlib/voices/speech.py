"""What is said: which quoted stretches are speech, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzlib.voices.cues import CREDIT, Cues, cues
from kzlib.voices.marks import Span
from kzlib.voices.places import WORD, Place, places
from kzlib.voices.reported import Said, after_dash, reported
from kzlib.voices.roles import UNKNOWN, role_of, without_title
from kzlib.voices.speakers import PRONOUN, main_subject, names, subject_after, subject_before, subject_of

SHORT, LONG = 4, 7  # words: fewer need a cue of their own; a fragment of so many is speech all the same

# What stands before the title of a work or a programme.
_NAMES_WORK = re.compile(r"(?:\b(?:on|of|in|for|to|called|titled|entitled|named|dubbed)|[’']s|s[’'])$")
_ATTRIBUTED = re.compile(r"\s*[,.!?…]?\s*[–—―-]\s|,\s|\s*(?:деп|деді|дейді|дед|деген|дегенді)\b")
_ASIDE = re.compile(r"\b(?:who|which|not|to|when|котор\w+)\s+$")  # "a woman who asked not to be named said"
_AND_THEN = re.compile(r"\s*,?\s*(?:and|but|then|и|но|а|және)(?:\s+\w+ly)?\s*$")
_THAT = re.compile(r"\b(?:что|будто|якобы)$")
# "… – said", "… деп": what only follows speech
_CLOSED = re.compile(r"\s*,?\s*[–—―-]\s|\s*,?\s*[–—-]?\s*(?:деп|деді|дейді|деген|дегенді)\b")
_GOVERNED = re.compile(
    r"\b(?:в|во|на|по|из|от|для|с|со|у|к|о|об|при|после|до|через|за|под|над|между|статье|статьи|статья|статью|клуб\w*|компани\w+|"
    r"парти\w+|фонд\w*|фильм\w*|программ\w+|проект\w*|рейтинг\w*|журнал\w*|газет\w+|акци\w+|борьб\w+|конкурс\w*|премии|премию|"
    r"орден\w*|медал\w+|песн\w+|книг\w+|телеканал\w*|агентств\w+|издани\w+|отел\w+|завод\w*|сайт\w*)$",
    re.I,
)
_TO_SOMEBODY = frozenset(("told", "tells", "telling"))
_LABEL = re.compile(r"\s*[—–-]?\s*((?:[^\W\d_][\w’'-]*\s+){0,2}[^\W\d_][\w’'-]*):\s*")
_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?=[A-ZА-ЯЁӘҒҚҢӨҰҮІҺ])")


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


def _is_name(text: str, span: Span, lang: str) -> bool:
    """Whether a stretch is plainly the name of a firm, a party or a programme: its sentence runs through it."""
    inside = text[span.start : span.end].strip()
    left = text[max(0, span.start - 40) : span.start - 1].rstrip(" \xa0")
    if not inside[:1].isupper() or inside[-1:] in "!?…" or len(inside) > 80 or left.endswith(tuple(":,—–-")):
        return False
    if lang in ("ru", "kk"):
        after = text[span.end + 1 : span.end + 40]
        if inside[-1:] in ".," or _ATTRIBUTED.match(after):
            return False
        if (
            _THAT.search(left)
            and len(WORD.findall(inside)) >= SHORT
            and not after.lstrip(" \xa0")[:1].isalpha()
        ):
            return False  # "said that «The country …»."
        return bool(left and left[-1] not in ".!?\n") or after.lstrip(" \xa0")[:1].isalpha()
    return bool(_NAMES_WORK.search(left)) and _is_title(inside)


def _is_title(inside: str) -> bool:
    """Whether every long word is capitalised, as in the title of a work."""
    words = WORD.findall(inside)
    long = [word for word in words if len(word) > 3] or words
    return inside.rstrip(",.")[-1:] not in "!?" and all(
        word[:1].isupper() or word[:1].isdigit() for word in long
    )


def _is_fragment(inside: str, lead: str, lang: str) -> bool:
    """Whether quoted words are part of somebody else's sentence: they go on from a plain word."""
    plain = lead.rstrip()
    if not plain or plain[-1] in ",:;–—-.!?…([":
        return False
    return not inside[:1].isupper() or lang in ("ru", "kk")


def _tail_cue(tail: str, inside: str, language: Cues) -> tuple[str, str | None] | None:
    """The cue after a quotation, and its subject: ``, said Aida`` ``, Aida told us`` ``― Aida``."""
    signed = _SIGNED.match(tail)
    if signed and inside[-1:] in ".!?…”" and not language.say.search(tail):
        return "―", subject_after(tail[signed.end() :], language)
    match = next((m for m in language.say.finditer(tail) if not _ASIDE.search(tail, 0, m.start())), None)
    according = language.according.search(tail)
    if according and according.start() < 40 and (not match or according.start() < match.start()):
        return according.group(), subject_of(according.group(), tail[according.end() :], language)
    if not match or match.start() > 250:
        return None
    if _AND_THEN.match(
        tail[: match.start()]
    ):  # "… “so” and says …": the clause before the quotation tells who
        return None
    segment = tail[: match.start()].strip(" –—―\xa0").lstrip(",")
    subject = subject_before(segment, language, match.group()) if segment.strip(", ") else None
    if not subject and segment.strip(", ") and match.group() in _TO_SOMEBODY:
        return match.group(), None  # "somebody told the agency": who follows is told
    return match.group(), subject or subject_after(tail[match.end() :], language)


def _lead_cue(lead: str, language: Cues) -> tuple[str, str | None] | None:
    """The cue before a quotation, and its subject: ``Aida said: ``."""
    every = list(language.say.finditer(lead))
    according = language.according.search(lead)
    if every and not (according and according.end() > every[-1].start()):
        last = every[-1]
        subject = subject_before(lead[: last.start()].rstrip(" "), language, last.group())
        after = lead[last.end() :]
        if (
            subject
            and not after.isascii()
            and not names(subject)
            and any(not name[2] for name in names(after))
        ):
            subject = None  # "об этом сказала Анна Ким"
        return last.group(), subject or subject_after(lead[last.end() :], language)
    if according:
        return according.group(), subject_of(according.group(), lead[according.end() :], language)
    weak = language.weak.search(lead)
    if weak:
        subject = subject_before(lead[: weak.start()].rstrip(" "), language, weak.group())
        return weak.group(), subject if subject != PRONOUN else main_subject(lead, language)
    return None


def _is_speech(place: Place, cue: str | None, lang: str, language: Cues) -> bool:
    """Whether a quoted stretch is speech rather than a title, a name, a word held at arm's length."""
    lead, inside = place.lead.rstrip(), place.inside
    strong = cue is not None and (cue == "―" or bool(language.say.fullmatch(cue)))
    strong = strong or (cue == ":" and bool(_CLOSED.match(place.tail)))
    ended = inside[-1:] in ".!?…," or (
        lang in ("ru", "kk") and (bool(_CLOSED.match(place.tail)) or lead[-1:] == ":")
    )
    if _is_title(inside) and not (strong and ended):
        return False
    if _is_fragment(inside, lead, lang):
        if lang in ("ru", "kk") and place.n_words < SHORT:
            return _is_word_of(place, lead, language)
        return place.n_words >= LONG or cue is not None
    if place.n_words >= SHORT:
        return True
    if not lead and inside[:1].isupper() and inside[-1:] in ".!?…":
        return True
    return (strong or lead[-1:] == ":") and (ended or lead[-1:] in ",:" or place.tail.lstrip()[:1] in ",–—―")


def _is_word_of(place: Place, lead: str, language: Cues) -> bool:
    """Whether one to three words within a Russian or Kazakh sentence are somebody's: "called it «a shame»"."""
    if _CLOSED.match(place.tail):
        return True
    return not _GOVERNED.search(lead) and bool(language.say.search(lead) or language.weak.search(lead))


def _who(
    place: Place, language: Cues, sentence: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    """(cue, subject) of a quoted stretch; `sentence`: those of the stretch before in its sentence."""
    said = _tail_cue(place.tail, place.inside, language)
    own = bool(place.lead.strip())
    label = _LABEL.fullmatch(place.lead) if own else None
    if label and not language.say.search(place.lead):
        who = label.group(1)  # "Lawyer: “…”"
        return ":", PRONOUN if language.pronoun.fullmatch(who) else who
    if said is None or (said[1] is None and own):
        said = _lead_cue(place.lead, language) or said
    if said is not None:
        return said[0], said[1] or (main_subject(place.lead, language) if own else None)
    if place.same_sentence and any(sentence):
        return sentence
    if own:
        return None, main_subject(place.lead, language)
    if place.before:
        said = _lead_cue(place.before, language)
        return (said[0], said[1]) if said else (None, main_subject(place.before, language))
    return None, None


def _marked(text: str, lang: str, language: Cues) -> list[Said]:
    """What is said between marks; a stretch that is no speech still tells who spoke (an empty one)."""
    found: list[Said] = []
    sentence: tuple[str | None, str | None] = (None, None)
    for place in places(text, lambda text, span: not _is_name(text, span, lang)):
        cue, subject = sentence = _who(place, language, sentence)
        span = place.span
        speech = _is_speech(place, cue, lang, language)
        if not speech and not (cue and (cue == "―" or language.say.fullmatch(cue))):
            continue
        context = f"{place.lead} {place.tail}" if cue else ""
        before = main_subject(place.before, language) if subject == PRONOUN else None
        end = span.end if speech else span.start
        found.append(Said(span.start, end, True, cue, subject, context, before))
    return found


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
    said = _marked(text, lang, language)
    marked = [(item.start - 1, item.end + 1) for item in said if item.end > item.start]
    said += [item for item in after_dash(text, lang, language) if not _meets(item, marked)]
    taken = sorted({(item.start - 1, item.end + 1) for item in said if item.end > item.start})
    said += reported(text, lang, language, taken)
    said.sort(key=lambda item: (item.start, item.end))
    return _resolved(text, lang, said)


def _introduced(text: str, surname: str, lang: str) -> str:
    """The role with which a text first names somebody."""
    at = text.find(surname) if surname[:1].isupper() else -1
    return role_of(text[max(0, at - 90) : at + len(surname) + 90], surname, lang) if at >= 0 else UNKNOWN


def _is_word(speaker: str, text: str, lang: str) -> bool:
    """Whether a one-word name is but a word at the beginning of a sentence: the text has it in small letters too."""
    if (
        " " in speaker
        or not speaker[:1].isupper()
        or speaker[-1:] == "s"
        or role_of(speaker, None, lang) != UNKNOWN
    ):
        return False
    return f" {speaker.lower()} " in text


def _meets(item: Said, spans: list[tuple[int, int]]) -> bool:
    return any(a < item.end and b > item.start for a, b in spans)


def _resolved(text: str, lang: str, said: list[Said]) -> list[Quotation]:
    """The quotations with their pronouns resolved to the last speaker, in the order of the text."""
    found: list[Quotation] = []
    last: str | None = None
    roles: dict[str, str] = {}
    for item in said:
        speaker = item.subject
        if speaker in (None, PRONOUN):
            speaker = last or (item.fallback if item.fallback != PRONOUN else None)
        if speaker and item.subject not in (None, PRONOUN) and _is_word(speaker, text, lang):
            speaker = last
        speaker = without_title(speaker, lang) if speaker else None
        last = speaker or last
        if item.end == item.start:
            continue
        role = role_of(item.context, speaker, lang) if item.cue else UNKNOWN
        if not item.direct and role == "media" and item.cue and CREDIT.fullmatch(item.cue):
            continue  # "…, reports the agency": an outlet's credit line, nobody's speech
        if speaker:  # a role once told holds for the surname
            surname = speaker.split()[-1]
            if role == UNKNOWN:
                role = roles.get(surname) or _introduced(text, surname, lang)
            if roles.get(surname, UNKNOWN) == UNKNOWN:
                roles[surname] = role
        piece = text[item.start : item.end]
        found.append(Quotation(item.start, item.end, piece, item.direct, item.cue, speaker, role))
    return found
