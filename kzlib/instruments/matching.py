"""How a form in a text finds its lexicon entry: by endings in Kazakh, by dictionary forms in Russian and English."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kzlib import languages
from kzlib.instruments import russian
from kzlib.instruments.kazakh import Stems


def keyer(words: Sequence[str], lang: str) -> Callable[[str], int]:
    """A number for each word of the phrases that all its forms share, 0 for other words."""
    # word by word: together they would be evidence for each other, which a single token is not
    forms = dict.fromkeys(languages.lemmas([word], lang)[0] for word in words)
    keys = {form: key for key, form in enumerate(forms, 1)}
    return lambda word: keys.get(languages.lemmas([word], lang)[0], 0) if keys else 0


def finder(entries: dict[str, float], lang: str) -> Callable[[str], float]:
    """A language's way from a form to an entry's valence: endings (kk), dictionary forms (ru, en)."""
    if lang == "kk":
        return Stems(entries).find
    participle = russian.participle if lang == "ru" else lambda word: ""
    lemmas = dict(entries)
    for word, lemma in zip(entries, languages.lemmas(list(entries), lang), strict=True):
        # A participle is a word of its own: a prisoner («заключённый») says nothing of a contract («заключить»)
        if not participle(word):
            lemmas.setdefault(lemma, entries[word])

    def find(word: str) -> float:
        for form in (word, participle(word)):
            if form in entries:
                return entries[form]
        return lemmas.get(languages.lemmas([word], lang)[0], 0.0)

    return find
