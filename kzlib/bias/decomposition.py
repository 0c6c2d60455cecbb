"""Is the gap in tone one of agenda (other topics) or of framing (the same topics, told otherwise)?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kzlib.bias.common import COMBINED, SIDES, generator, groups, sided
from kzlib.bias.scales import DEVIATIONS, VALENCE, in_deviations, scales
from kzlib.bias.tone_gap import instruments_used, outlet_tone
from kzlib.corpus import Corpus
from kzlib.inference.bootstrap import multiplicities, percentiles
from kzlib.inference.contrast import shortage
from kzlib.inference.welch import satterthwaite
from kzlib.reference import article_topics

Floats = NDArray[np.float64]
PARTS = ("gap", "agenda", "framing", "unmatched")
COLUMNS = (
    "collection", "lang", "by", "part", "topic", "unit", "estimate", "low", "high", "scale", "share_state", "share_independent",
    "tone_state", "tone_independent", "n_articles", "outlets_state", "outlets_independent", "note",
)  # fmt: skip
_QUERY = """
with scored as (
    select sel.doc_id, any_value(sel.outlet) as outlet, any_value(sel.side) as side, any_value(sel.collection) as
           collection, any_value(sel.lang) as lang, any_value(sel.place) as place, avg(tone.valence) as score
    from sel join tone on tone.doc_id = sel.doc_id and tone.instrument = sel.instrument and tone.target is null
    group by sel.doc_id
)
select collection, lang, place, outlet, side, topic, sum(share) as mass, sum(share * score) as tone
from scored join topics using (doc_id) group by all order by all
"""


def decomposition(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    by: str = "topic",
    weights: str = "outlets",
    topics: pd.DataFrame | None = None,
    instrument: str | None = None,
    min_outlets: int = 5,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """The tone gap split into agenda, framing and unmatched, which add up to it exactly.

    With *p* the share of a side's output on a topic and *m* the mean tone there (measured from the
    middle *c* of the two sides, so that the split does not depend on where a scale has its zero)::

        agenda    = Σ (p_s − p_i) (m_s + m_i) / 2      topics that both sides cover
        framing   = Σ (m_s − m_i) (p_s + p_i) / 2
        unmatched = Σ p_s m_s − Σ p_i m_i              topics that one side lacks

    Parameters
    ----------
    by : {"topic", "event"}
        What the sides are compared within.  An article on k topics is 1/k of each; one on none is the topic ``none``.
    weights : {"outlets", "articles"}
        Whether every outlet counts the same (as the main row of :func:`kzlib.bias.tone_gap`) or every article does.
    topics, instrument, min_outlets, n_boot, seed
        As elsewhere in :mod:`kzlib.bias`.

    Returns
    -------
    DataFrame
        Per collection, language (and combined): one row for each ``part`` (gap, agenda, framing, unmatched) with
        topic "" and, for agenda, framing and unmatched, a row for each topic's contribution.  ``estimate``, ``low``, ``high``
        in ``unit`` (95 % bootstrap over outlets with the set of topics fixed; percentiles widened for few
        outlets): valence, or standard deviations of an article's tone in the combined rows; ``scale`` the valence of one
        (1 in combined rows); ``share_*``, ``tone_*`` each side's share and tone on the topic.

    References
    ----------
    Kitagawa (1955), JASA 50; Hesterberg (2015), The American Statistician 69 (expanded percentiles).
    """
    chosen = sided(articles)
    wanted = instruments_used(corpus, articles, instrument)
    chosen = chosen.merge(wanted, on=["collection", "lang"], how="inner")
    shares = article_topics(corpus, chosen, topics) if by == "topic" else _events(articles, chosen)
    cells = corpus.sql(_QUERY, sel=chosen, topics=shares)
    known = scales(outlet_tone(corpus, chosen))
    measured = set(zip(wanted["collection"], wanted["lang"], strict=True))
    rows: list[dict[str, Any]] = []
    places = groups(articles)
    estimable = []
    for pair in places:
        here = cells[(cells["collection"] == pair[0]) & (cells["lang"] == pair[1])]
        own = _rows(here, weights, min_outlets, n_boot, generator(seed, *pair, by, weights))
        if pair not in measured:
            own = _nothing("not estimable: the corpus has no tone measured in this language")
        scale = known.loc[(known["collection"] == pair[0]) & (known["lang"] == pair[1]), "scale"]
        one = float(scale.iloc[0]) if len(scale) else float("nan")
        rows += [{"collection": pair[0], "lang": pair[1], "unit": VALENCE, "scale": one} | row for row in own]
        if not own[0]["note"].startswith("not") and one > 0:
            estimable.append(in_deviations(here, known, size="mass"))
    if len(places) != 1:
        rng = generator(seed, COMBINED, by, weights)
        rows += _combined(estimable, weights, min_outlets, n_boot, rng)
    return pd.DataFrame(rows, columns=list(COLUMNS)).assign(by=by)


def _combined(
    estimable: list[pd.DataFrame], weights: str, min_outlets: int, n_boot: int, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """All languages that have an estimate of their own, in standard deviations."""
    about = {"collection": COMBINED, "lang": COMBINED, "unit": DEVIATIONS, "scale": 1.0}
    if len(estimable) > 1:
        own = _rows(pd.concat(estimable), weights, min_outlets, n_boot, rng)
    else:
        few = "fewer than two languages have an estimate, so there is nothing to combine"
        own = _nothing(f"not estimable: {few}")
    return [about | row for row in own]


def _events(articles: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    event = articles["event"] if "event" in articles else pd.Series(None, index=articles.index, dtype=object)
    table = pd.DataFrame(
        {
            "doc_id": articles["doc_id"],
            "topic": event.astype(object).where(event.notna(), "none"),
            "share": 1.0,
        }
    )
    return table[table["doc_id"].isin(chosen["doc_id"])]


def _nothing(note: str, counts: list[int] | None = None) -> list[dict[str, Any]]:
    outlets = dict(zip(("outlets_state", "outlets_independent"), counts or [0, 0], strict=True))
    return [{"part": part, "topic": "", "note": note, "n_articles": 0, **outlets} for part in PARTS]


def _rows(
    cells: pd.DataFrame, weights: str, min_outlets: int, n_boot: int, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """All parts of one place (several strata in it are combined)."""
    counts = [int(cells.loc[cells["side"] == side, "outlet"].nunique()) for side in SIDES]
    note = shortage(counts, min_outlets, SIDES)
    if note.startswith("not"):
        return _nothing(note, counts)
    units = cells[["side", "outlet"]].drop_duplicates().sort_values(["side", "outlet"], ignore_index=True)
    left = (units["side"] == SIDES[0]).to_numpy()
    names = sorted(cells["topic"].unique())
    tensors = [_tensor(part, units, names, weights) for _, part in cells.groupby("place", sort=True)]
    everyone = np.arange(len(units))
    draws = [
        multiplicities(everyone[left], len(units), n_boot, rng),
        multiplicities(everyone[~left], len(units), n_boot, rng),
    ]
    own, other = left[None, :].astype(float), 1.0 - left[None, :].astype(float)
    matched = _matched(tensors, own, other)
    found, described = _split(tensors, own, other, matched)
    drawn, _ = _split(tensors, draws[0], draws[1], matched)
    df = _freedom(tensors, left)
    about = {
        "n_articles": int(round(cells["mass"].sum())),
        "outlets_state": counts[0],
        "outlets_independent": counts[1],
        "note": note,
    }
    rows = []
    for k, part in enumerate(PARTS):
        low, high = percentiles(drawn[k].sum(axis=1), df, one_level=True)
        rows.append(
            {"part": part, "topic": "", "estimate": float(found[k].sum()), "low": low, "high": high, **about}
        )
        for t, topic in enumerate(names):
            if k and found[k][0, t]:
                low, high = percentiles(drawn[k][:, t], df, one_level=True)
                row = {
                    "part": part,
                    "topic": topic,
                    "estimate": float(found[k][0, t]),
                    "low": low,
                    "high": high,
                }
                rows.append(row | {name: float(values[t]) for name, values in described.items()} | about)
    return rows


def _tensor(part: pd.DataFrame, units: pd.DataFrame, names: list[str], weights: str) -> tuple[Floats, Floats]:
    """(outlet, topic): mass and tone-weighted mass; an outlet's masses add up to 1, or to its articles."""
    number = {key: index for index, key in enumerate(units.itertuples(index=False, name=None))}
    row = np.array([number[key] for key in zip(part["side"], part["outlet"], strict=True)], dtype=np.intp)
    column = np.searchsorted(np.array(names), part["topic"].to_numpy(str))
    mass, tone = np.zeros((len(units), len(names))), np.zeros((len(units), len(names)))
    np.add.at(mass, (row, column), part["mass"].to_numpy(float))
    np.add.at(tone, (row, column), part["tone"].to_numpy(float))
    if weights == "outlets":
        total = mass.sum(axis=1, keepdims=True)
        mass, tone = (np.divide(x, total, out=np.zeros_like(x), where=total > 0) for x in (mass, tone))
    return mass, tone


def _sums(tensor: tuple[Floats, Floats], chosen: Floats) -> tuple[Floats, Floats, Floats]:
    """A side's weight, shares p (rows, topics) and p times m."""
    mass, tone = chosen @ tensor[0], chosen @ tensor[1]
    total = mass.sum(axis=1, keepdims=True)
    p = np.divide(mass, total, out=np.zeros_like(mass), where=total > 0)
    pm = np.divide(tone, total, out=np.zeros_like(mass), where=total > 0)
    return total[:, 0], p, pm


def _matched(tensors: list[tuple[Floats, Floats]], left: Floats, right: Floats) -> list[NDArray[np.bool_]]:
    """Per stratum, the topics that both sides cover."""
    return [((left @ mass)[0] > 0) & ((right @ mass)[0] > 0) for mass, _ in tensors]


def _split(
    tensors: list[tuple[Floats, Floats]], left: Floats, right: Floats, matched: list[NDArray[np.bool_]]
) -> tuple[list[Floats], dict[str, Floats]]:
    """Each topic's contribution to gap, agenda, framing and unmatched: four arrays (rows, topics)."""
    shape = (left.shape[0], tensors[0][0].shape[1])
    parts = [np.zeros(shape) for _ in PARTS]
    weight = np.zeros(left.shape[0])
    described = {
        name: np.zeros(shape[1])
        for name in ("share_state", "share_independent", "tone_state", "tone_independent")
    }
    for tensor, both in zip(tensors, matched, strict=True):
        (a, p, pm), (b, q, qm) = _sums(tensor, left), _sums(tensor, right)
        w = np.divide(a * b, a + b, out=np.zeros_like(a), where=a + b > 0)
        middle = ((pm.sum(axis=1) + qm.sum(axis=1)) / 2)[:, None]
        pm, qm = pm - middle * p, qm - middle * q
        # a topic that a resample happens to miss on one side has the other side's tone: all of it is agenda
        m = np.divide(pm, p, out=np.divide(qm, q, out=np.zeros_like(q), where=q > 0), where=p > 0)
        n = np.divide(qm, q, out=m.copy(), where=q > 0)
        agenda, framing = (p - q) * (m + n) / 2, (m - n) * (p + q) / 2
        alone = np.where(both, 0.0, pm - qm)
        for part, value in zip(
            parts, (pm - qm, np.where(both, agenda, 0.0), np.where(both, framing, 0.0), alone), strict=True
        ):
            part += w[:, None] * value
        weight += w
        for name, value in zip(
            described, (p[0], q[0], p[0] * (m[0] + middle[0]), q[0] * (n[0] + middle[0])), strict=True
        ):
            described[name] += w[0] * value
    scale = np.divide(1.0, weight, out=np.zeros_like(weight), where=weight > 0)[:, None]
    parts = [part * scale for part in parts]
    for side in SIDES:
        share = described[f"share_{side}"]
        tone = np.divide(described[f"tone_{side}"], share, out=np.full_like(share, np.nan), where=share > 0)
        described |= {f"share_{side}": share * scale[0, 0], f"tone_{side}": tone}
    return parts, described


def _freedom(tensors: list[tuple[Floats, Floats]], left: NDArray[np.bool_]) -> float:
    """Welch's degrees of freedom of the two sides' outlet means."""
    mass, tone = (np.sum([tensor[k] for tensor in tensors], axis=(0, 2)) for k in (0, 1))
    means = [tone[side] / mass[side] for side in (left, ~left)]
    variances = [values.var(ddof=1) / values.size for values in means]
    return max(satterthwaite(variances, [values.size - 1 for values in means]), 1.0)
