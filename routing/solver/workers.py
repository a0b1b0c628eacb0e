"""Work handed to others: tasks for any executor of ``concurrent.futures``, done in order whoever does them.

Threads, processes, or a cluster's client that speaks as an executor. What is asked for is a pure function of its
arguments, so a worker that dies loses time and nothing else: its task is done again here.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from typing import Any, TypeVar

_T = TypeVar("_T")


def in_order(do: Callable[..., _T], tasks: Iterable[tuple[Any, ...]], executor: Executor | None) -> Iterator[_T]:
    """Yield what ``do`` makes of each task, in their order.

    Parameters
    ----------
    do
        A function that a worker can be sent: of a module, without effects.
    executor
        None for this process, one task after another.

    Examples
    --------
    >>> list(in_order(max, [(1, 2), (4, 3)], None))
    [2, 4]
    """
    if executor is None:
        yield from (do(*task) for task in tasks)
        return
    every = list(tasks)
    waiting = [_submitted(executor, do, task) for task in every]
    try:
        for future, task in zip(waiting, every, strict=True):
            yield _result(future, do, task)
    finally:
        for future in waiting:
            if future is not None:
                future.cancel()


def _submitted(executor: Executor, do: Callable[..., _T], task: tuple[Any, ...]) -> "Future[_T] | None":
    """Hand a task over; return None if the executor takes no more."""
    try:
        return executor.submit(do, *task)
    except BrokenExecutor:
        return None


def _result(future: "Future[_T] | None", do: Callable[..., _T], task: tuple[Any, ...]) -> _T:
    """Return what a worker made of a task, or do it here if it died."""
    if future is None:
        return do(*task)
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        return do(*task)
