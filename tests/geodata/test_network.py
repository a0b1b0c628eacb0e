"""No leg makes a forbidden turn or cuts through private ground: by hand, by chance, and on real roads."""

from collections import defaultdict
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import osmium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from geodata.access import PUBLIC
from geodata.errors import MapFileError
from geodata.osm import read_pbf
from geodata.roads import NO_ROAD, RoadGraph, entries, exits
from geodata.speeds import british_profile
from tests.geodata.maps import RESIDENTIAL, SmallMap, distances_ms, drive_m

# Two crossing streets with a way round each of the four corners:  W-X-E, S-X-N, and the ring W-N-E-S-W.
CROSS = {"X": (0.0, 0.0), "W": (-100.0, 0.0), "E": (100.0, 0.0), "S": (0.0, -100.0), "N": (0.0, 100.0)}
DIAGONAL = 141.4


@pytest.fixture
def cross() -> SmallMap:
    world = SmallMap(CROSS)
    for side in ("WX", "XE", "SX", "XN", "WN", "NE", "ES", "SW"):
        world.way(side)
    return world


def near(metres: float) -> object:
    return pytest.approx(metres, abs=2)


def ways(world: SmallMap) -> dict[str, int]:
    return {along: way_id for way_id, (along, _) in world.ways.items()}


def test_a_forbidden_turn_is_not_made_and_the_others_are(cross: SmallMap, tmp_path: Path) -> None:
    way = ways(cross)
    cross.restrict("no_right_turn", way["WX"], "X", way["SX"])
    roads = read_pbf(cross.write(tmp_path))
    assert drive_m(roads, cross, "WX", "XS") > 150
    assert drive_m(roads, cross, "WX", "XN") == 0
    assert drive_m(roads, cross, "WX", "XE") == 0
    assert drive_m(roads, cross, "EX", "XS") == 0, "who comes from elsewhere may turn"
    assert roads.report.restrictions_kept == 1


def test_where_only_one_way_on_is_allowed_all_others_are_forbidden(cross: SmallMap, tmp_path: Path) -> None:
    way = ways(cross)
    cross.restrict("only_straight_on", way["WX"], "X", way["XE"])
    roads = read_pbf(cross.write(tmp_path))
    assert drive_m(roads, cross, "WX", "XE") == 0
    for forbidden in ("XS", "XN", "XW"):
        assert drive_m(roads, cross, "WX", forbidden) > 150


def test_one_may_turn_round_unless_it_is_forbidden(cross: SmallMap, tmp_path: Path) -> None:
    assert drive_m(read_pbf(cross.write(tmp_path)), cross, "WX", "XW") == 0
    way = ways(cross)
    cross.restrict("no_u_turn", way["WX"], "X", way["WX"])
    roads = read_pbf(cross.write(tmp_path))
    assert drive_m(roads, cross, "WX", "XW") == near(200), "to the next junction and back"
    assert drive_m(roads, cross, "XW", "WX") == 0


@pytest.mark.parametrize(
    ("kind", "tags", "kept"),
    [
        ("no_right_turn", {"except": "psv"}, True),
        ("no_right_turn", {"except": "motorcar"}, False),
        ("no_sense", {}, True),
        ("give_way", {}, False),
    ],
)
def test_a_restriction_counts_if_it_is_meant_for_us(
    cross: SmallMap, tmp_path: Path, kind: str, tags: dict[str, str], *, kept: bool
) -> None:
    way = ways(cross)
    cross.restrict(kind, way["WX"], "X", way["SX"], **tags)
    roads = read_pbf(cross.write(tmp_path))
    assert (drive_m(roads, cross, "WX", "XS") > 0) == kept


@pytest.mark.parametrize(
    ("text", "kept"), [("no_right_turn @ (Mo-Fr 07:00-09:30)", True), ("no_right_turn @ (weight>7.5)", False)]
)
def test_a_restriction_at_certain_hours_is_kept_at_all_hours(
    cross: SmallMap, tmp_path: Path, text: str, *, kept: bool
) -> None:
    way = ways(cross)
    cross.restrict("", way["WX"], "X", way["SX"], **{"restriction:conditional": text})
    roads = read_pbf(cross.write(tmp_path))
    assert (drive_m(roads, cross, "WX", "XS") > 0) == kept
    assert len(roads.report.restrictions_unclear) == (not kept)


def test_what_is_not_kept_is_reported(cross: SmallMap, tmp_path: Path) -> None:
    way = ways(cross)
    cross.restrict("no_right_turn", way["WX"], way["XE"], way["ES"])
    cross.restrict("give_way", way["WX"], "X", way["SX"])
    cross.restrict("only_right_turn", way["WX"], "X", 999)
    cross.restrict("no_right_turn", 998, "X", way["SX"])
    report = read_pbf(cross.write(tmp_path)).report
    assert report.restrictions_via_way == 1
    assert [number for number, _ in report.restrictions_unclear] == [2, 3]
    assert report.restrictions_elsewhere == 1


def test_a_restriction_at_the_edge_of_private_ground_is_kept(tmp_path: Path) -> None:
    world = SmallMap({**CROSS, "G": (0.0, -200.0)})
    for side in ("WX", "XE", "XN", "WN", "NE"):
        world.way(side)
    drive = world.way("SX", access="private")
    world.way("GS", access="private")
    world.restrict("no_left_turn", drive, "X", ways(world)["WX"])
    world.restrict("no_right_turn", ways(world)["WX"], "X", drive)
    roads = read_pbf(world.write(tmp_path))
    assert drive_m(roads, world, "GS", "XE") == near(100)
    assert drive_m(roads, world, "GS", "XW") > 250
    assert drive_m(roads, world, "WX", "SG") > 250
    assert drive_m(roads, world, "EX", "SG") == near(100)


# ---- by chance: towns on a grid, against a search over pairs of roads that knows nothing of nodes

LETTERS = "ABCDEFGHI"
GRID = {letter: (100.0 * (at % 3), 100.0 * (at // 3)) for at, letter in enumerate(LETTERS)}
SIDES = [f"{a}{b}" for a, b in pairwise("ABC")] + ["DE", "EF", "GH", "HI", "AD", "DG", "BE", "EH", "CF", "FI"]


@st.composite
def towns(draw: st.DrawFn) -> SmallMap:
    """Draw a town of nine junctions with one-ways, private streets and restrictions."""
    world = SmallMap(GRID)
    for side in draw(st.lists(st.sampled_from(SIDES), min_size=6, unique=True)):
        more = draw(st.sampled_from([{}, {}, {}, {"oneway": "yes"}, {"access": "private"}, {"access": "private"}]))
        world.way(side, {**RESIDENTIAL, **more})
    for _ in range(draw(st.integers(0, 5))):
        from_way, to_way = (draw(st.sampled_from(sorted(world.ways))) for _ in range(2))
        shared = set(world.ways[from_way][0]) & set(world.ways[to_way][0])
        kind = draw(st.sampled_from(["no_left_turn", "only_straight_on"]))
        if len(shared) == 1:
            world.restrict(kind, from_way, shared.pop(), to_way)
    return world


def plain_distance_m(world: SmallMap, roads: RoadGraph, start: int, goal: int) -> float:
    """Return metres between the end of one road and the beginning of another, by search over roads as they are."""
    ends = _ends(world, roads)
    private = {way for way, (_, tags) in world.ways.items() if tags.get("access") == "private"}
    core = {end for road in np.flatnonzero(roads.access == PUBLIC) for end in ends[road]}
    forbidden = _forbidden(world, roads, ends)
    # a state: the road just driven, and whether the leg is leaving (0), on public roads (1) or arriving (2)
    best: dict[tuple[int, int], float] = {}
    frontier = [(0.0, start, 1 if ends[start][1] in core else 0)]
    while frontier:
        metres, road, phase = heappop(frontier)
        if best.get((road, phase), np.inf) <= metres:
            continue
        best[road, phase] = metres
        if phase == 0:
            heappush(frontier, (metres, road, 2))
        for onward in range(roads.roads):
            if ends[onward][0] != ends[road][1] or onward in forbidden[road]:
                continue
            if onward == goal and phase != 0:
                return metres
            is_private = roads.way_id[onward] in private or roads.access[onward] != PUBLIC
            leads_in = ends[onward][1] not in core
            after = _next_phase(phase, is_private=is_private, leads_in=leads_in)
            if after is not None and not (is_private and not leads_in and ends[onward][0] in core):
                heappush(frontier, (metres + roads.road_length_dm[onward] / 10, onward, after))
    return float(np.inf)


def _next_phase(phase: int, *, is_private: bool, leads_in: bool) -> int | None:
    if not is_private:
        return 1 if phase == 1 else None
    if leads_in:
        return 0 if phase == 0 else 2
    return 1 if phase == 0 else None


def _ends(world: SmallMap, roads: RoadGraph) -> list[tuple[str, str]]:
    def name(point: NDArray[np.float64]) -> str:
        return min(GRID, key=lambda each: float(np.abs(np.array(world.where(each)) - point).sum()))

    return [(name(shape[0]), name(shape[-1])) for shape in map(roads.shape, range(roads.roads))]


def _forbidden(world: SmallMap, roads: RoadGraph, ends: list[tuple[str, str]]) -> defaultdict[int, set[int]]:
    forbidden: defaultdict[int, set[int]] = defaultdict(set)
    everything = range(roads.roads)
    for tags, from_way, via, to_way in world.restrictions:
        into = [road for road in everything if roads.way_id[road] == from_way and ends[road][1] == via]
        out = [road for road in everything if ends[road][0] == via]
        to_roads = [road for road in out if roads.way_id[road] == to_way]
        only = tags["restriction"].startswith("only_")
        if only and _only_is_unclear(world, to_way, via):
            continue
        for road in into:
            forbidden[road] |= set(out) - set(to_roads) if only else set(to_roads)
    return forbidden


def _only_is_unclear(world: SmallMap, to_way: int, via: str | int) -> bool:
    along, tags = world.ways[to_way]
    return tags.get("oneway") == "yes" and along[-1] == via


def test_the_largest_part_is_the_same_whether_or_not_private_ground_is_larger(tmp_path: Path) -> None:
    world = SmallMap(GRID)
    for side in ("EH", "BE", "DG", "AD"):
        world.way(side)
    for side in ("AB", "DE"):
        world.way(side, oneway="yes")
    world.way("GH", access="private")
    world.restrict("no_left_turn", 102, "G", 106)
    roads = read_pbf(world.write(tmp_path))
    assert roads.roads == 12
    assert drive_m(roads, world, "HE", "EB") == 0
    assert drive_m(roads, world, "EH", "HG") == 0


@settings(max_examples=60, deadline=None)
@given(towns(), st.integers(0, 4))
def test_every_distance_is_that_of_a_search_over_the_roads_themselves(world: SmallMap, skipped: int) -> None:
    with TemporaryDirectory() as folder:
        try:
            roads = read_pbf(world.write(Path(folder)))
        except MapFileError:
            return
    for start in range(skipped, roads.roads, 5):
        found = distances_ms(roads, roads.length_dm, int(exits(roads, start)[0]))
        for goal in range(roads.roads):
            expected = plain_distance_m(world, roads, start, goal)
            assert found[entries(roads, goal)].min() / 10 == pytest.approx(expected, abs=0.5), (start, goal)


# ---- on real roads


@pytest.fixture(scope="module", params=["rutland-2018-03", "newport-2023-06-13"])
def county(request: pytest.FixtureRequest, shared_data: Path) -> tuple[Path, RoadGraph]:
    path = shared_data / "osm" / f"{request.param}.osm.pbf"
    return path, read_pbf(path)


def test_a_county_is_of_the_size_that_is_known(county: tuple[Path, RoadGraph]) -> None:
    path, roads = county
    known = {"rutland": (4342, 9664, 0), "newport": (8926, 18806, 77)}[path.name.split("-", maxsplit=1)[0]]
    assert roads.nodes == pytest.approx(known[0], rel=0.25)
    assert roads.arcs == pytest.approx(known[1], rel=0.25)
    kept = roads.report.restrictions_kept + len(roads.report.restrictions_unclear)
    assert kept + roads.report.restrictions_elsewhere >= known[2]
    assert kept >= 0.9 * known[2]


def test_every_public_road_is_reached_from_every_other(county: tuple[Path, RoadGraph]) -> None:
    _, roads = county
    public = (roads.road != NO_ROAD) & (roads.access[roads.road] == PUBLIC)
    tail, head = roads.tail[public], roads.head[public]
    matrix = csr_array((np.ones(len(tail)), (tail, head)), shape=(roads.nodes, roads.nodes))
    _, part = connected_components(matrix, directed=True, connection="strong")
    assert len(np.unique(part[head])) == 1


def test_every_road_is_entered_and_left(county: tuple[Path, RoadGraph]) -> None:
    _, roads = county
    assert (np.diff(roads.entry_ptr) > 0).all()
    assert roads.exit_node.min() >= 0
    assert roads.exit_node.max() < roads.nodes


def test_the_arcs_of_a_road_lie_where_the_road_lies(county: tuple[Path, RoadGraph]) -> None:
    _, roads = county
    driven = roads.road != NO_ROAD
    shape_start = roads.shape_ptr[roads.road[driven]]
    np.testing.assert_allclose(roads.node_lat[roads.tail[driven]], roads.shape_lat[shape_start], atol=1e-9)
    shape_end = roads.shape_ptr[roads.road[driven] + 1] - 1
    np.testing.assert_allclose(roads.node_lon[roads.head[driven]], roads.shape_lon[shape_end], atol=1e-9)


def raw_restrictions(path: Path) -> dict[tuple[int, int], list[tuple[bool, int]]]:
    """Read (way from, node via) -> [(is an only_, way to)] straight from the file."""
    found: defaultdict[tuple[int, int], list[tuple[bool, int]]] = defaultdict(list)
    for thing in osmium.FileProcessor(str(path)).with_filter(osmium.filter.KeyFilter("restriction")):
        if isinstance(thing, osmium.osm.Relation):
            members = {(member.role, member.type): member.ref for member in thing.members}
            key = (members.get(("from", "w"), 0), members.get(("via", "n"), 0))
            if all(key) and ("to", "w") in members and len(thing.members) == 3:
                kind = thing.tags["restriction"]
                if "except" not in thing.tags or "motorcar" not in thing.tags["except"]:
                    found[key].append((kind.startswith("only_"), members["to", "w"]))
    return found


def test_no_fastest_way_makes_a_turn_that_the_raw_map_forbids(county: tuple[Path, RoadGraph]) -> None:
    path, roads = county
    restrictions = raw_restrictions(path)
    if not restrictions:
        return
    where = {}
    for thing in osmium.FileProcessor(str(path), osmium.osm.NODE):
        assert isinstance(thing, osmium.osm.Node)
        where[round(thing.location.lat, 7), round(thing.location.lon, 7)] = thing.id
    turns_met = 0
    metric = roads.metric(british_profile())
    arc_of = {(int(t), int(h)): arc for arc, (t, h) in enumerate(zip(roads.tail, roads.head, strict=True))}
    order = np.lexsort((metric, roads.head, roads.tail))
    _, first = np.unique(np.column_stack([roads.tail[order], roads.head[order]]), axis=0, return_index=True)
    arcs = order[first]
    arc_of = {(int(roads.tail[arc]), int(roads.head[arc])): int(arc) for arc in arcs}
    matrix = csr_array((metric[arcs].astype(float), (roads.tail[arcs], roads.head[arcs])), shape=(roads.nodes,) * 2)
    sources = np.random.default_rng(1).choice(np.unique(roads.exit_node), 20, replace=False)
    _, before = dijkstra(matrix, indices=sources, return_predecessors=True)
    for row in before:
        for node in np.flatnonzero(row >= 0).tolist():
            last = arc_of[int(row[node]), node]
            earlier = int(row[row[node]])
            if earlier < 0 or NO_ROAD in {roads.road[last], roads.road[arc := arc_of[earlier, int(row[node])]]}:
                continue
            via = where[round(float(roads.node_lat[row[node]]), 7), round(float(roads.node_lon[row[node]]), 7)]
            from_way, to_way = int(roads.way_id[roads.road[arc]]), int(roads.way_id[roads.road[last]])
            for only, way in restrictions.get((from_way, via), ()):
                turns_met += 1
                assert (way == to_way) == only or (way == from_way == to_way), (from_way, via, to_way)
    assert turns_met > 0
