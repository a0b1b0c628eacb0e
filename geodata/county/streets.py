"""The streets within the settlements of the demonstration county: between the roads that led there first."""

from collections import defaultdict

import networkx as nx
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.county.ground import INNER_M, Ground, Settlement, Size
from geodata.county.sketch import Line, Points, Tags

_SPACING_M = {Size.BIG_TOWN: 128.0, Size.MARKET_TOWN: 108.0, Size.VILLAGE: 82.0}
_LANES = 0.2  # the share of streets outside the town that are through lanes
_NEVER_BUILT = {Size.BIG_TOWN: 0.24, Size.MARKET_TOWN: 0.26, Size.VILLAGE: 0.30}
_FIRST = [
    "Abbey",
    "Acacia",
    "Albert",
    "Alma",
    "Ash",
    "Barley",
    "Beech",
    "Birch",
    "Bramble",
    "Bridge",
    "Castle",
    "Chapel",
    "Cherry",
    "Church",
    "Clover",
    "Coppice",
    "Cross",
    "Dairy",
    "Drover",
    "Elm",
    "Fern",
    "Field",
    "Forge",
    "Fox",
    "Garden",
    "George",
    "Glebe",
    "Grange",
    "Green",
    "Grove",
    "Harvest",
    "Hawthorn",
    "Hazel",
    "Heath",
    "Hill",
    "Holly",
    "Ivy",
    "Kiln",
    "King",
    "Lark",
    "Laurel",
    "Lime",
    "Linden",
    "Manor",
    "Maple",
    "Market",
    "Meadow",
    "Mill",
    "Moor",
    "Nightingale",
    "Oak",
    "Orchard",
    "Park",
    "Pear",
    "Pinfold",
    "Plough",
    "Poplar",
    "Primrose",
    "Priory",
    "Queen",
    "Rectory",
    "River",
    "Rose",
    "Rowan",
    "School",
    "Sedge",
    "Shepherd",
    "Spring",
    "Station",
    "Swan",
    "Tanner",
    "Thistle",
    "Union",
    "Vicarage",
    "Victoria",
    "Walnut",
    "Weaver",
    "Well",
    "Willow",
    "Windmill",
    "Wren",
    "Yew",
]
_LAST = [
    "Road",
    "Street",
    "Avenue",
    "Close",
    "Crescent",
    "Drive",
    "Gardens",
    "Grove",
    "Lane",
    "Rise",
    "Terrace",
    "Walk",
    "Way",
]

_Spot = tuple[int, ...]
"""A crossing of the lattice; or, of four numbers, where a street from one towards another opens into a road."""


def build_streets(rng: np.random.Generator, ground: Ground, roads: list[Line]) -> list[Line]:
    """Fill every settlement with streets; those in one quarter run one way or across it."""
    streets: list[Line] = []
    river = shapely.LineString(ground.river).buffer(35)
    for place in ground.settlements:
        if place.size == Size.EXIT:
            continue
        disc = place.disc.buffer(40)  # the roads must reach beyond the edge, or they part nothing
        near = [line for line in roads if line.shape.intersects(disc)]
        mouths = shapely.union_all([line.shape for line in near if _takes_streets(line)])
        walls = shapely.union_all([line.shape for line in near])
        for quarter in _quarters(place, walls):
            used = shapely.difference(quarter, river)
            streets += _fill(rng, place, used, mouths, walls)
    return streets


def _takes_streets(line: Line) -> bool:
    return line.tags["highway"] != "trunk" and "bridge" not in line.tags and "junction" not in line.tags


def _quarters(place: Settlement, walls: BaseGeometry) -> list[shapely.Polygon]:
    """Return the pieces of a settlement between its roads."""
    edges = shapely.union_all([walls, place.disc.exterior])
    if place.size == Size.BIG_TOWN:
        edges = shapely.union_all([edges, shapely.Point(place.middle).buffer(INNER_M * 2.6, quad_segs=6).exterior])
    edges = shapely.union_all([edges], grid_size=0.01)  # so that ends which all but touch do
    quarters = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges).tolist()))
    least_m2 = 6_000
    around = place.disc.buffer(1)
    return [q for q in quarters if q.area > least_m2 and around.contains(q.representative_point())]


def _fill(
    rng: np.random.Generator,
    place: Settlement,
    quarter: BaseGeometry,
    mouths: BaseGeometry,
    walls: BaseGeometry,
) -> list[Line]:
    """Lay a lattice over a quarter, leave out what was never built, and let the rest open into the roads."""
    centre = bool(quarter.distance(shapely.Point(place.middle)) < INNER_M / 2) and place.size == Size.BIG_TOWN
    corners = _lattice(rng, quarter, _SPACING_M[place.size] * rng.uniform(0.9, 1.2))
    inner = quarter.buffer(-22)
    shapely.prepare(inner)
    inside = {spot for spot, point in corners.items() if inner.contains(shapely.Point(point))}
    grid: nx.Graph[_Spot] = nx.Graph()
    ends: dict[_Spot, Points] = {spot: corners[spot] for spot in inside}
    for i, j in sorted(inside):
        for beside in ((i + 1, j), (i, j + 1), (i - 1, j), (i, j - 1)):
            if beside not in corners:
                continue
            street = shapely.LineString([corners[i, j], corners[beside]])
            if beside in inside and not street.crosses(walls):
                if beside > (i, j) and (centre or rng.random() > _NEVER_BUILT[place.size]):
                    grid.add_edge((i, j), beside)
            elif rng.random() < (0.8 if centre else 0.42):
                mouth = _mouth(corners[i, j], corners[beside], mouths, walls)
                if mouth is not None:
                    spot = (i, j, *beside)
                    ends[spot] = mouth
                    grid.add_edge((i, j), spot, mouth=True)
    joined = [part for part in nx.connected_components(grid) if not part <= inside]
    return _named(rng, place, grid.subgraph(set().union(*joined)), ends)


def _lattice(rng: np.random.Generator, quarter: BaseGeometry, spacing_m: float) -> dict[_Spot, Points]:
    """Return the crossings of two sets of streets over a quarter, none of them quite in line."""
    turn = rng.uniform(0, np.pi / 2)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    west, south, east, north = quarter.bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    reach = int(np.hypot(east - west, north - south) / 2 / spacing_m) + 2
    spots = [(i, j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)]
    sway = rng.uniform(-0.16, 0.16, (len(spots), 2))
    points = middle + (np.array(spots) * (1.0, 1.25) + sway) @ axes * spacing_m
    return dict(zip(spots, points, strict=True))


def _mouth(inside: Points, beyond: Points, mouths: BaseGeometry, walls: BaseGeometry) -> Points | None:
    """Return where a street opens into a road, if what it meets first is a road that takes streets."""
    reach = inside + (beyond - inside) * 1.3
    street = shapely.LineString([inside, reach])
    met = shapely.get_coordinates(shapely.intersection(street, walls))
    if not len(met):
        return None
    first = min(met, key=lambda point: float(np.hypot(*(point - inside))))
    return first if mouths.distance(shapely.Point(first)) < 0.01 else None  # noqa: PLR2004 -- on the road


def _named(
    rng: np.random.Generator, place: Settlement, grid: "nx.Graph[_Spot]", ends: dict[_Spot, Points]
) -> list[Line]:
    """Make one street of the pieces that run on in one direction."""
    rows: dict[tuple[bool, int], list[tuple[_Spot, _Spot]]] = defaultdict(list)
    lines: list[list[_Spot]] = []
    for a, b in grid.edges:
        if "mouth" in grid[a][b]:
            lines.append([a, b])
        else:
            low, high = sorted((a, b))
            across = low[0] == high[0]
            rows[across, low[0] if across else low[1]].append((low, high))
    for pieces in rows.values():
        chain: list[_Spot] = []
        for low, high in sorted(pieces):
            if chain and chain[-1] == low:
                chain.append(high)
            else:
                lines += [chain] if chain else []
                chain = [low, high]
        lines.append(chain)
    return [Line(np.array([ends[spot] for spot in line]), _tags(rng, place)) for line in lines]


def _tags(rng: np.random.Generator, place: Settlement) -> Tags:
    tags = {"highway": "residential", "name": f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"}
    if place.size != Size.BIG_TOWN and rng.random() < _LANES:
        tags["highway"] = "unclassified"
    shares = {
        "maxspeed": (0.2, str(rng.choice(["20 mph", "30 mph"]))),
        "lit": (0.15, "yes"),
        "sidewalk": (0.12, "both"),
    }
    return tags | {tag: value for tag, (share, value) in shares.items() if rng.random() < share}
