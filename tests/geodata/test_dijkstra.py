import networkx as nx
import numpy as np
from hypothesis import given, settings

from geodata.engine import CLOSED_MS, Ends
from tests.geodata.digraphs import Digraph, digraphs


@settings(max_examples=60, deadline=None)
@given(digraphs())
def test_scipy_and_networkx_agree(graph: Digraph) -> None:
    everywhere = Ends.at_nodes(np.arange(len(graph.lat)))
    found = graph.dijkstra().drives(everywhere, everywhere)
    roads: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    roads.add_nodes_from(range(len(graph.lat)))
    for tail, head, ms, dm in zip(graph.tail, graph.head, graph.ms.tolist(), graph.dm.tolist(), strict=True):
        if ms < CLOSED_MS:
            roads.add_edge(int(tail), int(head), price=ms * 2**24 + dm)
    for start, reached in nx.all_pairs_dijkstra_path_length(roads, weight="price"):
        told = {
            int(end): int(found.ms[start, end]) * 2**24 + int(found.dm[start, end])
            for end in np.flatnonzero(found.ms[start] < CLOSED_MS)
        }
        assert told == reached
