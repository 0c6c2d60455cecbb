"""A block of texts read: sentences, quotations and words of all of them, found together where that is faster."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kzlib import languages, voices
from kzlib.corpus.counts import LANGS, Stream
from kzlib.corpus.tokens import vocabulary
from kzlib.languages.batch import flat_places, flat_words, use_of
from kzlib.languages.normalise import COMMON

SHORT = 3  # a sentence of fewer words takes its article's language: too little to tell by
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GAP = 3  # characters between two pieces that flat_places joins

Overlap = tuple[int, int, int, int]  # sentence, quotation, and from where to where, in the text


@dataclass(slots=True)
class Text:
    """A normalised text: ``doc`` is its number, ``use`` how its words are found, ``quote_words`` the number of words
    of each quotation, ``overlaps`` where direct quotations lie in sentences."""

    doc: int
    lang: str
    text: str
    use: int
    spans: list[tuple[int, int]]
    quotations: list[voices.Quotation]
    overlaps: list[Overlap]
    quote_words: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """The texts of a block, and of all their sentences (one run, not in the order of the texts) the words, the
    numbers within their texts, the wording and the number of words inside direct quotations."""

    texts: list[Text]
    stream: Stream
    numbers: list[int]
    pieces: list[str]
    n_quoted: np.ndarray


def read_block(texts: Sequence[tuple[str, str]], first: int) -> Block:
    """Read (text, language) pairs; their numbers count from ``first``."""
    read = [_read(text, lang, first + place) for place, (text, lang) in enumerate(texts)]
    groups: dict[int, list[Text]] = {}
    for text in read:
        groups.setdefault(text.use, []).append(text)
    parts = [_group(group, use) for use, group in groups.items()]
    if not parts:
        parts = [_group([], COMMON)]
    tokens, quoted, n, n_quoted = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    ordered = [text for group in groups.values() for text in group]
    pieces = [text.text[start:end] for text in ordered for start, end in text.spans]
    sizes = [len(text.spans) for text in ordered]
    doc = np.repeat(np.array([text.doc for text in ordered], dtype=np.int32), sizes)
    lang = _languages(ordered, pieces, n)
    stream = Stream(tokens, quoted, doc, lang, n, np.cumsum(n + 1) - (n + 1))
    numbers = [number for size in sizes for number in range(size)]
    return Block(read, stream, numbers, pieces, n_quoted)


def _read(raw: str, lang: str, doc: int) -> Text:
    text = languages.normalise(raw)
    spans = languages.sentence_spans(text, lang)
    quotations = voices.quotations(text, lang)
    return Text(doc, lang, text, use_of(text), spans, quotations, _overlaps(spans, quotations))


def _overlaps(spans: list[tuple[int, int]], quotations: list[voices.Quotation]) -> list[Overlap]:
    """Where direct quotations lie in sentences; both are in order."""
    found: list[Overlap] = []
    direct = [(number, quote.start, quote.end) for number, quote in enumerate(quotations) if quote.direct]
    sent = 0
    for number, start, end in direct:
        while sent < len(spans) and spans[sent][1] <= start:
            sent += 1
        at = sent
        while at < len(spans) and spans[at][0] < end:
            found.append((at, number, max(start, spans[at][0]), min(end, spans[at][1])))
            at += 1
    return found


def _group(texts: Sequence[Text], use: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of texts whose words are found alike: tokens, whether quoted; words and quoted words of each sentence."""
    pieces = [text.text[start:end] for text in texts for start, end in text.spans]
    tokens = vocabulary().numbers(flat_words(pieces, use))
    ends = np.flatnonzero(tokens == 0)
    n = np.diff(ends, prepend=-1) - 1
    n_quoted = np.zeros(len(n), dtype=np.int64)
    rows, stretches, words = _quoted(texts, use)
    np.add.at(n_quoted, rows, words)
    quoted = np.zeros(len(tokens), dtype=bool)
    held = np.unique(rows)
    if len(held):
        chosen = [pieces[row] for row in held.tolist()]
        sizes = np.array([len(piece) + _GAP for piece in chosen])
        shift = (np.cumsum(sizes) - sizes)[np.searchsorted(held, rows)]
        places = flat_places(chosen, use)
        # tokens of the chosen sentences lie one after another in `places`
        last = np.cumsum(n[held] + 1)
        behind = (ends[held] - n[held]) - (last - (n[held] + 1))
        own = np.searchsorted(held, rows)
        low = np.searchsorted(places, shift + stretches[:, 0])
        high = np.minimum(np.searchsorted(places, shift + stretches[:, 1]), last[own] - 1)
        for a, b, offset in zip(low.tolist(), high.tolist(), behind[own].tolist(), strict=True):
            quoted[a + offset : b + offset] = True
    return tokens, quoted, n, n_quoted


def _quoted(texts: Sequence[Text], use: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count the words of all quotations, and of what of them lies in each sentence.

    Returns for each overlap its sentence's row, the stretch (characters from the sentence's beginning) and words.
    """
    pieces: list[str] = []
    rows, stretches = [], []
    base = 0
    for text in texts:
        pieces += [text.text[quote.start : quote.end].replace("\n", " ") for quote in text.quotations]
        for sent, _, start, end in text.overlaps:
            pieces.append(text.text[start:end])
            rows.append(base + sent)
            stretches.append((start - text.spans[sent][0], end - text.spans[sent][0]))
        base += len(text.spans)
    counts = _counts(flat_words(pieces, use))
    words: list[int] = []
    at = 0
    for text in texts:
        text.quote_words = counts[at : at + len(text.quotations)]
        at += len(text.quotations)
        words += counts[at : at + len(text.overlaps)]
        at += len(text.overlaps)
    shape = (len(rows), 2)
    return (
        np.array(rows, dtype=np.int64),
        np.array(stretches, dtype=np.int64).reshape(shape),
        np.array(words, dtype=np.int64),
    )


def _counts(words: list[str]) -> list[int]:
    """How many words each piece has."""
    ends = np.flatnonzero(vocabulary().numbers(words) == 0)
    return (np.diff(ends, prepend=-1) - 1).tolist()


def _languages(texts: Sequence[Text], pieces: list[str], n: np.ndarray) -> np.ndarray:
    """Each sentence's language.  Russian and Kazakh mix within an article and are told apart one by one;
    in an English or unknown article only sentences in another script are looked at again."""
    known = {lang: number for number, lang in enumerate(LANGS)}
    own = np.array([known[text.lang] for text in texts for _ in text.spans], dtype=np.int8)
    asked: list[int] = []
    row = 0
    for text in texts:
        rows = range(row, row + len(text.spans))
        row = rows.stop
        if text.lang != "en":
            asked += rows
        elif text.use >= COMMON:
            asked += [place for place in rows if _is_cyrillic(pieces[place])]
    found = own.copy()
    if asked:
        found[asked] = [known[lang] for lang in languages.detect([pieces[place] for place in asked])]
    return np.where(n >= SHORT, found, own)


def _is_cyrillic(text: str) -> bool:
    found = _CYRILLIC.findall(text)
    return len(found) * 2 > sum(map(str.isalpha, text)) if found else False
