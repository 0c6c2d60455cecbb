"""Dictionary forms of a vocabulary: the words of a corpus are lemmatised once each, not its texts."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from kzlib.errors import UsageError
from kzlib.languages.kazakh import lemmatise
from kzlib.languages.ru import LOCAL

# What the dictionaries give for these is right in grammar and wrong in the news.
_ENGLISH = {"media": "media", "data": "data", "united": "united", "people": "people", "people's": "people"}
_ENGLISH |= {"worse": "bad", "wales": "wales", "goods": "goods", "felt": "feel"}
# Surnames of Kazakhstan are in no dictionary, or are taken for genitive plurals («Токаев» of «токай»).
_SURNAME = re.compile(r"(.{2,}[оеё]в)(?:а|у|ым|е|ой|ы|ых|ыми)?")


def lemmas(words: Sequence[str], lang: str) -> list[str]:
    """The dictionary form of each word, in the order given, in lower case.

    Give the whole vocabulary at once: the words are evidence for each other (Kazakh stems that no list
    has, plurals and surnames that a dictionary lacks).  Russian is read by pymorphy3 (a participle
    becomes its verb's infinitive), English by simplemma, Kazakh by :mod:`kzlib.languages.kazakh` (a verb
    becomes its bare stem).  Tags and handles keep their form; language "other" comes back unchanged.

    >>> lemmas(["законов", "людям"], "ru")
    ['закон', 'человек']

    Raises
    ------
    UsageError
        If ``lang`` is none of en, ru, kk, other.
    """
    if lang == "other":
        return list(words)
    if lang not in ("en", "ru", "kk"):
        raise UsageError(f"no lemmas for language {lang!r}; use en, ru or kk")
    if lang == "kk":
        return lemmatise(words)
    lemma = _russian() if lang == "ru" else _english()
    vocabulary = frozenset(words)
    return [word if word[:1] in ("", "#", "@") else lemma(word, vocabulary) for word in words]


def _english() -> Callable[[str, frozenset[str]], str]:
    from simplemma import lemmatize

    def lemma(word: str, vocabulary: frozenset[str]) -> str:
        found = _ENGLISH.get(word) or lemmatize(word, lang="en").lower()
        # A name's plural («Uyghurs») is in no dictionary; its singular is in the corpus.
        if (
            found == word
            and word[-1:] == "s"
            and len(word) > 4
            and word[-2] not in "sui"
            and word[:-1] in vocabulary
        ):
            return word[:-1]
        return found

    return lemma


@cache
def _russian() -> Callable[[str, frozenset[str]], str]:
    from pymorphy3 import MorphAnalyzer

    analyser = MorphAnalyzer()

    @lru_cache(maxsize=1_000_000)
    def parse(word: str) -> tuple[str, str]:
        """The dictionary's lemma, and the surname that the word may be a form of."""
        best = analyser.parse(word)[0]
        # Several men of one first name are rare: «Садыков» is no plural of «Садык».
        names = {"Name", "plur", "gent"} in best.tag or {"Name", "plur", "accs"} in best.tag
        known = analyser.word_is_known(word) and "Surn" not in best.tag and not names
        match = None if known else _SURNAME.fullmatch(word)
        return best.normal_form, match.group(1) if match else ""

    def lemma(word: str, vocabulary: frozenset[str]) -> str:
        if word in LOCAL:
            return LOCAL[word]
        found, surname = parse(word)
        # «блогеров» is a plural where the corpus has «блогер», else an unknown word in -ов is a surname.
        return surname if surname and surname[:-2] not in vocabulary else found

    return lemma
