"""Counting the words of raw texts: is it exact, and how fast is it?

    .venv/bin/python benchmarks/terms_raw.py [--articles 4000] [--rounds 1] [--routes NAME,NAME] [--only counts|speed]

counts: the terms of each text that ingest measures, and those that ``count_texts`` counts, against ``re`` and ``Counter``
    over the same normalised text with the published definition of a word (``kzlib.languages.words``).
speed: term and document frequencies by class, each route in a process of its own (start-up included), the routes in
    turn, on US articles of the shared data folder grown by word substitution.  Two threads or workers each, since
    polars takes two cores.  numba's cache is filled first, and the seconds that took are said.  "differ" are the rows
    (class and term) whose uses or documents are not those of the definition.
    The issue's size is ``--articles 200000 --rounds 3 --routes kzlib,polars,polars-close,scikit-learn``.
Both need the shared data folder beside the checkout and are skipped without it, which is said.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _terms_raw_routes import EXACT, ROUTES, RUN

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--routes", default=",".join(ROUTES))
    parser.add_argument("--only", choices=["counts", "speed"])
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        route, source, out = args.run
        RUN[route](source).to_parquet(out)
        print(json.dumps({"mib": peak(), "cpu": used()}))
        return
    if not DATA.is_dir():
        print(f"skipped, there is no {DATA}")
        return
    if args.only in (None, "counts"):
        counts()
    if args.only in (None, "speed"):
        speed(args.articles, args.rounds, args.routes.split(","))


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Set, language, texts."""
    import pyarrow.parquet as pq

    articles = pq.read_table(DATA / "load" / "us_news_7k.parquet", columns=["content"])["content"]
    yield "us_news", "en", articles.to_pylist()
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
    """For each set, how many of all pairs of text and term the two ways of counting differ in."""
    from kzlib.languages.normalise import fold, normalise
    from kzlib.languages.words import SKIP, WORD

    word, skip = re.compile(WORD), re.compile(SKIP)
    print("\ncounts: against re + Counter over the same normalised text")
    print(f"{'set':16}{'texts':>8}{'words':>12}{'types':>9}{'text x term pairs':>20}", end="")
    print(f"{'ingest differs':>16}{'count_texts differs':>21}")
    for name, lang, found in texts():
        defined: dict[tuple[str, str], int] = {}
        for n, text in enumerate(found):
            tally = Counter(word.findall(skip.sub(" ", fold(normalise(text)))))
            defined |= {(f"{n:06d}", term): count for term, count in tally.items()}
        print(f"{name:16}{len(found):8,}{sum(defined.values()):12,}", end="")
        print(f"{len({term for _, term in defined}):9,}{len(defined):20,}", end="")
        for ours, width in ((_ingested(found, lang), 16), (_counted(found), 21)):
            differ = sum(ours.get(key) != defined.get(key) for key in ours.keys() | defined.keys())
            print(f"{differ:{width},}", end="")
        print()


def _ingested(found: list[str], lang: str) -> dict[tuple[str, str], int]:
    from kzlib.corpus.measure import Item, measure
    from kzlib.documents.document import Document

    counted: dict[tuple[str, str], int] = {}
    for first in range(0, len(found), 200):
        part = list(enumerate(found))[first : first + 200]
        items = [Item(f"{n:06d}", lang, _document(Document, text, lang, n)) for n, text in part]
        shard, _ = measure(items, names=[])
        table = shard["terms"].to_pandas()
        counted |= table[table["size"] == 1].groupby(["doc_id", "term"])["count"].sum().to_dict()
    return counted


def _counted(found: list[str]) -> dict[tuple[str, str], int]:
    import pandas as pd

    from kzlib.terms.raw import count_texts

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.parquet"
        pd.DataFrame({"text": found, "n": [f"{n:06d}" for n in range(len(found))]}).to_parquet(path)
        table = count_texts(path, by="n")
    return dict(zip(zip(table["group"], table["term"], strict=True), table["count"].tolist(), strict=True))


def _document(document: type, text: str, lang: str, n: int) -> object:
    return document(
        text=text, title="", author=None, published=None, source_id=None, lang=lang, url=None, origin="original",
        file="", item=n, n_raw_words=0,
    )  # fmt: skip


def speed(articles: int, rounds: int, routes: list[str]) -> None:
    """Print the table of seconds, memory and differences."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load.parquet"
        size = grow(path, articles)
        print(
            f"\nspeed: {articles:,} articles, {size / 1e6:.1f} MB of text, term and document frequencies by class"
        )
        environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
        small = Path(folder) / "small.parquet"
        fill(small)
        print(
            f"numba's cache filled in {run('kzlib', small, folder, environment)['wall']:.1f} s, once a machine"
        )
        said: dict[str, list[dict[str, float]]] = {route: [] for route in routes}
        for _ in range(rounds):
            for route in routes:
                said[route].append(run(route, path, folder, environment))
        print(f"{'route':14}{'seconds':>9}{'processor':>11}{'MB/s':>8}{'polars = 1':>12}", end="")
        print(f"{'peak MiB':>10}{'types':>10}{'differ':>9}   (medians of {rounds} rounds)")
        for route in routes:
            wall, cpu, mib = (
                statistics.median(row[key] for row in said[route]) for key in ("wall", "cpu", "mib")
            )
            pairs = zip(said[route], said.get("polars", []), strict=False)
            ratios = [mine["wall"] / theirs["wall"] for mine, theirs in pairs]
            ratio = f"{statistics.median(ratios):12.2f}" if ratios else f"{'':12}"
            print(f"{route:14}{wall:9.2f}{cpu:11.2f}{size / 1e6 / wall:8.1f}{ratio}{mib:10.0f}", end="")
            print(f"{differences(folder, route)}   {ROUTES[route]}")


def run(route: str, path: Path, folder: str, environment: dict[str, str]) -> dict[str, float]:
    """A route in a process of its own: seconds on the wall and of processor, mebibytes."""
    command = [sys.executable, __file__, "--run", route, str(path), f"{folder}/{route}.table"]
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return {"wall": time.perf_counter() - start, **json.loads(done.stdout)}


def differences(folder: str, route: str) -> str:
    """Types, and rows that are not those of kzlib (whose own are compared with re's)."""
    import pandas as pd

    def read(name: str) -> Any:
        path = Path(folder) / f"{name}.table"
        return pd.read_parquet(path).set_index(["group", "term"]) if path.is_file() else None

    mine, other = read(route), read("re" if route == "kzlib" else "kzlib")
    types = f"{mine.index.get_level_values('term').nunique():10,}"
    if other is None or route not in EXACT:
        return f"{types}{'':9}"
    both = mine.join(other.rename(columns={"count": "uses", "n_with": "held"}), how="outer").fillna(0)
    differ = (both["count"] != both["uses"]) | (both["n_with"] != both["held"])
    return f"{types}{differ.sum():9,}"


def fill(path: Path) -> None:
    """Write a text that calls for every compiled function: more words than a table begins with, and an odd chunk."""
    import pandas as pd

    words = " ".join(f"word{n}" for n in range(300_000))
    pd.DataFrame({"content": [f"{words} #tag"], "class": ["a"]}).to_parquet(path)


def grow(path: Path, articles: int) -> int:
    """Write articles whose every tenth word is another article's: no copies, the same frequencies."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pq.read_table(DATA / "load" / "us_news_7k.parquet", columns=["content", "bias_text"]).to_pydict()
    pool = [word for text in source["content"][:500] for word in text.split()]
    rng = random.Random(7)
    size = 0
    schema = pa.schema({"content": pa.string(), "class": pa.string()})
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, articles, 500):
            rows = [n % len(source["content"]) for n in range(first, min(first + 500, articles))]
            out = []
            for k in rows:
                words = [
                    rng.choice(pool) if rng.random() < 0.1 else word
                    for word in source["content"][k].split(" ")
                ]
                out.append(" ".join(words))
            labels = [source["bias_text"][k] for k in rows]
            writer.write_table(pa.table({"content": out, "class": labels}, schema=schema))
            size += sum(len(text.encode()) for text in out)
    return size


def peak() -> float:
    """Mebibytes at the most, of this process (not of what it was started from) and its largest worker."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def used() -> float:
    """Seconds of processor, of this process and its workers."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_utime + resource.getrusage(kind).ru_stime for kind in kinds)


if __name__ == "__main__":
    main()
