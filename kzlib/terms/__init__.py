"""Term frequency: which words, how often, whose, since when, in what company.  One question a file."""

from kzlib.terms.collocates import collocates
from kzlib.terms.contrast import keyness
from kzlib.terms.dispersion import dispersion
from kzlib.terms.frequencies import frequencies, top
from kzlib.terms.growth import growth
from kzlib.terms.kwic import kwic
from kzlib.terms.patterns import lines
from kzlib.terms.trend import trend

__all__ = [
    "collocates",
    "dispersion",
    "frequencies",
    "growth",
    "keyness",
    "kwic",
    "lines",
    "top",
    "trend",
]
