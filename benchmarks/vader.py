# ruff: noqa: SIM905
"""VADER: equality with both originals, and speed against them, on one core.

    python benchmarks/vader.py [--real 100000] [--adversarial 60000] [--seed 0]

Real sentences come from the shared data folder beside the checkout (skipped, with the reason, where it is not there);
adversarial ones are generated here: lexicon words, rule words, boosters, emoji, capitals, runs of punctuation and odd
white space.  Exits 1 on any mismatch.
"""

from __future__ import annotations

import argparse
import platform
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kzlib.instruments import vader
from kzlib.instruments.vader_rules import rules

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
KEYS = ("neg", "neu", "pos", "compound")
RULE_WORDS = (
    "kind of no or nor least at very never so this without doubt but the shit bomb bad ass badass bus stop yeah right "
    "kiss death to die for beating heart just enough sort cut mustard hand mouth not isn't never NEVER So"
).split()
PLAIN = ["table", "report", "Minister", "said", "Almaty", "it", "of", "a", "the", "2022", "I", "x"]
ODD = [
    "café",
    "ÉTÉ",
    "Straße",
    "İ",
    "KIND",
    "\ud800",
    "ﬁ",
    "Казахстан",
    "МИР",
    "ª",
    "µ",
    "\u200b",
    "\x00",
    "©",
    "ΣΑΣ",
]
MARKS = [*". ! ? , ; : - ' \" !! !!! ?? ??? ?!? !?! ?!?! !?!? ???? ... * ) ( # @ ’ “ ” –".split()]
SPACES = [" "] * 12 + ["\t", "\u00a0", "\u2009", "\x85", "\x1c", "\u3000", "\n", "\r", ""]


def real_sentences(count: int) -> list[str]:
    """Sentences of real news, split by punctuation, without repeats."""
    import pandas as pd

    source = SHARED / "load" / "us_news_7k.parquet"
    if not source.is_file():
        return []
    frame = pd.read_parquet(source)
    texts = max(
        (frame[c] for c in frame.columns if frame[c].dtype.kind not in "fiubM"),
        key=lambda c: c.str.len().sum(),
    )
    found: dict[str, None] = {}
    for text in texts.dropna():
        for sentence in re.split(r"(?<=[.!?])[\"”’)]*\s+|\n+", text):
            if sentence.strip():
                found[sentence] = None
        if len(found) >= count:
            break
    return list(found)[:count]


def adversarial_sentences(count: int, seed: int) -> list[str]:
    """Sentences made to trip an imitation of VADER."""
    rnd = random.Random(seed)
    pools = [
        sorted(rules("vader").lexicon),
        RULE_WORDS,
        sorted(rules("vader").boosters),
        sorted(rules("vader").emoji),
    ]
    pools += [ODD, PLAIN]
    return [_adversarial(rnd, pools) for _ in range(count)]


def _adversarial(rnd: random.Random, pools: list[list[str]]) -> str:
    out: list[str] = []
    for _ in range(rnd.randint(0, 14)):
        word = rnd.choice(rnd.choices(pools, [35, 30, 15, 2, 3, 15])[0])
        change = rnd.random()
        if change < 0.2:
            word = word.upper() if change < 0.12 else word.capitalize()
        elif change < 0.22:
            word = word.swapcase()
        word = (rnd.choice(MARKS) if rnd.random() < 0.11 else "") + word
        for _ in range(rnd.choices([0, 1, 2], [80, 17, 3])[0]):
            word += rnd.choice(MARKS)
        if out and rnd.random() < 0.1:
            word = rnd.choice(out)
        out.append(word)
    return "".join(word + rnd.choice(SPACES) for word in out)


def originals() -> dict[str, Callable[[str], dict[str, float]]]:
    """The two originals; NLTK's gets the authors' lexicon, since no package carries nltk_data."""
    from nltk.sentiment import vader as nltk_vader
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    class Nltk(nltk_vader.SentimentIntensityAnalyzer):
        def __init__(self) -> None:
            self.lexicon = dict(rules("vader-nltk").lexicon)
            self.constants = nltk_vader.VaderConstants()

    return {"vader": SentimentIntensityAnalyzer().polarity_scores, "vader-nltk": Nltk().polarity_scores}


def timed(work: Callable[[], object], repeats: int = 1) -> tuple[float, object]:
    """The shortest of some runs, in processor seconds of this process, and the result."""
    best, result = float("inf"), None
    for _ in range(repeats):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def compare(name: str, sentences: list[str], mismatches: list[str]) -> None:
    """Score with both originals, the pure path and the kernel; print speed, ratios and mismatches."""
    print(
        f"\n{name}: {len(sentences):,} sentences, {sum(map(len, sentences)) / max(len(sentences), 1):.0f} characters each"
    )
    print(f"{'':34}{'s':>8}{'sentences/s':>13}{'ratio':>8}{'mismatches':>12}")
    for flavour, original in originals().items():
        label = "vaderSentiment 3.3.2" if flavour == "vader" else "NLTK"
        slow, theirs = timed(lambda original=original: [original(text) for text in sentences])
        expected = np.array([[row[key] for key in KEYS] for row in theirs])  # type: ignore[attr-defined]
        print(f"{label:34}{slow:8.2f}{len(sentences) / slow:13,.0f}{1:8}{'':>12}")
        for kernel in (False, True):
            vader.score_all(sentences[:10], flavour, kernel=kernel)  # compilation is not measured
            fast, ours = timed(
                lambda f=flavour, k=kernel: vader.score_all(sentences, f, kernel=k), 5 if kernel else 1
            )
            wrong = np.flatnonzero((ours[0] != expected).any(axis=1))  # type: ignore[index]
            mismatches += [sentences[i] for i in wrong]
            path = f"  kzlib {flavour}, {'numba' if kernel else 'pure Python'}"
            print(f"{path:34}{fast:8.3f}{len(sentences) / fast:13,.0f}{slow / fast:8.1f}{len(wrong):12}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--real", type=int, default=100_000)
    parser.add_argument("--adversarial", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, one core")
    mismatches: list[str] = []
    real = real_sentences(options.real)
    if real:
        compare("real news", real, mismatches)
    else:
        print("real news: skipped, the shared data folder is not beside this checkout")
    generated = adversarial_sentences(options.adversarial, options.seed)
    compare("adversarial", generated, mismatches)
    checks = 4 * (len(real) + len(generated))
    print(
        f"\nequality: {checks:,} checks of four rounded scores (sentences × flavours × paths), {len(mismatches)} mismatches"
    )
    for text in mismatches[:5]:
        print("   ", ascii(text[:200]))
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
