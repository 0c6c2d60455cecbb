"""What is the tone of the sentences that mention the president, the police, protesters …?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.tone.scores import (
    CELL,
    TALLIES,
    article_tone,
    instruments_of,
    means,
    together,
    without_group,
    without_tone,
)

EVERY = "all sentences"
COLUMNS = [*CELL, "group", "target", "estimate", "low", "high", *TALLIES, "basis", "note"]

_MENTIONS = """
with mentioned as (
    select doc_id, sent, unnest(mentions) as about from sentences join sel using (doc_id)
)
select s.* exclude (n_sentences), scored.about, scored.valence, scored.n_sentences, scored.n_hits, scored.basis
from sel s join (
    select t.doc_id, t.instrument, m.about, avg(t.valence) as valence, count(*)::bigint as n_sentences,
        (count(*) filter (where t.hits > 0))::bigint as n_hits, any_value(b.basis) as basis
    from tone t join sel using (doc_id, instrument)
    join mentioned m on m.doc_id = t.doc_id and m.sent = t.sent
    join bases b on b.collection = sel.collection and b.lang = sel.lang
    where (b.basis = 'target' and t.target = m.about) or (b.basis = 'sentence' and t.target is null)
    group by all
) scored using (doc_id, instrument) order by s.doc_id, scored.about
"""


def toward(
    corpus: Corpus,
    articles: pd.DataFrame,
    *,
    instrument: str = "",
    targets: Sequence[str] = (),
    group_by: str | Sequence[str] = "",
    min_sentences: int = 5,
    min_outlets: int = 5,
    n_boot: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean tone of the sentences that mention a target, within each collection, language and group.

    Every article that mentions the target counts the same, with the mean of its sentences that do.  Where the
    instrument measured the tone toward the target itself, that is taken (``basis`` is "target"); otherwise it is the
    whole sentence's (``"sentence"``), which is not the same: a sentence may praise one and blame another.

    Parameters
    ----------
    targets
        Ids of kzlib/data/targets.csv (president, police, …); empty takes all.
    min_sentences
        A target mentioned in fewer sentences is a row with the reason and no estimate.
    instrument, group_by, min_outlets, n_boot, seed
        As in :func:`kzlib.tone.over_time`.

    Returns
    -------
    DataFrame
        A row per collection, lang, group and target, and one for "all sentences" to compare with: instrument, estimate
        (valence, -1 to 1), low, high (95 %, outlets resampled), n_articles, n_outlets, n_sentences, hit_share, basis,
        note; targets with most sentences first.
    """
    used = instruments_of(corpus, articles, instrument)
    chosen = articles.merge(
        used.dropna(subset="instrument")[["collection", "lang", "instrument"]], on=["collection", "lang"]
    )
    found = corpus.sql(_MENTIONS, sel=chosen, bases=_bases(corpus, chosen))
    if targets:
        found = found[found["about"].isin(list(targets))]
    every = article_tone(corpus, articles, instrument).assign(about=EVERY, basis="sentence")
    both = grouping.assign(
        pd.concat([part for part in (found, every) if len(part)] or [every], ignore_index=True), group_by
    )
    keys = [*CELL, "group", "about", "basis"]
    table = means(both, keys, min_outlets=min_outlets, n_boot=n_boot, seed=seed).rename(
        columns={"about": "target"}
    )
    table = _enough(table, min_sentences)
    missing = [without_group(every, both, group_by), without_tone(corpus, articles, instrument)]
    out = together([table, _unseen(table, targets), *missing], COLUMNS)
    most = out.groupby(["collection", "lang", "target"])["n_sentences"].transform("sum").fillna(0)
    out = out.assign(most=most.where(out["target"] != EVERY, float("inf")))
    order = ["collection", "lang", "most", "target", "group"]
    return out.sort_values(order, ascending=[True, True, False, True, True], ignore_index=True)[COLUMNS]


def _enough(table: pd.DataFrame, min_sentences: int) -> pd.DataFrame:
    """No estimate of a target that fewer sentences mention."""
    few = table["n_sentences"] < min_sentences
    notes = [
        f"not estimable: {grouping.plural(n, 'sentence')}, fewer than {min_sentences}"
        for n in table.loc[few, "n_sentences"]
    ]
    out = table.copy()
    out.loc[few, ["estimate", "low", "high"]] = float("nan")
    out.loc[few, "note"] = notes
    return out


def _bases(corpus: Corpus, chosen: pd.DataFrame) -> pd.DataFrame:
    """Whether a collection and language has tone toward targets, or of whole sentences only."""
    return corpus.sql(
        "select sel.collection, sel.lang, case when count(t.target) > 0 then 'target' else 'sentence' end as basis "
        "from sel join tone t using (doc_id, instrument) group by 1, 2 order by 1, 2",
        sel=chosen[["doc_id", "collection", "lang", "instrument"]],
    )


def _unseen(table: pd.DataFrame, targets: Sequence[str]) -> pd.DataFrame:
    """A row for each target asked for that no sentence of a group mentions."""
    rows = []
    for values, part in table.groupby([*CELL, "group"], sort=True):
        for target in targets:
            if target not in set(part["target"]):
                key = dict(zip([*CELL, "group"], values, strict=True))
                rows.append(
                    {**key, "target": target, "note": f"not estimable: no sentence mentions {target}"}
                )
    return pd.DataFrame(rows)
