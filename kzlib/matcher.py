"""Finding patterns of one to three words in lists of words, fast enough for every sentence of a corpus."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

#: The label of patterns that hide others: what lies inside a masked phrase is no hit.
MASK = "-"

_MEMORY = 1_000_000  # distinct words remembered before the memory starts afresh


def pattern_complaint(pattern: str) -> str:
    """What is wrong with a pattern, or "".

    >>> pattern_complaint("глава государства"), pattern_complaint("a*b")
    ('', "pattern 'a*b': * may only end a word")
    """
    words = pattern.split(" ")
    if not pattern or not 1 <= len(words) <= 3 or "" in words:
        return f"pattern {pattern!r} must be one to three words with single spaces"
    if pattern != pattern.lower():
        return f"pattern {pattern!r} must be in lower case"
    if any("*" in word[:-1] for word in words):
        return f"pattern {pattern!r}: * may only end a word"
    if "*" in words:
        return f"pattern {pattern!r}: a word needs letters before *"
    return ""


class _Memory(dict[str, Any]):
    """word -> what can begin there; looks a new word up once."""

    def __init__(self, look_up: Any) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Any:
        if len(self) >= _MEMORY:
            self.clear()
        found = self[word] = self._look_up(word)
        return found


class Matcher:
    """Patterns compiled from (label, pattern) pairs.

    Exact words are found through a dict, ``prefix*`` through one dict a prefix length.  What a distinct word
    can begin is worked out once and remembered, so that a sentence costs one dict access a word.

    >>> matcher = Matcher([("russia", "росси*"), ("president", "глава государства"), ("-", "россий* гимн*")])
    >>> matcher.hits(["глава", "государства", "и", "россия"])
    [('president', 0, 2), ('russia', 3, 1)]
    >>> matcher.hits(["российский", "гимн"])
    []
    """

    def __init__(self, rows: Iterable[tuple[Hashable, str]]) -> None:
        self._exact: dict[str, list[tuple[Hashable, tuple[str, ...]]]] = {}
        self._prefix: dict[int, dict[str, list[tuple[Hashable, tuple[str, ...]]]]] = {}
        for label, pattern in rows:
            first, *rest = pattern.split(" ")
            entry = (label, tuple(rest))
            if first.endswith("*"):
                stem = first[:-1]
                self._prefix.setdefault(len(stem), {}).setdefault(stem, []).append(entry)
            else:
                self._exact.setdefault(first, []).append(entry)
        self._lengths = sorted(self._prefix)
        self._begins = _Memory(self._look_up)

    def _look_up(self, word: str) -> tuple[tuple[Hashable, tuple[str, ...]], ...] | None:
        """The patterns that can begin at a word, each as (label, the words that must follow)."""
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found += self._prefix[length].get(word[:length], ())
        return tuple(dict.fromkeys(found)) or None

    def hits(self, words: Sequence[str]) -> list[tuple[Any, int, int]]:
        """(label, position of the first word, number of words) of every pattern found, in order.

        Hits that lie inside the words of a mask (label "-") are dropped.
        """
        begins = [*map(self._begins.__getitem__, words)]
        if not any(begins):
            return []
        found: list[tuple[Any, int, int]] = []
        masked: list[tuple[int, int]] = []
        for i, entries in enumerate(begins):
            for label, rest in entries or ():
                if rest and not _follows(words, i + 1, rest):
                    continue
                if label == MASK:
                    masked.append((i, i + 1 + len(rest)))
                else:
                    found.append((label, i, 1 + len(rest)))
        if masked:
            found = [
                (label, i, n)
                for label, i, n in found
                if not any(start <= i and i + n <= end for start, end in masked)
            ]
        return found


def _follows(words: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    for offset, wanted in enumerate(rest):
        word = words[at + offset]
        if not (word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted):
            return False
    return True
