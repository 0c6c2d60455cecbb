"""What stands beside a lexicon's word and turns it: negators, shifters, what rises or falls, names.

Functions take the words of a sentence and the place of a hit (first word, word after the last).  Russian denies before
the word, and after it where a noun stands in the genitive («жертв нет»); «нельзя не радоваться» denies twice, «никто не»
once.  Kazakh denies after the word, English before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kzlib import languages
from kzlib.instruments import russian
from kzlib.languages.normalise import normalise
from kzlib.languages.table import listed

#: what a denied word's valence is multiplied by, as VADER has it
NEGATION = -0.74
#: how many words a negator reaches
_REACH = {"en": 3, "ru": 2, "kk": 2}
#: negators that deny by themselves; the others only repeat one another
_ALONE = listed("без нельзя невозможно")
#: «не только» denies nothing
_NOT_ONLY = listed("только лишь просто")
_CAN = listed("могу можешь может можем можете могут мог могла могло могли")
#: after a noun in the genitive and не: that nothing of the kind is there
_THERE_IS = listed("""
    быть выявить обнаружить зафиксировать зарегистрировать найти установить допустить наблюдаться произойти возникнуть
    оказаться поступать поступить отметить предвидеться ожидаться остаться иметься существовать
""")
#: what follows is not so (lemmas); what follows is fought, and says neither
_ENDS = listed("перестать прекратить отсутствие избежать предотвратить миновать")
_FIGHT = listed("борьба бороться война защита защититься бороться выступать")
_AGAINST = listed("с со против от")
_COUNTERED = listed("противодействие профилактика предотвращение предупреждение недопущение искоренение")
_QUOTES = '«“„"'
_SHORT_QUOTE = re.compile(r"[^\s»”“\"]+(?:\s+[^\s»”“\"]+){0,2}[»”“\"]")
_FAMILY_NAME = re.compile(r"[А-ЯӘҒҚҢӨҰҮІ]\w+(?:[оеё]в|ин|вич|вн|ұлы|қызы|улы|кызы)[а-яәғқңөұүі]{0,4}\b")

#: words that rise (1) or fall (−1), and what is a burden when it rises; in dictionary forms
DIRECTIONS = {
    "ru": dict.fromkeys(
        listed(
            "расти вырасти возрасти рост увеличиться увеличиваться увеличение повыситься повышение подняться"
        ),
        1.0,
    )
    | dict.fromkeys(
        listed(
            "снизиться снижаться снижение упасть падать падение сократиться сокращение уменьшиться уменьшение"
        ),
        -1.0,
    ),
    "kk": dict.fromkeys(listed("өсу өсім көтерілу арту ұлғаю көбею"), 1.0)
    | dict.fromkeys(listed("төмендеу азаю кему қысқару"), -1.0),
    "en": {},
}
BURDENS = {
    "ru": listed("""
        цена тариф стоимость инфляция безработица смертность преступность заболеваемость задолженность долг дефицит
        бедность аварийность травматизм
    """),
    "kk": listed("баға тариф инфляция жұмыссыздық өлім қылмыс қарыз тапшылық кедейлік қылмыскерлік"),
    "en": frozenset[str](),
}
#: what Kazakhstan sells: a higher price of it is no burden
_EXPORTS = listed("нефть уран медь зерно пшеница металл мұнай астық")


def factor(words: Sequence[str], start: int, end: int, lang: str) -> float:
    """What the words around a hit multiply its valence by (intensifiers apart).

    >>> factor(["это", "не", "победа"], 2, 3, "ru"), factor(["нельзя", "не", "радоваться"], 2, 3, "ru")
    (-0.74, 1.0)
    >>> factor(["нарушений", "не", "выявлено"], 0, 1, "ru"), factor(["борьба", "с", "коррупцией"], 2, 3, "ru")
    (-0.74, 0.0)
    """
    if lang == "ru":
        return _russian(words, start, end)
    reach, negators = _REACH[lang], languages.negators(lang)
    near = words[end : end + reach] if lang == "kk" else words[max(0, start - reach) : start]
    return NEGATION if not negators.isdisjoint(near) else 1.0


def _russian(words: Sequence[str], start: int, end: int) -> float:
    before = words[max(0, start - 4) : start]
    if _fought(before):
        return 0.0
    denied = _denials(before, words[end - 1]) + _absent(words, end)
    denied += any(_lemma(word) in _ENDS for word in before[-2:])
    return NEGATION if denied % 2 else 1.0


def _denials(before: Sequence[str], word: str) -> int:
    """How often the words before a word deny it; «никто не», «вовсе не» once."""
    negators = languages.negators("ru")
    near = list(before[-_REACH["ru"] :])
    alone = repeated = 0
    for i, negator in enumerate(near):
        if negator not in negators or (negator == "не" and near[i + 1 : i + 2] and near[i + 1] in _NOT_ONLY):
            continue
        if negator in ("нет", "без") and not russian.genitive(word):
            continue
        alone += negator in _ALONE
        repeated |= negator not in _ALONE
    cannot = len(before) > 2 and before[-1] == before[-3] == "не" and before[-2] in _CAN
    hardly = any(pair in (("вряд", "ли"), ("едва", "ли")) for pair in zip(before, before[1:], strict=False))
    return alone + repeated + cannot + hardly


def _absent(words: Sequence[str], end: int) -> bool:
    """Whether a noun in the genitive is said not to be there: «жертв нет», «нарушений не выявлено»."""
    for at in range(end, min(end + 3, len(words))):
        none = words[at] == "нет"
        if words[at] == "не" and at + 1 < len(words):
            none = _lemma(words[at + 1]) in _THERE_IS
        if none:
            return russian.genitive(words[end - 1])
    return False


def _fought(before: Sequence[str]) -> bool:
    """Whether the word is what a fight is against: «борьба с (организованной) преступностью»."""
    for at in range(len(before) - 1, max(-1, len(before) - 3), -1):
        if before[at] in _AGAINST:
            return at > 0 and _lemma(before[at - 1]) in _FIGHT
        if _lemma(before[at]) in _COUNTERED:
            return True
    return False


@lru_cache(maxsize=200_000)
def _lemma(word: str) -> str:
    return languages.lemmas([word], "ru")[0]


def burdened(words: Sequence[str], at: int, burden: Callable[[str], float], lang: str) -> int | None:
    """Where the burden stands that rises or falls with the word at ``at``; None where there is none.

    ``burden`` says whether a word is a form of one of :data:`BURDENS`.
    """
    for size in (1, -1, 2, -2, 3):
        place = at - size
        if not 0 <= place < len(words) or not burden(words[place]):
            continue
        if size == 3 and (words[place + 1] != "на" or _lemma(words[place + 2]) in _EXPORTS):
            continue
        return place
    return None


def names(sentence: str, lang: str) -> frozenset[int]:
    """Which words of a Russian or Kazakh sentence are written as names: with a capital where none opens a sentence.

    A quotation of up to three words that begins with a capital inside a sentence is a name too, and what stands before
    a family name.  In Kazakh, whose users often leave out the full stop, another capital must stand beside it.  A
    sentence written mostly in capitals tells nothing.

    >>> (
    ...     sorted(names("Суд оправдал Надежду из партии «Свобода».", "ru")),
    ...     sorted(names("Надежда умирает.", "ru")),
    ... )
    ([2, 5], [])
    """
    if lang not in ("ru", "kk"):
        return frozenset()
    text = normalise(sentence)
    spans = languages.word_spans(text)
    capitals = {i for i, (start, _, _) in enumerate(spans) if text[start].isupper()}
    if 2 * len(capitals) > len(spans) + 2:
        return frozenset()
    found = set()
    for i in capitals:
        start, end, _ = spans[i]
        before = text[max(0, start - 3) : start].rstrip()
        inside = i > 0 and bool(before) and (before[-1].isalnum() or before[-1] in ",%")
        if lang == "kk":
            inside = inside and not capitals.isdisjoint((i - 1, i + 1))
        quoted = i > 0 and before[-1:] in tuple(_QUOTES) and _SHORT_QUOTE.match(text, start)
        family = text[end : end + 1] == " " and _FAMILY_NAME.match(text, end + 1)
        if (inside or quoted or family) and (end - start == 1 or not text[start:end].isupper()):
            found.add(i)
    return frozenset(found)
