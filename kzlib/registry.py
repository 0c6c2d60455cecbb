"""Reading and checking a registry of outlets (``kzlib/data/sources.csv`` or a researcher's own)."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from kzlib.errors import KzlibError

COLUMNS = [
    *(
        "source_id",
        "name",
        "name_native",
        "domains",
        "aliases",
        "country_hq",
        "languages",
        "owner",
        "funding",
    ),
    *("class", "kind", "smm_type", "since", "until", "evidence_url", "evidence_note", "confidence", "note"),
]

#: What an outlet is in relation to the state; see docs/data/reference.md for the rule behind each.
CLASSES = (
    "state",
    "state_aligned",
    "independent",
    "foreign_public",
    "foreign_state",
    "intergovernmental",
    "party_or_ngo",
    "unknown",
)

#: What sort of publisher it is.  Contrasts compare newsrooms.
KINDS = ("newsroom", "official", "ngo", "aggregator", "holding", "unknown")

#: From surest to least sure.
CONFIDENCES = ("high", "medium", "low")

#: Models of the State Media Matrix; "" where an outlet has no state link.
SMM_TYPES = ("", "SC", "CaPu", "CaPr", "ISFM", "ISF", "ISM", "IP")

#: Hosts on which anybody publishes: an address there identifies no outlet.
PLATFORMS = frozenset(
    [
        *("youtube.com", "youtu.be", "t.me", "telegram.me", "telegram.org", "telegra.ph", "instagram.com"),
        *("threads.net", "facebook.com", "fb.com", "fb.me", "fb.watch", "twitter.com", "x.com", "tiktok.com"),
        *("vk.com", "vkontakte.ru", "ok.ru", "rutube.ru", "dzen.ru", "zen.yandex.ru", "linkedin.com"),
        *("reddit.com", "pinterest.com", "whatsapp.com", "wordpress.com", "blogspot.com", "blogger.com"),
        *("livejournal.com", "medium.com", "substack.com", "tumblr.com", "wixsite.com", "weebly.com"),
        *("github.io", "issuu.com", "scribd.com", "yvision.kz", "wikipedia.org", "news.google.com"),
        *("docs.google.com", "drive.google.com", "translate.goog", "cloudfront.net", "ampproject.org"),
    ]
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}(?:/\S*)?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def read_registry(path: Path) -> pd.DataFrame:
    """Read a registry and check every rule; the frame of :func:`kzlib.sources.load_sources`.

    Raises
    ------
    KzlibError
        One sentence naming the file, the line and what to change.
    """
    if not path.is_file():
        raise KzlibError(f"{path}: no such registry of outlets")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise KzlibError(f"{path}: not a readable UTF-8 CSV file ({str(error).strip()})") from None
    missing = [name for name in COLUMNS if name not in frame]
    if missing:
        raise KzlibError(f"{path}: the column {missing[0]!r} is missing; a registry has {', '.join(COLUMNS)}")
    frame = frame[COLUMNS].apply(lambda column: column.str.strip())
    for position, row in enumerate(frame.to_dict("records")):
        complaint = _complaint(row)
        if complaint:
            raise _error(path, position, row, complaint)
    for name in ("since", "until"):
        frame[name] = pd.to_datetime(pd.Series([iso_date(value) for value in frame[name]], dtype=object))
    _check_periods(path, frame)
    _check_domains(path, frame)
    return frame


def iso_date(text: str) -> str | None:
    """A full date; a bare year means 1 January, a year and month the 1st; "" is None.

    >>> iso_date("2012"), iso_date("2024-10"), iso_date("")
    ('2012-01-01', '2024-10-01', None)
    """
    if not text:
        return None
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date like 2012, 2012-05 or 2012-05-31")
    year, month, day = (part or "01" for part in found.groups())
    return pd.Timestamp(int(year), int(month), int(day)).date().isoformat()


def _error(path: Path, position: int, row: dict[Any, Any], complaint: str) -> KzlibError:
    return KzlibError(f"{path}, line {position + 2} ({row['source_id'] or 'no source_id'}): {complaint}")


def _complaint(row: dict[Any, Any]) -> str:
    """What is wrong with one row, or ""."""
    if not _ID.fullmatch(row["source_id"]):
        return "source_id must be lower-case letters, digits and single hyphens"
    if not row["name"]:
        return "name is empty"
    for column, allowed in (
        ("class", CLASSES),
        ("kind", KINDS),
        ("confidence", CONFIDENCES),
        ("smm_type", SMM_TYPES),
    ):
        if row[column] not in allowed:
            return f"{column} is {row[column]!r}; it must be one of {', '.join(filter(None, allowed))}"
    for column in ("since", "until"):
        try:
            iso_date(row[column])
        except ValueError as error:
            return f"{column}: {error}"
    if row["since"] and row["until"] and str(iso_date(row["since"])) >= str(iso_date(row["until"])):
        return "since must be before until"
    if row["class"] != "unknown" and not row["evidence_url"].startswith(("http://", "https://")):
        return f"class {row['class']!r} needs an evidence_url that can be opened; without one the class is 'unknown'"
    for domain in filter(None, row["domains"].split(";")):
        if not _DOMAIN.fullmatch(domain):
            return f"domain {domain!r} must be a bare host such as example.kz, in lower case"
        labels = domain.partition("/")[0].split(".")
        if any(".".join(labels[start:]) in PLATFORMS for start in range(len(labels) - 1)):
            return f"domain {domain!r} is a platform on which anybody publishes; name the channel in note instead"
    return ""


def _check_periods(path: Path, frame: pd.DataFrame) -> None:
    """Periods [since, until) of one outlet must not overlap."""
    rows = enumerate(frame.to_dict("records"))
    by_outlet: dict[str, list[tuple[int, dict[Any, Any]]]] = {}
    for position, row in rows:
        by_outlet.setdefault(row["source_id"], []).append((position, row))
    for periods in by_outlet.values():
        periods.sort(key=lambda item: "" if pd.isna(item[1]["since"]) else item[1]["since"].isoformat())
        for (first, earlier), (second, later) in pairwise(periods):
            if pd.isna(earlier["until"]) or pd.isna(later["since"]) or earlier["until"] > later["since"]:
                raise _error(path, second, later, f"its period overlaps the one on line {first + 2}")


def _check_domains(path: Path, frame: pd.DataFrame) -> None:
    """A domain belongs to one outlet: an address carries no date when it is looked up."""
    owner: dict[str, tuple[str, int]] = {}
    for position, row in enumerate(frame.to_dict("records")):
        for domain in filter(None, row["domains"].split(";")):
            source_id, first = owner.setdefault(domain, (row["source_id"], position))
            if source_id != row["source_id"]:
                raise _error(path, position, row, f"domain {domain!r} already belongs to line {first + 2}")
