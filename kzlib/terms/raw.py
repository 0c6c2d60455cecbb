"""Term and document frequencies straight from texts in Parquet, without building a corpus.

Most texts are plain: letters, digits and common punctuation, no tags, addresses or rare letters.  On these, runs
of letters taken by the database's linear-time engine *are* the words of :func:`kzlib.languages.words`; all others
go to that function itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from kzlib.errors import KzlibError
from kzlib.languages.words import _HOSTS
from kzlib.terms.patterns import literal

_LATIN, _CYRILLIC = r"a-zA-Z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{FF}", r"\x{400}-\x{45F}\x{48A}-\x{4FF}"
#: Characters of a plain text: ASCII without # @ _ and controls, Latin-1 and Cyrillic letters, common marks and spaces.
PLAIN = (
    rf"[\x20-\x22\x24-\x3F\x5B-\x5E\x60\x7B-\x7E\t\r\n\x{{A0}}\x{{A3}}\x{{A7}}\x{{AB}}\x{{B7}}\x{{BB}}{_LATIN}{_CYRILLIC}"
    r"\x{2013}\x{2014}\x{2018}\x{2019}\x{201C}-\x{201E}\x{2022}\x{2026}\x{2116}\x{2580}-\x{259F}]*"
)
#: What only the full definition reads: an address, a possessive with something hanging on it, two scripts in one word.
ODD = (
    rf"[0-9{_LATIN}{_CYRILLIC}]['\x{{2018}}\x{{2019}}][0-9]|[0-9]['\x{{2018}}\x{{2019}}][{_LATIN}{_CYRILLIC}]|"
    rf"://|[wW]{{3}}\.|\.(?i:{_HOSTS})\b|['\x{{2018}}\x{{2019}}][sS]['\x{{2018}}\x{{2019}}\-]"
    rf"|[{_LATIN}][\-'\x{{2018}}\x{{2019}}]*[{_CYRILLIC}]|[{_CYRILLIC}][\-'\x{{2018}}\x{{2019}}]*[{_LATIN}]"
)
TOKEN = rf"[0-9{_LATIN}{_CYRILLIC}]+(?:[-'][0-9{_LATIN}{_CYRILLIC}]+)*"


def count_texts(
    files: str | Path | Sequence[str | Path], *, text: str = "text", by: str = "", memory: str = "800MB"
) -> pd.DataFrame:
    """Count the words of the texts in Parquet files.

    Parameters
    ----------
    files
        One or more Parquet files.
    text, by
        The columns of the texts and of their groups (empty: one group).
    memory
        What the database may take; more than that goes to a temporary folder.

    Returns
    -------
    DataFrame
        A row per group and term, sorted: group, term, count, n_with (texts that hold it).

    Raises
    ------
    KzlibError
        If a file cannot be read or has no such column.
    """
    from kzlib import languages

    paths = [files] if isinstance(files, str | Path) else list(files)
    listed = ", ".join(literal(str(path)) for path in paths)
    column, group = _name(text), _name(by) if by else "''"
    source = f"select cast({group} as varchar) as grp, {column} as txt from read_parquet([{listed}]) where {column} is not null"
    plain = f"regexp_full_match(txt, {literal(PLAIN)}) and not regexp_matches(txt, {literal(ODD)})"
    straight = "lower(replace(replace(txt, '\u2019', ''''), '\u2018', ''''))"
    words = f"regexp_extract_all({straight}, {literal(TOKEN)})"
    tidy = f"[case when w[-2:] = '''s' then w[:-3] else w end for w in {words} if w[1] > '9']"
    query = f"""with lists as (select grp, {tidy} as found from ({source}) where {plain}),
        uses as (
            select grp, unnest(found) as term, 1 as n, 0 as d from lists
            union all select grp, unnest(list_distinct(found)), 0, 1 from lists
        ) select grp as "group", term, sum(n)::bigint as count, sum(d)::bigint as n_with from uses group by all"""
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"set memory_limit = {literal(memory)}")
            connection.execute("set preserve_insertion_order = false")
            table = connection.execute(query).df()
            odd = connection.execute(f"select grp, txt from ({source}) where not ({plain})").fetchall()
    except duckdb.Error as error:
        raise KzlibError(f"{paths[0]} cannot be counted: {str(error).strip().splitlines()[0]}") from None
    uses: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, str]] = Counter()
    for label, raw in odd:
        found = languages.words(raw)
        uses.update((label, word) for word in found)
        held.update((label, word) for word in set(found))
    rest = pd.DataFrame(
        [(label, word, n, held[label, word]) for (label, word), n in uses.items()],
        columns=list(table.columns),
    )
    both = pd.concat([part for part in (table, rest) if len(part)] or [table], ignore_index=True)
    return both.groupby(["group", "term"], sort=True, as_index=False).sum()


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
