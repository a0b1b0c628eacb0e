import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.engine import NO_WAY, Ends, Engine, price
from tests.geodata.digraphs import Digraph, crossroads, digraphs, ends


def assert_ways_add_up(graph: Digraph, engine: Engine, sources: Ends, targets: Ends) -> None:
    """Each leg is a chain of arcs from one of its ends to the other, and costs what the matrix says."""
    legs = np.array([(i, j) for i in range(len(sources)) for j in range(len(targets))], np.int32).reshape(-1, 2)
    found = engine.ways(sources, targets, legs)
    drives = graph.dijkstra().drives(sources, targets)
    assert np.array_equal(found.price, price(drives.ms, drives.dm).ravel())
    arc_price, from_place = price(graph.ms, graph.dm), price(sources.ms, sources.dm)
    to_place = price(targets.ms, targets.dm)
    for leg, (i, j) in enumerate(legs.tolist()):
        arcs = found.arc[found.first[leg] : found.first[leg + 1]]
        begin, end = found.source_end[leg], found.target_end[leg]
        if found.price[leg] == NO_WAY:
            assert (len(arcs), begin, end) == (0, -1, -1)
            continue
        assert sources.first[i] <= begin < sources.first[i + 1]
        assert targets.first[j] <= end < targets.first[j + 1]
        assert [sources.node[begin], *graph.head[arcs]] == [*graph.tail[arcs], targets.node[end]]
        assert from_place[begin] + arc_price[arcs].sum() + to_place[end] == found.price[leg]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_arcs_of_a_way_join_up_and_add_up_to_its_price(data: st.DataObject) -> None:
    graph = data.draw(digraphs())
    sources, targets = data.draw(ends(len(graph.lat))), data.draw(ends(len(graph.lat)))
    assert_ways_add_up(graph, graph.sweep(), sources, targets)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_so_do_those_that_scipy_finds(data: st.DataObject) -> None:
    graph = data.draw(digraphs())
    sources, targets = data.draw(ends(len(graph.lat))), data.draw(ends(len(graph.lat)))
    assert_ways_add_up(graph, graph.dijkstra(), sources, targets)


def test_a_long_way_is_told_arc_by_arc() -> None:
    graph = crossroads(30)
    corners = Ends.at_nodes(np.array([0, 899]))
    found = graph.sweep().ways(corners, corners, np.array([(0, 1), (1, 1), (1, 0)]))
    assert np.diff(found.first).tolist() == [58, 0, 58]
