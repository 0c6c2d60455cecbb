"""Tables keep their schema, order and digest."""

import pyarrow as pa
import pytest
from corpora import rows

from kzlib.corpus import schema
from kzlib.errors import KzlibError


def _articles(*ids):
    return rows("articles", [{"doc_id": doc_id, "source_id": None, "kept_share": 0.5} for doc_id in ids])


def test_same_rows_same_bytes_whatever_their_order(tmp_path):
    schema.write(schema.ordered("articles", _articles("b", "a", "c")), tmp_path / "one.parquet")
    schema.write(schema.ordered("articles", _articles("c", "b", "a")), tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


@pytest.mark.parametrize("name", sorted(schema.SCHEMAS))
def test_digest_ignores_how_the_file_was_written(tmp_path, name):
    given = rows(name, [{"doc_id": f"d{n}", "term": f"t{n}", "actor": "a", "variant": "v"} for n in range(5)])
    given = schema.ordered(name, given)
    pa.parquet.write_table(given, tmp_path / "t.parquet", compression="gzip", row_group_size=2)
    assert schema.digest(schema.read(tmp_path / "t.parquet", name)) == schema.digest(given)


def test_digest_sees_every_change():
    base = {"doc_id": "a", "sent": 0, "lang": "en", "mentions": ["president"], "n_words": 3}
    changes = [
        {"sent": 1},
        {"lang": None},
        {"lang": ""},
        {"mentions": []},
        {"mentions": ["president", "police"]},
        {"n_words": 4},
        {"doc_id": "ab", "lang": "n"},
    ]
    digests = [schema.digest(rows("sentences", [{**base, **change}])) for change in [{}, *changes]]
    assert len(set(digests)) == len(digests)


def test_a_damaged_file_is_one_sentence(tmp_path):
    file = tmp_path / "articles-0000.parquet"
    schema.write(_articles("a"), file)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(KzlibError, match=r"articles-0000\.parquet cannot be read"):
        schema.read(file, "articles")


def test_a_missing_column_is_named(tmp_path):
    pa.parquet.write_table(_articles("a").drop_columns(["lang"]), tmp_path / "x.parquet")
    with pytest.raises(KzlibError, match="'lang' is missing"):
        schema.read(tmp_path / "x.parquet", "articles")
