"""Correct the machine's means by hand labels: prediction-powered inference with a tuned weight.

PPI++ (Angelopoulos, Duchi & Zrnic 2023, arXiv:2311.01453).  With y the hand labels, f the instrument's valences and
weights w = 1 / inclusion probability::

    estimate(λ) = λ · mean(f, all) + weighted mean(y − λ f, labelled)

Outlets are resampled in the labelled and in all sentences together; λ in [0, 1] minimises the variance over those resamples,
and λ = 0 is the labels alone, so the corrected interval is never wider than theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

MIN_LABELS = 100
MIN_OUTLETS = 5


def corrected(
    labelled: pd.DataFrame,
    scored: pd.DataFrame,
    *,
    groups: Sequence[str] | None = None,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone of groups of outlets, and the gap of two, corrected by hand labels.

    Parameters
    ----------
    labelled : hand-coded sentences: ``group``, ``outlet``, ``label`` (−1, 0, 1), ``valence`` (the instrument's) and
        ``weight`` (inverse inclusion probability).
    scored : all sentences of the corpus: ``group``, ``outlet``, ``valence``.
    groups : the groups, in order; by default sorted.  With two, a row of their difference (first − second) follows.
    n_boot, seed : of the resampling of outlets.

    Returns
    -------
    DataFrame, one row a group: ``group``, ``n_labels``, ``n_outlets`` (with labels), ``n_sentences``, ``uncorrected``
    (mean valence), ``labels_only`` with ``labels_low``, ``labels_high``; ``estimate`` with ``low``, ``high`` (95 %, t on outlets − 1
    degrees of freedom), ``lambda_`` (0: the instrument says nothing; 1: it says all) and ``note`` ("not estimable: …" under 100
    labels or 5 outlets).
    """
    names = sorted(scored["group"].dropna().unique()) if groups is None else list(groups)
    rng = np.random.default_rng(seed)
    parts = {
        name: _group(labelled[labelled["group"] == name], scored[scored["group"] == name], n_boot, rng)
        for name in names
    }
    rows = [{"group": name} | row for name, (row, _) in parts.items()]
    if len(names) == 2:
        rows.append({"group": f"{names[0]} − {names[1]}"} | _gap(*(parts[name] for name in names)))
    return pd.DataFrame(rows)


def _group(
    labelled: pd.DataFrame, scored: pd.DataFrame, n_boot: int, rng: np.random.Generator
) -> tuple[dict[str, object], np.ndarray | None]:
    """A group's row, and its resamples: labels alone and the difference that λ weighs (n_boot × 2)."""
    n_outlets = labelled["outlet"].nunique()
    counts = {"n_labels": len(labelled), "n_outlets": n_outlets, "n_sentences": len(scored)}
    missing = dict.fromkeys(
        ("labels_only", "labels_low", "labels_high", "estimate", "low", "high", "lambda_"), np.nan
    )
    uncorrected = {"uncorrected": scored["valence"].mean() if len(scored) else np.nan}
    if len(labelled) < MIN_LABELS or n_outlets < MIN_OUTLETS:
        note = f"not estimable: {len(labelled)} labels of {n_outlets} outlets; at least {MIN_LABELS} of {MIN_OUTLETS} are needed"
        return counts | uncorrected | missing | {"note": note}, None
    outlets = pd.Index(scored["outlet"].dropna().unique()).union(labelled["outlet"].dropna().unique())
    sums = _outlet_sums(labelled, scored, outlets)
    draws = rng.multinomial(len(outlets), np.full(len(outlets), 1 / len(outlets)), size=n_boot)
    resampled = _means(draws @ sums)
    resampled = resampled[np.isfinite(resampled).all(axis=1)]
    point = _means(sums.sum(axis=0, keepdims=True))[0]
    tuned = _tune(resampled)
    row = (
        counts
        | uncorrected
        | _interval("labels_only", "labels_", point[0], resampled[:, 0], n_outlets)
        | _interval("estimate", "", point[0] + tuned * point[1], resampled @ [1, tuned], n_outlets)
    )
    return row | {"lambda_": tuned, "note": ""}, np.vstack([point, resampled])


def _outlet_sums(labelled: pd.DataFrame, scored: pd.DataFrame, outlets: pd.Index) -> np.ndarray:
    """Per outlet: Σw, Σwy, Σwf over its labelled sentences; n and Σf over all its sentences."""
    weight = labelled["weight"].to_numpy(dtype=float)
    place = outlets.get_indexer(pd.Index(labelled["outlet"]))
    everywhere = outlets.get_indexer(pd.Index(scored["outlet"]))
    sums = np.zeros((len(outlets), 5))
    for column, value in enumerate(
        (1.0, labelled["label"].to_numpy(dtype=float), labelled["valence"].to_numpy(dtype=float))
    ):
        np.add.at(sums[:, column], place[place >= 0], (weight * value)[place >= 0])
    np.add.at(sums[:, 3], everywhere[everywhere >= 0], 1.0)
    np.add.at(
        sums[:, 4], everywhere[everywhere >= 0], scored["valence"].to_numpy(dtype=float)[everywhere >= 0]
    )
    return sums


def _means(sums: np.ndarray) -> np.ndarray:
    """Rows of sums → the weighted mean label, and mean valence of all minus weighted mean valence of the labelled."""
    with np.errstate(invalid="ignore", divide="ignore"):
        label, inside = sums[:, 1] / sums[:, 0], sums[:, 2] / sums[:, 0]
        return np.column_stack([label, sums[:, 4] / sums[:, 3] - inside])


def _tune(resampled: np.ndarray) -> float:
    """λ in [0, 1] with the least variance over the resamples."""
    covariance = np.cov(resampled.T)
    return float(np.clip(-covariance[0, 1] / covariance[1, 1], 0, 1)) if covariance[1, 1] > 0 else 0.0


def _interval(
    name: str, prefix: str, estimate: float, resampled: np.ndarray, n_outlets: int
) -> dict[str, float]:
    from kzlib.inference.welch import t_quantile

    # the bootstrap of n outlets draws with variance (n − 1) / n of the outlets' own
    half = t_quantile(n_outlets - 1) * resampled.std(ddof=1) * np.sqrt(n_outlets / (n_outlets - 1))
    return {
        name: float(estimate),
        f"{prefix}low": float(estimate - half),
        f"{prefix}high": float(estimate + half),
    }


def _gap(first: tuple[dict, np.ndarray | None], second: tuple[dict, np.ndarray | None]) -> dict[str, object]:
    """The difference of two groups, with one λ for both."""
    (one, left), (other, right) = first, second
    counts = {name: one[name] + other[name] for name in ("n_labels", "n_outlets", "n_sentences")}
    uncorrected = {"uncorrected": one["uncorrected"] - other["uncorrected"]}
    if left is None or right is None:
        missing = dict.fromkeys(
            ("labels_only", "labels_low", "labels_high", "estimate", "low", "high", "lambda_"), np.nan
        )
        return counts | uncorrected | missing | {"note": one["note"] or other["note"]}
    size = min(len(left), len(right))
    point, resampled = left[0] - right[0], left[1:size] - right[1:size]
    tuned = _tune(resampled)
    smaller = min(one["n_outlets"], other["n_outlets"])
    return (
        counts
        | uncorrected
        | _interval("labels_only", "labels_", point[0], resampled[:, 0], smaller)
        | _interval("estimate", "", point[0] + tuned * point[1], resampled @ [1, tuned], smaller)
        | {"lambda_": tuned, "note": ""}
    )
