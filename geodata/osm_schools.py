"""Schools as OpenStreetMap draws them: their grounds, and their gates on the edge of those.

A gate is a node of the boundary with ``entrance`` or ``barrier=gate``, or where a way on which one may drive crosses
the boundary; of gates within ten metres of each other the first counts.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from geodata.osm import corrupt_files_are_named, open_map
from geodata.places import Place, PlaceId
from geodata.schools import METRES_PER_DEGREE, SchoolSite
from geodata.tags import WayTags, read_way

SAME_GATE_M = 10.0
_GATES = frozenset({"gate", "lift_gate", "swing_gate", "sliding_gate", "entrance"})

Point = tuple[float, float]
"""Latitude and longitude."""


@dataclass(slots=True)
class _Drawn:
    """What one pass over the map collects."""

    grounds: dict[str, tuple[dict[str, str], list[int], list[Point]]] = field(default_factory=dict)
    """Of each school: tags, and the nodes and points of its boundary (one point for a school that is a point)."""
    gates: dict[int, Point] = field(default_factory=dict)
    ways: list[NDArray[np.float64]] = field(default_factory=list)


def read_schools(path: Path) -> tuple[SchoolSite, ...]:
    """Return the schools of an ``.osm.pbf`` file, in the order of their ids.

    Raises
    ------
    MapFileError
        If the file is absent, empty or corrupt.
    """
    drawn = _Drawn()
    schools = osmium.filter.TagFilter(("amenity", "school"))
    keys = osmium.filter.KeyFilter("amenity", "entrance", "barrier", "highway")
    with corrupt_files_are_named(path):
        for thing in open_map(path).with_locations("flex_mem").with_areas(schools).with_filter(keys):
            _collect(drawn, thing)
    tree = shapely.STRtree([shapely.LineString(way) for way in drawn.ways])
    return tuple(_site(number, drawn, tree) for number in sorted(drawn.grounds))


def _collect(drawn: _Drawn, thing: object) -> None:
    if isinstance(thing, osmium.osm.Node):
        if "entrance" in thing.tags or thing.tags.get("barrier") in _GATES:
            drawn.gates[thing.id] = (thing.location.lat, thing.location.lon)
        elif thing.tags.get("amenity") == "school":
            point = (thing.location.lat, thing.location.lon)
            drawn.grounds[f"osm-n{thing.id}"] = (dict(thing.tags), [thing.id], [point])
    elif isinstance(thing, osmium.osm.Way):
        if isinstance(read_way(dict(thing.tags)), WayTags):
            points = [(node.lat, node.lon) for node in thing.nodes if node.location.valid()]
            if len(points) > 1:
                drawn.ways.append(np.array(points))
    elif isinstance(thing, osmium.osm.Area) and thing.tags.get("amenity") == "school":
        nodes = [node for ring in thing.outer_rings() for node in ring]
        number = f"osm-{'w' if thing.from_way() else 'r'}{thing.orig_id()}"
        points = [(node.lat, node.lon) for node in nodes]
        drawn.grounds[number] = (dict(thing.tags), [node.ref for node in nodes], points)


def _site(number: str, drawn: _Drawn, tree: shapely.STRtree) -> SchoolSite:
    tags, nodes, points = drawn.grounds[number]
    is_drawn = len(points) > 3  # noqa: PLR2004 -- a triangle, closed
    middle = (shapely.Polygon(points) if is_drawn else shapely.Point(points[0])).representative_point()
    at_gates = [drawn.gates[node] for node in dict.fromkeys(nodes) if node in drawn.gates]
    crossings = _crossings(shapely.LineString(points), tree) if is_drawn else []
    gates = enumerate(_apart(at_gates + crossings), start=1)
    return SchoolSite(
        place=Place(PlaceId(number), middle.x, middle.y),
        name=tags.get("name", ""),
        kind=tags.get("school:type") or tags.get("school", ""),
        postcode=tags.get("addr:postcode", ""),
        gates=tuple(Place(PlaceId(f"{number}/gate-{at}"), lat, lon) for at, (lat, lon) in gates),
        boundary=tuple(points) if len(points) > 1 else (),
    )


def _crossings(boundary: shapely.LineString, tree: shapely.STRtree) -> list[Point]:
    """Return where the ways of a tree cross a boundary; a way that runs along it, in the middle of the stretch."""
    points: list[Point] = []
    for way in sorted(tree.query(boundary, predicate="intersects").tolist()):
        met = shapely.intersection(boundary, tree.geometries[way])
        for part in shapely.get_parts(shapely.line_merge(met) if "Line" in met.geom_type else met):
            point = part if part.geom_type == "Point" else part.interpolate(0.5, normalized=True)
            points.append((float(point.x), float(point.y)))
    return points


def _apart(points: list[Point]) -> list[Point]:
    """Return the points without those that lie close to an earlier one."""
    kept: list[Point] = []
    for lat, lon in points:
        shrink = np.cos(np.radians(lat))
        if all(
            np.hypot(lat - other_lat, (lon - other_lon) * shrink) * METRES_PER_DEGREE > SAME_GATE_M
            for other_lat, other_lon in kept
        ):
            kept.append((lat, lon))
    return kept
