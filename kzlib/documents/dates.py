"""Dates of publication in English, Russian and Kazakh: a full date or nothing.

A relative date ("yesterday", «вчера», «бүгін») stays unknown, as does a month without a day: the day of the crawl
is never a date of publication.  Numbers such as 01/02/2024 that could be two dates stay unknown too.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = {
    "january jan январь января янв қаңтар қаңтары қаңтарда qańtar qantar": 1,
    "february feb февраль февраля фев ақпан ақпаны ақпанда aqpan": 2,
    "march mar март марта мар наурыз наурызы наурызда naýryz nauryz": 3,
    "april apr апрель апреля апр сәуір сәуірі сәуірде sáýir sauir": 4,
    "may май мая мамыр мамыры мамырда mamyr": 5,
    "june jun июнь июня июн маусым маусымы маусымда maýsym mausym": 6,
    "july jul июль июля июл шілде шілдесі шілдеде shilde": 7,
    "august aug август августа авг тамыз тамызы тамызда tamyz": 8,
    "september sept sep сентябрь сентября сен сент қыркүйек қыркүйегі қыркүйекте qyrkúıek qyrkuiek": 9,
    "october oct октябрь октября окт қазан қазаны қазанда qazan": 10,
    "november nov ноябрь ноября ноя нояб қараша қарашасы қарашада qarasha": 11,
    "december dec декабрь декабря дек желтоқсан желтоқсаны желтоқсанда jeltoqsan": 12,
}
MONTHS = {name: number for names, number in _MONTHS.items() for name in names.split()}
_M = "(?P<m>" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\.?(?![^\W\d_])"
_YEAR = r"(?P<y>(?:19|20)\d{2})(?!\d)"
_DAY = r"(?<!\d)(?P<d>[0-3]?\d)(?:st|nd|rd|th|-?го|-?е)?(?!\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?<!\d)(?P<y>(?:19|20)\d{2})[-./](?P<n>[01]?\d)[-./](?P<d>[0-3]?\d)(?!\d)",  # 2024-01-15
        r"(?<!\d)(?P<d>[0-3]?\d)\.(?P<n>[01]?\d)\.(?P<y>(?:19|20)\d{2})(?!\d)",  # 15.01.2024: dots are day first
        rf"{_YEAR}\s*(?:жылғы|жылдың|ж\.|жыл|jylǵy|jylgy|j\.)?,?\s*{_DAY}[\s-]+{_M}",  # 2024 жылғы 15 қаңтар
        rf"{_DAY}[\s,-]+(?:of\s+)?{_M}[\s,-]*{_YEAR}",  # 15 января 2024 г., 15 January 2024
        rf"{_M}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}",  # January 15, 2024
    )
)
_SLASHES = re.compile(r"(?<!\d)(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)/(?P<y>(?:19|20)\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?=T|\D|$)")
_RELATIVE = re.compile(
    r"(?<!\w)(today|yesterday|сегодня|вчера|позавчера|бүгін|кеше|назад|бұрын|\w+ ago)(?!\w)", re.I
)
_IN_URL = (
    re.compile(r"[/_-](?P<y>(?:19|20)\d{2})[/_-](?P<n>[01]?\d)[/_-](?P<d>[0-3]?\d)(?=[/_.?#-]|$)"),
    re.compile(r"[/_-](?P<y>(?:19|20)\d{2})(?P<n>[01]\d)(?P<d>[0-3]\d)(?=[/_.?#-]|$)"),
    re.compile(
        r"/(?P<y>(?:19|20)\d{2})/(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(?P<d>\d\d)(?=/)"
    ),
    re.compile(r"[/_-](?P<d>[0-3]?\d)[/_-](?P<n>[01]?\d)[/_-](?P<y>(?:19|20)\d{2})(?=[/_.?#-]|$)"),
)


def parse(value: object) -> date | None:
    """A date out of a cell or a short text; ``None`` where no full date stands or two are possible.

    >>> parse("2024 жылғы 15 қаңтар"), parse("15 января 2024 г.")
    (datetime.date(2024, 1, 15), datetime.date(2024, 1, 15))
    >>> parse("Mon, 03 Apr 2023 18:00:00 +0000")
    datetime.date(2023, 4, 3)
    >>> parse("Вчера 16:02"), parse("June 2019"), parse("01/02/2024")
    (None, None, None)
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _stamp(float(value))
    text = str(value).strip()[:200]
    if re.fullmatch(r"\d{10}(\d{3})?(\.\d+)?", text):
        return _stamp(float(text))
    if hasattr(value, "year") and hasattr(value, "month") and hasattr(value, "day"):
        return _checked(int(value.year), int(value.month), int(value.day))
    return find(text)


def find(text: str) -> date | None:
    """The first full date that stands in a text, or ``None``.

    >>> find("Published on 3 May 2022 at 10:15")
    datetime.date(2022, 5, 3)
    """
    found: list[tuple[int, date]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["n"]) if parts.get("n") else MONTHS[parts["m"].lower()]
            day = _checked(int(parts["y"]), month, int(parts["d"]))
            if day:
                found.append((match.start(), day))
                break
    for match in _SLASHES.finditer(text):
        day = _slashed(int(match["a"]), int(match["b"]), int(match["y"]))
        if day:
            found.append((match.start(), day))
            break
    if not found and (compact := _COMPACT.search(text)):
        day = _checked(*(int(part) for part in compact.groups()))
        return day
    return min(found, key=lambda pair: pair[0])[1] if found else None


def rfc822(text: str) -> date | None:
    """The day of an RFC 822 date, in its own time zone.

    >>> rfc822("Tue, 28 Mar 2023 15:10:22 +0000")
    datetime.date(2023, 3, 28)
    """
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return _checked(moment.year, moment.month, moment.day)


def from_url(url: str) -> date | None:
    """The day that an address carries; an address with only a month gives ``None``.

    >>> from_url("https://example.org/2021/03/04/name.html"), from_url("https://example.org/2021/03/name")
    (datetime.date(2021, 3, 4), None)
    """
    path = url.split("://", 1)[-1].partition("/")
    address = "/" + path[2].lower()
    for pattern in _IN_URL:
        match = pattern.search(address)
        if match:
            name = match["n"]
            month = MONTHS.get(name) or int(name)
            day = _checked(int(match["y"]), month, int(match["d"]))
            if day:
                return day
    return None


def is_relative(text: str) -> bool:
    """Whether a text gives a date relative to the day it was read ("yesterday", «2 часа назад»)."""
    return bool(_RELATIVE.search(text)) and find(text) is None


def _slashed(first: int, second: int, year: int) -> date | None:
    if first > 12 or first == second:
        return _checked(year, second, first)
    return _checked(year, first, second) if second > 12 else None


def _stamp(number: float) -> date | None:
    if number > 1e11:  # milliseconds
        number /= 1000
    if not 1e8 < number < 1e10:
        return None
    moment = datetime.fromtimestamp(number, tz=UTC)
    return _checked(moment.year, moment.month, moment.day)


def _checked(year: int, month: int, day: int) -> date | None:
    """A date that exists, is of the age of newspapers and not in the future."""
    try:
        result = date(year, month, day)
    except ValueError:
        return None
    return result if date(1850, 1, 1) <= result <= date.today() + timedelta(days=1) else None
