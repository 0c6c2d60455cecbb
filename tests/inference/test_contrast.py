"""The estimators against independent oracles and cases worked by hand."""

import numpy as np
import pandas as pd
import pytest

from kzlib import inference
from kzlib.errors import KzlibError
from kzlib.inference import Cells


def cells_of(left, right, *, n=None, strata=()):
    rows = [("state", f"s{i}", value) for i, value in enumerate(left)]
    rows += [("independent", f"i{i}", value) for i, value in enumerate(right)]
    frame = pd.DataFrame(rows, columns=["side", "outlet", "total"])
    frame["n"] = 1 if n is None else n
    frame["total"] *= frame["n"]
    return Cells.from_frame(frame, strata=strata)


def from_articles(articles, strata=()):
    """Cells straight from a DataFrame of articles (outlet, side, score), the slow and obvious way."""
    grouped = articles.groupby(["outlet", "side", *strata]).score
    frame = grouped.agg(n="size", total="sum", squares=lambda x: (x**2).sum()).reset_index()
    return Cells.from_frame(frame, strata=strata)


@pytest.mark.parametrize("min_outlets", [1, 2, 5])
def test_no_floor_is_lower_than_three_outlets(min_outlets):
    from kzlib.inference.contrast import shortage

    note = "not estimable: 2 state outlets, at least 3 are needed"
    assert shortage([2, 9], min_outlets, ("state", "independent")) == note


def test_no_outlets_have_no_mean(recwarn):
    draws = inference.bootstrap_means([], [], [], n_boot=3, rng=np.random.default_rng(1))
    assert np.isnan(draws).all() and len(draws) == 3 and not len(recwarn)


@pytest.fixture
def rng():
    return np.random.default_rng(20221)


@pytest.mark.parametrize("sizes", [(5, 6), (3, 12), (7, 7)])
def test_outlet_weighted_gap_is_welch(rng, sizes):
    from scipy.stats import ttest_ind

    left, right = rng.normal(0.2, 0.1, sizes[0]), rng.normal(0.1, 0.3, sizes[1])
    row = inference.contrast(cells_of(left, right), rng=rng, n_perm=99)
    oracle = ttest_ind(left, right, equal_var=False)
    interval = oracle.confidence_interval()
    assert row["estimate"] == pytest.approx(left.mean() - right.mean(), abs=1e-12)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), abs=1e-9)
    assert inference.welch(left, right)["low"] == pytest.approx(interval.low, abs=1e-9)


def test_permutation_p_is_scipys_exact_one(rng):
    from scipy.stats import permutation_test

    left, right = rng.normal(0.3, 0.2, 5), rng.normal(0.0, 0.4, 7)

    def studentised(a, b, axis=-1):
        spread = a.var(ddof=1, axis=axis) / a.shape[axis] + b.var(ddof=1, axis=axis) / b.shape[axis]
        return np.abs((a.mean(axis) - b.mean(axis)) / np.sqrt(spread))

    oracle = permutation_test(
        (left, right), studentised, vectorized=True, n_resamples=np.inf, alternative="greater"
    )
    row = inference.contrast(cells_of(left, right), rng=rng)
    assert row["p_method"] == "exact"
    assert row["p_permutation"] == pytest.approx(oracle.pvalue, abs=1e-12)
    assert row["p_min"] == pytest.approx(1 / 792)


def test_equal_sides_can_reach_two_relabellings_at_best(rng):
    row = inference.contrast(cells_of([1.0, 2.0, 3.5], [10.0, 11.0, 12.5]), rng=rng)
    assert row["p"] == row["p_permutation"] == row["p_min"] == pytest.approx(0.1)
    assert row["note"] == "interval not reliable: 3 state outlets and 3 independent outlets, fewer than 5"


def test_sampled_p_when_relabellings_are_many(rng):
    row = inference.contrast(cells_of(rng.normal(size=12), rng.normal(size=12)), rng=rng, n_perm=499)
    assert row["p_method"] == "sampled"
    assert row["p_min"] == pytest.approx(1 / 500)
    assert row["p"] >= row["p_min"]


def test_strata_are_weighted_like_a_regression_with_a_constant_each(rng):
    frame = pd.DataFrame(
        {
            "outlet": [f"o{i}" for i in range(14)],
            "side": ["state"] * 5 + ["independent"] * 9,
            "lang": ["en", "en", "ru", "ru", "ru"] + ["en"] * 6 + ["ru"] * 3,
            "n": rng.integers(1, 20, 14),
        }
    )
    frame["total"] = frame.n * rng.normal(0, 1, 14)
    cells = Cells.from_frame(frame, strata=["lang"])
    own = cells.left[None, :].astype(float)
    design = np.column_stack([frame.side == "state", frame.lang == "en", frame.lang == "ru"]).astype(float)
    for weights, w in (("outlets", np.ones(14)), ("articles", frame.n.to_numpy(float))):
        root = np.sqrt(w)[:, None]
        oracle = np.linalg.lstsq(design * root, (frame.total / frame.n).to_numpy() * root[:, 0], rcond=None)[
            0
        ][0]
        assert inference.difference(cells, own, 1 - own, weights=weights)[0] == pytest.approx(
            oracle, abs=1e-12
        )


def test_an_outlet_in_two_strata_is_one_outlet(rng):
    """Copying every outlet into a second language must not narrow the interval."""
    base = pd.DataFrame({"outlet": list("abcdefghij"), "side": ["state"] * 5 + ["independent"] * 5, "n": 1})
    base["total"] = rng.normal(size=10)
    twice = pd.concat([base.assign(lang="en"), base.assign(lang="ru")])
    one = inference.contrast(Cells.from_frame(base), rng=np.random.default_rng(1))
    two = inference.contrast(Cells.from_frame(twice, strata=["lang"]), rng=np.random.default_rng(1))
    for key in ("estimate", "low", "high", "df", "p", "loo_low", "loo_high"):
        assert two[key] == pytest.approx(one[key], abs=1e-12), key


def test_strata_without_two_outlets_a_side_are_left_out(rng):
    frame = pd.DataFrame({"outlet": list("abcdefg"), "side": ["state"] * 3 + ["independent"] * 4, "n": 1})
    frame["total"], frame["lang"] = rng.normal(size=7), "en"
    lone = pd.DataFrame(
        {"outlet": ["a", "d"], "side": ["state", "independent"], "n": 1, "total": [9.0, -9.0], "lang": "kk"}
    )
    cells = Cells.from_frame(pd.concat([frame, lone]), strata=["lang"])
    assert inference.contrast(cells, rng=rng)["estimate"] == pytest.approx(
        frame.total[:3].mean() - frame.total[3:].mean()
    )


@pytest.mark.parametrize(
    ("sides", "note"),
    [
        ((0, 7), "not estimable: no state outlets, at least 3 are needed"),
        ((1, 2), "not estimable: 1 state outlet and 2 independent outlets, at least 3 are needed"),
        ((0, 0), "not estimable: no state outlets and no independent outlets, at least 3 are needed"),
    ],
)
def test_too_few_outlets_are_said_not_estimated(rng, sides, note):
    row = inference.contrast(cells_of(np.ones(sides[0]), np.ones(sides[1])), rng=rng)
    assert row["note"] == note
    assert np.isnan(row["estimate"]) and np.isnan(row["p"])


@pytest.mark.filterwarnings("error")
def test_equal_scores_everywhere_give_a_zero_without_warnings(rng):
    for weights in ("outlets", "articles"):
        row = inference.contrast(cells_of(np.zeros(5), np.zeros(6)), weights=weights, rng=rng)
        assert (row["estimate"], row["low"], row["high"], row["p"]) == (0.0, 0.0, 0.0, 1.0)


def test_leave_one_out_finds_the_outlet_that_carries_the_gap(rng):
    row = inference.contrast(cells_of([0, 0, 0, 0, 5.0], [0, 0, 0, 0, 0.0]), rng=rng)
    assert row["loo_outlet"] == "s4"
    assert (row["loo_low"], row["loo_high"]) == pytest.approx((0.0, 1.25))


def test_one_giant_outlet_makes_the_article_weighted_interval_unreliable(rng):
    cells = cells_of(rng.normal(size=6), rng.normal(size=6), n=[64, 3, 3, 3, 3, 3] + [10] * 6)
    row = inference.contrast(cells, weights="articles", rng=rng)
    assert row["note"] == "interval not reliable: s0 holds 81% of the state articles"
    assert inference.contrast(cells, weights="outlets", rng=rng)["note"] == ""


def test_bootstrap_from_sums_agrees_with_resampling_articles(rng):
    """1,000 articles: two levels redrawn for real, beside the draws from (n, sum, sum of squares)."""
    sizes = rng.multinomial(1000, rng.dirichlet(np.full(14, 2.0)))
    outlets = [rng.normal(rng.normal(0, 0.1), 0.4, size) for size in np.maximum(sizes, 1)]
    left, right = outlets[:6], outlets[6:]

    def redraw(side):
        chosen = rng.integers(0, len(side), len(side))
        return np.concatenate([rng.choice(side[i], side[i].size) for i in chosen]).mean()

    slow = np.array([redraw(left) - redraw(right) for _ in range(4000)])
    articles = pd.concat(
        pd.DataFrame({"outlet": f"o{i}", "side": "state" if i < 6 else "independent", "score": scores})
        for i, scores in enumerate(outlets)
    )
    fast = inference.bootstrap.bootstrap_difference(
        from_articles(articles), weights="articles", n_boot=40_000, rng=rng
    )
    assert fast.std() == pytest.approx(slow.std(), rel=0.04)
    assert np.quantile(fast, [0.025, 0.975]) == pytest.approx(np.quantile(slow, [0.025, 0.975]), abs=0.006)


def test_bootstrap_from_sums_is_the_naive_one_level_bootstrap(rng):
    """The same outlets drawn: the same means to 1e-12 as concatenating their articles."""
    outlets = [rng.normal(size=size) for size in (3, 40, 7, 11)]
    n = np.array([x.size for x in outlets])
    total = np.array([x.sum() for x in outlets])
    squares = np.array([(x**2).sum() for x in outlets])
    draws = inference.bootstrap_means(
        n, total, squares, n_boot=50, rng=np.random.default_rng(7), within=False
    )
    chosen = np.random.default_rng(7).integers(0, 4, size=(50, 4))
    slow = [np.concatenate([outlets[i] for i in row]).mean() for row in chosen]
    assert draws == pytest.approx(slow, abs=1e-12)


def test_same_seed_same_numbers():
    cells = cells_of(np.arange(6.0), np.arange(8.0) / 3, n=np.arange(1, 15))
    rows = [inference.contrast(cells, weights="articles", rng=np.random.default_rng(3)) for _ in range(2)]
    assert rows[0] == rows[1]


def test_cells_say_which_column_is_missing():
    with pytest.raises(KzlibError, match="'n'"):
        Cells.from_frame(pd.DataFrame({"outlet": [], "side": [], "total": []}))
    with pytest.raises(KzlibError, match="weights"):
        cells_of([1.0], [2.0]).size("words")
