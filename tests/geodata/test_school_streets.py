"""School Streets: shut as a way through, open to the transport of those who live or learn there."""

from geodata import Place
from geodata.matrix import travel_matrix
from geodata.roads import RoadGraph, snap
from geodata.school_streets import streets_with_access
from geodata.speeds import TimeBand, british_profile
from tests.geodata.small_roads import place, roads_of

SHUT = {"motor_vehicle:conditional": "no @ (Mo-Fr 08:15-09:00)"}
# west - 1 === 2 === 3 - east, the middle being a School Street in two pieces; a long way round by the north;
# and a second School Street, between 4 and 5, which nobody lives on
NODES = [(0, 0), (500, 0), (700, 0), (900, 0), (0, 900), (900, 900), (1400, 0)]
WAYS = [([0, 1], {}), ([1, 2], SHUT), ([2, 3], SHUT), ([3, 6], {}), ([0, 4], {}), ([4, 5], SHUT), ([5, 3], {})]
ROUND = [([4, 0], {}), ([0, 1], {}), ([1, 2], SHUT), ([2, 3], SHUT), ([3, 6], {}), ([3, 5], {}), ([5, 4], {})]
HOME, WEST, EAST = place("home", 650), place("west", 100), place("east", 1300)


def open_ways(roads: RoadGraph, *places: Place) -> set[int]:
    standing = snap(roads, places)
    return {int(roads.way_id[road]) for road in streets_with_access(roads, standing, TimeBand.MORNING)}


def test_the_whole_stretch_on_which_someone_lives_is_open_and_no_other() -> None:
    assert open_ways(roads_of(NODES, WAYS), HOME) == {2, 3}


def test_nothing_opens_where_nobody_lives() -> None:
    assert open_ways(roads_of(NODES, WAYS), WEST, EAST) == set()


def test_a_home_on_a_school_street_is_reached_while_through_traffic_goes_round() -> None:
    roads = roads_of(NODES, ROUND)
    speeds = british_profile()
    shut = roads.road_metric(speeds, when=TimeBand.MORNING)
    through = travel_matrix(roads, [WEST, EAST], shut)
    assert through.metres[0, 1] > 2500
    access = streets_with_access(roads, snap(roads, [HOME]), TimeBand.MORNING)
    served = travel_matrix(roads, [WEST, HOME], roads.road_metric(speeds, when=TimeBand.MORNING, open_roads=access))
    assert served.metres[0, 1] == 550


def test_nothing_is_shut_at_night() -> None:
    roads = roads_of(NODES, WAYS)
    assert len(streets_with_access(roads, snap(roads, [HOME]), TimeBand.FREE_FLOW)) == 0
