"""kzlib: sentiment, source bias and term frequency in news about Kazakhstan.

A corpus is measurements, not texts: :func:`kzlib.corpus.build` reads pages once and writes who
published what and when, which words how often, and each sentence's tone.  The analysis rooms
(:mod:`kzlib.tone`, :mod:`kzlib.bias`, :mod:`kzlib.terms`) turn a corpus into tidy tables,
:mod:`kzlib.plots` draws them and :mod:`kzlib.figures` publishes the drawing with its proof.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["Corpus", "__version__"]


def __getattr__(name: str) -> Any:
    # `kzlib --help` and `kzlib score` need no tables: pandas and DuckDB wait until a corpus is opened.
    if name == "Corpus":
        from kzlib.corpus import Corpus

        return Corpus
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
