"""The inner loop of reading postings, compiled: a row group's codes in, runs and rows out."""

from __future__ import annotations

from typing import Any

from numba import njit


def cached(function: Any) -> Any:
    """njit with an on-disk cache beside the module (or in the user's), without one where neither is writable."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)


@cached
def pack(lang, term, article, count, quoted, numbers, places, entry, start, held, rows, runs):  # type: ignore[no-untyped-def]
    """Append the rows whose term is known; a row whose term differs from the one before begins a run.

    ``numbers`` gives the entry of (lang, term), ``places`` the article of the file; ``held`` has a row of articles, one
    of counts and, if asked for, one of quoted uses.  Returns the rows and runs now in use.
    """
    last = -1
    for i in range(term.size):
        number = numbers[lang[i], term[i]]
        if number < 0:
            last = -1
            continue
        if number != last:
            entry[runs] = number
            start[runs] = rows
            runs += 1
            last = number
        held[0, rows] = places[article[i]]
        held[1, rows] = count[i]
        if held.shape[0] > 2:
            held[2, rows] = quoted[i]
        rows += 1
    return rows, runs
