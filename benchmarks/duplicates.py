"""How well planted copies of real articles are found, and how fast.

    .venv/bin/python benchmarks/duplicates.py [--groups] [--n 20000]

Data: events/same_event_english.jsonl of the shared data folder beside the checkout, 191 full articles on 61 events from
many outlets.  Each article is copied under one edit at a time (seeded); recall is the share of copies found to be
copies of their own article.  Negatives are the originals among themselves: precision is the share of all duplicates
found that are planted, or are pairs of the set that were read and are the same story (see docs/methods/duplicates.md).
Without the data only the speed is measured, on random text.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from kzlib.corpus.duplicates import find
from kzlib.corpus.sketches import MIN_WORDS, sketch

EVENTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "events" / "same_event_english.jsonl"
BOILERPLATE = (
    "Share this story with your friends. Follow us on every channel. Sign up for the daily letter and never miss "
    "what matters. All rights are reserved by the publisher, and no part of this page may be copied without consent. "
    "Read also what our readers liked most this week. Comments are closed for this page."
)


def words_changed(share: float) -> Callable[[list[str], random.Random], str]:
    def edit(words: list[str], rng: random.Random) -> str:
        return " ".join(f"w{rng.randrange(10**6)}" if rng.random() < share else word for word in words)

    return edit


def cut(words: list[str], rng: random.Random) -> str:
    return " ".join(words[: len(words) // 4])


def middle(words: list[str], rng: random.Random) -> str:
    start = rng.randrange(len(words) - len(words) // 4)
    return " ".join(words[start : start + len(words) // 4])


def new_lead(words: list[str], rng: random.Random) -> str:
    return " ".join(f"n{rng.randrange(10**6)}" for _ in range(60)) + " " + " ".join(words[30:])


EDITS: dict[str, Callable[[list[str], random.Random], str]] = {
    "same words, other marks": lambda words, rng: " ".join(w.strip(".,").upper() for w in words),
    "2 % of words changed": words_changed(0.02),
    "5 % of words changed": words_changed(0.05),
    "10 % of words changed": words_changed(0.10),
    "boilerplate appended": lambda words, rng: " ".join(words) + " " + BOILERPLATE,
    "cut to the first quarter": cut,
    "cut to a quarter inside": middle,
    "agency prefix": lambda words, rng: "ASTANA, January 5 (Agency) - " + " ".join(words),
    "agency prefix, 5 % changed": lambda words, rng: "ASTANA (Agency) - " + words_changed(0.05)(words, rng),
    "new lead of 60 words": new_lead,
}


def articles() -> pd.DataFrame:
    rows = [json.loads(line) for line in EVENTS.read_text(encoding="utf-8").splitlines()]
    return pd.DataFrame(
        {
            "key": [f"a{i:03d}" for i in range(len(rows))],
            "text": [row["text"] for row in rows],
            "published": [str(row["date_publish"])[:10] for row in rows],
            "host": [row["source_domain"] for row in rows],
            "title": [row["title"] for row in rows],
        }
    )


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, hits / n
    middle, half = share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z * z / n), min(1.0, (middle + half) / (1 + z * z / n))


def planted(frame: pd.DataFrame, sketched: bool) -> None:
    alone = find(frame)
    real = set(alone.dropna(subset=["duplicate_of"])["key"])
    print(
        f"\n{'from sketches' if sketched else 'verified on the texts'}; {len(frame)} articles, {len(real)} real copies"
    )
    print("| edit | copies | recall (95 %) | false |\n|---|---|---|---|")
    false = total = 0
    for name, edit in EDITS.items():
        rng = random.Random(name)
        copies = frame.assign(key=frame["key"] + "-copy", published="2030-01-01")
        copies["text"] = [edit(text.split(), rng) for text in frame["text"]]
        long_enough = frame["text"].str.split().str.len() >= 2 * MIN_WORDS
        copies = copies[long_enough & (copies["text"].str.split().str.len() >= MIN_WORDS + 5)]
        both = pd.concat([frame, copies], ignore_index=True)
        if sketched:
            both = both.assign(sketch=[sketch(text) for text in both["text"]]).drop(columns="text")
        found = find(both).set_index("key")["duplicate_of"]
        leaders = alone.set_index("key")["duplicate_of"]
        hits = wrong = 0
        for key, leader in found.items():
            base = str(key).removesuffix("-copy")
            story = leaders[base] or base
            target = (
                None
                if leader is None
                else (leaders[leader.removesuffix("-copy")] or leader.removesuffix("-copy"))
            )
            hits += key != base and target == story
            wrong += target is not None and target != story
        false, total = false + wrong, total + int(found.notna().sum())
        low, high = wilson(hits, len(copies))
        print(f"| {name} | {len(copies)} | {hits / len(copies):.3f} ({low:.2f}–{high:.2f}) | {wrong} |")
    print(f"precision over all: {1 - false / max(1, total):.4f} ({total} found)")


def groups(frame: pd.DataFrame) -> None:
    found = find(frame).dropna(subset=["duplicate_of"])
    by_key = frame.set_index("key")
    for row in found.itertuples():
        a, b = by_key.loc[row.key], by_key.loc[row.duplicate_of]
        sizes = f"{len(a.text.split())}/{len(b.text.split())} words"
        print(f"{row.kind} {row.similarity:.2f} {sizes}: {a.host} «{a.title}» = {b.host} «{b.title}»")


def speed(n: int) -> None:
    rng = random.Random(5)
    vocabulary = [f"w{i}" for i in range(50_000)]
    texts = [" ".join(vocabulary[int(rng.random() ** 3 * 50_000)] for _ in range(400)) for _ in range(n)]
    for i in range(0, n, 10):  # every tenth is an edited copy of its neighbour
        texts[i] = texts[i + 1 - 2 * (i + 1 == n)].replace(" w7 ", " w8 ")
    start = time.process_time()
    sketches = [sketch(text) for text in texts]
    made = time.process_time()
    frame = pd.DataFrame({"key": range(n), "sketch": sketches})
    found = find(frame)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\n{n} texts of 400 words: sketches {n / (made - start):,.0f} texts/s, "
        f"finding {n / (done - made):,.0f} texts/s, {int(found['duplicate_of'].notna().sum())} found, "
        f"{sum(map(len, sketches)) / n:.0f} bytes a sketch, peak {peak} MiB (the texts are {sum(map(len, texts)) >> 20})"
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--groups", action="store_true")
    parser.add_argument("--n", type=int, default=20_000)
    args = parser.parse_args()
    if EVENTS.is_file():
        frame = articles()
        planted(frame, sketched=False)
        planted(frame, sketched=True)
        if args.groups:
            groups(frame)
    else:
        print("skipped: recall and precision need the shared data folder beside this checkout")
    speed(args.n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
