"""Is a word used everywhere, or by a few outlets only?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.terms.counting import CELL, counted, counts, selection, tables, term_conditions
from kzlib.terms.patterns import lines, matching

PARTS = ("outlet", "article")


def dp(occurrences: ArrayLike, sizes: ArrayLike) -> float:
    """Deviation of proportions: half the sum of ``|v_i - s_i|``.

    ``v_i`` is the share of the word's occurrences in part *i*, ``s_i`` the part's share of all words.  0: spread as the
    words are; near 1: all in one small part.  NaN for a word that does not occur and
    where there are no parts.

    Reference: Gries (2008), International Journal of Corpus Linguistics 13(4).

    >>> dp([1, 1, 1, 1, 1], [9, 9, 9, 9, 9])
    0.0
    >>> round(dp([1, 2, 3, 4, 5], [10, 10, 10, 10, 10]), 4)
    0.2
    """
    v, s = _shares(occurrences, sizes)
    return float(np.abs(v - s).sum() / 2) if v.size else np.nan


def dp_norm(occurrences: ArrayLike, sizes: ArrayLike) -> float:
    """:func:`dp` divided by its largest possible value, ``1 - min(s_i)``, so that it reaches 1.

    Reference: Lijffijt and Gries (2012), International Journal of Corpus Linguistics 17(1).

    >>> dp_norm([5, 0], [10, 10])
    1.0
    """
    _, s = _shares(occurrences, sizes)
    most = 1.0 - float(s.min(initial=1.0))
    return dp(occurrences, sizes) / most if most else np.nan


def juilland_d(occurrences: ArrayLike, sizes: ArrayLike) -> float:
    """Juilland's D: ``1 - CV / sqrt(k - 1)`` of the rates in *k* parts (1: the same rate everywhere, 0: one part only).

    The coefficient of variation takes the population's standard deviation.  NaN for fewer than two parts.

    Reference: Juilland, Brodin and Davidovitch (1970), Frequency Dictionary of French Words.

    >>> juilland_d([4, 4], [10, 10]), juilland_d([4, 0], [10, 10])
    (1.0, 0.0)
    """
    y, n = np.asarray(occurrences, dtype=float), np.asarray(sizes, dtype=float)
    rates = y[n > 0] / n[n > 0]
    if len(rates) < 2 or not rates.sum():
        return np.nan
    return float(1 - rates.std() / rates.mean() / np.sqrt(len(rates) - 1))


def _shares(occurrences: ArrayLike, sizes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    y, n = np.asarray(occurrences, dtype=float), np.asarray(sizes, dtype=float)
    if y.shape != n.shape or y.ndim != 1 or (y < 0).any() or (n < 0).any():
        raise KzlibError("dispersion needs one count and one size of 0 or more for every part")
    with np.errstate(invalid="ignore", divide="ignore"):
        return y / y.sum(), n / n.sum()


def dispersion(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    group_by: str | Sequence[str] = "",
    parts: str = "outlet",
    top_n: int = 20,
    terms: Sequence[Any] = (),
    by: str = "form",
    stop_words: bool = False,
    extra_stop_words: Sequence[str] = (),
    translated: bool = False,
    min_parts: int = 5,
) -> pd.DataFrame:
    """How evenly the most frequent words (or given ones) are spread over outlets or articles.

    Parameters
    ----------
    parts
        ``"outlet"`` or ``"article"``: what a word may be spread over.
    min_parts
        With fewer parts than that a group is not estimable.
    group_by, top_n, terms, by, stop_words, extra_stop_words, translated
        As in :func:`kzlib.terms.frequencies`.

    Returns
    -------
    DataFrame
        A row per collection, lang, group and term, most frequent first: rank, count, n_words, per_million, estimate
        (normalised DP: 0 even, 1 one part), low and high (its range with any one part left out: not a
        confidence interval), dp, juilland_d, n_parts_with of n_parts hold it, n_outlets_with of n_outlets, parts, note.
    """
    if parts not in PARTS:
        raise KzlibError(f"words are spread over an 'outlet' or an 'article', not over {parts!r}")
    selected = selection(corpus, articles, group_by, translated=translated)
    condition = term_conditions(stop_words=stop_words or bool(terms), extra_stop_words=extra_stop_words)
    chosen = matching(corpus, lines(terms), by=by) if terms else None
    these = counted(corpus, selected, unit=parts)
    found = counts(these, condition, by=by, chosen=chosen, top_n=top_n)
    found["rank"] = found.groupby(CELL).cumcount() + 1
    uses: dict[str, np.ndarray] = {}
    for names, table, _ in tables(these, condition, by=by, wanted=found, chosen=chosen):
        uses |= dict(zip(names, table, strict=True))
    rows: list[dict[str, Any]] = []
    for cell, values in enumerate(these.cells.to_dict("records")):
        words = found[(found[CELL] == list(values.values())).all(axis=1)]
        here = these.units.cell == cell
        sizes, outlets = these.units.words[here], these.units.outlet[here]
        about: dict[Any, Any] = {**values, "n_words": int(sizes.sum()), "n_parts": len(sizes), "parts": parts}
        about["n_outlets"] = _outlets(outlets)
        few = _too_few(words, len(sizes), parts, min_parts)
        rows += [{**about, "note": few}] if few else []
        for word in [] if few else words[["term", "rank", "count"]].to_dict("records"):
            spread = _word(uses[word["term"]][here].astype(float), sizes, outlets, parts)
            rows.append(about | word | spread | {"note": ""})
    return pd.DataFrame(rows, columns=COLUMNS)


def _too_few(words: pd.DataFrame, n_parts: int, parts: str, min_parts: int) -> str:
    """Why a group cannot be estimated; "" if it can."""
    if words.empty:
        return "not estimable: no word is left"
    if n_parts < min_parts:
        return f"not estimable: {grouping.plural(n_parts, parts)}, fewer than {min_parts}"
    return ""


def _word(y: np.ndarray, n: np.ndarray, outlets: np.ndarray, parts: str) -> dict[str, Any]:
    """How a word's uses ``y`` are spread over parts of ``n`` words."""
    low, high = _left_out(y, n) if parts == "outlet" else (np.nan, np.nan)
    return {
        "per_million": 1e6 * y.sum() / n.sum(),
        "estimate": dp_norm(y, n),
        "low": low,
        "high": high,
        "dp": dp(y, n),
        "juilland_d": juilland_d(y, n),
        "n_parts_with": int((y > 0).sum()),
        "n_outlets_with": _outlets(outlets[y > 0]),
    }


def _outlets(outlets: np.ndarray) -> int:
    return len(np.unique(outlets[outlets >= 0]))


def _left_out(y: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """The least and the greatest normalised DP with one part left out (parts that hold all of it aside)."""
    found = [dp_norm(np.delete(y, k), np.delete(n, k)) for k in range(len(n)) if y.sum() > y[k]]
    return (min(found), max(found)) if found else (np.nan, np.nan)


COLUMNS = [
    *CELL,
    "term",
    "rank",
    "count",
    "n_words",
    "per_million",
    "estimate",
    "low",
    "high",
    "dp",
    "juilland_d",
    "n_parts_with",
    "n_parts",
    "n_outlets_with",
    "n_outlets",
    "parts",
    "note",
]
