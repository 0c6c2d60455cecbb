"""Which words do the two sides prefer, and which of them would survive a fair test with the outlet as unit?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kzlib import inference
from kzlib.bias.common import SIDES, comparable_countries, generator, groups, sided
from kzlib.corpus import Corpus
from kzlib.inference.contrast import shortage
from kzlib.inference.permutation import label_permutations
from kzlib.inference.welch import satterthwaite, t_quantile
from kzlib.terms.keyness import g2, log_odds
from kzlib.terms.proper import outlet_words, stop_words, without_signatures

Floats = NDArray[np.float64]
COLUMNS = (
    "collection", "lang", "term", "log_odds", "log_odds_se", "z", "log_ratio", "low", "high", "g2", "p", "p_min", "q", "shown",
    "count_state", "count_independent", "per_million_state", "per_million_independent", "articles_state",
    "articles_independent", "outlets_state", "outlets_independent", "n_articles", "n_outlets", "n_terms", "note",
)  # fmt: skip
LEVEL = 0.05  # false discovery rate
_CHUNK = 4_000_000  # relabellings × terms held at once


def word_choice(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    min_outlets: int = 5,
    floor_outlets: int = 3,
    floor_count: int = 5,
    include_translated: bool = False,
    include_stop_words: bool = False,
    lemmas: bool = True,
    drop: Collection[str] = (),
    size: int = 1,
    n_perm: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """Every word's preference for state (positive) or independent (negative) outlets, within collection and language.

    The sizes ``log_odds`` and ``log_ratio`` are over all words of a side.  How sure one may be is judged with
    the outlet as unit: ``p`` is the share of shuffled outlet labels under which the word's own studentised
    log ratio is as large, ``q`` its false discovery rate among the words tested in the same collection and
    language.  ``z`` and ``g2`` treat every word as drawn alone and are description only.  A word is ``shown`` to set the
    sides apart where q is at most .05 and its interval leaves out zero: among shuffled labels a word of few outlets can
    be extreme while its interval, rightly, says that hardly anything is known.

    Parameters
    ----------
    min_outlets : int
        Outlets a side below which the note says that the intervals are not reliable.
    floor_outlets, floor_count : int
        A word is listed if at least that many outlets (both sides together) use it, that often.
    include_translated : bool
        Translated articles' words are their translator's; they stay out unless asked for.
    include_stop_words : bool
        Stop words stay out unless asked for (they count as words of their side all the same).
    lemmas : bool
        Count dictionary forms where the corpus has them, so that a Russian or Kazakh noun is one word in all its cases.
    drop : collection of str
        Further words to leave out, beside the outlets' own names and the cities of datelines.
    size : {1, 2}
        Single words or pairs.

    Where a collection covers several countries, only those count about which both sides write, and the note says how many.

    Returns
    -------
    DataFrame
        One row per collection, language and word, best q first, then |log_odds|; where nothing can be
        compared, one row with no term and the reason in ``note``.  ``log_odds`` natural
        logarithm, ``log_ratio`` (``low``, ``high``: 95 %, clustered by outlet) in doublings; ``articles_*``
        and ``outlets_*`` that use the word; ``n_terms`` words tested.

    References
    ----------
    Monroe, Colaresi and Quinn (2008); Hardie (2014); Dunning (1993); Chung and Romano (2013);
    Benjamini and Hochberg (1995); docs/methods.md, bias.
    """
    chosen = sided(articles)
    if not include_translated:
        chosen = chosen[~chosen["translated"]]
    chosen, remarks = comparable_countries(chosen)
    counted = outlet_words(corpus, chosen, size=size, lemmas=lemmas)
    floors = {"floor_outlets": floor_outlets, "floor_count": floor_count}
    out = []
    for collection, lang in groups(articles):
        here = counted[(counted["collection"] == collection) & (counted["lang"] == lang)]
        ours = chosen[(chosen["collection"] == collection) & (chosen["lang"] == lang)]
        hidden = set(drop) | (set() if include_stop_words else stop_words(corpus, lang))
        rng = generator(seed, collection, lang, size)
        table = _one_place(here, ours, hidden, min_outlets, floors, n_perm, rng)
        remark = remarks.get((collection, lang), "")
        if remark and table["term"].notna().any():
            table["note"] = [f"{note}; {remark}" if note else remark for note in table["note"]]
        out.append(table.assign(collection=collection, lang=lang))
    if not out:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(out, ignore_index=True).reindex(columns=list(COLUMNS))


def _one_place(
    counted: pd.DataFrame,
    ours: pd.DataFrame,
    hidden: set[str],
    min_outlets: int,
    floors: dict[str, int],
    n_perm: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The words of one collection and language; one row with the reason where nothing can be compared."""
    outlets = [int(ours.loc[ours["side"] == side, "outlet"].nunique()) for side in SIDES]
    about = {"n_articles": len(ours), "n_outlets": sum(outlets)}
    note = shortage(outlets, min_outlets, SIDES)
    if note.startswith("not estimable"):
        return pd.DataFrame([about | {"term": None, "note": note}])
    table = compare_words(without_signatures(counted), hidden, **floors, n_perm=n_perm, rng=rng)
    if table.empty:
        few = f"not estimable: no word is used {floors['floor_count']} times by {floors['floor_outlets']} outlets"
        return pd.DataFrame([about | {"term": None, "note": few}])
    return table.assign(**about, note=note)


def compare_words(
    counted: pd.DataFrame,
    hidden: Collection[str],
    floor_outlets: int,
    floor_count: int,
    n_perm: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The statistics of one collection and language from counts (columns term, outlet, side, count, articles)."""
    units = counted[["side", "outlet"]].drop_duplicates().sort_values(["side", "outlet"], ignore_index=True)
    numbers = {key: index for index, key in enumerate(units.itertuples(index=False, name=None))}
    unit = np.array(
        [numbers[key] for key in zip(counted["side"], counted["outlet"], strict=True)], dtype=np.intp
    )
    left = (units["side"] == SIDES[0]).to_numpy()
    codes, names = pd.factorize(counted["term"], sort=True)
    counts, papers = (
        _matrix(unit, codes, counted[name], (len(units), len(names))) for name in ("count", "articles")
    )
    a, b = counts[left].sum(axis=0), counts[~left].sum(axis=0)
    odds = log_odds(a, b)
    used = counts > 0
    keep = (used.sum(axis=0) >= floor_outlets) & (a + b >= floor_count) & ~np.isin(names, list(hidden))
    ratio, low, high, p, p_min = clustered(counts[:, keep], counts.sum(axis=1), left, n_perm, rng)
    table = pd.DataFrame(
        {
            "term": names[keep],
            "log_odds": odds["log_odds"][keep],
            "log_odds_se": odds["se"][keep],
            "z": odds["z"][keep],
            "log_ratio": ratio,
            "low": low,
            "high": high,
            "g2": g2(a, b)[keep],
            "p": p,
            "p_min": p_min,
            "q": inference.benjamini_hochberg(p),
            "n_terms": int(keep.sum()),
        }
    )
    table["shown"] = (table["q"] <= LEVEL) & ((table["low"] > 0) | (table["high"] < 0))
    for side, mine, total in ((SIDES[0], left, a), (SIDES[1], ~left, b)):
        table[f"count_{side}"] = total[keep].astype(int)
        table[f"per_million_{side}"] = 1e6 * total[keep] / max(total.sum(), 1.0)
        table[f"articles_{side}"] = papers[mine][:, keep].sum(axis=0).astype(int)
        table[f"outlets_{side}"] = used[mine][:, keep].sum(axis=0)
    order = pd.DataFrame(
        {"q": table["q"].round(12), "size": -table["log_odds"].abs().round(12), "term": table["term"]}
    )
    return table.loc[order.sort_values(["q", "size", "term"]).index].reset_index(drop=True)


def clustered(
    counts: Floats, words: Floats, left: NDArray[np.bool_], n_perm: int, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Log ratio (base 2) with its outlet-clustered interval and permutation p, for many words at once.

    Half a use is added to each side (spread over its outlets by size), so that a word of one side only is
    finite.  The interval's variance is the delete-one-outlet jackknife's, ``(g − 1) / g Σ (θ_(−i) − mean)²`` over
    a side's *g* outlets: a word that one outlet carries loses its preference when that outlet is left out,
    and gets the wide interval it deserves.  Relabellings are compared by the ratio over its linearised
    standard error, ``g / (g − 1) Σ (y − r n)² / (Σy)²``.  No variance is allowed below that of counts drawn alone, 1 / Σy.

    Parameters
    ----------
    counts : array (outlets, words)
    words : array (outlets,)
        All words of each outlet.

    Returns
    -------
    (log ratio, low, high, p, smallest attainable p)
    """
    rows, exact = label_permutations(left, [np.arange(left.size)], n_perm=n_perm, rng=rng)
    own = left[None, :].astype(float)
    ratio, variances = _log_ratio(counts, words, own)
    spread = variances.sum(axis=0)[0]
    jackknifed = [
        np.maximum(_jackknife(counts[side], words[side]), 1.0 / (counts[side].sum(axis=0) + 0.5))
        for side in (left, ~left)
    ]
    sizes = [int(left.sum()) - 1, int((~left).sum()) - 1]
    quantiles = np.array([t_quantile(satterthwaite(v, sizes)) for v in zip(*jackknifed, strict=True)])
    reach = quantiles * np.sqrt(np.sum(jackknifed, axis=0))
    observed = np.abs(ratio[0]) / np.sqrt(spread)
    hits = np.zeros(counts.shape[1])
    for part in _parts(rows, counts.shape[1]):
        shuffled, noise = _log_ratio(counts, words, part)
        hits += (np.abs(shuffled) / np.sqrt(noise.sum(axis=0)) >= observed * (1 - 1e-9)).sum(axis=0)
    p = hits / len(rows) if exact else (1 + hits) / (1 + len(rows))
    p_min = 1 / len(rows) if exact else 1 / (1 + len(rows))
    two = np.log(2.0)
    return ratio[0] / two, (ratio[0] - reach) / two, (ratio[0] + reach) / two, p, p_min


def _jackknife(counts: Floats, words: Floats) -> Floats:
    """Variance of one side's log rate from leaving each of its outlets out, a value per word."""
    g = len(words)
    rest = words.sum() - words
    without = np.log((counts.sum(axis=0) - counts + 0.5) / rest[:, None])
    return np.asarray((g - 1) * without.var(axis=0), dtype=float)


def _log_ratio(counts: Floats, words: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """For each labelling (a row of 0 and 1) and word: natural log ratio, and the variance either side gives it."""
    logs, variances = [], []
    square, cross = counts**2, counts * words[:, None]
    for side in (rows, 1.0 - rows):
        n = (side @ words)[:, None]
        y = side @ counts + 0.5
        rate = y / n
        half = 0.5 / n  # the half use, spread over the side's words
        shift = half - rate
        outlets = side.sum(axis=1)[:, None]
        residual = side @ square + 2 * shift * (side @ cross) + shift**2 * (side @ words**2)[:, None]
        variance = np.maximum(residual, 0.0) * outlets / np.maximum(outlets - 1, 1) / y**2
        logs.append(np.log(rate))
        variances.append(np.maximum(variance, 1.0 / y))
    return logs[0] - logs[1], np.stack(variances)


def _parts(rows: Floats, words: int) -> Iterator[Floats]:
    yield from np.array_split(rows, max(1, -(-len(rows) * max(words, 1) // _CHUNK)))


def _matrix(
    unit: NDArray[np.intp], codes: NDArray[np.intp], values: pd.Series, shape: tuple[int, int]
) -> Floats:
    out = np.zeros(shape)
    np.add.at(out, (unit, codes), values.to_numpy(float))
    return out
