"""Finding patterns of one to three words in lists of words, fast enough for every sentence of a corpus."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

#: What the label of a mask begins with: "!president" hides hits of the label "president" that lie inside its
#: words ("president of russia"), "!" alone hides every hit there.  (No "-": a spreadsheet would read a formula.)
MASK = "!"

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
    spellings = [spelling for word in words for spelling in word.split("|")]
    if any("*" in spelling[:-1] for spelling in spellings):
        return f"pattern {pattern!r}: * may only end a word"
    if "*" in spellings or "" in spellings:
        return f"pattern {pattern!r}: a word needs letters, before * too"
    return ""


#: label, the words of the pattern, and which of them is looked up
_Entry = tuple[Hashable, tuple[str, ...], int]


class _Memory(dict[str, Any]):
    """word -> the patterns it can belong to; looks a new word up once."""

    def __init__(self, look_up: Any) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Any:
        if len(self) >= _MEMORY:
            self.clear()
        found = self[word] = self._look_up(word)
        return found


class _Index:
    """Words and ``prefix*``es, and what each leads to: a dict of words, one of prefixes for each length."""

    def __init__(self) -> None:
        self._exact: dict[str, list[Any]] = {}
        self._prefix: dict[int, dict[str, list[Any]]] = {}
        self._lengths: list[int] = []

    def add(self, word: str, value: Any) -> None:
        if word.endswith("*"):
            self._prefix.setdefault(len(word) - 1, {}).setdefault(word[:-1], []).append(value)
            self._lengths = sorted(self._prefix)
        else:
            self._exact.setdefault(word, []).append(value)

    def find(self, word: str) -> tuple[Any, ...]:
        """What the word leads to, each once: as it is written, then by its prefixes from the shortest."""
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            found += self._prefix[length].get(word[:length], ())
        return tuple(dict.fromkeys(found))


class Matcher:
    """Patterns compiled from (label, pattern) pairs.

    A pattern is one to three words; ``*`` at the end of a word stands for any ending, ``a|b`` for either.

    Exact words are found through a dict, ``prefix*`` through one dict a prefix length.  What a distinct word
    can belong to is worked out once and remembered, so that a sentence costs one dict access a word.

    >>> matcher = Matcher(
    ...     [("russia", "росси*"), ("president", "глава государства"), ("!russia", "россий* гимн*")]
    ... )
    >>> matcher.hits(["глава", "государства", "и", "россия"])
    [('president', 0, 2), ('russia', 3, 1)]
    >>> matcher.hits(["российский", "гимн"])
    []
    """

    def __init__(self, rows: Iterable[tuple[Hashable, str]]) -> None:
        self._anchors, self._after, self._before = _Index(), _Index(), _Index()
        self._entries = _Memory(lambda word: self._anchors.find(word) or None)
        self._bits: dict[_Entry, int] = {}
        for number, (label, words) in enumerate(_spelt_out(rows)):
            # The longest word is looked up, since "the" of "the west" would begin in every sentence.
            anchor = max(range(len(words)), key=lambda i: len(words[i]))
            entry = (label, words, anchor)
            self._anchors.add(words[anchor], entry)
            self._bits[entry] = 1 << number % 64
            if anchor + 1 < len(words):
                self._after.add(words[anchor + 1], 1 << number % 64)
            elif anchor:
                self._before.add(words[anchor - 1], 1 << number % 64)

    def hints(self, word: str) -> tuple[int, int, int, int, int]:
        """What a distinct word can have to do with a hit, for telling from numbers where none can be.

        (1 if it is a pattern by itself; then four sets of 64 bits.)  A longer pattern can stand at a word only if
        the second set shares a bit with the third of the next word, or the fourth with the fifth of the word before.
        """
        alone = after = before = 0
        for entry in self._anchors.find(word):
            _, words, anchor = entry
            if len(words) == 1:
                alone = 1
            elif anchor + 1 < len(words):
                after |= self._bits[entry]
            else:
                before |= self._bits[entry]
        follows, leads = self._after.find(word), self._before.find(word)
        return alone, after, _union(follows), before, _union(leads)

    def hits(self, words: Sequence[str], at: Iterable[int] | None = None) -> list[tuple[Any, int, int]]:
        """(label, position of the first word, number of words) of every pattern found, by position.

        Hits that lie inside the words of a mask are dropped.  A label can be a tuple; a mask then names its
        first part.  ``at`` are the positions that need be looked at, ascending, where :meth:`hints` told them.
        """
        look_up = self._entries.__getitem__
        if at is None:
            if not any(map(look_up, words)):
                return []
            at = range(len(words))
        found: list[tuple[Any, int, int]] = []
        masked: list[tuple[str, int, int]] = []
        for i in at:
            for label, pattern, anchor in look_up(words[i]) or ():
                n = len(pattern)
                if n > 1 and not _stands_at(words, i - anchor, pattern):
                    continue
                if type(label) is str and label[:1] == MASK:
                    masked.append((label[1:], i - anchor, i - anchor + n))
                else:
                    found.append((label, i - anchor, n))
        if masked:
            found = [hit for hit in found if not _is_masked(hit, masked)]
        if len(found) > 1:
            found.sort(key=_position)
        return found


def _union(bits: Iterable[int]) -> int:
    return functools.reduce(operator.or_, bits, 0)


def _is_masked(hit: tuple[Any, int, int], masks: list[tuple[str, int, int]]) -> bool:
    label, start, n = hit
    name = label[0] if isinstance(label, tuple) else label
    return any(what in ("", name) and a <= start and start + n <= b for what, a, b in masks)


def _spelt_out(rows: Iterable[tuple[Hashable, str]]) -> Iterator[tuple[Hashable, tuple[str, ...]]]:
    """Each pattern as a tuple of words; alternatives ("court|courts of asia") become patterns of their own."""
    for label, pattern in rows:
        for words in itertools.product(*(word.split("|") for word in pattern.split(" "))):
            yield label, words


def _position(hit: tuple[Any, int, int]) -> int:
    return hit[1]


def _stands_at(words: Sequence[str], start: int, pattern: tuple[str, ...]) -> bool:
    if start < 0 or start + len(pattern) > len(words):
        return False
    for offset, wanted in enumerate(pattern):
        word = words[start + offset]
        if not (word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted):
            return False
    return True
