"""Kazakh dictionary forms by taking endings off.

No freely licensed Kazakh dictionary of forms exists, so this module knows the grammar instead: which
endings follow which (plural, possessive, case; tense, person, negation, passive), how they agree with the
stem in vowels (harmony) and consonants, and which stem letters change before them.  All ways of
taking a word apart compete; what wins has a stem that is listed (``kzlib/data/stems/kk.txt``) or
that other words of the same vocabulary share.  A verb's dictionary form is its bare stem (``айт``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import log2

from kzlib import paths
from kzlib.languages.kk_grammar import (
    CLUSTERS,
    ELIDED,
    ENDINGS,
    INTRANSITIVE,
    KINDS,
    NEUTRAL,
    PASSIVES,
    VOWELS,
    WORTH,
)

_LONGEST = max(map(len, ENDINGS))
_BACK, _FRONT = frozenset("аоұыёя"), frozenset("әеөүіэ")
_VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}
_NEGATIONS = {"ма": "VRL", "ме": "VRL", "ба": "NZ", "бе": "NZ", "па": "T", "пе": "T"}

#: One way to take a word apart: stem, "n" (noun and the like) or "v" (verb), and what the endings speak for it.
Reading = tuple[str, str, float]


def lemmatise(words: Sequence[str]) -> list[str]:
    """The dictionary form of each word; the words together are the evidence for stems that no list has.

    >>> lemmatise(["қалаларымыздың", "айтпады", "кітабы", "еліміздегі"])
    ['қала', 'айт', 'кітап', 'ел']
    """
    parsed = {word: readings(word) for word in set(words)}
    family = Counter(stem for found in parsed.values() for stem in {stem for stem, _, _ in found})
    chosen = {word: _choose(word, found, family) for word, found in parsed.items()}
    return [chosen[word] for word in words]


def readings(word: str) -> list[Reading]:
    """All ways to take a word apart that the grammar allows, the whole word among them."""
    if word[:1] in ("#", "@"):
        return [(word, "x", 0.0)]
    listed = irregular().get(word, word if word in own_nouns() else None)
    if listed is not None:
        return [(listed, "x", 0.0)]
    head, hyphen, last = word.rpartition("-")
    if hyphen:
        tail = ENDINGS.get(last)
        if tail and any(layer in ("case", "local") for layer, _ in tail):
            return [(head, "x", 0.0)]
        return [(f"{head}-{stem}", kind, worth) for stem, kind, worth in readings(last)]
    found = {(word, "n"): 0.0}
    for stem, kind, worth in _strip(word, "end", 0.0):
        found[stem, kind] = max(worth, found.get((stem, kind), -99.0))
    return [(stem, kind, worth) for (stem, kind), worth in found.items()]


def _choose(word: str, found: list[Reading], family: Counter[str]) -> str:
    if len(found) == 1:
        return found[0][0]
    nouns, verbs = stems()
    best, best_score = word, -99.0
    for stem, kind, worth in found:
        bare = stem.rpartition("-")[2]
        score = worth
        if bare in (nouns if kind == "n" else verbs):
            score += 6 if len(bare) > 2 else 4.5
            score += kind == "n" and bare in own_nouns() and word not in nouns
        else:
            score += min(log2(family[stem]), 4.0) - (1.2 if kind == "v" else 0.0) - 3.0 * (len(bare) < 3)
            if kind == "n" and stem != word and bare[-2:-1] not in VOWELS and bare[-1:] in "лрнмңйзжғгбдв":
                score -= 3.0
        if stem == word:
            score += 1.2 if bare in nouns else 0.5
        if (score, len(stem), stem) > (best_score, len(best), best):
            best, best_score = stem, score
    return best


def _strip(form: str, outer: str, worth: float) -> Iterator[Reading]:
    """Take one more ending off ``form``; ``outer`` is the layer of the ending that followed it."""
    for size in range(1, min(_LONGEST, len(form) - 2) + 1):
        for layer, after in ENDINGS.get(form[-size:], ()):
            if layer not in KINDS[outer] or not _agrees(form[:-size], form[-size:], after):
                continue
            rest = form[:-size]
            value = worth + _worth(layer, rest, form[-size:], outer)
            if layer in KINDS["verbal"]:
                yield from _verbs(rest, form[-size:], value)
                continue
            if layer not in KINDS["bound"]:
                for stem in _restored(rest, form[-size:]):
                    yield stem, "n", value + (1.0 if stem != rest else 0.0)
            yield from _strip(rest, layer, value)


def _worth(layer: str, rest: str, ending: str, outer: str) -> float:
    """What an ending says for the reading that takes it off: long ones much, a single letter little."""
    size = len(ending)
    if layer == "third" and outer in KINDS["bound"]:
        return 1.5 + 0.5 * (size == 2)
    if layer == "third" and size == 1:
        if rest.endswith(("ыс", "іс")):
            return 0.8
        return -1.5 if len(rest) > 4 and rest[-1] == "л" else -0.2 if len(rest) > 3 else -0.9
    return (1.4 if size > 2 else 0.6 if size == 2 else -0.9) + WORTH.get(layer, 0.0) + WORTH.get(ending, 0.0)


def _agrees(rest: str, ending: str, after: str) -> bool:
    """Whether the ending's first letter and its vowel suit what is left of the word."""
    if _final(rest) not in after:
        return False
    if ending in NEUTRAL:
        return True
    vowel = next((c for c in ending if c in _BACK or c in _FRONT), "")
    last = next((c for c in reversed(rest) if c in _BACK or c in _FRONT), "")
    if not vowel or not last or (vowel in _BACK) == (last in _BACK):
        return True
    # A loan such as «роль», «банк» or a stem that ends in и, у may take either.
    return (
        rest[-1] in "ьиую"
        or rest.removesuffix("і").endswith(CLUSTERS)
        or rest.endswith("ев")
        or any(c in "иую" for c in rest[rest.rfind(last) :])
    )


def _final(rest: str) -> str:
    """The class of a stem's last letter that decides which form an ending takes."""
    c = rest.rstrip("ьъ")[-1:]
    if c in VOWELS:
        return "V"
    for name, letters in (("R", "рйуюи"), ("L", "л"), ("N", "мнң"), ("Z", "зж")):
        if c in letters:
            return name
    return "T"


def _restored(rest: str, ending: str) -> list[str]:
    """The stems that ``rest`` may stand for before this ending: қ к п voiced, a vowel or a double letter lost."""
    if rest[-1] in "слмнт" and rest + rest[-1] in stems()[0]:
        return [rest + rest[-1]]
    if (rest[-1] + ending[0]) in ("ст", "зд") and rest + ending[0] in stems()[0]:
        return [rest + ending[0]]
    if rest[-1] == "і" and rest[:-1].endswith(CLUSTERS) and rest[:-1] in stems()[0]:
        return [rest[:-1]]
    if ending[0] not in VOWELS and ending[0] not in "ую":
        return [rest]
    if rest in ELIDED:
        return [ELIDED[rest]]
    if rest[-1] in _VOICELESS and rest[-2] in VOWELS:
        return [rest[:-1] + _VOICELESS[rest[-1]], *([rest] if rest[-1] != "ғ" else [])]
    return [rest]


def _verbs(rest: str, ending: str, worth: float) -> Iterator[Reading]:
    """The verb stems that ``rest`` may stand for: changed letters, negation and passive taken back."""
    bases = _restored(rest, ending)
    if ending[0] in "ую" and rest[-1] not in VOWELS:
        bases += [rest + "ы", rest + "і"]
    if ending[0] in "юя":
        bases += [rest + "й"]
    if ending[0] == "и":
        bases = [rest + "ы", rest + "і"]
    if ending[0] in "ыі" and rest[-1] == "у" and len(rest) > 2:
        bases += [rest[:-1] + "п"]
    for base in bases:
        yield base, "v", worth
        for stem in _positive(base):
            yield stem, "v", worth + (0.6 if stem != base else 0.0)
            for active in _active(stem):
                yield active, "v", worth + 0.4
        for active in _active(base):
            yield active, "v", worth + 0.4


def _positive(stem: str) -> Iterator[str]:
    if len(stem) > 3 and _final(stem[:-2]) in _NEGATIONS.get(stem[-2:], ""):
        yield stem[:-2]


def _active(stem: str) -> Iterator[str]:
    """The verb under a passive, where the list has it."""
    _, verbs = stems()
    for ending, after in PASSIVES:
        base = stem.removesuffix(ending)
        if base != stem and len(base) > 1 and base[-1] in after:
            for whole in _restored(base, ending):
                if whole in verbs and stem not in verbs and whole not in INTRANSITIVE:
                    yield whole


@cache
def stems() -> tuple[frozenset[str], frozenset[str]]:
    """The listed stems: nouns and the like, verbs."""
    nouns: set[str] = set()
    verbs: set[str] = set()
    for line in _lines():
        kind, _, words = line.partition(" ")
        if kind in ("n", "v"):
            (nouns if kind == "n" else verbs).update(words.split())
    return frozenset(nouns), frozenset(verbs)


@cache
def own_nouns() -> frozenset[str]:
    """The nouns of our own list: as they stand they are dictionary forms, whatever endings they seem to have."""
    lines = _lines()[: _lines().index("# sezim")]
    return frozenset(word for line in lines if line.startswith("n ") for word in line.split()[1:])


@cache
def irregular() -> dict[str, str]:
    """Forms that no rule gives, with their dictionary form."""
    pairs = (line[2:].split(":") for line in _lines() if line.startswith("x "))
    return {form: lemma.strip() for lemma, forms in pairs for form in forms.split()}


@cache
def _lines() -> tuple[str, ...]:
    return tuple(paths.data("stems/kk.txt").read_text(encoding="utf-8").splitlines())


def known(words: Iterable[str]) -> float:
    """The share of words whose dictionary form is a listed stem: how far a lemma of this text can be trusted.

    >>> known(["қала", "ъъъ"])
    0.5
    """
    nouns, verbs = stems()
    forms = lemmatise(list(words))
    listed = nouns | verbs | set(irregular().values())
    return sum(form in listed for form in forms) / len(forms) if forms else float("nan")
