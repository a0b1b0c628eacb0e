"""Roads go out to networkx and come back; osmnx's own ways of writing are read; no network is a sentence."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx
import pytest
import requests
from shapely import LineString

from geodata.access import END_ONLY, PUBLIC
from geodata.errors import GeodataError, MapFileError, PlaceNotFoundError
from geodata.networkx_graphs import from_networkx, from_place, read_graphml, to_networkx, write_graphml
from geodata.osm import read_pbf
from geodata.roads import RoadGraph
from geodata.speeds import british_profile
from tests.geodata.maps import SmallMap, distances_ms


def osmnx_like() -> "nx.MultiDiGraph[int]":
    """Return three streets as osmnx would: two-way with lists, two-way with a bend, one-way; and a footpath."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    for node, (lat, lon) in {7: (52.0, -1.0), 8: (52.0, -0.999), 9: (52.001, -0.999)}.items():
        graph.add_node(node, y=lat, x=lon)
    graph.nodes[8]["highway"] = "traffic_signals"
    listed = {
        "highway": ["residential", "tertiary"],
        "maxspeed": ["30 mph", "20 mph"],
        "length": 68.4,
        "name": "High Street",
    }
    graph.add_edge(7, 8, osmid=[1, 2], oneway=False, **listed)
    graph.add_edge(8, 7, osmid=[2, 1], oneway=False, **listed)
    bend = LineString([(-0.999, 52.0), (-0.9985, 52.0005), (-0.999, 52.001)])
    graph.add_edge(8, 9, osmid=3, highway="unclassified", length=140.0, geometry=bend)
    graph.add_edge(9, 8, osmid=3, highway="unclassified", length=140.0, geometry=bend.reverse())
    graph.add_edge(9, 7, osmid=4, highway="service", length=130.0, oneway=True, maxheight="3")
    graph.add_edge(9, 7, osmid=5, highway="footway", length=130.0)
    return graph


def test_a_graph_of_osmnx_is_read_with_its_lists_and_bends() -> None:
    roads = from_networkx(osmnx_like(), "somewhere")
    assert (roads.nodes, roads.arcs, roads.roads) == (3, 5, 5)
    assert roads.report.source == "somewhere"
    street = int(np.flatnonzero(roads.way_id == 1)[0])
    assert roads.reverse[street] >= 0
    assert roads.maxspeed_kph[street] == pytest.approx(32.19, abs=0.01), "of two limits the lower"
    assert roads.signals[street]
    assert roads.names[roads.name[street]] == "High Street"
    one_way = int(np.flatnonzero(roads.way_id == 4)[0])
    assert roads.reverse[one_way] == -1
    assert roads.max_height_m[one_way] == 3
    assert len(roads.shape(int(np.flatnonzero(roads.way_id == 3)[0]))) == 3


def test_a_projected_graph_is_taken_back_to_degrees() -> None:
    roads = from_networkx(osmnx.projection.project_graph(osmnx_like()))
    assert roads.node_lat.mean() == pytest.approx(52.0003, abs=1e-3)


def test_a_private_street_of_osmnx_is_for_the_ends_of_a_leg() -> None:
    graph = osmnx_like()
    graph.add_node(10, y=52.0, x=-1.001)
    for start, end in ((7, 10), (10, 7)):
        graph.add_edge(start, end, osmid=6, highway="service", access="private", length=68.0)
    roads = from_networkx(graph)
    assert (roads.access == END_ONLY).sum() == 2
    assert roads.nodes == 5, "the end of the drive is one node to leave by and one to arrive at"


def test_an_edge_of_two_ways_is_as_private_as_the_stricter() -> None:
    graph = osmnx_like()
    graph.add_node(10, y=52.0, x=-1.001)
    for start, end in ((7, 10), (10, 7)):
        graph.add_edge(start, end, osmid=[6, 8], highway="service", access=["yes", "private"], length=68.0)
    assert (from_networkx(graph).access == END_ONLY).sum() == 2


@pytest.mark.parametrize("lacking", ["x", "length", "osmid"])
def test_a_graph_that_lacks_what_a_road_needs_is_refused(lacking: str) -> None:
    graph = osmnx_like()
    for data in [*(data for _, data in graph.nodes(data=True)), *(data for *_, data in graph.edges(data=True))]:
        data.pop(lacking, None)
    with pytest.raises(MapFileError, match="lacks what a road needs"):
        from_networkx(graph)


def test_a_graph_without_roads_is_refused() -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    with pytest.raises(MapFileError, match="no edge"):
        from_networkx(graph)


@pytest.fixture
def small(tmp_path: Path) -> RoadGraph:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (100, 90), "E": (0, 90)})
    for side in ("AB", "BC", "BD", "AE", "ED", "DC"):
        world.way(side, name=f"{side} Street", maxspeed="30 mph")
    world.restrict("no_left_turn", 100, "B", 102)
    return read_pbf(world.write(tmp_path))


def all_distances(roads: RoadGraph, metric: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[list[float]]:
    return [np.sort(distances_ms(roads, metric, node)).tolist() for node in range(roads.nodes)]


def test_fastest_ways_of_networkx_are_those_of_the_arcs(small: RoadGraph) -> None:
    metric = small.metric(british_profile())
    graph = to_networkx(small, metric)
    for node in graph.nodes:
        found = nx.single_source_dijkstra_path_length(graph, node, weight="travel_time")
        expected = distances_ms(small, metric, node) / 1000
        assert [found[each] for each in range(small.nodes)] == pytest.approx(expected.tolist())


def test_graphml_is_read_back_as_it_was_written(small: RoadGraph, tmp_path: Path) -> None:
    write_graphml(small, tmp_path / "roads.graphml")
    again = read_graphml(tmp_path / "roads.graphml")
    assert (again.nodes, again.arcs) == (small.nodes, small.arcs)
    assert set(again.names) == set(small.names)
    speeds = british_profile()
    assert all_distances(again, again.metric(speeds)) == all_distances(small, small.metric(speeds))


@pytest.mark.parametrize("content", [None, "", "not xml", "<graphml/>", "<osm></osm>"])
def test_a_file_that_is_not_graphml_is_refused_in_a_sentence(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "roads.graphml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(MapFileError, match="map file"):
        read_graphml(path)


def test_a_place_without_a_network_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise requests.exceptions.ConnectionError

    before = list(osmnx.settings.useful_tags_way)
    monkeypatch.setattr(osmnx, "graph_from_place", offline)
    with pytest.raises(GeodataError, match=r"over the network.*\.osm\.pbf"):
        from_place("Rutland, England")
    assert osmnx.settings.useful_tags_way == before


def test_a_place_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise ValueError("Nominatim found nothing")

    monkeypatch.setattr(osmnx, "graph_from_place", unknown)
    with pytest.raises(PlaceNotFoundError, match="Rutlant"):
        from_place("Rutlant")


def test_a_place_is_fetched_with_the_tags_that_concern_us(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    raw: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    for node in range(5):
        raw.add_node(node, y=52 + node / 1000, x=-1 + node % 2 / 1000)
    for start, end in pairwise(range(5)):
        way, tags = (0, {}) if start < 2 else (1, {"access": "private"})
        for one, other in ((start, end), (end, start)):
            raw.add_edge(one, other, osmid=way, highway="residential", length=130.0, **tags)

    def fetch(name: str, **options: object) -> "nx.MultiDiGraph[int]":
        seen.update(options, name=name, tags=set(osmnx.settings.useful_tags_way))
        return raw

    monkeypatch.setattr(osmnx, "graph_from_place", fetch)
    roads = from_place("Oakham")
    assert roads.report.source == "Oakham"
    assert dict(zip(roads.way_id.tolist(), roads.access.tolist(), strict=True)) == {0: PUBLIC, 1: END_ONLY}
    assert {"access", "motor_vehicle:conditional", "maxheight", "lit"} <= seen["tags"]
    assert seen["retain_all"] is True
