"""Tiny corpora with a known truth: what was planted has to come out, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kzlib.corpus import Corpus
from tests.corpora import write_corpus

INSTRUMENTS = {"en": "vader", "ru": "linear-ru", "kk": "lexicon-kk"}


class Planted:
    """Articles by outlets of two sides; what is not said is the same on both."""

    def __init__(self, state: int = 6, independent: int = 7, per_outlet: int = 12, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self.rows: dict[str, list[dict[str, Any]]] = {
            "articles": [],
            "tone": [],
            "sentences": [],
            "terms": [],
        }
        self.sides: dict[str, str] = {}
        self.frame: list[dict[str, Any]] = []
        outlets = [("state", f"s{i}") for i in range(state)] + [
            ("independent", f"i{i}") for i in range(independent)
        ]
        for side, outlet in outlets:
            style = float(rng.normal(0, 0.05))
            for number in range(per_outlet):
                key = f"{outlet}-{number:03d}"
                self.sides[key] = side
                self.frame.append(
                    {
                        "doc_id": key,
                        "outlet": outlet,
                        "side": side,
                        "number": number,
                        "tone": style + float(rng.normal(0, 0.2)),
                        "topic": "protest" if number % 2 else "economy",
                        "words": ["common"],
                    }
                )

    def change(self, how: Callable[[dict[str, Any]], None]) -> Planted:
        """Apply ``how`` to every article's description."""
        for row in self.frame:
            how(row)
        return self

    def write(self, path: Any, **more: list[dict[str, Any]]) -> tuple[Corpus, pd.DataFrame]:
        """The corpus on disk and its selected articles with sides as planted."""
        topic_words = {"protest": "rally", "economy": "tenge", "none": "sundry"}
        for row in self.frame:
            key = row["doc_id"]
            lang = row.get("lang", "en")
            article = {"doc_id": key, "source_id": row["outlet"], "lang": lang, "country": row.get("country")}
            self.rows["articles"].append(
                article | {"event": row.get("event"), "translated": row.get("translated", False)}
            )
            instrument = row.get("instrument", INSTRUMENTS.get(lang, "vader"))
            self.rows["tone"].append({"doc_id": key, "valence": row["tone"], "instrument": instrument})
            self.rows["sentences"].append({"doc_id": key, "lang": lang})
            for word in {*row["words"], topic_words.get(row["topic"], row["topic"])}:
                self.rows["terms"].append(
                    {"doc_id": key, "term": word, "lang": lang, "count": row["words"].count(word) or 1}
                )
        corpus = write_corpus(path / "corpus", **(self.rows | more))
        articles = corpus.where()
        return corpus, articles.assign(side=articles["doc_id"].map(self.sides))


@pytest.fixture
def planted() -> Callable[..., Planted]:
    """``planted(state=…, independent=…)`` starts a corpus without any difference between the sides."""
    return Planted


@pytest.fixture(scope="session")
def topics() -> pd.DataFrame:
    """Two topics with one word each."""
    return pd.DataFrame(
        [("protest", "en", "rall*"), ("economy", "en", "tenge"), ("economy", "ru", "тенге")],
        columns=["topic", "lang", "pattern"],
    )
