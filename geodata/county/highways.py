"""The roads between the settlements of the demonstration county, and their bridges."""

from itertools import pairwise

import networkx as nx
import numpy as np
import shapely
from scipy.spatial import Delaunay

from geodata.county.ground import INNER_M, RING_M, Ground, Size
from geodata.county.sketch import Line, Points, Tags, bend, circle, clear, cut_lines, parallel, roundabout

_DUAL: Tags = {"oneway": "yes", "lanes": "2", "dual_carriageway": "yes"}
_HALF_GAP_M = 9.0
_BYWAYS = 26
_SIGNED = 0.5  # the share of the trunk road whose limit has been recorded
_RANK = {"unclassified": 0, "tertiary": 1, "secondary": 2, "primary": 3}


def build_highways(rng: np.random.Generator, ground: Ground) -> list[Line]:
    """Join the settlements as history did: each to its neighbours, the towns by better roads, few bridges."""
    net = _net(ground)
    _grade(rng, ground, net)
    _spare_bridges(ground, net)
    lines = [
        Line(bend(rng, ground.settlements[a].middle, ground.settlements[b].middle, 320), dict(net[a][b]["tags"]))
        for a, b in net.edges
    ]
    lines += _town_approaches(ground, net)
    lines += _byways(rng, ground, lines)
    lines = _bridged(rng, ground, lines)
    lines = _town_roads(ground, lines)
    for place in ground.settlements:
        if place.size == Size.MARKET_TOWN:
            lines = roundabout(lines, place.middle, 17, highway="primary", name="Market Place")
    return _slowed(rng, ground, lines)


def _net(ground: Ground) -> "nx.Graph[int]":
    """Neighbours are joined if no third settlement lies in the circle between them (Gabriel and Sokal 1969)."""
    middles = np.array([place.middle for place in ground.settlements])
    net: nx.Graph[int] = nx.Graph()
    for corners in Delaunay(middles).simplices:
        for a, b in ((0, 1), (1, 2), (0, 2)):
            i, j = sorted((int(corners[a]), int(corners[b])))
            length = float(np.hypot(*(middles[i] - middles[j])))
            between = np.hypot(*(middles - (middles[i] + middles[j]) / 2).T)
            at_edge = ground.settlements[i].size == ground.settlements[j].size == Size.EXIT
            if not at_edge and (np.delete(between, [i, j]) > length / 2).all():
                net.add_edge(i, j, length=length)
    return net


def _grade(rng: np.random.Generator, ground: Ground, net: "nx.Graph[int]") -> None:
    """Give each road its class and number: the better, the more important the places it leads between."""
    nx.set_edge_attributes(net, {(a, b): {"highway": "unclassified"} for a, b in net.edges}, "tags")
    market = [i for i, place in enumerate(ground.settlements) if place.size == Size.MARKET_TOWN]
    gates = [i for i, place in enumerate(ground.settlements) if place.size == Size.EXIT]
    villages = [i for i, place in enumerate(ground.settlements) if place.size == Size.VILLAGE]
    numbers = iter(rng.permutation(np.arange(6_700, 6_990)).tolist())
    for start, end in [(0, town) for town in market] + [(0, gate) for gate in gates[:4]] + [(market[0], gates[5])]:
        _number(net, start, end, {"highway": "primary", "ref": f"A{next(numbers)}"})
    round_about = [*pairwise(market), (market[-1], market[0])]
    for start, end in [*round_about, (market[3], gates[4])]:
        _number(net, start, end, {"highway": "secondary", "ref": f"B{next(numbers)}"})
    for village in rng.permutation(villages)[:12].tolist():
        nearest = min([0, *market], key=lambda town: nx.shortest_path_length(net, village, town, weight="length"))
        _number(net, village, nearest, {"highway": "tertiary"})
    for neighbour in net[0]:
        if _RANK[net[0][neighbour]["tags"]["highway"]] < _RANK["secondary"]:
            net[0][neighbour]["tags"] = {"highway": "secondary", "ref": f"B{next(numbers)}"}
    for a, b in net.edges:
        tags = net[a][b]["tags"]
        if "ref" not in tags:
            kind = "Lane" if tags["highway"] == "unclassified" else "Road"
            tags["name"] = f"{ground.settlements[min(a, b)].name.split()[0]} {kind}"


def _number(net: "nx.Graph[int]", start: int, end: int, tags: Tags) -> None:
    way = nx.shortest_path(net, start, end, weight="length")
    for a, b in pairwise(way):
        if _RANK[net[a][b]["tags"]["highway"]] < _RANK[tags["highway"]]:
            net[a][b]["tags"] = dict(tags)


def _spare_bridges(ground: Ground, net: "nx.Graph[int]") -> None:
    """Let all but two lanes stop short of the river, as long as nobody is cut off."""
    river = shapely.LineString(ground.river)
    middles = [place.middle for place in ground.settlements]
    lanes = [
        (net[a][b]["length"], a, b)
        for a, b in net.edges
        if _RANK[net[a][b]["tags"]["highway"]] < _RANK["secondary"]
        and river.crosses(shapely.LineString([middles[a], middles[b]]))
    ]
    for _, a, b in sorted(lanes, reverse=True)[:-2]:
        kept = dict(net[a][b])
        net.remove_edge(a, b)
        if not nx.is_connected(net):
            net.add_edge(a, b, **kept)


def _town_approaches(ground: Ground, net: "nx.Graph[int]") -> list[Line]:
    """Roads from the ring road to the middle of the town, on those sides where none leads in from outside."""
    town = ground.settlements[0].middle
    bearings = sorted(float(np.arctan2(*(ground.settlements[place].middle - town)[::-1])) for place in net.neighbors(0))
    gaps = sorted((after - before, before) for before, after in pairwise([*bearings, bearings[0] + 2 * np.pi]))
    ends = [town + (RING_M + 30) * np.array([np.cos(b + gap / 2), np.sin(b + gap / 2)]) for gap, b in gaps[-2:]]
    tags = {"highway": "secondary", "ref": "B6691"}
    return [Line(bend(np.random.default_rng(number), town, end, 200), dict(tags)) for number, end in enumerate(ends)]


def _byways(rng: np.random.Generator, ground: Ground, lines: list[Line]) -> list[Line]:
    """Short cuts from lane to lane, over open country only."""
    country = np.concatenate([line.points[3:-3] for line in lines if len(line.points) > 9])  # noqa: PLR2004
    barred = shapely.union_all(
        [shapely.LineString(ground.river), *(place.disc.buffer(300) for place in ground.settlements)]
        + [shapely.LineString(part).buffer(150) for part in ground.trunk]
    )
    roads = shapely.union_all([line.shape for line in lines])
    found: list[Line] = []
    for start in rng.permutation(country):
        far = np.hypot(*(country - start).T)
        goals = country[(far > 1_100) & (far < 2_900)]  # noqa: PLR2004 -- metres
        if len(found) == _BYWAYS or not len(goals):
            break
        lane = shapely.LineString(bend(rng, start, goals[rng.integers(len(goals))], 250))
        apart = all(lane.distance(other.shape) > 900 for other in found)  # noqa: PLR2004 -- metres
        if apart and not lane.intersects(barred) and len(shapely.get_coordinates(lane.intersection(roads))) <= 2:  # noqa: PLR2004 -- its ends
            found.append(Line(np.array(lane.coords), {"highway": "unclassified"}))
    return found


def _bridged(rng: np.random.Generator, ground: Ground, lines: list[Line]) -> list[Line]:
    """Carry the roads over the river; the two least bridges are too weak or too low for some vehicles."""
    lines = cut_lines(lines, shapely.LineString(ground.river).buffer(28), bridge="yes", layer="1")
    bridges = [i for i, line in enumerate(lines) if "bridge" in line.tags]
    least = sorted(bridges, key=lambda i: (_RANK[lines[i].tags["highway"]], rng.random()))
    limits: list[Tags] = [{"maxweight": "3", "name": "Old Bridge"}, {"maxheight": "2.4", "name": "Mill Bridge"}]
    for number, limit in zip(least, limits, strict=False):
        lines[number] = lines[number].tagged(**limit)
    return lines


def _town_roads(ground: Ground, lines: list[Line]) -> list[Line]:
    """Build the dual carriageways: the ring road and the trunk road, with roundabouts and flyovers."""
    town = ground.settlements[0].middle
    lines = clear(lines, shapely.Point(town).buffer(INNER_M, quad_segs=12))
    lines.append(Line(circle(town, INNER_M, 48), {"highway": "primary", "ref": "A6690", "name": "Inner Ring"}))
    ring = circle(town, RING_M, 150, turn=1)
    duals = [("A6699", "Ring Road", ring), *(("A6600", "", part) for part in ground.trunk)]
    crossings = _crossings(lines, [points for _, _, points in duals])
    lines = [*lines, *(line for ref, name, points in duals for line in _carriageways(points, ref, name))]
    ends = [ground.trunk[0][0], ground.trunk[0][-1], ground.trunk[1][0], ground.trunk[1][-1]]
    joints = [(end, True) for end in ends] + crossings
    river = shapely.LineString(ground.river)
    lines = cut_lines(lines, river.buffer(28), bridge="yes", layer="1")
    for point, is_junction in joints:
        if is_junction:
            lines = roundabout(lines, point, 42, highway="trunk", name="")
        else:
            over = shapely.Point(point).buffer(45)
            lanes = [line for line in lines if line.tags["highway"] != "trunk"]
            trunks = [line for line in lines if line.tags["highway"] == "trunk"]
            lines = [*trunks, *cut_lines(lanes, over, bridge="yes", layer="2")]
    return [Line(line.points, {k: v for k, v in line.tags.items() if v}) for line in lines]


def _crossings(lines: list[Line], duals: list[Points]) -> list[tuple[Points, bool]]:
    """Return where roads cross a dual carriageway, and whether one may turn there: not into lanes."""
    found = []
    for line in lines:
        for dual in duals:
            for point in shapely.get_coordinates(shapely.intersection(line.shape, shapely.LineString(dual))):
                important = _RANK.get(line.tags["highway"], 0) >= _RANK["secondary"]
                found.append((point, important))
    return found


def _carriageways(points: Points, ref: str, name: str) -> list[Line]:
    """Return both carriageways; one drives on the left, so each lies to the left of the middle."""
    tags = {"highway": "trunk", "ref": ref, "name": name, **_DUAL}
    left, right = parallel(points, _HALF_GAP_M), parallel(points, -_HALF_GAP_M)[::-1]
    if np.array_equal(points[0], points[-1]):
        left[-1], right[-1] = left[0], right[0]
    return [Line(left, tags), Line(right, tags)]


def _slowed(rng: np.random.Generator, ground: Ground, lines: list[Line]) -> list[Line]:
    """Within settlements roads have names, and some bear limits, lights and pavements, as far as mappers got."""
    for place in ground.settlements:
        if place.size != Size.EXIT:
            disc, name = place.disc, "Main Street" if place.size == Size.VILLAGE else f"{place.name} Road"
            lines = [piece for line in lines for piece in _through(rng, line, disc, name)]
    return [
        line.tagged(maxspeed="70 mph") if line.tags.get("ref") == "A6600" and rng.random() < _SIGNED else line
        for line in lines
    ]


def _through(rng: np.random.Generator, line: Line, disc: shapely.Polygon, name: str) -> list[Line]:
    if line.tags["highway"] == "trunk" or "junction" in line.tags or not line.shape.intersects(disc):
        return [line]
    pieces = cut_lines([line], disc, name=name)
    return [
        piece.tagged(**_street_furniture(rng)) if piece.tags.get("name") != line.tags.get("name") else piece
        for piece in pieces
    ]


def _street_furniture(rng: np.random.Generator) -> Tags:
    wanted = {"maxspeed": (0.45, "30 mph"), "lit": (0.35, "yes"), "sidewalk": (0.3, "both")}
    return {tag: value for tag, (share, value) in wanted.items() if rng.random() < share}
