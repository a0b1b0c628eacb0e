"""The second opinion: on a real county, distances are those that osmnx and networkx find on the same ways."""

from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import osmnx

from geodata.access import PUBLIC
from geodata.osm import read_pbf
from geodata.tags import WayTags, read_way
from tests.geodata.maps import distances_ms


def write_public_ways(map_file: Path, xml: Path) -> None:
    """Write the ways on which everyone may drive, and their nodes, as the XML that osmnx reads."""
    with osmium.BackReferenceWriter(str(xml), ref_src=str(map_file), overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(map_file), osmium.osm.WAY):
            assert isinstance(thing, osmium.osm.Way)
            tags = read_way({tag.k: tag.v for tag in thing.tags})
            if isinstance(tags, WayTags) and tags.access == PUBLIC and not tags.conditions:
                writer.add_way(thing)


def test_distances_in_a_county_are_those_of_osmnx_and_networkx(shared_data: Path, tmp_path: Path) -> None:
    map_file = shared_data / "osm" / "rutland-2018-03.osm.pbf"
    write_public_ways(map_file, tmp_path / "public.osm")
    graph = osmnx.graph_from_xml(tmp_path / "public.osm", simplify=False, retain_all=True)
    node_at = {(round(data["y"], 7), round(data["x"], 7)): node for node, data in graph.nodes(data=True)}
    roads = read_pbf(map_file)
    places = zip(roads.node_lat.round(7).tolist(), roads.node_lon.round(7).tolist(), strict=True)
    theirs = np.array([node_at.get(place, 0) for place in places])
    junctions = np.flatnonzero(theirs > 0)
    sources = np.random.default_rng(7).choice(roads.head[roads.access[roads.road] == PUBLIC], 5, replace=False)
    differing = compared = 0
    for source in sources:
        ours_m = distances_ms(roads, roads.length_dm, int(source))[junctions] / 10
        found = nx.single_source_dijkstra_path_length(graph, int(theirs[source]), weight="length")
        theirs_m = np.array([found.get(node, np.inf) for node in theirs[junctions].tolist()])
        both = np.isfinite(ours_m) & np.isfinite(theirs_m)
        compared += int(both.sum())
        assert (ours_m[both] >= theirs_m[both] - 0.001 * theirs_m[both] - 5).all(), "we only forbid more: barriers"
        differing += int((ours_m[both] > theirs_m[both] * 1.001 + 5).sum())
    assert compared > 15_000
    assert differing < 0.01 * compared
