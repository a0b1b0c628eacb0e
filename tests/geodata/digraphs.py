"""Small road networks drawn at random: one-ways, dead ends, islands, loops, parallel and closed arcs, no-time arcs."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from geodata.dijkstra import Dijkstra
from geodata.engine import CLOSED_MS, Ends
from geodata.hierarchy import Hierarchy, build_hierarchy, customise
from geodata.order import node_order
from geodata.sweep import Sweep


@dataclass(frozen=True, eq=False)
class Digraph:
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    ms: NDArray[np.int32]
    dm: NDArray[np.int32]

    def hierarchy(self) -> Hierarchy:
        order = node_order(self.lat, self.lon, self.tail, self.head)
        return build_hierarchy(order, self.tail, self.head)

    def sweep(self) -> Sweep:
        hierarchy = self.hierarchy()
        return Sweep(hierarchy, customise(hierarchy, self.ms, self.dm))

    def dijkstra(self) -> Dijkstra:
        return Dijkstra(len(self.lat), self.tail, self.head, self.ms, self.dm)


@st.composite
def digraphs(draw: st.DrawFn) -> Digraph:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, 40))
    m = draw(st.integers(0, 4 * n))
    few = draw(st.sampled_from([2, 5, 1_000_000]))  # few values make many ties, and arcs that take no time
    ms = rng.integers(0, few, m)
    ms[rng.random(m) < draw(st.sampled_from([0.0, 0.2]))] = CLOSED_MS
    return Digraph(
        rng.uniform(52, 53, n),
        rng.uniform(-2, -1, n),
        rng.integers(0, n, m).astype(np.int32),
        rng.integers(0, n, m).astype(np.int32),
        ms.astype(np.int32),
        rng.integers(0, few, m).astype(np.int32) % 100_000,
    )


@st.composite
def ends(draw: st.DrawFn, nodes: int) -> Ends:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    counts = rng.integers(0, 4, draw(st.integers(0, 40)))
    first = np.cumsum([0, *counts]).astype(np.int32)
    node, ms, dm = (rng.integers(0, most, first[-1]).astype(np.int32) for most in (nodes, 1000, 1000))
    return Ends(first, node, ms, dm)


def crossroads(side: int) -> Digraph:
    """A square of streets, all of them two-way, 100 m and 10 s from crossing to crossing."""
    node = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [np.stack([node[:, :-1], node[:, 1:]], -1).reshape(-1, 2), np.stack([node[:-1], node[1:]], -1).reshape(-1, 2)]
    )
    tail, head = np.concatenate([pairs, pairs[:, ::-1]]).T.astype(np.int32)
    lat, lon = np.divmod(np.arange(side * side), side)
    every = np.ones(len(tail), np.int32)
    return Digraph(52 + lat / 1000, -1 + lon / 1000, tail, head, 10_000 * every, 1_000 * every)
