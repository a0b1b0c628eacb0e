import numpy as np
import pytest

from geodata.walk_network import arcs_of
from geodata.walk_search import search

START, END = np.array([0, 1, 2, 0], np.int32), np.array([1, 2, 3, 3], np.int32)
COST = np.array([10.0, 10.0, 10.0, np.inf])


def reached(seeds: list[int], begin: list[float], limit: float) -> list[float]:
    arcs = arcs_of(4, START, END)
    costs, _ = search(*arcs, COST, np.array(seeds, np.int32), np.array(begin), limit)
    return [float(cost) for cost in costs]


def test_the_cheapest_seed_counts_and_a_closed_edge_is_never_walked() -> None:
    assert reached([0, 3], [0.0, 5.0], 100.0) == pytest.approx([0, 10, 15, 5])
    assert reached([0], [0.0], 100.0) == pytest.approx([0, 10, 20, 30])


def test_nothing_beyond_the_limit_is_reached() -> None:
    assert reached([0, 3], [0.0, 25.0], 20.0) == [0.0, 10.0, 20.0, np.inf]


def test_each_node_has_its_arcs_in_both_directions() -> None:
    first, head, edge = arcs_of(4, START, END)
    assert [sorted(head[first[n] : first[n + 1]].tolist()) for n in range(4)] == [[1, 3], [0, 2], [1, 3], [0, 2]]
    assert sorted(edge.tolist()) == [0, 0, 1, 1, 2, 2, 3, 3]
