"""The quick road engine: many to many by sweeping over a hierarchy.

It climbs from sixteen sources at once to the top of the hierarchy and sweeps down again over all that lies above a
target: no heap, no queue, sixteen sums side by side.
After D. Delling, A. Goldberg and R. Werneck, "Faster batched shortest paths in road networks", ATMOS 2011.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata.engine import DM_BITS, DM_MASK, NO_WAY, Drives, Ends, Ways, price
from geodata.hierarchy import Hierarchy, Prices
from geodata.unpack import trace_ways

_LANES = 16


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """The engine of choice: a hierarchy with the prices of one metric."""

    hierarchy: Hierarchy
    prices: Prices

    def drives(self, sources: Ends, targets: Ends) -> Drives:
        """Return the drive from each source to each target, worked out on all cores."""
        h, k = self.hierarchy, len(sources)
        reached, seed_rank = h.rank[targets.node], h.rank[sources.node]
        below, first, above, down = _select(h.parent, h.first, h.above, self.prices.down, reached)
        local = np.zeros(len(h.rank), np.int32)
        local[below] = np.arange(len(below), dtype=np.int32)
        ms, dm = np.empty((2, k, len(targets)), np.int32)
        turn = np.argsort(_first_rank(sources.first, seed_rank), kind="stable").astype(np.int32)
        seeds = (sources.first, seed_rank, price(sources.ms, sources.dm))
        goals = (targets.first, local[reached], price(targets.ms, targets.dm))
        climb = (h.parent, h.first, h.above, self.prices.up)

        def work(part: NDArray[np.int32]) -> None:
            _sweep(climb, (below, first, above, down), seeds, goals, part, ms, dm)

        parts = np.array_split(turn, max(1, min(cpu_count() or 1, k // _LANES)))
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(work, parts))
        return Drives(ms, dm)

    def ways(self, sources: Ends, targets: Ends, legs: NDArray[np.integer]) -> Ways:
        """Return the arcs of each leg."""
        return trace_ways(self.hierarchy, self.prices, sources, targets, legs)


@njit(cache=True, nogil=True)
def _first_rank(first: Any, rank: Any) -> Any:
    """Return the rank of each source's first node, so that those who climb the same way go together."""
    key = np.full(len(first) - 1, -1, np.int32)
    for i in range(len(key)):
        if first[i] < first[i + 1]:
            key[i] = rank[first[i]]
    return key


@njit(cache=True, nogil=True)
def _select(parent: Any, first: Any, above: Any, down: Any, reached: Any) -> Any:
    """Return all ranks from which the targets are reached downwards, highest first, and the arcs to them."""
    local = np.full(len(parent), -1, np.int32)
    for v in reached:
        while v >= 0 and local[v] < 0:
            local[v] = 0
            v = parent[v]  # noqa: PLW2901 -- climbs
    below = np.flatnonzero(local == 0)[::-1].astype(np.int32)
    start = np.zeros(len(below) + 1, np.int32)
    for j in range(len(below)):
        local[below[j]] = j
        start[j + 1] = start[j] + first[below[j] + 1] - first[below[j]]
    end = np.empty(start[-1], np.int32)
    cost = np.empty(start[-1])
    for j in range(len(below)):
        shift = start[j] - first[below[j]]
        for i in range(first[below[j]], first[below[j] + 1]):
            end[shift + i] = local[above[i]]
            cost[shift + i] = down[i]
    return below, start, end, cost


@njit(cache=True, nogil=True)
def _sweep(climb: Any, descent: Any, seeds: Any, goals: Any, part: Any, ms: Any, dm: Any) -> None:
    """Fill the rows ``part`` of ``ms`` and ``dm``, ``_LANES`` rows at a time."""
    parent, up_first, up_end, up = climb
    below, first, end, down = descent
    seed_first, seed_rank, seed_price = seeds
    climbed = np.full((len(parent), _LANES), NO_WAY)
    met = np.zeros(len(parent), np.bool_)
    ranks = np.empty(len(parent), np.int32)
    cost = np.empty((len(below), _LANES))
    for begin in range(0, len(part), _LANES):
        rows = part[begin : begin + _LANES]
        count = 0
        for lane in range(len(rows)):
            for s in range(seed_first[rows[lane]], seed_first[rows[lane] + 1]):
                v = seed_rank[s]
                climbed[v, lane] = min(climbed[v, lane], seed_price[s])
                while v >= 0 and not met[v]:
                    met[v] = True
                    ranks[count] = v
                    count += 1
                    v = parent[v]
        ranks[:count].sort()
        for v in ranks[:count]:
            for i in range(up_first[v], up_first[v + 1]):
                _relax(climbed[up_end[i]], climbed[v], up[i])
        for j in range(len(below)):
            here = cost[j]
            here[:] = climbed[below[j]]
            for i in range(first[j], first[j + 1]):
                _relax(here, cost[end[i]], down[i])
        _write(cost, goals, rows, ms, dm)
        for v in ranks[:count]:
            climbed[v] = NO_WAY
            met[v] = False


@njit(cache=True, nogil=True, inline="always")
def _relax(to: Any, start: Any, cost: float) -> None:
    for lane in range(_LANES):
        through = start[lane] + cost
        to[lane] = min(to[lane], through)


@njit(cache=True, nogil=True)
def _write(cost: Any, goals: Any, rows: Any, ms: Any, dm: Any) -> None:
    """Read off each target's best node and unpack its price into the rows of the answer."""
    goal_first, goal_local, goal_price = goals
    best = np.empty(_LANES)
    for target in range(len(goal_first) - 1):
        best[:] = NO_WAY
        for g in range(goal_first[target], goal_first[target + 1]):
            _relax(best, cost[goal_local[g]], goal_price[g])
        for lane in range(len(rows)):
            whole = np.int64(best[lane])
            ms[rows[lane], target] = whole >> DM_BITS
            dm[rows[lane], target] = whole & DM_MASK
