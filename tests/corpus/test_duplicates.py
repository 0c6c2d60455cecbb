"""Duplicates: what is one, which copy is the original, and that nothing depends on order or process."""

import random
import re
import subprocess
import sys
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.corpus import duplicates, sketches
from kzlib.corpus.candidates import _neighbours
from kzlib.corpus.duplicates import find
from kzlib.corpus.sketches import HEAD, shingles, sketch
from kzlib.errors import KzlibError

VOCABULARY = [f"сөз{i}" if i % 3 else f"word{i}" for i in range(4000)]


def article(seed: int, n: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(VOCABULARY) for _ in range(n))


def edited(text: str, share: float, seed: int = 1) -> str:
    rng = random.Random(seed)
    return " ".join(f"x{rng.randrange(10**9)}" if rng.random() < share else word for word in text.split())


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"key": chr(97 + i), **row} for i, row in enumerate(rows)])


def found(documents: pd.DataFrame) -> dict[str, tuple[str, str]]:
    table = find(documents).dropna(subset=["duplicate_of"])
    return {row.key: (row.duplicate_of, row.kind) for row in table.itertuples()}


def test_result_has_a_row_for_each_article_in_the_order_given():
    table = find(frame({"text": article(1)}, {"text": article(2)}, {"text": article(1)}))
    assert list(table.columns) == ["key", "duplicate_of", "kind", "similarity"]
    assert table["key"].tolist() == ["a", "b", "c"]
    assert table["duplicate_of"].tolist() == [None, None, "a"]
    assert table["similarity"].dtype == float


def test_exact_ignores_case_marks_and_spaces():
    same = frame({"text": "Бүгін «Ақтауда» жаңбыр жауды!"}, {"text": "бүгін ақтауда  жаңбыр\nжауды"})
    assert found(same) == {"b": ("a", "exact")}


def test_headlines_are_not_near_duplicates():
    assert (
        found(
            frame({"text": "Rain is expected in Aqtau today"}, {"text": "Rain is expected in Aqtau tomorrow"})
        )
        == {}
    )


@pytest.mark.parametrize("text", ["", "  …  ", None])
def test_empty_texts_are_nobodys_copies(text):
    assert found(frame({"text": text}, {"text": text})) == {}


@pytest.mark.parametrize("share", [0.02, 0.05])
def test_edited_copies_are_near(share):
    text = article(3)
    assert found(frame({"text": text}, {"text": edited(text, share)})) == {"b": ("a", "near")}


def test_an_excerpt_is_contained_even_if_it_is_earlier():
    text = article(4, 400)
    documents = frame(
        {"text": " ".join(text.split()[:100]), "published": "2022-01-01"},
        {"text": text, "published": "2022-01-02"},
    )
    assert found(documents) == {"a": ("b", "contained")}


def test_a_new_lead_is_found_and_the_earlier_text_is_the_original():
    wire = article(5, 300)
    longer = article(6, 150) + " " + wire
    documents = frame({"text": longer, "published": "2022-01-02"}, {"text": wire, "published": "2022-01-01"})
    assert found(documents) == {"a": ("b", "near")} or found(documents) == {"a": ("b", "contained")}


def test_the_earliest_is_the_original_and_undated_come_last():
    text = article(7)
    documents = frame(
        {"text": text, "published": None},
        {"text": edited(text, 0.02), "published": "2022-03-01"},
        {"text": text + " one more word here", "published": "2022-01-05"},
    )
    assert {key: leader for key, (leader, _) in found(documents).items()} == {"a": "c", "b": "c"}


@pytest.mark.parametrize("change", [0, 0.03])
def test_the_credited_outlet_is_the_original_though_later(change):
    text = article(8)
    documents = frame(
        {"text": text, "published": "2022-01-01", "source_id": "paper", "credited_source_id": "wire"},
        {
            "text": edited(text, change),
            "published": "2022-01-02",
            "source_id": "wire",
            "credited_source_id": None,
        },
    )
    assert {key: leader for key, (leader, _) in found(documents).items()} == {"a": "b"}


def test_a_self_credit_changes_nothing():
    text = article(8)
    documents = frame(
        {"text": text, "published": "2022-01-01", "source_id": "wire", "credited_source_id": "wire"},
        {"text": text, "published": "2022-01-02", "source_id": "wire", "credited_source_id": "wire"},
    )
    assert found(documents) == {"b": ("a", "exact")}


def test_no_chains():
    """b resembles a, c resembles b, but c does not resemble a: c stays an original."""
    words = article(9, 300).split()
    more = article(10, 300).split()
    texts = [words, words[80:] + more[:80], words[160:] + more[:160]]
    result = found(
        frame(*({"text": " ".join(text), "published": f"2022-01-0{i + 1}"} for i, text in enumerate(texts)))
    )
    assert result.get("b", ("a",))[0] == "a"
    assert "c" not in result


def test_copies_of_a_copy_point_at_the_original():
    text = article(11)
    later = edited(text, 0.03)
    documents = frame(
        {"text": text, "published": "2022-01-01"}, *({"text": later, "published": "2022-01-02"},) * 2
    )
    table = find(documents)
    assert table["duplicate_of"].tolist() == [None, "a", "a"]
    assert table["similarity"][1] == pytest.approx(table["similarity"][2])


def test_a_wire_run_by_many_outlets_is_one_group():
    text = article(12, 400)
    documents = frame(*({"text": edited(text, 0.02, seed)} for seed in range(26)))
    leaders = {leader for leader, _ in found(documents).values()}
    assert len(found(documents)) == 25
    assert len(leaders) == 1


def test_similarity_is_the_true_jaccard():
    a, b = article(13), edited(article(13), 0.04)
    left, right = set(shingles(a).tolist()), set(shingles(b).tolist())
    assert find(frame({"text": a}, {"text": b}))["similarity"][1] == len(left & right) / len(left | right)


def test_sketches_do_without_texts():
    texts = [article(20), edited(article(20), 0.03), article(21), article(22, 8), article(22, 8)]
    documents = frame(*({"sketch": sketch(text)} for text in texts))
    assert {key: leader for key, (leader, _) in found(documents).items()} == {"b": "a", "e": "d"}


def test_the_order_of_rows_does_not_matter():
    texts = [edited(article(seed), 0.04, copy) for seed in range(30, 36) for copy in range(3)]
    documents = pd.DataFrame({"key": [f"k{i:02d}" for i in range(len(texts))], "text": texts})
    shuffled = documents.sample(frac=1, random_state=3)
    expected = find(documents)
    got = find(shuffled).sort_values("key").reset_index(drop=True)
    pd.testing.assert_frame_equal(got, expected)


def test_the_index_of_the_frame_does_not_matter():
    documents = frame({"text": article(40)}, {"text": article(40)})
    documents.index = pd.Index([7, 7])
    assert find(documents)["duplicate_of"].tolist() == [None, "a"]


def test_a_sketch_is_the_same_in_every_process():
    text = article(50)
    code = f"from kzlib.corpus.sketches import sketch; print(sketch({text!r}).hex())"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert out.stdout.strip() == sketch(text).hex()


def test_a_sketch_is_small():
    assert len(sketch("a short headline")) == HEAD
    assert len(sketch(article(51, 500))) < 600


def test_a_very_long_text_is_taken_in_pieces(monkeypatch):
    text = article(52, 3000) + " " + "x" * 500
    whole = sketch(text)
    monkeypatch.setattr(sketches, "_CHUNK", 1024)
    assert sketch(text) == whole


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_words_are_runs_of_letters_and_digits(text):
    """The vectorised words against a plain regular expression."""
    folded = unicodedata.normalize("NFC", text).casefold()
    words = re.findall(r"[^\W_]+", "".join(c if ord(c) < 0x20000 else " " for c in folded))
    one_by_one = [int(sketches._words(word)[0]) for word in words]
    assert sketches._words(text).tolist() == one_by_one


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=60))
def test_any_text_can_be_sketched_and_equals_itself(pieces):
    text = " ".join(pieces)
    assert sketch(text) == sketch(text)
    table = find(frame({"text": text}, {"text": text}))
    assert table["duplicate_of"][1] == ("a" if sketch(text)[:16] != bytes(16) else None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), max_size=60, unique=True))
def test_neighbours_connect_all_that_share_a_key(entries):
    packed = np.array([key << 32 | text for key, text in entries], dtype=np.uint64)
    pairs = {(int(p) >> 32, int(p) & 0xFFFFFFFF) for p in _neighbours(packed)}
    by_key: dict[int, set[int]] = {}
    for key, text in entries:
        by_key.setdefault(key, set()).add(text)
    for texts in by_key.values():
        reached, frontier = {min(texts)}, [min(texts)]
        while frontier:
            at = frontier.pop()
            new = {b if a == at else a for a, b in pairs if at in (a, b)} & texts - reached
            reached |= new
            frontier.extend(new)
        assert reached == texts
    assert all(any({a, b} <= texts for texts in by_key.values()) for a, b in pairs)


def test_no_documents_is_no_error():
    table = find(pd.DataFrame({"key": [], "text": []}))
    assert len(table) == 0
    assert list(table.columns) == ["key", "duplicate_of", "kind", "similarity"]


@pytest.mark.parametrize("documents", [pd.DataFrame({"key": ["a"]}), pd.DataFrame({"text": ["a"]})])
def test_a_missing_column_is_told(documents):
    with pytest.raises(KzlibError, match="column"):
        find(documents)


def test_a_repeated_key_is_told():
    with pytest.raises(KzlibError, match="'a' occurs twice"):
        find(pd.DataFrame({"key": ["a", "a"], "text": ["x", "y"]}))


def test_the_two_near_copies_among_the_seeds(shared):
    from kzlib import documents

    read, _ = documents.read_all([shared / "data" / "seeds"])
    table = find(
        pd.DataFrame(
            {
                "key": range(len(read)),
                "text": [d.text for d in read],
                "published": [d.published for d in read],
            }
        )
    ).dropna(subset=["duplicate_of"])
    assert len(read) == 7
    assert len(table) == 1
    pair = {table["key"].iloc[0], table["duplicate_of"].iloc[0]}
    assert len({read[i].source_id for i in pair}) == 1
    assert table["similarity"].iloc[0] > duplicates.NEAR
