"""Small corpora from sentences of our own, counted here and not by kzlib's measuring."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from corpora import write_corpus

from kzlib.corpus import Corpus

#: text, outlet, side, language, date: a small press in three languages
PRESS: list[dict[str, Any]] = [
    {
        "text": "police met protesters. police left the square",
        "outlet": "a1",
        "side": "independent",
        "day": "2022-01-05",
    },
    {
        "text": "protests grew and the police stood by",
        "outlet": "a2",
        "side": "independent",
        "day": "2022-01-06",
    },
    {
        "text": "the protest ended. people went home",
        "outlet": "a3",
        "side": "independent",
        "day": "2022-02-01",
    },
    {"text": "order was restored and the law stands", "outlet": "b1", "side": "state", "day": "2022-01-07"},
    {"text": "the law is the law and order is order", "outlet": "b2", "side": "state", "day": "2022-04-02"},
    {"text": "people thanked the police for order", "outlet": "b3", "side": "state", "day": None},
    {
        "text": "протест прошёл мирно",
        "outlet": "a1",
        "side": "independent",
        "lang": "ru",
        "day": "2022-01-09",
    },
    {"text": "закон и порядок", "outlet": "b1", "side": "state", "lang": "ru", "day": "2022-01-09"},
    {
        "text": "наразылық қазақстанда басталды",
        "outlet": "a2",
        "side": "independent",
        "lang": "kk",
        "day": "2022-01-08",
    },
]
STOPS = {"the", "and", "by", "is", "was", "for", "и"}
LEMMAS = {"protests": "protest", "protesters": "protester", "протесты": "протест"}


def tokens(text: str) -> list[str]:
    """Words the plain way; good enough for the sentences above."""
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())


def corpus_of(
    path: Path, press: list[dict[str, Any]] | None = None, *, texts: bool = False, valence: Any = None
) -> Corpus:
    """Write a corpus of ``press``; ``valence`` gives a sentence its tone (None leaves the table empty)."""
    articles, terms, sentences, tone, kept = [], [], [], [], []
    df: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(PRESS if press is None else press):
        doc, lang = f"d{number:03d}", row.get("lang", "en")
        parts = [part.strip() for part in row["text"].split(".") if part.strip()]
        counts: Counter[str] = Counter()
        for sent, part in enumerate(parts):
            quoted = part.startswith("«")
            words = tokens(part)
            counts.update(words)
            about = row.get("mentions", [])
            voice = "quotation" if quoted else "narration"
            n = len(words)
            sentences.append(
                {
                    "doc_id": doc,
                    "sent": sent,
                    "lang": lang,
                    "n_words": n,
                    "n_quoted": n * quoted,
                    "voice": voice,
                    "mentions": about,
                }
            )
            kept.append({"doc_id": doc, "sent": sent, "text": part})
            if valence is not None and (value := valence(part, lang)) is not None:
                name = {"ru": "lexicon-ru", "kk": "lexicon-kk"}.get(lang, "vader")
                tone.append(
                    {
                        "doc_id": doc,
                        "sent": sent,
                        "instrument": name,
                        "valence": value,
                        "hits": int(value != 0),
                    }
                )
        inside: Counter[str] = Counter()
        for part in parts:
            inside.update(tokens(part) if part.startswith("«") else [])
        for word, n in counts.items():
            terms.append({"doc_id": doc, "lang": lang, "term": word, "count": n, "quoted": inside[word]})
            df[word, lang] += 1
        articles.append(
            {
                "doc_id": doc,
                "collection": row.get("collection", "test"),
                "source_id": row["outlet"],
                "lang": lang,
                "published": row["day"],
                "n_words": counts.total(),
                "n_sentences": len(parts),
                "translated": row.get("translated", False),
            }
        )
    vocabulary = [
        {"term": word, "lang": lang, "lemma": LEMMAS.get(word, word), "stop": word in STOPS, "df": n}
        for (word, lang), n in df.items()
    ]
    tables: dict[str, Any] = {
        "articles": articles,
        "terms": terms,
        "sentences": sentences,
        "vocabulary": vocabulary,
    }
    tables["tone"] = tone
    if texts:
        tables["texts"] = kept
    return write_corpus(path / "corpus", **tables)


def selected(corpus: Corpus, press: list[dict[str, Any]] | None = None) -> pd.DataFrame:
    """All articles with outlet, class and side as the rows say, without asking the registry."""
    rows = PRESS if press is None else press
    articles = corpus.sql("select * from articles order by doc_id")
    side = pd.Series([row.get("side") for row in rows], dtype=object)
    return articles.assign(
        outlet=articles["source_id"],
        side=side,
        kind="private",
        confidence="high",
        **{"class": side.fillna("unknown")},
    )
