"""VADER (Hutto & Gilbert 2014), exactly: the authors' 3.3.2 and NLTK's variant, about a hundred times faster.

Everything VADER asks of a token depends on the distinct token only, so each distinct token is looked at once
(:class:`_Tokens`); a sentence is then a run of such records.  This module is the pure-Python path;
:mod:`kzlib.instruments.vader_kernel` does the same over bytes with numba.  Both equal their originals in all four
rounded scores (``benchmarks/vader.py`` counts).
"""

from __future__ import annotations

import math
import string
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kzlib.instruments.vader_rules import (
    ALPHA,
    BOOSTER_PAIRS,
    CAPITALS,
    NEGATION,
    NEGATORS,
    PUNCTUATION_RUNS,
    Rules,
    rules,
)

if TYPE_CHECKING:
    import pandas as pd

PUNCTUATION = frozenset(string.punctuation)
_RUNS = frozenset(PUNCTUATION_RUNS)
_MEMO_LIMIT = 1_000_000
#: sentences scored by the pure path before numba is worth its import (and, the first time, its compilation)
_KERNEL_AFTER = 20_000
_scored_slowly = 0


class Token(NamedTuple):
    """What VADER ever asks of a token."""

    word: str
    lower: str
    upper: bool
    valence: float | None
    booster: float
    negates: bool


class _Tokens(dict):
    """Raw token → Token (None where NLTK drops it), computed once per distinct token."""

    def __init__(self, flavour: Rules):
        super().__init__()
        self.rules = flavour

    def __missing__(self, raw: str) -> Token | None:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        word = _strip_authors(raw) if self.rules.authors else _strip_nltk(raw)
        if not word:
            self[raw] = None
            return None
        lower = word.lower()
        booster = self.rules.boosters.get(lower, 0.0)
        valence = None if booster else self.rules.lexicon.get(lower)
        token = Token(word, lower, word.isupper(), valence, booster, lower in NEGATORS or "n't" in lower)
        self[raw] = token
        return token


def _strip_authors(raw: str) -> str:
    stripped = raw.strip(string.punctuation)
    return raw if len(stripped) <= 2 else stripped


def _strip_nltk(raw: str) -> str:
    """Without one of the listed runs of punctuation, on one side only; "" for a token of one character."""
    if len(raw) < 2:
        return ""
    word = raw.lstrip(string.punctuation)
    before = raw[: len(raw) - len(word)]
    if not before:
        word = raw.rstrip(string.punctuation)
        before = raw[len(word) :]
    if before in _RUNS and len(word) > 1 and PUNCTUATION.isdisjoint(word):
        return word
    return raw


@lru_cache(maxsize=2)
def _tokens(flavour: str) -> _Tokens:
    return _Tokens(rules(flavour))


def _demoji(text: str, emoji: dict[str, str]) -> str:
    """Emoji replaced by their descriptions, spaced as the authors space them."""
    if text.isascii() or emoji.keys().isdisjoint(text):
        return text
    out: list[str] = []
    spaced = True
    for char in text:
        if char in emoji:
            out.append(emoji[char] if spaced else " " + emoji[char])
            spaced = False
        else:
            out.append(char)
            spaced = char == " "
    return "".join(out)


def score_one(text: str, flavour: str = "vader") -> tuple[float, float, float, float, int]:
    """neg, neu, pos, compound (rounded as VADER rounds) and hits (tokens that have a valence) of one sentence.

    >>> score_one("VADER is smart, handsome, and funny!")
    (0.0, 0.248, 0.752, 0.8439, 3)
    """
    memo = _tokens(flavour)
    authors = memo.rules.authors
    if authors:
        text = _demoji(text, memo.rules.emoji)
    tokens = [memo[raw] for raw in text.split()]
    if not authors:
        tokens = [token for token in tokens if token is not None]
    n = len(tokens)
    if not n:
        return 0.0, 0.0, 0.0, 0.0, 0
    hits = [i for i, token in enumerate(tokens) if token.valence is not None]
    if not hits:
        return 0.0, 1.0, 0.0, 0.0, 0
    n_upper = sum(token.upper for token in tokens)
    sentence = _Sentence(tokens, 0 < n_upper < n, memo.rules)
    first: dict[str, int] = {}
    valences: list[float] = [0] * n
    if not authors:  # NLTK looks a repeated word up where it first occurs
        for i in hits:
            first.setdefault(tokens[i].word, i)
    for i in hits:
        at = i if authors else first[tokens[i].word]
        valences[i] = 0 if sentence.is_kind_of(at) else sentence.valence(at)
    but = next((i for i, token in enumerate(tokens) if token.lower == "but"), None)
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


def score_all(
    sentences: Sequence[str], flavour: str = "vader", kernel: bool | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores (n × 4: neg, neu, pos, compound) and hits (n) of many sentences, by the faster path.

    Parameters
    ----------
    kernel : True or False choose the path; None takes numba's once enough sentences have come to repay its import.
    """
    global _scored_slowly
    if kernel is None:
        _scored_slowly += len(sentences)
        kernel = _scored_slowly >= _KERNEL_AFTER
    if kernel:
        try:
            from kzlib.instruments import vader_kernel
        except ImportError:
            return score_python(sentences, flavour)
        return vader_kernel.score_all(sentences, flavour)
    return score_python(sentences, flavour)


def polarity_scores(sentences: Sequence[str], flavour: str = "vader") -> pd.DataFrame:
    """VADER's four scores of each sentence.

    Parameters
    ----------
    sentences : the sentences.
    flavour : ``"vader"`` (vaderSentiment 3.3.2) or ``"vader-nltk"``.

    Returns
    -------
    DataFrame with ``neg``, ``neu``, ``pos`` (shares, 3 decimals) and ``compound`` (in [−1, 1], 4 decimals), one row
    a sentence.

    >>> polarity_scores(["A good plan.", "A plan."]).to_dict("records")[0]
    {'neg': 0.0, 'neu': 0.408, 'pos': 0.592, 'compound': 0.4404}
    """
    import pandas as pd

    rules(flavour)  # an unknown flavour is refused even where there are no sentences
    scores, _ = score_all(list(sentences), flavour)
    return pd.DataFrame(scores, columns=["neg", "neu", "pos", "compound"])
