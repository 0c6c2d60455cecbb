"""From documents to a corpus: nothing vanishes, nothing depends on the number of workers."""

import csv
import json
import re
from collections import Counter

import pytest

from kzlib.corpus import Corpus, build
from kzlib.corpus.ingest import build_collections
from kzlib.corpus.recipe import load
from kzlib.errors import KzlibError

LONG = (
    "The river rose above the lower bridge on Sunday night. Rescuers took three hundred people to schools on the hill. "
    "“We lost the garden and the hens,” said the farmer Samal Orazova. The mayor promised new dams by autumn and money "
    "for every flooded house. Engineers from the capital measured the walls of the reservoir twice."
)
ROWS = [
    {"url": "https://www.inform.kz/a/1", "title": "Flood", "date": "2024-04-02", "text": LONG},
    {"url": "https://vlast.kz/a/2", "title": "Flood again", "date": "2024-04-03", "text": LONG},
    {
        "url": "https://vlast.kz/a/3",
        "title": "Дороги",
        "date": "2024-05-01",
        "text": "Дороги размыло. Жители недовольны.",
    },
    {
        "url": "https://nowhere.example/4",
        "title": "Bread",
        "date": "",
        "text": "Bread is dearer. Nobody knows why.",
    },
    {"url": "https://vlast.kz/a/5", "title": "Empty", "date": "2024-05-01", "text": ""},
]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "articles.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corpus(table, tmp_path_factory):
    return build([table], tmp_path_factory.mktemp("out") / "c", collection="floods", keep_text=True)


def test_articles_and_rejects_are_all_the_items(corpus):
    flow = corpus.meta["collections"]["floods"]["flow"]
    assert flow["items"] == len(ROWS) == flow["articles"] + sum(flow["rejected"].values())
    assert flow["articles"] == flow["kept"] + flow["duplicates"] + flow["reworded"] == 4
    with (corpus.path / "rejects.csv").open(newline="", encoding="utf-8") as handle:
        rejects = list(csv.DictReader(handle))
    assert [(row["file"], row["item"]) for row in rejects] == [("articles.jsonl", "4")]
    assert rejects[0]["reason"]


def test_a_copy_is_kept_and_counts_once(corpus):
    everything = corpus.where(include_duplicates=True)
    copies = everything.dropna(subset=["duplicate_of"])
    assert copies["source_id"].tolist() == ["vlast"], "the earlier article is the original"
    assert len(corpus.where()) == 3


def test_ids_say_outlet_day_and_text(corpus):
    for row in corpus.where(include_duplicates=True).itertuples():
        outlet, day, sha = row.doc_id.rsplit("-", 2)
        assert outlet == (row.source_id if isinstance(row.source_id, str) else "none")
        assert day == (f"{row.published:%Y%m%d}" if row.published == row.published else "undated")
        assert row.text_sha256.startswith(sha)


def test_terms_equal_an_independent_count(corpus):
    for doc_id, text in [(a.doc_id, LONG) for a in corpus.where().itertuples() if a.title == "Flood"]:
        counted = corpus.sql(f"select term, count from terms where doc_id = '{doc_id}' and size = 1")
        expected = Counter(re.findall(r"[^\W\d_]+", text.lower()))
        assert dict(zip(counted["term"], counted["count"], strict=True)) == expected


def test_words_in_quotation_marks_are_counted_apart(corpus):
    quoted = corpus.sql(
        "select distinct term, quoted from terms where term in ('hens', 'dams') order by term"
    )
    assert dict(zip(quoted["term"], quoted["quoted"], strict=True)) == {"dams": 0, "hens": 1}
    voices = corpus.sql("select distinct voice from sentences order by voice")["voice"].tolist()
    assert "narration" in voices
    assert len(voices) > 1


def test_tone_is_missing_where_no_instrument_reads(corpus):
    scored = set(corpus.sql("select distinct lang from tone join sentences using (doc_id, sent)")["lang"])
    assert "en" in scored
    assert "other" not in scored


def test_workers_change_no_byte(table, corpus, tmp_path):
    again = build([table], tmp_path / "again", collection="floods", keep_text=True, jobs=2)
    for file in sorted(corpus.path.iterdir()):
        assert file.read_bytes() == (again.path / file.name).read_bytes(), file.name


def test_no_text_unless_asked_for(table, tmp_path):
    corpus = build([table], tmp_path / "c")
    assert not corpus.has_texts
    assert not list(corpus.path.glob("texts*"))
    raw = b"".join(file.read_bytes() for file in corpus.path.iterdir())
    assert b"Rescuers took three hundred" not in raw


def test_nothing_admitted_is_an_error_and_writes_nothing(tmp_path):
    (tmp_path / "empty.jsonl").write_text(json.dumps({"title": "only a title", "text": ""}) + "\n")
    with pytest.raises(KzlibError, match=r"none of 1 item could be admitted; the first is empty\.jsonl"):
        build([tmp_path / "empty.jsonl"], tmp_path / "c")
    assert not (tmp_path / "c").exists()


RECIPE = """
[[collection]]
name = "floods"
drawn = "made up"
paths = ["articles.jsonl"]

[[collection]]
name = "again"
paths = ["articles.jsonl"]
read = { source = "orda" }
"""


def test_a_recipe_makes_any_number_of_collections(table, tmp_path):
    (tmp_path / "articles.jsonl").write_bytes(table.read_bytes())
    (tmp_path / "recipe.toml").write_text(RECIPE)
    corpus = build_collections(load(tmp_path / "recipe.toml"), tmp_path / "c")
    assert corpus.collections == ["floods", "again"]
    assert corpus.meta["collections"]["floods"]["drawn"] == "made up"
    assert len(Corpus.open(tmp_path / "c").where(collections=["again"])) == 3, (
        "duplicates are found within a collection"
    )


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        ("[[collection]", "no valid TOML"),
        ("x = 1", r"no \[\[collection\]\]"),
        ('[[collection]]\nname = "a"', "needs a name and paths"),
        ('[[collection]]\nname = "a"\npaths = ["b"]\ndrwan = "c"', "'drwan' is no key"),
        ('[[collection]]\nname = "a"\npaths = ["b.csv"]', r"b\.csv was expected for the collection 'a'"),
        ('[[collection]]\nname = "a"\nbase = "shared"\npaths = ["b.csv"]', "--base DIR"),
    ],
)
def test_a_bad_recipe_is_one_sentence(tmp_path, recipe, said):
    (tmp_path / "r.toml").write_text(recipe)
    with pytest.raises(KzlibError, match=said):
        load(tmp_path / "r.toml")
