"""VADER's rules over tokens: the pure-Python path, which the compiled one mirrors and falls back on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from kzlib.instruments.vader_rules import ALPHA, BOOSTER_PAIRS, CAPITALS, NEGATION, Rules
from kzlib.instruments.vader_tokens import Token, demoji, tokens


def score_one(text: str, flavour: str = "vader") -> tuple[float, float, float, float, int]:
    """neg, neu, pos, compound (rounded as VADER rounds) and hits (tokens that have a valence) of one sentence.

    >>> score_one("VADER is smart, handsome, and funny!")
    (0.0, 0.248, 0.752, 0.8439, 3)
    """
    memo = tokens(flavour)
    authors = memo.rules.authors
    if authors:
        text = demoji(text, memo.rules.emoji)
    found = [memo[raw] for raw in text.split()]
    if not authors:
        found = [token for token in found if token is not None]
    n = len(found)
    if not n:
        return 0.0, 0.0, 0.0, 0.0, 0
    hits = [i for i, token in enumerate(found) if token.valence is not None]
    if not hits:
        return 0.0, 1.0, 0.0, 0.0, 0
    n_upper = sum(token.upper for token in found)
    sentence = _Sentence(found, 0 < n_upper < n, memo.rules)
    first: dict[str, int] = {}
    valences: list[float] = [0] * n
    if not authors:  # NLTK looks a repeated word up where it first occurs
        for i in hits:
            first.setdefault(found[i].word, i)
    for i in hits:
        at = i if authors else first[found[i].word]
        valences[i] = 0 if sentence.is_kind_of(at) else sentence.valence(at)
    but = next((i for i, token in enumerate(found) if token.lower == "but"), None)
    if but is not None:
        _but_authors(valences, but) if authors else _but_nltk(valences, but)
    return *_summary(valences, text), len(hits)


class _Sentence:
    """The tokens of a sentence, and the rules that look around one of them."""

    def __init__(self, tokens: list[Token], mixed_case: bool, flavour: Rules):
        self.tokens, self.mixed_case, self.rules = tokens, mixed_case, flavour
        # NLTK compares some words as they are written
        self.words = [t.lower for t in tokens] if flavour.authors else [t.word for t in tokens]

    def is_kind_of(self, i: int) -> bool:
        return (
            self.tokens[i].lower == "kind" and i + 1 < len(self.tokens) and self.tokens[i + 1].lower == "of"
        )

    def valence(self, i: int) -> float:
        """The valence of the lexicon word at ``i`` in its context."""
        tokens, token = self.tokens, self.tokens[i]
        valence: float = token.valence  # type: ignore[assignment]
        if self.rules.authors:
            valence = self._no(i, valence)
        if token.upper and self.mixed_case:
            valence = valence + CAPITALS if valence > 0 else valence - CAPITALS
        for back in (1, 2, 3):
            if i < back or self._in_lexicon(i - back):
                continue
            scalar = self._booster(tokens[i - back], valence)
            if back == 2 and scalar != 0:
                scalar = scalar * 0.95
            if back == 3 and scalar != 0:
                scalar = scalar * 0.9
            valence = valence + scalar
            valence = self._negation(i, back, valence)
            if back == 3:
                valence = self._idioms(i, valence)
        return self._least(i, valence)

    def _in_lexicon(self, i: int) -> bool:
        return self.tokens[i].lower in self.rules.lexicon

    def _no(self, i: int, valence: float) -> float:
        """ "no" negates an adjacent lexicon word, and then has no valence of its own."""
        words = self.words
        own = valence
        if words[i] == "no" and i != len(words) - 1 and self._in_lexicon(i + 1):
            valence = 0.0
        if (
            (i > 0 and words[i - 1] == "no")
            or (i > 1 and words[i - 2] == "no")
            or (i > 2 and words[i - 3] == "no" and words[i - 1] in ("or", "nor"))
        ):
            valence = own * NEGATION
        return valence

    def _booster(self, token: Token, valence: float) -> float:
        scalar = token.booster
        if scalar:
            if valence < 0:
                scalar *= -1
            if token.upper and self.mixed_case:
                scalar = scalar + CAPITALS if valence > 0 else scalar - CAPITALS
        return scalar

    def _negation(self, i: int, back: int, valence: float) -> float:
        words, authors = self.words, self.rules.authors
        before, word = words[i - 1], words[i - back]
        if back == 2:
            if word == "never" and before in ("so", "this"):
                return valence * (1.25 if authors else 1.5)
            if authors and word == "without" and before == "doubt":
                return valence
        if back == 3:
            middle = words[i - 2]
            if (word == "never" and middle in ("so", "this")) or before in ("so", "this"):
                return valence * 1.25
            if authors and word == "without" and "doubt" in (middle, before):
                return valence
        return valence * NEGATION if self.tokens[i - back].negates else valence

    def _idioms(self, i: int, valence: float) -> float:
        words, idioms, n = self.words, self.rules.idioms, len(self.words)
        third, second, before, word = words[i - 3 : i + 1]
        earlier = (
            (before, word),
            (second, before, word),
            (second, before),
            (third, second, before),
            (third, second),
        )
        for sequence in earlier:
            if sequence in idioms:
                valence = idioms[sequence]
                break
        for size in (2, 3):
            if i + size <= n:
                valence = idioms.get(tuple(words[i : i + size]), valence)
        dampers = [pair for pair in ((third, second), (second, before)) if pair in BOOSTER_PAIRS]
        for _ in dampers if self.rules.authors else dampers[:1]:
            valence = valence - 0.293
        return valence

    def _least(self, i: int, valence: float) -> float:
        tokens = self.tokens
        if i > 0 and tokens[i - 1].lower == "least" and (i == 1 or tokens[i - 2].lower not in ("at", "very")):
            return valence * NEGATION
        return valence


def _but_nltk(valences: list[float], but: int) -> None:
    for i, valence in enumerate(valences):
        if i != but:
            valences[i] = valence * (0.5 if i < but else 1.5)


def _but_authors(valences: list[float], but: int) -> None:
    """The authors look each value up with ``list.index`` while they change the list: equal values are changed at
    their first place, perhaps twice.  The same in O(n log n): a heap of places per value."""
    places: defaultdict[float, list[int]] = defaultdict(list)
    for i, valence in enumerate(valences):
        if valence:
            places[valence].append(i)
    for valence in valences:  # reads what earlier rounds have written, as the original does
        if not valence:
            continue
        i = places[valence][0]
        if i != but:
            heappop(places[valence])
            valences[i] = valence * (0.5 if i < but else 1.5)
            heappush(places[valences[i]], i)
    zero = next((i for i, valence in enumerate(valences) if not valence), but)
    if zero != but:
        valences[zero] = 0.0  # an int 0 becomes a float, which sum() can tell from 3.12 on


def emphasis(exclamations: int, questions: int) -> float:
    """What "!" and "?" add."""
    amplifier = min(exclamations, 4) * 0.292
    question = 0.0
    if questions > 1:
        question = questions * 0.18 if questions <= 3 else 0.96
    return amplifier + question


def _summary(valences: list[float], text: str) -> tuple[float, float, float, float]:
    total_valence = float(sum(valences))
    emphasised = emphasis(text.count("!"), text.count("?"))
    if total_valence > 0:
        total_valence += emphasised
    elif total_valence < 0:
        total_valence -= emphasised
    compound = total_valence / math.sqrt(total_valence * total_valence + ALPHA)
    positive = negative = 0.0
    neutral = 0
    for valence in valences:
        if valence > 0:
            positive += float(valence) + 1
        elif valence < 0:
            negative += float(valence) - 1
        else:
            neutral += 1
    if positive > math.fabs(negative):
        positive += emphasised
    elif positive < math.fabs(negative):
        negative -= emphasised
    total = positive + math.fabs(negative) + neutral
    shares = (math.fabs(part / total) for part in (negative, neutral, positive))
    neg, neu, pos = (round(share, 3) for share in shares)
    return neg, neu, pos, round(compound, 4)


def score_python(sentences: Sequence[str], flavour: str = "vader") -> tuple[np.ndarray, np.ndarray]:
    """The pure-Python path: scores (n × 4: neg, neu, pos, compound) and hits (n)."""
    scores = np.zeros((len(sentences), 4))
    hits = np.zeros(len(sentences), dtype=np.int32)
    for i, sentence in enumerate(sentences):
        *scores[i], hits[i] = score_one(sentence, flavour)
    return scores, hits
