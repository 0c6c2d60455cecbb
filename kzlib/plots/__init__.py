"""Drawing: a tidy table in, Axes out.  Nothing here computes; matplotlib is imported only here and in ``figures``."""

from kzlib.plots import style
from kzlib.plots.bias import coverage, tone_gap, word_choice
from kzlib.plots.panel import panel

__all__ = ["coverage", "panel", "style", "tone_gap", "word_choice"]
