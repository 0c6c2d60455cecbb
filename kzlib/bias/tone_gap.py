"""Is state media's tone another one?  The difference of two sides' mean tone, per language and combined."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzlib import inference
from kzlib.bias.common import COMBINED, generator, groups, one_label, sided
from kzlib.bias.scales import DEVIATIONS, VALENCE, heterogeneity, in_deviations, scales
from kzlib.corpus import Corpus
from kzlib.inference import Cells
from kzlib.tone.scores import instruments_of

VOICES = ("all", "narration", "quotation")
COLUMNS = (
    "collection", "lang", "voice", "weights", "instrument", "unit", "estimate", "low", "high", "df", "p", "p_permutation",
    "p_min", "p_method", "boot_low", "boot_high", "loo_low", "loo_high", "loo_outlet", "scale", "standardised",
    "heterogeneity_p", "mean_state", "mean_independent", "n_state", "n_independent", "outlets_state",
    "outlets_independent", "effective_state", "effective_independent", "n_articles", "n_outlets", "n_sentences", "note",
)  # fmt: skip

_QUERY = """
with scored as (
    select sel.doc_id, any_value(sel.collection) as collection, any_value(sel.lang) as lang,
           any_value(sel.place) as place, any_value(sel.outlet) as outlet, any_value(sel.side) as side,
           avg(tone.valence) as score, count(*) as sentences
    from sel join tone on tone.doc_id = sel.doc_id and tone.instrument = sel.instrument and tone.target is null
    {voice}
    group by sel.doc_id
)
select collection, lang, place, outlet, side, count(*) as n, sum(score) as total, sum(score * score) as squares,
       cast(sum(sentences) as bigint) as sentences
from scored group by all order by all
"""
_VOICE = "join sentences on sentences.doc_id = tone.doc_id and sentences.sent = tone.sent and sentences.voice = '{}'"


def tone_gap(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    instrument: str | None = None,
    min_outlets: int = 5,
    n_boot: int = 2000,
    n_perm: int = 9999,
    seed: int = 0,
    voices: tuple[str, ...] = VOICES,
) -> pd.DataFrame:
    """Mean tone of state outlets − mean tone of independent outlets (valence, −1 to 1; positive: state is brighter).

    The tone of an article is the mean valence of its sentences in its own language.  A gap is made within a
    collection and language (and within each country, where a collection covers several), then ``combined``.
    Instruments have different scales, so what is combined is tone in **standard deviations** of an article's tone
    in that collection and language; the gaps weigh ``A_s A_i / (A_s + A_i)``, *A* being outlets (or articles) a
    side, as in a regression with a constant for each collection and language.

    Parameters
    ----------
    corpus, articles
        A corpus and what its ``where`` returned (classified; ``side`` if it is there).
    instrument : str, optional
        The tone instrument; without it each language's default, or the only one in the corpus that reads it.
    min_outlets : int
        Outlets a side for a reliable interval.  With fewer, but three: "interval not reliable"; below: "not estimable".
    n_boot, n_perm, seed : int
        Bootstrap resamples (article weights), relabellings drawn (when there are over 20,000), seed.

    Returns
    -------
    DataFrame
        One row per collection, language, ``voice`` (all, narration, quotation: sentences of that voice only) and
        ``weights``: ``outlets`` (each outlet counts the same; low and high are Welch's 95 % interval on
        outlet means) or ``articles`` (each article does; the same with outlets as clusters of unequal size, beside it
        the two-level cluster bootstrap, ``boot_*``).  ``unit`` is valence, or standard deviations in the combined
        rows; ``scale`` the valence of one standard deviation (1 in combined rows) and ``standardised`` the gap
        in them.  ``p`` is the two-sided outlet-level permutation p of the studentised gap, never below that of the interval's own
        t (:func:`kzlib.inference.contrast`), ``p_min`` the least it could be; ``loo_low``, ``loo_high`` the range of the
        gap with one outlet left out, ``loo_outlet`` the one that moves it most; ``heterogeneity_p`` (combined rows) Cochran's
        Q between languages; ``effective_*`` Kish's effective number of outlets behind the articles; ``note`` what
        is wrong with the row, if anything.

    References
    ----------
    Welch (1947); Bell and McCaffrey (2002); Chung and Romano (2013); Cochran (1954); docs/methods.md, bias.
    """
    chosen = sided(articles)
    wanted = instruments_used(corpus, articles, instrument)
    chosen = chosen.merge(wanted, on=["collection", "lang"], how="inner")
    options = {"min_outlets": min_outlets, "n_boot": n_boot, "n_perm": n_perm, "seed": seed}
    rows: list[dict[str, Any]] = []
    places = groups(articles)
    whole = outlet_tone(corpus, chosen)
    known = scales(whole)
    for voice in voices:
        cells = whole if voice == "all" else outlet_tone(corpus, chosen, voice)
        for weights in inference.cells.WEIGHTS:
            own = [_row(cells, [pair], voice, weights, wanted, options) for pair in places]
            own = [row | _scaled(row, known) for row in own]
            rows += own
            if len(places) != 1:
                rows.append(_combined(in_deviations(cells, known), own, voice, weights, wanted, options))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def outlet_tone(corpus: Corpus, chosen: pd.DataFrame, voice: str = "all") -> pd.DataFrame:
    """Each outlet's articles, sum and sum of squares of their tone, by collection, language, place and side.

    ``chosen`` is what :func:`kzlib.bias.common.sided` returned with a column ``instrument``.
    """
    query = _QUERY.format(voice="" if voice == "all" else _VOICE.format(voice.replace("'", "''")))
    return corpus.sql(query, sel=chosen)


def instruments_used(corpus: Corpus, articles: pd.DataFrame, instrument: str | None) -> pd.DataFrame:
    """Which instrument measures each collection and language: columns collection, lang, instrument.

    The rule of :func:`kzlib.tone.scores.instruments_of`: the one asked for, else the language's default, else the only
    one in the corpus that reads the language.  A language without one has no row.  It reads the sentences in the
    article's own language: an English sentence within a Russian article is on another scale, and left out.
    """
    used = instruments_of(corpus, articles, instrument or "")
    return used[["collection", "lang", "instrument"]].dropna(subset=["instrument"]).reset_index(drop=True)


def _row(
    cells: pd.DataFrame,
    pairs: list[tuple[str, str]],
    voice: str,
    weights: str,
    wanted: pd.DataFrame,
    options: dict[str, int],
) -> dict[str, Any]:
    here = cells[_among(cells, pairs)]
    collection, lang = pairs[0] if len(pairs) == 1 else (COMBINED, COMBINED)
    used = _among(wanted, pairs)
    found = inference.contrast(
        Cells.from_frame(here, strata=["place"]),
        weights=weights,
        min_outlets=options["min_outlets"],
        n_boot=options["n_boot"],
        n_perm=options["n_perm"],
        rng=generator(options["seed"], collection, lang, weights),
    )
    row = {name.replace("left", "state").replace("right", "independent"): found[name] for name in found}
    if not used.any():
        row["note"] = "not estimable: the corpus has no tone measured in this language"
    elif here.empty and voice != "all":
        row["note"] = f"not estimable: no sentence of either side is {voice}"
    return row | {
        "collection": collection,
        "lang": lang,
        "voice": voice,
        "weights": weights,
        "instrument": one_label(wanted.loc[used, "instrument"]),
        "n_articles": row["n_state"] + row["n_independent"],
        "n_outlets": row["outlets_state"] + row["outlets_independent"],
        "n_sentences": int(here["sentences"].sum()),
    }


def _scaled(row: dict[str, Any], known: pd.DataFrame) -> dict[str, Any]:
    """What a language's gap is in its own standard deviations."""
    own = known.loc[_among(known, [(row["collection"], row["lang"])]), "scale"]
    scale = float(own.iloc[0]) if len(own) else float("nan")
    return {"unit": VALENCE, "scale": scale, "standardised": row["estimate"] / scale}


def _among(frame: pd.DataFrame, pairs: list[tuple[str, str]]) -> pd.Series:
    keys = zip(frame["collection"], frame["lang"], strict=True)
    return pd.Series([key in pairs for key in keys], index=frame.index, dtype=bool)


def _combined(
    cells: pd.DataFrame,
    own: list[dict[str, Any]],
    voice: str,
    weights: str,
    wanted: pd.DataFrame,
    options: dict[str, int],
) -> dict[str, Any]:
    """All collections and languages that have an estimate of their own, in standard deviations."""
    about = {"unit": DEVIATIONS, "scale": 1.0}
    usable = [row for row in own if not row["note"].startswith("not estimable") and row["scale"] > 0]
    pairs = [(row["collection"], row["lang"]) for row in usable]
    if len(pairs) > 1:
        row = _row(cells, pairs, voice, weights, wanted, options)
        apart = heterogeneity(
            [row["standardised"] for row in usable], [row["se"] / row["scale"] for row in usable]
        )
        return row | about | {"standardised": row["estimate"], "heterogeneity_p": apart}
    row = _row(cells.iloc[:0], [(COMBINED, COMBINED)], voice, weights, wanted, options)
    which = f"only {pairs[0][0]} in {pairs[0][1]} has an estimate" if pairs else "no language has an estimate"
    return row | about | {"note": f"not estimable: {which}, so there is nothing to combine"}
