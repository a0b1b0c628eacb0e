import numpy as np

from geodata.roads import Snap, SnappedPlace, snap
from geodata.speeds import british_profile
from geodata.standing import direct, sources, stand, targets
from tests.geodata.small_roads import county_roads, place, roads_of, scattered

STREET = roads_of([(0, 0), (1000, 0)], [((0, 1), {})])


def test_what_is_done_and_what_is_left_add_up_to_the_road() -> None:
    roads = county_roads()
    road_ms = roads.road_metric(british_profile())
    standing = stand(roads, road_ms, snap(roads, scattered(roads, 200)))
    assert np.array_equal(standing.done_ms + standing.left_ms, road_ms[standing.road])
    assert np.array_equal(standing.done_dm + standing.left_dm, roads.road_length_dm[standing.road])


def test_a_place_on_a_two_way_street_leaves_by_either_end() -> None:
    road_ms = STREET.road_metric(british_profile())
    standing = stand(STREET, road_ms, snap(STREET, [place("a", 250)]))
    assert sorted(sources(STREET, standing).dm.tolist()) == [2500, 7500]
    assert sorted(targets(STREET, standing).dm.tolist()) == [2500, 7500]


def test_a_place_on_a_closed_road_has_no_ends() -> None:
    road_ms = STREET.road_metric(british_profile(), closed_ways=[1])
    standing = stand(STREET, road_ms, snap(STREET, [place("a", 250), place("b", 600)]))
    assert (len(sources(STREET, standing)), len(sources(STREET, standing).node)) == (2, 0)


def test_a_leg_stays_on_its_road_only_forwards() -> None:
    road_ms = STREET.road_metric(british_profile())
    forth = [SnappedPlace(place(str(at), at), (Snap(0, at / 1000),), 0.0) for at in (100, 400, 900)]
    standing = stand(STREET, road_ms, forth)
    legs = direct(standing, standing)
    found = sorted(zip(legs.start.tolist(), legs.goal.tolist(), legs.dm.tolist(), strict=True))
    assert found == [(0, 0, 0), (0, 1, 3000), (0, 2, 8000), (1, 1, 0), (1, 2, 5000), (2, 2, 0)]
