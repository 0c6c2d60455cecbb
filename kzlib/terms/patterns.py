"""The words a user asks about: plain words, wildcards and regular expressions, one or more lines of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from kzlib.corpus import Corpus
from kzlib.errors import KzlibError

MOST = 200  # characters of a pattern: longer ones are a mistake


@dataclass(frozen=True, slots=True)
class Line:
    """Patterns whose counts are added up and drawn as one line."""

    label: str
    patterns: tuple[str, ...]


def lines(terms: Sequence[Any]) -> list[Line]:
    """Read a user's list of terms.

    Parameters
    ----------
    terms
        A list of patterns is one line: ``["протест*", "наразылық*", "protest*"]``.  A list with lists in it is several,
        an entry each: ``[["протест*", "protest*"], "сайлау* + election*"]``; `` + `` joins patterns as well.  What
        this function returned may be given again.  A pattern is a word, two words, a word with
        wildcards (``*`` any letters, ``?`` one), or ``/a regular expression/`` found anywhere in a term
        (RE2: linear time; ``\\w`` and ``\\b`` know all letters here).

    Raises
    ------
    KzlibError
        If the list is empty, an entry is no text, too long, of more than two words, or does not compile.

    >>> [line.label for line in lines(["protest*", "Протест*"])]
    ['protest* + протест*']
    >>> [line.label for line in lines([["election*"], "law + order"])]
    ['election*', 'law + order']
    """
    if isinstance(terms, str):
        terms = [terms]
    nested = any(isinstance(entry, list | tuple | Line) for entry in terms)
    groups = [entry if isinstance(entry, list | tuple) else [entry] for entry in terms] if nested else [terms]
    out = []
    for group in groups:
        if len(group) == 1 and isinstance(group[0], Line):
            out.append(group[0])
            continue
        patterns = tuple(clean(pattern) for entry in group for pattern in _added(entry))
        if not patterns:
            raise KzlibError('no terms were asked for; give terms a list such as ["protest*", "протест*"]')
        for pattern in patterns:
            _check(pattern)
        out.append(Line(" + ".join(patterns), patterns))
    return out


def _added(entry: Any) -> list[Any]:
    """The patterns of one entry: ``"a* + b*"`` is two."""
    if not isinstance(entry, str) or _is_regex(entry.strip()) or " + " not in entry:
        return [entry]
    return entry.split(" + ")


def matching(corpus: Corpus, asked: Sequence[Line], *, by: str = "form") -> pd.DataFrame:
    """The terms of a corpus that a line's patterns match.

    Returns columns ``line`` (its label), ``term``, ``lang``, sorted; a term that two patterns of a line match
    is there once.  With ``by="lemma"`` a pattern is matched against lemmas and brings all their forms.
    """
    column = lemma_column(by)
    found = []
    for line in asked:
        for pattern in line.patterns:
            for table, where in _tables(pattern, column):
                rows = corpus.sql(f"select distinct term, lang from {table} where {where}")
                found.append(rows.assign(line=line.label))
    frame = pd.concat(found, ignore_index=True)[["line", "term", "lang"]]
    return frame.drop_duplicates().sort_values(["line", "term", "lang"], ignore_index=True)


def matches(column: str, pattern: str) -> str:
    """A condition of SQL: ``column`` matches ``pattern``.

    >>> matches("term", "law")
    "term = 'law'"
    >>> matches("term", "prot*")
    "starts_with(term, 'prot')"
    """
    if _is_regex(pattern):
        return f"regexp_matches({column}, {literal(_for_re2(pattern[1:-1]))})"
    if not set("*?") & set(pattern):
        return f"{column} = {literal(pattern)}"
    if pattern.endswith("*") and not set("*?") & set(pattern[:-1]):
        return f"starts_with({column}, {literal(pattern[:-1])})"
    return f"regexp_full_match({column}, {literal(_glob(pattern))})"


def literal(text: str) -> str:
    """``text`` as a literal of SQL.

    >>> literal("don't")
    "'don''t'"
    """
    return "'" + text.replace("'", "''") + "'"


def lemma_column(by: str) -> str:
    """The vocabulary's column that counting goes by: word forms or their lemmas."""
    if by not in ("form", "lemma"):
        raise KzlibError(f"words are counted by 'form' or by 'lemma', not by {by!r}")
    return "term" if by == "form" else "lemma"


def _tables(pattern: str, column: str) -> list[tuple[str, str]]:
    """Where a pattern is looked up: single words in the vocabulary, pairs among the terms."""
    singles = ("vocabulary", f"term not like '% %' and {matches(column, pattern)}")
    pairs = ("terms", f"size = 2 and {matches('term', pattern)}")
    if _is_regex(pattern):
        return [singles, pairs] if re.search(r"[ ]|\\s", pattern) else [singles]
    return [pairs] if " " in pattern else [singles]


def _is_regex(pattern: str) -> bool:
    return len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/")


def clean(pattern: Any) -> str:
    """A pattern as the corpus writes its words: normalised and in lower case; a regular expression as it is.

    >>> clean("  Протест* ")
    'протест*'
    >>> clean("Kazakhstan’s")  # a genitive is the word
    'kazakhstan'
    """
    if not isinstance(pattern, str) or not pattern.strip():
        raise KzlibError(f"a term is a word, a wildcard or /a regular expression/, not {pattern!r}")
    pattern = pattern.strip()
    if _is_regex(pattern):
        return pattern
    from kzlib import languages  # late: only who asks for words pays for it

    written = " ".join(languages.normalise(pattern).lower().split())
    if set("*?") & set(written):
        return written
    return " ".join(_word(part) for part in written.split())


def _word(part: str) -> str:
    """The one word that ``part`` is; what is none (a number) or several stays as it is written."""
    from kzlib import languages

    words = languages.words(part)
    return words[0] if len(words) == 1 else part


def _check(pattern: str) -> None:
    if len(pattern) > MOST:
        raise KzlibError(f"the term {pattern[:40]!r}… is {len(pattern)} characters long; at most {MOST}")
    if not _is_regex(pattern):
        if pattern.count(" ") > 1:
            raise KzlibError(
                f"the term {pattern!r} has more than two words; a corpus counts words and pairs of words"
            )
        if not re.search(r"\w", pattern):
            raise KzlibError(f"the term {pattern!r} has no letter to look for")
        return
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute("select regexp_matches('', ?)", [_for_re2(pattern[1:-1])])
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0].partition(": ")[2].partition(": (?i)")[0] or str(error)
        raise KzlibError(f"the term {pattern} is no regular expression: {reason}") from None


def _glob(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(letter) or re.escape(letter) for letter in pattern)


def _for_re2(pattern: str) -> str:
    r"""RE2's ``\w`` knows only ASCII; ours means a letter or digit of any script.

    >>> print(_for_re2(r"^\w+[\w-]\d\\w$"))
    (?i)^[\p{L}\p{N}_]+[\p{L}\p{N}_-]\d\\w$
    """
    out, inside, at = [], False, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            pair = pattern[at : at + 2]
            wide = {r"\w": r"\p{L}\p{N}_", r"\W": r"\P{L}" if inside else r"^\p{L}\p{N}_"}.get(pair)
            out.append(pair if wide is None else wide if inside else f"[{wide}]")
            at += 2
            continue
        inside = (letter == "[" or inside) and letter != "]"
        out.append(letter)
        at += 1
    return "(?i)" + "".join(out)
