"""Sketches made together are the sketches made one by one."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.corpus import sketches
from kzlib.corpus.sketches import sketch, sketch_all

LETTERS = st.sampled_from("aBßСƏİé²１7 '’-.\n😀𠀀\u0301")
TEXTS = st.lists(st.lists(LETTERS, max_size=30).map("".join), max_size=6)


@settings(deadline=None)
@given(TEXTS)
def test_short_texts(texts):
    assert sketch_all(texts) == [sketch(text) for text in texts]


def _texts(n, seed=3):
    rng = random.Random(seed)
    words = ["Road", "мост", "river", "Straße", "7", "it's", "қала"]
    return [" ".join(rng.choices(words[: rng.randint(2, 7)], k=rng.randint(0, 400))) for _ in range(n)]


def test_articles():
    texts = _texts(60)
    assert sketch_all(texts) == [sketch(text) for text in texts]


def test_a_text_longer_than_a_chunk(monkeypatch):
    monkeypatch.setattr(sketches, "_CHUNK", 500)
    texts = _texts(20)
    assert sketch_all(texts) == [sketch(text) for text in texts]
