"""Texts that already are articles (a table's cell, a page's extracted body): mended, not searched for a body."""

from __future__ import annotations

import re

from kzlib.documents import rules
from kzlib.documents.dates import MONTHS
from kzlib.documents.lines import measure

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
# A teaser that was set into the text: its label, a mark, a headline and the teaser's own date.
_TEASER = re.compile(
    r"(?:Продолжение|Читайте также|По теме|Смотрите также|Оқи отырыңыз|Тағы оқыңыз|Read also|See also)\s*[■▪●•►▶:]\s*"
    rf"[^\n■▪●►▶]{{3,250}}?(?:\d{{1,2}}\s+(?:{_MONTH})\s+\d{{4}}|сегодня|вчера|бүгін|кеше)(?:\s*(?:года|г\.)?,?\s*\d{{1,2}}:\d{{2}})?\s*",
    re.I,
)
_CYR, _LAT = "А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ", "A-Za-z"
_UP, _LOW = "A-ZА-ЯЁӘІҢҒҮҰҚӨҺ", "a-zа-яёәіңғүұқөһ"
# "передаетTengrinews.kzсо ссылкой": three or more Latin letters are a name, not a look-alike within a word.
_INTO_LATIN = re.compile(rf"(?<=[{_CYR}])(?=[A-Z][{_LAT}0-9.-]{{2,}})|(?<=[{_LOW[3:]}])(?=[{_LAT}]{{4,}})")
_OUT_OF_LATIN = re.compile(rf"(?<=[{_LAT}]{{3}})(?=[{_CYR}]{{2,}}(?![{_LAT}]))")
_AFTER_STOP = re.compile(
    rf"(?<=[{_LOW}»”\")\d][.!?])(?=[«“\"(]?[{_UP}][{_LOW}])(?![a-z]{{2,3}}\b)|(?<=[{_LOW}][.!?…])(?=[{_UP}]{{2,}}\b)"
)
_AFTER_COMMA = re.compile(rf"(?<=[{_LOW}»”])([,;:])(?=[«“{_CYR}])")
_AFTER_QUOTE = re.compile(rf"(?<=[{_LOW}.!?»”])(?<![{_UP}])(?=[«“][{_UP}])")


def tidy(text: str) -> str:
    """A text with spaces where links swallowed them, without set-in teasers and lines that are labels.

    Paragraphs end up separated by an empty line.

    >>> tidy("Об этом пишетExample.kzсо ссылкой на акимат.Мост открыли.")
    'Об этом пишет Example.kz со ссылкой на акимат. Мост открыли.'
    """
    text = _TEASER.sub(" ", text)
    kept = []
    for line in re.split(r"\n+", text):
        line = re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", line).strip(" \u200b\u2060\ufeff")
        if line and not _label(line):
            kept.append(spaced(line))
    return "\n\n".join(kept)


def spaced(line: str) -> str:
    """Spaces between scripts and behind full stops, where a page's links stood without any.

    >>> spaced("Он рассказалTengrinews.kzоб этом.Вода ушла")
    'Он рассказал Tengrinews.kz об этом. Вода ушла'
    """
    line = _INTO_LATIN.sub(" ", line)
    line = _OUT_OF_LATIN.sub(" ", line)
    if re.search(f"[{_CYR}]", line):
        line = _AFTER_STOP.sub(" ", line)
        line = _AFTER_COMMA.sub(r"\1 ", line)
        line = _AFTER_QUOTE.sub(" ", line)
    return re.sub(r" {2,}", " ", line)


def _label(line: str) -> bool:
    rule = rules.rule_of(line)
    if rule is None or rule.name == rules.NUMBERS.name:
        return False
    measured = measure(line)
    return not measured.ends and measured.n_words <= 14 and rule.name not in ("service line", "form")
