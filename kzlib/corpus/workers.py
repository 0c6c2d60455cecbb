"""Who does the work: this process, a pool of processes, or a dask cluster.  The functions are the same."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing import get_context
from typing import TypeVar

from kzlib.errors import KzlibError
from kzlib.parents import end_with_parent

Given = TypeVar("Given")
Found = TypeVar("Found")


def in_order(
    function: Callable[[Given], Found], given: Iterable[Given], pool: Executor | None, jobs: int
) -> Iterator[Found]:
    """Apply a function, results in order, with at most twice as many in flight as there are workers."""
    if pool is None:
        yield from map(function, given)
        return
    waiting: deque[Future[Found]] = deque()
    for one in given:
        waiting.append(pool.submit(function, one))
        if len(waiting) > 2 * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def pool(jobs: int, scheduler: str | None) -> AbstractContextManager[Executor | None]:
    """Where the work is done: here (None), in ``jobs`` processes, or on the cluster at ``scheduler``."""
    if scheduler:
        return _dask(scheduler)
    if jobs > 1:
        return ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=end_with_parent, initargs=(os.getpid(),)
        )
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
