"""Does the gap stand under every defensible labelling of the outlets, and under other instruments?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from kzlib import inference
from kzlib.bias.common import COMBINED, SIDES, generator, groups, one_label, sided
from kzlib.bias.scales import DEVIATIONS, VALENCE, in_deviations, scales
from kzlib.bias.tone_gap import instruments_used, outlet_tone
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.inference.contrast import shortage
from kzlib.tone.scores import instruments_in

COLUMNS = (
    "scenario", "kind", "collection", "lang", "instrument", "unit", "estimate", "low", "high", "p", "p_min", "outlets_state",
    "outlets_independent", "n_state", "n_independent", "note",
)  # fmt: skip
MAIN = "as labelled"
_LABELS = ["class", "kind", "confidence"]


@dataclass(frozen=True)
class Labelling:
    """Which classes, confidences and kinds of outlet stand on which side, and outlets moved by hand."""

    state: tuple[str, ...]
    independent: tuple[str, ...]
    confidence: tuple[str, ...] = ("high", "medium")
    kinds: tuple[str, ...] = ("newsroom",)
    moved: tuple[tuple[str, str], ...] = ()

    def side(self, cells: pd.DataFrame) -> pd.Series:
        """The side of each row (columns outlet, class, kind, confidence), "" for neither."""
        eligible = cells["confidence"].isin(self.confidence) & cells["kind"].isin(self.kinds)
        side = pd.Series("", index=cells.index)
        side[eligible & cells["class"].isin(self.state)] = SIDES[0]
        side[eligible & cells["class"].isin(self.independent)] = SIDES[1]
        for outlet, where in self.moved:
            side[cells["outlet"] == outlet] = where
        return side


def sensitivity(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    state_classes: Sequence[str] = ("state",),
    independent_classes: Sequence[str] = ("independent", "foreign_public"),
    instrument: str | None = None,
    weights: str = "outlets",
    min_outlets: int = 5,
    n_boot: int = 2000,
    n_perm: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """The tone gap (state − independent) as labelled, under every other defensible labelling, and by other instruments.

    Classes: state-aligned outlets counted on either side, foreign state media in, foreign public media out,
    party and NGO outlets in, low-confidence labels in, high-confidence ones only, state bodies in.  Outlets: each
    contested one (the registry's note says so, or it is state-aligned) moved to the other side, or to either if it
    stands on none; one that another register calls state-controlled moved to the state's side; a foreign one, and one
    where the disagreement is of degree, left out.  Instruments: each other one that the corpus was scored with, in its
    language (``kzlib ingest --instrument``); the others stay.

    Parameters
    ----------
    state_classes, independent_classes : sequence of str
        The labelling to start from.
    instrument, weights, min_outlets, n_boot, n_perm, seed
        As in :func:`kzlib.bias.tone_gap`.

    Returns
    -------
    DataFrame
        One row per labelling that moves an outlet, and per instrument: ``scenario``, ``kind`` (main, classes, outlet,
        instrument), and the gap with its interval and p as in the combined row of :func:`kzlib.bias.tone_gap` (or that
        of the only collection and language with an estimate).  The first row is the main one.  The rows are not
        independent tests: what counts is the range of the estimates.

    References
    ----------
    Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Perspectives on Psychological Science 11(5).
    """
    main = Labelling(tuple(state_classes), tuple(independent_classes))
    everyone = sided(articles, everyone=True)
    wanted = instruments_used(corpus, everyone, instrument)
    read = partial(_cells, corpus, articles, everyone, main, min_outlets=min_outlets)
    cells, about = read(wanted)
    options = {"weights": weights, "min_outlets": min_outlets, "n_boot": n_boot, "n_perm": n_perm}
    rows: list[dict[str, Any]] = []
    seen: list[pd.Series] = []
    for name, kind, labelling in _scenarios(main, cells):
        side = labelling.side(cells)
        if any(side.equals(other) for other in seen):
            continue
        seen.append(side)
        found = _gap(cells, side, generator(seed, name), options)
        rows.append(found | about | {"scenario": name, "kind": kind})
    for name, used in _other_instruments(corpus, everyone, wanted, about):
        cells, about = read(used)
        found = _gap(cells, main.side(cells), generator(seed, MAIN), options)
        rows.append(found | about | {"scenario": name, "kind": "instrument"})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _gap(
    cells: pd.DataFrame, side: pd.Series, rng: np.random.Generator, options: dict[str, Any]
) -> dict[str, Any]:
    found = inference.contrast(
        Cells.from_frame(cells.assign(side=side)[side != ""], strata=["place"]), rng=rng, **options
    )
    return {
        key.replace("left", "state").replace("right", "independent"): value for key, value in found.items()
    }


def _other_instruments(
    corpus: Corpus, articles: pd.DataFrame, wanted: pd.DataFrame, about: dict[str, str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each instrument of the corpus that the main row does not use, in place of its language's own."""
    present = instruments_in(corpus, articles)
    if about["lang"] != COMBINED:
        present = present[present["lang"] == about["lang"]]
    for lang, name in sorted(set(zip(present["lang"], present["instrument"], strict=True))):
        own = wanted.loc[wanted["lang"] == lang, "instrument"]
        if len(own) and name not in set(own):
            other = wanted["instrument"].where(wanted["lang"] != lang, name)
            yield f"{name} for {one_label(own)}", wanted.assign(instrument=other)


def _cells(
    corpus: Corpus,
    articles: pd.DataFrame,
    everyone: pd.DataFrame,
    main: Labelling,
    wanted: pd.DataFrame,
    *,
    min_outlets: int,
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Everybody's tone with their labels, where the main labelling has an estimate; and what all rows say of it."""
    labels = articles.set_index("doc_id")[_LABELS].loc[everyone["doc_id"]].astype(str)
    sides = everyone.assign(side=labels.agg("|".join, axis=1).to_numpy())
    cells = outlet_tone(corpus, sides.merge(wanted, on=["collection", "lang"], how="inner"))
    parts = cells["side"].str.split("|", expand=True).reindex(columns=range(len(_LABELS)))
    cells = cells.assign(**{name: parts[k] for k, name in enumerate(_LABELS)})
    side = main.side(cells)
    cells["home"] = _at_home(cells["outlet"], side == SIDES[0])
    cells.loc[~cells["home"] & (cells["class"] == "state_aligned"), "class"] = "aligned abroad"
    known = scales(cells[side != ""])  # the main labelling's, for every labelling: one unit in all rows
    pairs = _estimable(cells.assign(side=side), groups(articles), min_outlets)
    pairs = pairs if len(pairs) < 2 else [pair for pair in pairs if _scale(known, pair) > 0]
    keys = pd.Series(
        list(zip(cells["collection"], cells["lang"], strict=True)), index=cells.index, dtype=object
    )
    cells = cells[keys.isin(pairs)] if pairs else cells
    one = len(pairs) == 1
    about = {
        "collection": pairs[0][0] if one else COMBINED,
        "lang": pairs[0][1] if one else COMBINED,
        "instrument": one_label(wanted["instrument"]),
        "unit": VALENCE if one else DEVIATIONS,
    }
    return cells if one else in_deviations(cells, known), about


def _scale(known: pd.DataFrame, pair: tuple[str, str]) -> float:
    found = known.loc[(known["collection"] == pair[0]) & (known["lang"] == pair[1]), "scale"]
    return float(found.iloc[0]) if len(found) else float("nan")


def _estimable(cells: pd.DataFrame, places: list[tuple[str, str]], min_outlets: int) -> list[tuple[str, str]]:
    """The collections and languages whose main contrast has an estimate."""
    kept = []
    for pair in places:
        here = cells[(cells["collection"] == pair[0]) & (cells["lang"] == pair[1])]
        outlets = [here.loc[here["side"] == side, "outlet"].nunique() for side in SIDES]
        if not shortage(outlets, min_outlets, SIDES).startswith("not"):
            kept.append(pair)
    return kept


def _scenarios(main: Labelling, cells: pd.DataFrame) -> Iterator[tuple[str, str, Labelling]]:
    yield MAIN, "main", main
    for name, change in _CLASSES.items():
        yield name, "classes", change(main)
    side = main.side(cells)
    for outlet, places in _contested(cells):
        standing = set(side[cells["outlet"] == outlet]) - {""}
        for where in places:
            if standing != ({where} - {""}):
                moved = Labelling(
                    main.state, main.independent, main.confidence, main.kinds, ((outlet, where),)
                )
                yield f"{outlet} {'as ' + where if where else 'left out'}", "outlet", moved


def _without(classes: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    return tuple(name for name in classes if name not in gone)


def _moved(main: Labelling, name: str, side: str) -> Labelling:
    """``main`` with the class ``name`` on ``side`` and not on the other."""
    state, independent = _without(main.state, name), _without(main.independent, name)
    if side == SIDES[0]:
        state += (name,)
    if side == SIDES[1]:
        independent += (name,)
    return Labelling(state, independent, main.confidence, main.kinds)


_CLASSES: dict[str, Callable[[Labelling], Labelling]] = {
    "state-aligned left out": lambda m: _moved(m, "state_aligned", ""),
    "state-aligned as state": lambda m: _moved(m, "state_aligned", SIDES[0]),
    "state-aligned as independent": lambda m: _moved(m, "state_aligned", SIDES[1]),
    "foreign state as state": lambda m: _moved(m, "foreign_state", SIDES[0]),
    "foreign public left out": lambda m: _moved(m, "foreign_public", ""),
    "party and NGO outlets as independent": lambda m: Labelling(
        m.state, (*_without(m.independent, "party_or_ngo"), "party_or_ngo"), m.confidence, (*m.kinds, "ngo")
    ),
    "low-confidence labels in": lambda m: Labelling(
        m.state, m.independent, ("high", "medium", "low"), m.kinds
    ),
    "high-confidence labels only": lambda m: Labelling(m.state, m.independent, ("high",), m.kinds),
    "state bodies in": lambda m: Labelling(m.state, m.independent, m.confidence, (*m.kinds, "official")),
}


def _contested(cells: pd.DataFrame) -> list[tuple[str, tuple[str, ...]]]:
    """Outlets present whose label is contested, each with the sides ("" for neither) on which it could be put.

    A *contest* (or a state-aligned outlet) may go to either side: the worst case, harsher than most opponents.  A
    *disagreement* is with another register that calls the outlet state-controlled, so it may go to the state's side.
    Abroad, and where the disagreement is one of degree only, the outlet may be left out: no foreign outlet is state media here.
    """
    registry = _registry()
    noted = registry["note"].str.extract(r"^(contested|disagreement(?: in degree)?)\b", expand=False)
    aligned = noted.where(noted.notna(), registry["class"].map({"state_aligned": "contested"}))
    reasons = dict(zip(registry["source_id"], aligned, strict=True))
    found: list[tuple[str, tuple[str, ...]]] = []
    home = cells.groupby("outlet")["home"].any()
    for outlet in sorted(set(cells["outlet"])):
        reason = reasons.get(outlet)
        if not isinstance(reason, str):
            continue
        if not home[outlet] or reason == "disagreement in degree":
            found.append((outlet, ("",)))
        else:
            found.append((outlet, SIDES if reason == "contested" else SIDES[:1]))
    return found


def _at_home(outlets: pd.Series, state: pd.Series) -> pd.Series:
    """True where an outlet is based in a country of the state side's outlets, or is in no registry."""
    based = _registry().drop_duplicates("source_id").set_index("source_id")["country_hq"]
    country = outlets.map(based)
    home = set(country[state].dropna())
    return country.isna() | country.isin(home) | (not home)


def _registry() -> pd.DataFrame:
    from kzlib import sources

    return sources.load_sources()
