"""On roads, homes lie along the streets on which people live."""

from pathlib import Path

import numpy as np
import pytest

from geodata.matrix import refuse_unreachable, travel_matrix
from geodata.osm import read_pbf
from geodata.roads import snap
from geodata.speeds import TimeBand, british_profile
from geodata.vehicles import RoadVehicle, VehicleKind
from routing.problem import Direction
from routing.synthesis import road_ground, synthesise
from routing.synthesis.ground import Ground
from routing.synthesis.plane import A_SCHOOL_DAY


def test_an_authority_on_real_roads_stands_on_its_streets(shared_data: Path) -> None:
    roads = read_pbf(shared_data / "osm" / "rutland-2018-03.osm.pbf")
    authority = synthesise(roads, 200, 10, seed=1)
    assert authority == synthesise(roads, 200, 10, seed=1)
    assert (len(authority.pupils), len(authority.schools)) == (200, 10)
    places = authority.places(A_SCHOOL_DAY, Direction.TO_SCHOOL)
    assert max(place.distance_m for place in snap(roads, places)) < 1
    ground = road_ground(roads)
    assert (ground.home_weight > 0).sum() > 4000


def test_half_of_the_homes_lie_in_a_small_part_of_the_county(shared_data: Path) -> None:
    ground = road_ground(read_pbf(shared_data / "osm" / "rutland-2018-03.osm.pbf"))
    squares, square_of = np.unique(np.floor(ground.metres / 1000), axis=0, return_inverse=True)
    homes = np.sort(np.bincount(square_of.ravel(), ground.home_weight))[::-1]
    assert homes[: len(squares) // 10].sum() > 0.5 * homes.sum()


@pytest.mark.parametrize(
    ("points", "weight", "said"),
    [(0, 1.0, "where there is no road"), (2, 0.0, "a weight above 0")],
)
def test_ground_without_a_street_is_refused(points: int, weight: float, said: str) -> None:
    some = np.full(points, 52.0)
    with pytest.raises(ValueError, match=said):
        Ground(some, some, np.full(points, weight), np.full(points, weight))


def test_even_a_coach_can_drive_between_all_homes_of_a_town_with_narrow_gates(shared_data: Path) -> None:
    roads = read_pbf(shared_data / "osm" / "newport-2023-06-13.osm.pbf")
    places = synthesise(roads, 200, 10, seed=1).places(A_SCHOOL_DAY, Direction.TO_SCHOOL)
    coach = RoadVehicle(VehicleKind.MINIBUS, height_m=3.6, width_m=2.55, weight_t=18.0)
    road_ms = roads.road_metric(british_profile(), coach, TimeBand.MORNING)
    refuse_unreachable(travel_matrix(roads, places, road_ms))
