"""Terms counted from numbers, against Counter."""

import itertools
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib import languages
from kzlib.corpus.counts import LANGS, Stream, pairs, words
from kzlib.corpus.finish import _common, _order
from kzlib.corpus.tokens import Vocabulary

SENTENCES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from([0, 3]),
        st.lists(
            st.tuples(st.sampled_from(["the", "river", "и", "мост", "bridge"]), st.booleans()), max_size=6
        ),
    ),
    min_size=1,
    max_size=8,
)


def stream_of(sentences, known):
    tokens, quoted = [], []
    for _, _, said in sentences:
        tokens += [*(known[word] for word, _ in said), 0]
        quoted += [*(q for _, q in said), False]
    n = np.array([len(said) for _, _, said in sentences])
    return Stream(
        np.array(tokens, dtype=np.int32),
        np.array(quoted, dtype=bool),
        np.array([doc for doc, _, _ in sentences], dtype=np.int32),
        np.array([lang for _, lang, _ in sentences], dtype=np.int8),
        n,
        np.cumsum(n + 1) - (n + 1),
    )


def told(found, known, *fields):
    keys = zip(
        found["doc"].tolist(), found["lang"].tolist(), *(found[f].tolist() for f in fields), strict=True
    )
    keys = [(doc, lang, *(known.words[number] for number in rest)) for doc, lang, *rest in keys]
    return dict(zip(keys, zip(found["count"].tolist(), found["quoted"].tolist(), strict=True), strict=True))


@settings(deadline=None)
@given(SENTENCES)
def test_words_and_pairs(sentences):
    known = Vocabulary()
    stream = stream_of(sentences, known)
    single, quoted = Counter(), Counter()
    double, both = Counter(), Counter()
    for doc, lang, said in sentences:
        stops = languages.stop_words(LANGS[lang])
        for word, q in said:
            single[doc, lang, word] += 1
            quoted[doc, lang, word] += q
        for (a, p), (b, q) in itertools.pairwise(said):
            if not {a, b} & stops:
                double[doc, lang, a, b] += 1
                both[doc, lang, a, b] += p and q
    assert told(words(stream), known, "term") == {key: (n, quoted[key]) for key, n in single.items()}
    found = told(pairs(stream, known), known, "term", "second")
    assert found == {key: (n, both[key]) for key, n in double.items()}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(-1, 2)), max_size=40))
def test_common_pairs_have_three_stories_by_two_outlets(rows):
    array = np.array(rows, dtype=np.int64).reshape(-1, 3)
    found = _common(array[:, 0].astype(np.uint64), array[:, 1], array[:, 2])
    expected = [
        pair
        for pair in sorted({pair for pair, _, _ in rows})
        if len({story for p, story, _ in rows if p == pair}) >= 3
        and len({outlet for p, _, outlet in rows if p == pair and outlet >= 0}) >= 2
    ]
    assert found.tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=20), st.booleans())
def test_rows_are_ordered_by_their_columns(rows, wide):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2)
    limits = (4, 1 << 62) if wide else (4, 10)
    order = _order([(columns[:, 0], limits[0]), (columns[:, 1], limits[1])])
    assert [tuple(row) for row in columns[order].tolist()] == sorted(rows)
