"""Reference lists a researcher can edit: events, targets, topics, naming and roles (``kzlib/data/*.csv``).

A *pattern* is one to three lower-cased words; ``*`` at the end of a word stands for any ending
(``президент* токаев*``), ``a|b`` for either word.  ``docs/data/reference.md`` says what each column means and how entries were judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from kzlib import paths
from kzlib.errors import KzlibError
from kzlib.matcher import MASK, Matcher, pattern_complaint

LANGUAGES = ("en", "ru", "kk")


class _Queryable(Protocol):
    """A corpus, as far as this module needs it (kzlib.corpus.Corpus)."""

    def sql(self, query: str, /, **frames: pd.DataFrame) -> pd.DataFrame: ...


_COLUMNS = {
    "events.csv": [
        *("date", "until", "label", "kind"),
        *("words_en", "words_ru", "words_kk", "slugs", "evidence_url"),
    ],
    "targets.csv": ["target", "lang", "pattern"],
    "topics.csv": ["topic", "lang", "pattern"],
    "naming.csv": ["actor", "variant", "lang", "pattern"],
    "roles.csv": ["role", "lang", "pattern", "kind"],
}


def load_events(path: str | Path | None = None) -> pd.DataFrame:
    """Dated events: ``date`` and ``until`` (datetime64; ``[date, until)``, NaT: that one day), ``label``,
    ``kind``, ``words_en``, ``words_ru``, ``words_kk`` (patterns separated by ";"), ``slugs`` (the names of
    the event in a collection's ``event`` column, separated by ";") and ``evidence_url``.

    >>> load_events().query("slugs == 'kostenko-mine-2023'")[["label", "kind"]].values.tolist()
    [['Kostenko mine accident', 'disaster']]
    """
    where = Path(path or paths.data("events.csv"))
    table = _read(where, "events.csv")
    for column in ("date", "until"):
        dates = pd.to_datetime(table[column].replace("", None), errors="coerce", format="%Y-%m-%d")
        wrong = np.flatnonzero(
            (dates.isna() & (table[column] != "")) | ((column == "date") & (table[column] == ""))
        )
        if len(wrong):
            value = table[column].iloc[wrong[0]]
            raise KzlibError(
                f"{where}, line {wrong[0] + 2}: {column} is {value!r}, not a date like 2022-01-02"
            )
        table[column] = dates
    return table


def load_targets(path: str | Path | None = None) -> pd.DataFrame:
    """Whom a sentence can mention: ``target``, ``lang``, ``pattern``; a target that begins with "!" is a mask
    (see :data:`kzlib.matcher.MASK`)."""
    return _patterns(path, "targets.csv")


def load_topics(path: str | Path | None = None) -> pd.DataFrame:
    """Words that tell what an article is about: ``topic``, ``lang``, ``pattern``."""
    return _patterns(path, "topics.csv")


def load_naming(path: str | Path | None = None) -> pd.DataFrame:
    """What one actor or event can be called: ``actor``, ``variant``, ``lang``, ``pattern``."""
    return _patterns(path, "naming.csv")


def load_roles(path: str | Path | None = None) -> pd.DataFrame:
    """Words that tell who is speaking: ``role``, ``lang``, ``pattern``, ``kind`` (title, organisation, person, cue).

    A *person* is a holder of high public office whom texts name without a title; no name reaches the corpus."""
    return _patterns(path, "roles.csv")


def _read(path: Path, name: str) -> pd.DataFrame:
    if not path.is_file():
        raise KzlibError(f"{path}: no such reference list")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise KzlibError(f"{path}: not a readable UTF-8 CSV file ({str(error).strip()})") from None
    missing = [column for column in _COLUMNS[name] if column not in table]
    if missing:
        raise KzlibError(
            f"{path}: the column {missing[0]!r} is missing; it needs {', '.join(_COLUMNS[name])}"
        )
    return table[_COLUMNS[name]].apply(lambda column: column.str.strip())


def _patterns(path: str | Path | None, name: str) -> pd.DataFrame:
    where = Path(path or paths.data(name))
    table = _read(where, name)
    for position, (lang, pattern) in enumerate(zip(table["lang"], table["pattern"], strict=True)):
        wrong = pattern_complaint(pattern)
        if lang not in LANGUAGES:
            wrong = f"lang is {lang!r}; it must be one of {', '.join(LANGUAGES)}"
        if wrong:
            raise KzlibError(f"{where}, line {position + 2}: {wrong}")
    return table


@lru_cache(maxsize=16)
def matcher(name: str, lang: str) -> Matcher:
    """The patterns of a reference list (``"targets.csv"``, ``"naming.csv"``) in one language."""
    table = _patterns(None, name)
    table = table[table["lang"] == lang]
    labels: Iterable = table.iloc[:, 0]
    if name == "naming.csv":
        pairs = zip(table["actor"], table["variant"], strict=True)
        labels = (actor if actor.startswith(MASK) else (actor, variant) for actor, variant in pairs)
    return Matcher(zip(labels, table["pattern"], strict=True))


def mentions(words: Sequence[str], lang: str) -> list[str]:
    """The targets that a sentence mentions, sorted.

    ``words`` are lower-cased words as ``kzlib.languages.words`` gives them.  A language without a list
    mentions nobody.

    >>> mentions("police detained the president of uzbekistan in moscow".split(), "en")
    ['police', 'russia']
    """
    return sorted({target for target, _, _ in target_hits(words, lang)})


def target_hits(
    words: Sequence[str], lang: str, at: Iterable[int] | None = None
) -> list[tuple[str, int, int]]:
    """Where a sentence mentions targets: (target, position of the first word, number of words), by position.

    ``at`` are the positions worth looking at, where they are known (:meth:`kzlib.matcher.Matcher.hits`).

    >>> target_hits("police detained a reporter in moscow".split(), "en")
    [('police', 0, 1), ('journalists', 3, 1), ('russia', 5, 1)]
    """
    return matcher("targets.csv", lang).hits(words, at)


def name_hits(
    words: Sequence[str], lang: str, at: Iterable[int] | None = None
) -> list[tuple[str, str, int, int]]:
    """Each naming in a run of words: (actor, variant, position of its first word, number of words).

    Of overlapping patterns of one actor the longest counts.  ``at`` is as in :func:`target_hits`.

    >>> name_hits("tokayev called peaceful protesters terrorists".split(), "en")
    [('protesters', 'peaceful protesters', 2, 2), ('protesters', 'terrorists', 4, 1)]
    """
    hits = matcher("naming.csv", lang).hits(words, at)
    if len(hits) > 1:
        hits.sort(key=lambda hit: (-hit[2], hit[1]))
        taken: set[tuple[str, int]] = set()
        kept = []
        for label, start, n in hits:
            places = {(label[0], i) for i in range(start, start + n)}
            if not places & taken:
                taken |= places
                kept.append((label, start, n))
        hits = sorted(kept, key=lambda hit: (hit[1], hit[0]))
    return [(*label, start, n) for label, start, n in hits]


def names(words: Sequence[str], lang: str) -> Counter[tuple[str, str]]:
    """How often each (actor, variant) is named.

    >>> names("the head of state met rioters and rioters".split(), "en").most_common(1)
    [(('protesters', 'rioters'), 2)]
    """
    return Counter((actor, variant) for actor, variant, _, _ in name_hits(words, lang))


def topic_terms(vocabulary: pd.DataFrame, topics: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which terms stand for which topic: ``lang``, ``term``, ``topic``.

    ``vocabulary`` needs ``term`` and ``lang``.  Matching runs over distinct terms only; join the result with
    a corpus's ``terms`` to count (``topics_of`` then says what each article is about).

    >>> topic_terms(pd.DataFrame({"term": ["elections", "rallies", "tea"], "lang": "en"}))[["term", "topic"]]
            term     topic
    0  elections  election
    1    rallies   protest
    """
    table = load_topics() if topics is None else topics
    distinct = vocabulary[["lang", "term"]].drop_duplicates()
    rows = []
    for lang, terms in distinct.groupby("lang", sort=True, observed=True)["term"]:
        of_lang = table[table["lang"] == lang]
        matcher = Matcher(zip(of_lang["topic"], of_lang["pattern"], strict=True))
        for term in terms:
            words = term.split(" ")
            rows += [
                (lang, term, topic) for topic in {t for t, _, n in matcher.hits(words) if n == len(words)}
            ]
    return pd.DataFrame(rows, columns=["lang", "term", "topic"]).sort_values(
        ["lang", "term", "topic"], ignore_index=True
    )


def topics(terms: pd.DataFrame, topic_list: pd.DataFrame | None = None) -> pd.DataFrame:
    """What each article is about: ``doc_id``, ``topic``, ``hits``, read off a corpus's ``terms`` table.

    ``terms`` needs ``doc_id``, ``lang``, ``term``, ``count`` (and ``size`` where bigrams are among them).
    An article can have several topics; one without any has the topic ``none``.

    >>> table = pd.DataFrame(
    ...     {"doc_id": ["a", "a", "b"], "lang": "en", "term": ["vote", "the", "tea"], "count": 1}
    ... )
    >>> topics(table)
      doc_id     topic  hits
    0      a  election     1
    1      b      none     0
    """
    found = terms.merge(topic_terms(terms, topic_list), on=["lang", "term"])
    hits = found.groupby(["doc_id", "topic"], observed=True)["count"].sum().rename("hits").reset_index()
    single = terms if "size" not in terms else terms[terms["size"] == 1]
    return topics_of(hits, single.groupby("doc_id", observed=True)["count"].sum())


def article_topics(
    corpus: _Queryable, articles: pd.DataFrame, topic_list: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What each article of a corpus is about: ``doc_id``, ``topic``, ``hits``, ``share`` (1/k for k topics).

    ``articles`` needs ``doc_id``.  The distinct terms are matched once; counting is left to the corpus's SQL,
    so that a million articles stay where they are.
    """
    wanted = articles[["doc_id"]]
    terms = corpus.sql("select distinct lang, term from terms where size = 1")
    held = corpus.sql(_TOPICS, topic_terms=topic_terms(terms, topic_list), wanted=wanted)
    rest = wanted[~wanted["doc_id"].isin(held["doc_id"])].assign(topic="none", hits=0, share=1.0)
    table = held if rest.empty else pd.concat([held, rest]) if len(held) else rest
    return table.sort_values(["doc_id", "topic"], ignore_index=True)


# The rule of topics_of, where a million articles are.
_TOPICS = """
with used as (select doc_id, lang, term, count from terms join wanted using (doc_id) where size = 1),
hit as (
    select doc_id, topic, sum(count)::bigint as hits
    from used join topic_terms using (lang, term) group by doc_id, topic
),
length as (select doc_id, sum(count) as n_words from used group by doc_id),
ranked as (
    select doc_id, topic, hits, n_words, max(hits) over (partition by doc_id) as strongest
    from hit join length using (doc_id)
)
select doc_id, topic, hits, 1.0::double / count(*) over (partition by doc_id) as share
from ranked where hits >= ceil(n_words / 100.0) and hits * 2 >= strongest
"""


def topics_of(hits: pd.DataFrame, n_words: pd.Series) -> pd.DataFrame:
    """From topic words counted (``doc_id``, ``topic``, ``hits``) to topics held; see ``docs/data/reference.md``.

    ``n_words`` is the number of words of every article, indexed by ``doc_id``.  An article is about a topic if
    its words stand there at least once in every 100 words (rounded up) and at least half as often as those of
    its strongest topic.
    """
    words = hits["doc_id"].map(n_words).to_numpy(dtype=float)
    strongest = hits.groupby("doc_id", observed=True)["hits"].transform("max")
    enough = (hits["hits"].to_numpy() >= np.ceil(words / 100)) & (hits["hits"] * 2 >= strongest).to_numpy()
    held = hits.loc[enough, ["doc_id", "topic", "hits"]]
    rest = n_words.index[~n_words.index.isin(held["doc_id"])]
    none = pd.DataFrame({"doc_id": rest, "topic": "none", "hits": 0})
    table = held if none.empty else pd.concat([held, none])
    return table.sort_values(["doc_id", "topic"], ignore_index=True)


__all__ = [
    *(
        "LANGUAGES",
        "MASK",
        "Matcher",
        "load_events",
        "load_naming",
        "load_roles",
        "load_targets",
        "load_topics",
    ),
    *("article_topics", "mentions", "name_hits", "names", "topic_terms", "topics", "topics_of"),
]
