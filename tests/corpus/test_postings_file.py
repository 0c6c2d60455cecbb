"""Postings kept on disk: the same as those read, never another corpus', never in the way."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from corpora import write_corpus

from kzlib.corpus import Corpus, postings, postings_file

WORDS = ["ash", "birch", "cedar", "elm", "fir"]


def corpus_at(path, *, times=1):
    terms = [
        {"doc_id": f"d{n}", "term": word, "lang": "en", "count": times + n % 3}
        for n in range(20)
        for word in WORDS
        if (n + len(word)) % 3
    ]
    vocabulary = [{"term": word, "lang": "en", "lemma": word, "df": 20} for word in WORDS]
    articles = [{"doc_id": f"d{n}", "source_id": "vlast"} for n in range(20)]
    return write_corpus(path, articles=articles, terms=terms, vocabulary=vocabulary)


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """Every corpus counts as large, and the cache is the test's own."""
    monkeypatch.setattr(postings, "COMPILED_FROM", 1)
    monkeypatch.setenv("KZLIB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "postings"


def arrays(corpus):
    return [
        {name: getattr(shard, name).tolist() for name in shard.__slots__}
        for shard in corpus.postings(quoted=True).shards()
    ]


def test_a_second_process_finds_what_the_first_read(tmp_path, kept):
    corpus = corpus_at(tmp_path / "c")
    first = arrays(corpus)
    (file,) = kept.iterdir()
    assert file.suffix == ".postings"
    assert [
        {name: array.tolist() for name, array in shard.items()} for shard in postings_file.load(file)
    ] == first
    assert arrays(Corpus.open(tmp_path / "c")) == first


def test_another_corpus_in_the_same_place_is_read_anew(tmp_path, kept):
    once = arrays(corpus_at(tmp_path / "c"))
    shutil.rmtree(tmp_path / "c")
    twice = arrays(corpus_at(tmp_path / "c", times=5))
    assert [shard["count"] for shard in once] != [shard["count"] for shard in twice]
    assert len(list(kept.iterdir())) == 2


def test_a_damaged_file_is_not_believed(tmp_path, kept):
    corpus = corpus_at(tmp_path / "c")
    first = arrays(corpus)
    (file,) = kept.iterdir()
    for damaged in (b"", b"\0" * 8, file.read_bytes()[:-20], b"\xff" * 64):
        file.write_bytes(damaged)
        assert arrays(Corpus.open(tmp_path / "c")) == first


def test_no_room_for_a_cache_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("KZLIB_CACHE", str(tmp_path / "file"))
    assert arrays(corpus_at(tmp_path / "c"))


def test_whoever_stops_in_the_middle_leaves_nothing(tmp_path, kept):
    shards = corpus_at(tmp_path / "c").postings().shards()
    next(shards)
    shards.close()
    assert not list(kept.iterdir())


def test_the_oldest_files_give_way(tmp_path, kept, monkeypatch):
    monkeypatch.setattr(postings_file, "LIMIT", 100)
    for name in "ab":
        saving = postings_file.Saving(kept / f"{name}.postings")
        saving.add({"entry": np.arange(20)})
        saving.finish()
    assert [file.name for file in kept.iterdir()] == ["b.postings"]


def test_ingest_prepares_a_large_corpus(tmp_path, kept):
    from kzlib.corpus.ingest import build

    page = tmp_path / "page.csv"
    page.write_text("text\nThe river rose on Monday and the town was warned.\n", encoding="utf-8")
    build([page], tmp_path / "c")
    assert len(list(kept.iterdir())) == 1
