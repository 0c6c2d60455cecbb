"""Counting terms: is it exact, and how fast is it from raw texts?

    .venv/bin/python benchmarks/terms_raw.py [--articles 4000] [--only counts|speed]

counts: the terms that ingest measures, against ``re`` and ``Counter`` over the same normalised text with the published
    definition of a word (``kzlib.languages.words``), on the seeds, Russian articles and Kazakh texts.
speed: term and document frequencies by class from raw text, each route in a process of its own (start-up included), on
    US articles of the shared data folder grown by word substitution; same definition of a word where the route allows
    it (stated).  Two workers, since polars takes two cores.
Both need the shared data folder beside the checkout and are skipped without it, which is said.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ROUTES = ("kzlib", "kzlib.words + Counter", "re + Counter", "polars streaming", "scikit-learn")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--only", choices=["counts", "speed"])
    parser.add_argument("--route", help=argparse.SUPPRESS)
    parser.add_argument("--input", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.route:
        print(json.dumps({"types": run_route(args.route, args.input), "mib": peak(), "cpu": used()}))
        return
    if args.only in (None, "counts"):
        counts() if DATA.is_dir() else print(f"counts: skipped, there is no {DATA}")
    if args.only in (None, "speed"):
        speed(args.articles) if DATA.is_dir() else print(f"speed: skipped, there is no {DATA}")


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Set, language, texts."""
    yield "seeds", "en", [p.read_text(encoding="utf-8") for p in sorted((DATA / "seeds").glob("*.txt"))]
    with (DATA / "messy" / "ru_tengrinews.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    yield (
        "ru_tengrinews",
        "ru",
        [max((v for v in row.values() if isinstance(v, str)), key=len) for row in rows],
    )
    with (DATA / "sentiment" / "kk_reviews.csv").open(encoding="utf-8", newline="") as file:
        yield "kk_reviews", "kk", [row["text"] for row in csv.DictReader(file)]
    with (DATA / "language" / "kk_ktb.conllu").open(encoding="utf-8") as lines:
        yield "kk_ktb", "kk", [line[9:].strip() for line in lines if line.startswith("# text = ")]


def counts() -> None:
    from kzlib.corpus.measure import Item, measure
    from kzlib.documents.document import Document
    from kzlib.languages.normalise import fold, normalise
    from kzlib.languages.words import SKIP, WORD

    word, skip = re.compile(WORD), re.compile(SKIP)
    print("\ncounts: terms measured by ingest against re + Counter over the same normalised text")
    print(f"{'set':16}{'texts':>8}{'words':>10}{'types':>9}{'text x term pairs':>20}{'differ':>8}")
    for name, lang, found in texts():
        items = [Item(f"{n:06d}", lang, _document(Document, text, lang, n)) for n, text in enumerate(found)]
        shard, _ = measure(items, names=[])
        table = shard["terms"].to_pandas()
        table = table[table["size"] == 1].groupby(["doc_id", "term"])["count"].sum()
        ours = table.to_dict()
        theirs: dict[tuple[str, str], int] = {}
        for n, text in enumerate(found):
            tally = Counter(word.findall(skip.sub(" ", fold(normalise(text)))))
            theirs |= {(f"{n:06d}", term): count for term, count in tally.items()}
        differ = [key for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key)]
        types = len({term for _, term in theirs})
        print(
            f"{name:16}{len(found):8,}{sum(theirs.values()):10,}{types:9,}{len(theirs):20,}{len(differ):8,}"
        )
        for key in sorted(differ)[:5]:
            print("   ", key, ours.get(key), theirs.get(key))


def _document(document: type, text: str, lang: str, n: int) -> object:
    return document(
        text=text, title="", author=None, published=None, source_id=None, lang=lang, url=None, origin="original",
        file="", item=n, n_raw_words=0,
    )  # fmt: skip


def speed(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load.parquet"
        size = grow(path, articles)
        print(
            f"\nspeed: {articles:,} articles, {size / 1e6:.1f} MB of text, term and document frequencies by class"
        )
        print(
            f"{'route':24}{'seconds':>9}{'processor':>11}{'MB/s':>8}{'against polars':>16}{'peak MiB':>10}{'types':>10}"
        )
        seconds: dict[str, float] = {}
        rows = []
        for route in ROUTES:
            start = time.perf_counter()
            command = [sys.executable, __file__, "--route", route, "--input", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds[route] = time.perf_counter() - start
            rows.append((route, json.loads(done.stdout)))
        for route, said in rows:
            ratio = seconds[route] / seconds["polars streaming"]
            took = seconds[route]
            print(
                f"{route:24}{took:9.2f}{said['cpu']:11.2f}{size / 1e6 / took:8.1f}{ratio:16.2f}{said['mib']:10.0f}{said['types']:10,}"
            )
        print(
            "polars takes kzlib's pattern for runs (TOKEN) and drops numbers; scikit-learn its own \\w\\w+ words"
        )


def grow(path: Path, articles: int) -> int:
    """Write articles whose every tenth word is another article's: no copies, the same frequencies."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pq.read_table(DATA / "load" / "us_news_7k.parquet", columns=["content", "bias_text"]).to_pydict()
    pool = [word for text in source["content"][:500] for word in text.split()]
    rng = random.Random(7)
    out, labels, size = [], [], 0
    for n in range(articles):
        k = n % len(source["content"])
        words = source["content"][k].split(" ")
        words = [rng.choice(pool) if rng.random() < 0.1 else word for word in words]
        out.append(" ".join(words))
        labels.append(source["bias_text"][k])
        size += len(out[-1].encode())
    pq.write_table(pa.table({"content": out, "class": labels}), path, row_group_size=500)
    return size


def run_route(route: str, path: str) -> int:
    """Count, and say how many types there are."""
    if route == "kzlib":
        from kzlib.terms.raw import count_texts

        return count_texts(path, text="content", by="class")["term"].nunique()
    if route == "kzlib.words + Counter":
        return _parallel(path, _count_kzlib)
    if route == "re + Counter":
        return _parallel(path, _count_re)
    return _polars(path) if route == "polars streaming" else _sklearn(path)


def _parallel(path: str, count: object) -> int:
    from concurrent.futures import ProcessPoolExecutor

    import pyarrow.parquet as pq

    groups = pq.ParquetFile(path).num_row_groups
    total: dict[str, Counter[str]] = {}
    documents: dict[str, Counter[str]] = {}
    with ProcessPoolExecutor(2) as pool:
        for terms, df in pool.map(count, [path] * groups, range(groups), chunksize=max(groups // 8, 1)):  # type: ignore[arg-type]
            for sums, new in ((total, terms), (documents, df)):
                for label, tally in new.items():
                    sums.setdefault(label, Counter()).update(tally)
    return len(set().union(*total.values()))


def _rows(path: str, group: int) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(path).read_row_group(group).to_pydict()
    yield from zip(table["content"], table["class"], strict=True)


def _count(
    rows: Iterator[tuple[str, str]], words: object
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    terms: dict[str, Counter[str]] = {}
    df: dict[str, Counter[str]] = {}
    for text, label in rows:
        found = words(text)  # type: ignore[operator]
        terms.setdefault(label, Counter()).update(found)
        df.setdefault(label, Counter()).update(set(found))
    return terms, df


def _count_kzlib(path: str, group: int) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    from kzlib.languages.words import words

    return _count(_rows(path, group), words)


def _count_re(path: str, group: int) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    from kzlib.languages.normalise import fold, normalise
    from kzlib.languages.words import SKIP, WORD

    word, skip = re.compile(WORD), re.compile(SKIP)
    return _count(_rows(path, group), lambda text: word.findall(skip.sub(" ", fold(normalise(text)))))


def _polars(path: str) -> int:
    import polars as pl

    from kzlib.languages.words import TOKEN

    token = TOKEN.replace("[^\\W_]", "[\\p{L}\\p{N}]")
    text = pl.col("content").str.replace_all("[‘’ʼ]", "'").str.to_lowercase()
    lazy = (
        pl.scan_parquet(path)
        .with_row_index("doc")
        .select("doc", "class", text.str.extract_all(token).alias("word"))
        .explode("word")
        .filter(~pl.col("word").str.contains(r"^\d"))
        .with_columns(pl.col("word").str.strip_suffix("'s"))
        .group_by("class", "word")
        .agg(pl.len().alias("n"), pl.col("doc").n_unique().alias("df"))
    )
    return lazy.collect(engine="streaming")["word"].n_unique()


def _sklearn(path: str) -> int:
    import numpy as np
    import pyarrow.parquet as pq
    from sklearn.feature_extraction.text import CountVectorizer

    table = pq.read_table(path).to_pydict()
    vectorizer = CountVectorizer()
    matrix = vectorizer.fit_transform(table["content"])
    labels = np.array(table["class"])
    for label in np.unique(labels):
        mine = matrix[labels == label]
        mine.sum(axis=0), (mine > 0).sum(axis=0)
    return len(vectorizer.vocabulary_)


def peak() -> float:
    """Mebibytes at the most, of this process and its largest worker."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def used() -> float:
    """Seconds of processor, of this process and its workers."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_utime + resource.getrusage(kind).ru_stime for kind in kinds)


if __name__ == "__main__":
    main()
