"""Who is speaking: names near a cue, pronouns, "the ministry said"."""

from __future__ import annotations

import re

from kzlib.voices.cues import Cues

_CAP = r"[A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮІҺ]"
NAME = re.compile(
    rf"{_CAP}[\w’'-]*(?:(?<=\b{_CAP})\.|(?<=\b[MDS]r)\.|(?<=Mrs)\.|(?<=Sen)\.|(?<=Rep)\.|(?<=Gov)\.|(?<=Gen)\.|(?<=Rev)\.|(?<=Lt)\.|(?<=Ms)\.)?"
    rf"(?:[  ]+(?:(?:of|de|la|von|bin|al|for|the)[  ]+){{0,2}}{_CAP}[\w’'-]*(?:(?<=\b{_CAP})\.)?)*"
)
_CAPITALISED = (
    "The A An But And In On At For To Of As If When While After Before That This These Those It He She They We I You His Her "
    "Their Our My Its There Then So Yet Also However Still Now One Two Some Many Most No Not Or Both With From By During Even "
    "Another Others Several Few Each All None Such "
    "Just What Who Why How Where Which Because Since Although Though Asked According Earlier Later Meanwhile Last Instead "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Mr Mrs Ms Dr Sen Rep Gov Gen Rev Lt Sir Hon "
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
PRONOUN = "*"  # the subject is "he": the last speaker
_JOINTS = frozenset(["and", "but", "then", "also", "while", "as", "и", "но", "а", "также", "және"])
_LINKS = frozenset(("of", "for", "the", "de", "al", "la", "von", "bin"))
_DATELINE = re.compile(r"[^.]{0,30}?\s*(?:\([^)]*\)\s*)?(?:--?|[–—―])\s")
_APPOSED = re.compile(r"\s*(?:a|an|the|who|whose|which|and|or|former|director|head|author|\d+)\b")
_NOUN = re.compile(
    r"(?:the|a|an|one|another|some|several|many)\s+[\w’'-]+(?:\s+(?!on\b|in\b|at\b|during\b|to\b)[\w’'-]+){0,4}",
    re.I,
)
# "Восточного департамента": a capitalised adjective of an office, not a name.
_ADJECTIVE = re.compile(r"[А-ЯЁ][а-яё-]+(?:ого|его|ому|ему|ой|ей|ых|их|ый|ий|ая|яя|ое|ые|ие|ую)")
_OFFICE = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮІҺ]{2,6}")
# "Kazakh officials", "Alma board members": the name belongs to a group, which is the speaker.
_GROUP = re.compile(
    r" (?:[a-z][\w-]* ){0,2}(?:officials?|authorit\w+|media|police|government|campaign|ministry|minister|president|parliament|"
    r"court|compan\w+|banks?|party|group|agency|newspapers?|army|forces|troops|prosecutors?|lawmakers?|leaders?|residents?|"
    r"activists?|protesters?|diplomats?|experts?|analysts?|economists?|citizens?|voters?|workers?|sources?|spokes\w+|members|"
    r"administration|department|team|lawyers?|attorneys?|participants?|scientists?|researchers?|people)\b"
)
_CLAUSE_WORDS = re.compile(
    r"\b(?:are|is|was|were|be|been|have|has|had|not|will|would|can|could|there|it|to|if|because|which|who)\b",
    re.I,
)
_POSSESSIVE = re.compile(r"[’']s?$")
_PHRASE = re.compile(
    r"(?:^|[,;:]\s+|\b(?:and|but|as|while|that|when|и|но|а|как)\s+)([^\W\d_][^,;:]{1,70}?)$", re.I
)
_RELATIVE = re.compile(
    r"((?:[Aa]n?|[Tt]he|[Oo]ne)\s+(?:[\w-]+\s+){0,2}[\w-]+),?\s+who\b[^,;:]*$"
)  # "a witness who asked not to be named"
_QUOTED = re.compile(r"[«»“”]")
_MARK = re.compile(r"[»”]")  # a closing mark after a name
_HIS = re.compile(r"\b(?:его|её|ее|их)\b", re.I)
_CLAUSE = re.compile(r"\s(?:--|[―—–-])\s|;\s|:\s")
_STOP = re.compile(
    r"(?<!\b[^\W\d_])(?<!\b(?:Mr|Ms|Dr|Jr|Sr|St))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Rev))[.!?;:](?=\s|$)|\s[–—-]\s"
)


def _trim(name: str) -> str:
    parts = name.split()
    owners = [i for i, part in enumerate(parts[:-1]) if part[-2:] in ("'s", "’s", "s'", "s’")]
    parts = parts[owners[-1] + 1 :] if owners else parts  # "Alma's Director Aida Serik"
    while len(parts) > 1 and _OFFICE.fullmatch(parts[0]) and not parts[1].isupper():
        parts.pop(0)  # "КНДР Хан Соль Рёль", "МИД Анна Ким"
    while parts and parts[0].rstrip(".,") in _NOT_A_NAME or parts and parts[0] in _LINKS:
        parts.pop(0)
    while parts and parts[-1] in _NOT_A_NAME:
        parts.pop()
    return _POSSESSIVE.sub("", " ".join(parts))


def names(segment: str) -> list[tuple[int, str, bool]]:
    """The capitalised names of a segment: (position, name, whether it cannot be the subject: "in X", "X's").

    >>> names("In Astana, Aida Serik, a lawyer,")
    [(3, 'Astana', True), (11, 'Aida Serik', False)]
    """
    found = []
    for match in NAME.finditer(segment):
        name = _trim(match.group())
        if len(name) < 2 or (match.start() == 0 and " " not in name and name.endswith(("ing", "ly"))):
            continue
        if segment[match.start() - 1 : match.start()] == "(":
            continue
        if name.isupper() and len(name) > 5 and _DATELINE.match(segment, match.end()):
            continue
        if _ADJECTIVE.fullmatch(name) and segment[match.end() : match.end() + 2].strip()[:1].islower():
            continue
        at = match.start() + match.group().index(name.split()[0])
        owner = match.group()[-2:] in ("'s", "’s") or match.group()[-2:] in ("s'", "s’")
        found.append((at, name, owner or bool(_PREPOSITION.search(segment[max(0, at - 14) : at]))))
    return found


def _free(segment: str) -> list[str]:
    return [name for _, name, demoted in names(segment) if not demoted]


def first_word(item: tuple[int, str, bool], sentence: str) -> bool:
    """Whether a Russian or Kazakh name is but the capital with which a sentence begins."""
    at, name, _ = item
    return " " not in name and not name.isascii() and not sentence[:at].strip(" –—-\n")


def main_subject(sentence: str, cues: Cues) -> str | None:
    """Who a sentence is about: its first name that no preposition governs, or "he" (as "*"), or None."""
    free = [item for item in names(sentence) if not item[2] and not first_word(item, sentence)]
    pronoun = cues.pronoun.search(sentence)
    if pronoun and (not free or pronoun.start() < free[0][0]):
        return PRONOUN
    return free[0][1] if free else None


def subject_before(segment: str, cues: Cues, cue: str) -> str | None:
    """Who the subject of `cue` is, from what stands before it: a name, "he" (as "*"), a phrase, or None."""
    if cue.endswith("ing"):  # "…, saying": the subject is that of the main clause
        return main_subject(segment, cues)
    parts = [part for part in _CLAUSE.split(segment) if part.strip()]
    clause = parts[-1].strip() if parts else ""
    if _CLAUSE.search(segment[-4:] + " ") and len(parts) > 1:  # "Aida Serik – a lawyer – said"
        clause = parts[-2].strip()
    free = [item for item in names(clause) if not item[2]]
    pronouns = [match.start() for match in cues.pronoun.finditer(clause)]
    if clause.endswith(","):  # "Aida Serik, a lawyer in Astana, said"
        for part in clause.rstrip(", ").split(", "):
            found = _free(part)
            if found and not _APPOSED.match(part):
                return found[-1]
        first = clause.split(",")[0].strip()  # "the president, who took office in May, said"
        if (
            not free
            and 0 < len(first.split()) <= 6
            and not (_CLAUSE_WORDS.search(first) or _QUOTED.search(first))
        ):
            return PRONOUN if cues.pronoun.fullmatch(first) else first
    if pronouns and (not free or pronouns[-1] > free[-1][0]):
        return PRONOUN
    free = [
        item for item in free if not _MARK.search(clause, item[0])
    ]  # what is inside a quotation is no subject
    if free:
        at, name, _ = free[-1]
        group = _GROUP.match(clause, at + len(name))
        return name + group.group() if group else name
    relative = _RELATIVE.search(clause)
    if relative:
        return relative.group(1)
    phrase = _PHRASE.search(clause.rstrip(", "))
    said = names(clause)
    if (
        phrase
        and not _QUOTED.search(phrase.group(1))
        and not phrase.group(1)[:1].isdigit()
        and not _CLAUSE_WORDS.search(phrase.group(1))
    ):
        words = phrase.group(1).strip()
        return PRONOUN if words.lower() in _JOINTS else words
    return said[-1][1] if said else None


def subject_of(formula: str, rest: str, cues: Cues) -> str | None:
    """Whose words "according to …" tells, from the formula and what follows it: «по его словам» has them inside."""
    return PRONOUN if _HIS.search(formula) else subject_after(rest, cues)


def subject_after(segment: str, cues: Cues) -> str | None:
    """Who the subject is when it follows its cue: ``said Aida Serik, a lawyer``."""
    stop = _STOP.search(segment)
    clause = (segment[: stop.start()] if stop else segment).lstrip(" ,")
    if cues.pronoun.match(clause):
        return PRONOUN
    said = names(clause)
    free = [name for at, name, demoted in said if not demoted and not _GROUP.match(clause, at + len(name))]
    if free:  # in Russian and Kazakh the office comes first: "директор Центра Анна Ким"
        full = [name for name in free if " " in name] if not free[0].isascii() else []
        return (full or free)[0]
    if said and said[0][0] < 12 and not _PREPOSITION.search(clause[: said[0][0]]):
        return said[0][1]
    phrase = _NOUN.match(clause)
    return phrase.group().strip() if phrase else said[0][1] if said else None
