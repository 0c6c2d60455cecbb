"""How good and how fast the languages room is: python benchmarks/languages.py [--django DIR] [--hunspell DIR]

Prints one table a subject.  Needs the shared data folder beside the checkout; without it only speed on
made-up text is measured.  --django: an unpacked Django wheel, to train detection on two thirds of
sib200 and test on the rest.  --hunspell: a folder with kk_KZ.aff and kk_KZ.dic (Debian's hunspell-kk,
read through the package chunspell), a peer for Kazakh lemmas.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from kzlib.languages import detect, lemmas, normalise, sentence_spans, words

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SIB = SHARED / "data" / "language" / "sib200_parallel.csv"
KTB = SHARED / "data" / "language" / "kk_ktb.conllu"


def row(*cells: object) -> None:
    print("".join(f"{cell:<34}" if i == 0 else f"{cell:>14}" for i, cell in enumerate(cells)))


def detection(django: Path | None) -> None:
    """Share of each language's sentences and headlines by the label given."""
    table = pd.read_csv(SIB)
    print("\n# detection: share of texts called en, ru, kk, other")
    row("texts", "n", "en", "ru", "kk", "other")
    for code, part in table.groupby("lang"):
        shares(f"sib200 {code}", part.text.tolist())
    titles = pd.read_csv(SHARED / "facts" / "reference_urls.csv")
    titles = titles[titles.headline_seen.astype(str) == "True"]
    arabic = titles.title.str.contains("[\u0600-\u06ff]")
    for lang, part in titles[~arabic].groupby("lang"):
        shares(f"headlines {lang}", part.title.tolist())
    shares("headlines kk, Arabic script", titles[arabic].title.tolist())
    latin = titles.url.str.contains("//lat.egemen|//qz.inform")
    shares("headlines kk, Latin script", titles[latin].title.tolist())
    own = pd.read_csv(ROOT / "tests" / "languages" / "headlines.tsv", sep="\t")
    for lang, part in own.groupby("lang"):
        shares(f"own headlines {lang}", part.text.tolist())
    peer(table)
    if django is None:
        print("held-out detection skipped: give --django")
    else:
        held_out(django)


def shares(name: str, texts: Sequence[str]) -> None:
    found = Counter(detect(texts))
    row(name, len(texts), *(f"{found[lang] / len(texts):.4f}" for lang in ("en", "ru", "kk", "other")))


def peer(table: pd.DataFrame) -> None:
    """py3langid with the languages that it knows of ours and the neighbours."""
    import py3langid

    for code, part in table.groupby("lang"):
        found = Counter(py3langid.classify(text)[0] for text in part.text)
        ours = [found[lang] / len(part) for lang in ("en", "ru", "kk")]
        row(f"py3langid, unrestricted: {code}", len(part), *(f"{x:.4f}" for x in [*ours, 1 - sum(ours)]))


def held_out(django: Path) -> None:
    """Three folds over sib200: tables learned from two thirds, and the made spellings of the third."""
    import train_detect as train

    module = sys.modules["kzlib.languages.detect"]
    shipped, found = module._model, {}
    for fold in range(3):
        classes = train.texts(django, lambda index, fold=fold: index % 3 != fold)
        models = {}
        for script, names in (("cyrillic", train.CYRILLIC), ("latin", train.LATIN)):
            runs, logs = train.tables(classes, names, train.SIZE)
            models[script] = module._Model(runs, names, np.clip(np.rint(-10 * logs), 0, 255).astype(np.uint8))
        module._model = models.__getitem__
        rest = train.sib(lambda index, fold=fold: index % 3 == fold)
        for name, texts in spellings(train, rest).items():
            found.setdefault(name, Counter()).update(detect(texts))
            found.setdefault(f"{name}, first 5 words", Counter()).update(
                detect([" ".join(t.split()[:5]) for t in texts])
            )
    module._model = shipped
    for name, counts in found.items():
        n = counts.total()
        row(f"held out: {name}", n, *(f"{counts[lang] / n:.4f}" for lang in ("en", "ru", "kk", "other")))


def spellings(train, of: dict[str, list[str]]) -> dict[str, list[str]]:
    kazakh, uzbek = of["kaz_Cyrl"], of["uzn_Latn"]
    return of | {
        "kk without its letters": [spell(t) for spell in train.plain_kazakh() for t in kazakh],
        "kk in Latin alphabets": [spell(t) for spell in train.latin_kazakh()[:5] for t in kazakh],
        "kk typed in Latin": [spell(t) for spell in train.latin_kazakh()[5:] for t in kazakh],
        "uz in Cyrillic": [train.cyrillic_uzbek(t) for t in uzbek],
    }


def splitting() -> None:
    """Kazakh gold sentences joined document by document and split again; F1 of the ends."""
    from razdel import sentenize

    documents: dict[str, list[str]] = {}
    for line in KTB.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            documents.setdefault(name := line.split("=")[1].strip().split(":")[0], [])
        elif line.startswith("# text ="):
            documents[name].append(line.split("=", 1)[1].strip())
    print(
        "\n# Kazakh sentences, treebank documents joined by spaces (the rules were mended by looking at its errors)"
    )
    row("splitter", "F1", "found", "gold")
    peers: dict[str, Callable[[str], set[int]]] = {
        "kzlib": lambda text: {end for _, end in sentence_spans(text, "kk")},
        "razdel (Russian rules)": lambda text: {s.stop for s in sentenize(text)},
    }
    for name, split in peers.items():
        right = found = gold = 0
        for sentences in documents.values():
            ends = set(np.cumsum([len(s) + 1 for s in sentences]) - 1)
            got = split(" ".join(sentences))
            right, found, gold = right + len(got & ends), found + len(got), gold + len(ends)
        row(name, f"{2 * right / (found + gold):.4f}", found, gold)


def gold_lemmas() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in KTB.read_text(encoding="utf-8").splitlines()]
    return [
        (r[1].lower(), r[2].lower(), r[3])
        for r in rows
        if len(r) == 10 and r[0].isdigit() and r[3] not in ("PUNCT", "SYM") and any(c.isalpha() for c in r[1])
    ]


def kazakh_lemmas(hunspell: Path | None) -> None:
    gold = gold_lemmas()
    vocabulary = sorted({form for form, _, _ in gold})
    peers: dict[str, Callable[[list[str]], list[str]]] = {
        "doing nothing": lambda v: v,
        "kzlib, the vocabulary at once": lambda v: lemmas(v, "kk"),
        "kzlib, each word alone": lambda v: [lemmas([w], "kk")[0] for w in v],
    }
    if hunspell is None:
        print("hunspell-kk skipped: give --hunspell")
    else:
        from hunspell import Hunspell  # the package chunspell

        speller = Hunspell("kk_KZ", hunspell_data_dir=str(hunspell))
        peers["hunspell-kk, shortest stem"] = lambda v: [
            min(speller.stem(w) or [w], key=len).lower() for w in v
        ]
    print("\n# Kazakh lemmas, treebank (simplemma 2.0 has no Kazakh)")
    row("lemmatiser", "tokens", "types", "nominals", "verbs")
    for name, lemmatise in peers.items():
        of = dict(zip(vocabulary, lemmatise(vocabulary), strict=True))
        groups = [
            gold,
            sorted({g[:2] for g in gold}),
            [g for g in gold if g[2] in ("NOUN", "PROPN", "ADJ")],
            [g for g in gold if g[2] == "VERB"],
        ]
        row(name, *(f"{np.mean([of[g[0]] == g[1] for g in group]):.4f}" for group in groups))
    print(f"tokens {len(gold)}, types {len({g[:2] for g in gold})}")


def rate(work: Callable, items: list, size: float) -> str:
    """Size per second of processor time that calling ``work`` on each item takes, best of three."""
    best = 9e9
    for _ in range(3):
        start = time.process_time()
        for item in items:
            work(item)
        best = min(best, time.process_time() - start)
    return f"{size / best:,.1f}"


def speed() -> None:
    english = ["The committee's members didn't agree on the plan, officials said on Monday. " * 40] * 300
    russian = [
        "Комитет не согласился с планом, сообщили в понедельник в министерстве Казахстана. " * 40
    ] * 300
    if SHARED.is_dir():
        english = pd.read_parquet(SHARED / "data/load/us_news_7k.parquet").content.astype(str).tolist()
        lines = (
            (SHARED / "data/events/ru_two_outlets_one_topic.jsonl").read_text(encoding="utf-8").splitlines()
        )
        russian = [json.loads(line)["text"] for line in lines]
    print("\n# speed, MB of UTF-8 per second of one core")
    row("work", "English", "Russian")
    plain = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
    for name, work in {
        "normalise": normalise,
        "words": words,
        "re.findall, lower, letters only": lambda text: plain.findall(text.lower()),
        "sentence_spans": lambda text: sentence_spans(text, "en"),
    }.items():
        row(
            name,
            *(rate(work, texts, sum(len(t.encode()) for t in texts) / 1e6) for texts in (english, russian)),
        )
    singles = [[t[a:b] for t in ts[:400] for a, b in sentence_spans(t, "en")] for ts in (english, russian)]
    row("detect, sentences/s", *(rate(detect, [ts], len(ts)) for ts in singles))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--django", type=Path)
    parser.add_argument("--hunspell", type=Path)
    options = parser.parse_args()
    if SHARED.is_dir():
        detection(options.django)
        splitting()
        kazakh_lemmas(options.hunspell)
    else:
        print("quality skipped: the shared data folder is not beside this checkout")
    speed()


if __name__ == "__main__":
    main()
