"""How well kzlib finds direct quotations and their speakers, on US news with hand-annotated attributions.

    .venv/bin/python benchmarks/voices.py [--half dev|test|all] [--show]

Data: quotes/ of the shared data folder beside the checkout (texts, and stand-off annotation of Source, Cue, Content).
Rules were written looking at the `dev` half (files by hash); of `test` only the totals, after a first look at the set.

Gold.  "quoted": every stretch between quotation marks inside an annotated Content.  "whole": only Contents that are
quoted from end to end (a fragment inside reported speech is then no direct quotation).
Match.  strict: both ends equal after trimming marks, spaces and punctuation.  overlap: one to one, at least half of
the union of the words.  token: words inside any direct quotation, gold against found.
Speaker: of gold quotations whose Source has a name, the share where kzlib's quotation (by overlap) names the same
(a capitalised word in common, titles aside); missed quotations count as wrong.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np

from kzlib import voices

QUOTES = Path(__file__).resolve().parents[2] / "shared" / "data" / "quotes"
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
TRIM = " \t\r\n\xa0\"“”„«»'‘’.,;:!?…-–—"
STRETCH = re.compile(
    r"''.*?(?:''|$)|(?<!\S)”[^”]*(?:”|$)|“[^”]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"|$)|(?<!\w)[‘'](?=\w)[^\n]*?(?<=[\w.,!?])[’'](?!\w)"
)
MARKS = tuple('“”"')
TITLES = frozenset("Mr Mrs Ms Dr Sen Rep Gov Gen President The Senator Secretary House Senate State Republican Democratic".split())  # fmt: skip  # noqa: SIM905
Span = tuple[int, int]


def read(path: Path) -> list[dict[str, list[Span]]]:
    """The attributions of one annotator: lists of spans under Source, Cue and Content."""
    pieces: dict[str, list[Span]] = {}
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, body, *_ = line.split("\t")
        if key.startswith("T"):
            pieces[key] = [tuple(map(int, s.split())) for s in body.split(" ", 1)[1].split(";")]  # type: ignore[misc]
        elif key.startswith("E"):
            row = defaultdict(list)
            for part in body.split():
                name, ref = part.split(":")
                row[name.rstrip("0123456789")].extend(pieces.get(ref, []))
            rows.append(dict(row))
    return rows


def trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return start, end


def joined(text: str, parts: list[Span]) -> list[Span]:
    """Parts with nothing but space between them are one."""
    whole: list[Span] = []
    for a, b in sorted(parts):
        if whole and not text[whole[-1][1] : a].strip():
            whole[-1] = (whole[-1][0], max(b, whole[-1][1]))
        else:
            whole.append((a, b))
    return whole


def gold(text: str, rows: list[dict[str, list[Span]]], whole: bool) -> dict[Span, str]:
    """Direct quotations with the words of their Source."""
    found: dict[Span, str] = {}
    for row in rows:
        source = " ".join(text[a:b] for a, b in row.get("Source", []))
        for a, b in joined(text, row.get("Content", [])):
            a -= text[a - 1 : a] in MARKS  # some annotators leave the marks outside
            b += text[b : b + 1] in MARKS
            content = text[a:b].rstrip(" .,;:")
            if whole:
                marked = content[:1] in "“”\"‘'" and content[-1:] in "”\"’'"
                stretches = [(a, b)] if marked else []
            else:
                stretches = [(a + m.start(), a + m.end()) for m in STRETCH.finditer(text[a:b])]
            for stretch in stretches:
                span = trimmed(text, stretch)
                if span[1] > span[0]:
                    found.setdefault(span, source)
    return found


def marks_only(text: str) -> list[tuple[Span, str | None]]:
    """Everything between double quotation marks within a paragraph."""
    return [
        (m.span(1), None)
        for m in re.finditer(r"(?:[“\"]|'')((?:[^“”\"\n'](?!'')|'(?!'))+.?)(?:[”\"]|'')", text)
    ]


def by_kzlib(text: str) -> list[tuple[Span, str | None]]:
    return [((q.start, q.end), q.speaker) for q in voices.quotations(text, "en") if q.direct]


def words_of(text: str, spans: list[Span]) -> set[int]:
    return {m.start() for a, b in spans for m in WORD.finditer(text, a, b)}


def pair(text: str, truth: list[Span], found: list[Span]) -> dict[Span, int]:
    """Gold span → index of the found span that shares at least half of the union of words; one to one."""
    options = []
    for span in truth:
        mine = words_of(text, [span])
        for index, other in enumerate(found):
            if other[0] < span[1] and other[1] > span[0]:
                theirs = words_of(text, [other])
                share = len(mine & theirs) / max(1, len(mine | theirs))
                if share >= 0.5:
                    options.append((-share, span, index))
    pairs: dict[Span, int] = {}
    for _, span, index in sorted(options):
        if span not in pairs and index not in pairs.values():
            pairs[span] = index
    return pairs


def name_words(phrase: str) -> set[str]:
    words = {re.sub(r"[’']s?$", "", w) for w in WORD.findall(phrase) if w[0].isupper()}
    return (
        words
        - TITLES
        - {"He", "She", "They", "I", "We", "It", "His", "Her", "Their", "A", "An", "One", "Who"}
    )


def f1(hit: int, found: int, truth: int) -> tuple[float, float, float]:
    p, r = hit / max(1, found), hit / max(1, truth)
    return p, r, 2 * p * r / max(1e-9, p + r)


def measure(files: list[Path], extract: Callable, whole: bool, show: bool = False) -> dict[str, tuple]:
    counts: dict[str, list[list[int]]] = {"strict": [], "overlap": [], "token": [], "speaker": []}
    for path in files:
        text = (QUOTES / "text" / (path.stem.rsplit("_", 1)[0] + ".txt")).read_text(encoding="utf-8")
        truth = gold(text, read(path), whole)
        got = extract(text)
        spans = [trimmed(text, span) for span, _ in got]
        pairs = pair(text, list(truth), spans)
        counts["strict"].append([len(set(spans) & set(truth)), len(spans), len(truth)])
        counts["overlap"].append([len(pairs), len(spans), len(truth)])
        a, b = words_of(text, spans), words_of(text, list(truth))
        counts["token"].append([len(a & b), len(a), len(b)])
        named = {span: name_words(source) for span, source in truth.items() if name_words(source)}
        right = {s for s, names in named.items() if s in pairs and names & name_words(got[pairs[s]][1] or "")}
        counts["speaker"].append([len(right), sum(span in pairs for span in named), len(named)])
        if show:
            explain(text, truth, got, spans, pairs, named, right)
    return {name: summary(name, np.array(rows)) for name, rows in counts.items()}


def explain(text, truth, got, spans, pairs, named, right) -> None:
    flat = text.replace("\n", "|")
    for span in truth:
        if span not in pairs:
            print("MISSED ", flat[max(0, span[0] - 90) : span[1] + 90])
    for index, span in enumerate(spans):
        if index not in pairs.values():
            print(
                "EXTRA  ",
                flat[max(0, span[0] - 90) : span[0]],
                "[[",
                flat[span[0] : span[1]],
                "]]",
                flat[span[1] : span[1] + 60],
            )
    for span in named:
        if span in pairs and span not in right:
            print(
                "SPEAKER",
                truth[span],
                "≠",
                got[pairs[span]][1],
                "::",
                flat[max(0, span[0] - 150) : span[0] + 20],
                "…",
                flat[span[1] - 20 : span[1] + 90],
            )


def summary(name: str, rows: np.ndarray) -> tuple[float, float, float, float, float]:
    """Precision, recall, F1 (for speakers: right of found, -, right of all) with a 95 % interval over files."""
    rng = np.random.default_rng(1)
    score = (lambda s: s[0] / max(1, s[2])) if name == "speaker" else (lambda s: f1(*s)[2])
    draws = [score(rows[rng.integers(0, len(rows), len(rows))].sum(0)) for _ in range(1000)]
    low, high = np.quantile(draws, [0.025, 0.975])
    hit, found, truth = rows.sum(0)
    return hit / max(1, found), hit / max(1, truth), score(rows.sum(0)), low, high


def reported_words(files: list[Path]) -> tuple[float, float, float]:
    """Of the words kzlib calls reported, the share inside an annotated Content; of Contents without marks, the
    share of words found reported; and of sources with a name, the share that kzlib names."""
    inside = found_words = truth_words = hit = right = named = 0
    for path in files:
        text = (QUOTES / "text" / (path.stem.rsplit("_", 1)[0] + ".txt")).read_text(encoding="utf-8")
        rows = read(path)
        every = words_of(text, [span for row in rows for span in row.get("Content", [])])
        plain: list[tuple[Span, str]] = []
        for row in rows:
            source = " ".join(text[a:b] for a, b in row.get("Source", []))
            plain += [
                (span, source) for span in row.get("Content", []) if not set('“”"') & set(text[slice(*span)])
            ]
        quotes = [q for q in voices.quotations(text, "en") if not q.direct]
        mine = words_of(text, [(q.start, q.end) for q in quotes])
        truth = words_of(text, [span for span, _ in plain])
        inside, found_words = inside + len(mine & every), found_words + len(mine)
        hit, truth_words = hit + len(mine & truth), truth_words + len(truth)
        for (a, b), source in plain:
            meets = [q for q in quotes if q.start < b and q.end > a]
            if meets and name_words(source):
                named += 1
                right += bool(name_words(source) & name_words(meets[0].speaker or ""))
    return inside / max(1, found_words), hit / max(1, truth_words), right / max(1, named)


def speed() -> float:
    """Megabytes of text a second of processor time, the best of three."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((QUOTES / "text").glob("*.txt"))]
    rates = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            voices.quotations(text, "en")
        rates.append(sum(len(text.encode()) for text in texts) / (time.process_time() - start) / 1e6)
    return max(rates)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=["dev", "test", "all"], default="all")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    if not QUOTES.is_dir():
        print("skipped: the annotated quotations are not in the shared data folder beside this checkout")
        return 0
    files = sorted((QUOTES / "attributions").glob("*.ann"))
    half = {p: sha256(p.stem.rsplit("_", 1)[0].encode()).digest()[0] % 2 for p in files}
    files = [p for p in files if args.half == "all" or half[p] == (args.half == "test")]
    print(f"{len(files)} annotations, half: {args.half}")
    print("| gold | extractor | measure | precision | recall | F1 / right | 95 % (files) |")
    print("|---|---|---|---|---|---|---|")
    for whole in (False, True):
        for label, extract in (("marks alone", marks_only), ("kzlib", by_kzlib)):
            table = measure(files, extract, whole, args.show and label == "kzlib" and not whole)
            for name, (p, r, f, low, high) in table.items():
                if name != "speaker" or label == "kzlib":
                    print(
                        f"| {'whole' if whole else 'quoted'} | {label} | {name} | {p:.3f} | {r:.3f} | {f:.3f} | {low:.2f}–{high:.2f} |"
                    )
    precision, recall, right = reported_words(files)
    print(
        f"reported speech, words: precision {precision:.3f}, recall {recall:.3f}; speaker right {right:.3f}"
    )
    print(f"speed: {speed():.1f} MB/s of English news, one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())
