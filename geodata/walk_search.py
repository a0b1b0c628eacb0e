"""Shortest ways on foot: Dijkstra's search from several nodes at once, each with a start of its own, up to a limit."""

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def search(first: Any, arc_head: Any, arc_edge: Any, cost: Any, seeds: Any, begin: Any, limit: float) -> Any:
    """Return what it costs to reach each node (inf beyond the limit), and the arc by which it is reached.

    Parameters
    ----------
    first, arc_head, arc_edge
        As in ``WalkNetwork``.
    cost
        float64 of shape (edges,): metres, or metres with penalties; inf where nobody may walk.
    seeds, begin
        The nodes from which one sets out, and what it costs to be there.
    limit
        Nothing that costs more is looked at.
    """
    nodes = len(first) - 1
    reached = np.full(nodes, np.inf)
    by_arc = np.full(nodes, -1, np.int32)
    queue = [(0.0, np.int64(0)) for _ in range(0)]
    for at in range(len(seeds)):
        if begin[at] <= limit and begin[at] < reached[seeds[at]]:
            reached[seeds[at]] = begin[at]
            heappush(queue, (begin[at], np.int64(seeds[at])))
    while len(queue) > 0:
        so_far, node = heappop(queue)
        if so_far > reached[node]:
            continue
        for arc in range(first[node], first[node + 1]):
            head = arc_head[arc]
            then = so_far + cost[arc_edge[arc]]
            if then <= limit and then < reached[head]:
                reached[head] = then
                by_arc[head] = arc
                heappush(queue, (then, np.int64(head)))
    return reached, by_arc
