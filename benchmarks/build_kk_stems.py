"""Write kzlib/data/stems/kk.txt: python benchmarks/build_kk_stems.py OWN.txt

The stems are our own list (the lines of the file as it stands, or OWN.txt) and the one-word entries of
SezimEmoLex (MIT; data CC BY 4.0, attribution in LICENSES): an entry in -у is a verb's name, the
others are nouns and adjectives unless they are inflected forms of another entry.  Nothing is taken
from the treebank.
"""

import sys
from pathlib import Path

import pandas as pd

from kzlib.languages.kk_grammar import PASSIVES

ROOT = Path(__file__).resolve().parent.parent
SEZIM = ROOT.parent / "shared" / "data" / "lexicons" / "kk_sezim_emolex.csv"
OUT = ROOT / "kzlib" / "data" / "stems" / "kk.txt"
HEAD = """\
# kzlib Kazakh stems, version 2 (2026-11-22).  n: nouns and the like; v: bare verb stems; x lemma: irregular forms.
# Lines marked "own" are kzlib's (MIT).  Lines after "sezim" are derived from the entries of SezimEmoLex
# (MIT; data CC BY 4.0): verbs cut to their stem, inflected entries left out.
"""
# Verbs whose stem ends in ы or і, which their name in -у hides.
HIDDEN = {
    s[:-1] + "у": s
    for s in [
        "оқы",
        "таны",
        "дамы",
        "тоқы",
        "шоқы",
        "ері",
        "жібі",
        "кеңі",
        "ұлы",
        "сасы",
        "ашы",
        "қышы",
        "шірі",
        "үгі",
        "тасы",
        "қажы",
        "жүрі",
        "суы",
        "жылы",
    ]
}
INFLECTED = (
    "лар",
    "лер",
    "дар",
    "дер",
    "тар",
    "тер",
    "ған",
    "ген",
    "қан",
    "кен",
    "тын",
    "тін",
    "сы",
    "сі",
    "ының",
    "інің",
    "ып",
    "іп",
    "ы",
    "і",
)
FINITE = ("ды", "ді", "ты", "ті")
PARTICIPLES = ("ған", "ген", "қан", "кен")
VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}


def stem_of(entry: str, names: set[str]) -> tuple[str, str]:
    """An entry as ("v", stem) or ("n", entry); ``names`` are nouns in -у."""
    if entry in HIDDEN:
        return "v", HIDDEN[entry]
    if len(entry) > 3 and entry.endswith("ю"):
        return "v", entry[:-1] + "й"
    if len(entry) > 2 and entry.endswith("у") and entry not in names:
        stem = entry[:-1]
        return "v", stem[:-1] + VOICELESS.get(stem[-1], stem[-1])
    return "n", entry


def passive(verb: str, verbs: set[str]) -> bool:
    """Whether a verb is the passive of another listed one."""
    for ending, after in PASSIVES:
        base = verb.removesuffix(ending)
        if (
            base != verb
            and len(base) > 1
            and base[-1] in after
            and {base, base[:-1] + VOICELESS.get(base[-1], "-")} & verbs
        ):
            return True
    return False


def finite(entry: str, verbs: set[str], nouns: set[str]) -> bool:
    """Whether an entry is the past or the past participle of a listed verb or of its passive («жарияланды»), and
    no adjective of a listed noun («сенімді»)."""
    for ending in (*FINITE, *PARTICIPLES):
        base = entry.removesuffix(ending)
        if base != entry and base not in nouns and (base in verbs or passive(base, verbs)):
            return True
    return False


def main() -> None:
    own_path = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    own = [
        line
        for line in own_path.read_text(encoding="utf-8").split("# sezim")[0].splitlines()
        if line[:2] in ("n ", "v ", "x ")
    ]
    entries = sorted(set(pd.read_csv(SEZIM, sep=";").word.astype(str)))
    names = {w for line in own if line[0] == "n" for w in line.split()[1:]}
    stems = {stem_of(e, names) for e in entries if e.isalpha() and e.islower() and len(e) > 2}
    listed = {w for line in own if line[0] != "x" for w in line.split()[1:]} | {w for _, w in stems}
    verbs = {w for line in own if line[0] == "v" for w in line.split()[1:]} | {
        w for k, w in stems if k == "v"
    }
    own = [
        "v " + " ".join(w for w in line.split()[1:] if not passive(w, verbs)) if line[0] == "v" else line
        for line in own
    ]
    kept: dict[str, list[str]] = {"n": [], "v": []}
    for kind, word in sorted(stems):
        cut = next((word[: -len(e)] for e in INFLECTED if word.endswith(e) and len(word) > len(e) + 2), "")
        if kind == "v" and passive(word, verbs):
            continue
        if kind == "v" or not cut or not {cut, cut[:-1] + VOICELESS.get(cut[-1], cut[-1])} & listed:
            kept[kind].append(word)
    nouns = set(kept["n"]) | names
    kept["n"] = [w for w in kept["n"] if not finite(w, verbs, nouns)]
    lines = [HEAD + "# own", *own, "# sezim"]
    for kind, words in kept.items():
        lines += [f"{kind} " + " ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(OUT.name, {kind: len(words) for kind, words in kept.items()})


if __name__ == "__main__":
    main()
