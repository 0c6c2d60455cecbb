"""Counting texts in Parquet gives the words of ``kzlib.languages.words``, whatever the texts hold."""

import builtins
import csv
import itertools
import json
import subprocess
import sys
from collections import Counter

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib import languages
from kzlib.errors import KzlibError
from kzlib.terms import raw
from kzlib.terms.raw import count_texts

#: one of each kind that the definition or its repair of spellings knows
MARKS = list("-'’‘`ʼ´.:/@#_ \u00a0\u00ad\u0301\u0308\u200d\u2010\u2011\u2028\u0085\t,—“»×÷№²½٣😀")
LETTERS = list("asSwké5Aİﬀß") + list("аәсТёйѐҺΣσɵə漢")
PIECES = st.sampled_from(
    ["Don’t", "the king's", "king's-men", "KING'S", "’s", "it's'", "35-year-old", "covid-19", "1990s", "G20", "x2-3y", "a--b",
     "-lead", "trail-", "o'clock", "akorda.kz", "end.Next", "https://a.kz/b", "me@site.org", "#тег", "@имя", "_under_", "é",
     "Öl", "Қазақстан", "қызыл-жасыл", "Алматы's", "Aлматы", "ре\u0301ки", "ёлка", "№5", "█", "…", "—", "«", "\u00a0", "½", "ǅ",
     "state", "мир", "'quoted'", "‘quoted’", "“x”", "\u200d", "\u00ad", "İ", "ß", "S'", "www.x.y", "WWW.", "a.ru", "аңғарды",
     "internationalisation", "қазақстандықтардың", "U.S.", "ΟΔΟΣ", "қаʼлам", "и\u0306од", "http:", "//", "\u2028", "\u0085",
     "о\u2011в", "\ufeff", "king’s’", "5’s", "x’5", "G20’s", "p.5", "3.5m", "law.”", "12:30", "т.е.", "ﬁn", "😀", "漢字", "\x00"]
)  # fmt: skip
WORDY = st.lists(PIECES, max_size=12).flatmap(
    lambda pieces: st.sampled_from([" ", "", "-", "'", "’", ".", "\u200b"]).map(
        lambda mark: mark.join(pieces)
    )
)
LETTERY = st.text(st.sampled_from(MARKS + LETTERS), max_size=40)
TEXTS = st.lists(st.one_of(WORDY, LETTERY, st.text(max_size=30)), max_size=30)


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """However small a file is, the compiled code counts it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw, "_SMALL", 0)
        yield


def expected(rows):
    uses, held = Counter(), Counter()
    for group, text in rows:
        words = languages.words(text)
        uses.update((group, word) for word in words)
        held.update((group, word) for word in set(words))
    return {key: (n, held[key]) for key, n in uses.items()}


def found(path, **options):
    table = count_texts(path, **options)
    rows = table.itertuples(index=False)
    return {(None if pd.isna(group) else group, term): (n, held) for group, term, n, held in rows}


def write(path, texts, groups=None, **options):
    columns = {"text": texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())}
    if groups is not None:
        columns["side"] = groups if isinstance(groups, pa.Array) else pa.array(groups, pa.string())
    pq.write_table(pa.table(columns), path, **options)
    return path


def check_each(tmp_path, texts):
    """Every text is a group of its own, so that each is compared by itself."""
    numbers = [str(n) for n in range(len(texts))]
    path = write(tmp_path / "each.parquet", texts, numbers)
    ours, theirs = found(path, by="side"), expected(zip(numbers, texts, strict=True))
    wrong = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    assert not wrong, [
        (texts[int(n)], term, ours.get((n, term)), theirs.get((n, term))) for n, term in wrong[:9]
    ]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_same_words_as_the_definition(tmp_path_factory, texts):
    rows = [("ab"[k % 2], text) for k, text in enumerate(texts)]
    path = write(tmp_path_factory.mktemp("raw") / "t.parquet", texts, [group for group, _ in rows])
    assert found(path, by="side") == expected(rows)


def test_every_single_piece(tmp_path):
    check_each(tmp_path, [*PIECES.elements, *(f"x {piece} y" for piece in PIECES.elements)])


def test_every_character(tmp_path):
    """All of two bytes and of three that begin with E2, which are read compiled, and a sample of the others."""
    codes = [*range(0x800), *range(0x2000, 0x3000), *range(0x800, 0xD800, 13), *range(0xE000, 0x30000, 53)]
    characters = [chr(code) for code in codes]
    check_each(tmp_path, [f"{c} a{c}b п{c}ж 1{c}x {c}s w{c}’s" for c in characters])


def test_every_run_of_three_marks_and_letters(tmp_path):
    marks = list("-'’`.:@#_ \u00a0\u0301,5sSwаTİΣ")
    check_each(tmp_path, ["к" + "".join(run) + "b" for run in itertools.product(marks, repeat=3)])
    check_each(tmp_path, ["king" + "".join(run) for run in itertools.product(MARKS + LETTERS, repeat=2)])


def test_a_word_in_several_spellings_counts_once_among_documents(tmp_path):
    texts = ["замок за\u0301мок #замок замок, зам\u00adок", "замок", "за\u0301мок", None, ""]
    table = count_texts(write(tmp_path / "t.parquet", texts)).set_index("term")
    assert table.loc["замок", ["count", "n_with"]].tolist() == [6, 3]
    assert table.loc["#замок", ["count", "n_with"]].tolist() == [1, 1]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.large_string())],
)  # fmt: skip
def test_every_kind_of_text_column(tmp_path, kind):
    texts = ["Абай жолы", None, "G20 plan", "Абай жолы", "#тег"]
    groups = ["x", "y", None, None, "y"]
    path = write(tmp_path / "t.parquet", pa.array(texts, pa.string()).cast(kind), pa.array(groups).cast(kind))
    rows = [(group, text) for group, text in zip(groups, texts, strict=True) if text is not None]
    assert found(path, by="side") == expected(rows)
    table = count_texts(path, by="side")
    assert table["group"].isna().tolist() == [False] * 3 + [True] * 4
    assert table.columns.tolist() == ["group", "term", "count", "n_with"]


def test_string_views(tmp_path):
    try:
        path = write(tmp_path / "t.parquet", pa.array(["a view", None, "of a text"], pa.string_view()))
    except pa.ArrowNotImplementedError:
        pytest.skip("this pyarrow writes no string views")
    assert found(path) == expected([("", "a view"), ("", "of a text")])


def test_groups_of_any_type_are_named_as_text(tmp_path):
    path = write(tmp_path / "t.parquet", ["a", "b", "c"], pa.array([2, 10, None], pa.int64()))
    assert found(path, by="side") == {("2", "a"): (1, 1), ("10", "b"): (1, 1), (None, "c"): (1, 1)}
    assert found(path, by="text", text="text")[("b", "b")] == (1, 1)


def test_bytes_that_are_no_text(tmp_path):
    broken = [
        b"good \xff\xfebad caf\xc3",
        b"\xe2\x80 x \xed\xa0\x80y",
        b"\xe2\xc2\xa0z\xf0\x90 w \xc2",
        b"ok",
    ]
    path = write(tmp_path / "t.parquet", pa.array(broken, pa.binary()).cast(pa.string(), safe=False))
    assert found(path) == expected([("", text.decode("utf-8", "replace")) for text in broken])


def test_files_row_groups_and_threads_make_no_difference(tmp_path):
    texts = [f"word{k % 7} қала{k % 11} #т{k % 5} and k{k}" for k in range(400)]
    groups = ["ab"[k % 2] for k in range(400)]
    one = write(tmp_path / "one.parquet", texts, groups)
    parts = [write(tmp_path / f"{k}.parquet", texts[k::2], groups[k::2], row_group_size=30) for k in range(2)]
    whole = count_texts(one, text="text", by="side", jobs=1)
    pd.testing.assert_frame_equal(whole, count_texts(parts, by="side", jobs=3))
    assert whole.sort_values(["group", "term"]).index.tolist() == list(range(len(whole)))


def test_tables_grow_and_chunks_are_forgotten(tmp_path, monkeypatch):
    from kzlib.terms.raw import counting

    monkeypatch.setattr(counting, "_FORGET", 20_000)
    texts = [" ".join(f"w{k}x{n} п{k}.a{n}" for n in range(40)) for k in range(1200)]
    texts += ["q" * 1_500_000 + " " + "é" * 1_500_000, "#" + "y" * 1_500_000] * 2
    path = write(tmp_path / "t.parquet", texts)
    assert found(path) == expected([("", text) for text in texts])


def test_texts_of_shared_sets(tmp_path, shared):
    data = shared / "data"
    sets = [path.read_text(encoding="utf-8") for path in sorted((data / "seeds").glob("*.txt"))]
    lines = (data / "messy" / "ru_tengrinews.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    sets += [value for row in rows for value in row.values() if isinstance(value, str)]
    with (data / "sentiment" / "kk_reviews.csv").open(encoding="utf-8", newline="") as file:
        sets += [row["text"] for row in csv.DictReader(file)]
    sets += pq.read_table(data / "load" / "us_news_7k.parquet")["content"].to_pylist()[:150]
    check_each(tmp_path, sets)


def test_without_numba(tmp_path, monkeypatch):
    texts = ["Don’t #тег Aлматы", None, "the G20’s plan " * 5, "замок за\u0301мок"]
    path = write(tmp_path / "t.parquet", texts, ["b", "a", None, "b"])
    compiled = count_texts(path, by="side")
    load = builtins.__import__

    def no_numba(name, *rest):
        if name.split(".")[0] == "numba":
            raise ImportError(name)
        return load(name, *rest)

    for name in [name for name in sys.modules if name.startswith("kzlib.terms.raw.")]:
        if name.rpartition(".")[2] in ("counting", "kernel", "tables", "tokens", "memory"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("kzlib.terms.raw.counting", raising=False)
    monkeypatch.setattr(builtins, "__import__", no_numba)
    pd.testing.assert_frame_equal(count_texts(path, by="side"), compiled)


def test_few_texts_need_no_numba(tmp_path):
    path = write(tmp_path / "t.parquet", ["few texts"])
    code = "import sys; from kzlib.terms.raw import count_texts; print(len(count_texts(sys.argv[1])), 'numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]


def test_no_texts(tmp_path):
    assert count_texts(write(tmp_path / "t.parquet", [])).empty
    assert count_texts(write(tmp_path / "t.parquet", [None, "", "2022"], ["a", None, "b"]), by="side").empty


def test_what_cannot_be_read_is_told(tmp_path):
    with pytest.raises(KzlibError, match="cannot be counted"):
        count_texts(tmp_path / "none.parquet")
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"body": ["a"], "n": [1]}), path)
    with pytest.raises(KzlibError, match="cannot be counted: it has no column 'text', only body, n"):
        count_texts(path)
    with pytest.raises(KzlibError, match="column 'n' holds int64, not text"):
        count_texts(path, text="n")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and no more")
    with pytest.raises(KzlibError, match=r"broken\.parquet cannot be counted"):
        count_texts([path, broken], text="body")
