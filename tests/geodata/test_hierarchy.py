import numpy as np
import pytest
from hypothesis import given, settings

from geodata.engine import Ends
from geodata.hierarchy import customise
from geodata.sweep import Sweep
from tests.geodata.digraphs import Digraph, crossroads, digraphs


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_the_upper_neighbours_of_a_node_are_joined_to_each_other(graph: Digraph) -> None:
    hierarchy = graph.hierarchy()
    above = [set(hierarchy.above[a:b].tolist()) for a, b in zip(hierarchy.first[:-1], hierarchy.first[1:], strict=True)]
    for rank, uppers in enumerate(above):
        assert all(upper > rank for upper in uppers)
        assert hierarchy.parent[rank] == min(uppers, default=-1)
        for upper in uppers:
            assert {other for other in uppers if other > upper} <= above[upper]


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_each_arc_has_the_slot_between_its_two_ranks(graph: Digraph) -> None:
    hierarchy = graph.hierarchy()
    for arc, slot in enumerate(hierarchy.slot.tolist()):
        ranks = sorted((int(hierarchy.rank[graph.tail[arc]]), int(hierarchy.rank[graph.head[arc]])))
        if slot < 0:
            assert ranks[0] == ranks[1]
        else:
            assert hierarchy.above[slot] == ranks[1]
            assert hierarchy.first[ranks[0]] <= slot < hierarchy.first[ranks[0] + 1]


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_a_new_price_needs_no_new_hierarchy(graph: Digraph) -> None:
    hierarchy = graph.hierarchy()
    everywhere = Ends.at_nodes(np.arange(len(graph.lat)))
    dearer = Digraph(graph.lat, graph.lon, graph.tail, graph.head, graph.ms // 2 + graph.dm, graph.dm)
    again = Sweep(hierarchy, customise(hierarchy, dearer.ms, dearer.dm)).drives(everywhere, everywhere)
    fresh = dearer.dijkstra().drives(everywhere, everywhere)
    assert np.array_equal(again.ms, fresh.ms)
    assert np.array_equal(again.dm, fresh.dm)


def test_as_many_prices_as_arcs_are_asked_for() -> None:
    graph = crossroads(3)
    with pytest.raises(ValueError, match="one value for each of 24 arcs"):
        customise(graph.hierarchy(), graph.ms[:-1], graph.dm)


def test_negative_times_are_refused() -> None:
    graph = crossroads(3)
    with pytest.raises(ValueError, match="must not be negative"):
        customise(graph.hierarchy(), -graph.ms, graph.dm)
