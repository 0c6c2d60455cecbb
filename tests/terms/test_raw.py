"""Counting texts in Parquet gives the words of ``kzlib.languages.words``, whatever the texts hold."""

from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib import languages
from kzlib.errors import KzlibError
from kzlib.terms.raw import count_texts

PIECES = st.sampled_from(
    ["Don’t", "the king's", "king's-men", "KING'S", "’s", "it's'", "35-year-old", "covid-19", "1990s", "G20", "x2-3y", "a--b",
     "-lead", "trail-", "o'clock", "akorda.kz", "end.Next", "https://a.kz/b", "me@site.org", "#тег", "@имя", "_under_", "é",
     "Öl", "Қазақстан", "қызыл-жасыл", "Алматы's", "Aлматы", "ре\u0301ки", "ёлка", "№5", "█", "…", "—", "«", "\u00a0", "½", "ǅ",
     "state", "мир", "'quoted'", "‘quoted’", "“x”", "\u200d", "\u00ad", "İ", "ß", "S'", "www.x.y", "a.ru"]
)  # fmt: skip
TEXTS = st.lists(
    st.lists(PIECES, max_size=12).flatmap(
        lambda p: st.sampled_from([" ", "", "-", "'"]).map(lambda j: j.join(p))
    )
)


def expected(rows):
    uses, held = Counter(), Counter()
    for group, text in rows:
        words = languages.words(text)
        uses.update((group, word) for word in words)
        held.update((group, word) for word in set(words))
    return {key: (n, held[key]) for key, n in uses.items()}


def found(path, **options):
    table = count_texts(path, **options)
    return {(group, term): (n, held) for group, term, n, held in table.itertuples(index=False)}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_words_as_the_definition(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("raw") / "texts.parquet"
    rows = [("ab"[k % 2], text) for k, text in enumerate(texts)]
    pq.write_table(
        pa.table({"side": pa.array([g for g, _ in rows], pa.string()), "text": pa.array(texts, pa.string())}),
        path,
    )
    assert found(path, by="side") == expected(rows)


def test_every_single_piece(tmp_path):
    texts = [*PIECES.elements, *(f"x {piece} y" for piece in PIECES.elements)]
    path = tmp_path / "one.parquet"
    pq.write_table(pa.table({"body": texts}), path)
    assert found(path, text="body") == expected([("", text) for text in texts])


def test_what_cannot_be_read_is_told(tmp_path):
    with pytest.raises(KzlibError, match="cannot be counted"):
        count_texts(tmp_path / "none.parquet")
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"body": ["a"]}), path)
    with pytest.raises(KzlibError, match="cannot be counted"):
        count_texts(path)
