"""Lexicon instruments: a word's valence, turned by negators and scaled by intensifiers beside it.

A sentence's valence is s / √(s² + α), s the sum over its hits, as VADER normalises.  Built in: ``lexicon-kk`` and
``lexicon-ru``; a user's own CSV or LIWC ``.dic`` file loads as an instrument (:func:`load`).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kzlib import languages, paths
from kzlib.errors import UsageError
from kzlib.instruments import context
from kzlib.instruments.base import Instrument, Target
from kzlib.instruments.kazakh import Stems
from kzlib.instruments.lexicon_files import contents, parse
from kzlib.instruments.lexicon_language import language_of
from kzlib.instruments.matching import finder, keyer

ALPHA = 3.0
_MEMO_LIMIT = 500_000
#: a longer run of letters is no word; reading it as stem and endings would take for ever
_LONGEST = 60


class _Known(NamedTuple):
    """A word as the lexicon knows it: its valence, which word of a phrase it is (0: none), whether it rises or
    falls, whether it is a burden when it rises."""

    valence: float
    key: int
    direction: float
    burden: float


_UNKNOWN = _Known(0.0, 0, 0.0, 0.0)


class _Phrase(NamedTuple):
    """A phrase behind its first word: the keys of the next words, what one more begins with ("": none), the valence."""

    rest: list[int]
    stem: str
    value: float


class Lexicon:
    """Words, phrases and prefixes with valences, matched as a language wants it.

    Parameters
    ----------
    entries : word, phrase (words with spaces, found in all forms) or prefix (``word*``, ``many word*``) → valence in
        [−1, 1].
    lang : ``en``, ``ru`` or ``kk``: how forms are matched to entries, and which negators and intensifiers count.
    """

    def __init__(self, entries: dict[str, float], lang: str):
        self.lang = lang
        self.intensifiers = languages.intensifiers(lang)
        self._prefixes = {
            word[:-1]: value for word, value in entries.items() if word.endswith("*") and " " not in word
        }
        phrases = {phrase: value for phrase, value in entries.items() if " " in phrase}
        single = {
            word: value for word, value in entries.items() if " " not in word and not word.endswith("*")
        }
        self._find = finder(single, lang)
        # the last word of «peace deal*» is a prefix
        cut = {phrase: phrase.rpartition(" ")[0] if phrase.endswith("*") else phrase for phrase in phrases}
        self._key = keyer(" ".join(cut.values()).split(), lang)
        self._direction = finder(context.DIRECTIONS[lang], lang)
        self._burden = finder(dict.fromkeys(context.BURDENS[lang], 1.0), lang)
        # «жек көрмейді»: the last word of a Kazakh phrase may deny it
        self._last = Stems(
            {phrase.split()[-1]: 1.0 for phrase in phrases if lang == "kk" and not phrase.endswith("*")}
        )
        self._heads = {phrase.rpartition(" ")[0] for phrase in phrases}
        self._memo: dict[str, _Known] = {}
        self._phrases: dict[int, list[_Phrase]] = {}
        for phrase, value in phrases.items():
            first, *rest = [self._known(word).key for word in cut[phrase].split()]
            stem = phrase[len(cut[phrase]) :].strip(" *")
            self._phrases.setdefault(first, []).append(_Phrase(rest, stem, value))
        for found in self._phrases.values():
            # the longest first; a word before the beginning of one
            found.sort(key=lambda one: (-len(one.rest) - bool(one.stem), bool(one.stem), -len(one.stem)))

    def valence(self, word: str) -> float:
        """One word's valence, 0.0 where the lexicon does not hold it."""
        return self._known(word).valence

    def _known(self, word: str) -> _Known:
        known = self._memo.get(word)
        if known is None:
            if len(word) > _LONGEST:
                return _UNKNOWN
            if len(self._memo) > _MEMO_LIMIT:
                self._memo.clear()
            valence = self._find(word) or self._by_prefix(word)
            known = self._memo[word] = _Known(
                valence, self._key(word), self._direction(word), self._burden(word)
            )
        return known

    def _phrase_at(self, words: Sequence[str], known: list[_Known], at: int) -> tuple[int, float]:
        """The size and the valence of the phrase that begins at a word; without one, the word's own."""
        for rest, stem, value in self._phrases.get(known[at].key, ()):
            last = at + len(rest) + bool(stem)
            if [word.key for word in known[at + 1 : at + 1 + len(rest)]] != rest or last >= len(words):
                continue
            # In Kazakh a phrase's last word alone takes endings
            if self.lang == "kk" and " ".join(words[at:last]) not in self._heads:
                continue
            if words[last].startswith(stem):
                denied = not stem and self._last.find(words[last]) < 0
                return last + 1 - at, -value if denied else value
        return 1, known[at].valence

    def _by_prefix(self, word: str) -> float:
        if self._prefixes:
            for cut in range(len(word), 0, -1):
                if word[:cut] in self._prefixes:
                    return self._prefixes[word[:cut]]
        return 0.0

    def hits(
        self, words: Sequence[str], names: Collection[int] = frozenset()
    ) -> list[tuple[int, int, float]]:
        """Where the lexicon hits: (first word, word after the last, valence in its context).

        ``names`` are the places of words that are names: «Надежда» is not hope there.
        """
        found: dict[int, tuple[int, float]] = {}
        known = [self._known(word) for word in words]
        i = 0
        while i < len(words):
            size, value = self._phrase_at(words, known, i) if known[i].key else (1, known[i].valence)
            if value and (size > 1 or i not in names):
                found[i] = (i + size, self._in_context(words, i, i + size, value))
            i += size
        for i, word in enumerate(known):
            if word.direction:
                self._turn(words, i, word.direction, found)
        return [(start, end, value) for start, (end, value) in sorted(found.items()) if value]

    def _in_context(self, words: Sequence[str], start: int, end: int, value: float) -> float:
        if start and words[start - 1] in self.intensifiers:
            value *= self.intensifiers[words[start - 1]]
        return value * context.factor(words, start, end, self.lang)

    def _turn(
        self, words: Sequence[str], at: int, direction: float, found: dict[int, tuple[int, float]]
    ) -> None:
        """«Цены выросли» is bad and «безработица снизилась» good: one hit for both words, against the direction."""
        place = context.burdened(words, at, lambda word: self._known(word).burden, self.lang)
        held = [i for i in (at, place) if i in found]
        if place is None or not held or any(found[i][0] > i + 1 for i in held):
            return
        size = max(abs(found.pop(i)[1]) for i in held)
        found[at] = (at + 1, -direction * size)

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Valence and hits of each sentence."""
        found = [self.sentence(sentence) for sentence in sentences]
        valence, hits = zip(*found, strict=True) if found else ((), ())
        return np.array(valence, dtype=float), np.array(hits, dtype=np.int32)

    def sentence(self, text: str) -> tuple[float, int]:
        """Valence and hits of one sentence."""
        words = languages.words(text)
        found = self.hits(words)
        if found and (names := context.names(text, self.lang)):
            found = self.hits(words, names)
        total = sum(value for _, _, value in found)
        return total / (total * total + ALPHA) ** 0.5, len(found)


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
    version: str
    lang: str
    files: tuple[str, ...]
    licence: str
    source: str
    threshold: float


#: VADER's convention, for lexicons that no training set speaks of
THRESHOLD = 0.05
_BUILT_IN = {
    # there is no Kazakh training set
    "lexicon-kk": _BuiltIn(
        "2",
        "kk",
        ("kk_sezim", "kk_own"),
        "MIT, data CC BY 4.0",
        "SezimEmoLex, revised; own entries",
        THRESHOLD,
    ),
    # of ±0.02 to ±0.4, best on RuSentNE (train) and the press passages: sentences, passages and texts of five passages
    "lexicon-ru": _BuiltIn("2", "ru", ("ru_own",), "MIT", "own entries", 0.1),
}


def instrument(name: str) -> Instrument:
    """``lexicon-kk`` or ``lexicon-ru``."""
    built = _BUILT_IN[name]
    lexicon = built_in(name)
    return Instrument(
        name=name,
        version=built.version,
        languages=(built.lang,),
        thresholds=(-built.threshold, built.threshold),
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


def load(path: str | Path, lang: str | None = None) -> Instrument:
    """A user's lexicon as an instrument, read again when the file has changed.

    Parameters
    ----------
    path : a CSV (comma, semicolon or tab; columns ``word`` and ``valence`` or their like, or no header and two columns)
        or a LIWC ``.dic`` file whose categories are named positive and negative (posemo/negemo, tone_pos/tone_neg …).
        ``word*`` matches by prefix.  Values outside [−1, 1] are divided by the largest.
    lang : the language that its words are in (``en``, ``ru`` or ``kk``) and that it therefore reads; by default what the
        file's name ends in (``mine.kk.csv``), else what its words are.

    Raises
    ------
    KzlibError
        Naming the file and the line that cannot be read, or if nothing tells the language.
    """
    if lang is not None and lang not in languages.NAMES:
        raise UsageError(f"a lexicon is matched in {', '.join(languages.NAMES)}, not in {lang!r}")
    return _loaded(Path(path), contents(Path(path)), lang)


@lru_cache(maxsize=16)
def _loaded(path: Path, raw: bytes, lang: str | None) -> Instrument:
    found = parse(path, raw)
    spoken = lang or language_of(path, found)
    digest = hashlib.sha256(repr((spoken, sorted(found.items()))).encode()).hexdigest()[:8]
    return Instrument(
        name=f"lexicon:{path.stem}",
        version=digest,
        languages=(spoken,),
        thresholds=(-THRESHOLD, THRESHOLD),
        targeted=False,
        licence="the user's own copy",
        source=path.name,
        scorer=Lexicon(found, spoken).score,
    )
