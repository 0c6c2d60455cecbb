"""Questions about terms asked of a built corpus: how fast, beside polars over the same files?

    .venv/bin/python benchmarks/grown_corpus.py --out DIR          once: 200,000 articles, see there how they are made
    .venv/bin/python benchmarks/terms.py --corpus DIR [--only top ...]

The corpus is the shipped one unless told.  Each row is a process of its own, the file cache warm; seconds are those of
the call, without start-up and without selecting articles; "again" is the same call a second time (kzlib keeps postings
that fit).  polars adds up the same counts, articles and outlets and nothing else: no intervals, no statistics.  "differ"
counts rows in which the two disagree.  Counting from raw texts: ``benchmarks/terms_raw.py``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

TOP = 20
QUERIES = ("top", "keyness", "growth", "trend", "dispersion", "collocates")
PEER = ("top", "keyness", "growth")
COUNTED = {
    "top": ["group", "term", "count", "n_with", "n_outlets_with"],
    "keyness": ["group", "term", "count", "n_with", "n_outlets_with"],
    "growth": ["group", "n", "words"],
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", default="seeds")
    parser.add_argument("--only", nargs="*", choices=QUERIES, default=QUERIES)
    parser.add_argument("--route", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.route:
        route(args.corpus, *args.route)
        return
    from kzlib.corpus import Corpus

    size = Corpus.open(args.corpus).sql("select count(*) as n, sum(n_words) as words from articles").iloc[0]
    print(f"{int(size['n']):,} articles, {int(size['words']):,} words")
    head = f"{'question':12}{'route':10}{'seconds':>9}{'processor':>11}{'again':>8}{'peak MiB':>10}{'rows':>9}{'differ':>8}"
    print(head)
    with tempfile.TemporaryDirectory() as folder:
        for query in args.only:
            made = [Path(folder) / f"{query}-{name}.parquet" for name in ("kzlib", "polars")]
            for name, out in zip(("kzlib", "polars"), made if query in PEER else made[:1], strict=False):
                command = [
                    sys.executable,
                    __file__,
                    "--corpus",
                    args.corpus,
                    "--route",
                    name,
                    query,
                    str(out),
                ]
                said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                both = all(path.exists() for path in made)
                differ = f"{_differ(query, *made):8,}" if both else f"{'':8}"
                times = f"{said['seconds']:9.2f}{said['processor']:11.2f}{said['again']:8.2f}"
                print(f"{query:12}{name:10}{times}{said['mib']:10,.0f}{said['rows']:9,}{differ}", flush=True)


def _differ(query: str, ours: Path, theirs: Path) -> int:
    """Rows that only one of two tables has (of the terms that kzlib shows)."""
    names = COUNTED[query]
    a, b = (pd.read_parquet(path)[names] for path in (ours, theirs))
    if query != "growth":
        b = b.merge(a[["group", "term"]], on=["group", "term"])
    return int((a.merge(b, on=names, how="outer", indicator=True)["_merge"] != "both").sum())


def route(corpus: str, name: str, query: str, out: str) -> None:
    """Ask twice, save what was counted, and say what it took."""
    from kzlib import sources
    from kzlib.corpus import Corpus

    opened = Corpus.open(corpus)
    articles = opened.where()
    side = sources.sides(articles, ["state"], ["independent", "foreign_public"])
    articles = articles.assign(side=side)
    for file in opened.files["terms"]:
        file.read_bytes()  # the file cache is warm
    ask = _kzlib if name == "kzlib" else _polars
    times = []
    for _ in range(2):
        wall, used = time.perf_counter(), time.process_time()
        table = ask(opened, articles, query)
        times.append((time.perf_counter() - wall, time.process_time() - used))
    if query in PEER:
        _plain(table, query).to_parquet(out)
    said = {"seconds": times[0][0], "processor": times[0][1], "again": times[1][0], "rows": len(table)}
    print(json.dumps({**said, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _kzlib(corpus: Any, articles: pd.DataFrame, query: str) -> pd.DataFrame:
    from kzlib import terms

    asked = {
        "top": lambda: terms.frequencies(corpus, articles, group_by=["class", "month"], top_n=TOP),
        "keyness": lambda: terms.keyness(corpus, articles, top_n=TOP),
        "growth": lambda: terms.growth(corpus, articles),
        "trend": lambda: terms.trend(
            corpus, articles, [["protest*"], ["police"], ["elect*", "/^vot(e|ing)/"]]
        ),
        "dispersion": lambda: terms.dispersion(corpus, articles, top_n=TOP),
        "collocates": lambda: terms.collocates(corpus, articles, ["police"], top_n=TOP),
    }
    return asked[query]()


def _plain(table: pd.DataFrame, query: str) -> pd.DataFrame:
    """What both routes counted, under the same names."""
    if "estimate" not in table:
        return table
    if query == "top":
        return (
            table[COUNTED["top"]]
            .dropna()
            .astype({"count": "int64", "n_with": "int64", "n_outlets_with": "int64"})
        )
    if query == "growth":
        zipf = table[table["kind"] == "zipf"]
        return pd.DataFrame(
            {"group": "zipf", "n": zipf["x"].astype(int), "words": zipf["estimate"].astype(int)}
        )
    names = {"count": "count", "articles": "n_with", "outlets": "n_outlets_with"}
    sides = [
        table[["term"]].assign(
            group=table[f"group_{k}"], **{new: table[f"{old}_{k}"] for old, new in names.items()}
        )
        for k in "ab"
    ]
    return pd.concat(sides).query("count > 0")[COUNTED["keyness"]].astype({"count": "int64"})


def _polars(corpus: Any, articles: pd.DataFrame, query: str) -> pd.DataFrame:
    import polars as pl

    month = articles["published"].astype("datetime64[s]").dt.strftime("%Y-%m")
    group = {"top": articles["class"] + " · " + month, "keyness": articles["side"], "growth": "zipf"}[query]
    chosen = articles[["doc_id", "outlet"]].assign(group=group).dropna(subset="group").astype(str)
    selected = pl.from_pandas(chosen).lazy()
    rows = (
        pl.scan_parquet(corpus.files["terms"]).filter(pl.col("size") == 1).select("doc_id", "term", "count")
    )
    if query != "growth":
        stops = pl.scan_parquet(corpus.files["vocabulary"]).filter(pl.col("stop")).select("term")
        rows = rows.join(stops, on="term", how="anti")
    rows = rows.join(selected, on="doc_id")
    counts = [pl.col("count").sum()]
    if query == "top":  # first the most frequent, then where they stand
        best = rows.group_by("group", "term").agg(counts)
        best = (
            best.sort(["count", "term"], descending=[True, False])
            .group_by("group", maintain_order=True)
            .head(TOP)
        )
        rows = rows.join(best.select("group", "term"), on=["group", "term"])
    if query != "growth":
        counts += [pl.len().alias("n_with"), pl.col("outlet").n_unique().alias("n_outlets_with")]
    found = rows.group_by("group", "term").agg(counts).collect(engine="streaming").to_pandas()
    if query == "growth":
        return _ranks(found)
    return found


def _ranks(found: pd.DataFrame) -> pd.DataFrame:
    """Uses by rank, at the ranks that kzlib shows."""
    import numpy as np

    from kzlib.terms.growth import POINTS

    uses = np.sort(found["count"].to_numpy())[::-1]
    ranks = np.unique(np.geomspace(1, len(uses), POINTS).astype(int))
    return pd.DataFrame({"group": "zipf", "n": ranks, "words": uses[ranks - 1].astype("int64")})


if __name__ == "__main__":
    main()
