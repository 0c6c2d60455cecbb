"""Who measures the shards: this process, a pool of processes, or a dask cluster.  The function is the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing import get_context
from typing import Any

from kzlib.corpus.measure import Item, Shard, Summary, measure
from kzlib.errors import KzlibError


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch


def measured(
    shards: Iterable[list[Item]], pool: Executor | None, jobs: int
) -> Iterator[tuple[Shard, list[Summary]]]:
    """Measure shards in order, with at most twice as many in flight as there are workers."""
    if pool is None:
        yield from map(measure, shards)
        return
    waiting: list[Any] = []
    for shard in shards:
        waiting.append(pool.submit(measure, shard))
        if len(waiting) > 2 * jobs:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def pool(jobs: int, scheduler: str | None) -> AbstractContextManager[Executor | None]:
    """Where shards are measured: here (None), in ``jobs`` processes, or on the cluster at ``scheduler``."""
    if scheduler:
        return _dask(scheduler)
    if jobs > 1:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    return nullcontext(None)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise KzlibError("--scheduler needs dask: install kzlib[dask]") from None
    try:
        client = Client(address, timeout=20)
    except (OSError, TimeoutError, ValueError) as error:
        raise KzlibError(f"no dask scheduler answers at {address} ({error})") from None
    with client:
        yield client.get_executor()
