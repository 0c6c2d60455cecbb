"""Tone instruments: a sentence → valence in [−1, 1] and hits, and what each instrument is worth on labelled news.

>>> get("vader").score(["A good plan.", "A plan."])[0].tolist()
[0.4404, 0.0]
>>> default("en")
'vader'
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kzlib.errors import UsageError
from kzlib.instruments.base import Instrument, Target

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Instrument", "Target", "available", "default", "get", "score", "texts", "validate"]

#: name → the module whose ``instrument(name)`` makes it; imported when asked for
_BUILT_IN = {
    "vader": "vader_instrument",
    "vader-nltk": "vader_instrument",
    "linear-en": "linear",
    "linear-ru": "linear",
    "lexicon-ru": "lexicon",
    "lexicon-kk": "lexicon",
}
#: the instrument a language is scored with unless another is named
_DEFAULTS = {"en": "vader", "ru": "linear-ru", "kk": "lexicon-kk"}


def names() -> list[str]:
    """The built-in instruments' names."""
    return list(_BUILT_IN)


def get(name: str, lang: str | None = None) -> Instrument:
    """An instrument by name, or a user's own by its path; one's own is read again when its files have changed.

    Parameters
    ----------
    name : a built-in's name (:func:`available` lists them), the path of a lexicon in CSV or LIWC ``.dic`` form, or the
        folder of a Hugging Face classifier (see :mod:`kzlib.instruments.transformer`).
    lang : the language that a lexicon's words are in (``en``, ``ru`` or ``kk``), which is the one that it reads; by default
        what its file's name (``mine.kk.csv``) or its words tell.  Other instruments know theirs.

    Raises
    ------
    UsageError
        If there is no such instrument.
    KzlibError
        If a lexicon or a classifier cannot be read, or nothing tells a lexicon's language.
    """
    if name in _BUILT_IN:
        return _built_in(name)
    if name.lower().endswith((".csv", ".tsv", ".dic")) or Path(name).is_file():
        from kzlib.instruments import lexicon

        return lexicon.load(name, lang)
    if Path(name).is_dir():
        seen = [(file.name, file.stat()) for file in sorted(Path(name).iterdir()) if file.is_file()]
        return _classifier(name, tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in seen))
    raise UsageError(
        f"no instrument {name!r}; there are {', '.join(_BUILT_IN)}, or give the path of a lexicon or of a "
        "classifier's folder (nothing is downloaded)"
    )


@lru_cache(maxsize=len(_BUILT_IN))
def _built_in(name: str) -> Instrument:
    return importlib.import_module(f"kzlib.instruments.{_BUILT_IN[name]}").instrument(name)


@lru_cache(maxsize=4)
def _classifier(folder: str, files: tuple[tuple[str, int, int], ...]) -> Instrument:
    """The classifier in a folder as its files (name, time, size) are now."""
    from kzlib.instruments import transformer

    return transformer.load(folder)


def default(lang: str) -> str | None:
    """The name of the instrument that a language is scored with, or None where there is none.

    >>> default("ky") is None
    True
    """
    return _DEFAULTS.get(lang)


def available() -> pd.DataFrame:
    """The built-in instruments.

    Returns
    -------
    DataFrame with ``instrument``, ``version``, ``languages`` (space-separated codes), ``targeted``, ``low``, ``high``
    (thresholds), ``default_for`` (space-separated codes), ``licence`` and ``source``; one row an instrument.
    """
    import pandas as pd

    rows = [
        {
            "instrument": one.name,
            "version": one.version,
            "languages": " ".join(one.languages),
            "targeted": one.targeted,
            "low": one.thresholds[0],
            "high": one.thresholds[1],
            "default_for": " ".join(lang for lang, name in _DEFAULTS.items() if name == one.name),
            "licence": one.licence,
            "source": one.source,
        }
        for one in map(get, _BUILT_IN)
    ]
    return pd.DataFrame(rows)


def choose(lang: str, instrument: str | None = None) -> Instrument:
    """The instrument for a language: the named one, or the language's default; a lexicon is matched in it.

    Raises
    ------
    UsageError
        If the language has none, or the named one does not read it.
    """
    name = instrument or default(lang)
    if name is None:
        raise UsageError(
            f"no instrument reads {lang!r}; the languages with instruments are {', '.join(_DEFAULTS)}"
        )
    chosen = get(name, lang)
    if chosen.languages and lang not in chosen.languages:
        others = ", ".join(chosen.languages)
        raise UsageError(
            f"{chosen.name} does not read {lang!r} (it reads {others}); "
            f"the languages with instruments are {', '.join(_DEFAULTS)}"
        )
    return chosen


def score(
    sentences: Sequence[str],
    lang: str,
    instrument: str | None = None,
    targets: Sequence[Target] | None = None,
) -> pd.DataFrame:
    """Score sentences of one language.

    Parameters
    ----------
    sentences : the sentences, each one score (split longer texts first: a whole article's score saturates).
    lang : ``en``, ``ru`` or ``kk``; a user's lexicon is matched in it.
    instrument : a name or a lexicon's path; None is the language's default.
    targets : for each sentence the ``(from, to)`` span of a target, or None (targeted instruments only).

    Returns
    -------
    DataFrame with ``index`` (position), ``valence`` (in [−1, 1]; 0.0 where nothing hit) and ``hits`` (words that
    carried valence), one row a sentence.

    Raises
    ------
    UsageError
        If the language has no instrument: it is missing, never neutral.

    >>> score(["A good plan.", "A plan."], "en")["hits"].tolist()
    [1, 0]
    """
    import pandas as pd

    valence, hits = choose(lang, instrument).score(list(sentences), targets)
    return pd.DataFrame({"index": range(len(hits)), "valence": valence, "hits": hits})


def texts(instrument: Instrument, items: Sequence[str], lang: str) -> tuple:
    """Valence and hits of longer texts: the mean valence over a text's sentences, and their hits together."""
    from kzlib.instruments import validity

    return validity.score_texts(instrument, items, lang)


def validate(instrument: str | Instrument, labels: pd.DataFrame, **options: object) -> pd.DataFrame:
    """What an instrument is worth on labelled sentences; see :func:`kzlib.instruments.validity.validate`."""
    from kzlib.instruments import validity

    return validity.validate(instrument, labels, **options)  # type: ignore[arg-type]
