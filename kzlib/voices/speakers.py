"""Who is speaking: names near a cue, pronouns, "the ministry said"."""

from __future__ import annotations

import re

from kzlib.voices.cues import Cues

_CAP = r"[A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮІҺ]"
_PIECE = rf"(?:{_CAP}[\w’'-]*\.?(?<![\s,])|(?<=\s)(?:of|de|la|von|bin|al|ul|for|and|the)(?=\s+{_CAP}))"
NAME = re.compile(
    rf"{_CAP}[\w’'-]*(?:(?<=\b{_CAP})\.|(?<=\b[MDS]r)\.|(?<=Mrs)\.|(?<=Sen)\.|(?<=Rep)\.|(?<=Gov)\.|(?<=Gen)\.)?"
    rf"(?:[  ]+(?:(?:of|de|la|von|bin|al|for|the)[  ]+){{0,2}}{_CAP}[\w’'-]*(?:(?<=\b{_CAP})\.)?)*"
)
_CAPITALISED = (
    "The A An But And In On At For To Of As If When While After Before That This These Those It He She They We I You His Her "
    "Their Our My Its There Then So Yet Also However Still Now One Two Some Many Most No Not Or Both With From By During Even "
    "Just What Who Why How Where Which Because Since Although Though Asked According Earlier Later Meanwhile Last Instead "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Mr Mrs Ms Dr Mr. Mrs. Ms. Dr. Sen. Rep. Gov. Gen. Sir "
    "В На По За Из От До Для При Как Так Это Эти Этот Эта Он Она Они Мы Вы Я Но И А Или Если Когда Что Кто Где Также Однако "
    "Кроме Ранее Позже Сегодня Вчера При Со С К О Об У Напомним Между Тем Его Её Ее Их Все Всё Не Ни "
    "Ол Олар Біз Сіз Мен Бұл Осы Сол Ал Және Сондай Бүгін Кеше Бірақ Сонымен Оның Олардың Енді Яғни"
)
_NOT_A_NAME = frozenset(_CAPITALISED.split())
_PREPOSITION = re.compile(
    r"(?:^|\s)(?:in|on|at|of|for|from|to|with|by|after|during|about|against|over|near|into|before|since|under|toward|"
    r"в|во|на|по|из|от|для|с|со|у|к|о|об|при|после|до|через)\s+(?:the\s+|a\s+)?$",
    re.I,
)
_POSSESSIVE = re.compile(r"[’']s?$")
_PHRASE = re.compile(
    r"(?:^|[,;:–—-]\s+|\b(?:and|but|as|while|that|и|но|а|как)\s+)([^,;:–—]{2,60}?)\s*$", re.I
)


def _trim(name: str) -> str:
    parts = name.split()
    while (
        parts
        and parts[0].rstrip(".,") in _NOT_A_NAME
        or parts
        and parts[0] in ("of", "for", "the", "de", "al")
    ):
        parts.pop(0)
    while parts and parts[-1] in _NOT_A_NAME:
        parts.pop()
    return _POSSESSIVE.sub("", " ".join(parts))


def names(segment: str) -> list[tuple[int, str, bool]]:
    """The capitalised names of a segment: (position, name, whether a preposition stands before it).

    >>> names("In Astana, Aida Serik, a lawyer,")
    [(3, 'Astana', True), (11, 'Aida Serik', False)]
    """
    found = []
    for match in NAME.finditer(segment):
        name = _trim(match.group())
        if len(name) > 1:
            at = match.start() + match.group().index(name.split()[0])
            before = segment[max(0, at - 14) : at]
            possessive = segment[match.end() - 2 : match.end()] in ("'s", "’s")
            found.append((at, name, bool(_PREPOSITION.search(before)) or possessive))
    return found


def subject_before(segment: str, cues: Cues) -> str | None:
    """Who the subject of a cue is, from what stands before the cue: a name, "he" (as "*"), a phrase, or None."""
    said = names(segment)
    free = [item for item in said if not item[2]]
    pronouns = list(cues.pronoun.finditer(segment))
    if pronouns and (not free or pronouns[-1].start() > free[-1][0]):
        return "*"
    if free:
        return free[0][1]
    phrase = _PHRASE.search(segment)
    if phrase and phrase.group(1).strip():
        return phrase.group(1).strip()
    return said[0][1] if said else None


def subject_after(segment: str, cues: Cues) -> str | None:
    """Who the subject is when it follows its cue: ``said Aida Serik, a lawyer``."""
    clause = re.split(r"[.;:!?](?:\s|$)|\s[–—]\s", segment, maxsplit=1)[0]
    said = names(clause)
    pronoun = cues.pronoun.match(clause.strip())
    if pronoun:
        return "*"
    for _, name, demoted in said:
        if not demoted:
            return name
    phrase = re.match(r"\s*((?:the|a|an|one|another)\s+[\w ’'-]{2,50}|[\w-]+(?:\s+[\w-]+){0,3})", clause)
    return said[0][1] if said else phrase.group(1).strip() if phrase else None
