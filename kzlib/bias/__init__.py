"""State against independent media, as a methodologist would defend it: one question a module.

Each verb takes a corpus and the articles that ``Corpus.where`` selected and returns a tidy table with
counts beside every estimate, an interval whose unit is the outlet, and a ``note`` that says what a row is
not good for.  *Positive* is always state − independent.
"""

from kzlib.bias.coverage import coverage
from kzlib.bias.decomposition import decomposition
from kzlib.bias.findings import findings
from kzlib.bias.naming import naming
from kzlib.bias.sensitivity import sensitivity
from kzlib.bias.slant import slant
from kzlib.bias.tone_gap import tone_gap
from kzlib.bias.voices import voices
from kzlib.bias.word_choice import word_choice
from kzlib.reference import article_topics

__all__ = [
    "article_topics",
    "coverage",
    "decomposition",
    "findings",
    "naming",
    "sensitivity",
    "slant",
    "tone_gap",
    "voices",
    "word_choice",
]
