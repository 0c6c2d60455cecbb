"""The ways in which ``terms_raw.py`` counts terms: each takes a Parquet file and returns group, term, count, n_with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

ROUTES = {
    "kzlib": "count_texts",
    "words": "kzlib.languages.words and Counter, two processes",
    "re": "the definition's two patterns in re and Counter, two processes",
    "polars": "streaming; runs of letters and digits (TOKEN) without numbers and 's",
    "polars-close": "streaming; also repairs apostrophes, cuts addresses out and takes tags: all its engine can",
    "scikit-learn": "CountVectorizer, its own words of two letters or more",
}
EXACT = ("kzlib", "words", "re", "polars", "polars-close")


def _kzlib(path: str) -> Any:
    from kzlib.terms.raw import count_texts

    return count_texts(path, text="content", by="class", jobs=2)


def _words(path: str) -> Any:
    return _parallel(path, _count_words)


def _re(path: str) -> Any:
    return _parallel(path, _count_re)


def _parallel(path: str, count: Callable[[str, int], Any]) -> Any:
    from concurrent.futures import ProcessPoolExecutor

    import pandas as pd
    import pyarrow.parquet as pq

    groups = pq.ParquetFile(path).num_row_groups
    uses: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(2) as pool:
        for more_uses, more_held in pool.map(count, [path] * groups, range(groups)):
            uses.update(more_uses)
            held.update(more_held)
    rows = [(*key, n, held[key]) for key, n in uses.items()]
    return pd.DataFrame(rows, columns=["group", "term", "count", "n_with"])


def _count(path: str, unit: int, words: Callable[[str], list[str]]) -> tuple[Counter[Any], Counter[Any]]:
    import pyarrow.parquet as pq

    uses: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    table = pq.ParquetFile(path).read_row_group(unit).to_pydict()
    for text, label in zip(table["content"], table["class"], strict=True):
        tally = Counter(words(text))
        uses.update({(label, word): n for word, n in tally.items()})
        held.update((label, word) for word in tally)
    return uses, held


def _count_words(path: str, unit: int) -> tuple[Counter[Any], Counter[Any]]:
    from kzlib.languages.words import words

    return _count(path, unit, words)


def _count_re(path: str, unit: int) -> tuple[Counter[Any], Counter[Any]]:
    from kzlib.languages.normalise import fold, normalise
    from kzlib.languages.words import SKIP, WORD

    word, skip = re.compile(WORD), re.compile(SKIP)
    return _count(path, unit, lambda text: word.findall(skip.sub(" ", fold(normalise(text)))))


def _polars(path: str) -> Any:
    import polars as pl

    return _with_polars(path, pl.col("content").str.replace_all("[‘’]", "'").str.to_lowercase(), "")


def _polars_close(path: str) -> Any:
    import polars as pl

    from kzlib.languages.words import ADDRESS

    text = pl.col("content").str.replace_all("[\u00ad\u200b-\u200f\ufeff]", "")
    for _ in range(2):  # marks that share a letter
        text = text.str.replace_all(r"(\p{L})[’‘ʼ´`](\p{L})", "${1}'${2}")
    text = text.str.to_lowercase().str.replace_all(_unbounded(ADDRESS), " ")
    return _with_polars(path, text, r"[#@]\w*\p{L}\w*|")


def _unbounded(pattern: str) -> str:
    """A pattern without bounds on its runs, which are too large for Rust's engine and, in it, needless."""
    return re.sub(r"\{1,\d+\}", "+", re.sub(r"\{0,\d+\}", "*", pattern))


def _with_polars(path: str, text: Any, tags: str) -> Any:
    import polars as pl

    from kzlib.languages.words import TOKEN

    term = pl.element()
    found = (
        pl.scan_parquet(path)
        .select(pl.col("class").alias("group"), text.str.extract_all(tags + TOKEN).alias("term"))
        .with_columns(
            pl.col("term").list.eval(term.filter(~term.str.contains(r"^\d")).str.strip_suffix("'s"))
        )
    )
    # Of three ways to write this, the fastest: documents by the lists' distinct words, not by counting distinct documents.
    uses = found.explode("term").group_by("group", "term").agg(pl.len().alias("count"))
    distinct = found.with_columns(pl.col("term").list.unique()).explode("term")
    held = distinct.group_by("group", "term").agg(pl.len().alias("n_with"))
    return uses.join(held, on=["group", "term"]).collect(engine="streaming").to_pandas()


def _sklearn(path: str) -> Any:
    import numpy as np
    import pandas as pd
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import CountVectorizer

    table = pq.read_table(path).to_pydict()
    vectorizer = CountVectorizer()
    matrix = vectorizer.fit_transform(table["content"])
    labels = np.array(table["class"])
    parts = []
    for label in np.unique(labels):
        mine = matrix[labels == label]
        uses = np.asarray(mine.sum(axis=0)).ravel()
        held = np.asarray((mine > 0).sum(axis=0)).ravel()
        terms = vectorizer.get_feature_names_out()
        parts.append(pd.DataFrame({"group": label, "term": terms, "count": uses, "n_with": held}))
    return pd.concat(parts, ignore_index=True)


RUN = {
    "kzlib": _kzlib,
    "words": _words,
    "re": _re,
    "polars": _polars,
    "polars-close": _polars_close,
    "scikit-learn": _sklearn,
}
