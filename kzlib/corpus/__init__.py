"""A corpus: measurements of articles in Parquet tables.  ``build`` writes one, ``Corpus.open`` reads it."""

from typing import Any

from kzlib.corpus.query import SEEDS, Corpus

__all__ = ["SEEDS", "Corpus", "build"]


def __getattr__(name: str) -> Any:
    # The notebooks open a corpus and never build one: building's imports stay off their path.
    if name == "build":
        from kzlib.corpus.ingest import build

        return build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
