from pathlib import Path

import numpy as np
import pytest

from geodata.errors import UnreachableError
from geodata.matrix import price_roads
from geodata.osm import read_pbf
from geodata.paths import LegPath, leg_path, leg_paths
from geodata.roads import EARTH_RADIUS_M, RoadGraph, snap
from geodata.speeds import TimeBand, british_profile
from tests.geodata.small_roads import METRE, county_roads, place, roads_of, scattered

STREET = roads_of([(0, 0), (1000, 0)], [((0, 1), {})])
BENT = roads_of([(0, 0), (500, 0), (500, 500), (1000, 500)], [((0, 1, 2), {}), ((2, 3), {})])


def drawn_m(path: LegPath) -> float:
    """How long the line is that was drawn."""
    lat, lon = np.radians(path.points).T
    east = np.diff(lon) * np.cos((lat[1:] + lat[:-1]) / 2)
    return float(EARTH_RADIUS_M * np.hypot(np.diff(lat), east).sum())


def points_m(path: LegPath) -> list[tuple[int, int]]:
    return [(round(east), round(north)) for north, east in path.points / METRE]


def assert_paths_are_those_of_the_matrix(roads: RoadGraph, band: TimeBand) -> None:
    """Each leg takes the seconds and metres of its cell, and its line is as long and joins its two places."""
    places = scattered(roads, 50)
    snapped = snap(roads, places, 1000)
    priced = price_roads(roads, roads.road_metric(british_profile(), when=band))
    matrix = priced.matrix(places, 1000)
    legs = [(i, j) for i in range(50) for j in range(50) if i != j and matrix.seconds[i, j] < 10_000]
    assert len(legs) > 2_000
    for (i, j), path in zip(legs, leg_paths(priced, snapped, legs), strict=True):
        assert (path.seconds, path.metres) == (matrix.seconds[i, j], matrix.metres[i, j])
        assert abs(drawn_m(path) - path.metres) < 4
        for end, stood in ((0, snapped[i]), (-1, snapped[j])):
            north, east = (path.points[end] - (stood.place.lat, stood.place.lon)) * 111_195
            assert abs(np.hypot(north, east * np.cos(np.radians(stood.place.lat))) - stood.distance_m) < 2


@pytest.mark.parametrize("name", ["rutland-2018-03", "newport-2023-06-13"])
def test_paths_on_real_roads_are_those_of_the_matrix(shared_data: Path, name: str) -> None:
    assert_paths_are_those_of_the_matrix(read_pbf(shared_data / "osm" / f"{name}.osm.pbf"), TimeBand.MORNING)


def test_paths_in_the_county_are_those_of_the_matrix() -> None:
    assert_paths_are_those_of_the_matrix(county_roads(), TimeBand.FREE_FLOW)


def test_a_leg_goes_round_the_bends_of_its_roads() -> None:
    priced = price_roads(BENT, BENT.road_metric(british_profile()))
    start, end = snap(BENT, [place("a", 100), place("b", 900, 500)])
    assert points_m(leg_path(priced, start, end)) == [(100, 0), (500, 0), (500, 500), (900, 500)]
    assert points_m(leg_path(priced, end, start)) == [(900, 500), (500, 500), (500, 0), (100, 0)]


def test_a_leg_on_one_street_is_a_part_of_it() -> None:
    priced = price_roads(STREET, STREET.road_metric(british_profile()))
    start, end = snap(STREET, [place("a", 300), place("b", 800)])
    assert points_m(leg_path(priced, start, end)) == [(300, 0), (800, 0)]
    assert points_m(leg_path(priced, end, start)) == [(800, 0), (300, 0)]


def test_a_leg_from_a_place_to_itself_is_two_points_and_takes_no_time() -> None:
    priced = price_roads(STREET, STREET.road_metric(british_profile()))
    (here,) = snap(STREET, [place("a", 300)])
    path = leg_path(priced, here, here)
    assert (path.seconds, path.metres, points_m(path)) == (0, 0, [(300, 0), (300, 0)])


def test_no_legs_have_no_paths() -> None:
    priced = price_roads(STREET, STREET.road_metric(british_profile()))
    assert leg_paths(priced, snap(STREET, [place("a", 300)]), []) == ()


def test_both_engines_drive_ways_of_equal_price() -> None:
    roads = county_roads()
    snapped = snap(roads, scattered(roads, 20))
    legs = [(i, j) for i in range(0, 20, 3) for j in range(1, 20, 4)]
    road_ms = roads.road_metric(british_profile())
    quick, slow = (leg_paths(price_roads(roads, road_ms, by=by), snapped, legs) for by in ("sweep", "scipy"))
    assert [(path.ms, path.dm) for path in quick] == [(path.ms, path.dm) for path in slow]


def test_a_leg_that_nobody_can_drive_is_named() -> None:
    roads = roads_of([(0, 0), (1000, 0), (2000, 0)], [((0, 1), {}), ((1, 2), {})])
    priced = price_roads(roads, roads.road_metric(british_profile(), closed_ways=[2]))
    with pytest.raises(UnreachableError, match="from home to far gate"):
        leg_path(priced, *snap(roads, [place("home", 500), place("far gate", 1500)]))
