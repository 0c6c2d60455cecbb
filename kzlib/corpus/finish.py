"""What only the whole corpus can tell: which word pairs are common enough to keep, and the vocabulary.

Pairs of words are kept only where three articles (duplicates counted once) by two outlets hold them, so that
no article's wording can be rebuilt from its counts.  Both functions aggregate in DuckDB, which spills to disk.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from kzlib import languages
from kzlib.corpus import schema
from kzlib.corpus.measure import BIGRAMS
from kzlib.corpus.store import Writer

MIN_ARTICLES, MIN_OUTLETS = 3, 2


def keep_common_bigrams(writer: Writer, spill: Path, n_shards: int, articles: pd.DataFrame) -> None:
    """Write the ``terms`` shards: all single words, and the pairs that enough articles and outlets share."""
    keys = articles[["doc_id"]].assign(
        story=articles["duplicate_of"].fillna(articles["doc_id"]),
        outlet=articles["credited_source_id"].fillna(articles["source_id"]),
    )
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"set temp_directory = '{_quoted(spill / 'duckdb')}'")
        connection.register("keys", keys)
        connection.execute(
            f"""create table common as select term, lang from read_parquet('{_quoted(spill / f"{BIGRAMS}-*.parquet")}')
            join keys using (doc_id) group by term, lang
            having count(distinct story) >= {MIN_ARTICLES} and count(distinct outlet) >= {MIN_OUTLETS}"""
        )
        for number in range(n_shards):
            words = schema.read(spill / f"terms-{number:04d}.parquet", "terms")
            pairs = connection.execute(
                f"""select b.* from read_parquet('{_quoted(spill / f"{BIGRAMS}-{number:04d}.parquet")}') b
                semi join common c on b.term = c.term and b.lang = c.lang"""
            ).df()
            common = pa.Table.from_pandas(pairs, schema=schema.SCHEMAS["terms"], preserve_index=False)
            writer.add("terms", pa.concat_tables([words, common]))


def vocabulary(spill: Path, n_shards: int) -> pa.Table:
    """Every single word and language with its lemma, whether it is a stop word, and in how many articles it is."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"set temp_directory = '{_quoted(spill / 'duckdb')}'")
        frame = connection.execute(
            f"""select term, lang, count(*)::int as df from read_parquet('{_quoted(spill / "terms-*.parquet")}')
            group by term, lang order by lang, term"""
        ).df()
    parts = []
    for lang in sorted(frame["lang"].unique()):
        part = frame[frame["lang"] == lang]
        stops = languages.stop_words(lang)
        terms = part["term"].tolist()
        parts.append(part.assign(lemma=languages.lemmas(terms, lang), stop=[term in stops for term in terms]))
    whole = pd.concat(parts) if parts else frame.assign(lemma="", stop=False)
    names = schema.SCHEMAS["vocabulary"].names
    return pa.Table.from_pandas(whole[names], schema=schema.SCHEMAS["vocabulary"], preserve_index=False)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
