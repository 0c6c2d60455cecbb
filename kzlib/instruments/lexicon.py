"""Lexicon instruments: a word's valence, turned by negators and scaled by intensifiers beside it.

A sentence's valence is s / √(s² + α), s the sum over its hits, as VADER normalises.  Built in: ``lexicon-kk`` and
``lexicon-ru``; a user's own CSV or LIWC ``.dic`` file loads as an instrument (:func:`load`).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kzlib import languages, paths
from kzlib.instruments import russian
from kzlib.instruments.base import Instrument, Target
from kzlib.instruments.kazakh import Stems
from kzlib.instruments.lexicon_files import read

ALPHA = 3.0
NEGATION = -0.74
#: how many words a negator reaches, and on which side of it the words are that it turns
_REACH = {"en": 3, "ru": 2, "kk": 2}
_MEMO_LIMIT = 500_000
#: a longer run of letters is no word; reading it as stem and endings would take for ever
_LONGEST = 60


class Lexicon:
    """Words, phrases and prefixes with valences, matched as a language wants it.

    Parameters
    ----------
    entries : word, phrase (words with spaces) or prefix (``word*``) → valence in [−1, 1].
    lang : ``en``, ``ru`` or ``kk``: how forms are matched to entries, and which negators and intensifiers count.
    """

    def __init__(self, entries: dict[str, float], lang: str):
        self.lang = lang
        self.reach = _REACH[lang]
        self.negators = languages.negators(lang)
        self.intensifiers = languages.intensifiers(lang)
        single = {
            word: value for word, value in entries.items() if " " not in word and not word.endswith("*")
        }
        self._prefixes = {
            word[:-1]: value for word, value in entries.items() if word.endswith("*") and " " not in word
        }
        self._phrases: dict[str, list[tuple[tuple[str, ...], float]]] = {}
        for phrase, value in entries.items():
            if " " in phrase:
                first, *rest = phrase.split()
                self._phrases.setdefault(first, []).append((tuple(rest), value))
        for found in self._phrases.values():
            found.sort(key=lambda item: -len(item[0]))
        self._find = _finder(single, lang)
        self._memo: dict[str, float] = {}

    def valence(self, word: str) -> float:
        """One word's valence, 0.0 where the lexicon does not hold it."""
        if len(word) > _LONGEST:
            return 0.0
        value = self._memo.get(word)
        if value is None:
            if len(self._memo) > _MEMO_LIMIT:
                self._memo.clear()
            value = self._memo[word] = self._find(word) or self._by_prefix(word)
        return value

    def _by_prefix(self, word: str) -> float:
        if self._prefixes:
            for cut in range(len(word), 0, -1):
                if word[:cut] in self._prefixes:
                    return self._prefixes[word[:cut]]
        return 0.0

    def hits(self, words: Sequence[str]) -> list[tuple[int, int, float]]:
        """Where the lexicon hits: (first word, word after the last, valence in its context)."""
        found = []
        i = 0
        while i < len(words):
            size, value = 1, self.valence(words[i])
            for rest, phrase_value in self._phrases.get(words[i], ()):
                if tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                    size, value = 1 + len(rest), phrase_value
                    break
            if value:
                found.append((i, i + size, self._in_context(words, i, i + size, value)))
            i += size
        return found

    def _in_context(self, words: Sequence[str], start: int, end: int, value: float) -> float:
        before = words[max(0, start - self.reach) : start]
        if before and before[-1] in self.intensifiers:
            value *= self.intensifiers[before[-1]]
        # Kazakh denies what stands before the negator, English and Russian what stands after it
        near = words[end : end + self.reach] if self.lang == "kk" else before
        if any(word in self.negators for word in near):
            value *= NEGATION
        return value

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Valence and hits of each sentence."""
        valence = np.zeros(len(sentences))
        hits = np.zeros(len(sentences), dtype=np.int32)
        for i, sentence in enumerate(sentences):
            found = self.hits(languages.words(sentence))
            if found:
                total = sum(value for _, _, value in found)
                valence[i] = total / (total * total + ALPHA) ** 0.5
                hits[i] = len(found)
        return valence, hits


def _finder(entries: dict[str, float], lang: str) -> Callable[[str], float]:
    """A language's way from a form to an entry's valence: endings (kk), dictionary forms (ru, en)."""
    if lang == "kk":
        return Stems(entries).find
    participle = russian.participle if lang == "ru" else lambda word: ""
    lemmas = dict(entries)
    for word, lemma in zip(entries, languages.lemmas(list(entries), lang), strict=True):
        # A participle is a word of its own: a prisoner («заключённый») says nothing of a contract («заключить»)
        if not participle(word):
            lemmas.setdefault(lemma, entries[word])

    def find(word: str) -> float:
        for form in (word, participle(word)):
            if form in entries:
                return entries[form]
        return lemmas.get(languages.lemmas([word], lang)[0], 0.0)

    return find


def entries(*names: str) -> dict[str, float]:
    """The entries of built-in lexicon files, a later file's overriding an earlier's.

    A 0 in a later file silences a Kazakh word with all its forms ("алып" is a form of "алу").
    """
    out: dict[str, float] = {}
    for name in names:
        found = _table(name)
        if name.startswith("kk"):
            silent = Stems({word: value for word, value in found.items() if not value})
            out = {word: value for word, value in out.items() if silent.match(word) is None}
        out.update(found)
    return out


def _table(name: str) -> dict[str, float]:
    with paths.data(f"lexicons/{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(row for row in file if not row.startswith("#"))
        next(rows)
        return {word: float(value) for word, value, *_ in rows}


class _BuiltIn(NamedTuple):
    lang: str
    files: tuple[str, ...]
    licence: str
    source: str


_BUILT_IN = {
    "lexicon-kk": _BuiltIn(
        "kk", ("kk_sezim", "kk_own"), "MIT, data CC BY 4.0", "SezimEmoLex, revised; own entries"
    ),
    "lexicon-ru": _BuiltIn("ru", ("ru_own",), "MIT", "own entries"),
}
#: VADER's convention: there is no Kazakh training set, and on the Russian ones no cut does better by much
THRESHOLDS = (-0.05, 0.05)


def instrument(name: str) -> Instrument:
    """``lexicon-kk`` or ``lexicon-ru``."""
    built = _BUILT_IN[name]
    lexicon = built_in(name)
    return Instrument(
        name=name,
        version="1",
        languages=(built.lang,),
        thresholds=THRESHOLDS,
        targeted=False,
        licence=built.licence,
        source=built.source,
        scorer=lexicon.score,
    )


@lru_cache(maxsize=4)
def built_in(name: str) -> Lexicon:
    """The lexicon behind a built-in instrument."""
    built = _BUILT_IN[name]
    return Lexicon(entries(*built.files), built.lang)


def load(path: str | Path) -> Instrument:
    """A user's lexicon as an instrument.

    Parameters
    ----------
    path : a CSV (comma, semicolon or tab; columns ``word`` and ``valence`` or their like, or no header and two columns)
        or a LIWC ``.dic`` file whose categories are named positive and negative (posemo/negemo, tone_pos/tone_neg …).
        ``word*`` matches by prefix.  Values outside [−1, 1] are divided by the largest.

    Raises
    ------
    KzlibError
        Naming the file and the line that cannot be read.
    """
    found = read(Path(path))
    lexicon = Lexicon(found, guess_language(list(found)))
    digest = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:8]
    return Instrument(
        name=f"lexicon:{Path(path).stem}",
        version=digest,
        languages=(),
        thresholds=THRESHOLDS,
        targeted=False,
        licence="the user's own copy",
        source=Path(path).name,
        scorer=lexicon.score,
    )


def guess_language(words: Sequence[str]) -> str:
    """The language that a lexicon's words are matched in: Kazakh letters, Cyrillic or neither.

    >>> guess_language(["жақсы", "нашар"]), guess_language(["хорошо"]), guess_language(["good"])
    ('kk', 'ru', 'en')
    """
    text = "".join(words)
    cyrillic = sum("Ѐ" <= char <= "ӿ" for char in text)
    if cyrillic * 2 < len(text):
        return "en"
    return "kk" if sum(char in "әғқңөұүһі" for char in text) > cyrillic * 0.02 else "ru"
