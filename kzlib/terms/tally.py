"""Adding up postings: how often each key is used in each cell, and how its uses are spread over outlets.

A key is what is counted (a word, a lemma), a cell a group of articles; both are numbers here.  Every row of
the postings is added into a table of keys by cells.  Frequent keys have rows of the table, the long tail of rare ones is
listed and added up at the end, so that memory stays bounded however many words and groups there are.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kzlib.corpus.postings import Postings, Shard

DENSE = 24_000_000  # cells of a table in memory
THREADS = 2  # that add up compiled loops
MANY = 1000  # counts from here on are not told apart when looking for the most frequent
PENDING = 4_000_000  # uses of rare keys listed before they are added up


@dataclass(frozen=True, slots=True)
class Layer:
    """Articles of which each is in one cell at the most; -1 for those that are in none."""

    part: str  # all, narration or quotation: which uses count
    cell: np.ndarray  # cell of each article of the corpus, and -1 at the end
    unit: np.ndarray  # outlet within its cell, likewise

    def uses(self, shard: Shard) -> np.ndarray:
        """How often each row's term is used in this part of its article."""
        if self.part == "all":
            return shard.count
        return shard.quoted if self.part == "quotation" else shard.count - shard.quoted


def layers(postings: Postings, rows: pd.DataFrame) -> list[Layer]:
    """A selection in layers (``rows``: doc_id, part, cell, unit): an article in three groups is in three of them."""
    number = postings.numbers(rows["doc_id"])
    turn = rows.groupby(["part", "doc_id"], sort=False).cumcount().to_numpy() if len(rows) else number
    out = []
    for part in sorted(rows["part"].unique()):
        for k in range(int(turn.max(initial=-1)) + 1):
            here = ((rows["part"] == part).to_numpy()) & (turn == k) & (number >= 0)
            if not here.any():
                continue
            cell, unit = (np.full(len(postings.doc_ids) + 1, -1, dtype="int32") for _ in "cu")
            cell[number[here]], unit[number[here]] = rows.loc[here, "cell"], rows.loc[here, "unit"]
            out.append(Layer(str(part), cell, unit))
    return out


def counts(
    postings: Postings, key: np.ndarray, layered: list[Layer], n_cells: int, *, top_n: int = 0
) -> pd.DataFrame:
    """How often each key is used in each cell: columns cell, key, count, sorted by cell, falling count, key.

    Parameters
    ----------
    key
        The key of each entry of the postings, -1 for those not counted.  Among equals the lower key comes first.
    top_n
        Only the most frequent keys of each cell (0: all that are used).
    """
    n_keys = int(key.max(initial=-1)) + 1
    df = np.bincount(key[key >= 0], weights=postings.entries["df"].to_numpy()[key >= 0], minlength=n_keys)
    keys = np.argsort(-df, kind="stable")  # the most frequent have rows of the table, the others are listed
    place = np.full(n_keys + 1, -1)
    place[keys] = np.arange(n_keys)
    table = _zeros(min(n_keys, max(DENSE // max(n_cells, 1), 1)) * n_cells)
    rare = [_Rare() for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        for shard in postings.shards():
            row = place[key[shard.entry]]
            _add_counts(_loops(postings), shard, row, layered, table, n_cells, rare, pool)
    cell, found, count = _best(table.reshape(-1, max(n_cells, 1)), top_n)
    at, more = (np.concatenate(column) for column in zip(*(some.summed() for some in rare), strict=True))
    cell, found = np.append(cell, at % max(n_cells, 1)), np.append(found, at // max(n_cells, 1))
    out = pd.DataFrame({"cell": cell, "key": keys[found], "count": np.append(count, more)})
    out = out.sort_values(["cell", "count", "key"], ascending=[True, False, True], ignore_index=True)
    return out[out.groupby("cell").cumcount() < top_n].reset_index(drop=True) if top_n else out


def _add_counts(
    loops: Any,
    shard: Shard,
    row: np.ndarray,
    layered: list[Layer],
    table: np.ndarray,
    n_cells: int,
    rare: list[_Rare],
    pool: ThreadPoolExecutor,
) -> None:
    for layer in layered:
        uses, cell = layer.uses(shard), layer.cell[shard.articles]

        def add(k: int, uses: np.ndarray = uses, cell: np.ndarray = cell) -> None:
            mine = np.where(row % THREADS == k, row, -1)
            room = rare[k].room(len(uses))
            rare[k].used += loops.add_counts(
                mine, shard.start, shard.article, uses, cell, table, n_cells, *room
            )

        _side_by_side(pool, add)


def _side_by_side(pool: ThreadPoolExecutor, share: Callable[[int], None]) -> None:
    """Do the shares of the work, each on keys of its own; compiled loops let each other run."""
    list(pool.map(share, range(THREADS)))


def _zeros(*shape: int) -> np.ndarray:
    """Zeros in pages as large as the system has them, which scattered additions want (np.zeros takes small ones)."""
    table = np.empty(shape, dtype="int32")
    table.fill(0)
    return table


def _loops(postings: Postings) -> Any:
    """The loops over rows: compiled ones where there are many."""
    if postings.compiled:
        from kzlib.terms import tally_compiled

        return tally_compiled
    from kzlib.terms import tally_plain

    return tally_plain


def _best(table: np.ndarray, top_n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cell, row and count of what may be among the ``top_n`` of its cell (ties included)."""
    found = []
    for first in range(0, table.shape[1], 64):
        block = np.ascontiguousarray(table[:, first : first + 64].T)
        for cell, column in enumerate(block, first):
            at = np.flatnonzero(column)
            if 0 < top_n < len(at):
                at = at[column[at] >= _least(column[at], top_n)]
            found.append((np.full(len(at), cell), at, column[at]))
    if not found:
        return (np.zeros(0, dtype="int64"),) * 3
    cells, rows, count = (np.concatenate(part) for part in zip(*found, strict=True))
    return cells, rows, count


def _least(values: np.ndarray, n: int) -> int:
    """A count that at least ``n`` of the values reach: the ``n``-th largest, or :data:`MANY` where that is larger."""
    with_count = np.bincount(np.minimum(values, MANY), minlength=MANY + 1)
    reach = np.cumsum(with_count[::-1])
    return MANY - int(np.searchsorted(reach, n))


class _Rare:
    """Uses of rare keys, listed, and added up whenever many have come together."""

    def __init__(self) -> None:
        self.at, self.uses = np.zeros(0, dtype="int64"), np.zeros(0, dtype="int64")
        self.used = 0

    def room(self, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Where up to ``rows`` more may be listed."""
        if self.used + rows > len(self.at):
            at, uses = self.summed()
            self.used = len(at)
            room = len(at) + max(rows, min(8 * rows, PENDING))
            self.at, self.uses = (np.empty(room, dtype="int64") for _ in "au")
            self.at[: self.used], self.uses[: self.used] = at, uses
        return self.at[self.used :], self.uses[self.used :]

    def summed(self) -> tuple[np.ndarray, np.ndarray]:
        """Addresses, sorted, and the uses of each."""
        at, uses = self.at[: self.used], self.uses[: self.used]
        order = np.argsort(at, kind="stable")
        at, uses = at[order], uses[order]
        first = np.flatnonzero(np.diff(at, prepend=-1))
        return at[first], np.add.reduceat(uses, first) if len(first) else uses


@dataclass(frozen=True, slots=True)
class Units:
    """The outlets (or the articles) within each cell, in order of their cells: what an interval takes for independent."""

    cell: np.ndarray
    words: np.ndarray
    outlet: np.ndarray  # -1: an article whose outlet nobody knows


def by_unit(
    postings: Postings, key: np.ndarray, layered: list[Layer], n_units: int, n_cells: int
) -> tuple[np.ndarray, np.ndarray]:
    """Uses of each key in each unit, and the articles of each cell that hold it: two tables, a row a key."""
    n_keys = int(key.max(initial=-1)) + 1
    uses, articles = _zeros(n_keys, n_units), _zeros(n_keys, n_cells)
    with ThreadPoolExecutor(THREADS) as pool:
        for shard in postings.shards():
            of_run = key[shard.entry]
            order = np.argsort(of_run, kind="stable")  # the forms of a key one after another
            order = order[np.searchsorted(of_run[order], 0) :]
            for layer in layered:
                held, unit, cell = layer.uses(shard), layer.unit[shard.articles], layer.cell[shard.articles]
                rows = of_run, shard.start, shard.article, held, unit, cell

                def add(k: int, order: np.ndarray = order, rows: tuple[np.ndarray, ...] = rows) -> None:
                    mine = order[rows[0][order] % THREADS == k]
                    _loops(postings).add_uses(mine, *rows, uses, articles)

                _side_by_side(pool, add)
    return uses, articles


def spread(
    postings: Postings, key: np.ndarray, layered: list[Layer], units: Units, pairs: pd.DataFrame
) -> pd.DataFrame:
    """Where keys are used: the sums over a cell's outlets that an interval clustered by outlet needs.

    Parameters
    ----------
    pairs
        Columns cell and key: what is asked for, in any order.

    Returns
    -------
    DataFrame
        ``pairs`` (those in use) with count, n_with (articles), n_outlets_with, yy (sum over outlets of squared counts)
        and yn (of counts times words).
    """
    n_cells = int(units.cell.max(initial=-1)) + 1
    first_unit = np.searchsorted(units.cell, np.arange(n_cells))
    step = max(DENSE // max(len(units.cell), 1), 1)
    asked = np.sort(pairs["key"].unique())
    parts = []
    for first in range(0, len(asked), step):
        chosen = asked[first : first + step]
        place = np.full(int(key.max(initial=-1)) + 2, -1)
        place[chosen] = np.arange(len(chosen))
        uses, articles = by_unit(postings, place[key], layered, len(units.cell), n_cells)
        mine = pairs[pairs["key"].isin(chosen)].reset_index(drop=True)
        at = place[mine["key"]], mine["cell"].to_numpy()
        sums = _sums(uses, units, first_unit)
        parts.append(mine.assign(n_with=articles[at], **{name: table[at] for name, table in sums.items()}))
    if not parts:
        return pairs.assign(**dict.fromkeys(("count", "n_with", "n_outlets_with", "yy", "yn"), 0))
    out = pd.concat(parts, ignore_index=True)
    return out[out["count"] > 0].reset_index(drop=True)


def _sums(uses: np.ndarray, units: Units, first_unit: np.ndarray) -> dict[str, np.ndarray]:
    """Sums over the units of each cell, keys by cells."""
    kinds = {
        "count": ("int64", lambda y: y),
        "n_outlets_with": ("int64", lambda y: (y > 0) & (units.outlet >= 0)),
        "yy": ("float64", lambda y: y.astype(float) ** 2),
        "yn": ("float64", lambda y: y * units.words),
    }
    out = {name: np.zeros((len(uses), len(first_unit)), dtype=dtype) for name, (dtype, _) in kinds.items()}
    for row in range(0, len(uses), 64):
        block = uses[row : row + 64]
        for name, (dtype, kind) in kinds.items():
            out[name][row : row + 64] = np.add.reduceat(kind(block), first_unit, axis=1, dtype=dtype)
    return out
