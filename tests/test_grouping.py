"""Groups of articles, periods, events, and intervals of rates, against cases worked by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kzlib import grouping
from kzlib.errors import UsageError

ARTICLES = pd.DataFrame(
    {
        "doc_id": list("abcd"),
        "side": ["state", None, "independent", "state"],
        "class": ["state", "unknown", "independent", "state"],
        "outlet": ["o1", None, "o2", "o1"],
        "lang": ["ru", "kk", "ru", "en"],
        "published": pd.to_datetime(["2022-01-02", "2022-05-31", None, "2024-12-30"]),
        "n_words": [10, 20, 30, 40],
    }
)


def test_groups_by_a_column_leave_out_what_has_none():
    found = grouping.assign(ARTICLES, "side")
    assert found["doc_id"].tolist() == ["a", "c", "d"]
    assert found["group"].tolist() == ["state", "independent", "state"]
    assert found.index.tolist() == [0, 1, 2]


@pytest.mark.parametrize("nothing", ["", [], "all", [""]])
def test_no_group_is_everybody(nothing):
    assert grouping.assign(ARTICLES, nothing)["group"].tolist() == ["all"] * 4


def test_several_columns_and_periods():
    found = grouping.assign(ARTICLES, ["lang", "year"])
    assert found["group"].tolist() == ["ru · 2022", "kk · 2022", "en · 2024"]
    assert grouping.assign(ARTICLES.head(0), "side").empty


@pytest.mark.parametrize(
    "period, labels",
    [
        ("year", ["2022", "2022", None, "2024"]),
        ("quarter", ["2022-Q1", "2022-Q2", None, "2024-Q4"]),
        ("month", ["2022-01", "2022-05", None, "2024-12"]),
        ("week", ["2021-12-27", "2022-05-30", None, "2024-12-30"]),  # Mondays
    ],
)
def test_periods_are_labelled_so_that_they_sort(period, labels):
    found = grouping.label_periods(ARTICLES["published"], period)
    assert found.tolist() == labels
    starts = grouping.starts(ARTICLES["published"], period)
    assert starts.isna().tolist() == [label is None for label in labels]
    assert (starts.dropna() <= ARTICLES["published"].dropna()).all()


def test_unknown_names_are_refused_with_what_is_known():
    with pytest.raises(UsageError, match="'sied'; use one of side, class, outlet"):
        grouping.assign(ARTICLES, "sied")
    with pytest.raises(UsageError, match="'kind'"):  # known elsewhere, but not a column here
        grouping.assign(ARTICLES, "kind")
    with pytest.raises(UsageError, match="'day' is no period"):
        grouping.starts(ARTICLES["published"], "day")


def test_events_are_those_that_articles_follow_and_stand_apart():
    dates = ["2022-01-03"] * 3 + ["2022-02-01", "2023-06-01"]
    articles = pd.DataFrame({"published": pd.to_datetime([*dates, None])})
    events = pd.DataFrame(
        {
            "date": ["2022-01-02", "2022-01-20", "2023-06-01", "2020-01-01", "2023-06-02"],
            "label": ["a", "near a", "same day", "before all", "after"],
        }
    )
    found = grouping.events_near(articles, events)
    assert found[["label", "n_articles"]].to_numpy().tolist() == [["a", 4], ["same day", 1]]
    assert grouping.events_near(articles, events, 0).empty
    assert grouping.events_near(articles, events, 1)["label"].tolist() == ["a"]
    close = grouping.events_near(articles, events, apart=1)
    assert close["label"].tolist() == ["a", "near a", "same day"]


def test_sizes_by_hand():
    rows = pd.DataFrame(
        {
            "doc_id": list("abcde"),
            "group": ["x"] * 4 + ["y"],
            "outlet": ["o1", "o1", "o2", None, None],
            "n_words": [1, 2, 4, 10, 5],
        }
    )
    found = grouping.sizes(rows, ["group"]).set_index("group")
    # an article of an unknown outlet is a cluster of its own, but no outlet
    assert found.loc["x"].to_dict() == {
        "n_articles": 4,
        "n_outlets": 2,
        "n_words": 17,
        "n_words_sq": 9 + 16 + 100,
    }
    assert found.loc["y"].to_dict() == {"n_articles": 1, "n_outlets": 0, "n_words": 5, "n_words_sq": 25}


def test_quantiles_of_students_t():
    df = np.array([1, 2.5, 10, 1000])
    assert grouping.t_quantile(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-9)
    assert np.isnan(grouping.t_quantile(0))


def by_hand(y, n):
    """The linearised variance of a ratio, from the clusters themselves."""
    y, n = np.asarray(y, dtype=float), np.asarray(n, dtype=float)
    m, rate = len(y), y.sum() / n.sum()
    df = n.sum() ** 2 / (n**2).sum() - 1  # outlets of equal size that would be worth as much, less one (Kish)
    clustered = stats.t.ppf(0.975, df) * np.sqrt(m / (m - 1) * ((y - rate * n) ** 2).sum())
    reach = max(clustered, stats.norm.ppf(0.975) * np.sqrt(y.sum())) / n.sum() / rate
    return rate * np.exp(-reach), rate * np.exp(reach)


def test_a_rates_interval_from_sums_is_that_from_clusters():
    y, n = np.array([30, 5, 2, 60]), np.array([1000, 800, 900, 1100])
    sums = (y.sum(), n.sum(), (y**2).sum(), (y * n).sum(), (n**2).sum(), len(y))
    assert grouping.rate_interval(*sums) == pytest.approx(by_hand(y, n), rel=1e-12)


def test_even_clusters_are_never_surer_than_poisson():
    low, high = grouping.rate_interval(12, 3000, 48, 12_000, 3_000_000, 3)
    assert (low, high) == pytest.approx(by_hand([4, 4, 4], [1000, 1000, 1000]))
    assert high > 0.004 * (1 + 1 / np.sqrt(12))


def test_none_too_few_and_nothing():
    low, high = grouping.rate_interval(0, 1000, 0, 0, 340_000, 3)
    assert low == 0 and high == pytest.approx(-np.log(0.025) / 1000)
    assert np.isnan(grouping.rate_interval(5, 1000, 13, 2500, 500_000, 2)).all()
    assert np.isnan(grouping.rate_interval(0, 0, 0, 0, 0, 5)).all()
    _, one = grouping.rate_interval(3, 4, 3, 3, 2, 3)
    assert one == 1.0, "a share is no more than one"


def test_coverage_of_rates_by_simulation():
    """Outlets differ in their rates: the interval holds the mean rate about as often as it says."""
    rng = np.random.default_rng(2)
    runs, m, rate = 2000, 8, 0.01
    n = rng.integers(500, 2000, (runs, m)).astype(float)
    y = rng.poisson(n * rate * rng.gamma(4, 1 / 4, (runs, m)))
    low, high = grouping.rate_interval(
        y.sum(1), n.sum(1), (y**2).sum(1), (y * n).sum(1), (n**2).sum(1), np.full(runs, m)
    )
    covered = np.mean((low <= rate) & (rate <= high))
    assert 0.92 <= covered <= 0.99


def test_notes_and_plurals():
    assert grouping.notes([5, 0], [3, 0], 5) == [
        "interval not reliable: 3 outlets, fewer than 5",
        "not estimable: no articles",
    ]
    assert grouping.notes(1, 1, 5, by_outlet=True) == ["interval not reliable: 1 article, fewer than 5"]
    assert grouping.notes(5, 1, 5, by_outlet=True) == [""]
    assert [grouping.plural(n, "outlet") for n in (0, 1, 2000)] == ["0 outlets", "1 outlet", "2,000 outlets"]
