"""The demonstration county as nodes, ways and relations of OpenStreetMap, and the file in which they are written."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from geodata.county.ground import HEIGHT_M, WIDTH_M, Ground, Size, lay_ground
from geodata.county.highways import build_highways
from geodata.county.rules import (
    Turn,
    bollards,
    main_part,
    market_junctions,
    one_ways,
    school_street,
    signals,
    split_at,
    turns,
)
from geodata.county.sites import build_sites
from geodata.county.sketch import Key, Line, Points, Tags, join, key
from geodata.county.streets import build_streets

NOTE = "Invented for the demonstration of Waymark: no such county exists. Not OpenStreetMap data."

_SOUTH_WEST = (52.28, -1.62)
_M_PER_DEGREE = 111_195.0
_BENDS = ((28.0, 830.0), (120.0, 4_100.0), (330.0, 14_300.0))  # how far, in metres, and over what length


@dataclass(frozen=True, slots=True)
class Way:
    """A way: indices of its nodes, and its tags."""

    nodes: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """The county: nodes and ways are numbered from 0 here, from 1 in the file.

    Parameters
    ----------
    lat, lon
        Degrees of each node.
    node_tags
        The tags of those nodes that have any.
    ways
        All ways: roads, the river, the outlines of schools and of the county.
    restrictions
        Turn restrictions: kind, from which way, by which node, into which way.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    node_tags: dict[int, Tags]
    ways: tuple[Way, ...]
    restrictions: tuple[tuple[str, int, int, int], ...]


def draw_county(seed: int = 1) -> Chart:
    """Draw a county; the same seed draws the same county.

    Examples
    --------
    >>> chart = draw_county(seed=1)
    >>> sorted({way.tags["highway"] for way in chart.ways if "highway" in way.tags})[:3]
    ['primary', 'residential', 'secondary']
    """
    rng = np.random.default_rng(seed)
    ground = lay_ground(rng)
    highways = build_highways(rng, ground)
    roads = main_part(join([*highways, *build_streets(rng, ground, highways)]))
    sites = build_sites(rng, ground, roads)
    roads = one_ways(ground, school_street(roads, sites.school_street))
    lit = signals(ground, roads)
    junctions = {key(point) for point in [*lit, *market_junctions(ground, roads)]}
    roads = split_at(roads, junctions)
    forbidden = turns(roads, junctions)
    points = [
        *((point, {"highway": "traffic_signals"}) for point in lit),
        *bollards(rng, roads),
        *sites.points,
        *_names(ground),
    ]
    lines = join([*roads, *(line for line in sites.lines if "highway" in line.tags)])
    lines += [line for line in sites.lines if "highway" not in line.tags]
    lines += _landscape(ground)
    return _chart(rng, lines, points, forbidden)


def write_county(path: Path, seed: int = 1) -> None:
    """Draw a county and write it as ``.osm.pbf`` (or whatever the ending of the name says).

    Raises
    ------
    FileExistsError
        If there is such a file already.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already; choose another name, or delete it first.")
    chart = draw_county(seed)
    header = osmium.io.Header()
    header.set("generator", f"Waymark demonstration county, seed {seed}. {NOTE}")
    part = path.with_name(f"part-{path.name}")
    with osmium.SimpleWriter(str(part), header=header, overwrite=True) as writer:
        for i, place in enumerate(zip(chart.lon.tolist(), chart.lat.tolist(), strict=True)):
            tags = chart.node_tags.get(i, {})
            writer.add_node(osmium.osm.mutable.Node(id=i + 1, location=place, tags=tags, version=1))
        for i, way in enumerate(chart.ways):
            nodes = [node + 1 for node in way.nodes]
            writer.add_way(osmium.osm.mutable.Way(id=i + 1, nodes=nodes, tags=way.tags, version=1))
        for i, (kind, start, via, end) in enumerate(chart.restrictions):
            members = [("w", start + 1, "from"), ("n", via + 1, "via"), ("w", end + 1, "to")]
            tags = {"type": "restriction", "restriction": kind}
            writer.add_relation(osmium.osm.mutable.Relation(id=i + 1, members=members, tags=tags, version=1))
    part.replace(path)


def _names(ground: Ground) -> list[tuple[Points, Tags]]:
    """Return the settlements as points on the map."""
    return [
        (place.middle + _BESIDE, {"place": _PLACE[place.size], "name": place.name, "note": NOTE})
        for place in ground.settlements
        if place.size != Size.EXIT
    ]


_BESIDE = np.array([11.0, 7.0])
_PLACE = {Size.BIG_TOWN: "town", Size.MARKET_TOWN: "town", Size.VILLAGE: "village"}


def _landscape(ground: Ground) -> list[Line]:
    """Return what is no road: the river, the built-up areas, the county's edge."""
    built = [
        Line(np.array(place.disc.exterior.coords)[::4], {"landuse": "residential", "name": place.name})
        for place in ground.settlements
        if place.size != Size.EXIT
    ]
    edge = np.array([(0, 0), (WIDTH_M, 0), (WIDTH_M, HEIGHT_M), (0, HEIGHT_M), (0, 0)], float)
    county = {"boundary": "administrative", "admin_level": "6", "name": "Demonstration County", "note": NOTE}
    return [Line(ground.river, {"waterway": "river", "name": "River Sedder"}), *built, Line(edge, county)]


def _chart(
    rng: np.random.Generator, lines: list[Line], points: list[tuple[Points, Tags]], forbidden: list[Turn]
) -> Chart:
    """Give the nodes their numbers, bend the whole county a little, and lay it on the globe."""
    numbers: dict[Key, int] = {}
    metres: list[Points] = []
    for point in [*(corner for line in lines for corner in line.points), *(point for point, _ in points)]:
        if key(point) not in numbers:
            numbers[key(point)] = len(numbers)
            metres.append(point)
    lat, lon = _globe(_bent(rng, np.array(metres)))
    node_tags: dict[int, Tags] = {}
    for point, tags in points:
        node_tags.setdefault(numbers[key(point)], {}).update(tags)
    ways = tuple(Way(tuple(numbers[key(corner)] for corner in line.points), line.tags) for line in lines)
    restrictions = tuple((turn.kind, turn.start, numbers[turn.via], turn.end) for turn in forbidden)
    return Chart(lat, lon, node_tags, ways, restrictions)


def _bent(rng: np.random.Generator, metres: Points) -> Points:
    """Bend the ground so gently that nothing is torn or folded: then no street is quite straight."""
    bent = metres.copy()
    for far_m, over_m in _BENDS:
        phase = rng.uniform(0, 2 * np.pi, 2)
        bent[:, 0] += far_m * np.sin(2 * np.pi * metres[:, 1] / over_m + phase[0])
        bent[:, 1] += far_m * np.sin(2 * np.pi * metres[:, 0] / over_m + phase[1])
    return bent


def _globe(metres: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return degrees, rounded as OpenStreetMap rounds them."""
    lat = _SOUTH_WEST[0] + metres[:, 1] / _M_PER_DEGREE
    lon = _SOUTH_WEST[1] + metres[:, 0] / (_M_PER_DEGREE * np.cos(np.radians(52.4)))
    return np.round(lat, 7), np.round(lon, 7)
