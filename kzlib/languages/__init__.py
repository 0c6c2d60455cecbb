"""Languages: what a word, a sentence and a dictionary form is in English, Russian and Kazakh.

A leaf room: text in, plain Python out.  :func:`normalise` comes first, then everything else.
"""

from kzlib.languages.detect import detect
from kzlib.languages.lemmas import lemmas
from kzlib.languages.lists import intensifiers, negators, stop_words
from kzlib.languages.normalise import fold, normalise
from kzlib.languages.split import sentence_spans, sentences
from kzlib.languages.words import ADDRESS, SKIP, TOKEN, WORD, word_spans, words

#: the languages that kzlib reads, by their codes
NAMES = {"en": "English", "ru": "Russian", "kk": "Kazakh"}

__all__ = [
    "ADDRESS",
    "NAMES",
    "SKIP",
    "TOKEN",
    "WORD",
    "detect",
    "fold",
    "intensifiers",
    "lemmas",
    "negators",
    "normalise",
    "sentence_spans",
    "sentences",
    "stop_words",
    "word_spans",
    "words",
]
