"""False discovery, shrinkage and shares."""

import numpy as np
import pytest
from scipy import stats

from kzlib import inference
from kzlib.inference.multiple import _paule_mandel
from kzlib.inference.shares import design_effect


def test_q_values_are_scipys():
    p = np.random.default_rng(2).random(200) ** 2
    assert inference.benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-15)


def test_missing_p_is_no_test():
    q = inference.benjamini_hochberg([0.01, np.nan, 0.02])
    assert np.isnan(q[1])
    assert q[[0, 2]] == pytest.approx([0.02, 0.02])
    assert inference.benjamini_hochberg([]).size == 0


def test_shrinkage_is_monotone_in_size_and_keeps_the_range():
    rng = np.random.default_rng(4)
    n = np.array([2, 5, 20, 100, 400])
    scores = [rng.normal(mean, 1, size) for mean, size in zip([0, 1, -1, 0.5, 2], n, strict=True)]
    table = inference.shrink(n, [x.sum() for x in scores], [(x**2).sum() for x in scores])
    assert table.weight.is_monotonic_increasing
    assert table.shrunk.between(table["mean"].min(), table["mean"].max()).all()
    assert (table.low < table.shrunk).all() and (table.shrunk < table.high).all()


def test_no_difference_between_outlets_shrinks_to_one_mean():
    assert _paule_mandel(np.array([0.1, 0.11, 0.09]), np.array([1.0, 1.0, 1.0])) == 0.0


def test_single_articles_cannot_be_shrunk():
    table = inference.shrink([1, 1], [0.2, 0.4], [0.04, 0.16])
    assert table.shrunk.tolist() == [0.2, 0.4]
    assert table.low.isna().all()


def test_share_interval_is_clopper_pearson_at_the_effective_size():
    hits, n = np.array([10.0, 0, 5, 2, 8, 1]), np.array([20.0, 20, 20, 20, 20, 20])
    deff = design_effect(hits, n)
    p, total = hits.sum() / n.sum(), n.sum()
    variance = 6 / 5 * ((hits - p * n) ** 2).sum() / total**2
    assert deff == pytest.approx(variance / (p * (1 - p) / total))
    effective = total / deff / (stats.t.ppf(0.975, 5) / stats.norm.ppf(0.975)) ** 2
    share = inference.share_interval(hits, n)
    x = p * effective
    assert share["low"] == pytest.approx(stats.beta.ppf(0.025, x, effective - x + 1), abs=1e-6)
    assert share["high"] == pytest.approx(stats.beta.ppf(0.975, x + 1, effective - x), abs=1e-6)


def test_silence_has_an_upper_bound():
    """Nothing on a topic in 80 articles does not mean that nothing ever appears."""
    alone = inference.share_interval(np.zeros(8), np.full(8, 10.0))
    clustered = inference.share_interval(np.zeros(8), np.full(8, 10.0), deff=4.0)
    assert alone["low"] == 0.0 and 0.04 < alone["high"] < clustered["high"] < 0.4


@pytest.mark.filterwarnings("error")
def test_degenerate_shares():
    assert np.isnan(inference.share_interval([], [])["estimate"])
    one = inference.share_interval([3.0], [9.0])
    assert (one["low"], one["high"]) == (0.0, 1.0)
    every = inference.share_interval([4.0, 4.0], [4.0, 4.0])
    assert every["estimate"] == every["high"] == 1.0 and every["low"] < 1
