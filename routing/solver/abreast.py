"""Parts of a large plan improved side by side, round by round, by any number of workers with the same result.

Each round cuts the plan under way anew (``parts.py``), has each part ruined and recreated for so many iterations at the
temperatures of the whole, and puts the parts together again. What the parts are, and their seeds, does not depend on
who works, so one worker and four come to the same plan.
"""

from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.solver.parts import cut, joined
from routing.solver.ruin import improve
from routing.solver.search import Search, heats
from routing.solver.state import State, alone_of, copy_of, empty_pool, remember_all
from routing.solver.tables import Ints, Tables, work_for
from routing.solver.workers import in_order

PART = 160
"""About so many pupils in a part."""
LARGE = 2 * PART
"""Plans of fewer pupils are improved whole."""
MOST_KEPT = 20_000
"""So many good shifts are remembered of one part in one round."""
SEEDS = 32_452_843


class Better(NamedTuple):
    """What became of a part: the plan under way, the best met, and the good shifts met."""

    state: State
    best: State
    nodes: NDArray[np.int32]
    length: Ints
    kind: Ints
    pence: Ints


def is_large(search: Search) -> bool:
    """Say whether a plan is better improved in parts."""
    return len(search.compiled.pupils) >= LARGE


def number_of_parts(search: Search) -> int:
    """Return how many parts a plan is cut into."""
    return max(1, round(len(search.compiled.pupils) / PART))


def improve_abreast(
    search: Search, iterations: int, seed: int, cooled: tuple[float, float], executor: Executor | None
) -> int:
    """Improve a plan for one round, each part by so many iterations; return the best price.

    Parameters
    ----------
    cooled
        From which fraction of the annealing to which.
    executor
        Who works; None for this process.
    """
    tables, number = search.compiled.tables, number_of_parts(search)
    parts = cut(tables, search.state, number, np.random.default_rng([seed, SEEDS]))
    tasks = [
        (part.tables, part.state, iterations, (seed * SEEDS + k) % 2**31, (*heats(search), *cooled))
        for k, part in enumerate(parts)
    ]
    found = list(in_order(improved, tasks, executor))
    for part, better in zip(parts, found, strict=True):
        remember_all(tables, search.pool, part.nodes, better.nodes, better.length, better.kind, better.pence)
    search.take(joined(tables, parts, [better.best for better in found]))
    search.state = joined(tables, parts, [better.state for better in found])
    return search.best_pence


def improved(
    tables: Tables, state: State, iterations: int, seed: int, heat: tuple[float, float, float, float]
) -> Better:
    """Return what becomes of one part: what a worker is asked to do.

    Parameters
    ----------
    heat
        Temperatures of the whole annealing in pence, and from which fraction of it to which.
    """
    work, now, best = work_for(tables), copy_of(state), copy_of(state)
    pool, alone = empty_pool(tables, MOST_KEPT), alone_of(tables, work)
    everyone, nobody = np.ones(len(tables.pupil_school), np.int64), np.zeros(0, np.int64)
    how: tuple[Any, ...] = (iterations, seed, *heat, False, everyone, False, len(now.length), nobody)
    improve(tables, work, now, best, copy_of(state), pool, alone, *how)
    used = int(pool.used[0])
    return Better(now, best, pool.nodes[:used], pool.length[:used], pool.kind[:used], pool.pence[:used])
