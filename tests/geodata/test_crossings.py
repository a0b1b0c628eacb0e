"""Crossings met on small maps: on which side one walks decides what is crossed, and silence is told as silence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.crossings import Crossing, crossings_met
from geodata.places import Place
from geodata.walk_tags import CrossingKind, Recorded, WalkClass
from geodata.walking import Walker
from tests.geodata.maps import SmallMap
from tests.geodata.walks import find_walk, spot, walker_of

MAIN = {"highway": "secondary", "name": "Main Road", "maxspeed": "40 mph"}
PATH = {"highway": "footway"}


def crossroads(**main: str) -> SmallMap:
    """Return W-M-E, a main road, with N-M-S across it: a footway to the north, a footway to the south."""
    world = SmallMap({"W": (-200, 0), "M": (0, 0), "E": (200, 0), "N": (0, 200), "S": (0, -200)})
    world.way("WME", {**MAIN, **main})
    world.way("NM", PATH)
    world.way("MS", PATH)
    return world


def met(walker: Walker, start: Place, end: Place) -> tuple[Crossing, ...]:
    walk = find_walk(walker, start, end)
    assert walk is not None
    return crossings_met(walker, walk)


def test_a_main_road_between_two_paths_is_crossed_and_what_the_map_lacks_is_said(tmp_path: Path) -> None:
    (crossing,) = met(walker_of(crossroads(), tmp_path), spot(0, 200), spot(0, -200))
    assert (crossing.name, crossing.walk_class, crossing.limit_mph) == ("Main Road", WalkClass.SECONDARY, 40)
    assert (crossing.tags.kind, crossing.lanes) == (CrossingKind.NONE, None)
    assert crossing.tags.island == Recorded.NOT_RECORDED
    assert crossing.at_m == pytest.approx(200, abs=2)


def test_a_crossing_at_the_node_has_its_kind(tmp_path: Path) -> None:
    world = crossroads()
    world.node_tags["M"] = {"highway": "crossing", "crossing": "traffic_signals", "traffic_signals:sound": "no"}
    (crossing,) = met(walker_of(world, tmp_path), spot(0, 200), spot(0, -200))
    assert (crossing.tags.kind, crossing.tags.sound) == (CrossingKind.SIGNALS, Recorded.NO)


def test_a_crossing_drawn_as_a_way_has_the_kind_of_the_way(tmp_path: Path) -> None:
    world = SmallMap({"W": (-200, 0), "M": (0, 0), "E": (200, 0), "N": (0, 9), "S": (0, -9), "P": (0, 99)})
    world.way("WME", MAIN)
    world.way("NMS", {"highway": "footway", "footway": "crossing", "crossing": "zebra"})
    world.way("PN", PATH)
    (crossing,) = met(walker_of(world, tmp_path), spot(0, 99), spot(0, -9))
    assert crossing.tags.kind == CrossingKind.ZEBRA


@pytest.mark.parametrize(("north_m", "crossed"), [(8, 0), (-8, 1)])
def test_walking_along_a_road_one_crosses_it_only_to_a_door_on_the_other_side(
    tmp_path: Path, north_m: float, crossed: int
) -> None:
    walker = walker_of(crossroads(), tmp_path)
    assert len(met(walker, spot(0, 200), spot(150, north_m))) == crossed


@pytest.mark.parametrize(("north_m", "crossed"), [(8, 0), (-8, 1)])
def test_between_two_doors_on_one_road(tmp_path: Path, north_m: float, crossed: int) -> None:
    world = SmallMap({"A": (0, 0), "B": (300, 0)})
    world.way("AB", MAIN)
    assert len(met(walker_of(world, tmp_path), spot(50, 8), spot(250, north_m))) == crossed


@pytest.mark.parametrize(("north_m", "names"), [(8, ["Mill Lane"]), (-8, [])])
def test_a_side_road_is_crossed_at_its_mouth_by_those_who_walk_on_its_side(
    tmp_path: Path, north_m: float, names: list[str]
) -> None:
    world = SmallMap({"W": (-200, 0), "M": (0, 0), "E": (200, 0), "N": (0, 200)})
    world.way("WME", MAIN)
    world.way("NM", {"highway": "residential", "name": "Mill Lane"})
    walker = walker_of(world, tmp_path)
    assert [each.name for each in met(walker, spot(-150, north_m), spot(150, north_m))] == names


def test_of_two_ways_to_choose_the_sides_the_easier_is_told(tmp_path: Path) -> None:
    world = SmallMap({"P": (-400, 90), "W": (-400, 0), "Z": (-200, 0), "M": (0, 0), "E": (200, 0), "S": (0, -90)})
    world.places["V"] = (-500, 0)
    world.way("VWZME", MAIN)
    world.way("PW", PATH)
    world.way("MS", PATH)
    world.node_tags["Z"] = {"highway": "crossing", "crossing": "zebra"}
    (crossing,) = met(walker_of(world, tmp_path), spot(-400, 90), spot(0, -90))
    assert crossing.tags.kind == CrossingKind.ZEBRA
    assert crossing.at_m == pytest.approx(290, abs=2)


@pytest.mark.parametrize("junction", [{}, {"highway": "traffic_signals"}, {"railway": "level_crossing"}], ids=str)
def test_a_crossing_set_back_from_a_junction_is_used_for_its_arm(tmp_path: Path, junction: dict[str, str]) -> None:
    world = SmallMap({"W": (-200, 0), "M": (0, 0), "E": (200, 0), "N": (0, 20), "T": (0, 200)})
    world.way("WME", MAIN)
    world.way("MNT", {"highway": "tertiary", "name": "Station Road"})
    world.node_tags["N"] = {"highway": "crossing", "crossing": "traffic_signals"}
    world.node_tags["M"] = junction
    found = met(walker_of(world, tmp_path), spot(-150, 8), spot(150, 8))
    over_roads = [(each.name, each.tags.kind) for each in found if each.tags.kind != CrossingKind.RAILWAY]
    assert over_roads == [("Station Road", CrossingKind.SIGNALS)]


def test_a_road_that_nobody_may_walk_is_crossed_all_the_same(tmp_path: Path) -> None:
    world = crossroads(foot="no", oneway="yes")
    (crossing,) = met(walker_of(world, tmp_path), spot(0, 200), spot(0, -200))
    assert (crossing.walk_class, crossing.oneway) == (WalkClass.SECONDARY, True)


def test_a_drive_and_a_bridge_are_no_crossings(tmp_path: Path) -> None:
    world = SmallMap({"W": (-200, 0), "M": (0, 0), "E": (200, 0), "N": (0, 200), "S": (0, -200), "D": (0, 100)})
    world.way("WME", {"highway": "service"})
    world.way("NDMS", PATH)
    world.places |= {"X": (-50, 150), "Y": (50, 150)}
    world.way("XY", MAIN)  # passes over N-D without a common point
    world.way("XD", PATH)
    assert met(walker_of(world, tmp_path), spot(0, 200), spot(0, -200)) == ()


def test_the_two_ends_of_a_loop_are_two_arms(tmp_path: Path) -> None:
    world = SmallMap({"S": (0, -200), "M": (0, 0), "W": (-80, 80), "T": (0, 160), "E": (80, 80), "P": (200, 0)})
    world.way("SM", {"highway": "residential", "name": "Oak Close"})
    world.way("MWTEM", {"highway": "residential", "name": "Oak Close"})
    world.way("MP", PATH)
    walker = walker_of(world, tmp_path)
    assert met(walker, spot(8, -150), spot(150, 0)) == ()
    assert len(met(walker, spot(-8, -150), spot(150, 0))) == 1
    assert len(met(walker, spot(150, 0), spot(-48, 32))) == 1
    assert met(walker, spot(150, 0), spot(48, 32)) == ()


def test_a_level_crossing_is_always_told(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "M": (100, 0), "B": (200, 0)})
    world.way("AMB", PATH)
    world.node_tags["M"] = {"railway": "level_crossing"}
    (crossing,) = met(walker_of(world, tmp_path), spot(0, 0), spot(200, 0))
    assert crossing.tags.kind == CrossingKind.RAILWAY


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Walker:
    """Return four by four streets of which those from west to east are main roads."""
    places = {chr(97 + 4 * row + column): (100.0 * column, 100.0 * row) for row in range(4) for column in range(4)}
    world = SmallMap(places)
    for row in range(4):
        world.way("".join(list(places)[4 * row : 4 * row + 4]), MAIN)
        world.way("".join(list(places)[row::4]))
    return walker_of(world, tmp_path_factory.mktemp("town"))


door = st.tuples(st.floats(120, 180), st.integers(0, 3), st.sampled_from([-8.0, 8.0]))


@settings(max_examples=60, deadline=None)
@given(here=door, there=door)
def test_the_way_back_crosses_as_much_as_the_way_there(
    town: Walker, here: tuple[float, int, float], there: tuple[float, int, float]
) -> None:
    ends = [spot(east, 100 * row + off) for east, row, off in (here, there)]
    walk = find_walk(town, ends[0], ends[1])
    assert walk is not None
    back = find_walk(town, ends[1], ends[0])
    assert back is not None
    if back.edges[::-1] == walk.edges:
        assert len(crossings_met(town, back)) == len(crossings_met(town, walk))


@settings(max_examples=60, deadline=None)
@given(here=door, there=door)
def test_from_one_side_of_the_main_roads_to_the_other_each_between_is_crossed(
    town: Walker, here: tuple[float, int, float], there: tuple[float, int, float]
) -> None:
    walk = find_walk(town, *(spot(east, 100 * row + off) for east, row, off in (here, there)))
    assert walk is not None
    norths = sorted(100 * row + off for _, row, off in (here, there))
    between = sum(norths[0] < 100 * row < norths[1] for row in range(4))
    crossed = sum(each.walk_class == WalkClass.SECONDARY for each in crossings_met(town, walk))
    assert crossed >= between
    assert (crossed - between) % 2 == 0
