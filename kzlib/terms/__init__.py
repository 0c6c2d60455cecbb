"""Term frequency: which words, how often, whose, since when, in what company.  One question a file."""

from kzlib.terms.contrast import keyness
from kzlib.terms.frequencies import frequencies, top
from kzlib.terms.patterns import lines
from kzlib.terms.trend import trend

__all__ = ["frequencies", "keyness", "lines", "top", "trend"]
