"""Customisable contraction: the roads' shape is worked out once, their prices whenever they change.

``build_hierarchy`` contracts the nodes in a given order and remembers every shortcut that this could ever need.
``customise`` puts a price on each of them for one metric: free flow, the school run, or a day with a closed road.
After J. Dibbelt, B. Strasser and D. Wagner, "Customizable contraction hierarchies", ACM JEA 21, 2016.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata.engine import NO_WAY, price
from geodata.order import undirected


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """The contracted shape of a road network, without prices.

    Nodes are numbered by rank here: 0 is contracted first. The arcs and shortcuts of rank ``v`` that lead upwards
    are ``first[v]:first[v + 1]``; every one of them may be driven up, down, or both.

    Parameters
    ----------
    rank
        The rank of each node, shape (n,).
    parent
        The least rank above each rank to which it is joined, -1 at the top: the elimination tree.
    first, above
        For each rank the ranks above it to which it is joined, in ascending order.
    slot
        For each arc of the network the place in ``above`` which it occupies; -1 if it is a loop.
    climbs
        Whether an arc leads from the lesser rank to the greater.
    """

    rank: NDArray[np.int32]
    parent: NDArray[np.int32]
    first: NDArray[np.int32]
    above: NDArray[np.int32]
    slot: NDArray[np.int32]
    climbs: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What the arcs and shortcuts of a hierarchy cost under one metric, shape (len(above),) each.

    Parameters
    ----------
    up, down
        The price from the lesser rank to the greater, and back.
    up_via, down_via
        The rank over which a shortcut leads; for an arc of the network ``-1 - arc``.
    """

    up: NDArray[np.float64]
    down: NDArray[np.float64]
    up_via: NDArray[np.int32]
    down_via: NDArray[np.int32]


def build_hierarchy(order: NDArray[np.int32], tail: NDArray[np.int32], head: NDArray[np.int32]) -> Hierarchy:
    """Contract the nodes in ``order`` (a permutation of all nodes) and keep every shortcut."""
    n = len(order)
    rank = np.empty(n, np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    low, high = np.minimum(rank[tail], rank[head]), np.maximum(rank[tail], rank[head])
    first, above, parent = _contract(*undirected(n, low, high))
    slot = _find_slots(first, above, low, high)
    return Hierarchy(rank, parent, first, above, slot, rank[tail] < rank[head])


def customise(hierarchy: Hierarchy, ms: NDArray[np.int32], dm: NDArray[np.int32]) -> Prices:
    """Price all shortcuts for arcs which take ``ms`` milliseconds and are ``dm`` decimetres long."""
    h = hierarchy
    if len(ms) != len(h.slot) or len(dm) != len(h.slot):
        raise ValueError(f"ms and dm must have one value for each of {len(h.slot)} arcs.")
    return Prices(*_customise(h.first, h.above, h.slot, h.climbs, price(ms, dm)))


@njit(cache=True, nogil=True)
def _contract(first: Any, neighbour: Any) -> Any:
    """Complete the graph so that the upper neighbours of each rank are joined to each other.

    What a rank is joined to above: its own upper neighbours, and those of those below it in the tree (its own rank
    left out). Those are strung together as ``eldest[v]``, ``next_one[eldest[v]]``, and so on.
    """
    n = len(first) - 1
    parent = np.full(n, -1, np.int32)
    eldest = np.full(n, -1, np.int32)
    next_one = np.full(n, -1, np.int32)
    seen = np.full(n, -1, np.int32)
    start = np.zeros(n + 1, np.int32)
    above = np.empty(max(16, 2 * len(neighbour)), np.int32)
    for v in range(n):
        at = start[v]
        if at + n - v > len(above):
            above = np.concatenate((above, np.empty(len(above) + n, np.int32)))
        for a in range(first[v], first[v + 1]):
            u = neighbour[a]
            if u > v:
                seen[u] = v
                above[at] = u
                at += 1
        c = eldest[v]
        while c >= 0:
            for a in range(start[c], start[c + 1]):
                u = above[a]
                if u > v and seen[u] != v:
                    seen[u] = v
                    above[at] = u
                    at += 1
            c = next_one[c]
        start[v + 1] = at
        if at > start[v]:
            above[start[v] : at].sort()
            p = above[start[v]]
            parent[v] = p
            next_one[v] = eldest[p]
            eldest[p] = v
    return start, above[: start[n]].copy(), parent


@njit(cache=True, nogil=True)
def _find_slots(first: Any, above: Any, low: Any, high: Any) -> Any:
    """Find for each arc its place among what its lesser rank is joined to."""
    slot = np.full(len(low), -1, np.int32)
    for arc in range(len(low)):
        if low[arc] != high[arc]:
            begin, end = first[low[arc]], first[low[arc] + 1]
            slot[arc] = begin + np.searchsorted(above[begin:end], high[arc])
    return slot


@njit(cache=True, nogil=True)
def _customise(first: Any, above: Any, slot: Any, climbs: Any, arc_price: Any) -> Any:
    """Give each slot its best arc, then let every lower triangle better the slot across from it."""
    up, down, up_via, down_via = _best_arcs(len(above), slot, climbs, arc_price)
    for v in range(len(first) - 1):
        for i in range(first[v], first[v + 1]):
            k = first[above[i]]
            for j in range(i + 1, first[v + 1]):
                while above[k] != above[j]:  # it is there: the neighbours above v are joined to each other
                    k += 1
                through = down[i] + up[j]
                if through < up[k]:
                    up[k] = through
                    up_via[k] = v
                through = down[j] + up[i]
                if through < down[k]:
                    down[k] = through
                    down_via[k] = v
    return up, down, up_via, down_via


@njit(cache=True, nogil=True)
def _best_arcs(slots: int, slot: Any, climbs: Any, arc_price: Any) -> Any:
    """Return the price of the best arc in each slot, up and down, and which arc it is."""
    up = np.full(slots, NO_WAY)
    down = np.full(slots, NO_WAY)
    up_via = np.full(slots, -1, np.int32)
    down_via = np.full(slots, -1, np.int32)
    for arc in range(len(slot)):
        k = slot[arc]
        if k < 0:
            continue
        if climbs[arc]:
            if arc_price[arc] < up[k]:
                up[k] = arc_price[arc]
                up_via[k] = -1 - arc
        elif arc_price[arc] < down[k]:
            down[k] = arc_price[arc]
            down_via[k] = -1 - arc
    return up, down, up_via, down_via
