"""Walks through the plans of a problem, side by side, one for each core, and what they have met put together.

An annealing from another seed ends elsewhere. The best plan is gone on from, and the shifts of all are chosen from
together: they make plans that none of them met. Where iterations are counted one walk alone decides the plan, so that
it is the same on one core and on many.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from operator import attrgetter
from os import cpu_count
from typing import TypeVar

import numpy as np

from routing.solver.budget import Budget
from routing.solver.search import Search, begin_search
from routing.solver.state import forget_all, remember_all

_T = TypeVar("_T")

MOST_WALKS = 4
"""Each has a pool of its own, and the next finds less that is new."""
SEEDS = 86_028_121


def walks_from(search: Search, number: int) -> list[Search]:
    """Return a search, and others of the same problem that begin at its best plan, so many in all."""
    walks = [search, *(begin_search(search.compiled) for _ in range(1, number))]
    go_on_from_the_first(walks)
    return walks


def cores(budget: Budget) -> int:
    """Return for how many walks there are cores; one where iterations are counted."""
    return 1 if budget.seconds is None else min(cpu_count() or 1, MOST_WALKS)


def seed_of(walk: int, seed: int) -> int:
    """Return the seed of a walk by its number; the first has the one given."""
    return (seed + walk * SEEDS) % 2**31


def side_by_side(tasks: Sequence[Callable[[], _T]]) -> list[_T]:
    """Return what tasks come to, the first done here, each of the others in a thread of its own.

    Examples
    --------
    >>> side_by_side([lambda: 1, lambda: 2])
    [1, 2]
    """
    if len(tasks) == 1:
        return [tasks[0]()]
    with ThreadPoolExecutor(len(tasks) - 1) as threads:
        others = [threads.submit(task) for task in tasks[1:]]
        return [tasks[0](), *(other.result() for other in others)]


@contextmanager
def together(walks: Sequence[Search]) -> Iterator[None]:
    """Let all walks begin at the best plan of the first, and put together what they have met, also if interrupted."""
    go_on_from_the_first(walks)
    try:
        yield
    finally:
        put_together(walks)


def put_together(walks: Sequence[Search]) -> None:
    """Let the first walk remember what the others have met, who forget it, and all go on from the best plan of any."""
    first = walks[0]
    as_they_are = np.arange(len(first.compiled.tables.node))
    for other in walks[1:]:
        pool, met = other.pool, slice(0, int(other.pool.used[0]))
        shifts = pool.nodes[met], pool.length[met], pool.kind[met], pool.pence[met]
        remember_all(first.compiled.tables, first.pool, as_they_are, *shifts)
        forget_all(pool)
    first.take(min(walks, key=attrgetter("best_pence")).best)
    go_on_from_the_first(walks)


def go_on_from_the_first(walks: Sequence[Search]) -> None:
    """Let all walks go on from the best plan of the first, which a choice has made better."""
    for other in walks[1:]:
        other.best = walks[0].best_copy()
