"""Measure a shard of documents: text in, tables out, and the text is forgotten.

One pure function, :func:`measure`, is all that runs in worker processes or on a cluster.  Each text is split
into sentences and words once; everything else is counted from those.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from kzlib import instruments, languages, reference, voices
from kzlib.corpus import schema
from kzlib.corpus.sketches import sketch
from kzlib.documents.document import Document

SHORT = 3  # a sentence of fewer words takes its article's language: too little to tell by
BIGRAMS = "bigrams"  # not a table of the corpus: candidates, of which `terms` keeps the common ones
_CYRILLIC = re.compile("[\u0400-\u052f]")

Shard = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Item:
    """A document that has its place in the corpus."""

    doc_id: str
    lang: str
    document: Document


class Summary(NamedTuple):
    """What the row of ``articles`` and the search for duplicates need of a text."""

    n_words: int
    n_sentences: int
    sketch: bytes


@dataclass(slots=True)
class _Sentence:
    lang: str
    text: str
    words: list[str]
    quoted: list[bool]
    mentions: list[tuple[str, int, int]]  # target, its first word, its number of words


class _Columns:
    """Rows gathered column by column, the way Arrow wants them."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, list]] = {}

    def add(self, name: str, **row: object) -> None:
        self.extend(name, **{field: [value] for field, value in row.items()})

    def extend(self, name: str, **rows: list) -> None:
        columns = self.tables.get(name)
        if columns is None:
            columns = self.tables[name] = {field: [] for field in _fields(name)}
        for field, values in columns.items():
            values.extend(rows[field])

    def arrow(self) -> Shard:
        """The tables as Arrow; `articles` waits for what only the whole corpus knows (duplicates)."""
        names = [name for name in schema.SCHEMAS if name not in ("articles", "vocabulary")]
        shard: Shard = {}
        for name in [*names, BIGRAMS]:
            wanted = schema.SCHEMAS["terms" if name == BIGRAMS else name]
            shard[name] = pa.table(self.tables.get(name, {f: [] for f in wanted.names}), schema=wanted)
        return shard


def _fields(name: str) -> list[str]:
    return schema.SCHEMAS["terms" if name == BIGRAMS else name].names


def measure(items: Sequence[Item], names: Sequence[str] | None = None) -> tuple[Shard, list[Summary]]:
    """Measure the documents of a shard.

    Parameters
    ----------
    items : sequence of Item
        The documents with their ids and languages.
    names : sequence of str, optional
        The instruments to score with; by default each language's own.

    Returns
    -------
    (dict of pyarrow.Table, list of Summary)
        The tables sentences, quotations, tone, terms, names, texts and the candidate bigrams (unsorted), and
        for each item its size and sketch.
    """
    out = _Columns()
    summaries: list[Summary] = []
    by_lang: dict[str, list[tuple[str, int, _Sentence]]] = defaultdict(list)
    for item in items:
        text = languages.normalise(item.document.text)
        spans = languages.sentence_spans(text, item.lang)
        voiced, quotations = voices.attribute(text, spans, item.lang)
        direct = [(quote.start, quote.end) for quote in quotations if quote.direct]
        sentences = _sentences(text, spans, item.lang, direct)
        _add_sentences(out, item.doc_id, sentences, voiced)
        _add_quotations(out, item.doc_id, text, spans, quotations)
        _add_terms(out, item.doc_id, sentences)
        _add_names(out, item.doc_id, sentences)
        for number, sentence in enumerate(sentences):
            by_lang[sentence.lang].append((item.doc_id, number, sentence))
        n_words = sum(len(sentence.words) for sentence in sentences)
        summaries.append(Summary(n_words, len(sentences), sketch(text)))
    _add_tone(out, by_lang, names)
    return out.arrow(), summaries


def _sentences(
    text: str, spans: list[tuple[int, int]], lang: str, direct: list[tuple[int, int]]
) -> list[_Sentence]:
    texts = [text[start:end] for start, end in spans]
    found: list[_Sentence] = []
    for (start, end), piece, code in zip(spans, texts, _sentence_languages(texts, lang), strict=True):
        inside = [(a - start, b - start) for a, b in direct if a < end and b > start]
        if inside:
            tokens = languages.word_spans(piece)
            words = [word for _, _, word in tokens]
            quoted = _inside([at for at, _, _ in tokens], inside)
        else:
            words = languages.words(piece)
            quoted = [False] * len(words)
        code = code if len(words) >= SHORT else lang
        found.append(_Sentence(code, piece, words, quoted, reference.target_hits(words, code)))
    return found


def _inside(places: list[int], stretches: list[tuple[int, int]]) -> list[bool]:
    """Which places lie in one of the stretches."""
    found = [False] * len(places)
    for start, end in stretches:
        first, last = bisect.bisect_left(places, start), bisect.bisect_left(places, end)
        found[first:last] = [True] * (last - first)
    return found


def _sentence_languages(texts: list[str], lang: str) -> list[str]:
    """Each sentence's language.  Russian and Kazakh mix within an article and are told apart one by one;
    in an English or unknown article only sentences in another script are looked at again."""
    if lang in ("ru", "kk"):
        return languages.detect(texts)
    other = [number for number, text in enumerate(texts) if _is_cyrillic(text) or lang == "other"]
    found = [lang] * len(texts)
    for number, code in zip(other, languages.detect([texts[number] for number in other]), strict=True):
        found[number] = code
    return found


def _is_cyrillic(text: str) -> bool:
    found = _CYRILLIC.findall(text)
    return len(found) * 2 > sum(map(str.isalpha, text)) if found else False


def _add_sentences(
    out: _Columns, doc_id: str, sentences: list[_Sentence], voiced: list[tuple[int, str]]
) -> None:
    numbers = list(range(len(sentences)))
    out.extend(
        "sentences",
        doc_id=[doc_id] * len(sentences),
        sent=numbers,
        lang=[sentence.lang for sentence in sentences],
        n_words=[len(sentence.words) for sentence in sentences],
        n_quoted=[n_quoted for n_quoted, _ in voiced],
        voice=[voice for _, voice in voiced],
        mentions=[sorted({target for target, _, _ in sentence.mentions}) for sentence in sentences],
    )
    out.extend("texts", doc_id=[doc_id] * len(sentences), sent=numbers, text=[s.text for s in sentences])


def _add_quotations(
    out: _Columns, doc_id: str, text: str, spans: list[tuple[int, int]], quotations: list
) -> None:
    for number, quote in enumerate(quotations):
        sent = next((n for n, (_, end) in enumerate(spans) if quote.start < end), max(len(spans) - 1, 0))
        n_words = len(languages.words(text[quote.start : quote.end]))
        out.add(
            "quotations",
            doc_id=doc_id,
            quote=number,
            sent=sent,
            n_words=n_words,
            direct=quote.direct,
            role=quote.role or "unknown",
        )


def _add_terms(out: _Columns, doc_id: str, sentences: list[_Sentence]) -> None:
    words: Counter[tuple[str, str]] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    quoted_words: Counter[tuple[str, str]] = Counter()
    quoted_pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        lang, stops = sentence.lang, languages.stop_words(sentence.lang)
        words.update([(lang, word) for word in sentence.words])
        content = [None if word in stops else word for word in sentence.words]
        neighbours = [(lang, f"{a} {b}") if a and b else None for a, b in itertools.pairwise(content)]
        pairs.update(filter(None, neighbours))
        if True in sentence.quoted:
            quoted_words.update(
                (lang, word) for word, q in zip(sentence.words, sentence.quoted, strict=True) if q
            )
            both = (a and b for a, b in itertools.pairwise(sentence.quoted))
            quoted_pairs.update(pair for pair, q in zip(neighbours, both, strict=True) if pair and q)
    for table, size, counts, quoted in (("terms", 1, words, quoted_words), (BIGRAMS, 2, pairs, quoted_pairs)):
        out.extend(
            table,
            doc_id=[doc_id] * len(counts),
            lang=[lang for lang, _ in counts],
            term=[term for _, term in counts],
            size=[size] * len(counts),
            count=list(counts.values()),
            quoted=[quoted[key] for key in counts] if quoted else [0] * len(counts),
        )


def _add_names(out: _Columns, doc_id: str, sentences: list[_Sentence]) -> None:
    counts: dict[tuple[str, str], list[int]] = {}
    for sentence in sentences:
        for actor, variant, first, _ in reference.name_hits(sentence.words, sentence.lang):
            tally = counts.setdefault((actor, variant), [0, 0])
            tally[0] += 1
            tally[1] += int(sentence.quoted[first])
    for (actor, variant), (n, n_quoted) in counts.items():
        out.add("names", doc_id=doc_id, actor=actor, variant=variant, count=n, quoted=n_quoted)


def _add_tone(
    out: _Columns, by_lang: dict[str, list[tuple[str, int, _Sentence]]], names: Sequence[str] | None
) -> None:
    """Score each language's sentences together: an instrument is called once a shard, not once a sentence."""
    for lang, rows in by_lang.items():
        for name in instruments_for(lang, names):
            instrument = instruments.get(name)
            _score(
                out,
                instrument,
                [(doc_id, sent, sentence.text, None, None) for doc_id, sent, sentence in rows],
            )
            if instrument.targeted:
                _score(out, instrument, [row for doc_id, sent, s in rows for row in _toward(doc_id, sent, s)])


_Scored = tuple[
    str, int, str, str | None, tuple[int, int] | None
]  # article, sentence, text, target and its place


def _toward(doc_id: str, sent: int, sentence: _Sentence) -> Iterator[_Scored]:
    """One row a target that the sentence mentions, with the characters where it first does."""
    if not sentence.mentions:
        return
    places = languages.word_spans(sentence.text)
    seen: set[str] = set()
    for target, first, n in sentence.mentions:
        if target not in seen:
            seen.add(target)
            yield doc_id, sent, sentence.text, target, (places[first][0], places[first + n - 1][1])


def _score(out: _Columns, instrument: instruments.Instrument, rows: list[_Scored]) -> None:
    if not rows:
        return
    valences, hits = instrument.score([row[2] for row in rows], [row[4] for row in rows])
    out.extend(
        "tone",
        doc_id=[row[0] for row in rows],
        sent=[row[1] for row in rows],
        instrument=[instrument.name] * len(rows),
        target=[row[3] for row in rows],
        valence=[round(float(valence), 4) for valence in valences],
        hits=[int(n) for n in hits],
    )


def instruments_for(lang: str, names: Sequence[str] | None = None) -> list[str]:
    """The instruments that score a language: those of ``names`` that can read it, by default its own.

    >>> instruments_for("other")
    []
    """
    if names is None:
        name = instruments.default(lang)
        return [name] if name else []
    return [name for name in names if lang in instruments.get(name).languages]
