"""Learn the letter-run tables of kzlib/languages/detect.py: python benchmarks/train_detect.py --django DIR

What it learns from, and nothing else: sib200 (Apache-2.0; Kazakh, Russian, English, Kyrgyz, Uzbek),
the training halves of NewsMTSC and RuSentNE (MIT; English and Russian), and the message catalogues
of Django (BSD-3-Clause; the neighbours that must come out "other"; DIR is an unpacked wheel), and the words of
detect_words.py.  Kazakh
without its own letters, Kazakh in Latin script and Uzbek and Kyrgyz in their poorer spellings
are made from the same sentences by rule.  Naive Bayes over runs of one to four letters inside words.

Writes kzlib/data/models/detect.npz (run counts as rounded log probabilities; no text).
"""

import argparse
import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from detect_words import KAZAKH_NAMES, NAMES, NEIGHBOURS, RUSSIAN_NAMES

from kzlib.languages.detect import letter_runs, script_words

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
OUT = ROOT / "kzlib" / "data" / "models" / "detect.npz"

PLAIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "j",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sh",
            ".",
            "y",
            ".",
            "e",
            "iu",
            "ia",
            "io",
            "a",
            "g",
            "q",
            "n",
            "o",
            "u",
            "u",
            "h",
            "i",
        ],
        strict=True,
    )
)
# Ways in which Kazakh is written in Latin letters: the alphabets of 2017, 2018, 2019 and 2021, the
# older one of news agencies, and four ways of typing without any of them.
SCHEMES = [
    "ә=a' ғ=g' и=i' й=i' ң=n' ө=o' у=y' ү=u' ш=s' ч=c'",
    "ә=á ғ=ǵ и=ı й=ı ң=ń ө=ó у=ý ү=ú ю=ıý я=ıa",
    "ә=ä ғ=ğ ң=ŋ ө=ö ұ=ū ү=ü ш=ş ы=ı й=ı",
    "ә=ä ғ=ğ ң=ñ ө=ö ұ=ū ү=ü ш=ş ч=ç ы=y",
    "ә=ä ғ=ğ и=ï й=y ң=ñ ө=ö у=w ү=ü ш=ş ч=ç ы=ı х=x ю=yw я=ya",
    "қ=k ж=zh х=kh ю=yu я=ya",
    "й=i ш=w",
    "қ=k й=y ң=ng ғ=gh ы=i ю=yu я=ya",
    "қ=k ң=ng х=kh ж=zh й=y ә=ae ө=oe ү=ue ғ=gh",
]
GROUPS = {
    "uk be": "slavic",
    "bg mk sr": "southern",
    "tt": "tatar",
    "mn": "mongolian",
    "tg": "tajik",
    "tr tk": "turkish",
    "az": "azeri",
    "de nl af lb da sv nb nn is fy": "germanic",
    "fr es it pt ro ca gl": "romance",
    "pl cs sk sl hr bs sr_Latn": "western",
    "fi et hu lt lv sq eu id ms vi sw eo cy ga": "rest",
}
# How much the lists of detect_words weigh beside a class's sentences.
SHARE = 0.15
# Letter runs kept for each script.
SIZE = 12000
CYRILLIC = [
    "kk",
    "kk-plain",
    "ru",
    "ky",
    "ky-plain",
    "uz-cyrillic",
    "slavic",
    "southern",
    "tatar",
    "mongolian",
    "tajik",
]
LATIN = ["en", "kk-latin", "kk-typed", "uz", "turkish", "azeri", "germanic", "romance", "western", "rest"]


def speller(pairs: dict[str, str]) -> Callable[[str], str]:
    """A function that spells a text anew, capitals too."""
    table = {ord(k): v for k, v in pairs.items()}
    table |= {ord(k.upper()): v.capitalize() for k, v in pairs.items() if k.upper() != k}
    return lambda text: text.translate(table)


def latin_kazakh() -> list[Callable[[str], str]]:
    base = {k: v.replace(".", "") for k, v in PLAIN.items()}
    return [speller(base | dict(pair.split("=") for pair in scheme.split())) for scheme in SCHEMES]


def plain_kazakh() -> list[Callable[[str], str]]:
    return [speller(dict(zip("әғқңөұүһі", to, strict=True))) for to in ("агкноуухи", "эгкноуухы")]


def cyrillic_uzbek(text: str) -> str:
    """Uzbek in its Cyrillic spelling."""
    text = re.sub("[ʻ‘’`]", "'", text).lower()
    for latin, letter in zip(
        ["o'", "g'", "sh", "ch", "yo", "yu", "ya", "ye", "ts"], "ўғшчёюяец", strict=True
    ):
        text = text.replace(latin, letter)
    text = re.sub(r"\be", "э", text)
    return text.translate(str.maketrans("abdefghijklmnopqrstuvxyz'cw", "абдефгҳижклмнопқрстувхйзъкв"))


def messages(django: Path, codes: Iterable[str]) -> list[str]:
    """The translated messages of Django's catalogues in these languages."""
    found = []
    for code in codes:
        for path in sorted(django.glob(f"django/**/locale/{code}/LC_MESSAGES/*.po")):
            for block in path.read_text(encoding="utf-8").split("\n\n"):
                strings = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', block, re.M)
                text = " ".join("".join(map(ast.literal_eval, s.strip().splitlines())) for s in strings)
                if block.lstrip().startswith("#") and "Language-Team" in block:
                    continue
                found.append(re.sub(r"%\(\w+\)\w|%\w|\{\w*\}|<[^>]+>|&\w+;", " ", text))
    return [text for text in found if text.strip()]


def sib(keep: Callable[[int], bool]) -> dict[str, list[str]]:
    table = pd.read_csv(SHARED / "language" / "sib200_parallel.csv")
    table = table[table.index_id.map(keep)]
    return {lang: rows.text.tolist() for lang, rows in table.groupby("lang")}


def with_words(words: Iterable[str], texts: list[str]) -> list[str]:
    """Texts with a list of words, repeated until it is SHARE of their letters."""
    line = " ".join(sorted(words))
    return texts + [line] * round(SHARE * sum(map(len, texts)) / len(line))


def texts(django: Path, keep: Callable[[int], bool] = lambda index: True) -> dict[str, list[str]]:
    """The training sentences of each class."""
    of = sib(keep)
    news = (SHARED / "sentiment" / "en_newsmtsc_train.jsonl").read_text(encoding="utf-8").splitlines()
    english = [json.loads(line) for line in news[::3]]
    russian = pd.read_csv(SHARED / "sentiment" / "ru_rusentne_train.tsv", sep="\t").sentence[::3]
    kazakh, uzbek = of["kaz_Cyrl"] + messages(django, ["kk"]), of["uzn_Latn"] + messages(django, ["uz"])
    kyrgyz = with_words(NEIGHBOURS["ky"], of["kir_Cyrl"] + messages(django, ["ky"]))
    uzbek = with_words(NEIGHBOURS["uz"], uzbek)
    russian = of["rus_Cyrl"] + list(russian.astype(str)) + messages(django, ["ru"])
    english = of["eng_Latn"] + [row["sentence"] for row in english] + messages(django, ["en_GB", "en_AU"])
    latin = latin_kazakh()
    classes = {
        "kk": with_words(KAZAKH_NAMES - RUSSIAN_NAMES, kazakh),
        "kk-plain": [spell(text) for spell in plain_kazakh() for text in kazakh],
        "ru": with_words(RUSSIAN_NAMES, russian),
        "ky": kyrgyz,
        "ky-plain": [speller(dict(zip("өүң", "оун", strict=True)))(text) for text in kyrgyz],
        "en": with_words(NAMES, english),
        "kk-latin": [spell(text) for spell in latin[:5] for text in kazakh],
        "kk-typed": [spell(text) for spell in latin[5:] for text in kazakh],
        "uz": uzbek,
    }
    cyrillic = [cyrillic_uzbek(text) for text in uzbek]
    classes["uz-cyrillic"] = cyrillic + [
        speller(dict(zip("ўғқҳ", "угкх", strict=True)))(text) for text in cyrillic
    ]
    for codes, name in GROUPS.items():
        classes[name] = with_words(NEIGHBOURS[name], messages(django, codes.split()))
    return classes


def telling(rates: list[float]) -> float:
    """How much a run tells the classes apart: its rates, each weighted by the distance of its log from the mean."""
    logs = np.log(np.array(rates) + 1e-6)
    return float(np.sum(np.array(rates) * np.abs(logs - logs.mean())))


def tables(
    classes: dict[str, list[str]], names: list[str], size: int, alpha: float = 0.3
) -> tuple[list[str], np.ndarray]:
    """The ``size`` most telling letter runs and their log probability in each class (runs of one length sum to 1)."""
    counts = {
        name: Counter(
            run for text in classes[name] for word in script_words(text)[1] for run in letter_runs(word)
        )
        for name in names
    }
    length = {name: Counter() for name in names}
    for name in names:
        for run, n in counts[name].items():
            length[name][len(run)] += n
    rate = {
        run: [counts[name][run] / (length[name][len(run)] or 1) for name in names]
        for run in set().union(*counts.values())
        if sum(counts[name][run] for name in names) >= 5
    }
    best = sorted(rate, key=lambda run: (-telling(rate[run]), run))[:size]
    kinds = Counter(map(len, rate))
    table = np.array(
        [
            [
                np.log((counts[name][run] + alpha) / (length[name][len(run)] + alpha * kinds[len(run)]))
                for name in names
            ]
            for run in best
        ]
    )
    return best, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--django", type=Path, required=True)
    parser.add_argument("--size", type=int, default=SIZE)
    options = parser.parse_args()
    classes = texts(options.django)
    arrays: dict[str, np.ndarray] = {}
    for script, names in (("cyrillic", CYRILLIC), ("latin", LATIN)):
        runs, table = tables(classes, names, options.size)
        arrays[f"{script}_runs"] = np.array("\n".join(runs))
        arrays[f"{script}_classes"] = np.array(" ".join(names))
        arrays[f"{script}_table"] = np.clip(np.rint(-10 * table), 0, 255).astype(np.uint8)
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(OUT, **arrays)
    print(OUT.name, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
