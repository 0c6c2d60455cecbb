"""How much of a page is article, before and after cleaning: token F1 against hand-marked articles.

Every page of the shared set (92 real pages in English with their article text) is given to kzlib in three ways: as a plain-text
dump with all its boilerplate (blocks on lines; or every piece of text on a line of its own, as careless dumps do; or all of it
run together) and as HTML.  Beside it: keeping everything, and trafilatura on the HTML.  Of the pages in the order of their
names every fourth is the holdout; the rules were developed on the others.

    python benchmarks/extraction.py [--part development|holdout] [--worst N] | --spared
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import lxml.html
import numpy as np

from kzlib.documents import html
from kzlib.documents.clean import clean
from kzlib.documents.encodings import decode

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
TOKEN = re.compile(r"\w+|[^\w\s]")


def f1(found: str, gold: str) -> float:
    """Token-level F1 (tokens as a multiset)."""
    one, other = Counter(TOKEN.findall(found)), Counter(TOKEN.findall(gold))
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values())) if one or other else 1.0


def blocks(page: bytes) -> str:
    """A dump with a line a block."""
    return html.dump(lxml.html.fromstring(decode(page, declared=True)))


def blocks_without_title(page: bytes) -> str:
    """The same without the page's title, as dumps of the visible page are."""
    tree = lxml.html.fromstring(decode(page, declared=True))
    for node in tree.xpath("//head"):
        node.drop_tree()
    return html.dump(tree)


def pieces(page: bytes) -> str:
    """A dump with a line for every piece of text, as links and emphases leave it."""
    tree = lxml.html.fromstring(decode(page, declared=True))
    for node in tree.xpath("//script | //style | //noscript | //template | //comment()"):
        node.drop_tree()
    return "\n".join(piece.strip() for piece in tree.itertext() if piece.strip())


def run_together(page: bytes) -> str:
    """A dump without any breaks between blocks, the worst there is."""
    tree = lxml.html.fromstring(decode(page, declared=True))
    for node in tree.xpath("//script | //style | //noscript | //template | //comment()"):
        node.drop_tree()
    return str(tree.text_content())


def trafilatura_text(page: bytes) -> str:
    """trafilatura on the HTML, with its defaults less comments."""
    import trafilatura

    return trafilatura.extract(page, include_comments=False) or ""


WAYS: dict[str, Callable[[bytes], str]] = {
    "everything kept": blocks,
    "trafilatura on the HTML": trafilatura_text,
    "kzlib on the HTML": lambda page: html.page(page).text,
    "kzlib on the dump, a line a block": lambda page: clean(blocks(page)).text,
    "kzlib on the dump without the title": lambda page: clean(blocks_without_title(page)).text,
    "kzlib on the dump, a line a piece": lambda page: clean(pieces(page)).text,
    "kzlib on the dump, blocks run together": lambda page: clean(run_together(page)).text,
}


def interval(values: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """95 % percentile bootstrap interval of the mean over pages."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (2000, len(values)))].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def spared() -> None:
    """How many sentences of real articles the rules would drop: whole texts, where nothing is furniture by right."""
    import pandas as pd

    from kzlib.documents import rules
    from kzlib.documents.clean import is_sentence_of_article
    from kzlib.documents.lines import measure

    data = DATA.parent
    texts = [
        str(text)
        for text in pd.read_parquet(data / "load" / "us_news_7k.parquet", columns=["content"])["content"][::8]
    ]
    for name in ("ru_two_outlets_one_topic", "same_event_english"):
        for row in (data / "events" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            texts.append(
                max((value for value in json.loads(row).values() if isinstance(value, str)), key=len)
            )
    lines = [line.strip() for text in texts for line in text.split("\n") if len(line.strip()) >= 25]
    sentences = [line for line in map(measure, lines) if line.ends and line.n_words >= 7]
    hits: Counter[str] = Counter()
    for line in sentences:
        rule = rules.rule_of(line.text)
        if rule and not is_sentence_of_article(line, rule):
            hits[rule.name] += 1
    print(
        f"{len(sentences)} lines of {len(texts)} whole texts; dropped by wording: {sum(hits.values())} ({dict(hits)})"
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("development", "holdout"))
    parser.add_argument("--worst", type=int, default=0, help="also name the pages with the lowest F1")
    parser.add_argument(
        "--spared", action="store_true", help="instead: how many lines of whole articles the rules drop"
    )
    parser.add_argument("--way", help="only the ways whose name holds this")
    options = parser.parse_args()
    if not DATA.is_dir():
        print("skipped: the shared data folder is not beside this checkout")
        return 0
    if options.spared:
        spared()
        return 0
    gold = json.loads((DATA / "gold.json").read_text(encoding="utf-8"))
    names = sorted(gold)
    holdout = names[3::4]
    parts = {"development": sorted(set(names) - set(holdout)), "holdout": holdout}
    chosen = parts[options.part] if options.part else names
    print(
        f"{len(chosen)} pages; token F1, mean over pages [95 % interval], and the share of pages at 0.9 or more"
    )
    for way, extract in WAYS.items():
        if options.way and options.way not in way:
            continue
        scores = {}
        for name in chosen:
            page = gzip.decompress((DATA / "html" / f"{name}.html.gz").read_bytes())
            scores[name] = f1(extract(page), gold[name]["articleBody"])
        values = np.array(list(scores.values()))
        low, high = interval(values)
        print(f"  {way:40s} {values.mean():.3f} [{low:.3f}, {high:.3f}]   {np.mean(values >= 0.9):.2f}")
        for name in sorted(scores, key=scores.__getitem__)[: options.worst]:
            print(f"      {scores[name]:.3f} {name[:12]} {gold[name].get('url', '')[:80]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
