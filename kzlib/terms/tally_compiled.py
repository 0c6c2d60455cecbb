"""The inner loops of :mod:`kzlib.terms.tally`, compiled: one look at every row, no copies."""

from __future__ import annotations

import numpy as np

from kzlib.corpus.postings_compiled import cached


@cached
def add_counts(row, start, article, uses, cell, table, width, rare_at, rare_uses):  # type: ignore[no-untyped-def]
    """Add uses to a table of rows by cells (``width`` of them), and list those of rows that the table does not have.

    ``row`` is each run's (-1: not counted), ``cell`` each article's (-1: in none).  Returns how many were listed, as
    addresses in the table and uses.
    """
    rare = 0
    for run in range(row.size):
        if row[run] < 0:
            continue
        base = row[run] * width
        for i in range(start[run], start[run + 1]):
            here = cell[article[i]]
            if here < 0 or uses[i] == 0:
                continue
            if base < table.size:
                table[base + here] += uses[i]
            else:
                rare_at[rare] = base + here
                rare_uses[rare] = uses[i]
                rare += 1
    return rare


@cached
def add_uses(order, key, start, article, uses, unit, cell, by_unit, by_cell):  # type: ignore[no-untyped-def]
    """Add uses to a table of keys by units, and the articles that hold the key to one of keys by cells.

    ``order`` lists the runs so that those of a key follow one another: an article that holds several of its forms
    counts once.
    """
    held = np.zeros(cell.size, dtype=np.int64)
    touched = np.empty(cell.size, dtype=np.int64)
    n = 0
    for k in range(order.size):
        row = key[order[k]]
        for i in range(start[order[k]], start[order[k] + 1]):
            if uses[i] and unit[article[i]] >= 0:
                if not held[article[i]]:
                    touched[n] = article[i]
                    n += 1
                held[article[i]] += uses[i]
        if k + 1 == order.size or key[order[k + 1]] != row:
            for j in range(n):
                by_unit[row, unit[touched[j]]] += held[touched[j]]
                by_cell[row, cell[touched[j]]] += 1
                held[touched[j]] = 0
            n = 0
