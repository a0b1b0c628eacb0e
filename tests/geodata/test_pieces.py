"""Ways are cut where they meet and where barriers stand; each piece is a road in each direction that is allowed."""

from array import array
from dataclasses import replace

import numpy as np
import pytest

from geodata.access import END_ONLY, PUBLIC
from geodata.pieces import MapData, build_roads
from geodata.report import LoadReport
from geodata.roads import RoadGraph
from geodata.tags import WayTags, read_way
from geodata.turns import Restriction
from geodata.vehicles import ALL_KINDS, VehicleKind


def tags_of(**tags: str) -> WayTags:
    found = read_way({"highway": "residential", **tags})
    assert isinstance(found, WayTags)
    return found


STREET = tags_of(name="High Street")


def data(*ways: tuple[int, ...], tags: WayTags = STREET) -> MapData:
    """Return ways along numbered nodes that stand a thousandth of a degree apart on a spiral of their own."""
    refs = [node for way in ways for node in way]
    return MapData(
        ways=[tags] * len(ways),
        way_ids=[100 + at for at in range(len(ways))],
        points=[len(way) for way in ways],
        refs=array("q", refs),
        lat=array("i", [520_000_000 + 10_000 * (node % 7) for node in refs]),
        lon=array("i", [-10_000_000 + 10_000 * (node // 3) for node in refs]),
    )


def build(collected: MapData) -> RoadGraph:
    return build_roads(collected, LoadReport())


def test_a_way_is_cut_only_where_another_meets_it() -> None:
    roads = build(data((1, 2, 3, 4, 5), (3, 9)))
    assert roads.roads == 6
    assert sorted(np.diff(roads.shape_ptr).tolist()) == [2, 2, 3, 3, 3, 3]


def test_both_directions_know_each_other_and_share_their_shape() -> None:
    roads = build(data((1, 2, 3), (3, 4)))
    for number in range(roads.roads):
        back = int(roads.reverse[number])
        assert roads.reverse[back] == number
        np.testing.assert_array_equal(roads.shape(number), roads.shape(back)[::-1])
        assert roads.road_length_dm[number] == roads.road_length_dm[back]


def test_a_loop_begins_and_ends_at_the_same_junction() -> None:
    roads = build(data((1, 2, 3, 4, 2)))
    assert roads.roads == 4
    loop = int(np.argmax(np.diff(roads.shape_ptr)))
    np.testing.assert_array_equal(roads.shape(loop)[0], roads.shape(loop)[-1])


def test_a_bollard_at_a_junction_parts_all_ways_that_meet_there() -> None:
    collected = data((1, 2), (2, 3), (2, 4), (1, 5, 3), (3, 6, 4))
    whole = build(collected)
    collected.barriers[2] = (PUBLIC, 0, np.inf)
    parted = build(collected)
    assert whole.nodes == 4
    assert parted.nodes == 6, "three ends where there was one junction"
    assert parted.report.barriers == {"closed": 1}
    assert parted.roads == whole.roads


@pytest.mark.parametrize(
    ("barrier", "passages", "access", "effect"),
    [
        ((END_ONLY, int(ALL_KINDS), np.inf), 4, END_ONLY, "for the ends of a leg only"),
        ((PUBLIC, int(VehicleKind.MINIBUS), np.inf), 4, PUBLIC, "for some kinds of vehicle"),
        ((PUBLIC, int(ALL_KINDS), 2.1), 4, PUBLIC, "for vehicles that are not too high"),
    ],
)
def test_a_barrier_that_lets_some_through_has_passages_of_no_length(
    barrier: tuple[int, int, float], passages: int, access: int, effect: str
) -> None:
    collected = data((1, 2, 3), (1, 4), (4, 5, 3))
    collected.barriers[2] = barrier
    roads = build(collected)
    through = roads.road_length_dm == 0
    assert through.sum() == passages
    assert set(roads.access[through]) == {access}
    assert set(roads.kinds[through]) == {barrier[1]}
    assert roads.max_height_m[through] == pytest.approx(barrier[2])
    assert roads.report.barriers == {effect: 1}


def test_a_barrier_beside_the_road_is_not_counted() -> None:
    collected = data((1, 2, 3))
    collected.barriers[77] = (PUBLIC, 0, np.inf)
    assert build(collected).report.barriers == {}


@pytest.mark.parametrize(("direction", "delayed"), [("both", 2), ("forward", 1), ("backward", 1)])
def test_lights_on_the_way_delay_the_direction_for_which_they_stand(direction: str, delayed: int) -> None:
    collected = data((1, 2, 3))
    collected.signals[2] = direction
    roads = build(collected)
    assert roads.signals.sum() == delayed


def test_a_one_way_street_has_no_reverse() -> None:
    collected = data((1, 2), (2, 3), (3, 1))
    collected.ways[0] = tags_of(oneway="yes")
    roads = build(collected)
    assert roads.roads == 5
    assert (roads.reverse == -1).sum() == 1


def test_the_report_counts_what_was_read_and_tells_it_in_sentences() -> None:
    collected = data((1, 2), (2, 3), (3, 1), (70, 80))
    collected.ways[1] = replace(STREET, unclear=("no @ (full moon)",))
    collected.restrictions = [
        Restriction(5, "no_left_turn", (100,), 2, (101,)),
        Restriction(6, "no_u_turn", (1,), 44, (1,)),
    ]
    report = build_roads(collected, LoadReport(source="county", closed_ways={"closed to motor vehicles": 3})).report
    assert (report.ways, report.nodes, report.roads, report.kept_roads) == (4, 5, 8, 6)
    assert (report.restrictions_kept, report.restrictions_elsewhere) == (1, 1)
    assert report.conditions_unclear == ((101, "no @ (full moon)"),)
    assert report.dropped_way_ids == (103,)
    told = str(report)
    for sentence in (
        "county: 4 drivable ways",
        "nothing joins them to the rest: 2 pieces",
        "1 kept exactly",
        "3 closed to motor vehicles",
    ):
        assert sentence in told
