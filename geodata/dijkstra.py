"""The road engine with scipy alone: slower, and simple enough to be the oracle for the other.

It is also the way on where numba cannot be used.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.engine import NO_WAY, Drives, Ends, Ways, price, unpriced

_CHUNK = 64  # sources asked for at once: scipy answers with a row of float64 over all nodes for each


@dataclass(frozen=True, slots=True, eq=False)
class Dijkstra:
    """A network of ``n`` nodes, and of arcs with their ends, milliseconds and decimetres."""

    n: int
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    ms: NDArray[np.int32]
    dm: NDArray[np.int32]

    def drives(self, sources: Ends, targets: Ends) -> Drives:
        """Return the drive from each source to each target."""
        graph, _ = self._with_places(sources, targets)
        cells = np.empty((len(sources), len(targets)))
        for begin in range(0, len(sources), _CHUNK):
            rows = np.arange(begin, min(begin + _CHUNK, len(sources)))
            cells[rows] = dijkstra(graph, indices=self.n + rows)[:, self.n + len(sources) :]
        return unpriced(np.minimum(cells, NO_WAY))

    def ways(self, sources: Ends, targets: Ends, legs: NDArray[np.integer]) -> Ways:
        """Return the arcs of each leg, found by going back from its target."""
        graph, arc_of = self._with_places(sources, targets)
        legs = np.asarray(legs, np.int64)
        total, source_end, target_end = np.full(len(legs), NO_WAY), *np.full((2, len(legs)), -1, np.int32)
        arcs: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * len(legs)
        for source in np.unique(legs[:, 0]):
            cost, before = dijkstra(graph, indices=self.n + source, return_predecessors=True)
            for leg in np.flatnonzero(legs[:, 0] == source):
                goal = self.n + len(sources) + legs[leg, 1]
                if np.isfinite(cost[goal]):
                    driven = arc_of[_trace(graph, before, goal)]
                    total[leg] = cost[goal]
                    source_end[leg] = driven[0] - len(self.tail)
                    target_end[leg] = driven[-1] - len(self.tail) - len(sources.node)
                    arcs[leg] = driven[1:-1]
        first = np.cumsum([0, *map(len, arcs)]).astype(np.int32)
        return Ways(total, first, np.concatenate([*arcs, []]).astype(np.int32), source_end, target_end)

    def _with_places(self, sources: Ends, targets: Ends) -> tuple[csr_array, NDArray[np.int64]]:
        """Return the network with a node more for each place, and which arc stands behind each of its entries.

        The ends of the sources, then those of the targets, are counted on as arcs. scipy would add parallel arcs
        up: only the best is kept. Closed arcs are left out.
        """
        from_place = np.repeat(np.arange(len(sources)), np.diff(sources.first)) + self.n
        to_place = np.repeat(np.arange(len(targets)), np.diff(targets.first)) + self.n + len(sources)
        tail = np.concatenate([self.tail, from_place, targets.node])
        head = np.concatenate([self.head, sources.node, to_place])
        cost = price(
            np.concatenate([self.ms, sources.ms, targets.ms]), np.concatenate([self.dm, sources.dm, targets.dm])
        )
        way = np.flatnonzero(cost < NO_WAY)
        way = way[np.lexsort((cost[way], head[way], tail[way]))]
        again = (np.diff(tail[way], prepend=-1) == 0) & (np.diff(head[way], prepend=-1) == 0)
        way = way[~again]
        size = self.n + len(sources) + len(targets)
        first = np.searchsorted(tail[way], np.arange(size + 1))
        return csr_array((cost[way], head[way], first), shape=(size, size)), way


def _trace(graph: csr_array, before: NDArray[np.int32], goal: int) -> list[int]:
    """Return the entries of the graph along which the goal is reached, in the order driven."""
    entries = []
    node = goal
    while before[node] >= 0:
        begin, end = graph.indptr[before[node]], graph.indptr[before[node] + 1]
        entries.append(int(begin + np.searchsorted(graph.indices[begin:end], node)))
        node = before[node]
    return entries[::-1]
