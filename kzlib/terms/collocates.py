"""In what company does a word stand?"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kzlib import grouping
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.terms.association import likelihood, log_dice, mi3
from kzlib.terms.counting import counted, selection, tables, term_column, term_conditions
from kzlib.terms.patterns import lines, matching

PAIRED = 50  # collocates whose company among themselves is looked at
ORDERS = ("log_dice", "mi3", "g2")
COLUMNS = [
    "collection", "lang", "kind", "node", "term", "rank", "estimate", "g2", "mi3", "log_dice",
    "n_both", "n_node", "n_term", "n_total", "n_outlets", "level", "note",
]  # fmt: skip


def collocates(
    corpus: Corpus,
    articles: pd.DataFrame,
    terms: Sequence[Any],
    *,
    level: str = "article",
    window: int = 5,
    top_n: int = 15,
    order: str = "log_dice",
    by: str = "form",
    min_count: int = 3,
    min_term_outlets: int = 2,
    extra_stop_words: Sequence[str] = (),
    translated: bool = False,
) -> pd.DataFrame:
    """The words that go with a node word, within each collection and language.

    Parameters
    ----------
    terms
        The node: one line of patterns (see :func:`kzlib.terms.patterns.lines`); of several lines, the first.
    level
        ``"article"``: counted are articles that hold both words (works on every corpus).  ``"window"``: counted are
        meetings, a use of either word at most ``window`` words apart within a sentence (needs kept texts; see
        ``--keep-text``); the measures take meetings per place, of which a window has ``2 * window``.
    order
        ``"log_dice"``, ``"mi3"`` or ``"g2"``: by which of the three measures the words are ranked.
    min_count, min_term_outlets
        A pair has to be met so often, in so many outlets.

    Returns
    -------
    DataFrame
        Rows of kind ``collocate``: collection, lang, node, term, rank, estimate (the measure that ranks), g2, mi3, log_dice
        (see :mod:`kzlib.terms.association`), n_both, n_node, n_term, n_total (articles, or words), n_outlets with both,
        level, note.  Rows of kind ``pair`` say how the 50 strongest go with one another (articles).  A language without
        the node is one row with the reason in ``note``.

    Raises
    ------
    KzlibError
        If a pattern, ``level`` or ``order`` is none, or a window is asked of a corpus without texts.
    """
    if order not in ORDERS or level not in ("article", "window"):
        raise KzlibError(
            f"collocates are ordered by {', '.join(ORDERS)} and counted by 'article' or 'window'"
        )
    asked = lines(terms)[:1]
    node = asked[0].label
    forms = matching(corpus, asked, by=by)
    selected = selection(corpus, articles, translated=translated)
    condition = term_conditions(extra_stop_words=extra_stop_words)
    parts = []
    known = selected[selected["lang"] != "other"]
    for cell, here in known.groupby(["collection", "lang"], sort=True):
        if level == "window":
            table = _in_window(corpus, here, forms, condition, window, by)
        else:
            table = _in_article(corpus, here, forms, condition, by)
        table = table[(table["n_both"] >= min_count) & (table["n_outlets"] >= min_term_outlets)]
        met = len(table) > 0
        table = _ranked(table, order, top_n, places=2 * window if level == "window" else 1)
        if table.empty:
            times, outlets = grouping.plural(min_count, "time"), grouping.plural(min_term_outlets, "outlet")
            why = f"no word stands {times} beside {node} in {outlets}"
            why = f"no word stands with {node} more often than by chance" if met else why
            note = f"not estimable: {why} ({grouping.plural(len(here), 'article')})"
            table = pd.DataFrame([{"note": note}])
        else:
            pairs = _pairs(corpus, here, forms, condition, table["term"].tolist(), by, min_count)
            table = pd.concat([table, pairs], ignore_index=True)
        kind = table["kind"].astype(object).fillna("collocate") if "kind" in table else "collocate"
        collection, lang = (str(value) for value in cell)
        parts.append(table.assign(kind=kind, level=level, collection=collection, lang=lang))
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    out = out.reindex(columns=COLUMNS)
    return out.assign(
        node=out["node"].astype(object).fillna(node), note=out["note"].astype(object).fillna("")
    )


def _ranked(table: pd.DataFrame, order: str, top_n: int, *, places: int) -> pd.DataFrame:
    """The measures, of the words that stand with the node more often than by chance (words that shun it have a large G²
    too).

    A use of the node can meet a word in each of the window's ``places``, so that meetings can outnumber the uses of either:
    divided by the places, as NLTK does, they cannot.
    """
    marginals = [table["n_both"] / places, *(table[name] for name in ("n_node", "n_term", "n_total"))]
    table = table.assign(g2=likelihood(*marginals), mi3=mi3(*marginals), log_dice=log_dice(*marginals))
    table = table[marginals[0] * table["n_total"] > table["n_node"].astype(float) * table["n_term"]]
    table = table.assign(estimate=table[order]).sort_values(["estimate", "term"], ascending=[False, True])
    table = table.head(top_n) if top_n else table
    return table.assign(rank=range(1, len(table) + 1)).reset_index(drop=True)


def _in_article(
    corpus: Corpus, here: pd.DataFrame, forms: pd.DataFrame, condition: str, by: str
) -> pd.DataFrame:
    """Articles that hold both, the node, the word, any: a word's articles counted with the node and without it."""
    held = corpus.sql(
        """select distinct t.doc_id from terms t join forms f on f.term = t.term and f.lang = t.lang
        join sel s using (doc_id)""",
        sel=here[["doc_id"]],
        forms=forms[["term", "lang"]],
    )
    node = here["doc_id"].isin(held["doc_id"])
    nothing = pd.DataFrame(columns=["term", "n_both", "n_node", "n_term", "n_total", "n_outlets"])
    if not node.any():
        return nothing
    these = counted(corpus, here.assign(group=np.where(node, "a", "b")))
    found, with_node = [], these.units.cell == 0
    outlets = with_node & (these.units.outlet >= 0)
    for terms, uses, articles in tables(these, condition, by=by, besides=forms):
        both = {
            "n_both": articles[:, 0],
            "n_term": articles.sum(axis=1),
            "n_outlets": (uses[:, outlets] > 0).sum(axis=1),
        }
        found.append(pd.DataFrame({"term": terms.to_numpy(dtype=object), **both}).query("n_both > 0"))
    out = pd.concat(found or [nothing], ignore_index=True).assign(n_node=int(node.sum()), n_total=len(here))
    return out.astype(dict.fromkeys(("n_both", "n_term", "n_outlets"), "int64"))


def _pairs(
    corpus: Corpus,
    here: pd.DataFrame,
    forms: pd.DataFrame,
    condition: str,
    words: list[str],
    by: str,
    min_count: int,
) -> pd.DataFrame:
    """How the strongest collocates go with one another: an edge for each two that share articles."""
    these = counted(corpus, here, unit="article")
    listed = pd.DataFrame({"term": pd.Series(words[:PAIRED], dtype="str")})
    parts = tables(these, condition, by=by, wanted=listed, besides=forms)
    found = [(names.tolist(), uses > 0) for names, uses, _ in parts]
    terms = [name for names, _ in found for name in names]
    held = (
        np.vstack([rows for _, rows in found]) if found else np.zeros((0, len(these.units.cell)), dtype=bool)
    )
    n, outlet = held.sum(axis=1), these.units.outlet
    rows = []
    for a, b in itertools.combinations(range(len(terms)), 2):
        both = held[a] & held[b]
        if both.sum() >= min_count:
            outlets = np.unique(outlet[both & (outlet >= 0)])
            rows.append((terms[a], terms[b], int(both.sum()), int(n[a]), int(n[b]), len(here), len(outlets)))
    names = ["node", "term", "n_both", "n_node", "n_term", "n_total", "n_outlets"]
    table = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[2:], "int64"))
    marginals = [table[name] for name in names[2:6]]
    scores = {"g2": likelihood(*marginals), "mi3": mi3(*marginals), "log_dice": log_dice(*marginals)}
    return table.assign(kind="pair", estimate=scores["log_dice"], **scores)


def _in_window(
    corpus: Corpus, here: pd.DataFrame, forms: pd.DataFrame, condition: str, window: int, by: str
) -> pd.DataFrame:
    """Meetings: a use of the node and a use of the word at most ``window`` words apart in a sentence.  Marginals are the
    words' own counts."""
    from kzlib import languages
    from kzlib.terms.kwic import texts_of

    totals = corpus.sql(
        f"""select {term_column(by)} as term, t.term as form, sum(t.count)::bigint as n_term
        from terms t join sel s using (doc_id) left join vocabulary v on v.term = t.term and v.lang = t.lang
        where {condition} group by all order by all""",
        sel=here,
    )
    name = dict(zip(totals["form"], totals["term"], strict=True))
    wanted = set(forms["term"])
    near: Counter[str] = Counter()
    outlets: dict[str, set[Any]] = {}
    n_node = 0
    for row in texts_of(corpus, here, forms).to_dict("records"):
        words = languages.words(row["text"])
        for at, word in enumerate(words):
            if word not in wanted:
                continue
            n_node += 1
            around = words[max(at - window, 0) : at] + words[at + 1 : at + 1 + window]
            for other in {name[w] for w in around if w in name and w not in wanted}:
                outlets.setdefault(other, set()).update({row["outlet"]} - {None})
            near.update(name[w] for w in around if w in name and w not in wanted)
    n_term = totals.groupby("term")["n_term"].sum().to_dict()
    found = pd.DataFrame({"term": list(near), "n_both": list(near.values())}).astype({"n_both": "int64"})
    found["n_term"] = pd.Series([n_term[term] for term in near], dtype="int64")
    found["n_outlets"] = [len(outlets[term]) for term in found["term"]]
    return found.assign(n_node=n_node, n_total=int(here["n_words"].sum()))
