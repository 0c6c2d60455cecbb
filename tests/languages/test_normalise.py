"""One form for one word, whatever keyboard typed it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.languages import fold, normalise
from kzlib.languages.normalise import ANY, ASCII, COMMON, MARKS, scan

MESSY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aceiopxyhABCEHKMOPTXəaсеіорхуһҚқӘәйиИеЕё\u0301\u0300\u0306\u00ad\u200b\u2009\u00a0\u2011'’‘ʻ`-#@_1²½.\n "
        ),
        st.characters(codec=None),
    ),
    max_size=40,
)


@settings(max_examples=600, deadline=None)
@given(MESSY)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_lines_stay(text: str) -> None:
    assert normalise(text).count("\n") == text.count("\n")


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(normalise(text))) == len(normalise(text))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("нови\u0306 е\u0308лка", "новй ёлка"),
        ("за\u0301мок, й и ё на месте", "замок, й и ё на месте"),
        ("Қaзaқcтaн", "Қазақстан"),  # Latin a, c inside
        ("Сəбит пен Өмiр", "Сәбит пен Өмір"),  # schwa for ә, Latin i for і
        ("Tоkayev", "Tokayev"),  # one Cyrillic о in a Latin word
        ("IT-компания и PR-служба", "IT-компания и PR-служба"),
        ("пре\u00adзи\u200bдент", "президент"),
        ("100\u00a0000\u202fтенге", "100 000 тенге"),
        ("жаңа\u2011ескі", "жаңа-ескі"),
        ("don’t, O‘zbek, об’єкт", "don't, O'zbek, об'єкт"),
        ("i\u0307stanbul", "istanbul"),
        ("⑧сынып, x⁴", " сынып, x "),
        ("“quoted” ‘single’ «ёлочки»", "“quoted” ‘single’ «ёлочки»"),
    ],
)
def test_repairs(given: str, wanted: str) -> None:
    assert normalise(given) == unicodedata.normalize("NFC", wanted)


def test_stressed_vowel_typed_as_an_accented_latin_letter() -> None:
    assert normalise("Владúмир и мóре") == "Владимир и море"


def test_a_word_of_two_alphabets_without_look_alikes_is_left_alone() -> None:
    assert normalise("wiкипедия") == "wiкипедия"


def test_scan_names_the_least_that_holds() -> None:
    assert [scan(t) for t in ("plain", "“plain” — €5", "жай сөз", "m²")] == [ASCII, MARKS, COMMON, ANY]


def test_lone_surrogates_pass_through() -> None:
    assert normalise("а\ud800б") == "а\ud800б"


def test_capital_dotted_i_keeps_its_length() -> None:
    assert fold("İSTANBUL") == "istanbul"
