"""The words that announce speech, in three languages: patterns only, compiled when first used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_EN_SAY = (
    "said|says?|saying|told|tells|telling|add(?:s|ed|ing)|ask(?:s|ed|ing)|answer(?:s|ed|ing)|not(?:es|ed|ing)|stat(?:es|ed|ing)|"
    "explain(?:s|ed|ing)|argu(?:es|ed|ing)|wr(?:ites?|ote|iting)|tweet(?:s|ed|ing)|claim(?:s|ed|ing)|"
    "insist(?:s|ed|ing)|warn(?:s|ed|ing)|announc(?:es|ed|ing)|declar(?:es|ed|ing)|repl(?:ies|ied|ying)|"
    "respond(?:s|ed|ing)|continu(?:es|ed)|conclud(?:es|ed|ing)|recall(?:s|ed|ing)|remark(?:s|ed|ing)|"
    "observ(?:es|ed)|acknowledg(?:es|ed|ing)|admit(?:s|ted|ting)|confirm(?:s|ed|ing)|den(?:ies|ied|ying)|"
    "stress(?:es|ed|ing)|emphasi[sz](?:es|ed|ing)|suggest(?:s|ed|ing)|quip(?:s|ped)|jok(?:es|ed|ing)|"
    "shout(?:s|ed|ing)|exclaim(?:s|ed|ing)|assert(?:s|ed|ing)|contend(?:s|ed|ing)|predict(?:s|ed|ing)|"
    "promis(?:es|ed|ing)|vow(?:s|ed|ing)|urg(?:es|ed|ing)|reiterat(?:es|ed|ing)|counter(?:s|ed)|quot(?:es|ed|ing)|"
    "complain(?:s|ed|ing)|testif(?:ies|ied)|maintain(?:s|ed)|lament(?:s|ed)|boast(?:s|ed)|report(?:s|ed)|"
    "pointed out|went on|put it|chim(?:es|ed) in|opin(?:es|ed)|muse[sd]|mock(?:s|ed|ing)|chant(?:s|ed|ing)"
)
_EN_WEAK = (
    "call(?:s|ed|ing)|describ(?:es|ed|ing)|dubb(?:ed|ing)|label(?:s|l?ed|l?ing)|accus(?:es|ed|ing)|prais(?:es|ed|ing)|"
    "criticiz(?:es|ed|ing)|denounc(?:es|ed|ing)|slamm(?:ed|ing)|blast(?:s|ed|ing)|reads?|believes?|believed|thinks?|"
    "thought|hopes?|hoped|fears?|feared|agree[sd]?|compar(?:es|ed|ing)|characteriz(?:es|ed|ing)|refer(?:s|red|ring)|"
    "post(?:s|ed|ing)|release[sd]?|ordered|statement|tweet|interview|speech|letter|email|message|remarks|memo|words"
)
_RU_DID = (  # + the past tense
    "сказа заяви отмети сообщи подчеркну добави поясни рассказа объясни уточни написа напомни призна предупреди пообеща "
    "прокомментирова резюмирова ответи спроси возрази констатирова заключи указа высказа процитирова переда завери "
    "утвержда счита полага говори пожалова призва проинформирова доложи продолжи замети воскликну повтори обрати выступи "
    "предположи обвини потребова опроверг подтверди пожела подели подытожи посоветова скандирова отвеча спрашива крикну пошути согласи возмути"
)
_RU_DOES = (  # + the present tense
    "заявля отмеча сообща утвержда счита полага подчеркива добавля поясня рассказыва объясня уточня напомина призна "
    "предупрежда обеща замеча цитиру переда призыва комментиру уверя отвеча спрашива вспомина продолжа соглаша"
)
_RU_SAY = [
    *(stem + r"(?:л[аои]?|в)(?:с[ья])?" for stem in _RU_DID.split()),
    *(stem + r"(?:[её]т|ют)(?:с[ья])?" for stem in _RU_DOES.split()),
    *(r"говор(?:ит|ят)(?:ся)?", r"пиш[еу]т", r"уверен[аы]?", r"убежд[её]н[аы]?", "опроверг"),
]
_RU_WEAK = (
    r"назва(?:л[аи]?|в)|называ(?:ет|ют)|слов(?:а|ам|ами)|заявлени\w+|цитат\w+|интервью|охарактеризова\w+"
)
_KK_SAY = [
    r"деп\s+(?:[\w-]+\s+){0,3}?(?:айт|хабарла|мәлімде|ата|жаз|жеткіз|түсіндір|сана|есепте|қос|жауап|көрсет|баянда|ескерт|"
    r"сендір|бөліс|тоқтал|толықтыр|пікір|айқайла|ұранда|сұра)\w*",
    r"де(?:ді|йді|дім|п\s+еді|ген\s+еді|ген\s+болатын)",
    *[
        "айтты",
        "айтады",
        "хабарлады",
        "хабарлайды",
        "мәлімдеді",
        "мәлімдейді",
        "жазды",
        "жеткізді",
        "түсіндірді",
        "баяндады",
        "ескертті",
        "ұрандатты",
    ],
    *(r"атап\s+өтті", "қосты", "сендірді", "бөлісті"),
]
#: The verb with which an outlet credits itself or an agency.
CREDIT = re.compile(r"передает|передаёт|сообща(?:ет|ют)|(?:деп\s+)?хабарла(?:йды|ды)|reports?|reported", re.I)
_KK_WEAK = r"деген|деп|сөз[іе]\w*|пікір\w*|мәлімдеме\w*"


@dataclass(frozen=True)
class Cues:
    """What announces speech in a language; `say` introduces words of speech, `weak` may, `announce` is `say` or `according`."""

    say: re.Pattern[str]
    weak: re.Pattern[str]
    according: re.Pattern[str]
    pronoun: re.Pattern[str]
    announce: re.Pattern[str]


_ACCORDING = {
    "en": r"\b[Aa]ccording to\b|\b[Ii]n the words of\b",
    "ru": r"\bпо\s+(?:(?:его|её|ее|их)\s+)?(?:словам|мнению|данным|информации|сведениям|оценкам?|версии)\b|\bсо\s+слов\b|\bсо ссылкой на\b",
    "kk": r"\b(?:айтуынша|сөзінше|пікірінше|мәліметінше|хабарлауынша|мәлімдеуінше|дерегінше|деректеріне сүйенсек)\b",
}
_PRONOUN = {
    "en": r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]hemselves|himself|herself)\b",
    "ru": r"\b[Оо]н[аи]?\b",
    "kk": r"\b(?:[Оо]л|[Оо]лар)\b",
}


def by_first_letter(alternatives: Iterable[str]) -> str:
    """One alternation of many words (or patterns that begin with a letter), tried by their first letter: faster.

    >>> by_first_letter(["said", "say", "told"])
    '(?:s(?:aid|ay)|t(?:old))'
    """
    groups: dict[str, list[str]] = {}
    for word in alternatives:
        groups.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items()) + ")"


def _branches(pattern: str) -> list[str]:
    """The alternatives of a pattern at its top level."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


@lru_cache(maxsize=8)
def cues(lang: str) -> Cues:
    """The cues of a language; those of English for any other.

    >>> bool(cues("en").say.search("She said so."))
    True
    """
    said, weak = {"ru": (_RU_SAY, _RU_WEAK), "kk": ([*_KK_SAY, *_RU_SAY], _KK_WEAK)}.get(
        lang, (_branches(_EN_SAY), _EN_WEAK)
    )
    say = by_first_letter(said)
    code = lang if lang in _ACCORDING else "en"
    flags = re.I if lang in ("ru", "kk") else re.NOFLAG
    return Cues(
        re.compile(rf"\b{say}\b", flags),
        re.compile(rf"\b(?<!-){by_first_letter(_branches(weak))}\b", flags),
        re.compile(_ACCORDING[code], re.I),
        re.compile(_PRONOUN[code]),
        re.compile(rf"\b{say}\b|{_ACCORDING[code]}", flags),
    )
