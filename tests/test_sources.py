"""Finding the outlet of an address, and its class on a date."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib import sources
from kzlib.errors import UsageError
from kzlib.sources import classify, host_of, load_sources, outlet_of, search, sides


@pytest.mark.parametrize(
    ("url", "source_id"),
    [
        ("https://test.tengrinews.kz/x", "tengrinews"),
        ("http://mirror.akorda.kz/en", "akorda"),
        ("HTTP://WWW.Inform.KZ:80/a?b=http://vlast.kz/", "kazinform"),
        ("informburo.kz./novosti", "informburo"),
        ("//vlast.kz/x", "vlast"),
        ("vlast.kz", "vlast"),
        ("https://pavlodar.gov.kz/", "gov-kz"),
        ("https://prokuror.gov.kz/", "prokuror-kz"),
        ("https://kz.mir24.tv/", "mir24-kz"),
        ("https://mir24.tv/", "mir24"),
        ("https://web.archive.org/web/2020/https://rus.azattyq.org/a/1.html", "azattyq"),
        ("https://notvlast.kz/", None),
        ("https://vlast.kz.example.com/", None),
        ("https://t.me/vlastkz", None),
        ("https://d8gk34fwvxshp.cloudfront.net/a/1", None),
        ("https://somebody.wordpress.com/", None),
        ("mailto:someone", None),
        ("", None),
        (None, None),
        ("kz", None),
    ],
)
def test_outlet_of(url, source_id):
    assert outlet_of(url) == source_id


@given(st.text(max_size=60))
def test_any_text_has_an_outlet_or_none(text):
    assert outlet_of(text) in {None, *load_sources()["source_id"]}


@given(st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){1,3}", fullmatch=True), st.integers(1, 65535))
def test_host_of_an_address(host, port):
    assert host_of(f"https://me:secret@{host.upper()}:{port}/p?q#f") == host


def frame(*rows):
    return pd.DataFrame(rows, columns=["source_id", "credited_source_id", "published"])


def test_periods_are_closed_at_the_start_and_open_at_the_end():
    found = classify(
        frame(
            ("24kg", None, "2024-02-29"),
            ("24kg", None, "2024-03-01"),
            ("24kg", None, None),
            ("hola-news", None, "2017-12-31"),
            ("hola-news", None, "2018-01-01"),
        )
    )
    assert found["class"].tolist() == ["independent", "unknown", "unknown", "unknown", "independent"]
    assert found["confidence"].tolist() == ["medium", "medium", "low", "low", "high"]
    assert found["kind"].tolist() == ["newsroom"] * 5


def test_undated_articles_take_a_class_only_if_all_periods_agree():
    found = classify(frame(("kazinform", None, None), ("liter", None, pd.NaT)))
    assert found["class"].tolist() == ["state", "unknown"]


def test_a_gap_between_periods_is_unknown():
    found = classify(
        frame(("ratel", None, "2016-11-09"), ("ratel", None, "2020-01-01"), ("ratel", None, "2026-01-01"))
    )
    assert found["class"].tolist() == ["independent", "unknown", "unknown"]
    assert found["confidence"].tolist() == ["high", "low", "low"]


def test_a_repost_counts_under_its_origin():
    found = classify(
        frame(("tashkent-citizen", "astana-times", "2023-04-03"), ("tashkent-citizen", None, "2023-04-03"))
    )
    assert found["outlet"].tolist() == ["astana-times", "tashkent-citizen"]
    assert found["class"].tolist() == ["state_aligned", "unknown"]
    assert found["kind"].tolist() == ["newsroom", "aggregator"]


def test_no_outlet_and_strangers_are_unknown():
    found = classify(
        frame((None, None, "2023-01-01"), ("somebody", None, "2023-01-01"), (np.nan, None, None))
    )
    assert found["outlet"].tolist() == [None, "somebody", None]
    assert set(found["class"]) == set(found["kind"]) == {"unknown"}
    assert set(found["confidence"]) == {"low"}
    assert sides(found).tolist() == [None] * 3


@pytest.mark.parametrize(
    "dates",
    [
        ["2022-01-06", None],
        [dt.date(2022, 1, 6), None],
        pd.to_datetime(["2022-01-06", None]),
        pd.to_datetime(["2022-01-06", None]).tz_localize("UTC"),
        pd.array([dt.date(2022, 1, 6), None], dtype="date32[pyarrow]"),
    ],
)
def test_dates_in_whatever_dress(dates):
    articles = pd.DataFrame({"source_id": "liter", "published": dates})
    assert classify(articles)["class"].tolist() == ["party_or_ngo", "unknown"]


def test_the_frame_given_is_left_alone_and_the_index_kept():
    articles = frame(("vlast", None, "2023-01-01")).set_axis([7])
    found = classify(articles)
    assert list(articles) == ["source_id", "credited_source_id", "published"]
    assert found.index.tolist() == [7]
    assert classify(articles.iloc[:0])["class"].tolist() == []


def test_against_a_plain_loop():
    registry = load_sources()
    rng = np.random.default_rng(1)
    ids = [*registry["source_id"].unique(), "stranger"]
    articles = pd.DataFrame(
        {
            "source_id": rng.choice(ids, 3000),
            "published": pd.Timestamp("1995-01-01") + pd.to_timedelta(rng.integers(0, 12000, 3000), unit="D"),
        }
    )
    articles.loc[rng.random(3000) < 0.2, "published"] = pd.NaT
    expected = []
    for source_id, published in articles.itertuples(index=False):
        rows = registry[registry["source_id"] == source_id]
        if published is pd.NaT:
            classes = set(rows["class"])
        else:
            holds = ~(rows["since"] > published) & ~(rows["until"] <= published)
            classes = set(rows.loc[holds, "class"])
        expected.append(classes.pop() if len(classes) == 1 else "unknown")
    assert classify(articles)["class"].tolist() == expected


def test_sides_ask_for_class_confidence_and_kind():
    articles = classify(
        pd.DataFrame(
            {
                "source_id": [
                    "kazinform",
                    "vlast",
                    "azattyq",
                    "akorda",
                    "strategy2050",
                    "kursiv",
                    "tengrinews",
                    "cpj",
                ],
                "published": "2023-06-01",
            }
        )
    )
    assert sides(articles).tolist() == ["state", "independent", "independent", None, None, None, None, None]
    everything = sides(articles, confidence=sources.CONFIDENCES, kinds=sources.KINDS)
    assert everything.tolist() == [
        "state",
        "independent",
        "independent",
        "state",
        "state",
        "independent",
        None,
        None,
    ]
    merged = sides(articles, state_classes=["state", "state_aligned"], independent_classes=["independent"])
    assert merged.tolist() == ["state", "independent", None, None, None, None, "state", None]


def test_sides_refuse_what_is_no_class():
    articles = classify(frame(("vlast", None, None)))
    with pytest.raises(UsageError, match="state_classes: 'goverment' is not one of state"):
        sides(articles, state_classes=["goverment"])
    with pytest.raises(UsageError, match="'state' is in both"):
        sides(articles, independent_classes=["state"])


def test_search_says_how_it_matched():
    def how(query):
        return search(query)[["source_id", "match"]].iloc[0].tolist()

    assert how("vlast") == ["vlast", "source_id"]
    assert how("vlast.kz") == ["vlast", "domain vlast.kz"]
    assert how("https://kaz.orda.kz/x") == ["orda", "URL on orda.kz"]
    assert how("https://prokuror.gov.kz/x") == ["prokuror-kz", "URL on prokuror.gov.kz"]
    assert how("азаттық") == ["azattyq", "name Азаттық"]
    assert how("petrushova")[1].startswith("owner Irina Petrushova")
    assert search("no such outlet").empty
    assert len(search("")) == len(load_sources())


def test_a_registry_of_ones_own_classifies():
    mine = load_sources().assign(**{"class": "unknown"})
    assert classify(frame(("vlast", None, "2023-01-01")), mine)["class"].tolist() == ["unknown"]
