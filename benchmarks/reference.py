"""What the reference lists cover, and how fast they are applied.

    .venv/bin/python benchmarks/reference.py [--sample LANG]

Coverage: the share of texts with at least one topic, on the headlines (facts/reference_urls.csv), the Russian articles of
one outlet and the English excerpts of the shared data folder beside the checkout; skipped without it.  `--sample en`
prints 70 headlines with their topics, mentions and names, to be read by eye (docs/data/reference.md says what the
reading found).  Speed: mentions and names a word on sentences of made-up words and list words, beside one compiled
regular expression of the same patterns; a registry look-up an address; a million articles classified.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from pathlib import Path

import pandas as pd

from kzlib import reference, sources
from kzlib.languages import words

SHARED = Path(__file__).resolve().parents[2] / "shared"


def terms(texts: list[tuple[str, str, str]]) -> pd.DataFrame:
    rows = [(key, lang, word, n) for key, lang, text in texts for word, n in Counter(words(text)).items()]
    return pd.DataFrame(rows, columns=["doc_id", "lang", "term", "count"])


def headlines() -> pd.DataFrame:
    rows = pd.read_csv(SHARED / "facts" / "reference_urls.csv", dtype=str, keep_default_na=False)
    return rows[rows["headline_seen"] == "True"]


def collections() -> dict[str, list[tuple[str, str, str]]]:
    seen = headlines()
    arabic = seen["title"].str.contains("[\u0600-\u06ff]")
    found = {}
    for lang in ("en", "ru", "kk"):
        part = seen[(seen["lang"] == lang) & ~arabic]
        found[f"headlines, {lang}"] = list(zip(part["id"], part["lang"], part["title"], strict=True))
    lines = (
        (SHARED / "data" / "messy" / "ru_tengrinews.jsonl").read_text(encoding="utf-8").strip().split("\n")
    )
    pages = [json.loads(line) for line in lines]
    found["articles, ru"] = [(str(i), "ru", f"{p['title']}. {p['content']}") for i, p in enumerate(pages)]
    table = pd.read_csv(SHARED / "data" / "central_asia" / "migration_to_russia.csv", keep_default_na=False)
    both = table["title"] + ". " + table["text"]
    found["excerpts, en"] = [(str(i), "en", text) for i, text in enumerate(both)]
    return found


def coverage() -> None:
    print(f"{'texts':<15} {'n':>5} {'with a topic':>13} {'topics a text':>14}")
    for name, texts in collections().items():
        held = reference.topics(terms(texts))
        some = held.loc[held["topic"] != "none", "doc_id"].nunique() / len(texts)
        print(f"{name:<15} {len(texts):>5} {some:>13.1%} {len(held) / len(texts):>14.2f}")


def sample(lang: str) -> None:
    part = headlines()
    part = part[part["lang"] == lang].sample(70, random_state=5)
    topics = reference.topics(terms(list(zip(part["id"], part["lang"], part["title"], strict=True))))
    by = topics.groupby("doc_id")["topic"].agg(", ".join)
    for key, title in zip(part["id"], part["title"], strict=True):
        found = words(title)
        names = [f"{actor}={variant}" for actor, variant, _, _ in reference.name_hits(found, lang)]
        print(f"[{by[key]}] {reference.mentions(found, lang)} {names}  {title}")


def sentences(n: int) -> list[list[str]]:
    """Sentences of 25 words, Zipf-like, one word in twenty from the lists."""
    rng = random.Random(1)
    made = ["".join(rng.choices("abcdefghilmnoprstuvw", k=rng.randint(2, 10))) for _ in range(20_000)]
    listed = (
        reference.load_targets().query("lang == 'en'")["pattern"].str.replace("*", "s").str.split(" ").str[0]
    )
    pool = listed.str.split("|").str[0].tolist()

    def word() -> str:
        return rng.choice(pool) if rng.random() < 0.05 else made[int(len(made) * rng.random() ** 3)]

    return [[word() for _ in range(25)] for _ in range(n)]


def speed() -> None:
    texts = sentences(20_000)
    n_words = sum(map(len, texts))
    patterns = reference.load_targets().query("lang == 'en'")["pattern"]
    spelt = [re.escape(p).replace(r"\*", r"\w*").replace(r"\|", "|").replace(r"\ ", " ") for p in patterns]
    expression = re.compile(r"\b(?:" + "|".join(f"(?:{p})" for p in spelt) + r")\b")
    joined = [" ".join(text) for text in texts]
    timed = {
        "mentions": lambda: [reference.mentions(text, "en") for text in texts],
        "name_hits": lambda: [reference.name_hits(text, "en") for text in texts],
        "one regular expression (mentions' patterns)": lambda: [expression.findall(text) for text in joined],
    }
    seconds = {name: measure(run) / n_words for name, run in timed.items()}
    for name, each in seconds.items():
        ratio = each / seconds["mentions"]
        print(f"{name:<45} {each * 1e6:6.2f} µs a word   {ratio:5.1f} × mentions")
    hosts = [
        f"https://{host}/a/{i}"
        for i, host in enumerate(["vlast.kz", "en.inform.kz", "no.example.org"] * 50_000)
    ]
    print(
        f"{'outlet_of':<45} {measure(lambda: [*map(sources.outlet_of, hosts)]) / len(hosts) * 1e6:6.2f} µs an address"
    )
    ids = sources.load_sources()["source_id"].sample(1_000_000, replace=True, random_state=1)
    days = pd.Timestamp("2005-01-01") + pd.to_timedelta([i % 7000 for i in range(1_000_000)], unit="D")
    articles = pd.DataFrame({"source_id": ids.to_numpy(), "published": days})
    print(f"{'classify, a million articles':<45} {measure(lambda: sources.classify(articles)):6.2f} s")


def measure(run) -> float:
    run()
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", choices=["en", "ru", "kk"], help="print headlines to read by eye")
    chosen = parser.parse_args().sample
    if not (SHARED / "facts").is_dir():
        print("coverage skipped: the shared data folder is not beside this checkout")
    elif chosen:
        sample(chosen)
    else:
        coverage()
    if not chosen:
        speed()
