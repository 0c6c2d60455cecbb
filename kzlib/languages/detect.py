"""Which language a text is in: English, Russian, Kazakh in any of its spellings, or another.

First the script decides by the share of letters (Arabic and others: "other"), then letter runs of
the words in that script (naive Bayes, ``kzlib/data/models/detect.npz``, learned by
``benchmarks/train_detect.py`` from freely licensed text).  The neighbours that are easily taken for
ours have classes of their own: Kyrgyz, Uzbek in both scripts, Ukrainian, Tatar, Turkish and others.
"""

import itertools
import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kzlib import paths
from kzlib.languages.normalise import MARKS, fold, normalise_and_scan

_CYRILLIC_WORD = re.compile("[Ѐ-ԯ]+")
_LATIN_WORD = re.compile("[a-zà-öø-ɏ]+(?:['ʻ][a-zà-öø-ɏ]+)*'?")
_FOREIGN = re.compile("[^\\W\\d_a-zA-ZªµºÀ-ɏʰ-˿Ѐ-ԯ]+")
_LETTERS = bytes(ord(chr(c).lower()) if c < 128 and (chr(c).isalpha() or c == 39) else 32 for c in range(256))
# A text's head tells its language; a page of it is enough.
_HEAD = 4000
# Log odds, in tenths, that a text of unknown language in a corpus about Kazakhstan is in one of ours.
_PRIOR = 40
# What is in Latin letters is English more often than anything else.
_ENGLISH = 15
# More so a caption of up to three words in plain letters ("Kazakh tenge").
_CAPTION, _CAPTION_WORDS = 20, 3
# Kyrgyz and Uzbek are the likeliest of the others.
_NEIGHBOUR = 15
_BATCH = 2048
_MOST_WORDS = 300_000


def detect(texts: Sequence[str]) -> list[str]:
    """The language of each text: "en", "ru", "kk" or "other".

    A text is an article or a sentence; of a longer one the first 4,000 characters are read.  Kazakh in
    Latin letters, or typed without its own letters, is "kk"; Kyrgyz, Uzbek and any language not
    ours are "other", and so is what has no letters.

    >>> detect(["Қазақстан Республикасының Үкіметі", "Qazaqstan halqy", "Правительство страны", "12.5"])
    ['kk', 'kk', 'ru', 'other']
    """
    found: list[str] = []
    for first in range(0, len(texts), _BATCH):
        found += _detect_batch(texts[first : first + _BATCH])
    return found


def _detect_batch(texts: Sequence[str]) -> list[str]:
    found = ["other"] * len(texts)
    waiting: dict[str, list[tuple[int, list[str]]]] = {"cyrillic": [], "latin": []}
    for i, text in enumerate(texts):
        script, words = script_words(text)
        if script:
            waiting[script].append((i, words))
    for script, rows in waiting.items():
        if rows:
            answers = _model(script).classify([words for _, words in rows])
            for (i, _), answer in zip(rows, answers, strict=True):
                found[i] = answer
    return found


def script_words(text: str) -> tuple[str, list[str]]:
    """The script that most letters are in ("cyrillic", "latin", or "" for any other) and its lower-cased words."""
    text, use = normalise_and_scan(text[:_HEAD])
    if use <= MARKS:
        latin = _ascii_words(text)
        return ("latin" if latin else ""), latin
    folded = fold(text)
    latin = _LATIN_WORD.findall(folded)
    cyrillic = _CYRILLIC_WORD.findall(folded)
    n_cyrillic, n_latin = sum(map(len, cyrillic)), sum(map(len, latin))
    if max(n_cyrillic, n_latin) <= 2 * sum(map(len, _FOREIGN.findall(folded))):
        return "", []
    return ("cyrillic", cyrillic) if n_cyrillic >= n_latin else ("latin", latin)


def _ascii_words(text: str) -> list[str]:
    """What :data:`_LATIN_WORD` finds in text whose letters are ASCII, without a regular expression."""
    text = text.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
    if "'" in text:
        text = f" {text}".replace("''", "' ").replace(" '", "  ")
    return text.split()


def letter_runs(word: str) -> list[str]:
    """Runs of one to four letters, with the word's edges as a space.

    >>> letter_runs("ел")
    ['е', 'л', ' е', 'ел', 'л ', ' ел', 'ел ', ' ел ']
    """
    edged = f" {word} "
    runs = list(word)
    for size in (2, 3, 4):
        runs += [edged[i : i + size] for i in range(len(edged) - size + 1)]
    return runs


class _Model:
    """Naive Bayes over letter runs; what a word adds to each class is worked out once a word."""

    def __init__(self, runs: list[str], classes: list[str], table: NDArray[np.uint8]) -> None:
        self.rows = {run: row for row, run in enumerate(runs)}
        # The last row is for a word without any known run: it says nothing.
        self.table = np.vstack([-table.astype(np.int32), np.zeros((1, len(classes)), dtype=np.int32)])
        self.labels = [name.split("-")[0] for name in classes]
        self.labels = [label if label in ("en", "ru", "kk") else "other" for label in self.labels]
        priors = [
            _PRIOR * (label != "other") + _ENGLISH * (label == "en") + _NEIGHBOUR * (name[:2] in ("ky", "uz"))
            for label, name in zip(self.labels, classes, strict=True)
        ]
        self.prior = np.array(priors, dtype=np.int32)
        self.caption = _CAPTION * np.array([label == "en" for label in self.labels], dtype=np.int32)
        self.forget()

    def forget(self) -> None:
        self.seen = _Rows()
        self.weights = np.zeros((1024, len(self.labels)), dtype=np.int32)

    def learn(self, words: list[str]) -> None:
        """Work out what each of these words, the last that came, adds to each class."""
        known: list[int] = []
        starts: list[int] = []
        for word in words:
            starts.append(len(known))
            known += [self.rows[run] for run in letter_runs(word[:40]) if run in self.rows] or [-1]
        while len(self.seen) > len(self.weights):
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)])
        added = np.add.reduceat(self.table[known], starts, axis=0)
        self.weights[len(self.seen) - len(words) : len(self.seen)] = added

    def classify(self, texts: list[list[str]]) -> list[str]:
        """The label of each list of words (none of them empty)."""
        if len(self.seen) > _MOST_WORDS:
            self.forget()
        self.seen.new = []
        sizes = [len(words) for words in texts]
        every = map(self.seen.__getitem__, itertools.chain.from_iterable(texts))
        ids = np.fromiter(every, dtype=np.int32, count=sum(sizes))
        if self.seen.new:
            self.learn(self.seen.new)
        starts = np.cumsum([0, *sizes][:-1])
        scores = np.add.reduceat(self.weights[ids], starts, axis=0) + self.prior
        if self.caption.any():
            short = [i for i, size in enumerate(sizes) if size <= _CAPTION_WORDS]
            scores[[i for i in short if "".join(texts[i]).isascii()]] += self.caption
        return [self.labels[best] for best in scores.argmax(axis=1)]


class _Rows(dict[str, int]):
    """word → its row; a new word takes the next one and is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self)
        self.new.append(word)
        return row


@cache
def _model(script: str) -> _Model:
    with np.load(paths.data("models/detect.npz"), allow_pickle=False) as arrays:
        runs = str(arrays[f"{script}_runs"]).split("\n")
        return _Model(runs, str(arrays[f"{script}_classes"]).split(), arrays[f"{script}_table"])
