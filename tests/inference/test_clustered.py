"""The cluster-robust t against regressions with the matrices written out."""

import numpy as np
import pandas as pd
import pytest

from kzlib import inference
from kzlib.inference import Cells


@pytest.fixture
def rng():
    return np.random.default_rng(20262)


def made(rng, left, right, *, langs=("en",)):
    rows = [
        {"side": side, "outlet": f"{side}{i}", "lang": lang, "n": int(rng.integers(1, 40))}
        for side, count in (("state", left), ("independent", right))
        for i in range(count)
        for lang in langs
    ]
    frame = pd.DataFrame(rows)
    frame["total"] = frame["n"] * rng.normal(0, 0.2, len(frame))
    frame["squares"] = frame["total"] ** 2 / frame["n"] + frame["n"] * 0.1
    return frame


def regression(frame):
    """CR2 and Bell and McCaffrey's df of a weighted regression on two constants, one cell a cluster."""
    x = np.column_stack([frame.side == "state", frame.side != "state"]).astype(float)
    w, y = frame.n.to_numpy(float), (frame.total / frame.n).to_numpy()
    bread = np.linalg.inv(x.T @ (x * w[:, None]))
    contrast = np.array([1.0, -1.0])
    hat = x @ bread @ (x * w[:, None]).T
    residual = (np.eye(len(y)) - hat) @ y
    lever = 1 - np.diag(hat)
    pull = contrast @ bread @ (x * w[:, None]).T / np.sqrt(lever)
    form = pull[:, None] * (np.eye(len(y)) - hat)
    parts = [form[(frame.side == side).to_numpy()] for side in ("state", "independent")]
    v = np.array([((part @ y) ** 2).sum() for part in parts])
    df = np.array([np.trace(p @ p.T) ** 2 / ((p @ p.T) ** 2).sum() for p in parts])
    assert (pull * residual) @ (pull * residual) == pytest.approx(v.sum())
    return contrast @ bread @ x.T @ (w * y), np.sqrt(v.sum()), v.sum() ** 2 / (v**2 / df).sum()


@pytest.mark.parametrize("sizes", [(5, 6), (3, 12), (8, 8)])
def test_article_weights_are_cr2_of_a_weighted_regression(rng, sizes):
    frame = made(rng, *sizes)
    found = inference.cluster_t(Cells.from_frame(frame), "articles")
    assert found == pytest.approx(regression(frame), rel=1e-10)


def test_outlet_weights_are_welch(rng):
    frame = made(rng, 6, 9)
    mean = (frame.total / frame.n).to_numpy()
    state = (frame.side == "state").to_numpy()
    oracle = inference.welch(mean[state], mean[~state])
    found = inference.cluster_t(Cells.from_frame(frame), "outlets")
    assert found == pytest.approx((oracle["estimate"], oracle["se"], oracle["df"]), rel=1e-10)


def test_a_giant_leaves_hardly_a_degree_of_freedom(rng):
    """Eight outlets a side of which one holds nearly all articles are not eight outlets."""
    frame = made(rng, 8, 8).assign(n=10)
    giants = frame.assign(n=np.where(frame.index % 8, 10, 4000))
    equal, few = (inference.cluster_t(Cells.from_frame(each), "articles")[2] for each in (frame, giants))
    assert equal > 10 and few < 2.5


@pytest.mark.parametrize("weights", ["outlets", "articles"])
def test_p_is_the_larger_of_two_and_never_denies_the_interval(rng, weights):
    for _ in range(20):
        row = inference.contrast(Cells.from_frame(made(rng, 6, 7)), weights=weights, n_boot=50, rng=rng)
        own = inference.t_p(row["estimate"], row["se"], row["df"])
        assert row["p"] == pytest.approx(max(own, row["p_permutation"]))
        assert (row["p"] <= 0.05) <= (row["low"] > 0 or row["high"] < 0)
        bounds = (row["boot_low"], row["boot_high"])
        assert np.isnan(bounds).all() if weights == "outlets" else bounds[0] < row["estimate"] < bounds[1]


@pytest.mark.filterwarnings("error")
def test_nothing_that_varies(rng):
    frame = made(rng, 5, 6).assign(total=0.0, squares=0.0)
    assert inference.cluster_t(Cells.from_frame(frame), "articles")[:2] == (0.0, 0.0)
    row = inference.contrast(Cells.from_frame(frame), weights="articles", rng=rng)
    assert (row["low"], row["high"], row["p"]) == (0.0, 0.0, 1.0)


def test_an_outlet_in_two_languages_is_one_cluster(rng):
    frame = made(rng, 5, 6, langs=("en", "ru"))
    found = inference.cluster_t(Cells.from_frame(frame, strata=["lang"]), "articles")
    apart = frame.assign(outlet=frame.outlet + frame.lang)
    assert inference.cluster_t(Cells.from_frame(apart, strata=["lang"]), "articles")[0] == pytest.approx(
        found[0]
    )
    same = (
        frame.copy()
    )  # an outlet that says the same in both languages does not get surer by saying it twice
    same["total"] = same.groupby("outlet")["total"].transform("first")
    same["n"] = same.groupby("outlet")["n"].transform("first")
    once = same.drop_duplicates("outlet")
    twice = inference.cluster_t(Cells.from_frame(same, strata=["lang"]), "articles")
    assert twice == pytest.approx(inference.cluster_t(Cells.from_frame(once), "articles"))
