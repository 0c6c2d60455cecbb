"""A large corpus for timing, grown from 3,731 measured US articles of the shared data folder.

    .venv/bin/python benchmarks/grown_corpus.py --out DIR [--articles 200000]

The articles are measured once by ``kzlib.corpus.measure``.  Then each new article takes the term rows of one of them and
exchanges a tenth of its words (19 % of its pairs of words: those that hold an exchanged one) for words (pairs) of other
articles, drawn by frequency: no two articles are copies, frequencies stay as they are, no text is made.  Pairs are kept as
ingest keeps them, where two outlets hold them.  Dates are the articles' own (12 % have none); the 185 outlets are renamed
to outlets of kzlib's registry, so that there are classes to group by: names and classes mean nothing here.  The tables
sentences, tone, names and quotations stay empty.  Everything is written by the library's own writer, 4,000 articles a file.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from kzlib import languages, sources
from kzlib.corpus import Corpus, schema
from kzlib.corpus.ingest import SHARD
from kzlib.corpus.measure import BIGRAMS, Item, measure
from kzlib.corpus.store import Writer
from kzlib.documents.document import Document

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "load" / "us_news_7k.parquet"
EXCHANGED = 0.1  # of the words


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    corpus = grow(args.out, args.articles)
    print(corpus.sql("select count(*) as term_rows, sum(count) filter (where size = 1) as words from terms"))


def grow(out: str | Path, articles: int, *, seed: int = 7) -> Corpus:
    """Write a corpus of that many articles; see the module."""
    base = pd.read_parquet(DATA, columns=["source", "date", "title", "content"])
    terms, words = _measured(base)
    about = _about(base)
    rng = np.random.default_rng(seed)
    pools = {size: terms.loc[terms["size"] == size, ["code", "count"]].to_numpy() for size in (1, 2)}
    starts = np.searchsorted(terms["doc"], np.arange(len(base) + 1))
    df = np.zeros(len(words), dtype="int64")
    parts = []
    with Writer(out, force=True) as writer:
        for first in range(0, articles, SHARD):
            numbers = np.arange(first, min(first + SHARD, articles))
            rows, made = _shard(numbers, terms, starts, pools, about, rng)
            df += np.bincount(rows["code"], minlength=len(words))
            n_words = rows[rows["size"] == 1].groupby("article")["count"].sum()
            parts.append(made.assign(n_words=n_words.reindex(made.index).fillna(0).astype("int32")))
            table = rows.assign(doc_id=made["doc_id"].to_numpy()[rows["article"] - first], lang="en")
            table["term"] = words[table.pop("code")]
            arrow = pa.Table.from_pandas(table[schema.SCHEMAS["terms"].names], preserve_index=False)
            writer.add("terms", arrow.cast(schema.SCHEMAS["terms"]))
        writer.add("articles", _articles(pd.concat(parts, ignore_index=True)))
        writer.add("vocabulary", _vocabulary(words, df))
        about_it = {"title": "grown", "drawn": "grown for timing", "sampled_by_event": False, "flow": {}}
        return writer.finish({"collections": {"grown": about_it}, "instruments": {}})


def _measured(base: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """The term rows of the real articles (doc, code, size, count, quoted), and the terms that the codes mean."""
    parts = []
    for first in range(0, len(base), 500):
        items = [
            Item(f"{number:06d}", "en", _document(text, number))
            for number, text in enumerate(base["content"][first : first + 500], first)
        ]
        shard, _ = measure(items, names=[])
        parts += [shard["terms"].to_pandas(), shard[BIGRAMS].to_pandas()]
    rows = pd.concat(parts, ignore_index=True)
    rows["doc"] = rows.pop("doc_id").astype(int)
    outlet = base["source"].astype("category").cat.codes.to_numpy()[rows["doc"]]
    common = rows.assign(outlet=outlet).groupby("term")["outlet"].nunique()
    rows = rows[(rows["size"] == 1) | rows["term"].isin(common.index[common >= 2])]
    code, words = pd.factorize(rows["term"], sort=True)
    rows = rows.drop(columns=["term", "lang"]).assign(code=code)
    rows = rows.groupby(["doc", "code", "size"], as_index=False).sum().sort_values("doc", ignore_index=True)
    return rows, words.to_numpy(dtype=object)


def _document(text: str, number: int) -> Document:
    return Document(
        text=text, title="", author=None, published=None, source_id=None, lang="en", url=None, origin="original",
        file="", item=number, n_raw_words=0,
    )  # fmt: skip


def _about(base: pd.DataFrame) -> pd.DataFrame:
    """Outlet and date of each real article, the outlet under another name."""
    names = np.sort(sources.load_sources()["source_id"].unique())
    code = base["source"].astype("category").cat.codes.to_numpy()
    dates = pd.to_datetime(base["date"], errors="coerce", format="mixed", utc=True).dt.date
    return pd.DataFrame({"source_id": names[code % len(names)], "published": dates})


def _shard(
    numbers: np.ndarray,
    terms: pd.DataFrame,
    starts: np.ndarray,
    pools: dict[int, Any],
    about: pd.DataFrame,
    rng: Any,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Term rows and article rows of these articles."""
    base = numbers % len(about)
    lengths = starts[base + 1] - starts[base]
    at = np.repeat(starts[base] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    rows = (
        terms.iloc[at].reset_index(drop=True).assign(article=np.repeat(numbers, lengths)).drop(columns="doc")
    )
    for size, share in ((1, EXCHANGED), (2, 1 - (1 - EXCHANGED) ** 2)):
        chosen = np.flatnonzero((rows["size"] == size) & (rng.random(len(rows)) < share))
        pool = pools[size]
        drawn = rng.choice(pool[:, 0], len(chosen), p=pool[:, 1] / pool[:, 1].sum())
        rows.loc[chosen, "code"] = drawn
    rows = rows.groupby(["article", "code", "size"], as_index=False)[["count", "quoted"]].sum()
    made = about.iloc[base].reset_index(drop=True)
    digest = [hashlib.sha256(str(number).encode()).hexdigest() for number in numbers]
    day = [f"{date:%Y%m%d}" if pd.notna(date) else "undated" for date in made["published"]]
    made["doc_id"] = [f"{s}-{d}-{h[:16]}" for s, d, h in zip(made["source_id"], day, digest, strict=True)]
    return rows, made.assign(text_sha256=digest).set_axis(numbers)


def _articles(made: pd.DataFrame) -> pa.Table:
    full = made.assign(
        collection="grown", lang="en", n_sentences=0, kept_share=1.0, origin="original", translated=False
    ).reindex(columns=schema.SCHEMAS["articles"].names)
    return pa.Table.from_pandas(full, schema=schema.SCHEMAS["articles"], preserve_index=False)


def _vocabulary(words: np.ndarray, df: np.ndarray) -> pa.Table:
    single = np.array([" " not in word for word in words]) & (df > 0)
    terms, stops = words[single].tolist(), languages.stop_words("en")
    columns = {
        "term": terms,
        "lang": ["en"] * len(terms),
        "lemma": languages.lemmas(terms, "en"),
        "stop": [term in stops for term in terms],
        "df": df[single],
    }
    return pa.table(columns).cast(schema.SCHEMAS["vocabulary"])


if __name__ == "__main__":
    main()
