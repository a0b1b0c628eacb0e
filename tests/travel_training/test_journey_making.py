"""A journey through a small town: out of the house, round a corner, across a main road, by bus 1, to school."""

from datetime import date
from pathlib import Path

import pytest

from geodata.journeys import JourneyFinder
from geodata.walk_tags import CrossingKind, Recorded, WalkClass
from tests.geodata.feeds import SmallFeed
from tests.geodata.maps import SmallMap
from tests.geodata.walks import spot, walker_of
from travel_training.journey import BusLeg, Journey, JourneyPlan, WalkLeg, polylines
from travel_training.journey_making import JourneyMaker

WEEK = [date(2026, 6, day) for day in (8, 9, 10, 11, 12)]
HOME, SCHOOL = spot(5, -190, "home"), spot(6000, 5, "school")
BY_S, FROM_S = 8 * 3600 + 2400, 15 * 3600 + 600


def town() -> SmallMap:
    """Return Home Lane up to Main Road, which is crossed at a zebra to the stop, and leads east to the school."""
    world = SmallMap({"H": (0, -200), "J": (0, 0), "W": (-300, 0), "Z": (100, 0), "S": (300, 0), "B": (3000, 0)})
    world.places |= {"C": (6200, 0), "P": (0, 100), "L": (40, -30)}
    world.way("HJ", name="Home Lane", sidewalk="no")
    world.way("WJZSBC", {"highway": "secondary", "name": "Main Road", "maxspeed": "30 mph", "lit": "yes"})
    world.way("JP", {"highway": "footway"})
    world.node_tags |= {
        "Z": {"highway": "crossing", "crossing": "zebra", "crossing:island": "no"},
        "L": {"amenity": "library", "name": "Oak Library"},
    }
    return world


@pytest.fixture
def feed() -> SmallFeed:
    feed = SmallFeed({"a": (300, 6), "b": (3000, 6), "c": (5760, 6)}, services={"not friday": "1,1,1,1,0,0,0"})
    feed.trip("1", "a 08:10 b 08:16 c 08:22", "not friday")
    feed.trip("1", "a 08:40 b 08:46 c 08:52", "not friday")
    feed.trip("1", "c 15:30 b 15:36 a 15:42")
    feed.trip("1", "c 17:30 b 17:36 a 17:42")
    return feed


def maker_of(feed: SmallFeed, folder: Path) -> JourneyMaker:
    return JourneyMaker(JourneyFinder(walker_of(town(), folder), feed.read(folder)))


@pytest.fixture
def plan(feed: SmallFeed, tmp_path: Path) -> JourneyPlan:
    return maker_of(feed, tmp_path).plan(HOME, SCHOOL, WEEK, BY_S, FROM_S)


@pytest.fixture
def there(plan: JourneyPlan) -> Journey:
    assert plan.there is not None
    return plan.there


def test_a_walk_has_its_streets_with_what_the_map_says_of_them(there: Journey) -> None:
    walk = there.legs[0]
    assert isinstance(walk, WalkLeg)
    assert [each.name for each in walk.stretches] == ["Home Lane", "Main Road"]
    assert [each.metres for each in walk.stretches] == pytest.approx([190, 300], abs=2)
    assert [(each.walk_class, each.footway, each.lit) for each in walk.stretches] == [
        (WalkClass.RESIDENTIAL, Recorded.NO, Recorded.NOT_RECORDED),
        (WalkClass.SECONDARY, Recorded.NOT_RECORDED, Recorded.YES),
    ]
    assert (walk.stretches[0].end_degrees, walk.stretches[1].begin_degrees) == (0, 90)
    assert walk.to_stop == "A Street"
    assert [each.tags.name for each in walk.landmarks] == ["Oak Library"]


def test_the_main_road_is_crossed_where_it_is_easiest(there: Journey) -> None:
    (crossing,) = there.crossings
    assert (crossing.name, crossing.tags.kind) == ("Main Road", CrossingKind.ZEBRA)
    assert there.crossings_unsignalled == 1


def test_an_easier_walk_by_the_zebra_is_told_beside_the_shortest(feed: SmallFeed, tmp_path: Path) -> None:
    feed.stops["a"] = (3, 60)
    world = SmallMap({"H": (0, -200), "V": (0, -60), "J": (0, 0), "K": (0, 60), "W": (-300, 0), "E": (6200, 0)})
    world.places |= {"X": (100, -60), "Z": (100, 0), "Y": (100, 60)}
    world.way("HVJ", name="Home Lane")
    world.way("WJZE", {"highway": "secondary"})
    world.way("JK", {"highway": "footway"})
    world.way("VXZYK", {"highway": "footway"})
    world.node_tags["Z"] = {"highway": "crossing", "crossing": "zebra"}
    maker = JourneyMaker(JourneyFinder(walker_of(world, tmp_path), feed.read(tmp_path)))
    there = maker.plan(HOME, SCHOOL, WEEK, BY_S, None).there
    assert there is not None
    walk = there.walks[0]
    assert [each.tags.kind for each in walk.crossings] == [CrossingKind.NONE]
    assert walk.easier is not None
    assert [each.tags.kind for each in walk.easier.crossings] == [CrossingKind.ZEBRA]
    assert (walk.metres, walk.easier.metres) == pytest.approx((258, 453), abs=4)
    assert there.walks[-1].easier is None


def test_a_bus_leg_says_what_stands_on_the_bus_and_which_stop_comes_before(there: Journey) -> None:
    (bus,) = there.buses
    assert (bus.line, bus.headsign, bus.operator) == ("1", "to 1", "Oak Buses")
    assert (bus.from_stop, bus.before, bus.to_stop, bus.stops) == ("A Street", "B Street", "C Street", 2)
    assert bus.if_missed is not None
    assert (bus.if_missed.line, bus.if_missed.leave_s) == ("1", 8 * 3600 + 2400)
    assert bus.if_missed.arrive_s == pytest.approx(8 * 3600 + 3320, abs=30)
    assert bus.is_lonely


def test_a_stop_with_a_named_place_near_it_is_not_lonely(feed: SmallFeed, tmp_path: Path) -> None:
    feed.stops["a"] = (100, 6)
    plan = maker_of(feed, tmp_path).plan(HOME, SCHOOL, WEEK, BY_S, FROM_S)
    assert plan.there is not None
    assert not plan.there.buses[0].is_lonely


def test_the_plan_says_on_which_days_it_does_not_serve_and_which_is_the_last_one_home(plan: JourneyPlan) -> None:
    assert (plan.there_lacking, plan.back_lacking) == ((WEEK[4],), ())
    assert plan.back is not None
    assert plan.back.buses[0].leave_s == 15 * 3600 + 1800
    assert plan.last_back is not None
    assert plan.last_back.buses[0].leave_s == 17 * 3600 + 1800


def test_each_leg_has_a_line_for_the_picture(there: Journey) -> None:
    lines = polylines(there)
    assert len(lines) == 3
    assert all(len(line) > 1 for line in lines)
    assert lines[0][0] == pytest.approx((HOME.lat, HOME.lon), abs=1e-4)


def test_figures_of_a_journey(there: Journey) -> None:
    assert there.changes == 0
    assert there.walk_m == pytest.approx(190 + 300 + 240 + 22, abs=6)
    assert there.minutes == (there.arrive_s - there.leave_s + 59) // 60


def test_who_walks_all_the_way_has_one_leg(feed: SmallFeed, tmp_path: Path) -> None:
    plan = maker_of(feed, tmp_path).plan(HOME, spot(900, 5, "school"), WEEK, BY_S, FROM_S)
    assert plan.there is not None
    assert len(plan.there.legs) == 1
    assert plan.last_back is None


def test_where_there_is_none_every_day_is_lacking(feed: SmallFeed, tmp_path: Path) -> None:
    plan = maker_of(feed, tmp_path).plan(HOME, SCHOOL, WEEK, 7 * 3600, 20 * 3600)
    assert (plan.there, plan.back) == (None, None)
    assert plan.there_lacking == plan.back_lacking == tuple(WEEK)


def test_a_bus_leg_is_one_of_plain_values(there: Journey) -> None:
    assert isinstance(there.legs[1], BusLeg)
    assert hash(there) == hash(Journey(there.day, there.legs, there.map_date, there.timetable))
