"""The valence of single words, as an instrument's word list gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

#: the word list that stands in where a language's instrument has none (a trained model)
LISTS = {"en": "vader", "ru": "lexicon-ru", "kk": "lexicon-kk"}
VADER_SCALE = 4.0  # VADER's word valences go from -4 to 4


def word_list(
    lang: str, instrument: str | None = None
) -> tuple[str, Callable[[Sequence[str]], np.ndarray]] | None:
    """The name of the word list that measures a language, and a function from words to valences in [-1, 1].

    The instrument's own if it is made of words, else the language's (``LISTS``); None where there is none.

    >>> name, valences = word_list("en")
    >>> name, valences(["good", "table"]).round(3).tolist()
    ('vader', [0.475, 0.0])
    """
    for name in dict.fromkeys((instrument, LISTS.get(lang))):
        found = _words_of(name) if name else None
        if name and found is not None:
            return name, found
    return None


def _words_of(name: str) -> Callable[[Sequence[str]], np.ndarray] | None:
    if name.startswith("vader"):
        from kzlib.instruments.vader_rules import rules

        lexicon = rules(name).lexicon
        return lambda words: np.array([lexicon.get(word, 0.0) / VADER_SCALE for word in words], dtype=float)
    from kzlib import instruments
    from kzlib.errors import KzlibError

    try:
        lexicon_of = getattr(instruments.get(name).scorer, "__self__", None)
    except KzlibError:
        return None
    find = getattr(lexicon_of, "valence", None)
    return None if find is None else lambda words: np.array([find(word) for word in words], dtype=float)
