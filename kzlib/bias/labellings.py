"""Which outlets stand on which side: the labelling of the registry, and every other that somebody could defend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from kzlib.bias.common import SIDES

MAIN = "as labelled"


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


def scenarios(main: Labelling, cells: pd.DataFrame) -> Iterator[tuple[str, str, Labelling]]:
    """The main labelling and every other: name, kind (main, classes, outlet), labelling.

    ``cells`` has the columns outlet, class, kind, confidence and home (:func:`at_home`).
    """
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


def at_home(outlets: pd.Series, state: pd.Series) -> pd.Series:
    """True where an outlet is based in a country of the state side's outlets, or is in no registry."""
    based = _registry().drop_duplicates("source_id").set_index("source_id")["country_hq"]
    country = outlets.map(based)
    home = set(country[state].dropna())
    return country.isna() | country.isin(home) | (not home)


def _registry() -> pd.DataFrame:
    from kzlib import sources

    return sources.load_sources()
