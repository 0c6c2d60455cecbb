"""Word lists by language: stop words (versioned files), negators, intensifiers."""

from collections.abc import Iterable
from functools import cache

from kzlib import paths
from kzlib.errors import UsageError
from kzlib.languages import en, kk, ru

_MODULES = {"en": en, "ru": ru, "kk": kk}


def stop_words(lang: str, extra: Iterable[str] | None = None) -> frozenset[str]:
    """Function words of a language, with the user's own words added.  Another language has none.

    The lists are ``kzlib/data/stopwords/<lang>.txt``; their first line names the version.

    >>> "және" in stop_words("kk") and "жақсы" not in stop_words("kk")
    True
    """
    return _stop_words(lang) | frozenset(extra or ())


@cache
def _stop_words(lang: str) -> frozenset[str]:
    if lang not in _MODULES:
        return frozenset()
    text = paths.data(f"stopwords/{lang}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def negators(lang: str) -> frozenset[str]:
    """Words that deny: ``not``, ``без``, ``емес``.

    >>> "емес" in negators("kk")
    True
    """
    return _module(lang).NEGATORS


def intensifiers(lang: str) -> dict[str, float]:
    """Words that strengthen (above 1) or weaken (below 1) the word beside them, with the factor.

    >>> intensifiers("ru")["очень"]
    1.3
    """
    return dict(_module(lang).INTENSIFIERS)


def _module(lang: str):  # type: ignore[no-untyped-def]
    if lang not in _MODULES:
        raise UsageError(f"no word lists for language {lang!r}; use en, ru or kk")
    return _MODULES[lang]
