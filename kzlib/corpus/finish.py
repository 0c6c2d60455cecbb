"""What only the whole corpus can tell: which word pairs are common enough to keep, and the vocabulary; and the shards
that are written when it is known.

Pairs of words are kept only where three articles (duplicates counted once) by two outlets hold them, so that
no article's wording can be rebuilt from its counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kzlib import languages
from kzlib.corpus import schema
from kzlib.corpus.counts import LANGS
from kzlib.corpus.parts import BIGRAMS, PLAIN, WORDS, read_part, term_strings, terms_table
from kzlib.corpus.store import write_shard

MIN_ARTICLES, MIN_OUTLETS = 3, 2
ROUND = 8_000_000  # pairs of words whose articles and outlets are counted together
_COMMON = "common.npy"

Piece = tuple[int, int, int]  # a part, its first article and the end


@dataclass(frozen=True, slots=True)
class Cut:
    """A shard to be written: which articles of which parts, in order, and their ids."""

    number: int
    pieces: tuple[Piece, ...]
    ids: tuple[str, ...]
    spill: str
    folder: str
    keep_text: bool


def note_common_pairs(spill: Path, sizes: Sequence[int], story: np.ndarray, outlet: np.ndarray) -> None:
    """Find the pairs that enough articles and outlets share, for :func:`finish_shard`.

    Parameters
    ----------
    spill : the folder of the parts.
    sizes : number of articles of each part.
    story, outlet : for each article, as numbers, what it counts as and whose it is (−1: nobody's).
    """
    total = sum(read_part(spill, part, BIGRAMS, ["doc"]).num_rows for part in range(len(sizes)))
    rounds = 1 + total // ROUND
    firsts = np.cumsum([0, *sizes])
    found = [np.empty(0, dtype=np.uint64)]
    step = 2**64 // rounds
    for turn in range(rounds):
        low, high = turn * step, 2**64 - 1 if turn == rounds - 1 else (turn + 1) * step - 1
        hashes, docs = [found[0][:0]], [np.empty(0, dtype=np.int64)]
        for part, first in enumerate(firsts[:-1].tolist()):
            table = read_part(spill, part, BIGRAMS, ["doc", "hash"])
            values, doc = table["hash"].to_numpy(), table["doc"].to_numpy() + first
            inside = (values >= np.uint64(low)) & (values <= np.uint64(high))
            hashes.append(values[inside])
            docs.append(doc[inside])
        doc = np.concatenate(docs)
        found.append(_common(np.concatenate(hashes), story[doc], outlet[doc]))
    np.save(spill / _COMMON, np.concatenate(found))


def _common(hashes: np.ndarray, story: np.ndarray, outlet: np.ndarray) -> np.ndarray:
    """The hashes, ascending, that come with enough different stories and outlets."""
    ordered = np.sort(hashes)
    often = ordered[: max(len(ordered) - MIN_ARTICLES + 1, 0)]
    often = np.unique(often[often == ordered[MIN_ARTICLES - 1 :]])  # as many rows; fewer need no closer look
    if not len(often):
        return often
    place = np.minimum(np.searchsorted(often, hashes), len(often) - 1)
    inside = often[place] == hashes
    place, story, outlet = place[inside], story[inside], outlet[inside]
    known = outlet >= 0
    enough = _distinct(place, story, len(often)) >= MIN_ARTICLES
    return often[enough & (_distinct(place[known], outlet[known], len(often)) >= MIN_OUTLETS)]


def _distinct(group: np.ndarray, value: np.ndarray, n: int) -> np.ndarray:
    """How many different values each of ``n`` groups has."""
    both = np.unique(group.astype(np.int64) << 32 | value)
    return np.bincount(both >> 32, minlength=n)


def finish_shard(cut: Cut) -> tuple[dict[str, dict[str, Any]], pa.Table]:
    """Write the tables of a shard: what corpus.json says of them, and in how many articles each word is."""
    order = sorted(range(len(cut.ids)), key=cut.ids.__getitem__)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    ids = pa.array([cut.ids[i] for i in order], pa.string())
    entries: dict[str, dict[str, Any]] = {}
    for name in PLAIN if cut.keep_text else PLAIN[:-1]:
        rows = pa.concat_tables([_cut_out(cut, place, name, rank) for place in range(len(cut.pieces))])
        keys = ["doc" if key == "doc_id" else key for key in schema.SORT_KEYS[name]]
        rows = rows.sort_by([(key, "ascending") for key in keys]).combine_chunks()
        rows = rows.set_column(0, "doc_id", ids.take(rows["doc"].combine_chunks()))
        entries |= write_shard(Path(cut.folder), name, cut.number, rows.cast(schema.SCHEMAS[name]))
    terms, frequencies = _terms(cut, rank, ids)
    entries |= write_shard(Path(cut.folder), "terms", cut.number, terms)
    return entries, frequencies


def _cut_out(cut: Cut, place: int, name: str, rank: np.ndarray) -> pa.Table:
    """The shard's rows of a part's table, ``doc`` the article's place in the order of ids."""
    part, low, high = cut.pieces[place]
    rows = read_part(Path(cut.spill), part, name)
    docs = rows["doc"].to_numpy()
    inside = (docs >= low) & (docs < high)
    if not inside.all():
        rows, docs = rows.filter(pa.array(inside)), docs[inside]
    before = sum(stop - start for _, start, stop in cut.pieces[:place])
    return rows.set_column(0, "doc", pa.array(rank[docs - low + before], pa.int32()))


def _terms(cut: Cut, rank: np.ndarray, ids: pa.Array) -> tuple[pa.Table, pa.Table]:
    """The rows of ``terms``: all words, and the common pairs."""
    common = np.load(Path(cut.spill) / _COMMON)
    lists = [read_part(Path(cut.spill), part, WORDS)["word"].combine_chunks() for part, _, _ in cut.pieces]
    known = pc.unique(pa.concat_arrays(lists)) if lists else pa.array([], pa.string())
    known = known.take(pc.array_sort_indices(known))
    tables: dict[str, list[pa.Table]] = {"terms": [], BIGRAMS: []}
    for place, words in enumerate(lists):
        mine = pc.index_in(words, value_set=known)
        for name, found in tables.items():
            rows = _cut_out(cut, place, name, rank)
            if name == BIGRAMS:
                rows = rows.filter(pa.array(_among(rows["hash"].to_numpy(), common)))
            for field in {"term", "second"} & set(rows.column_names):
                column = mine.take(rows[field].combine_chunks())
                rows = rows.set_column(rows.schema.get_field_index(field), field, column)
            found.append(rows)
    words, pairs = (pa.concat_tables(found).combine_chunks() for found in tables.values())
    strings = pa.concat_arrays([term_strings(words, known), term_strings(pairs, known)])
    columns = {
        field: np.concatenate([words[field].to_numpy(), pairs[field].to_numpy()])
        for field in ("doc", "lang", "term", "count", "quoted")
    }
    size = np.repeat(np.array([1, 2], dtype=np.int8), [words.num_rows, pairs.num_rows])
    second = np.concatenate([np.full(words.num_rows, -1), pairs["second"].to_numpy()])
    # pairs sort as their words do, since a space comes before whatever a word holds
    by = {
        "size": [(size, 4)],
        "term": [(columns["term"], len(known)), (second + 1, len(known) + 1)],
        "lang": [(columns["lang"], len(LANGS))],
        "doc_id": [(columns["doc"], len(ids))],
    }
    order = _order([level for key in schema.SORT_KEYS["terms"] for level in by[key]])
    counts = pa.table({field: columns[field][order] for field in ("count", "quoted")})
    rows = terms_table(
        ids.take(pa.array(columns["doc"][order])),
        columns["lang"][order],
        strings.take(pa.array(order)),
        size[order],
        counts,
    )
    return rows.combine_chunks(), _frequencies(words, known)


def _among(values: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    return ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values


def _order(levels: list[tuple[np.ndarray, int]]) -> np.ndarray:
    """The order of rows by several columns of numbers, each below its limit: packed into one where they fit."""
    bits = [max(int(limit), 1).bit_length() for _, limit in levels]
    if sum(bits) > 63:
        return np.lexsort([values for values, _ in reversed(levels)])
    key = np.zeros(len(levels[0][0]), dtype=np.int64)
    for (values, _), width in zip(levels, bits, strict=True):
        key = key << width | values
    return np.argsort(key, kind="stable")


def _frequencies(words: pa.Table, known: pa.Array) -> pa.Table:
    """In how many articles each word is, by language."""
    keys = words["term"].to_numpy().astype(np.int64) * len(LANGS) + words["lang"].to_numpy()
    key, df = np.unique(keys, return_counts=True)
    langs = pa.array(LANGS, pa.string()).take(pa.array(key % len(LANGS)))
    return pa.table({"term": known.take(pa.array(key // len(LANGS))), "lang": langs, "df": df})


def merged(frequencies: Iterable[pa.Table]) -> pa.Table:
    """Frequencies of several shards added up."""
    whole = pa.concat_tables(frequencies).group_by(["term", "lang"]).aggregate([("df", "sum")])
    return whole.rename_columns(["term", "lang", "df"])


def vocabulary(frequencies: pa.Table) -> pa.Table:
    """Every single word and language with its lemma, whether it is a stop word, and in how many articles it is."""
    wanted = schema.SCHEMAS["vocabulary"]
    frequencies = frequencies.sort_by([("lang", "ascending"), ("term", "ascending")])
    parts = [wanted.empty_table()]
    for lang in sorted(frequencies["lang"].unique().to_pylist()):
        part = frequencies.filter(pc.equal(frequencies["lang"], lang))
        stops, terms = languages.stop_words(lang), part["term"].to_pylist()
        part = part.append_column("lemma", pa.array(languages.lemmas(terms, lang), pa.string()))
        part = part.append_column("stop", pa.array([term in stops for term in terms], pa.bool_()))
        parts.append(part.select(wanted.names).cast(wanted))
    return pa.concat_tables(parts)
