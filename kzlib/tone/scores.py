"""The tone of articles: which instrument measures them, and what it says, before anything is compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kzlib import grouping, languages
from kzlib.corpus import Corpus
from kzlib.inference import effective, mean_interval, t_interval

CELL = ["collection", "lang", "instrument"]
FLOOR = 3  # outlets below which outlets say nothing of how outlets differ

_SCORES = """
select s.* exclude (n_sentences), scored.voice, scored.valence, scored.n_sentences, scored.n_hits
from sel s join (
    select t.doc_id, t.instrument, {voice} as voice, avg(t.valence) as valence, count(*)::bigint as n_sentences,
        (count(*) filter (where t.hits > 0))::bigint as n_hits
    from tone t join sel using (doc_id, instrument) {sentences}
    where t.target is null group by all
) scored using (doc_id, instrument) order by s.doc_id, scored.voice
"""


def instruments_of(corpus: Corpus, articles: pd.DataFrame, instrument: str = "") -> pd.DataFrame:
    """Which instrument measures each collection and language.

    The one asked for; else the language's default; else the only one that the corpus has for it.  Where there is
    none, ``instrument`` is missing: a language without an instrument has no tone, which is not a neutral tone.

    Returns
    -------
    DataFrame
        A row per collection and lang of ``articles``: instrument, n_articles, note.
    """
    from kzlib import instruments

    present = instruments_in(corpus, articles)
    have = present.groupby(["collection", "lang"])["instrument"].agg(list).to_dict()
    rows = articles[["doc_id", "collection", "lang"]]
    out = rows.groupby(["collection", "lang"], sort=True).size().rename("n_articles").reset_index()
    chosen = []
    for collection, lang in zip(out["collection"], out["lang"], strict=True):
        known = have.get((collection, lang), [])
        wanted = instrument or instruments.default(lang)
        only = known[0] if len(known) == 1 and not instrument else None
        chosen.append(wanted if wanted in known else only)
    out["instrument"] = pd.Series(chosen, dtype=object, index=out.index)
    without = [
        f"not estimable: {_nothing(instrument, lang)} ({grouping.plural(n, 'article')})"
        for lang, n in zip(out["lang"], out["n_articles"], strict=True)
    ]
    out["note"] = np.where(out["instrument"].isna(), without, "")
    return out


def instruments_in(corpus: Corpus, articles: pd.DataFrame) -> pd.DataFrame:
    """The instruments that scored sentences in the articles' language and read it: columns collection, lang, instrument."""
    present = corpus.sql(
        "select distinct sel.collection, sel.lang, t.instrument from sel join tone t using (doc_id) "
        "join sentences s on s.doc_id = t.doc_id and s.sent = t.sent and s.lang = sel.lang "
        "where t.target is null order by all",
        sel=articles[["doc_id", "collection", "lang"]],
    )
    reads = [_reads(name, lang) for name, lang in zip(present["instrument"], present["lang"], strict=True)]
    return present[np.array(reads, dtype=bool)].reset_index(drop=True)


def _reads(name: str, lang: str) -> bool:
    """True if the instrument is for that language: an English sentence within a Russian article is not its tone."""
    from kzlib import instruments
    from kzlib.errors import KzlibError

    try:
        return lang in instruments.get(name).languages
    except KzlibError:  # a user's instrument that is not at hand: the corpus' word is taken
        return lang != "other"


def _nothing(instrument: str, lang: str) -> str:
    name = languages.NAMES.get(lang, "languages that are none of the three")
    return f"{instrument} has no scores of {name}" if instrument else f"no instrument for {name}"


def article_tone(
    corpus: Corpus, articles: pd.DataFrame, instrument: str = "", *, voices: bool = False
) -> pd.DataFrame:
    """The mean valence of each article's sentences.

    Parameters
    ----------
    voices
        True: a row an article and voice (narration, quotation, mixed) instead of a row an article.

    Returns
    -------
    DataFrame
        The rows of ``articles`` that have a tone, with instrument, voice ("all" unless asked for), valence (mean of
        sentences, -1 to 1), n_sentences, n_hits (sentences in which the instrument found any word).
    """
    used = instruments_of(corpus, articles, instrument).drop(columns=["n_articles", "note"])
    chosen = articles.merge(used.dropna(subset="instrument"), on=["collection", "lang"], how="inner")
    query = _SCORES.format(
        voice="sentences.voice" if voices else "'all'",
        sentences="join sentences on sentences.doc_id = t.doc_id and sentences.sent = t.sent"
        if voices
        else "",
    )
    return corpus.sql(query, sel=chosen)


def means(
    scored: pd.DataFrame, keys: Sequence[str], *, min_outlets: int = 5, n_boot: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Mean tone of groups of articles, every article counting the same, with outlet-clustered intervals.

    Returns a row per ``keys``: estimate, low, high (95 %; outlets resampled, articles within them by their spread;
    missing below three outlets), n_articles, n_outlets, n_sentences, hit_share (sentences with any hit), note.  Where the
    instrument found no word the estimate is missing; where one outlet holds most articles the note says so.
    """
    rows = []
    for values, part in scored.groupby(list(keys), sort=True, observed=True):
        key = dict(zip(keys, values, strict=True))
        if blind := unseen(part):
            rows.append({**key, **tallies(part), "note": blind})
            continue
        low, high = _interval(part, n_boot, seed)
        note = grouping.notes(len(part), part["outlet"].nunique(), min_outlets)[0]
        note = note or dominated(clusters(part)["n"])
        row = {"estimate": part["valence"].mean(), "low": low, "high": high, **tallies(part), "note": note}
        rows.append({**key, **row})
    return pd.DataFrame(rows, columns=[*keys, "estimate", "low", "high", *TALLIES, "note"])


def unseen(part: pd.DataFrame) -> str:
    """Why there is no tone: an instrument that found no word in any sentence did not call them neutral."""
    return "" if part["n_hits"].sum() else "not estimable: the instrument found no word"


def dominated(n: pd.Series, what: str = "articles") -> str:
    """What is said where one outlet holds so much that the rest are worth less than three outlets (Kish).

    Parameters
    ----------
    n
        How much each outlet (index) holds.

    >>> dominated(pd.Series({"agency": 64, "a": 3, "b": 3, "c": 3, "d": 3}))
    'interval not reliable: agency holds 84% of the articles'
    >>> dominated(pd.Series({"a": 3, "b": 3, "c": 3}))
    ''
    """
    values = n.to_numpy(dtype=float)
    if not values.sum() or effective(values) >= FLOOR:
        return ""
    largest = int(values.argmax())
    return (
        f"interval not reliable: {n.index[largest]} holds {values[largest] / values.sum():.0%} of the {what}"
    )


TALLIES = ["n_articles", "n_outlets", "n_sentences", "hit_share"]


def tallies(part: pd.DataFrame) -> dict[str, float]:
    """The counts that stand beside every tone."""
    n = int(part["n_sentences"].sum())
    return {
        "n_articles": part["doc_id"].nunique(),
        "n_outlets": part["outlet"].nunique(),
        "n_sentences": n,
        "hit_share": part["n_hits"].sum() / n if n else np.nan,
    }


def _interval(part: pd.DataFrame, n_boot: int, seed: int) -> tuple[float, float]:
    """Each group draws from the same seed, so that a group's interval does not depend on which others are shown."""
    cells = clusters(part)
    if len(cells) < FLOOR:
        return np.nan, np.nan
    rng = np.random.default_rng(seed)
    return mean_interval(cells["n"], cells["total"], cells["squares"], n_boot=n_boot, rng=rng)


def clusters(part: pd.DataFrame) -> pd.DataFrame:
    """Outlets' n, total and squares; an article without a known outlet is a cluster of its own."""
    outlet = part["outlet"].where(part["outlet"].notna(), "?" + part["doc_id"].astype(str))
    codes, names = pd.factorize(
        outlet, sort=True
    )  # sums by code: pandas' groupby costs ten times as much here
    valence = part["valence"].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "n": np.bincount(codes, minlength=len(names)),
            "total": np.bincount(codes, valence, minlength=len(names)),
            "squares": np.bincount(codes, valence**2, minlength=len(names)),
        },
        index=pd.Index(names, name="cluster"),
    )


def within(part: pd.DataFrame) -> tuple[float, float]:
    """A 95 % interval of one outlet's mean: Student's t over its articles (missing below two)."""
    found = t_interval(part["valence"])
    return found["low"], found["high"]


def counted(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """``table`` with exactly ``columns``, counts as whole numbers (0 where nothing was counted), notes as text."""
    out = table.reindex(columns=list(columns))
    whole = [column for column in ("n_articles", "n_outlets", "n_sentences") if column in out]
    out[whole] = out[whole].fillna(0).astype("int64")
    return out.assign(note=out["note"].astype(object).fillna(""))


def without_tone(corpus: Corpus, articles: pd.DataFrame, instrument: str = "") -> pd.DataFrame:
    """A row for each collection and language that no instrument measured: collection, lang, n_articles, note."""
    used = instruments_of(corpus, articles, instrument)
    return used[used["note"] != ""].drop(columns="instrument").reset_index(drop=True)


def without_group(tone: pd.DataFrame, grouped: pd.DataFrame, group_by: str | Sequence[str]) -> pd.DataFrame:
    """A row for each collection and language whose articles have a tone and no group: collection, lang, n_articles, note."""
    names = [group_by] if isinstance(group_by, str) else list(group_by)
    keys = ["collection", "lang"]
    n = tone.groupby(keys, sort=True)["doc_id"].nunique().rename("n_articles").reset_index()
    left = grouped[keys].drop_duplicates().assign(has=True)
    out = n.merge(left, on=keys, how="left")
    out = out[out["has"].isna()].drop(columns="has")
    what = " and ".join(names)
    notes = [
        f"not estimable: none of {grouping.plural(k, 'article')} has a {what}" for k in out["n_articles"]
    ]
    return out.assign(note=notes)


def together(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """The parts that hold anything, one below the other, with exactly ``columns``, counts whole and notes text."""
    some = [part for part in parts if len(part)]
    return counted(
        pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=list(columns)), columns
    )
