"""The registry that ships is sound, and a broken one is refused with a sentence that names the row."""

import csv

import pandas as pd
import pytest

from kzlib import paths, registry
from kzlib.errors import KzlibError
from kzlib.sources import load_sources, outlet_of

GOOD = dict.fromkeys(registry.COLUMNS, "") | {
    "source_id": "example",
    "name": "Example",
    "domains": "example.kz",
    "class": "independent",
    "kind": "newsroom",
    "evidence_url": "https://somebody.example.org/about",
    "confidence": "high",
}


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, registry.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_every_row_that_ships_says_why():
    table = load_sources()
    assert len(table) > 190
    assert (table["evidence_note"] != "").all()
    assert (table["owner"] != "").all()
    assert table["evidence_url"].str.match(r"https?://").all()
    surest = table[table["confidence"] == "high"]
    assert not surest["evidence_note"].str.startswith("Only its own pages").any()


def test_independence_rests_on_a_source_and_not_on_silence():
    table = load_sources()
    silent = table["evidence_note"].str.contains("no source on ownership")
    assert (table.loc[silent, "class"] == "unknown").all()
    assert (table.loc[table["class"] == "independent", "evidence_url"] != "").all()


def test_state_bodies_are_official():
    kinds = load_sources().set_index("source_id")["kind"]
    bodies = [
        *("akorda", "gov-kz", "parlam-kz", "primeminister-kz", "prokuror-kz", "cec-kz", "nazarbayev-kz")
    ]
    assert set(kinds[bodies]) == {"official"}


def test_platforms_identify_no_outlet():
    for domains in load_sources()["domains"]:
        assert not {
            d for d in domains.split(";") for p in registry.PLATFORMS if d == p or d.endswith("." + p)
        }
    for host in registry.PLATFORMS:
        assert outlet_of(f"https://www.{host}/anything") is None


def test_every_domain_leads_back_to_its_outlet():
    for source_id, domains in load_sources()[["source_id", "domains"]].itertuples(index=False):
        for domain in filter(None, domains.split(";")):
            assert outlet_of(f"https://{domain}/page") == source_id
            assert outlet_of(f"http://mirror.{domain}/page") == source_id


def test_the_matrix_is_answered(shared):
    """Every asset of the matrix in Kazakhstan that has a row carries its type, and a clash is in the note."""
    matrix = pd.read_csv(shared / "data/sources/state_media_matrix_2024.csv", dtype=str)
    matrix = matrix[(matrix["Country"] == "Kazakhstan") & matrix["URL"].notna()]
    table = load_sources()
    answered = 0
    for url, kind in zip(matrix["URL"], matrix["Typology"], strict=True):
        rows = table[table["source_id"] == outlet_of(url)]
        answered += not rows.empty
        for row in rows.to_dict("records"):
            assert row["smm_type"] == kind or "disagreement" in row["note"], url
            assert row["class"] == "state" or "disagreement" in row["note"], url
    assert answered == 14


def test_every_outlet_of_the_collections_has_a_row(shared):
    urls = pd.read_csv(shared / "facts/reference_urls.csv", dtype=str)
    wrong = [(u, s) for u, s in zip(urls["url"], urls["source_id"], strict=True) if outlet_of(u) != s]
    assert not wrong
    migration = pd.read_csv(shared / "data/central_asia/migration_to_russia.csv", dtype=str)
    assert migration["url"].map(outlet_of).notna().all()
    assert migration["url"].map(outlet_of).nunique() == 27


def test_at_least_five_outlets_a_side_in_each_language(shared):
    from kzlib.sources import classify, sides

    rows = pd.read_csv(shared / "facts/reference_urls.csv", dtype=str)
    rows = rows[rows["headline_seen"] == "True"]
    rows["published"] = rows["published"].where(rows["published"].str.len() == 10)
    rows = classify(rows)
    outlets = rows.assign(side=sides(rows)).groupby(["lang", "side"])["outlet"].nunique()
    assert outlets.min() >= 5 and len(outlets) == 6


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source_id": "Ex ample"}, "line 2 (Ex ample): source_id must be lower-case"),
        ({"name": ""}, "name is empty"),
        ({"class": "free"}, "class is 'free'; it must be one of state"),
        ({"kind": "blog"}, "kind is 'blog'"),
        ({"confidence": ""}, "confidence is ''"),
        ({"since": "spring"}, "since: 'spring' is not a date"),
        ({"since": "2024-13"}, "since"),
        ({"since": "2024", "until": "2023"}, "since must be before until"),
        ({"evidence_url": ""}, "class 'independent' needs an evidence_url"),
        ({"domains": "https://example.kz"}, "must be a bare host"),
        ({"domains": "t.me/example"}, "is a platform"),
        ({"domains": "m.youtube.com"}, "is a platform"),
    ],
)
def test_a_broken_row_is_named(tmp_path, change, says):
    path = write(tmp_path / "mine.csv", GOOD | change)
    with pytest.raises(KzlibError) as caught:
        load_sources(path)
    assert says in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_periods_of_one_outlet_must_not_overlap(tmp_path):
    first, second = GOOD | {"until": "2020"}, GOOD | {"since": "2020"}
    assert len(load_sources(write(tmp_path / "good.csv", second, first))) == 2
    with pytest.raises(KzlibError, match=r"line 3 \(example\): its period overlaps the one on line 2"):
        load_sources(write(tmp_path / "bad.csv", first, second | {"since": "2019-12-31"}))
    with pytest.raises(KzlibError, match="overlaps"):
        load_sources(write(tmp_path / "open.csv", GOOD, second))


def test_a_domain_belongs_to_one_outlet(tmp_path):
    other = GOOD | {"source_id": "other"}
    with pytest.raises(KzlibError, match=r"line 3 \(other\): domain 'example.kz' already belongs to line 2"):
        load_sources(write(tmp_path / "mine.csv", GOOD, other))


def test_files_that_are_no_registry(tmp_path):
    with pytest.raises(KzlibError, match="no such registry"):
        load_sources(tmp_path / "absent.csv")
    (tmp_path / "half.csv").write_text("source_id,name\na,b\n")
    with pytest.raises(KzlibError, match="the column 'name_native' is missing"):
        load_sources(tmp_path / "half.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KzlibError, match="not a readable"):
        load_sources(tmp_path / "binary.csv")


def test_bare_years_and_months_are_their_first_day(tmp_path):
    table = load_sources(write(tmp_path / "mine.csv", GOOD | {"since": "2012", "until": "2020-05"}))
    assert table["since"].tolist() == [pd.Timestamp("2012-01-01")]
    assert table["until"].tolist() == [pd.Timestamp("2020-05-01")]


def test_dates_that_ship_are_full():
    with paths.data("sources.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert len(row["since"]) in (0, 10) and len(row["until"]) in (0, 10)
