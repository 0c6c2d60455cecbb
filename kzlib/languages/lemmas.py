"""Dictionary forms of a vocabulary: the words of a corpus are lemmatised once each, not its texts."""

from collections.abc import Callable, Sequence
from functools import cache

from kzlib.errors import UsageError
from kzlib.languages.kazakh import lemmatise


def lemmas(words: Sequence[str], lang: str) -> list[str]:
    """The dictionary form of each word, in the order given.

    Tags and handles keep their form.  "other" languages come back unchanged.

    >>> lemmas(["законов", "людям"], "ru")
    ['закон', 'человек']
    """
    if lang == "kk":
        return lemmatise(words)
    lemma = _lemmatiser(lang)
    return [word if word[:1] in "#@" else lemma(word) for word in words]


@cache
def _lemmatiser(lang: str) -> Callable[[str], str]:
    if lang == "ru":
        return _russian()
    if lang == "en":
        from simplemma import lemmatize

        return lambda word: lemmatize(word, lang="en")
    if lang == "other":
        return lambda word: word
    raise UsageError(f"no lemmas for language {lang!r}; use en, ru or kk")


def _russian() -> Callable[[str], str]:
    from pymorphy3 import MorphAnalyzer

    analyser = MorphAnalyzer()

    @cache
    def lemma(word: str) -> str:
        return analyser.parse(word)[0].normal_form

    return lemma
