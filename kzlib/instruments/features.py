"""What the linear instruments look at: words, pairs of words, and what stands where around the target.

A feature is a name and a number.  Names: ``w:`` the whole sentence, ``c:`` the target's clause, ``L:``/``R:`` before and
after the target, ``t:`` the target itself, ``n:`` the nearest polar word, ``b:`` ``a:`` the words just before and after,
``s:`` signs and capitals beside the target, where it stands, how long the sentence is; ``#`` sums over the lexicon's words, ``~`` over
the words whose polarity was learned.  Russian adds what lexicon-ru says of a whole sentence, and grammar (``g:``): parts of speech and
cases beside the target, its own, its preposition and the nearest verbs and noun (who does it to whom).  Beside the features, a word gives
its own scores by its place (:data:`PLACES`).  Without a target the sentence is looked at whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from kzlib import languages
from kzlib.instruments import grammar, lexicon
from kzlib.instruments.base import Target

#: where a word stands: in the sentence, its clause before and after the target, near it, in it, right beside it
PLACES = ("w", "cl", "cr", "dl", "dr", "t", "b", "a")
#: words on each side that ``L:`` and ``R:`` look at
WINDOW = 12
_NEGATION = -0.74
#: a longer run of letters is no word
_LONGEST = 60
_BREAK = {
    "en": re.compile(
        r"[,;:—–()]|\b(?:but|while|although|though|because|who|which|that|as|when|after|before)\b", re.I
    ),
    "ru": re.compile(r"[,;:—–()]|\b(?:но|а|хотя|пока|когда|чтобы|однако|что)\b", re.I),
}
_TOKEN = re.compile(r"[\w-]+|[^\w\s]")
_CAPITAL = re.compile(r"(?<=[\s«\"“(])[A-ZА-ЯЁ]\w")
_NUMBER = re.compile(r"\d+")
_MEMO_LIMIT = 300_000


class Word(NamedTuple):
    """A word as the reader knows it: ``row`` is where the model's word scores hold it (−1: nowhere)."""

    form: str
    lemma: str
    valence: float
    learned: float
    negates: bool
    row: int
    weight: float
    part: str
    case: str


TARGET = Word("_t", "_t", 0.0, 0.0, False, -1, 0.0, "", "")
Features = dict[str, float]
#: place, row of the word scores, weight
Placed = list[tuple[int, int, float]]


class Vocabulary(NamedTuple):
    """The words that have scores of their own: form → row, and by row a weight (rare words more) and a polarity."""

    rows: dict[str, int]
    weights: Sequence[float]
    polarity: Sequence[float]


class Reader:
    """A language's way from a sentence to features.

    >>> sorted(name for name in Reader("en").read("Good plan", None)[0] if name.startswith("w:"))
    ['w:good', 'w:good_plan', 'w:plan']
    """

    def __init__(self, lang: str, vocabulary: Vocabulary | None = None, place_whole: bool = True):
        self.lang = lang
        #: whether words are placed where there is no target (a model may have no use for it)
        self._place_whole = place_whole
        self._break = _BREAK[lang]
        self._valence = word_valence(lang)
        self._negators = languages.negators(lang)
        self._vocabulary = vocabulary or Vocabulary({}, (), ())
        self._lexicon = lexicon.built_in("lexicon-ru") if lang == "ru" else None
        self._tag = grammar.tag if lang == "ru" else grammar.nothing
        self._memo: dict[str, Word] = {}

    def read(self, text: str, target: Target) -> tuple[Features, Placed, int]:
        """Features, words by place, and the number of words; toward a target where one is given."""
        if target is None:
            words = self._words(text)
            out = _grams("w:", words)
            out.update(_whole(words))
            out.update(_manner(text, len(words)))
            if self._lexicon:
                valence, _ = self._lexicon.sentence(text)
                out.update({"#lexicon+": max(0.0, valence), "#lexicon-": max(0.0, -valence)})
            return out, _placed(0, words) if self._place_whole else [], len(words)
        start, end = target
        before, after = text[:start], text[end:]
        cut = max((found.end() for found in self._break.finditer(before)), default=0)
        near_left = self._words(before[cut:])
        left = (self._words(before[:cut]) if cut else []) + near_left
        stop = self._break.search(after)
        near_right = self._words(after[: stop.start()] if stop else after)
        right = near_right + (self._words(after[stop.start() :]) if stop else [])
        inside = self._words(text[start:end])
        out = _grams("w:", [*left, TARGET, *right])
        out.update(_grams("c:", [*near_left, TARGET, *near_right]))
        out.update(dict.fromkeys([f"t:{word.lemma}" for word in inside], 1.0))
        left.reverse()
        near_left.reverse()
        for name, words in (("L", left), ("R", right)):
            out.update(dict.fromkeys([f"{name}:{word.lemma}" for word in words[:WINDOW]], 1.0))
            out.update(_nearest(name, words))
        for name, words in (("l", left), ("r", right), ("cl", near_left), ("cr", near_right)):
            out.update(_sums(name, words, backwards=name.endswith("l")))
        out.update(_beside(left, right))
        out.update(_place(before, text[start:end], after, len(left), len(right)))
        if self.lang == "ru":
            out.update(grammar.features(left, inside, right))
        return out, self._placed(left, right, near_left, near_right, inside), len(left) + len(right)

    def _placed(self, left: list[Word], right: list[Word], near_left: list[Word], near_right: list[Word],
                inside: list[Word]) -> Placed:  # fmt: skip
        out = _placed(0, left + right) + _placed(1, near_left) + _placed(2, near_right)
        for place, words in ((3, left), (4, right)):
            out += [
                (place, word.row, word.weight * math.exp(-distance / 4))
                for distance, word in enumerate(words[:20])
                if word.row >= 0
            ]
        return out + _placed(5, inside) + _placed(6, left[:1]) + _placed(7, right[:1])

    def _words(self, text: str) -> list[Word]:
        """The words of a run of text; each distinct word is looked up once."""
        memo = self._memo
        out = []
        for form in languages.words(text):
            word = memo.get(form)
            if word is None:
                if len(form) > _LONGEST:
                    continue
                if len(memo) > _MEMO_LIMIT:
                    memo.clear()
                word = memo[form] = self._word(form)
            out.append(word)
        return out

    def _word(self, form: str) -> Word:
        lemma = languages.lemmas([form], self.lang)[0]
        rows, weights, polarity = self._vocabulary
        row = rows.get(form, rows.get(lemma, -1))
        known = row >= 0
        return Word(
            form, lemma, self._valence(form), polarity[row] if known else 0.0, form in self._negators,
            row, weights[row] if known else 0.0, *self._tag(form),
        )  # fmt: skip


def _placed(place: int, words: Sequence[Word]) -> Placed:
    """Words of a place, weighted so that a rare word counts more and a long place not much more than a short one."""
    known = [word for word in words if word.row >= 0]
    if not known:
        return []
    size = math.sqrt(sum(word.weight * word.weight for word in known) + 0.3)
    return [(place, word.row, word.weight / size) for word in known]


def _grams(prefix: str, words: Sequence[Word]) -> Features:
    forms = [prefix + word.lemma for word in words]
    pairs = [f"{a}_{word.lemma}" for a, word in zip(forms, words[1:], strict=False)]
    return dict.fromkeys(forms + pairs, 1.0)


def _turned(words: Sequence[Word], learned: bool, backwards: bool) -> list[tuple[int, float]]:
    """Distances and valences (the lexicon's or learned) of polar words, negation applied."""
    found = []
    for distance, word in enumerate(words):
        valence = word.learned if learned else word.valence
        if valence:
            near = words[distance + 1 : distance + 4] if backwards else words[max(0, distance - 3) : distance]
            found.append((distance, valence * _NEGATION if any(other.negates for other in near) else valence))
    return found


def _sums(name: str, words: Sequence[Word], backwards: bool) -> Features:
    """Valences of a run of words (nearest first): positive, negative, both fading with the distance, and the strongest."""
    out = {}
    for mark, learned in (("#", False), ("~", True)):
        plus = minus = near_plus = near_minus = most = least = 0.0
        for distance, valence in _turned(words, learned, backwards):
            faded = valence / (1 + distance / 3)
            if valence > 0:
                plus, near_plus, most = plus + valence, near_plus + faded, max(most, valence)
            else:
                minus, near_minus, least = minus - valence, near_minus - faded, max(least, -valence)
        if plus or minus:
            key = mark + name
            out.update({key + "pos": plus, key + "neg": minus, key + "near+": near_plus,
                        key + "near-": near_minus, key + "max+": most, key + "max-": least})  # fmt: skip
    return out


def _whole(words: Sequence[Word]) -> Features:
    """Sums over a sentence: positive, negative, the strongest, their share of the words, and the squashed difference."""
    out = {}
    for mark, learned in (("#", False), ("~", True)):
        values = [valence for _, valence in _turned(words, learned, backwards=False)]
        if values:
            plus = sum(value for value in values if value > 0)
            minus = plus - sum(values)
            total = plus - minus
            out.update({mark + "pos": plus, mark + "neg": minus, mark + "max+": max(0.0, *values),
                        mark + "max-": -min(0.0, *values), mark + "share+": plus / len(words),
                        mark + "share-": minus / len(words),
                        mark + "sum": total / (total * total + 1) ** 0.5})  # fmt: skip
    return out


def _manner(text: str, words: int) -> Features:
    """How a sentence is written: length, quotation, question, exclamation, numbers."""
    return {
        "#words": min(words, 60) / 20,
        "s:quote": float("«" in text or '"' in text or "“" in text),
        "s:?": float("?" in text),
        "s:!": float("!" in text),
        "#numbers": min(5, len(_NUMBER.findall(text))) / 5,
    }


def _nearest(side: str, words: Sequence[Word]) -> Features:
    """The nearest polar word on a side: its sign, how far, and beside which word the target stands."""
    for distance, word in enumerate(words):
        if word.valence:
            negated = any(near.negates for near in words[max(0, distance - 3) : distance + 4])
            sign = "+" if (word.valence > 0) != negated else "-"
            far = "1" if distance < 1 else "2" if distance < 3 else "4" if distance < 6 else "9"
            return {f"n:{side}{sign}{far}": 1.0, f"n:{side}{sign}:{words[0].lemma}": 1.0}
    return {f"n:{side}0": 1.0}


def _beside(left: Sequence[Word], right: Sequence[Word]) -> Features:
    """The two words on each side, as dictionary forms, as written, and as a pair."""
    names = []
    for side, words in (("b", left), ("a", right)):
        for place, word in enumerate(words[:2], 1):
            names += [f"{side}:{place}{word.lemma}", f"{side}:f{place}{word.form}"]
        if len(words) > 1:
            names.append(f"{side}:{words[0].lemma}_{words[1].lemma}")
    return dict.fromkeys(names, 1.0)


def _place(before: str, target: str, after: str, left: int, right: int) -> Features:
    """Signs and capitals beside the target, where it stands, how long and how full of names the sentence is."""
    b = [_shape(token) for token in _TOKEN.findall(before[-40:])[-2:][::-1]] + ["^", "^"]
    a = [_shape(token) for token in _TOKEN.findall(after[:40])[:2]] + ["$", "$"]
    quoted = before.count("«") > before.count("»")
    text = f"{before}{target}{after}"
    names = [
        f"s:{b[0]}", f"s:>{a[0]}", f"s:{b[1]}{b[0]}", f"s:>{a[0]}{a[1]}", f"s:{b[0]}_{a[0]}",
        f"s:target {'A' if target.isupper() else _shape(target)}", f"s:ending {target[-3:].lower()}",
        f"s:size {min(3, target.count(' '))}", f"s:length {min(6, (left + right) // 6)}",
        f"s:before {min(5, left // 4)}", f"s:after {min(5, right // 4)}", f"s:names {min(7, len(_CAPITAL.findall(text)))}",
    ]  # fmt: skip
    names += [name for name, holds in (
        ("s:quoted", quoted), ("s:quote after", "»" in after and not quoted), ("s:first", not left), ("s:last", not right),
        ("s:dash", " — " in text or " – " in text), ("s:?", "?" in text), ("s:!", "!" in text),
    ) if holds]  # fmt: skip
    return dict.fromkeys(names, 1.0) | {"#numbers": min(3, len(_NUMBER.findall(text))) / 3}


def _shape(token: str) -> str:
    first = token[:1]
    return "C" if first.isupper() else "w" if first.isalpha() else "0" if first.isdigit() else first


def word_valence(lang: str) -> Callable[[str], float]:
    """A language's lexicon, word by word: VADER's (by 4, so that it lies in [−1, 1]) or lexicon-ru."""
    if lang == "en":
        from kzlib.instruments.vader_rules import rules

        valence = rules("vader").lexicon.get
        return lambda word: valence(word, 0.0) / 4
    return lexicon.built_in("lexicon-ru").valence


@lru_cache(maxsize=2)
def reader(lang: str) -> Reader:
    """The reader of a language without word scores, made once."""
    return Reader(lang)


__all__ = ["PLACES", "Features", "Placed", "Reader", "Vocabulary", "Word", "reader", "word_valence"]
