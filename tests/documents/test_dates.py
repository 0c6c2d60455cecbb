"""Dates in three languages: a full one or none."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.documents import dates

DAY = date(2024, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-15",
        "2024-01-15T18:30:00+05:00",
        "2024/01/15",
        "15.01.2024",
        "15.01.2024 18:30",
        "15 января 2024",
        "15 января 2024 г.",
        "15 января 2024 года, 18:30",
        "Опубликовано: 15 янв. 2024",
        "2024 жылғы 15 қаңтар",
        "2024 жылдың 15 қаңтары",
        "2024 ж. 15 қаңтар",
        "15 қаңтар 2024",
        "15 қаңтар, 2024 жыл",
        "15 Qańtar 2024",
        "January 15, 2024",
        "Jan. 15, 2024",
        "Monday, 15 January 2024",
        "15th January 2024",
        "15 Jan 2024 10:00 GMT+5",
        "Mon, 15 Jan 2024 18:00:00 +0000",
        "15/01/2024",
        "01/15/2024",
        "20240115",
        "1705341600",
    ],
)
def test_full_dates(text: str) -> None:
    assert dates.parse(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Вчера 16:02",
        "сегодня, 10:00",
        "2 часа назад",
        "бүгін 10:00",
        "кеше",
        "yesterday",
        "3 hours ago",
        "June 2019",
        "2019",
        "қаңтар 2024",
        "январь 2024 г.",
        "01/02/2024",
        "31 февраля 2024",
        "99.99.2024",
        "2999-01-01",
        "no date at all",
        "12:30",
    ],
)
def test_no_full_date_is_no_date(text: str) -> None:
    assert dates.parse(text) is None


def test_cells_that_are_dates_already() -> None:
    assert dates.parse(datetime(2024, 1, 15, 10, 30)) == DAY
    assert dates.parse(DAY) == DAY
    assert dates.parse(1705341600) == DAY
    assert dates.parse(1705341600000) == DAY
    assert dates.parse(float("nan")) is None
    assert dates.parse(True) is None
    assert dates.parse(None) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.kz/2024/01/15/name.html", DAY),
        ("https://example.kz/20240115/name-123.html", DAY),
        ("https://example.kz/news/2024-01-15-name", DAY),
        ("https://example.co.uk/2024/jan/15/name", DAY),
        ("https://example.kz/2024/01/name", None),
        ("https://example.kz/news/12345678", None),
        ("https://example.kz/", None),
        ("", None),
    ],
)
def test_addresses(url: str, day: date | None) -> None:
    assert dates.from_url(url) == day


def test_relative_dates_are_told() -> None:
    assert dates.is_relative("Вчера 16:02")
    assert dates.is_relative("5 hours ago")
    assert not dates.is_relative("15 января 2024")


MONTHS_RU = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
MONTHS_KK = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_every_day_in_every_language(day: date) -> None:
    assert dates.parse(f"{day.day} {MONTHS_RU[day.month - 1]} {day.year} г.") == day
    assert dates.parse(f"{day.year} жылғы {day.day} {MONTHS_KK[day.month - 1]}") == day
    assert dates.parse(day.strftime("%B %d, %Y")) == day
    assert dates.parse(day.strftime("%d.%m.%Y")) == day
    assert dates.parse(day.isoformat()) == day


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert dates.parse(text) is None or isinstance(dates.parse(text), date)
    assert dates.from_url(text) is None or isinstance(dates.from_url(text), date)
