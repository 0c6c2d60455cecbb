"""What a user may ask for, and what is refused before anything is drawn."""

import pytest
from measured import corpus_of

from kzlib.errors import KzlibError
from kzlib.terms.patterns import lines, matches, matching


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return corpus_of(tmp_path_factory.mktemp("patterns"))


def found(corpus, *patterns, by="form"):
    return set(matching(corpus, lines(list(patterns)), by=by)["term"])


def test_a_list_is_one_line_and_a_list_of_lists_several():
    assert len(lines(["протест*", "наразылық*", "protest*"])) == 1
    assert [line.label for line in lines([["a*"], "b + e", ["c", "d"]])] == ["a*", "b + e", "c + d"]


def test_lines_read_before_may_be_given_again():
    first = lines([["a*"], "b"])
    assert lines(first) == first
    assert lines([first[0]]) == first[:1]


@pytest.mark.parametrize(
    ("pattern", "terms"),
    [
        ("law", {"law"}),
        ("LAW", {"law"}),
        ("protest*", {"protest", "protests", "protesters"}),
        ("*ests", {"protests"}),
        ("p?lice", {"police"}),
        ("наразы*", {"наразылық"}),
        (r"/^\w{3}ылық$/", set()),
        (r"/^\w{6}лық$/", {"наразылық"}),
        (r"/қ[а-яә]/", {"қазақстанда"}),
        (r"/^[\w]+ест$/", {"протест"}),
        ("zzz*", set()),
    ],
)
def test_patterns_match_whole_terms(corpus, pattern, terms):
    assert found(corpus, pattern) == terms


def test_lemmas_bring_all_forms(corpus):
    assert found(corpus, "protest", by="lemma") == {"protest", "protests"}


def test_quotes_in_a_pattern_are_text_and_not_sql(corpus):
    assert matches("term", "don't") == "term = 'don''t'"
    assert found(corpus, "/' or true or '/") == set()


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (["/(/"], "no regular expression"),
        (["/[/"], "no regular expression"),
        ([r"/(?<=a)b/"], "no regular expression"),  # RE2 has no look-behind: linear time
        ([""], "is a word"),
        ([3], "is a word"),
        ([[]], "no terms"),
        ([], "no terms"),
        (["one two three"], "more than two words"),
        (["*"], "no letter"),
        (["x" * 300], "at most 200"),
    ],
)
def test_what_is_no_pattern_is_refused(terms, said):
    with pytest.raises(KzlibError, match=said):
        lines(terms)


def test_a_regex_that_would_explode_elsewhere_is_linear(corpus):
    assert found(corpus, r"/(a|a|aa)+$(?:(x+x+)+y)?zzz/") == set()


def test_a_genitive_is_the_word():
    # a corpus writes kazakhstan's as kazakhstan; what is no word stays as it is, and is not found
    assert lines(["Kazakhstan’s president"])[0].patterns == ("kazakhstan president",)
    assert lines(["10 years"])[0].patterns == ("10 years",)
    assert lines(["kazakhstan's*"])[0].patterns == ("kazakhstan's*",)
