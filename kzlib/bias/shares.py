"""Shares of either side with outlet-clustered intervals: what coverage, naming and voices have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.common import COMBINED, SIDES
from kzlib.inference import Cells
from kzlib.inference.contrast import FLOOR, shortage


def share_table(
    base: pd.DataFrame,
    hits: pd.DataFrame,
    about: Sequence[str],
    places: Sequence[tuple[str, str]],
    *,
    weights: str,
    min_outlets: int,
) -> pd.DataFrame:
    """The share of every item of ``hits`` in ``base``, side by side.

    Parameters
    ----------
    base : DataFrame
        What shares are shares of: collection, lang, place, outlet, side, ``n`` and the columns of ``about`` but the last.
    hits : DataFrame
        How much of it falls to each item: the same keys, all columns of ``about`` (the last one names the item)
        and ``total``.
    about : sequence of str
        The columns that make an item, in the order of the table's rows.
    weights : {"outlets", "articles"}
        Whether every outlet counts the same, or every unit counted in ``n`` does.

    Returns
    -------
    DataFrame
        Per collection, language (and combined, where there are several), item and side (state, independent,
        difference): ``estimate`` (0–1), ``low``, ``high``, ``n_item``, ``n``, ``n_outlets``, ``note``.
    """
    keys = ["collection", "lang", "place", "outlet", "side"]
    inside = [name for name in about if name in base.columns]
    groups: dict[Any, pd.DataFrame] = dict(list(base.groupby(inside, sort=False))) if inside else {(): base}
    rows: list[dict[str, Any]] = []
    for item, found in hits.groupby(list(about), sort=False):
        values = dict(zip(about, item, strict=True))
        whole = groups.get(tuple(values[name] for name in inside), base.iloc[:0])
        counted = (
            whole[[*keys, "n"]].merge(found[[*keys, "total"]], on=keys, how="left").fillna({"total": 0.0})
        )
        for pair in places:
            here = counted[(counted["collection"] == pair[0]) & (counted["lang"] == pair[1])]
            rows += [
                {"collection": pair[0], "lang": pair[1], **values, **part}
                for part in _sides(here, weights, min_outlets)
            ]
        if len(places) > 1:
            everywhere = {"collection": COMBINED, "lang": COMBINED, **values}
            rows += [everywhere | part for part in _sides(counted, weights, min_outlets)]
    columns = [
        "collection",
        "lang",
        *about,
        "side",
        "estimate",
        "n_item",
        "n",
        "n_outlets",
        "variance",
        "note",
    ]
    return _intervals(pd.DataFrame(rows, columns=columns), ["collection", "lang", *about[:-1], "side"])


def _sides(here: pd.DataFrame, weights: str, min_outlets: int) -> list[dict[str, Any]]:
    """The rows state, independent and difference of one item in one place."""
    cells = Cells.from_frame(here, strata=["place"])
    both = cells.comparable()
    if min(both.left.sum(), (~both.left).sum()) < FLOOR:
        both = cells.pick(np.zeros(cells.unit.size, dtype=bool))  # no contrast: each side stands alone
    used = both if both.unit.size else cells
    left = used.left[used.unit]
    own = used.left[None, :].astype(float)
    means = inference.side_means(used, weights) if both.unit.size else (np.nan, np.nan)
    variances = inference.linearised(used, own, 1.0 - own, weights=weights)[1:]
    rows: list[dict[str, Any]] = []
    for side, mine, mean, variance in zip(SIDES, (left, ~left), means, variances, strict=True):
        value, noise = float(mean), float(variance[0])
        if np.isnan(value) and mine.any():  # the other side is missing here: this one stands alone
            value, noise = _alone(used, mine, weights)
        outlets = int(np.unique(used.unit[mine]).size)
        short = shortage([outlets], min_outlets, (side,))
        rows.append(
            {
                "side": side,
                "estimate": np.nan if short.startswith("not") else float(np.clip(value, 0.0, 1.0)),
                "variance": noise,
                "n_item": int(round(used.total[mine].sum())),
                "n": int(used.n[mine].sum()),
                "n_outlets": outlets,
                "note": short,
            }
        )
    notes = sorted((row["note"] for row in rows if row["note"]), key=lambda note: not note.startswith("not"))
    joined = {name: rows[0][name] + rows[1][name] for name in ("n_item", "n", "n_outlets")}
    gap = rows[0]["estimate"] - rows[1]["estimate"]
    return [
        *rows,
        joined
        | {"side": "difference", "estimate": gap, "variance": np.nan, "note": notes[0] if notes else ""},
    ]


def _alone(cells: Cells, mine: np.ndarray, weights: str) -> tuple[float, float]:
    """A side's share and its variance without another side to be compared with (strata pooled)."""
    g = np.unique(cells.unit[mine]).size
    size = cells.size(weights)[mine]
    share = float((size * cells.mean[mine]).sum() / size.sum())
    influence = np.bincount(cells.unit[mine], weights=size * (cells.mean[mine] - share)) / size.sum()
    return share, float(g / max(g - 1, 1) * (influence**2).sum())


def _intervals(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """``low`` and ``high``: a share of 0 borrows the mean design effect of its side's other items."""
    size = table["n"].where(table["n"] > 0)
    binomial = table["estimate"] * (1 - table["estimate"]) / size
    effect = (table["variance"] / binomial.where(binomial > 1e-15)).clip(lower=1.0)
    borrowed = effect.groupby([table[key] for key in keys]).transform("mean").tolist() if len(table) else []
    shares, bounds = table["estimate"].tolist(), list[tuple[float, float]]()
    columns = (table[name].tolist() for name in ("side", "variance", "n", "n_outlets"))
    for index, (side, variance, n, outlets) in enumerate(zip(*columns, strict=True)):
        if side == "difference":
            before = (index - 2, index - 1)
            a, b = ({"estimate": shares[i], "low": bounds[i][0], "high": bounds[i][1]} for i in before)
            found = inference.difference_of_shares(a, b)
        else:
            found = inference.share_from_variance(shares[index], variance, n, outlets, deff=borrowed[index])
        bounds.append((found["low"], found["high"]))
    out = table.assign(low=[low for low, _ in bounds], high=[high for _, high in bounds])
    order = [*table.columns[:-5], "low", "high", "n_item", "n", "n_outlets", "note"]
    return out[order]
