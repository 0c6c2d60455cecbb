"""Texts that already are articles: links' missing spaces, set-in teasers, credits."""

import pytest

from kzlib.documents import credits
from kzlib.documents.glue import unglued
from kzlib.documents.tidy import spaced, tidy


def test_spaces_that_links_swallowed() -> None:
    assert spaced("Об этом передаетTengrinews.kzсо ссылкой наKazinform.Мост открыли") == (
        "Об этом передает Tengrinews.kz со ссылкой на Kazinform. Мост открыли"
    )
    assert spaced('Мост открыли."Мы рады", - сказал аким') == 'Мост открыли. "Мы рады", - сказал аким'


@pytest.mark.parametrize(
    "text",
    [
        "A.B. Smith of example.com said U.S. officials",
        "КазМунайГаз и IT-компании",
        "Цена 3.5 млн, 10:30",
        "сайт example.kz",
    ],
)
def test_what_is_in_order_stays(text: str) -> None:
    assert spaced(text) == text


def test_teasers_set_into_the_text_go() -> None:
    text = "Мост открыли, передаетExample.kz.Продолжение■Почему мост закрыли12 апреля 2024 16:02■Кто построил мостВчера 10:00Люди рады."
    assert tidy(text) == "Мост открыли, передает Example.kz. Люди рады."


def test_words_that_links_glued() -> None:
    assert unglued("они получилистранные письма") == "они получили странные письма"
    assert unglued("Акимат и маслихат решили") == "Акимат и маслихат решили"
    assert unglued("водоснабжение видеонаблюдение") == "водоснабжение видеонаблюдение"
    kazakh = "Қала кеңесі ағаш отырғызу туралы шешім қабылдады, басталады"
    assert unglued(kazakh) == kazakh


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("ASTANA. KAZINFORM – The bridge was opened.", "kazinform"),
        ("АСТАНА. КАЗИНФОРМ – Мост открыли.", "kazinform"),
        ("АЛМА-АТА, 5 мая. /ТАСС/. Мост открыли.", "tass"),
        ("Мост открыли, передает Tengrinews.kz со ссылкой на акимат.", "tengrinews"),
        ("The bridge was opened by the mayor.", None),
    ],
)
def test_self_attribution(text: str, source: str | None) -> None:
    assert credits.self_named(text) == source


@pytest.mark.parametrize(
    ("text", "source_id", "credit"),
    [
        ("The bridge.\n\nThis article was originally published by Eurasianet.", "tengrinews", "eurasianet"),
        ("Republished with permission from Eurasianet. The bridge.", "tengrinews", "eurasianet"),
        ("АСТАНА. КАЗИНФОРМ – Мост открыли.", "tengrinews", "kazinform"),
        ("АСТАНА. КАЗИНФОРМ – Мост открыли.", "kazinform", None),
        ("Мост открыли, передает Tengrinews.kz со ссылкой на Kazinform.", "tengrinews", None),
        ("The bridge, Eurasianet reported.", "tengrinews", None),
    ],
)
def test_only_a_formula_of_republication_credits_another(
    text: str, source_id: str, credit: str | None
) -> None:
    assert credits.credited(text, source_id) == credit
