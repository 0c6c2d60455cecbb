# ruff: noqa: SIM905  (word lists read better as text)
"""VADER equals its originals: constants, rules and all four rounded scores."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.errors import UsageError
from kzlib.instruments import vader
from kzlib.instruments.vader_rules import BOOSTER_PAIRS, NEGATORS, PUNCTUATION_RUNS, rules

KEYS = ("neg", "neu", "pos", "compound")


@pytest.fixture(scope="module")
def originals():
    """The authors' analyser and NLTK's, the latter on the authors' lexicon."""
    from nltk.sentiment import vader as nltk_vader
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    class Nltk(nltk_vader.SentimentIntensityAnalyzer):
        def __init__(self):
            self.lexicon = dict(rules("vader-nltk").lexicon)
            self.constants = nltk_vader.VaderConstants()

    return {"vader": SentimentIntensityAnalyzer(), "vader-nltk": Nltk()}


def test_constants_are_the_originals():
    from nltk.sentiment.vader import VaderConstants
    from vaderSentiment import vaderSentiment as authors

    assert set(authors.NEGATE) == NEGATORS == VaderConstants.NEGATE
    assert tuple(VaderConstants.PUNC_LIST) == PUNCTUATION_RUNS
    for flavour, boosters, idioms in (
        ("vader", authors.BOOSTER_DICT, authors.SPECIAL_CASES),
        ("vader-nltk", VaderConstants.BOOSTER_DICT, VaderConstants.SPECIAL_CASE_IDIOMS),
    ):
        pairs = {tuple(word.split()) for word in boosters if " " in word}
        assert pairs == set(BOOSTER_PAIRS)
        assert rules(flavour).boosters == {k: v for k, v in boosters.items() if " " not in k}
        # one-word "idioms" can never match a sequence of words
        assert rules(flavour).idioms == {tuple(k.split()): v for k, v in idioms.items() if " " in k}
    analyser = authors.SentimentIntensityAnalyzer()
    assert rules("vader").lexicon == analyser.lexicon
    assert rules("vader").emoji == {k: v for k, v in analyser.emojis.items() if len(k) == 1}


@pytest.mark.parametrize("flavour", ["vader", "vader-nltk"])
@pytest.mark.parametrize("kernel", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "This wasn't good, that was good",
        "It was good, but the rest was good and bad, but bad",
        "never so good a plan; never have I seen so good a plan",
        "without a doubt good, without doubt an excellent plan",
        "the very least good and at least good, least good",
        "They say it is the SHIT and to die for!!!",
        "NOT GOOD at all???? GOOD",
        "No good, no war or good, no",
        "kind of good, a kind of good; KIND OF sort of good",
        "happy😀 ❤ good 💘💋 x",
        "İstanbul KIND ªº GOOD good good!",
        "\ud800 good \x00 bad\x85good\u2003bad",
        "the kiss of death is good hand to mouth bad ass",
    ],
)
def test_hard_cases(originals, flavour, kernel, text):
    ours, _ = vader.score_all([text], flavour, kernel=kernel)
    theirs = originals[flavour].polarity_scores(text)
    assert tuple(ours[0]) == tuple(theirs[key] for key in KEYS)


_WORDS = sorted(rules("vader").lexicon)[::37] + sorted(rules("vader").boosters) + sorted(NEGATORS)
_RULE_WORDS = (
    "kind of no or nor least at very never so this without doubt but the shit bomb bad ass bus stop yeah right kiss "
    "death to die for beating heart just enough sort cut mustard hand mouth good GOOD never So"
).split()
_token = st.builds(
    lambda before, word, change, after: before + change(word) + after,
    st.sampled_from(["", "", "", '"', "(", "!!", "“", "#"]),
    st.one_of(
        st.sampled_from(_RULE_WORDS),
        st.sampled_from(_WORDS),
        st.sampled_from(sorted(rules("vader").emoji)),
        st.text(max_size=4),
    ),
    st.sampled_from([str, str, str.upper, str.capitalize, str.swapcase]),
    st.sampled_from(["", "", "", ".", ",", "!", "??", "?!?", "!!!!!", "’s", "..."]),
)
_sentence = st.lists(
    st.tuples(_token, st.sampled_from([" ", " ", " ", "\t", "\u00a0", "\n"])), max_size=16
).map(lambda pairs: "".join(token + space for token, space in pairs))


@settings(max_examples=400, deadline=None)
@given(sentences=st.lists(_sentence, min_size=1, max_size=8))
def test_equals_originals(originals, sentences):
    for flavour, original in originals.items():
        theirs = [tuple(original.polarity_scores(text)[key] for key in KEYS) for text in sentences]
        for kernel in (False, True):
            ours, _ = vader.score_all(sentences, flavour, kernel=kernel)
            assert [tuple(row) for row in ours] == theirs


def test_both_paths_count_the_same_hits():
    sentences = ["good bad table", "very good no", "", "x", "Good 😀 café"]
    for flavour in ("vader", "vader-nltk"):
        slow = vader.score_all(sentences, flavour, kernel=False)[1]
        fast = vader.score_all(sentences, flavour, kernel=True)[1]
        assert slow.tolist() == fast.tolist()


def test_long_lines_are_linear():
    # the authors' own code is quadratic in the number of valenced words after a "but"
    text = "good bad but " * 60_000
    neg, neu, pos, compound, hits = vader.score_one(text)
    assert hits == 120_000
    assert -1 <= compound <= 1


def test_unknown_flavour():
    with pytest.raises(UsageError, match="vader-nltk"):
        vader.polarity_scores([], "vadr")
