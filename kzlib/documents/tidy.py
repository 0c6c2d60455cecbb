"""Texts that already are articles (a table's cell, a page's extracted body): mended, not searched for a body."""

from __future__ import annotations

import re

from kzlib.documents import rules
from kzlib.documents.dates import MONTHS
from kzlib.documents.glue import unglued
from kzlib.documents.lines import measure
from kzlib.languages.normalise import ASCII, MARKS, scan

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_STAMP = rf"(?:\d{{1,2}}\s+(?:{_MONTH})\s+\d{{4}}|сегодня|вчера|бүгін|кеше)(?:\s*(?:года|г\.)?,?\s*\d{{1,2}}:\d{{2}})"
# Teasers that were set into the text: a mark, a headline and the teaser's own date and time, under a label.
_TEASER = re.compile(
    r"(?:Продолжение|Читайте также|По теме|Смотрите также|Оқи отырыңыз|Тағы оқыңыз|Read also|See also)?\s*"
    rf"(?:[■▪●►▶][^\n■▪●►▶]{{3,250}}?{_STAMP}\s*)+",
    re.I,
)
_MARKS = re.compile("[■▪●►▶]")
_CYR, _LAT = "А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ", "A-Za-z"
_UP, _LOW = "A-ZА-ЯЁӘІҢҒҮҰҚӨҺ", "a-zа-яёәіңғүұқөһ"
# "передаетTengrinews.kzсо ссылкой": three or more Latin letters are a name, not a look-alike within a word.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
_GLUED = re.compile(rf"[{_LOW[3:]}][A-Z][{_LAT}]")
_CYRILLIC = re.compile(f"[{_CYR}]")
_AFTER_STOP = re.compile(
    rf"(?<=[{_LOW}»”\")\d][.!?])(?=[«“\"(]?[А-ЯЁӘІҢҒҮҰҚӨҺ])|(?<=[{_LOW[3:]}»”][.!?])(?=[«“\"(]?[A-Z][a-z]+\b(?!\.))|(?<=[{_LOW[3:]}][.!?])(?=\d)"
)
_AFTER_COMMA = re.compile(rf"(?<=[{_LOW}»”])([,;:])(?=[«“{_CYR}])")
_AFTER_QUOTE = re.compile(rf"(?<=[{_LOW}.!?»”])(?<![{_UP}])(?=[«“][{_UP}])")


def tidy(text: str) -> str:
    """A text with spaces where links swallowed them, without set-in teasers and lines that are labels.

    Paragraphs end up separated by an empty line.

    >>> tidy("Об этом пишетExample.kzсо ссылкой на акимат.Мост открыли.")
    'Об этом пишет Example.kz со ссылкой на акимат. Мост открыли.'
    """
    use = scan(text)
    if use > ASCII and _MARKS.search(text):
        text = _TEASER.sub(" ", text)
    cyrillic = use > MARKS and _CYRILLIC.search(text) is not None
    glued = use > MARKS and _GLUED.search(text) is not None
    kept = []
    for line in text.split("\n"):
        line = " ".join(line.split()).strip("\u200b\u2060\ufeff")
        if not line or (line[-1] not in ".!?…" and len(line) <= 160 and _label(line)):
            continue
        if glued:
            line = unglued(spaced(line))
        elif cyrillic:
            line = spaced(line)
        kept.append(line)
    return "\n\n".join(kept)


def spaced(line: str) -> str:
    """Spaces between scripts and behind full stops, where a page's links stood without any.

    >>> spaced("Он рассказалTengrinews.kzоб этом.Вода ушла")
    'Он рассказал Tengrinews.kz об этом. Вода ушла'
    """
    if _GLUED.search(line):
        line = _LATIN.sub(_apart, line)
    if _CYRILLIC.search(line):
        line = _AFTER_STOP.sub(" ", line)
        line = _AFTER_COMMA.sub(r"\1 ", line)
        line = _AFTER_QUOTE.sub(" ", line)
    return line


def _apart(match: re.Match[str]) -> str:
    """A Latin name with a space to the Cyrillic letters it was glued to."""
    name, whole = match.group(), match.string
    if sum(char.isalpha() for char in name) < 3:
        return name
    before = " " if re.match(f"[{_CYR}]", whole[max(match.start() - 1, 0) : match.start()]) else ""
    after = " " if re.match(f"[{_CYR}]{{2}}", whole[match.end() : match.end() + 2]) else ""
    return before + name + after


def _label(line: str) -> bool:
    rule = rules.rule_of(line)
    if rule is None or rule.name == rules.NUMBERS.name:
        return False
    measured = measure(line)
    return not measured.ends and measured.n_words <= 14 and rule.name not in ("service line", "form")
