"""Tone: who writes how, since when, about whom, and in whose voice.  One question a file."""

from kzlib.tone.by_source import by_source
from kzlib.tone.by_voice import by_voice
from kzlib.tone.over_time import over_time

__all__ = ["by_source", "by_voice", "over_time"]
