"""Does the gap stand under every defensible labelling of the outlets, and under other instruments?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import inference, languages
from kzlib.bias.common import COMBINED, SIDES, generator, groups, one_label, sided
from kzlib.bias.labellings import MAIN, Labelling, at_home, scenarios
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
_LABELS = ["class", "kind", "confidence"]


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
    cells = _cells(corpus, articles, everyone, main, wanted)
    pairs = _estimable(cells, main, groups(articles), min_outlets)
    cells, about = _placed(cells, main, wanted, pairs)
    options = {"weights": weights, "min_outlets": min_outlets, "n_boot": n_boot, "n_perm": n_perm}
    rows: list[dict[str, Any]] = []
    seen: list[pd.Series] = []
    for name, kind, labelling in scenarios(main, cells):
        side = labelling.side(cells)
        if any(side.equals(other) for other in seen):
            continue
        seen.append(side)
        found = _gap(cells, side, generator(seed, name), options)
        rows.append(found | about | {"scenario": name, "kind": kind})
    for name, used in _other_instruments(corpus, everyone, wanted, pairs):
        measured = _cells(corpus, articles, everyone, main, used)
        possible = _estimable(measured, main, pairs, min_outlets)
        measured, about = _placed(measured, main, used, pairs)
        found = _gap(measured, main.side(measured), generator(seed, MAIN), options)
        found = _comparable(found, rows[0], possible == pairs)
        rows.append(found | about | {"scenario": name, "kind": "instrument"})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _comparable(found: dict[str, Any], main: dict[str, Any], whole: bool) -> dict[str, Any]:
    """The row of another instrument beside the main one: what it could not measure is said, not left out in silence."""
    if not whole and pd.notna(main["estimate"]):
        missing = dict.fromkeys(("estimate", "low", "high", "p"), np.nan)
        return (
            found
            | missing
            | {"note": "not estimable: it measures too few outlets in a language of the estimate"}
        )
    sizes = [(row["n_state"], row["n_independent"]) for row in (found, main)]
    if sizes[0] != sizes[1]:
        return found | {"note": f"on the {sizes[0][0]} | {sizes[0][1]} articles that it measures"}
    return found


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
    corpus: Corpus, articles: pd.DataFrame, wanted: pd.DataFrame, pairs: list[tuple[str, str]]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each instrument of the corpus that the main row does not use, in place of its language's own; and one for all languages."""
    present = instruments_in(corpus, articles)
    at_once = wanted
    swapped = []
    for lang in sorted({lang for _, lang in pairs}):
        own = wanted.loc[wanted["lang"] == lang, "instrument"]
        others = sorted(set(present.loc[present["lang"] == lang, "instrument"]) - set(own))
        for name in others:
            yield (
                f"{languages.NAMES.get(lang, lang)} by {name}, not {one_label(own)}",
                _by(wanted, lang, name),
            )
        if others:
            at_once = _by(at_once, lang, others[0])
            swapped.append(others[0])
    if len(swapped) > 1:
        yield f"{' and '.join(swapped)} at once", at_once


def _by(wanted: pd.DataFrame, lang: str, name: str) -> pd.DataFrame:
    return wanted.assign(instrument=wanted["instrument"].where(wanted["lang"] != lang, name))


def _cells(
    corpus: Corpus, articles: pd.DataFrame, everyone: pd.DataFrame, main: Labelling, wanted: pd.DataFrame
) -> pd.DataFrame:
    """Everybody's tone, with the labels that a labelling looks at."""
    labels = articles.set_index("doc_id")[_LABELS].loc[everyone["doc_id"]].astype(str)
    joined = [
        "|".join(row) for row in labels.itertuples(index=False)
    ]  # DataFrame.agg of no rows is no column
    sides = everyone.assign(side=pd.Series(joined, index=everyone.index, dtype=object))
    cells = outlet_tone(corpus, sides.merge(wanted, on=["collection", "lang"], how="inner"))
    parts = cells["side"].str.split("|", expand=True).reindex(columns=range(len(_LABELS)))
    cells = cells.assign(**{name: parts[k] for k, name in enumerate(_LABELS)})
    cells["home"] = at_home(cells["outlet"], main.side(cells) == SIDES[0])
    cells.loc[~cells["home"] & (cells["class"] == "state_aligned"), "class"] = "aligned abroad"
    return cells


def _placed(
    cells: pd.DataFrame, main: Labelling, wanted: pd.DataFrame, pairs: list[tuple[str, str]]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The tone where the main labelling has an estimate, several languages on one scale; and what all rows say of it."""
    known = scales(
        cells[main.side(cells) != ""]
    )  # the main labelling's, for every labelling: one unit in all rows
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


def _estimable(
    cells: pd.DataFrame, main: Labelling, places: list[tuple[str, str]], min_outlets: int
) -> list[tuple[str, str]]:
    """The collections and languages whose main contrast has an estimate; if several, those with a scale."""
    sides = cells.assign(side=main.side(cells))
    kept = []
    for collection, lang in places:
        here = sides[(sides["collection"] == collection) & (sides["lang"] == lang)]
        outlets = [here.loc[here["side"] == side, "outlet"].nunique() for side in SIDES]
        if not shortage(outlets, min_outlets, SIDES).startswith("not"):
            kept.append((collection, lang))
    if len(kept) < 2:
        return kept
    known = scales(sides[sides["side"] != ""]).set_index(["collection", "lang"])["scale"]
    return [pair for pair in kept if known.get(pair, np.nan) > 0]
