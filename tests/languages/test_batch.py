"""Words found together are the words found one by one."""

from hypothesis import given
from hypothesis import strategies as st

from kzlib import languages
from kzlib.languages.batch import END, flat_places, flat_words, use_of

LETTERS = st.sampled_from("aBсД қŁé '’-.,–“”_19²s#@!?\t")
TEXTS = st.lists(LETTERS, max_size=24).map("".join)


@given(st.lists(TEXTS, max_size=5))
def test_flat_words_are_the_words_of_each_piece(texts):
    pieces = [languages.normalise(text) for text in texts]
    use = max(map(use_of, pieces), default=1)
    expected = [word for piece in pieces for word in (*languages.words(piece), END)]
    assert flat_words(pieces, use) == expected


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_places_are_those_of_the_words(texts):
    pieces = [languages.normalise(text) for text in texts]
    use = max(map(use_of, pieces))
    expected, begin = [], 0
    for piece in pieces:
        expected += [begin + start for start, _, _ in languages.word_spans(piece)] + [begin + len(piece) + 1]
        begin += len(piece) + 3
    assert flat_places(pieces, use).tolist() == expected


def test_addresses_and_tags_are_read_piece_by_piece():
    assert use_of("See akorda.kz today") == use_of("Join #qantar") == 3
    assert flat_words(["See akorda.kz #Tag"], 3) == ["see", "#tag", END]
