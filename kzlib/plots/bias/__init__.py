"""Drawings of the bias tables; each takes what the function of its name in :mod:`kzlib.bias` returned."""

from kzlib.plots.bias.coverage import coverage
from kzlib.plots.bias.tone_gap import tone_gap
from kzlib.plots.bias.word_choice import word_choice

__all__ = ["coverage", "tone_gap", "word_choice"]
