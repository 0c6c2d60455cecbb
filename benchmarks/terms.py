"""Top terms by class and month from a built corpus: how fast?

    .venv/bin/python benchmarks/terms.py [--corpus DIR]

The corpus is the shipped one unless told.  Counting from raw texts: ``benchmarks/terms_raw.py``.
"""

from __future__ import annotations

import argparse
import time


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", default="seeds")
    from_corpus(parser.parse_args().corpus)


def from_corpus(name: str) -> None:
    from kzlib.corpus import Corpus
    from kzlib.terms import frequencies

    corpus = Corpus.open(name)
    articles = corpus.where()
    print(f"\ncorpus: top 20 terms by class and month, {len(articles):,} articles")
    for run in ("first", "second"):
        start, cpu = time.perf_counter(), time.process_time()
        table = frequencies(corpus, articles, group_by=["class", "month"], top_n=20)
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        print(f"{run:8}{wall:8.2f} s wall, {used:.2f} s of processor, {len(table):,} rows")


if __name__ == "__main__":
    main()
