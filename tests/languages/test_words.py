"""What a word is; and that the quick ways give what the two patterns give."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.languages import SKIP, TOKEN, WORD, fold, normalise, word_spans, words

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abs'-_#@. ,’ЖжіС²½⑧1259İé/:\nkzi\u0307"),
        st.characters(codec=None),
    ),
    max_size=40,
)
ADDRESSES = st.lists(
    st.sampled_from(
        [
            "see ",
            "akorda.kz",
            "https://a.kz/b?c=1",
            "www.x.org",
            "info@site.kz",
            "’s",
            "-ке",
            "#тег",
            "@who",
            " 5-ші ",
            "Сөз",
            ". ",
        ]
    ),
    max_size=8,
).map("".join)


def by_pattern(text: str) -> list[str]:
    """The documented definition, in the terms of Python's re alone."""
    return re.findall(WORD, re.sub(SKIP, " ", fold(normalise(text))))


@settings(max_examples=1000, deadline=None)
@given(TEXTS | ADDRESSES)
def test_words_are_what_the_patterns_say(text: str) -> None:
    assert words(text) == by_pattern(text)


@settings(max_examples=400, deadline=None)
@given(TEXTS | ADDRESSES)
def test_spans_hold_the_same_words_where_they_stand(text: str) -> None:
    text = normalise(text)
    spans = word_spans(text)
    assert [word for _, _, word in spans] == words(text)
    assert all(fold(text[start:end]) == word for start, end, word in spans)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "ҚАЗАҚСТАН Әділет Ғылым Ұлы Үй Өнер Іс Һәм Ң",
            ["қазақстан", "әділет", "ғылым", "ұлы", "үй", "өнер", "іс", "һәм", "ң"],
        ),
        (
            "The government's plan didn't fail; it's dogs' day",
            ["the", "government", "plan", "didn't", "fail", "it", "dogs", "day"],
        ),
        ("COVID-19, G20, 5G, F-16, 1990s, 2nd", ["covid-19", "g20", "f-16"]),
        ("35-летний, 5-ші, 19-ға, 2022-го, 10-year-old", []),
        ("қызыл-жасыл - жаңа-- ескі", ["қызыл-жасыл", "жаңа", "ескі"]),
        ("O‘zbekiston, coup d’état, rock-n-roll", ["o'zbekiston", "coup", "d'état", "rock-n-roll"]),
        (
            "#Қантар және #25летНезависимости, @azattyq_ruhy #1",
            ["#қантар", "және", "#25летнезависимости", "@azattyq_ruhy"],
        ),
        ("Сайт Tengrinews.kz-те: https://akorda.kz/kz/a?b=1 info@mail.ru www.vlast.kz.", ["сайт"]),
        ("сказал он.Потом ушёл", ["сказал", "он", "потом", "ушёл"]),
        ("m² ½ 5 км²", ["m", "км"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_examples(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted == by_pattern(text)


def test_both_unicode_forms_give_the_same_word() -> None:
    assert words("и\u0306од ё\u0301лка") == words("йод ёлка")


def test_a_linear_time_engine_can_use_the_token_pattern() -> None:
    text = fold(normalise("The G20’s 2022 summit — Қазақстан, 5-ші рет"))
    found = [token.removesuffix("'s") for token in re.findall(TOKEN, text) if not token[0].isdecimal()]
    assert found == words(text)
    assert "(?<" not in TOKEN and "(?=" not in TOKEN and "(?!" not in TOKEN


def test_counts_on_shared_texts_equal_an_independent_count(shared) -> None:
    for name in ("seeds", "quotes/text"):
        for path in sorted((shared / "data" / name).glob("*.txt"))[:30]:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert Counter(words(text)) == Counter(by_pattern(text)), path.name


@pytest.mark.parametrize(
    "text",
    [
        "a" * 60_000 + " _5 .kz",
        "a.b" * 20_000 + "!.kz",
        ".kz!" + "a." * 30_000,
        "x@" * 20_000 + "_1",
        "#" + "1" * 60_000 + "'",
        "'s" * 30_000,
        "1-" * 30_000,
        "қ" * 60_000 + "q",
        "http://" * 10_000,
        "_a1" * 20_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_giant_line_takes_no_giant_time(text: str) -> None:
    start = time.process_time()
    words(text)
    word_spans(normalise(text))
    assert time.process_time() - start < 5


def test_numbers_in_fancy_dress_are_no_words() -> None:
    assert words("⑧ 5 м², x⁴ ½ сағат") == ["м", "x", "сағат"]


def test_a_turkish_capital_written_small_parts_no_word() -> None:
    assert words("i\u0307stanbul İzmir") == ["istanbul", "izmir"]
