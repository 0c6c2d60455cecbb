"""The table ``articles``: rows from all parts, their ids and what repeats what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kzlib.corpus import duplicates, schema
from kzlib.corpus.admit import Admitted

TEXTS_IN_MEMORY = 200_000_000  # characters; beyond them duplicates are verified on sketches alone


@dataclass(slots=True)
class Gathered:
    """The articles of all parts: their rows in batches, and each part's number of articles."""

    sizes: list[int] = field(default_factory=list)
    rows: list[pa.Table] = field(default_factory=list)
    collections: list[int] = field(default_factory=list)
    n_articles: int = 0
    n_characters: int = 0

    def add(self, admitted: Admitted) -> None:
        """Take up the articles of the next part."""
        rows = admitted.articles
        self.sizes.append(rows.num_rows)
        self.collections.append(admitted.collection)
        self.n_articles += rows.num_rows
        self.n_characters += pc.sum(pc.utf8_length(rows["text"])).as_py() or 0
        self.rows.append(rows)
        if self.n_characters > TEXTS_IN_MEMORY:  # their sketches must do for verifying duplicates
            self.rows = [
                part.drop_columns("text") if "text" in part.schema.names else part for part in self.rows
            ]

    def articles(self, names: Sequence[str]) -> pa.Table:
        """The table ``articles`` of the collections ``names``; the rows are given back to memory."""
        rows = pa.concat_tables(self.rows)
        self.rows.clear()
        numbers = pa.array(np.repeat(self.collections, self.sizes))
        collection = pa.array(names, pa.string()).take(numbers)
        rows = rows.append_column("collection", collection).append_column("doc_id", _ids(rows["stem"]))
        found = _duplicates(rows)
        return rows.append_column("duplicate_of", found).select(schema.SCHEMAS["articles"].names)


def _ids(stems: pa.ChunkedArray) -> pa.Array:
    """Ids of articles: of identical texts by one outlet on one day the second has -2 behind it, the third -3."""
    series = stems.to_pandas()
    turn = series.groupby(series, sort=False).cumcount().to_numpy()
    again = np.flatnonzero(turn)
    series.iloc[again] = [f"{series.iloc[i]}-{turn[i] + 1}" for i in again.tolist()]
    return pa.array(series, pa.string())


def _duplicates(rows: pa.Table) -> pa.Array:
    """``duplicate_of``; duplicates are looked for within a collection, since collections are never pooled."""
    columns = ["doc_id", "sketch", "published", "source_id", "credited_source_id"]
    if "text" in rows.column_names:
        columns.append("text")
    collection = rows["collection"].combine_chunks().dictionary_encode().indices.to_numpy()
    found = np.full(rows.num_rows, None, dtype=object)
    for number in np.unique(collection).tolist():
        places = np.flatnonzero(collection == number)
        part = rows.select(columns).take(pa.array(places)).to_pandas()
        found[places] = duplicates.find(part.rename(columns={"doc_id": "key"}))["duplicate_of"]
    return pa.array(found, pa.string())


def stories(articles: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """What each article counts as and whose it is, as numbers (−1: nobody's)."""
    story = pc.coalesce(articles["duplicate_of"], articles["doc_id"]).combine_chunks()
    outlet = pc.coalesce(articles["credited_source_id"], articles["source_id"]).combine_chunks()
    stories, outlets = (
        pc.fill_null(pc.cast(column.dictionary_encode().indices, pa.int64()), -1).to_numpy()
        for column in (story, outlet)
    )
    return stories, outlets
