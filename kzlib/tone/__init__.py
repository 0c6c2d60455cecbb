"""Tone: who writes how, since when, about whom, in whose voice and by which words.  One question a file."""

from kzlib.tone.by_source import by_source
from kzlib.tone.by_voice import by_voice
from kzlib.tone.corrected import corrected
from kzlib.tone.instruments_table import instruments_table
from kzlib.tone.over_time import over_time
from kzlib.tone.toward import toward
from kzlib.tone.word_shift import word_shift
from kzlib.tone.worth import worth

__all__ = [
    "by_source",
    "by_voice",
    "corrected",
    "instruments_table",
    "over_time",
    "toward",
    "word_shift",
    "worth",
]
