"""Opening, selecting and querying a corpus; a stranger's corpus is data only."""

import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from corpora import write_corpus

from kzlib.corpus import Corpus
from kzlib.errors import KzlibError

ARTICLES = [
    {"doc_id": "a", "collection": "one", "source_id": "kazinform", "published": "2022-01-05", "lang": "ru"},
    {"doc_id": "b", "collection": "one", "source_id": "vlast", "published": "2022-02-05", "lang": "kk"},
    {
        "doc_id": "c",
        "collection": "two",
        "source_id": "vlast",
        "credited_source_id": "kazinform",
        "lang": "ru",
    },
    {"doc_id": "d", "collection": "two", "origin": "reworded", "duplicate_of": None},
    {"doc_id": "e", "collection": "two", "duplicate_of": "c", "translated": True},
]


@pytest.fixture
def corpus(tmp_path):
    return write_corpus(tmp_path / "c", articles=ARTICLES, tone=[{"doc_id": "a", "valence": 0.5}])


def _ids(frame):
    return frame["doc_id"].tolist()


def test_where_leaves_out_duplicates_and_reworded_pages(corpus):
    assert _ids(corpus.where()) == ["a", "b", "c"]
    assert _ids(corpus.where(include_reworded=True, include_duplicates=True)) == ["a", "b", "c", "d", "e"]
    assert _ids(corpus.where(include_duplicates=True, include_translated=False)) == ["a", "b", "c"]


def test_where_selects(corpus):
    assert _ids(corpus.where(collections=["two"])) == ["c"]
    assert _ids(corpus.where(languages=["kk"])) == ["b"]
    assert _ids(corpus.where(sources=["kazinform"])) == ["a", "c"], (
        "a repost counts under its credited origin"
    )
    assert _ids(corpus.where(origins=["reworded"])) == ["d"]


def test_dates_are_inclusive_and_drop_the_undated(corpus):
    assert _ids(corpus.where(since="2022-01-05", until="2022-02-05")) == ["a", "b"]
    assert _ids(corpus.where(since="2022-01-06")) == ["b"]


def test_where_classifies(corpus):
    classes = corpus.where().set_index("doc_id")["class"]
    assert classes["a"] == "state"
    assert classes["b"] == "independent"
    assert {"outlet", "kind", "confidence"} <= set(corpus.where().columns)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"collections": ["three"]}, "no collection 'three'; it has one, two"),
        ({"since": "soon"}, "'soon' is not a date"),
    ],
)
def test_bad_conditions_are_one_sentence(corpus, given, said):
    with pytest.raises(KzlibError, match=said):
        corpus.where(**given)


def test_sql_joins_frames(corpus):
    picked = pd.DataFrame({"doc_id": ["a"], "side": ["state"]})
    table = corpus.sql(
        "select side, avg(valence) as tone from tone join picked using (doc_id) group by side", picked=picked
    )
    assert table.to_dict("records") == [{"side": "state", "tone": 0.5}]


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('corpus.json')",
        "copy articles to 'stolen.csv'",
        "install httpfs",
        "attach 'x.db'",
        "set enable_external_access = true",
        "drop view articles",
        "select * frm articles",
    ],
)
def test_sql_reads_these_tables_and_nothing_else(corpus, query, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KzlibError):
        corpus.sql(query)
    assert not (tmp_path / "stolen.csv").exists()


def test_fingerprint_is_of_contents(corpus, tmp_path):
    again = write_corpus(
        tmp_path / "again", articles=list(reversed(ARTICLES)), tone=[{"doc_id": "a", "valence": 0.5}]
    )
    other = write_corpus(tmp_path / "other", articles=ARTICLES, tone=[{"doc_id": "a", "valence": 0.4}])
    assert corpus.fingerprint == again.fingerprint == corpus.meta["fingerprint"]
    assert other.fingerprint != corpus.fingerprint


def test_fingerprint_does_not_believe_a_changed_file(corpus, tmp_path):
    other = write_corpus(tmp_path / "other", articles=ARTICLES, tone=[{"doc_id": "a", "valence": 0.4}])
    (corpus.path / "tone-0000.parquet").write_bytes((other.path / "tone-0000.parquet").read_bytes())
    assert Corpus.open(corpus.path).fingerprint == other.fingerprint


def _meta(path, **changes):
    meta = json.loads((path / "corpus.json").read_text()) | changes
    (path / "corpus.json").write_text(json.dumps(meta))


def test_open_says_what_is_wrong(corpus, tmp_path):
    path = corpus.path
    with pytest.raises(KzlibError, match="there is no corpus at"):
        Corpus.open(tmp_path / "nowhere")
    with pytest.raises(KzlibError, match=r"has no corpus\.json"):
        Corpus.open(tmp_path)
    (path / "tone-0000.parquet").write_bytes(b"PAR1")
    with pytest.raises(KzlibError, match=r"tone-0000\.parquet is damaged"):
        Corpus.open(path)
    _meta(path, schema_version=99)
    with pytest.raises(KzlibError, match="has schema 99"):
        Corpus.open(path)
    (path / "corpus.json").write_text("{")
    with pytest.raises(KzlibError, match="is damaged"):
        Corpus.open(path)


def test_a_corpus_cannot_point_outside_itself(corpus, tmp_path):
    (tmp_path / "articles-0000.parquet").write_bytes((corpus.path / "articles-0000.parquet").read_bytes())
    _meta(corpus.path, files={"../articles-0000.parquet": {}})
    with pytest.raises(KzlibError, match="no table of a corpus"):
        Corpus.open(corpus.path)


def test_what_does_not_fit_in_memory_stays_out_of_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    where = Corpus.open().sql("select current_setting('temp_directory') as folder")["folder"].iloc[0]
    assert Path(where).parent == Path(tempfile.gettempdir()) and not list(tmp_path.iterdir())


@pytest.mark.parametrize("file", ["articles-0000.parquet", "tone-0000.parquet"])
def test_a_file_that_is_damaged_inside_is_named(tmp_path, file):
    own = tmp_path / "c"
    shutil.copytree(Corpus.open().path, own)
    data = bytearray((own / file).read_bytes())
    middle = len(data) // 3
    data[middle : middle + 400] = bytes(400)  # the footer stays whole
    (own / file).write_bytes(bytes(data))
    corpus = Corpus.open(own)
    with pytest.raises(KzlibError, match=f"{file} is damaged .*ingest the corpus again"):
        corpus.sql(f"select * from {file.partition('-')[0]}")
    with pytest.raises(KzlibError, match="the query did not run"):
        corpus.sql("select nothing from articles")
