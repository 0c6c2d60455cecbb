"""What counting by lemma gains over counting by form: how many lines a word is scattered over.

    .venv/bin/python benchmarks/term_lemmas.py

Per language of the shipped corpus (all articles but duplicates), stop words aside: running words, different forms and
lemmas, uses a line, and words seen once among running words (Good's share of what the next word might be and was not seen).
Kazakh also on the treebank of the shared data folder beside the checkout, with its gold lemmas.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TREEBANK = Path(__file__).resolve().parents[2] / "shared" / "data" / "language" / "kk_ktb.conllu"


def main() -> None:
    from kzlib import languages
    from kzlib.corpus import Corpus

    print(f"{'':26}{'words':>8}{'lines':>8}{'uses a line':>13}{'once':>8}")
    corpus = Corpus.open()
    for lang in ("en", "ru", "kk"):
        found = corpus.sql(
            f"""select t.term, any_value(v.lemma) as lemma, sum(t.count)::bigint as n from terms t
            join vocabulary v on v.term = t.term and v.lang = t.lang join articles a using (doc_id)
            where t.size = 1 and t.lang = '{lang}' and not v.stop and a.duplicate_of is null group by t.term"""
        )
        for by in ("term", "lemma"):
            _line(
                f"shipped, {lang}, by {'form' if by == 'term' else by}", found.groupby(by)["n"].sum().tolist()
            )
    if not TREEBANK.exists():
        print(f"treebank: skipped, there is no {TREEBANK}")
        return
    pairs = []
    for line in TREEBANK.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit() and languages.words(cells[1]) == [cells[1].lower()]:
            pairs.append((cells[1].lower(), cells[2].lower()))
    stops = languages.stop_words("kk")
    pairs = [pair for pair in pairs if pair[0] not in stops]
    forms = sorted({form for form, _ in pairs})
    ours = dict(zip(forms, languages.lemmas(forms, "kk"), strict=True))
    _line("treebank, kk, by form", list(Counter(form for form, _ in pairs).values()))
    _line("treebank, kk, by lemma", list(Counter(ours[form] for form, _ in pairs).values()))
    _line("treebank, kk, gold lemma", list(Counter(gold for _, gold in pairs).values()))


def _line(name: str, uses: list[int]) -> None:
    words, once = sum(uses), sum(n == 1 for n in uses)
    print(f"{name:26}{words:8,}{len(uses):8,}{words / len(uses):13.2f}{once / words:8.3f}")


if __name__ == "__main__":
    main()
