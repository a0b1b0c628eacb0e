"""The arcs of one way: climb from both ends, meet where it is cheapest, and take each shortcut apart.

The counterpart of ``geodata.sweep`` for chosen legs: it gives the same prices, and tells along which arcs.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata.engine import NO_WAY, Ends, Ways, price
from geodata.hierarchy import Hierarchy, Prices


def trace_ways(
    hierarchy: Hierarchy,
    prices: Prices,
    sources: Ends,
    targets: Ends,
    legs: NDArray[np.integer],
) -> Ways:
    """Return the cheapest way of each leg: a row of ``legs`` (shape (k, 2)) names a source and a target."""
    h = hierarchy
    tree = (h.parent, h.first, h.above, prices.up, prices.down, prices.up_via, prices.down_via)
    seeds = (sources.first, h.rank[sources.node], price(sources.ms, sources.dm))
    goals = (targets.first, h.rank[targets.node], price(targets.ms, targets.dm))
    return Ways(*_ways(tree, seeds, goals, np.ascontiguousarray(legs, np.int32)))


@njit(cache=True, nogil=True)
def _ways(tree: Any, seeds: Any, goals: Any, legs: Any) -> Any:
    """Work through the legs one by one on the same two benches: one for each end."""
    parent, first, above, up, down, up_via, down_via = tree
    forth, back = _bench(len(parent)), _bench(len(parent))
    total = np.full(len(legs), NO_WAY)
    source_end, target_end = np.full(len(legs), -1, np.int32), np.full(len(legs), -1, np.int32)
    start = np.zeros(len(legs) + 1, np.int32)
    arcs = np.empty(64 * (len(legs) + 1), np.int32)
    at = 0
    for leg in range(len(legs)):
        climbed = _climb(parent, first, above, up, seeds, legs[leg, 0], forth)
        climbed_back = _climb(parent, first, above, down, goals, legs[leg, 1], back)
        top = -1
        for v in forth[4][:climbed]:
            through = forth[0][v] + back[0][v]
            if through < total[leg]:
                total[leg] = through
                top = v
        if top >= 0:
            source_end[leg], target_end[leg], slots = _steps(forth, back, top)
            arcs, at = _unpack(first, above, up_via, down_via, slots, arcs, at)
        start[leg + 1] = at
        _clear(forth, climbed)
        _clear(back, climbed_back)
    return total, start, arcs[:at].copy(), source_end, target_end


@njit(cache=True, nogil=True)
def _bench(n: int) -> Any:
    """Make room for one climb.

    Each rank's price; the slot that led to it, or ``-1 - end`` where the climb began; the rank below that slot;
    whether the rank was met; and, at the front of the last, the ranks met.
    """
    return (
        np.full(n, NO_WAY),
        np.full(n, -1, np.int32),
        np.full(n, -1, np.int32),
        np.zeros(n, np.bool_),
        np.empty(n, np.int32),
    )


@njit(cache=True, nogil=True)
def _climb(parent: Any, first: Any, above: Any, up: Any, ends: Any, place: int, bench: Any) -> Any:
    """Price all ranks above a place; return how many there are."""
    cost, slot, below, met, ranks = bench
    count = 0
    for e in range(ends[0][place], ends[0][place + 1]):
        v = ends[1][e]
        if ends[2][e] < cost[v]:
            cost[v] = ends[2][e]
            slot[v] = -1 - e
        while v >= 0 and not met[v]:
            met[v] = True
            ranks[count] = v
            count += 1
            v = parent[v]
    ranks[:count].sort()
    for v in ranks[:count]:
        for i in range(first[v], first[v + 1]):
            through = cost[v] + up[i]
            if through < cost[above[i]]:
                cost[above[i]] = through
                slot[above[i]] = i
                below[above[i]] = v
    return count


@njit(cache=True, nogil=True)
def _steps(forth: Any, back: Any, top: int) -> Any:
    """Return both ends of a way and its slots as (slot, its lesser rank, whether it is driven upwards).

    The slots are a stack: the last is driven first.
    """
    slots = [(np.int64(0), np.int64(0), False) for _ in range(0)]
    v = np.int64(top)
    while back[1][v] >= 0:
        slots.append((np.int64(back[1][v]), np.int64(back[2][v]), False))
        v = np.int64(back[2][v])
    target_end = -1 - back[1][v]
    slots.reverse()
    v = np.int64(top)
    while forth[1][v] >= 0:
        slots.append((np.int64(forth[1][v]), np.int64(forth[2][v]), True))
        v = np.int64(forth[2][v])
    return -1 - forth[1][v], target_end, slots


@njit(cache=True, nogil=True)
def _unpack(first: Any, above: Any, up_via: Any, down_via: Any, slots: Any, arcs: Any, at: int) -> Any:
    """Take the stacked slots apart and append their arcs."""
    while len(slots) > 0:
        slot, low, upwards = slots.pop()
        via = np.int64(up_via[slot] if upwards else down_via[slot])
        if via < 0:
            if at == len(arcs):
                arcs = np.concatenate((arcs, np.empty(len(arcs), np.int32)))
            arcs[at] = -1 - via
            at += 1
            continue
        begin, end = first[via], first[via + 1]
        to_low = begin + np.searchsorted(above[begin:end], low)
        to_high = begin + np.searchsorted(above[begin:end], above[slot])
        slots.append((to_high if upwards else to_low, via, True))
        slots.append((to_low if upwards else to_high, via, False))
    return arcs, at


@njit(cache=True, nogil=True)
def _clear(bench: Any, count: int) -> None:
    cost, slot, below, met, ranks = bench
    for v in ranks[:count]:
        cost[v] = NO_WAY
        slot[v] = -1
        below[v] = -1
        met[v] = False
