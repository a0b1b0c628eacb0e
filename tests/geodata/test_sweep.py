import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.engine import CLOSED_MS, Ends
from tests.geodata.digraphs import Digraph, crossroads, digraphs, ends


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_sweep_agrees_with_scipy_to_the_millisecond_and_decimetre(data: st.DataObject) -> None:
    graph = data.draw(digraphs())
    sources, targets = data.draw(ends(len(graph.lat))), data.draw(ends(len(graph.lat)))
    swept, searched = graph.sweep().drives(sources, targets), graph.dijkstra().drives(sources, targets)
    assert np.array_equal(swept.ms, searched.ms)
    assert np.array_equal(swept.dm, searched.dm)


@settings(max_examples=100, deadline=None)
@given(digraphs())
def test_the_triangle_inequality_holds_between_nodes(graph: Digraph) -> None:
    everywhere = Ends.at_nodes(np.arange(len(graph.lat)))
    ms = graph.sweep().drives(everywhere, everywhere).ms.astype(np.int64)
    through = (ms[:, :, None] + ms[None, :, :]).min(axis=1)
    assert np.all(np.minimum(through, CLOSED_MS) >= ms)


def test_of_two_equally_fast_ways_the_shorter_is_told() -> None:
    arcs = np.array([(0, 1, 5, 90), (1, 3, 5, 90), (0, 2, 4, 50), (2, 3, 6, 60)], np.int32).T
    graph = Digraph(np.arange(4.0), np.arange(4.0), *arcs)
    drives = graph.sweep().drives(Ends.at_nodes(np.array([0])), Ends.at_nodes(np.array([3])))
    assert (int(drives.ms[0, 0]), int(drives.dm[0, 0])) == (10, 110)


def test_of_parallel_roads_the_faster_is_driven() -> None:
    arcs = np.array([(0, 1, 9, 10), (0, 1, 3, 80), (0, 1, 5, 20)], np.int32).T
    graph = Digraph(np.arange(2.0), np.arange(2.0), *arcs)
    drives = graph.sweep().drives(Ends.at_nodes(np.array([0])), Ends.at_nodes(np.array([1])))
    assert (int(drives.ms[0, 0]), int(drives.dm[0, 0])) == (3, 80)


def test_against_a_one_way_street_there_is_no_way() -> None:
    graph = Digraph(np.arange(2.0), np.arange(2.0), *np.array([(0, 1, 9, 10)], np.int32).T)
    both = Ends.at_nodes(np.arange(2))
    drives = graph.sweep().drives(both, both)
    assert drives.ms.tolist() == [[0, 9], [CLOSED_MS, 0]]
    assert drives.dm.tolist() == [[0, 10], [0, 0]]


def test_the_longest_drive_that_can_be_told_is_told() -> None:
    arcs = np.array([(0, 1, 2**28, 2**23), (1, 2, 2**28 - 1, 2**23 - 1), (1, 3, 2**28, 0)], np.int32).T
    graph = Digraph(np.arange(4.0), np.arange(4.0), *arcs)
    drives = graph.sweep().drives(Ends.at_nodes(np.array([0])), Ends.at_nodes(np.array([2, 3])))
    assert drives.ms.tolist() == [[2**29 - 1, CLOSED_MS]]
    assert drives.dm.tolist() == [[2**24 - 1, 0]]


def test_more_sources_than_lanes_are_driven_in_any_order() -> None:
    graph = crossroads(9)
    nodes = np.random.default_rng(3).permutation(81)
    ms = graph.sweep().drives(Ends.at_nodes(nodes), Ends.at_nodes(nodes)).ms
    row, column = np.divmod(nodes, 9)
    blocks = np.abs(row[:, None] - row) + np.abs(column[:, None] - column)
    assert np.array_equal(ms, 10_000 * blocks)


def test_no_places_at_all_make_an_empty_matrix() -> None:
    graph = crossroads(3)
    nobody = Ends.at_nodes(np.zeros(0, np.int32))
    for engine in (graph.sweep(), graph.dijkstra()):
        assert engine.drives(nobody, Ends.at_nodes(np.arange(9))).ms.shape == (0, 9)
        assert engine.drives(Ends.at_nodes(np.arange(9)), nobody).ms.shape == (9, 0)
