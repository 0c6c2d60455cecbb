"""Terms of articles counted from numbers: one sort of packed integers, no dictionary of strings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kzlib.corpus.tokens import Vocabulary

LANGS = ("en", "kk", "other", "ru")  # in the order in which they sort; their places are their numbers
_WORD = 21  # bits of a word's number: tokens.MOST and the words of one more block fit
_MASK = (1 << _WORD) - 1
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True)
class Stream:
    """The words of a block's sentences in one run, the mark 0 behind each sentence's.

    ``tokens``: numbers; ``quoted``: whether each stands in a direct quotation; ``doc``, ``lang``: article and language
    (a place in :data:`LANGS`) of each sentence; ``n``: its number of words; ``starts``: where it begins.
    """

    tokens: np.ndarray
    quoted: np.ndarray
    doc: np.ndarray
    lang: np.ndarray
    n: np.ndarray
    starts: np.ndarray

    def of(self, lang: int) -> Stream:
        """The sentences of one language."""
        rows = self.lang == lang
        if rows.all():
            return self
        inside = np.repeat(rows, self.n + 1)
        n = self.n[rows]
        starts = np.cumsum(n + 1) - (n + 1)
        return Stream(self.tokens[inside], self.quoted[inside], self.doc[rows], self.lang[rows], n, starts)


def words(stream: Stream) -> dict[str, np.ndarray]:
    """How often each article has each word: doc, lang, term (a number), count, quoted."""
    inside = stream.tokens != 0
    key = np.repeat(stream.doc.astype(np.int64) << 2 | stream.lang, stream.n + 1) << _WORD | stream.tokens
    key, count, quoted = _counted((key << 1 | stream.quoted)[inside])
    article = key >> _WORD
    return {
        "doc": article >> 2,
        "lang": article & 3,
        "term": key & _MASK,
        "count": count,
        "quoted": quoted,
    }


def pairs(stream: Stream, vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    """The same of pairs of neighbours, neither a stop word: term is the first word's number, second the other's."""
    content = np.zeros(len(stream.tokens), dtype=bool)
    of_token = np.repeat(stream.lang, stream.n + 1)
    for lang in np.unique(stream.lang).tolist():
        stops = vocabulary.stops(LANGS[lang])
        content |= (of_token == lang) & ~stops[stream.tokens]
    at = np.flatnonzero(content[:-1] & content[1:])
    doc = np.repeat(stream.doc.astype(np.int64), stream.n + 1)[at]
    both = stream.quoted[at] & stream.quoted[at + 1]
    # article, language and first word in one number, the second word and the mark of quotation in another's bits
    low = int(doc.min()) if len(doc) else 0
    key = (doc - low) << 2 | of_token[at]
    key = (key << _WORD | stream.tokens[at]) << _WORD | stream.tokens[at + 1]
    key, count, quoted = _counted(key << 1 | both)
    article = key >> 2 * _WORD
    return {
        "doc": (article >> 2) + low,
        "lang": article & 3,
        "term": key >> _WORD & _MASK,
        "second": key & _MASK,
        "count": count,
        "quoted": quoted,
    }


def _counted(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct keys (without their last bit), how often each comes, and how often with the bit set."""
    keys = np.sort(keys)
    whole = keys >> 1
    first = np.flatnonzero(np.append(True, whole[1:] != whole[:-1])) if len(keys) else np.empty(0, dtype=int)
    count = np.diff(np.append(first, len(keys)))
    quoted = np.add.reduceat(keys & 1, first) if len(keys) else first
    return whole[first], count, quoted


def pair_hashes(lang: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """64 bits of a pair in a language, from its words' own: the same in every process.

    Among fifty million distinct pairs two share their bits with a probability of 1 in 15,000.
    """
    mixed = _mixed(first + lang.astype(np.uint64) * _ODD)
    return _mixed(mixed + second)


def _mixed(values: np.ndarray) -> np.ndarray:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
