"""A word's uses, articles and outlets are counted by one definition, whatever is left out."""

from collections import Counter

import numpy as np
import pytest
from measured import LEMMAS, STOPS, corpus_of, selected, tokens

from kzlib.terms import collocates, dispersion, frequencies, keyness

# protests is a form of protest: on a stop list alone, it leaves its lemma a part of its uses
WORDS = ["protests", "protest", "protesters", "law", "sea", "the", "by"]
LISTS = [[], ["protests"], ["protest", "law"], ["Prot*s"], ["s?a", "protests"], ["protesters"]]


@pytest.fixture(scope="module", params=range(3))
def made(request, tmp_path_factory):
    """A random press, its corpus, its articles."""
    rng = np.random.default_rng(request.param)
    rows = [
        (rng.choice(WORDS, rng.integers(1, 10)).tolist(), "pqrstuvw"[rng.integers(8)])
        for _ in range((3, 12, 40)[request.param])
    ]
    press = [
        {"text": " ".join(words), "outlet": o, "side": "state" if o < "s" else "independent", "day": None}
        for words, o in rows
    ]
    corpus = corpus_of(tmp_path_factory.mktemp("random"), press)
    return press, corpus, selected(corpus, press)


def by_hand(press, extra, by):
    """Uses, articles and outlets of every term, one word at a time."""
    globs = {"Prot*s": {"protests", "protesters"}, "s?a": {"sea"}}
    exact, forms = set(extra) - set(globs), set().union(*(globs.get(word, set()) for word in extra))
    uses, articles, outlets = Counter(), Counter(), {}
    for row in press:
        kept = [
            LEMMAS.get(word, word) if by == "lemma" else word
            for word in tokens(row["text"])
            if not {word, LEMMAS.get(word, word)} & exact and word not in STOPS | forms
        ]
        uses.update(kept)
        articles.update(set(kept))
        for term in kept:
            outlets.setdefault(term, set()).add(row["outlet"])
    return {term: (n, articles[term], len(outlets[term])) for term, n in uses.items()}


def counted(table, *columns):
    table = table[table["term"].notna()]
    return {row[0]: tuple(row[1:]) for row in table[["term", *columns]].itertuples(index=False)}


@pytest.mark.parametrize("by", ["form", "lemma"])
@pytest.mark.parametrize("extra", LISTS)
def test_every_table_counts_the_same_uses(made, by, extra):
    press, corpus, articles = made
    options = {"by": by, "extra_stop_words": extra, "top_n": 0}
    expected = by_hand(press, extra, by)
    n_words = sum(len(tokens(row["text"])) for row in press)

    table = frequencies(corpus, articles, **options)
    assert counted(table, "count", "n_with", "n_outlets_with") == expected
    told = table[table["term"].notna()]
    assert np.allclose(told["estimate"].astype(float), 1e6 * told["count"].astype(float) / n_words)
    per_outlet = frequencies(corpus, articles, group_by="outlet", **options)
    assert per_outlet.groupby("term")["count"].sum().to_dict() == {
        term: uses for term, (uses, _, _) in expected.items()
    }

    table = dispersion(corpus, articles, min_parts=1, **options)
    assert counted(table, "count", "n_outlets_with") == {t: (n, o) for t, (n, _, o) in expected.items()}
    told = table[table["term"].notna()]
    assert np.allclose(told["per_million"].astype(float), 1e6 * told["count"].astype(float) / n_words)

    table = keyness(corpus, articles, min_count=1, min_term_outlets=1, **options)
    for side, letter in (("state", "a"), ("independent", "b")):
        names = [f"{name}_{letter}" for name in ("count", "articles", "outlets")]
        mine = by_hand([row for row in press if row["side"] == side], extra, by)
        for term, numbers in (counted(table, *names) if table["term"].notna().any() else {}).items():
            assert numbers == mine.get(term, (0, 0, 0))


@pytest.mark.parametrize("by", ["form", "lemma"])
@pytest.mark.parametrize("extra", LISTS)
def test_collocates_count_the_same_articles(made, by, extra):
    press, corpus, articles = made
    table = collocates(
        corpus, articles, ["sea"], by=by, min_count=1, min_term_outlets=1, top_n=0, extra_stop_words=extra
    )
    expected = by_hand(press, extra, by)
    held = by_hand(press, [], "form").get("sea", (0, 0, 0))[1]
    for row in table[table["term"].notna()].to_dict("records"):
        assert row["n_term"] == expected[row["term"]][1]
        assert row["n_node"] == (held if row["kind"] == "collocate" else expected[row["node"]][1])
        assert 1 <= row["n_outlets"] <= row["n_both"] <= min(row["n_node"], row["n_term"])
        assert row["log_dice"] <= 14
