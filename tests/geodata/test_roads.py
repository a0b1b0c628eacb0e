"""Places snap to the nearest road with a fraction and a distance; roads cost what speed, vehicle and hour say."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import OffTheMapError
from geodata.osm import read_pbf
from geodata.places import Place, PlaceId
from geodata.postcodes import read_postcodes
from geodata.roads import INF, NO_ROAD, RoadGraph, Snap, entries, exits, snap
from geodata.speeds import TimeBand, british_profile
from geodata.vehicles import CAR, RoadVehicle, VehicleKind
from tests.geodata.maps import METRES_EAST, METRES_NORTH, ORIGIN_LAT, ORIGIN_LON, SmallMap, road

TRIANGLE = {"A": (0.0, 0.0), "B": (400.0, 0.0), "C": (0.0, 300.0), "M": (400.0, -500.0)}


@pytest.fixture(scope="module")
def world() -> SmallMap:
    world = SmallMap(dict(TRIANGLE))
    world.way("AB", {"highway": "primary", "maxspeed": "40 mph"})
    world.way("BC", {"highway": "residential", "oneway": "yes"})
    world.way("CA", {"highway": "unclassified", "lit": "no"})
    world.way("BM", {"highway": "motorway_link", "oneway": "no"})
    return world


@pytest.fixture(scope="module")
def roads(world: SmallMap, tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    return read_pbf(world.write(tmp_path_factory.mktemp("roads")))


def at(east: float, north: float, name: str = "home") -> Place:
    return Place(PlaceId(name), ORIGIN_LAT + north * METRES_NORTH, ORIGIN_LON + east * METRES_EAST)


def test_a_place_snaps_to_both_directions_of_a_two_way_road(world: SmallMap, roads: RoadGraph) -> None:
    (found,) = snap(roads, [at(100, -40)])
    there, back = sorted(found.snaps, key=lambda each: each.fraction)
    assert (there.road, back.road) == (road(roads, world, "AB"), road(roads, world, "BA"))
    assert there.fraction == pytest.approx(0.25, abs=0.005)
    assert back.fraction == pytest.approx(0.75, abs=0.005)
    assert found.distance_m == pytest.approx(40, abs=0.5)


def test_a_place_snaps_to_the_one_direction_of_a_one_way_street(world: SmallMap, roads: RoadGraph) -> None:
    (found,) = snap(roads, [at(230, 170)])
    (only,) = found.snaps
    assert isinstance(only, Snap)
    assert only.road == road(roads, world, "BC")
    assert only.fraction == pytest.approx(0.49, abs=0.05)


def test_at_the_kerb_nobody_has_to_cross_a_busy_road(world: SmallMap, roads: RoadGraph) -> None:
    south, north, on_it, on_a_lane = snap(roads, [at(100, -20), at(100, 20), at(100, 0), at(-10, 150)], kerbside=True)
    assert [each.road for each in south.snaps] == [road(roads, world, "BA")]
    assert [each.road for each in north.snaps] == [road(roads, world, "AB")]
    assert len(on_it.snaps) == len(on_a_lane.snaps) == 2


def test_no_place_snaps_to_a_motorway(world: SmallMap, roads: RoadGraph) -> None:
    (found,) = snap(roads, [at(401, -200)])
    assert found.distance_m == pytest.approx(200, abs=1)
    assert {each.road for each in found.snaps} == {road(roads, world, "AB"), road(roads, world, "BA")}


def test_all_places_that_are_too_far_are_named_with_their_distance(roads: RoadGraph) -> None:
    places = [at(100, -251, "home-1"), at(100, -249, "home-2"), at(0, 5300, "home-3")]
    with pytest.raises(OffTheMapError, match=r"home-1 \(251 m\), home-3 \(4,997 m\)") as caught:
        snap(roads, places)
    assert "home-2" not in str(caught.value)
    assert len(snap(roads, places, within_m=6000)) == 3


def test_a_place_in_the_sea_is_named(roads: RoadGraph) -> None:
    with pytest.raises(OffTheMapError, match="null-island"):
        snap(roads, [Place(PlaceId("null-island"), 0.0, 0.0)])


def test_no_place_is_no_snap(roads: RoadGraph) -> None:
    assert snap(roads, []) == ()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-150, 450), st.floats(-150, 450)), min_size=1, max_size=8))
def test_no_point_of_any_road_is_nearer_than_the_snap(roads: RoadGraph, where: list[tuple[float, float]]) -> None:
    places = [at(east, north, f"home-{number}") for number, (east, north) in enumerate(where)]
    for place, found in zip(places, snap(roads, places, within_m=1000), strict=True):
        assert found.place is place
        nearest = np.inf
        for shape in (roads.shape(number) for number in range(roads.roads) if roads.road_class[number] > 1):
            along = np.linspace(0, 1, 400)[:, None]
            points = shape[0] * (1 - along) + shape[-1] * along
            north, east = (points[:, 0] - place.lat) / METRES_NORTH, (points[:, 1] - place.lon) / METRES_EAST
            nearest = min(nearest, float(np.hypot(north, east).min()))
        assert found.distance_m <= nearest * 1.003 + 0.1
        assert all(0 <= each.fraction <= 1 for each in found.snaps)


def test_a_road_takes_its_length_over_its_speed(world: SmallMap, roads: RoadGraph) -> None:
    profile, number = british_profile(), road(roads, world, "AB")
    speed_mps = 40 * 0.44704 * profile.factors[roads.road_class[number], roads.area[number], TimeBand.FREE_FLOW]
    assert roads.road_metric(profile)[number] == pytest.approx(400 / speed_mps * 1000, rel=0.01)


def test_arcs_cost_what_their_roads_cost(roads: RoadGraph) -> None:
    profile = british_profile()
    road_ms, metric = roads.road_metric(profile), roads.metric(profile)
    assert metric.dtype == np.int32
    driven = roads.road != NO_ROAD
    np.testing.assert_array_equal(metric[driven], road_ms[roads.road[driven]])
    assert (metric[~driven] == 0).all()
    np.testing.assert_array_equal(roads.length_dm[driven], roads.road_length_dm[roads.road[driven]])


def test_the_morning_is_slower_than_the_night_and_a_margin_slower_still(roads: RoadGraph) -> None:
    profile = british_profile()
    night, morning = roads.metric(profile), roads.metric(profile, when=TimeBand.MORNING)
    assert (morning > night).all()
    np.testing.assert_array_equal(morning, roads.metric(profile, when=datetime(2026, 3, 3, 8)))  # noqa: DTZ001
    np.testing.assert_array_equal(night, roads.metric(profile, when=datetime(2026, 3, 7, 8)))  # noqa: DTZ001
    assert (roads.metric(profile.at_percentile(80), when=TimeBand.MORNING) > morning).all()


def test_a_minibus_keeps_to_its_own_limits(tmp_path: Path) -> None:
    world = SmallMap(dict(TRIANGLE))
    world.way("AB", {"highway": "motorway", "oneway": "no"})
    world.way("BC", {"highway": "trunk", "maxspeed": "60 mph"})
    world.way("CA", {"highway": "residential"})
    roads = read_pbf(world.write(tmp_path))
    minibus, profile = RoadVehicle(VehicleKind.MINIBUS), british_profile()
    mph = {
        kind: roads.speeds_mps(profile, vehicle, TimeBand.FREE_FLOW) / 0.44704
        for kind, vehicle in (("car", CAR), ("minibus", minibus))
    }
    single, motorway, street = (road(roads, world, pair) for pair in ("BC", "AB", "CA"))
    assert mph["car"][single] == pytest.approx(51)
    assert mph["minibus"][single] == pytest.approx(50)
    for same in (motorway, street):
        assert mph["car"][same] == mph["minibus"][same]


def test_a_closed_way_is_infinitely_long(roads: RoadGraph) -> None:
    way = int(roads.way_id[0])
    closed = roads.road_metric(british_profile(), closed_ways=[way])
    np.testing.assert_array_equal(closed == INF, roads.way_id == way)
    assert int(closed.max()) + int(closed.max()) < 2**31


def test_a_road_is_left_at_its_end_and_entered_at_its_start(world: SmallMap, roads: RoadGraph) -> None:
    number = road(roads, world, "BC")
    (leave,), enter = exits(roads, number), entries(roads, number)
    assert (roads.node_lat[leave], roads.node_lon[leave]) == pytest.approx(world.where("C"))
    assert all((roads.node_lat[node], roads.node_lon[node]) == pytest.approx(world.where("B")) for node in enter)


def test_places_of_a_county_snap_in_the_middle_of_their_postcodes(shared_data: Path) -> None:
    roads = read_pbf(shared_data / "osm" / "rutland-2018-03.osm.pbf")
    postcodes = read_postcodes(shared_data / "places" / "postcodes_rutland_onspd_2025-11.csv.gz")
    places = [Place(PlaceId(code), *point) for code, point in postcodes.points.items()]
    found = snap(roads, places, within_m=10_000)
    assert np.median([each.distance_m for each in found]) < 40
