"""Patterns found in lists of words, against a plain search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.matcher import Matcher, pattern_complaint

WORDS = st.lists(st.sampled_from(["a", "ab", "abc", "b", "ba", "c", "abcd"]), max_size=12)
PATTERN = st.lists(st.sampled_from(["a", "ab", "ab*", "b*", "c", "abc*", "ba"]), min_size=1, max_size=3).map(
    " ".join
)


def plainly(rows, words):
    def fits(word, wanted):
        return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted

    hits = set()
    for label, pattern in rows:
        parts = pattern.split()
        for i in range(len(words) - len(parts) + 1):
            if all(fits(words[i + k], part) for k, part in enumerate(parts)):
                hits.add((label, i, len(parts)))
    masks = [hit for hit in hits if hit[0][0] == "!"]
    return {
        hit
        for hit in hits - set(masks)
        if not any(m[0][1:] in ("", hit[0]) and m[1] <= hit[1] and sum(hit[1:]) <= sum(m[1:]) for m in masks)
    }


@given(st.lists(st.tuples(st.sampled_from(["x", "y", "!", "!y"]), PATTERN), max_size=8), WORDS)
def test_like_a_plain_search(rows, words):
    found = Matcher(rows).hits(words)
    assert set(found) == plainly(rows, words)
    assert [hit[1] for hit in found] == sorted(hit[1] for hit in found)


def test_the_memory_changes_nothing():
    matcher = Matcher([("x", "росси*"), ("y", "россия")])
    assert matcher.hits(["россия"]) == matcher.hits(["россия"]) == [("y", 0, 1), ("x", 0, 1)]


def test_empty():
    assert Matcher([]).hits(["a"]) == []
    assert Matcher([("x", "a")]).hits([]) == []


@pytest.mark.parametrize("pattern", ["", " a", "a  b", "a b c d", "A", "a*b", "*", "a *", "a|", "|b c"])
def test_patterns_refused(pattern):
    assert pattern_complaint(pattern)


@pytest.mark.parametrize("pattern", ["a", "a*", "a b* c", "coup d'etat", "қр президенті", "a*|b c|d*"])
def test_patterns_accepted(pattern):
    assert pattern_complaint(pattern) == ""


def test_alternatives():
    matcher = Matcher([("x", "a|b* c"), ("!x", "ba|bb c")])
    assert matcher.hits(["a", "c", "bc", "c", "ba", "c"]) == [("x", 0, 2), ("x", 2, 2)]


SAID = ["the", "president", "of", "russia", "russian", "anthem", "court", "asia", "presidents", "tea"]
PATTERNS = [
    ("president", "president*"),
    ("russia", "russia*"),
    ("!russia", "russian anthem"),
    ("court", "court|president of asia|russia"),
    ("west", "the presid* of"),
    ("of tea", "of tea"),
]


@given(st.lists(st.sampled_from(SAID), max_size=12))
def test_hints_miss_no_hit(words):
    matcher = Matcher(PATTERNS)
    hints = [matcher.hints(word) for word in words]
    places = [
        i
        for i, (alone, after, _, before, _) in enumerate(hints)
        if alone or (i + 1 < len(words) and after & hints[i + 1][2]) or (i and before & hints[i - 1][4])
    ]
    assert matcher.hits(words, places) == matcher.hits(words)
