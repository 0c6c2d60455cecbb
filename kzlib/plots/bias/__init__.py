"""Drawings of the bias tables; each takes what the function of its name in :mod:`kzlib.bias` returned."""

from kzlib.plots.bias.coverage import coverage
from kzlib.plots.bias.decomposition import decomposition
from kzlib.plots.bias.naming import naming
from kzlib.plots.bias.sensitivity import sensitivity
from kzlib.plots.bias.slant import slant
from kzlib.plots.bias.tone_gap import tone_gap
from kzlib.plots.bias.voices import voices
from kzlib.plots.bias.word_choice import word_choice

__all__ = [
    "coverage",
    "decomposition",
    "naming",
    "sensitivity",
    "slant",
    "tone_gap",
    "voices",
    "word_choice",
]
