"""Places by words, with the outlet itself left out."""

import zlib

import numpy as np
import pytest

from kzlib import bias
from kzlib.bias.placing import PENALTY, Axis, _leave_out, fit, place_outlets, ranked

QUICK = {"n_boot": 30, "n_perm": 99}


def written(shared_words):
    """Each outlet has words of its own; ``shared_words`` says which words a side shares."""

    def plant(row):
        odd = zlib.crc32(row["doc_id"].encode())
        row["words"] = (
            [f"own{row['outlet']}"] * 3
            + [f"common{odd % 7}"] * (1 + odd // 11 % 3)
            + [f"word{odd // 5 % 9}"] * 2
        )
        row["words"] += shared_words.get(row["side"], []) * (1 + odd // 3 % 2)

    return plant


def test_sides_that_share_words_are_placed_apart(planted, tmp_path):
    plant = planted().change(
        written({"state": ["stability", "progress"], "independent": ["verdict", "arrest"]})
    )
    table = bias.slant(*plant.write(tmp_path), **QUICK)
    places = table[table["measure"] == "place"]
    assert places.loc[places["side"] == "state", "estimate"].min() > 0.2
    assert places.loc[places["side"] == "independent", "estimate"].max() < -0.2
    test = table[table["measure"] == "separability"].iloc[0]
    assert test["estimate"] > test["null_high"] and test["p"] <= 0.02
    assert table.loc[table["measure"] == "ranking", "estimate"].item() == 1.0


def test_an_outlets_own_words_place_it_nowhere(planted, tmp_path):
    """Only idiosyncrasies: in the sample the sides are perfectly separable, outside of it not at all."""
    table = bias.slant(*planted().change(written({})).write(tmp_path), floor_outlets=1, **QUICK)
    test = table[table["measure"] == "separability"].iloc[0]
    assert test["null_low"] - 0.02 <= test["estimate"] <= test["null_high"] + 0.02
    places = table[table["measure"] == "place"].groupby("side")["estimate"].mean()
    assert abs(places["state"] - places["independent"]) < 0.8


def test_outlets_of_neither_side_are_placed_too(planted, tmp_path):
    plant = planted(state=7).change(written({"state": ["stability"], "independent": ["verdict"]}))
    corpus, articles = plant.write(tmp_path)
    articles.loc[articles["outlet"] == "s3", "side"] = None
    table = bias.slant(corpus, articles, **QUICK)
    row = table[table["outlet"] == "s3"].iloc[0]
    assert row["side"] == "" and row["low"] > 0


def test_intervals_widen_for_an_outlet_with_few_articles(planted, tmp_path):
    plant = planted(per_outlet=20).change(written({"state": ["stability"], "independent": ["verdict"]}))
    plant.frame = [row for row in plant.frame if row["outlet"] != "s0" or row["number"] < 3]
    places = bias.slant(*plant.write(tmp_path), **QUICK).set_index("outlet")
    width = places["high"] - places["low"]
    assert width["s0"] > width[["s1", "s2", "s3"]].max()


def test_too_few_outlets_with_enough_articles(planted, tmp_path):
    table = bias.slant(*planted(state=2).change(written({})).write(tmp_path), **QUICK)
    assert table["note"].item().startswith("not estimable: 2 state outlets")


def test_leave_out_estimate_by_hand():
    shares = np.array([[0.5, 0.5], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6]])
    left = np.array([True, True, False, False])
    right_mean = shares[2:].mean(axis=0)
    values = []
    for i, j in ((0, 1), (1, 0)):
        rho = shares[j] / (shares[j] + right_mean)
        values.append(shares[i] @ rho)
    left_mean = shares[:2].mean(axis=0)
    others = []
    for i, j in ((2, 3), (3, 2)):
        rho = left_mean / (left_mean + shares[j])
        others.append(shares[i] @ (1 - rho))
    assert _leave_out(shares, left) == pytest.approx((np.mean(values) + np.mean(others)) / 2)


def test_ranking_of_noise_is_a_coin_on_average():
    """Leaving out one outlet alone would rank noise below chance; leaving out pairs does not."""
    rng = np.random.default_rng(3)
    left = np.arange(10) < 5
    values = [ranked(rng.dirichlet(np.full(30, 0.5), 10), left).mean() for _ in range(60)]
    assert np.mean(values) == pytest.approx(0.5, abs=0.07)


def test_the_fit_is_ridge_regression():
    """The dual form, with both sides weighing the same and an outlet counted twice, is the primal one."""
    rng = np.random.default_rng(5)
    points, left = rng.normal(size=(7, 4)), np.arange(7) < 3
    times = np.array([1.0, 2, 0, 1, 1, 1, 0])
    places, alpha, middle = fit(points @ points.T, left, times)
    used = times > 0
    weight = np.where(left, times / times[left].sum(), times / times[~left].sum())[used] / 2
    centre = middle @ points
    design, goal = points[used] - centre, np.where(left, 1.0, -1.0)[used]
    ridge = PENALTY * (design**2).sum() / used.sum()
    root = np.sqrt(weight * used.sum())[:, None]
    primal = np.linalg.solve(
        (design * root).T @ (design * root) + ridge * np.eye(4), (design * root).T @ (goal * root[:, 0])
    )
    assert places == pytest.approx((points - centre) @ primal, abs=1e-9)
    assert alpha[~used].tolist() == [0.0, 0.0]


def test_slopes_say_how_words_move_an_outlet():
    shares = np.random.default_rng(1).dirichlet(np.ones(8), 6)
    outlets = [(f"o{i}", "state" if i < 3 else "independent" if i < 5 else "") for i in range(6)]
    axis = Axis(outlets, [f"t{i}" for i in range(8)], shares, np.full(6, 100.0))
    placed, slopes = place_outlets(axis, 20, np.random.default_rng(2))
    moved = shares.copy()
    moved[5, 0] += 1e-6
    again, _ = place_outlets(Axis(outlets, axis.terms, moved, axis.words), 2, np.random.default_rng(2))
    assert (again["place"][5] - placed["place"][5]) / 1e-6 == pytest.approx(slopes[5, 0], rel=1e-3)
    assert np.isfinite(placed["variance"]).all()
