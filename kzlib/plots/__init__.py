"""Drawing: a tidy table in, Axes out.  Nothing here computes; matplotlib is imported only here and in ``figures``."""

from kzlib.plots import style
from kzlib.plots.panel import panel

__all__ = ["panel", "style"]
