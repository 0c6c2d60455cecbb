"""No article can be rebuilt from the corpus that ships: an attack on the counts gets nowhere."""

from collections import defaultdict

import pytest

from kzlib.corpus import Corpus

LONGEST = 8  # words of an unambiguous run


def chains(pairs: list[tuple[str, str]]) -> int:
    """Words in the longest run that pairs of neighbours force: each step is the only way on and the only way in."""
    after, before = defaultdict(set), defaultdict(set)
    for left, right in pairs:
        after[left].add(right)
        before[right].add(left)
    longest = 0
    for start in set(after):
        word, seen = start, [start]
        while len(after[word]) == 1:
            (step,) = after[word]
            if len(before[step]) != 1 or step in seen:
                break
            seen.append(step)
            word = step
        longest = max(longest, len(seen))
    return longest


def test_the_attack_works_where_it_can():
    assert chains(list(zip("abcdefghij", "bcdefghijk", strict=False))) == 11


@pytest.fixture(scope="module")
def seeds():
    return Corpus.open("seeds")


def test_no_article_is_rebuilt_from_its_pairs(seeds):
    rows = seeds.sql("select doc_id, term from terms where size = 2 order by doc_id")
    by_article = defaultdict(list)
    for doc_id, term in zip(rows["doc_id"], rows["term"], strict=True):
        by_article[doc_id].append(tuple(term.split(" ")))
    assert by_article, "the corpus holds pairs to attack"
    worst = max(by_article, key=lambda doc_id: chains(by_article[doc_id]))
    assert chains(by_article[worst]) <= LONGEST, worst


def test_pairs_are_shared_by_three_stories_and_two_outlets(seeds):
    rare = seeds.sql(
        """select term, count(distinct coalesce(duplicate_of, doc_id)) as stories,
        count(distinct coalesce(credited_source_id, source_id)) as outlets
        from terms join articles using (doc_id) where size = 2 group by term, terms.lang
        having stories < 3 or outlets < 2"""
    )
    assert rare.empty


def test_no_text_ships(seeds):
    assert not seeds.has_texts
    longest = seeds.sql("select max(length(term)) as n from terms")["n"][0]
    assert longest < 60, "a term is one or two words"
