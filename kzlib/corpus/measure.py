"""Measure documents: text in, tables out, and the text is forgotten.

All that runs in worker processes or on a cluster.  Each text is split into sentences and words once; words become
numbers (:mod:`kzlib.corpus.tokens`), and everything else is counted from those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kzlib import instruments, languages, reference
from kzlib.corpus.blocks import Block, Text, read_block
from kzlib.corpus.counts import LANGS, pairs, words
from kzlib.corpus.parts import BIGRAMS, Columns, Part, Shard, as_shard
from kzlib.corpus.sketches import sketch_all
from kzlib.corpus.tokens import by_sentence, places_of, vocabulary
from kzlib.documents.document import Document

__all__ = ["BIGRAMS", "Item", "Shard", "Summary", "instruments_for", "measure", "measured_part"]

BLOCK = 256  # documents whose words are counted together: arrays that stay in the processor's cache


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


def measure(items: Sequence[Item], names: Sequence[str] | None = None) -> tuple[Shard, list[Summary]]:
    """Measure documents.

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
    part, summaries = measured_part([(item.document.text, item.lang) for item in items], names)
    return as_shard(part, [item.doc_id for item in items]), summaries


def measured_part(
    texts: Sequence[tuple[str, str]],
    names: Sequence[str] | None = None,
    *,
    keep_text: bool = True,
    also: Sequence[str] = (),
) -> tuple[Part, list[Summary]]:
    """The same of (text, language) pairs, with the article's number among them in the place of its id."""
    out = Columns()
    summaries: list[Summary] = []
    waiting: dict[str, list[_Row]] = defaultdict(list)
    for first in range(0, len(texts), BLOCK):
        block = read_block(texts[first : first + BLOCK], first)
        mentions = _mentions(block)
        _add_sentences(out, block, mentions)
        if keep_text:
            out.add("texts", doc=block.stream.doc, sent=block.numbers, text=block.pieces)
        _add_quotations(out, block.texts)
        _add_names(out, block)
        out.add("terms", **words(block.stream))
        out.add(BIGRAMS, **pairs(block.stream, vocabulary()))
        rows = zip(block.stream.doc.tolist(), block.numbers, block.pieces, mentions, strict=True)
        for row, lang in zip(rows, block.stream.lang.tolist(), strict=True):
            waiting[LANGS[lang]].append(row)
        n_words = np.bincount(block.stream.doc - first, block.stream.n, len(block.texts)).astype(int)
        sketches = sketch_all([text.text for text in block.texts])
        for text, n, packed in zip(block.texts, n_words.tolist(), sketches, strict=True):
            summaries.append(Summary(n, len(text.spans), packed))
    _add_tone(out, waiting, names, also)
    return out.part(len(texts)), summaries


_Mention = tuple[str, int, int]  # target, its first word, its number of words
_Row = tuple[int, int, str, list[_Mention]]  # article, sentence, its text, whom it mentions


def _add_sentences(out: Columns, block: Block, mentions: list[list[_Mention]]) -> None:
    stream = block.stream
    out.add(
        "sentences",
        doc=stream.doc,
        sent=block.numbers,
        lang=stream.lang,
        n_words=stream.n,
        n_quoted=block.n_quoted,
        mentions=[sorted({target for target, _, _ in found}) if found else found for found in mentions],
    )


def _add_quotations(out: Columns, texts: Sequence[Text]) -> None:
    for text in texts:
        quotes = text.quotations
        ends = np.array([end for _, end in text.spans])
        sents = np.searchsorted(ends, [quote.start for quote in quotes], side="right")
        out.add(
            "quotations",
            doc=[text.doc] * len(quotes),
            quote=list(range(len(quotes))),
            sent=np.minimum(sents, max(len(ends) - 1, 0)),
            n_words=text.quote_words,
            direct=[quote.direct for quote in quotes],
            role=[quote.role or "unknown" for quote in quotes],
        )


def _mentions(block: Block) -> list[list[_Mention]]:
    """For each sentence whom it mentions, in the order of its words."""
    found: list[list[_Mention]] = [[] for _ in block.pieces]
    for row, lang, sentence, places in _candidates(block, "targets.csv"):
        found[row] = reference.target_hits(sentence, lang, places)
    return found


def _add_names(out: Columns, block: Block) -> None:
    stream = block.stream
    counts: dict[tuple[int, str, str], list[int]] = {}
    for row, lang, sentence, places in _candidates(block, "naming.csv"):
        for actor, variant, first, _ in reference.name_hits(sentence, lang, places):
            tally = counts.setdefault((int(stream.doc[row]), actor, variant), [0, 0])
            tally[0] += 1
            tally[1] += int(stream.quoted[stream.starts[row] + first])
    out.add(
        "names",
        doc=[doc for doc, _, _ in counts],
        actor=[actor for _, actor, _ in counts],
        variant=[variant for _, _, variant in counts],
        count=[n for n, _ in counts.values()],
        quoted=[n for _, n in counts.values()],
    )


def _candidates(block: Block, name: str) -> Iterator[tuple[int, str, list[str], list[int]]]:
    """The sentences in which patterns of a list may be found: row, language, words, places worth looking at."""
    known = vocabulary()
    for number in np.unique(block.stream.lang).tolist():
        lang, rows = LANGS[number], np.flatnonzero(block.stream.lang == number).tolist()
        stream = block.stream.of(number)
        places = places_of(name, lang, known, stream.tokens)
        for at, inside in by_sentence(places, stream.starts):
            start = int(stream.starts[at])
            tokens = stream.tokens[start : start + int(stream.n[at])].tolist()
            yield rows[at], lang, [known.words[token] for token in tokens], inside


def _add_tone(
    out: Columns, waiting: dict[str, list[_Row]], names: Sequence[str] | None, also: Sequence[str]
) -> None:
    """Score each language's sentences together: an instrument is called once, not once a sentence."""
    for lang, rows in waiting.items():
        for name in instruments_for(lang, names, also):
            instrument = instruments.get(name)
            _score(out, instrument, [(doc, sent, text, None, None) for doc, sent, text, _ in rows])
            if instrument.targeted:
                _score(out, instrument, [scored for row in rows for scored in _toward(*row)])


# article, sentence, text, target and its place
_Scored = tuple[int, int, str, str | None, tuple[int, int] | None]


def _toward(doc: int, sent: int, text: str, mentions: list[_Mention]) -> Iterator[_Scored]:
    """One row a target that the sentence mentions, with the characters where it first does."""
    if not mentions:
        return
    places = languages.word_spans(text)
    seen: set[str] = set()
    for target, first, n in mentions:
        if target not in seen:
            seen.add(target)
            yield doc, sent, text, target, (places[first][0], places[first + n - 1][1])


def _score(out: Columns, instrument: instruments.Instrument, rows: list[_Scored]) -> None:
    if not rows:
        return
    valences, hits = instrument.score([row[2] for row in rows], [row[4] for row in rows])
    out.add(
        "tone",
        doc=[row[0] for row in rows],
        sent=[row[1] for row in rows],
        instrument=[instrument.name] * len(rows),
        target=[row[3] for row in rows],
        valence=[round(valence, 4) for valence in np.asarray(valences, dtype=float).tolist()],
        hits=np.asarray(hits),
    )


def instruments_for(lang: str, names: Sequence[str] | None = None, also: Sequence[str] = ()) -> list[str]:
    """The instruments that score a language: those of ``names`` that can read it, by default its own; and of ``also``.

    A user's lexicon reads the language that its file's name or its words tell, a user's classifier English, Russian and
    Kazakh.

    >>> instruments_for("other"), instruments_for("en", also=["linear-en", "lexicon-ru", "vader"])
    ([], ['vader', 'linear-en'])
    """
    if names is None:
        name = instruments.default(lang)
        own = [name] if name else []
    else:
        own = [name for name in names if lang in _languages(name)]
    return own + [name for name in dict.fromkeys(also) if name not in own and lang in _languages(name)]


def _languages(name: str) -> Sequence[str]:
    return instruments.get(name).languages or tuple(languages.NAMES)
