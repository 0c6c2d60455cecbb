"""What the contrasts share: who stands on which side, where a comparison is made, and seeds."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np
import pandas as pd

from kzlib.errors import KzlibError

SIDES = ("state", "independent")
COMBINED = "combined"
_NEEDED = ("doc_id", "collection", "lang", "outlet")


def sided(articles: pd.DataFrame, *, everyone: bool = False) -> pd.DataFrame:
    """The articles that stand on a side, with the place of their comparison; ``everyone``: those of neither side too.

    Parameters
    ----------
    articles : DataFrame
        What ``Corpus.where`` returned; without a column ``side`` the default classes decide
        (:func:`kzlib.sources.sides`).

    Returns
    -------
    DataFrame
        Columns doc_id, collection, lang, outlet, side, translated and ``place``: what a comparison is held within.
        That is the collection and language, and the country where a collection covers several.
    """
    missing = [name for name in _NEEDED if name not in articles]
    if missing:
        raise KzlibError(f"the articles have no column {missing[0]!r}; take them from Corpus.where()")
    if "side" not in articles:
        from kzlib import sources

        articles = articles.assign(side=sources.sides(articles))
    on_side = articles["side"].isin(SIDES)
    chosen = articles[(on_side | everyone) & articles["outlet"].notna()]
    country = chosen["country"] if "country" in chosen else pd.Series(None, index=chosen.index, dtype=object)
    several = country.groupby(chosen["collection"]).transform("nunique") > 1
    where = country.where(several & country.notna(), "").astype(str)
    return pd.DataFrame(
        {
            "doc_id": chosen["doc_id"].astype(str),
            "collection": chosen["collection"].astype(str),
            "lang": chosen["lang"].astype(str),
            "outlet": chosen["outlet"].astype(str),
            "side": chosen["side"].where(on_side[chosen.index], "").astype(str),
            "translated": chosen["translated"].astype(bool) if "translated" in chosen else False,
            "place": chosen["collection"].astype(str) + "|" + chosen["lang"].astype(str) + "|" + where,
        }
    ).reset_index(drop=True)


def comparable_countries(chosen: pd.DataFrame) -> tuple[pd.DataFrame, dict[tuple[str, str], str]]:
    """Where a collection covers several countries: only articles of those about which both sides have outlets write.

    Words are not compared country by country, and a country that one side alone covers would lend that side its
    place names and offices.  Where several countries remain, they are still compared together, and the remark says so.

    Parameters
    ----------
    chosen : DataFrame
        What :func:`sided` returned.

    Returns
    -------
    (articles kept, remark by (collection, lang); "" where there is one country)
    """
    country = chosen["place"].str.rsplit("|", n=1).str[1]
    on_side = chosen[chosen["side"] != ""]
    both = on_side.groupby("place")["side"].nunique()
    kept = chosen[(country == "") | chosen["place"].isin(both.index[both == 2])]
    remarks: dict[tuple[str, str], str] = {}
    for (collection, lang), here in chosen.groupby(["collection", "lang"]):
        every, left = (
            set(country[frame.index]) - {""} for frame in (here, kept.loc[kept.index.isin(here.index)])
        )
        remark = ""
        if len(every) > 1 and left:
            remark = (
                f"{len(left)} of {len(every)} countries are covered by both sides ({', '.join(sorted(left))})"
            )
            remark += (
                "; they are compared together, so a country's own words may pass for a side's"
                if len(left) > 1
                else ""
            )
        remarks[str(collection), str(lang)] = remark
    return kept, remarks


def groups(articles: pd.DataFrame) -> list[tuple[str, str]]:
    """Every (collection, language) among the selected articles, sides or not, in a fixed order.

    English, Russian and Kazakh first; ``other`` has neither tone nor words to compare and is left out.
    """
    order = {"en": 0, "ru": 1, "kk": 2}
    pairs = articles[["collection", "lang"]].drop_duplicates().astype(str).itertuples(index=False, name=None)
    return sorted((p for p in pairs if p[1] != "other"), key=lambda p: (p[0], order.get(p[1], 3), p[1]))


def generator(seed: int, *keys: object) -> np.random.Generator:
    """Random numbers for one row of a table: they depend on the seed and the row's keys, not on other rows."""
    return np.random.default_rng([abs(int(seed)), crc32("|".join(map(str, keys)).encode())])


def one_label(values: Iterable[str]) -> str:
    """Distinct values joined by `` + `` in order of appearance.

    >>> one_label(["vader", "vader", "words"])
    'vader + words'
    """
    return " + ".join(dict.fromkeys(value for value in values if value))
