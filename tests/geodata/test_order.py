import numpy as np
from hypothesis import given, settings

from geodata.hierarchy import build_hierarchy
from geodata.order import node_order, undirected
from tests.geodata.digraphs import Digraph, crossroads, digraphs


@settings(max_examples=100, deadline=None)
@given(digraphs())
def test_the_order_is_a_permutation_of_the_nodes(graph: Digraph) -> None:
    order = node_order(graph.lat, graph.lon, graph.tail, graph.head)
    assert np.array_equal(np.sort(order), np.arange(len(graph.lat)))


def test_the_same_map_gives_the_same_order() -> None:
    graph = crossroads(12)
    first, again = (node_order(graph.lat, graph.lon, graph.tail, graph.head) for _ in range(2))
    assert np.array_equal(first, again)


def test_all_nodes_at_one_point_are_ordered_all_the_same() -> None:
    graph = crossroads(8)
    nowhere = np.zeros(len(graph.lat))
    order = node_order(nowhere, nowhere, graph.tail, graph.head)
    assert np.array_equal(np.sort(order), np.arange(len(graph.lat)))


def test_a_map_without_nodes_has_an_order_without_nodes() -> None:
    nothing = np.zeros(0)
    assert len(node_order(nothing, nothing, nothing.astype(np.int32), nothing.astype(np.int32))) == 0


def test_a_good_order_needs_far_fewer_shortcuts_than_a_careless_one() -> None:
    graph = crossroads(24)
    careless = np.random.default_rng(0).permutation(len(graph.lat)).astype(np.int32)
    good = graph.hierarchy()
    assert len(good.above) < len(build_hierarchy(careless, graph.tail, graph.head).above) / 2


def test_the_last_node_of_a_square_of_streets_stands_in_its_middle() -> None:
    graph = crossroads(15)
    last = node_order(graph.lat, graph.lon, graph.tail, graph.head)[-1]
    row, column = divmod(int(last), 15)
    assert 3 <= row <= 11 or 3 <= column <= 11


def test_neighbours_are_told_once_whichever_way_the_arcs_lead() -> None:
    tail, head = np.array([0, 1, 0, 2, 2], np.int32), np.array([1, 0, 1, 2, 0], np.int32)
    first, neighbour = undirected(4, tail, head)
    assert first.tolist() == [0, 2, 3, 4, 4]
    assert neighbour.tolist() == [1, 2, 0, 0]
