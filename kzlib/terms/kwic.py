"""A word in its contexts: the concordance of a corpus that kept its texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.terms.patterns import lines, matching

SORTS = ("date", "left", "right", "outlet")
COLUMNS = ["doc_id", "sent", "published", "outlet", "side", "lang", "left", "hit", "right"]


def kwic(
    corpus: Corpus,
    articles: pd.DataFrame,
    terms: Sequence[Any],
    *,
    width: int = 60,
    sort: str = "date",
    side: str = "",
    limit: int = 0,
    by: str = "form",
) -> pd.DataFrame:
    """Every use of a term with what stands left and right of it.

    Parameters
    ----------
    terms
        Patterns (see :func:`kzlib.terms.patterns.lines`); a two-word pattern finds the two words in a row.
    width
        Characters of context on either side (the sentence ends it earlier).
    sort
        ``"date"``, ``"outlet"``, ``"left"`` (by the words before, nearest first) or ``"right"`` (by the words after).
    side
        Only this side, e.g. ``"state"``.
    limit
        At most so many rows (0: all).

    Returns
    -------
    DataFrame
        doc_id, sent, published, outlet, side, lang, left, hit, right.

    Raises
    ------
    KzlibError
        If the corpus keeps no texts: a shared corpus holds measurements only.
    """
    from kzlib import languages

    if sort not in SORTS:
        raise KzlibError(f"contexts are sorted by {', '.join(SORTS)}, not by {sort!r}")
    need_texts(corpus)
    chosen = articles if "side" in articles else articles.assign(side=None)
    if side:
        chosen = chosen[chosen["side"] == side]
    forms = matching(corpus, lines(terms), by=by)
    wanted = set(forms["term"])
    longest = 2 if any(" " in term for term in wanted) else 1
    rows: list[dict[Any, Any]] = []
    for row in texts_of(corpus, chosen, forms).to_dict("records"):
        text = languages.normalise(row["text"])
        spans = languages.word_spans(text)
        for at, (start, _, _) in enumerate(spans):
            for size in range(1, longest + 1):
                last = at + size - 1
                if last < len(spans) and " ".join(w for _, _, w in spans[at : last + 1]) in wanted:
                    rows.append({**row, **_context(text, start, spans[last][1], width)})
    out = pd.DataFrame(rows, columns=COLUMNS)
    out = out.iloc[_order(out, sort)].reset_index(drop=True)
    return out.head(limit) if limit else out


def need_texts(corpus: Corpus) -> None:
    """Say in one sentence how to get texts, where a corpus has none."""
    if not corpus.has_texts:
        raise KzlibError(
            f"the corpus {corpus.path} holds measurements and no texts; to see words in context, ingest your own "
            "copy of the pages with `kzlib ingest PATH... --out CORPUS --keep-text`"
        )


def texts_of(corpus: Corpus, articles: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """The sentences of the articles that hold one of the terms ``forms`` (columns term, lang), with their articles'
    published, outlet, side and lang, sorted by doc_id and sent."""
    need_texts(corpus)
    columns = [name for name in ("doc_id", "published", "outlet", "side", "lang") if name in articles]
    words = pd.DataFrame({"term": sorted({word for term in forms["term"] for word in term.split(" ")})})
    return corpus.sql(
        """select x.doc_id, x.sent, sel.* exclude (doc_id), x.text from texts x join sel using (doc_id)
        where x.doc_id in (select t.doc_id from terms t join words using (term) where t.size = 1)
        order by x.doc_id, x.sent""",
        sel=articles[columns].drop_duplicates("doc_id"),
        words=words,
    )


def _context(text: str, start: int, end: int, width: int) -> dict[str, str]:
    flat = [re.sub(r"\s+", " ", part) for part in (text[:start], text[start:end], text[end:])]
    left = flat[0][-width:] if width else ""
    return {"left": left.strip(), "hit": flat[1], "right": flat[2][:width].strip()}


def _order(table: pd.DataFrame, sort: str) -> list[int]:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    def key(k: int) -> tuple[Any, ...]:
        row = table.iloc[k]
        day = "undated" if pd.isna(row["published"]) else str(row["published"])[:10]
        last = (str(row["doc_id"]), int(row["sent"]), k)
        if sort == "left":
            return (words(row["left"])[::-1], words(row["right"]), last)
        if sort == "right":
            return (words(row["right"]), words(row["left"])[::-1], last)
        return (day, last) if sort == "date" else (str(row["outlet"]), day, last)

    return sorted(range(len(table)), key=key)
