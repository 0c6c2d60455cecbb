"""Keyness against hand-worked cases and an independent implementation written the long way."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.errors import KzlibError
from kzlib.terms.keyness import compare, g2, g2_log10_p, g2_p, log_odds, log_ratio

COUNTS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=2, max_size=30)


def by_hand(a, b, prior_words):
    """Monroe, Colaresi and Quinn's equations, one term at a time with the standard library."""
    na, nb = sum(a), sum(b)
    alpha = [prior_words * (x + y) / (na + nb) for x, y in zip(a, b, strict=True)]
    alpha0 = math.fsum(alpha)
    rows = []
    for x, y, al in zip(a, b, alpha, strict=True):
        odds_a = (x + al) / (na + alpha0 - x - al)
        odds_b = (y + al) / (nb + alpha0 - y - al)
        se = math.sqrt(1 / (x + al) + 1 / (y + al))
        rows.append((math.log(odds_a) - math.log(odds_b), se))
    return rows


def g2_by_hand(x, y, na, nb):
    """The four cells, Dunning's way, exactly rounded."""
    total = na + nb
    cells = []
    for observed, n in ((x, na), (y, nb), (na - x, na), (nb - y, nb)):
        row = x + y if len(cells) < 2 else total - x - y
        cells.append(observed * math.log(observed * total / (n * row)) if observed else 0.0)
    return 2 * math.fsum(cells)


def test_a_case_worked_by_hand():
    # a: 30 of 100, b: 10 of 100; expected 20 each
    assert g2([30], [10], 100, 100)[0] == pytest.approx(
        2 * (30 * math.log(1.5) + 10 * math.log(0.5) + 70 * math.log(7 / 8) + 90 * math.log(9 / 8)), abs=1e-12
    )
    assert log_ratio([30], [10], 100, 100)[0] == pytest.approx(math.log2(3), abs=1e-12)
    # prior of two words: alpha = (1, 1); (8+1)/(10+2-9) = 3 against (2+1)/(10+2-3) = 1/3
    odds = log_odds([8, 2], [2, 8], prior_words=2)
    assert odds["log_odds"][0] == pytest.approx(math.log(9), abs=1e-12)
    assert odds["se"][0] == pytest.approx(math.sqrt(1 / 9 + 1 / 3), abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.floats(0.5, 5000))
def test_agrees_with_an_independent_implementation(rows, prior_words):
    rows = [(x, y) for x, y in rows if x + y]
    a, b = [x for x, _ in rows], [y for _, y in rows]
    if not sum(a) or not sum(b) or len(rows) < 2:
        return
    ours = log_odds(a, b, prior_words=prior_words)
    for k, (delta, se) in enumerate(by_hand(a, b, prior_words)):
        assert ours["log_odds"][k] == pytest.approx(delta, abs=1e-9)
        assert ours["se"][k] == pytest.approx(se, rel=1e-9)
        assert ours["z"][k] == pytest.approx(delta / se, abs=1e-9)
    statistic = g2(a, b)
    assert (statistic >= 0).all()
    for k, (x, y) in enumerate(rows):
        assert statistic[k] == pytest.approx(g2_by_hand(x, y, sum(a), sum(b)), abs=1e-9, rel=1e-9)


def test_g2_is_scipys():
    from scipy.stats import chi2, chi2_contingency

    rng = np.random.default_rng(5)
    a, b = rng.integers(1, 400, 40), rng.integers(1, 400, 40)
    for k, value in enumerate(g2(a, b)):
        table = [[a[k], b[k]], [a.sum() - a[k], b.sum() - b[k]]]
        theirs = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        assert value == pytest.approx(theirs[0], abs=1e-9)
        assert g2_p(value) == pytest.approx(theirs[1], rel=1e-6)
    for big in (80.0, 700.0, 1400.0):
        assert g2_p(big) == pytest.approx(chi2.sf(big, 1), rel=1e-9)
        assert g2_log10_p(big) == pytest.approx(chi2.logsf(big, 1) / math.log(10), rel=1e-9)


def test_tails_do_not_underflow():
    assert 0 < g2_p(1000.0) < 1e-200
    assert g2_log10_p(1e7) < -2e6
    assert g2_p(0.0) == 1.0
    assert g2_log10_p(0.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([0, 0, 0], [0, 0, 0]),  # nobody said anything
        ([3, 2, 1], [0, 0, 0]),  # an empty side
        ([5, 0, 0], [0, 5, 0]),  # terms of one side only, and one of neither
        ([4, 4, 4], [4, 4, 4]),  # no difference at all
        ([7], [9]),  # one term is all there is
        ([], []),  # no vocabulary
        ([10**9, 1], [1, 10**9]),
    ],
)
def test_edges_are_defined_and_silent(a, b):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = compare(pd.DataFrame({"a": pd.Series(a, dtype=float), "b": pd.Series(b, dtype=float)}))
    assert (table["g2"] >= 0).all() and table["p"].between(0, 1).all()
    estimable = bool(sum(a)) and bool(sum(b))
    for column in ("log_odds", "z", "log_ratio"):
        assert np.isfinite(table[column]).all() if estimable else table[column].isna().all()
    assert (table["note"] == "").all() if estimable else table["note"].str.startswith("not estimable: ").all()


def test_no_difference_is_nothing():
    table = compare(pd.DataFrame({"a": [4, 40, 400], "b": [4, 40, 400]}))
    assert table["log_odds"].tolist() == [0, 0, 0]
    assert table["log_ratio"].tolist() == [0, 0, 0]
    assert table["g2"].tolist() == [0, 0, 0]
    assert table["p"].tolist() == [1, 1, 1]


def test_swapping_the_sides_changes_the_sign():
    table = compare(pd.DataFrame({"a": [4, 0, 400], "b": [90, 3, 7]}))
    back = compare(pd.DataFrame({"a": [90, 3, 7], "b": [4, 0, 400]}))
    assert np.allclose(table["log_odds"], -back["log_odds"], atol=1e-12)
    assert np.allclose(table["log_ratio"], -back["log_ratio"], atol=1e-12)
    assert np.allclose(table["g2"], back["g2"], atol=1e-9)


def test_a_larger_prior_shrinks():
    a, b = [3, 97], [0, 100]
    steps = [abs(log_odds(a, b, prior_words=w)["log_odds"][0]) for w in (1, 10, 100, 1000)]
    assert steps == sorted(steps, reverse=True)


def test_what_cannot_be_is_refused():
    with pytest.raises(KzlibError, match="same terms"):
        g2([1, 2], [1])
    with pytest.raises(KzlibError, match="0 or more"):
        log_ratio([-1], [1])
    with pytest.raises(KzlibError, match="more frequent"):
        g2([5], [5], 3, 9)
    with pytest.raises(KzlibError, match="prior"):
        log_odds([1, 2], [2, 1], prior=[1])
