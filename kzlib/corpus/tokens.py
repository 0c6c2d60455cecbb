"""Words as numbers: what is asked of a word is asked of each distinct word once, not of each token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from kzlib import languages, reference
from kzlib.languages.batch import END

MOST = 1_500_000  # distinct words that a process remembers before it starts afresh


class Vocabulary(dict[str, int]):
    """word → its number, given when the word first comes; 0 is the mark between two pieces of text.

    >>> vocabulary = Vocabulary()
    >>> vocabulary.numbers(["a", "b", "a", "{"]).tolist()
    [1, 2, 1, 0]
    """

    def __init__(self) -> None:
        super().__init__({END: 0})
        self.words = [END]
        self._flags: dict[object, np.ndarray] = {}
        self._kinds: dict[object, dict[tuple[int, ...], int]] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def numbers(self, words: Sequence[str]) -> np.ndarray:
        """The numbers of words (int32)."""
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))

    def stops(self, lang: str) -> np.ndarray:
        """For each number whether no pair of words holds it: a stop word of the language, or the mark."""
        stops = languages.stop_words(lang) | {END}
        return self._known(("stop", lang), np.bool_, stops.__contains__)

    def hashes(self) -> np.ndarray:
        """64 bits of each word, the same in every process."""
        return self._known("hash", np.uint64, _hash)

    def hints(self, name: str, lang: str) -> tuple[np.ndarray, np.ndarray]:
        """:meth:`kzlib.matcher.Matcher.hints` by the patterns of a reference list: for each number its row in a
        table of the few that differ, and that table."""
        matcher = reference.matcher(name, lang)
        kinds = self._kinds.setdefault((name, lang), {matcher.hints(END): 0})
        rows = self._known(
            (name, lang), np.int32, lambda word: kinds.setdefault(matcher.hints(word), len(kinds))
        )
        return rows, np.array(list(kinds), dtype=np.uint64)

    def _known(self, key: object, kind: type, ask: Callable[[str], object]) -> np.ndarray:
        """What is asked of each number, in its order; only the words that came since are asked."""
        known = self._flags.get(key)
        done = 0 if known is None else len(known)
        if known is None or done < len(self.words):
            new: np.ndarray = np.array([ask(word) for word in self.words[done:]], dtype=kind)
            known = self._flags[key] = new if known is None else np.concatenate([known, new])
        return known


def places_of(name: str, lang: str, vocabulary: Vocabulary, tokens: np.ndarray) -> np.ndarray:
    """The positions in a run of numbers (a mark behind each sentence) where a pattern of a list may be found.

    No hit is missed; a few of these positions are none.
    """
    rows, table = vocabulary.hints(name, lang)
    kinds = rows[tokens]
    alone, after, follows, before, leads = np.ascontiguousarray(table.T)
    found = alone[kinds] != 0
    if len(tokens) > 1:
        left, right = kinds[:-1], kinds[1:]
        found[:-1] |= (after[left] & follows[right]) != 0
        found[1:] |= (before[right] & leads[left]) != 0
    return np.flatnonzero(found)


def by_sentence(places: np.ndarray, starts: np.ndarray) -> Iterable[tuple[int, list[int]]]:
    """Positions grouped by the sentence that they lie in: (its row, positions from its first word).

    >>> list(by_sentence(np.array([1, 5, 6]), np.array([0, 4])))
    [(0, [1]), (1, [1, 2])]
    """
    if not len(places):
        return
    rows = np.searchsorted(starts, places, side="right") - 1
    inside = (places - starts[rows]).tolist()
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    for first, stop in zip(firsts.tolist(), [*firsts[1:].tolist(), len(rows)], strict=True):
        yield int(rows[first]), inside[first:stop]


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@lru_cache(maxsize=1)
def _shared() -> list[Vocabulary]:
    return [Vocabulary()]


def vocabulary() -> Vocabulary:
    """The process's vocabulary; a new one where it has grown too large."""
    held = _shared()
    if len(held[0]) > MOST:
        held[0] = Vocabulary()
    return held[0]
