"""Ingest: articles and megabytes a second of each step, on one core, beside the stock route of the same run.

    python benchmarks/ingest.py [--articles 1000] [--jobs 2] [--seed 0]

The articles are sentences of real news recombined (2.6 kB each, as the load set of the design has them), from the shared
data folder beside the checkout; it is skipped, with the reason, where that is not there.  The stock route is what one
would write without kzlib: words by ``re`` and ``Counter``, sentences by ``re``, NLTK's VADER on each; it finds no
quotations, names, targets, languages or duplicates.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kzlib import documents
from kzlib.corpus import build, duplicates
from kzlib.corpus.measure import measured_part
from kzlib.instruments.vader_rules import rules

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SENTENCE = re.compile(r"(?<=[.!?”]) +(?=[A-Z“])")
HOSTS = ("inform.kz", "vlast.kz", "reuters.com", "apnews.com", "bbc.com")
ENOUGH = 3_000  # sentences that NLTK's VADER is timed on; it is the same for all
WARM = (
    100  # articles that every step sees before it is timed: models and word lists are loaded once a process
)


def recombined(count: int, seed: int) -> pa.Table:
    """Articles made of the sentences of the load set."""
    source = SHARED / "load" / "us_news_7k.parquet"
    if not source.is_file():
        sys.exit(f"skipped: {source} is not there (the shared data folder beside the checkout)")
    texts = pq.read_table(source, columns=["content"])["content"].to_pylist()
    lines = [line for text in texts for line in text.split("\n")]
    sentences = [part for line in lines for part in SENTENCE.split(line) if 20 < len(part) < 600]
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        wanted, parts = rng.lognormvariate(7.7, 0.5), list[str]()
        while sum(map(len, parts)) < wanted:
            parts.append(rng.choice(sentences))
        text = "\n\n".join(" ".join(parts[first : first + 3]) for first in range(0, len(parts), 3))
        day = f"20{rng.randint(15, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        rows.append(
            {
                "url": f"https://{rng.choice(HOSTS)}/{number}",
                "title": parts[0][:80],
                "date": day,
                "text": text,
            }
        )
    return pa.Table.from_pylist(rows)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Processor seconds of this process, and the result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def stock(texts: list[str]) -> float:
    """Seconds of the stock route."""
    from nltk.sentiment import vader as nltk_vader

    class Nltk(nltk_vader.SentimentIntensityAnalyzer):
        def __init__(self) -> None:  # no package carries nltk_data; the lexicon is the authors'
            self.lexicon = dict(rules("vader-nltk").lexicon)
            self.constants = nltk_vader.VaderConstants()

    score = Nltk().polarity_scores
    counted, _ = timed(lambda: [Counter(re.findall(r"[^\W\d_]+", text.lower())) for text in texts])
    split, found = timed(lambda: [part for text in texts for part in SENTENCE.split(text)])
    sentences: list[str] = found  # type: ignore[assignment]
    some = random.Random(0).sample(sentences, min(ENOUGH, len(sentences)))
    scored, _ = timed(lambda: [score(sentence) for sentence in some])
    return counted + split + scored * len(sentences) / len(some)


def table(seconds: dict[str, float], n: int, size: float) -> None:
    """Print each step beside the stock route."""
    print(f"{'step':<26}{'s':>8}{'articles/s':>12}{'MB/s':>8}{'of stock':>10}")
    for name, spent in seconds.items():
        ratio = spent / seconds["stock route"]
        print(f"{name:<26}{spent:8.2f}{n / spent:12.0f}{size / spent:8.2f}{ratio:10.2f}")


def main() -> None:
    """Time every step and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    made = recombined(args.articles, args.seed)
    size = sum(len(text.encode()) for text in made["text"].to_pylist()) / 1e6
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        pq.write_table(made, path)
        warm = Path(folder) / "warm.parquet"
        pq.write_table(made.slice(0, WARM), warm)
        first, _ = documents.read_all(warm)
        measured_part([(document.text, document.lang) for document in first])

        seconds["read"], read = timed(lambda: documents.read_all(path)[0])
        pairs = [(document.text, document.lang) for document in read]  # type: ignore[attr-defined]
        seconds["measure"], measured = timed(lambda: measured_part(pairs, keep_text=False))
        sketches = [summary.sketch for summary in measured[1]]  # type: ignore[index]
        frame = pd.DataFrame({"key": np.arange(len(sketches)).astype(str), "sketch": sketches})
        seconds["duplicates"], _ = timed(lambda: duplicates.find(frame))
        seconds["whole ingest, one core"], corpus = timed(lambda: build([path], Path(folder) / "one"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        begun = time.monotonic()
        again = build([path], Path(folder) / "some", jobs=args.jobs)
        wall = time.monotonic() - begun
        seconds["stock route"] = stock([text for text, _ in pairs])
        same = again.fingerprint == corpus.fingerprint  # type: ignore[attr-defined]
    print(f"{args.articles} articles, {size:.1f} MB; processor seconds of one process")
    table(seconds, args.articles, size)
    print(
        f"peak memory of this process {peak} MiB; --jobs {args.jobs}: {wall:.1f} s on the clock, workers' start included"
    )
    if not same:
        sys.exit("the corpus depends on the number of workers")


if __name__ == "__main__":
    main()
