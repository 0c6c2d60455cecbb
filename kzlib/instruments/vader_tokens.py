"""VADER's tokens: what its rules ever ask of one, computed once per distinct token."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import NamedTuple

from kzlib.instruments.vader_rules import NEGATORS, PUNCTUATION_RUNS, Rules, rules

PUNCTUATION = frozenset(string.punctuation)
_RUNS = frozenset(PUNCTUATION_RUNS)
_MEMO_LIMIT = 1_000_000


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
def tokens(flavour: str) -> _Tokens:
    """The memo of a flavour's tokens."""
    return _Tokens(rules(flavour))


def demoji(text: str, emoji: dict[str, str]) -> str:
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
