"""Does the gap stand under every defensible labelling of the outlets?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kzlib import inference
from kzlib.bias.common import SIDES, generator, groups, one_label, sided
from kzlib.bias.tone_gap import instruments_used, outlet_tone
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.inference.contrast import shortage

COLUMNS = (
    "scenario", "kind", "collection", "lang", "instrument", "estimate", "low", "high", "p", "p_min", "outlets_state",
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
    """The tone gap (state − independent) as labelled, and under every other labelling that somebody could defend.

    Classes: state-aligned outlets counted on either side, foreign state media in, foreign public media out,
    party and NGO outlets in, low-confidence labels in, high-confidence ones only, state bodies in.  Outlets: each
    contested one (the registry notes a contest or a disagreement, or it is state-aligned) moved to the
    other side, or to either side if it stands on none.

    Parameters
    ----------
    state_classes, independent_classes : sequence of str
        The labelling to start from.
    instrument, weights, min_outlets, n_boot, n_perm, seed
        As in :func:`kzlib.bias.tone_gap`.

    Returns
    -------
    DataFrame
        One row per labelling that moves an outlet: ``scenario``, ``kind`` (main, classes, outlet), and the gap
        with its interval and p as in the combined row of :func:`kzlib.bias.tone_gap` (or that of the only collection
        and language with an estimate).  The first row is the main one.  The labellings are not independent
        tests: what counts is the range of the estimates.

    References
    ----------
    Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Perspectives on Psychological Science 11(5).
    """
    everyone = sided(articles, everyone=True)
    wanted = instruments_used(corpus, everyone, instrument)
    labels = articles.set_index("doc_id")[_LABELS].loc[everyone["doc_id"]].astype(str)
    everyone["side"] = labels.agg("|".join, axis=1).to_numpy()
    cells = outlet_tone(corpus, everyone.merge(wanted, on=["collection", "lang"], how="inner"))
    parts = cells["side"].str.split("|", expand=True).reindex(columns=range(len(_LABELS)))
    cells = cells.assign(**{name: parts[k] for k, name in enumerate(_LABELS)})
    main = Labelling(tuple(state_classes), tuple(independent_classes))
    pairs = _estimable(cells.assign(side=main.side(cells)), groups(articles), min_outlets)
    keys = pd.Series(
        list(zip(cells["collection"], cells["lang"], strict=True)), index=cells.index, dtype=object
    )
    cells = cells[keys.isin(pairs)] if pairs else cells
    one = len(pairs) == 1
    about = {
        "collection": pairs[0][0] if one else "combined",
        "lang": pairs[0][1] if one else "combined",
        "instrument": one_label(wanted["instrument"]),
    }
    rows: list[dict[str, Any]] = []
    seen: list[pd.Series] = []
    for name, kind, labelling in _scenarios(main, cells):
        side = labelling.side(cells)
        if any(side.equals(other) for other in seen):
            continue
        seen.append(side)
        found = inference.contrast(
            Cells.from_frame(cells.assign(side=side)[side != ""], strata=["place"]),
            weights=weights,
            min_outlets=min_outlets,
            n_boot=n_boot,
            n_perm=n_perm,
            rng=generator(seed, name),
        )
        row = {
            key.replace("left", "state").replace("right", "independent"): value
            for key, value in found.items()
        }
        rows.append(row | about | {"scenario": name, "kind": kind})
    return pd.DataFrame(rows, columns=list(COLUMNS))


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
    for outlet in _contested(cells):
        standing = set(side[cells["outlet"] == outlet]) - {""}
        for where in SIDES:
            if standing != {where}:
                moved = Labelling(
                    main.state, main.independent, main.confidence, main.kinds, ((outlet, where),)
                )
                yield f"{outlet} as {where}", "outlet", moved


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


def _contested(cells: pd.DataFrame) -> list[str]:
    """Outlets present whose label the registry itself calls contested, or that are state-aligned."""
    from kzlib import sources

    registry = sources.load_sources()
    noted = registry["note"].str.contains("contested|disagreement", case=False, na=False)
    doubtful = set(registry.loc[noted | (registry["class"] == "state_aligned"), "source_id"])
    return sorted(set(cells["outlet"]) & doubtful)
