"""Journeys in a small town: a long street with stops along it, and lines 1 and 2 that meet in the middle."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import TimetableError
from geodata.journeys import ByBus, Ends, Itinerary, JourneyFinder, JourneyLimits, OnFoot
from geodata.places import Place
from geodata.walking import Walker
from tests.geodata.feeds import SmallFeed
from tests.geodata.maps import SmallMap
from tests.geodata.walks import spot, walker_of

MONDAY = date(2026, 6, 8)
HOME, SCHOOL = spot(0, 5, "home"), spot(6000, 5, "school")


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Walker:
    world = SmallMap({"A": (-200, 0), "B": (3000, 0), "C": (6200, 0)})
    world.way("ABC", name="Long Street")
    return walker_of(world, tmp_path_factory.mktemp("street"))


@pytest.fixture
def feed() -> SmallFeed:
    return SmallFeed({"a": (240, 0), "b": (3000, 0), "d": (3120, 0), "c": (5760, 0), "far": (90_000, 0)})


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def finder_of(feed: SmallFeed, street: Walker, folder: Path, **limits: float) -> JourneyFinder:
    return JourneyFinder(street, feed.read(folder), JourneyLimits(**limits))  # type: ignore[arg-type]  # numbers by name


def to_school(finder: JourneyFinder, by: str = "08:40", start: Place = HOME) -> tuple[Itinerary, ...]:
    return finder.arrive_by(finder.ends(start, SCHOOL), MONDAY, clock(by))


def told(journey: Itinerary, finder: JourneyFinder) -> str:
    """Return a journey in a line: minutes on foot, and buses with their times."""
    words = []
    for leg in journey.legs:
        if isinstance(leg, ByBus):
            line = finder.timetable.lines[leg.line].name
            stops = [finder.timetable.stops[at].id for at in (leg.from_stop, leg.to_stop)]
            words.append(f"{line} {stops[0]} {leg.leave_s // 60} {stops[1]} {leg.arrive_s // 60}")
        else:
            words.append(f"walk {round((leg.arrive_s - leg.leave_s) / 60)}")
    return ", ".join(words)


def test_the_last_bus_in_time_is_taken_and_one_leaves_home_in_time_for_it(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    for minute in (0, 15, 30):
        feed.trip("1", f"a 08:{minute:02} c 08:{minute + 10}")
    finder = finder_of(feed, street, tmp_path)
    (journey,) = to_school(finder)
    assert told(journey, finder) == f"walk 3, 1 a {clock('08:15') // 60} c {clock('08:25') // 60}, walk 3"
    walk, bus, _ = journey.legs
    assert isinstance(walk, OnFoot)
    assert walk.arrive_s + 120 == bus.leave_s
    assert walk.walk.total_m == pytest.approx(245, rel=0.01)


def test_fewer_buses_come_first_and_more_only_if_one_leaves_later(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    feed.trip("1", "a 07:30 c 07:50")
    feed.trip("2", "a 08:00 b 08:10")
    feed.trip("3", "d 08:20 c 08:30")
    finder = finder_of(feed, street, tmp_path)
    one, two = to_school(finder)
    assert told(one, finder).startswith("walk 3, 1 a 450")
    assert told(two, finder) == "walk 3, 2 a 480 b 490, walk 2, 3 d 500 c 510, walk 3"


def test_who_leaves_last_still_changes_as_soon_as_can_be(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("2", "a 08:00 b 08:05")
    feed.trip("3", "b 08:10 c 08:20")
    feed.trip("3", "b 08:20 c 08:30")
    finder = finder_of(feed, street, tmp_path)
    (journey,) = to_school(finder)
    assert journey.buses[1].leave_s == clock("08:10")


def test_a_change_that_leaves_less_than_the_spare_minutes_is_not_offered(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    feed.trip("2", "a 08:00 b 08:05")
    feed.trip("3", "b 08:06 c 08:20")
    assert to_school(finder_of(feed, street, tmp_path)) == ()
    assert len(to_school(finder_of(feed, street, tmp_path, spare_s=60))) == 1


def test_what_is_near_enough_is_walked_and_no_bus_is_told_that_leaves_before(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    feed.trip("1", "b 08:00 c 08:10")
    finder = finder_of(feed, street, tmp_path)
    (journey,) = to_school(finder, start=spot(4800, 5))
    assert told(journey, finder) == "walk 17"
    assert journey.arrive_s == clock("08:40")


def test_nobody_waits_longer_than_may_be(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "a 07:00 c 07:10")
    assert to_school(finder_of(feed, street, tmp_path)) == ()
    assert len(to_school(finder_of(feed, street, tmp_path, longest_s=7200))) == 1


def test_the_way_home_is_the_earliest_and_leaves_no_sooner_than_the_bell_and_no_sooner_than_it_need(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    for hour in (15, 16, 17):
        feed.trip("1", f"c {hour}:30 a {hour}:40")
    finder = finder_of(feed, street, tmp_path)
    ends = finder.ends(HOME, SCHOOL).back()
    (journey,) = finder.leave_after(ends, MONDAY, clock("15:10"))
    assert told(journey, finder) == f"walk 3, 1 c {15 * 60 + 30} a {15 * 60 + 40}, walk 3"
    assert journey.leave_s >= clock("15:10")
    last = finder.last(ends, MONDAY)
    assert last is not None
    assert last.buses[0].leave_s == clock("17:30")


def test_the_last_one_home_is_the_last_even_with_a_change(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "c 16:00 a 16:10")
    feed.trip("2", "c 18:00 b 18:10")
    feed.trip("3", "b 18:20 a 18:30")
    finder = finder_of(feed, street, tmp_path)
    last = finder.last(finder.ends(HOME, SCHOOL).back(), MONDAY)
    assert last is not None
    assert [bus.leave_s for bus in last.buses] == [clock("18:00"), clock("18:20")]


def test_a_last_one_that_takes_too_long_is_not_told(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "c 16:00 a 16:10")
    feed.trip("2", "c 18:00 b 18:10")
    feed.trip("3", "b 22:20 a 22:30")
    finder = finder_of(feed, street, tmp_path)
    last = finder.last(finder.ends(HOME, SCHOOL).back(), MONDAY)
    assert last is not None
    assert last.buses[0].leave_s == clock("16:00")


def test_a_missed_bus_is_followed_by_the_next_with_its_arrival_even_if_that_is_late(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    feed.trip("1", "a 08:15 c 08:25")
    feed.trip("1", "a 08:45 c 08:55")
    finder = finder_of(feed, street, tmp_path)
    ends = finder.ends(HOME, SCHOOL)
    (journey,) = finder.arrive_by(ends, MONDAY, clock("08:40"))
    following = finder.next_after(ends, journey, 0)
    assert following is not None
    assert following.buses[0].leave_s == clock("08:45")
    assert following.arrive_s == pytest.approx(clock("08:58"), abs=30)
    assert finder.next_after(ends, following, 0) is None


def test_a_missed_change_goes_on_from_the_stop_of_the_change(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("2", "a 08:00 b 08:05")
    feed.trip("3", "d 08:10 c 08:20")
    feed.trip("3", "d 08:40 c 08:50")
    finder = finder_of(feed, street, tmp_path)
    ends = finder.ends(HOME, SCHOOL)
    (journey,) = finder.arrive_by(ends, MONDAY, clock("08:40"))
    following = finder.next_after(ends, journey, 1)
    assert following is not None
    assert told(following, finder) == "3 d 520 c 530, walk 3"


def test_a_stop_beyond_the_map_is_ridden_past(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "far 07:00 a 08:00 far 08:05 c 08:25")
    finder = finder_of(feed, street, tmp_path)
    assert {finder.timetable.stops[at].id for at in finder.standings} == {"a", "c"}
    assert len(to_school(finder)) == 1


def test_a_day_outside_the_timetable_is_refused(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "a 08:00 c 08:10")
    finder = finder_of(feed, street, tmp_path)
    ends: Ends = finder.ends(HOME, SCHOOL)
    with pytest.raises(TimetableError, match="is not among its days"):
        finder.arrive_by(ends, date(2031, 1, 1), clock("08:40"))


@pytest.mark.parametrize(("field", "value"), [("walk_mps", 0.0), ("most_buses", 0)])
def test_limits_without_sense_are_refused(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=field):
        JourneyLimits(**{field: value})  # type: ignore[arg-type]  # as above
