"""Which articles are copies of one another: exact, near (edited) and contained (an excerpt, a wire with a new lead).

Sketches (:mod:`kzlib.corpus.sketches`) propose pairs: locality-sensitive hashing for edited copies, a shared
sample of hashes for excerpts.  Each proposed pair is verified on all shingles of both texts.  Nothing compares
all pairs; nothing depends on the process, the order of rows or the clock.  See docs/methods/duplicates.md.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from kzlib.corpus.candidates import candidates
from kzlib.corpus.sketches import BANDS, HEAD, ROWS, shingles, sketch
from kzlib.errors import KzlibError

NEAR = 0.6  # Jaccard similarity of the shingles from which two texts are one article, edited
CONTAINED = 0.7  # share of the shorter text's shingles from which it is an excerpt
FEW = 24  # sampled shingles below which a sample says too little, where there are no texts

Compare = Callable[[int, int], "tuple[str, float] | None"]
Edges = dict[tuple[int, int], tuple[str, float]]


def find(documents: pd.DataFrame) -> pd.DataFrame:
    """Find duplicates among articles.

    Parameters
    ----------
    documents : DataFrame
        One row an article: `key` (unique), and `text` or `sketch` (bytes of
        :func:`kzlib.corpus.sketches.sketch`, where the texts are no longer at hand) or both.  Where present,
        `published`, `source_id` and `credited_source_id` decide which copy is the original.

    Returns
    -------
    DataFrame
        `key` (in the order given), `duplicate_of` (the original's key; null if the article is an original),
        `kind` ("exact", "near", "contained"; null) and `similarity` (0–1: Jaccard of the shingles for "near",
        the share of the shorter text's shingles for "contained", 1 for "exact"; estimated from the sketches
        where there are no texts).

    The original of a group is the credited outlet's article, else the earliest; an excerpt of less than half
    of another article is not its original.  Every duplicate was itself verified against its original, so a
    chain of ever less similar texts is not one group.

    Raises
    ------
    KzlibError
        If a column is missing or a key occurs twice.

    >>> find(pd.DataFrame({"key": ["a", "b"], "text": ["Rain in Aqtau", "Rain in Aqtau!"]}))
      key duplicate_of   kind  similarity
    0   a         None   None         NaN
    1   b            a  exact         1.0
    """
    _check(documents)
    texts = documents["text"].fillna("").tolist() if "text" in documents else None
    sketches = (
        documents["sketch"].tolist() if "sketch" in documents else [sketch(text) for text in texts or []]
    )
    numbers = np.frombuffer(b"".join(s[16:HEAD] for s in sketches), "<u4").reshape(-1, 2).astype(np.int64)
    rank = _rank(documents, numbers[:, 0])
    sources, credits = _credits(documents)
    found: dict[int, tuple[int, str, float]] = {}
    for members in _same(sketches):
        leader = _leader(members, rank, sources, credits)
        credits[leader] = frozenset[str]().union(*(credits[i] for i in members))
        found.update({i: (leader, "exact", 1.0) for i in members if i != leader})
    copies = dict(found)
    alone = np.array([i for i in range(len(sketches)) if numbers[i, 1] and i not in found], dtype=np.int64)
    compare = _comparer(sketches, texts)
    edges: Edges = {}
    for i, j in candidates(sketches, alone):
        verdict = compare(i, j)
        if verdict:
            edges[i, j] = verdict
    _elect(edges, numbers[:, 1], rank, sources, credits, compare, found)
    for i, (leader, _, _) in copies.items():  # the copies of what turned out to be a copy itself
        if leader in found:
            found[i] = found[leader]
    return _table(documents["key"], found)


def _check(documents: pd.DataFrame) -> None:
    if "key" not in documents or not {"text", "sketch"} & set(documents):
        raise KzlibError("duplicates need a column key and a column text (or sketch)")
    repeated = documents["key"][documents["key"].duplicated()]
    if len(repeated):
        raise KzlibError(f"the key {repeated.iloc[0]!r} occurs twice; every article needs its own")


def _table(keys: pd.Series, found: dict[int, tuple[int, str, float]]) -> pd.DataFrame:
    names = keys.tolist()
    rows = [found.get(i) for i in range(len(names))]
    return pd.DataFrame(
        {
            "key": names,
            "duplicate_of": pd.Series([names[row[0]] if row else None for row in rows], dtype=object),
            "kind": pd.Series([row[1] if row else None for row in rows], dtype=object),
            "similarity": np.array([row[2] if row else np.nan for row in rows], dtype=float),
        }
    )


def _rank(documents: pd.DataFrame, n_words: np.ndarray) -> np.ndarray:
    """The place of each article in the order of originals: the earliest first, then the longest, then by key."""
    published = pd.Series(pd.NaT, index=range(len(documents)))
    if "published" in documents:
        published = pd.to_datetime(documents["published"].reset_index(drop=True), errors="coerce", utc=True)
    order = pd.DataFrame(
        {"published": published, "longer": -n_words, "key": documents["key"].astype(str).to_numpy()}
    )
    order = order.sort_values(["published", "longer", "key"], na_position="last", kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order.index.to_numpy()] = np.arange(len(order))
    return rank


def _credits(documents: pd.DataFrame) -> tuple[list[str | None], list[frozenset[str]]]:
    """Each article's outlet, and the outlets that it credits."""

    def column(name: str) -> list[str | None]:
        if name not in documents:
            return [None] * len(documents)
        return [value if isinstance(value, str) and value else None for value in documents[name]]

    sources, credited = column("source_id"), column("credited_source_id")
    return sources, [
        frozenset({c}) if c and c != s else frozenset() for s, c in zip(sources, credited, strict=True)
    ]


def _same(sketches: Sequence[bytes]) -> Iterator[list[int]]:
    """Groups of the same normalised text; an empty text is nobody's copy."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for i, packed in enumerate(sketches):
        groups[packed[:16]].append(i)
    groups.pop(bytes(16), None)
    yield from (members for members in groups.values() if len(members) > 1)


def _leader(
    members: Sequence[int], rank: np.ndarray, sources: list[str | None], credits: list[frozenset[str]]
) -> int:
    credited = frozenset[str]().union(*(credits[i] for i in members))
    return min(members, key=lambda i: (sources[i] not in credited, rank[i]))


def _comparer(sketches: Sequence[bytes], texts: Sequence[str] | None) -> Compare:
    """The function that verifies a pair: its kind and similarity, or None."""
    if texts is None:
        return lambda i, j: _estimate(sketches[i], sketches[j])
    kept: OrderedDict[int, np.ndarray] = OrderedDict()

    def of(i: int) -> np.ndarray:
        if i in kept:
            kept.move_to_end(i)
        else:
            kept[i] = shingles(texts[i])
            if len(kept) > 5_000:
                kept.popitem(last=False)
        return kept[i]

    def compare(i: int, j: int) -> tuple[str, float] | None:
        a, b = of(i), of(j)
        return _verdict(_shared(a, b), len(a), len(b))

    return compare


def _shared(a: np.ndarray, b: np.ndarray) -> int:
    if len(a) > len(b):
        a, b = b, a
    return int((b[np.minimum(np.searchsorted(b, a), len(b) - 1)] == a).sum()) if len(b) else 0


def _verdict(shared: float, a: int, b: int) -> tuple[str, float] | None:
    if not a or not b:
        return None
    jaccard, contained = shared / (a + b - shared), shared / min(a, b)
    if jaccard >= NEAR:
        return "near", jaccard
    return ("contained", contained) if contained >= CONTAINED else None


def _estimate(a: bytes, b: bytes) -> tuple[str, float] | None:
    """The verdict from two sketches: from the samples, or for short texts from the bands that agree."""
    left, right = (np.frombuffer(s, "<u4", -1, HEAD + 4 * BANDS) for s in (a, b))
    if min(len(left), len(right)) >= FEW:
        return _verdict(_shared(left, right), len(left), len(right))
    bands = [np.frombuffer(s, "<u4", BANDS, HEAD) for s in (a, b)]
    jaccard = float((bands[0] == bands[1]).mean()) ** (1 / ROWS)
    if jaccard >= NEAR:
        return "near", jaccard
    return _verdict(_shared(left, right), len(left), len(right)) if min(len(left), len(right)) >= 6 else None


def _elect(
    edges: Edges,
    n: np.ndarray,
    rank: np.ndarray,
    sources: list[str | None],
    credits: list[frozenset[str]],
    compare: Compare,
    found: dict[int, tuple[int, str, float]],
) -> None:
    """Let originals be chosen one by one, in the order of originals, each taking its verified copies.

    Only what was compared with the original itself joins it: no chains.
    """
    near: dict[int, set[int]] = defaultdict(set)
    credited, excerpt = set(), set()
    for (i, j), (kind, _) in edges.items():
        near[i].add(j)
        near[j].add(i)
        for a, b in ((i, j), (j, i)):
            if sources[b] in credits[a]:
                credited.add(b)
            if kind == "contained" and 2 * n[a] < n[b]:
                excerpt.add(a)
    originals: set[int] = set()
    for i in sorted(near, key=lambda i: (i not in credited, i in excerpt, rank[i])):
        if i in found:
            continue
        originals.add(i)
        reach = near[i].union(*(near[j] for j in near[i])) - originals
        for j in sorted(reach - found.keys()):
            verdict = edges.get((min(i, j), max(i, j))) or (None if j in near[i] else compare(i, j))
            if verdict:
                found[j] = (i, *verdict)
