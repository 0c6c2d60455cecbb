"""What the linear instruments look at: words, pairs of words, and where a lexicon's words stand around the target.

A feature is a name and a number.  Names: ``w:`` whole sentence, ``c:`` the target's clause, ``L:``/``R:`` before and
after the target, ``t:`` the target itself, ``n:`` the nearest polar word; ``b1:`` ``b2:`` ``a1:`` ``a2:`` the words
just before and after; ``#`` sums over the lexicon's words.  Russian adds grammar: ``g:`` parts of speech and cases beside
the target and its own, ``v:`` the nearest verb on each side, alone and with the target's case (who does it to whom).
Without a target the sentence is looked at whole (``w:`` and ``#`` only).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from kzlib import languages
from kzlib.instruments.base import Target

TARGET = "_t"
#: words on each side that ``L:`` and ``R:`` look at
WINDOW = 12
_NEGATION = -0.74
_VERB_REACH = 8
#: a longer run of letters is no word
_LONGEST = 60
_VERBAL = ("VERB", "INFN", "PRT", "GRND")
_BREAK = {
    "en": re.compile(
        r"[,;:—–()]|\b(?:but|while|although|though|because|who|which|that|as|when|after|before)\b", re.I
    ),
    "ru": re.compile(r"[,;:—–()]|\b(?:но|а|хотя|пока|когда|чтобы|однако|что)\b", re.I),
}
_MEMO_LIMIT = 300_000


class Reader:
    """A language's way from a sentence to features.

    >>> sorted(Reader("en").features("Good plan", None))
    ['#neg', '#pos', '#sum', 'w:good', 'w:good_plan', 'w:plan']
    """

    def __init__(self, lang: str):
        self.lang = lang
        self._valence = _valence(lang)
        self._negators = languages.negators(lang)
        self._memo: dict[str, tuple[str, float, bool]] = {}

    def features(self, text: str, target: Target) -> dict[str, float]:
        """The features of a sentence, toward a target where one is given."""
        if target is None:
            return self._whole(self._words(text))
        start, end = target
        left, right = self._words(text[:start]), self._words(text[end:])
        out = self._whole([*left, (TARGET, 0.0, False), *right])
        out.update(dict.fromkeys((f"t:{word}" for word, _, _ in self._words(text[start:end])), 1.0))
        before = _BREAK[self.lang].split(text[:start])[-1]
        after = _BREAK[self.lang].split(text[end:])[0]
        near_left, near_right = left[len(left) - len(self._words(before)) :], right[: len(self._words(after))]
        out.update(_grams("c:", [*near_left, (TARGET, 0.0, False), *near_right]))
        for name, words in (("L", left[::-1]), ("R", right)):
            out.update(dict.fromkeys((f"{name}:{word}" for word, _, _ in words[:WINDOW]), 1.0))
            out.update(self._nearest(name, words))
        out.update(self._beside(text[:start], text[start:end], text[end:]))
        for name, words in (("l", left[::-1]), ("r", right), ("cl", near_left[::-1]), ("cr", near_right)):
            out.update(_sums(name, words, backwards=name.endswith("l")))
        return out

    def _beside(self, before: str, target: str, after: str) -> dict[str, float]:
        """The two words on each side; in Russian their grammar, the target's, and the nearest verbs."""
        out: dict[str, float] = {}
        sides = {"b": languages.words(before)[::-1][:_VERB_REACH], "a": languages.words(after)[:_VERB_REACH]}
        sides = {side: [word for word in words if len(word) <= _LONGEST] for side, words in sides.items()}
        for side, words in sides.items():
            for place, word in enumerate(words[:2], 1):
                out[f"{side}{place}:{self._lemma(word)}"] = 1.0
        if self.lang != "ru":
            return out
        inside = languages.words(target)
        own = _grammar(inside[-1]) if inside else "-"
        out[f"g:{own}"] = 1.0
        for side, words in sides.items():
            out.update({f"g:{side}{place}:{_grammar(word)}": 1.0 for place, word in enumerate(words[:2], 1)})
            verb = next((word for word in words if _grammar(word).startswith(_VERBAL)), None)
            if verb:
                valence = self._valence(verb)
                sign = "+" if valence > 0 else "-" if valence < 0 else "0"
                out.update(
                    dict.fromkeys(
                        (
                            f"v:{side}:{self._lemma(verb)}",
                            f"v:{side}:{self._lemma(verb)}:{own}",
                            f"v:{side}:{own}:{sign}",
                        ),
                        1.0,
                    )
                )
        return out

    def _lemma(self, word: str) -> str:
        known = self._memo.get(word)
        return known[0] if known else languages.lemmas([word], self.lang)[0]

    def _words(self, text: str) -> list[tuple[str, float, bool]]:
        """Dictionary form, valence and whether it negates, of each word."""
        memo = self._memo
        out = []
        for word in languages.words(text):
            if len(word) > _LONGEST:
                continue
            known = memo.get(word)
            if known is None:
                if len(memo) > _MEMO_LIMIT:
                    memo.clear()
                lemma = languages.lemmas([word], self.lang)[0]
                known = memo[word] = (lemma, self._valence(word), word in self._negators)
            out.append(known)
        return out

    def _whole(self, words: Sequence[tuple[str, float, bool]]) -> dict[str, float]:
        out = _grams("w:", words)
        sums = _sums("", words, backwards=False)
        total = sums["#pos"] - sums["#neg"]
        out.update({"#pos": sums["#pos"], "#neg": sums["#neg"], "#sum": total / (total * total + 1) ** 0.5})
        return out

    def _nearest(self, side: str, words: Sequence[tuple[str, float, bool]]) -> dict[str, float]:
        """The nearest polar word on a side: its sign, how far, and beside which word the target stands."""
        for distance, (_, valence, _) in enumerate(words):
            if valence:
                negated = any(word[2] for word in words[max(0, distance - 3) : distance + 4])
                sign = "+" if (valence > 0) != negated else "-"
                far = "1" if distance < 1 else "2" if distance < 3 else "4" if distance < 6 else "9"
                return {f"n:{side}{sign}{far}": 1.0, f"n:{side}{sign}:{words[0][0]}": 1.0}
        return {f"n:{side}0": 1.0}


def _grams(prefix: str, words: Sequence[tuple[str, float, bool]]) -> dict[str, float]:
    forms = [word for word, _, _ in words]
    pairs = [f"{prefix}{a}_{b}" for a, b in zip(forms, forms[1:], strict=False)]
    return dict.fromkeys([*(prefix + form for form in forms), *pairs], 1.0)


def _sums(name: str, words: Sequence[tuple[str, float, bool]], backwards: bool) -> dict[str, float]:
    """Valences of a run of words (nearest first): positive, negative, and both fading with the distance."""
    positive = negative = near_positive = near_negative = 0.0
    for distance, (_, valence, _) in enumerate(words):
        if not valence:
            continue
        context = words[distance + 1 : distance + 4] if backwards else words[max(0, distance - 3) : distance]
        if any(negates for _, _, negates in context):
            valence *= _NEGATION
        faded = valence / (1 + distance / 3)
        if valence > 0:
            positive, near_positive = positive + valence, near_positive + faded
        else:
            negative, near_negative = negative - valence, near_negative - faded
    return {
        f"#{name}pos": positive,
        f"#{name}neg": negative,
        f"#{name}near+": near_positive,
        f"#{name}near-": near_negative,
    }


@lru_cache(maxsize=1)
def _analyser() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=200_000)
def _grammar(word: str) -> str:
    """A Russian word's part of speech and case (or voice)."""
    tag = _analyser().parse(word)[0].tag
    return f"{tag.POS}:{tag.case or tag.voice or ''}"


@lru_cache(maxsize=2)
def reader(lang: str) -> Reader:
    """The reader of a language, made once."""
    return Reader(lang)


def _valence(lang: str) -> Callable[[str], float]:
    if lang == "en":
        from kzlib.instruments.vader_rules import rules

        lexicon = rules("vader").lexicon
        return lambda word: lexicon.get(word, 0.0) / 4
    from kzlib.instruments.lexicon import built_in

    return built_in(f"lexicon-{lang}").valence
