"""Speech without marks: said to follow (``said that …``), said before (``…, she said``), or after a dash."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from kzlib.voices.cues import CREDIT, Cues
from kzlib.voices.places import WORD, sentence_end, sentence_start
from kzlib.voices.roles import title_first
from kzlib.voices.speakers import first_word, main_subject, names, subject_after, subject_before, subject_of

REACH = 700  # characters of a sentence that are looked at
MIN_WORDS = 3  # of reported speech

_DASH = re.compile(r"(?m)^[ \t]*[—–-][  \t]+(?=\S)(.+)$")
_INSERT = re.compile(r"[,.!?…][”\"»]?\s*[—–-]\s+(?=[^\W\d_])")
_RESUME = re.compile(r"[.,]\s*[—–-]\s+")
_THAT = {
    "en": re.compile(r"\s+(?:[\w’'.-]+\s+){0,7}?that\s+(?!said\b)"),
    "ru": re.compile(r"[^.;!?\n]{0,120}?,\s+(?:что|будто|якобы)\s+", re.I),
}
# After these a clause may follow without "that".
_BARE = re.compile(r"(?:said|says?|add(?:s|ed)|claim(?:s|ed)|insist(?:s|ed)|warn(?:s|ed)|argu(?:es|ed)|admit(?:s|ted)|predict(?:s|ed)|not(?:es|ed)|confirm(?:s|ed)|announc(?:es|ed))$")  # fmt: skip
_NO_CLAUSE = re.compile(r"\s*(?:$|[,.;:)\"“”]|(?:in|on|at|to|of|during|when|after|before|as|about|with|by|from|for|through|via|and|so|of)\b)", re.I)  # fmt: skip
_BEFORE = re.compile(r",[”\"»’']?\s*(?:[—–-]\s*)?$")
_THE = re.compile(r"\s*(?:the|a|an|one|another)\s")
# A name and then a verb: a clause begins.
_VERB_NEXT = re.compile(
    r"\s*(?:[A-Z][\w’'.-]*\s+)+(?:was|is|were|are|has|had|have|will|would|could|can|did|does|should|may|might|must|\w+ed)\b"
)
_OF_THIS = re.compile(
    r"\s*(?:об этом|как|бұл туралы|бұл жөнінде|бұл жайлы|бұл жайында|мұны)\b", re.I
)  # stands for what was told before
_CREDITED = re.compile(
    r",\s+(?:передает|передаёт|сообща(?:ет|ют)|пишет|хабарлайды)\b"
)  # an outlet's credit inside a sentence
_MANNER = re.compile(r"\b(?:былай|осылай|мынаны|мынадай|туралы|жайлы|жайында|жөнінде)\s*$")
_OPENS = re.compile(r"\s*:\s*[«“\"„]")
_QUOTED_OWNER = re.compile(r"\s*«[^»\n]{1,60}»(?:\s+[^\W\d_]+(?:сының|сінің|ының|інің|сы|сі|ы|і)\b){0,3}")
_REFERENCE = re.compile(r"\bсо ссылкой на\s", re.I)
_QUOTED_BEFORE = re.compile(r"[”\"»][^“”\"«»]{0,80}$")  # the cue belongs to a quotation before it


@dataclass(slots=True)
class Said:
    """Something said before its pronouns are resolved; `start == end` only tells who spoke."""

    start: int
    end: int
    direct: bool
    cue: str | None
    subject: str | None
    context: str
    fallback: str | None = None


def after_dash(text: str, lang: str, language: Cues) -> Iterator[Said]:
    """Direct speech of dialogues: paragraphs that begin with a dash, the author's words cut out."""
    if lang not in ("ru", "kk"):
        return
    lines = list(_DASH.finditer(text))
    alive = any(line.group(1).rstrip()[-1:] == "?" or _author(line.group(1), language) for line in lines)
    for line in lines if alive else ():
        body, at = line.group(1), line.start(1)
        author = _author(body, language)
        if not author:
            if body[:1].isupper() and body.rstrip()[-1:] in ".!?…":
                yield Said(at, at + len(body.rstrip()), True, None, None, "")
            continue
        stop, clause, cue = author
        resume = _RESUME.search(body, clause)
        words = body[clause : resume.start() if resume else len(body)]
        found = cue.group()
        subject = subject_after(body[cue.end() : clause + len(words)], language)
        subject = subject or subject_before(body[clause : cue.start()], language, found)
        yield Said(at, at + stop, True, found, subject, words)
        if resume and body[resume.end() :].strip():
            yield Said(at + resume.end(), at + len(body.rstrip()), True, found, subject, words)


def _author(body: str, language: Cues) -> tuple[int, int, re.Match[str]] | None:
    """Where the author's words begin: (end of the speech, their start, their cue)."""
    for insert in _INSERT.finditer(body):
        cue = language.say.search(body, insert.end(), insert.end() + 60)
        if cue and body[insert.end()].islower():
            return insert.start() + 1, insert.end(), cue
    return None


def reported(text: str, lang: str, language: Cues, taken: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Reported speech; `taken` are the direct quotations (with their marks), which are left out of it."""
    past = 0
    spans = list(taken)
    for cue in language.announce.finditer(text):
        at = cue.start()
        if at < past or any(a <= at < b for a, b in _around(spans, at)):
            continue
        low, high = sentence_start(text, past, at, REACH), sentence_end(text, cue.end(), len(text), REACH)
        content = _content(text, low, high, cue, lang, language)
        if content is None:
            continue
        start, end, subject = content
        credit = _CREDITED.search(text, start, end)
        end = credit.start() if credit else end
        if _OF_THIS.match(text, start, end):
            continue
        pieces = [
            p for p in _without(text, start, end, spans) if len(WORD.findall(text[slice(*p)])) >= MIN_WORDS
        ]
        context = f"{text[low:start]} {text[end:high]}"
        for a, b in pieces:
            yield Said(a, b, False, cue.group(), subject, context)
        if pieces:
            past = max(pieces[-1][1], cue.end())


def _around(spans: Sequence[tuple[int, int]], at: int) -> Sequence[tuple[int, int]]:
    place = bisect_right(spans, (at, 1 << 60))
    return spans[max(0, place - 1) : place]


def _content(
    text: str, low: int, high: int, cue: re.Match[str], lang: str, language: Cues
) -> tuple[int, int, str | None] | None:
    """(start, end, subject) of what the cue of a sentence reports."""
    pre, post = text[low : cue.start()], text[cue.end() : high]
    word = cue.group()
    if language.according.fullmatch(word):
        return _according(text, low, high, cue, lang, language)
    that = _THAT[lang].match(post) if lang in _THAT else None
    if that:
        subject = subject_before(pre, language, word) if pre.strip() else None
        return cue.end() + that.end(), high, subject or subject_after(post[: that.end()], language)
    if lang == "kk":
        return _kazakh(low, cue, pre, post, language)
    before = _BEFORE.search(pre)
    if before and (lang == "ru" or _inverted(word, post)):  # "…, said Aida"
        reference = (
            _REFERENCE.search(post) if lang == "ru" else None
        )  # "…, reports the agency, citing the ministry"
        return low, low + before.start(), subject_after(post[reference.end() if reference else 0 :], language)
    if lang == "ru":
        return None
    if _QUOTED_BEFORE.search(pre):
        return None
    comma = pre.rfind(", ")
    if (
        comma > 0
        and post.lstrip(" ,")[:1] not in (":", "“", '"')
        and _NO_CLAUSE.match(post)
        and len(WORD.findall(post)) <= 9
    ):  # "…, Aida said on Monday"
        segment = pre[comma + 2 :]
        named = names(segment) or language.pronoun.search(segment)
        if len(WORD.findall(segment)) <= 6 and (named or segment.strip()):
            return low, low + comma, subject_before(segment, language, word)
        return None
    if _BARE.match(word) and not _NO_CLAUSE.match(post) and pre.strip():
        return cue.end() + 1, high, subject_before(pre, language, word)
    return None


def _inverted(cue: str, post: str) -> bool:
    """Whether the subject follows an English cue: "…, said Aida Serik on Monday", not "Aida, a lawyer, said it rained"."""
    n = len(WORD.findall(post))
    if n > 14 or cue.startswith("t") or _VERB_NEXT.match(post):
        return False
    first = names(post[:60])
    return bool(first and first[0][0] < 3) or (n <= 5 and bool(_THE.match(post)))


def _according(
    text: str, low: int, high: int, cue: re.Match[str], lang: str, language: Cues
) -> tuple[int, int, str | None] | None:
    pre, post = text[low : cue.start()], text[cue.end() : high]
    if lang == "kk":  # "Aida's words-by, …"
        said, comma = names(pre), post.find(",")
        phrase = pre.strip() if 1 < len(pre.split()) <= 6 and "," not in pre else None
        subject = phrase or (said[-1][1] if said else None)
        return (cue.end() + comma + 1, high, subject) if 0 <= comma < 20 else None
    if lang == "ru" and "ссылк" in cue.group() and CREDIT.search(text, max(0, low - 15), cue.start()):
        return None  # the credit's own words
    subject = subject_of(cue.group(), post.split(",")[0], language)
    if len(WORD.findall(pre)) >= MIN_WORDS:
        return low, low + len(pre.rstrip(" ,")), subject
    comma = post.find(", ")
    return (cue.end() + comma + 2, high, subject) if comma > 0 else None


def _kazakh(
    low: int, cue: re.Match[str], pre: str, post: str, language: Cues
) -> tuple[int, int, str | None] | None:
    """The verb ends the sentence or the speaker follows it; the speaker may also begin the sentence."""
    if _MANNER.search(pre) or _OPENS.match(post) or _OF_THIS.match(pre):  # "былай деді: «…»"
        return None
    end = low + len(pre.rstrip(" ,–—-\xa0"))
    if WORD.search(post):
        return low, end, subject_after(post, language)
    owner = _QUOTED_OWNER.match(
        pre
    )  # "«Ақ жол» партиясының төрағасы Азат …": the name and its office begin the sentence
    title = owner.group() if owner else title_first(pre, "kk")
    first = [item for item in names(pre[:80]) if not first_word(item, pre) and item[0] >= len(title)]
    if first and first[0][0] < max(40, len(title) + 2):
        at, name, _ = first[0]
        return low + at + len(name), end, name
    if title:
        return low + len(title), end, title.strip()
    return (low, end, None) if first else (low, end, main_subject(pre, language))


def _without(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces of a stretch that are in none of the spans, trimmed."""
    cursor = start
    first = max(0, bisect_right(spans, (start, start)) - 1)
    inside = takewhile(lambda span: span[0] < end, islice(spans, first, None))
    for a, b in [*(span for span in inside if span[1] > start), (end, end)]:
        piece = text[cursor : max(cursor, min(a, end))]
        left = cursor + len(piece) - len(piece.lstrip(" ,;:–—-\n\xa0"))
        right = cursor + len(piece.rstrip(" ,;:.–—-\n\xa0"))
        if right > left:
            yield left, right
        cursor = max(cursor, b)
