"""The same stops each day: one way for the term, and the days on which it does not serve."""

from datetime import date
from pathlib import Path

import pytest

from geodata.journeys import JourneyFinder
from geodata.same_stops import arrive_each_day, last_by, leave_each_day
from geodata.walking import Walker
from tests.geodata.feeds import SmallFeed
from tests.geodata.test_journeys import HOME, SCHOOL, clock
from tests.geodata.test_journeys import feed as feed  # noqa: PLC0414 -- a fixture
from tests.geodata.test_journeys import street as street  # noqa: PLC0414 -- a fixture

WEEK = [date(2026, 6, day) for day in (8, 9, 10, 11, 12)]


def ways(finder: JourneyFinder, way: tuple[tuple[int, int, int], ...]) -> list[str]:
    stops = finder.timetable.stops
    return [f"{finder.timetable.lines[line].name} {stops[on].id}-{stops[off].id}" for line, on, off in way]


@pytest.fixture
def term(feed: SmallFeed) -> SmallFeed:
    """Return line 1, best on Monday and Tuesday, and line 2, a little earlier and every day but Friday."""
    feed.services = {"early week": "1,1,0,0,0,0,0", "not friday": "1,1,1,1,0,0,0"}
    feed.trip("1", "a 08:15 c 08:25", "early week")
    feed.trip("2", "a 08:05 c 08:20", "not friday")
    feed.trip("1", "c 15:20 a 15:30", "early week")
    feed.trip("2", "c 15:25 a 15:40", "not friday")
    return feed


def test_the_way_that_serves_on_most_days_is_chosen_and_the_others_are_named(
    term: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    finder = JourneyFinder(street, term.read(tmp_path))
    regular = arrive_each_day(finder, finder.ends(HOME, SCHOOL), WEEK, clock("08:40"))
    assert regular is not None
    assert ways(finder, regular.way) == ["2 a-c"]
    assert list(regular.journeys) == WEEK[:4]
    assert regular.lacking == (WEEK[4],)
    assert regular.spread_s == 0


def test_so_is_the_way_home(term: SmallFeed, street: Walker, tmp_path: Path) -> None:
    finder = JourneyFinder(street, term.read(tmp_path))
    regular = leave_each_day(finder, finder.ends(HOME, SCHOOL).back(), WEEK, clock("15:10"))
    assert regular is not None
    assert ways(finder, regular.way) == ["2 c-a"]
    assert regular.lacking == (WEEK[4],)


def test_the_last_one_by_the_same_stops_is_not_the_last_by_others(
    term: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    term.trip("2", "c 18:25 a 18:40")
    term.trip("1", "c 19:20 a 19:30")
    finder = JourneyFinder(street, term.read(tmp_path))
    ends = finder.ends(HOME, SCHOOL).back()
    regular = leave_each_day(finder, ends, WEEK[:4], clock("15:10"))
    assert regular is not None
    last = last_by(finder, ends, WEEK[0], regular.way)
    assert last is not None
    assert (ways(finder, last.way), last.buses[0].leave_s) == (["2 c-a"], clock("18:25"))
    assert last_by(finder, ends, WEEK[0], ()) is None


def test_a_bus_at_other_times_on_other_days_is_the_same_way(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.services = {"odd": "1,0,1,0,1,0,0", "even": "0,1,0,1,0,0,0"}
    feed.trip("1", "a 08:10 c 08:20", "odd")
    feed.trip("1", "a 08:04 c 08:14", "even")
    finder = JourneyFinder(street, feed.read(tmp_path))
    regular = arrive_each_day(finder, finder.ends(HOME, SCHOOL), WEEK, clock("08:40"))
    assert regular is not None
    assert regular.lacking == ()
    assert regular.spread_s == 360
    assert [journey.buses[0].leave_s for journey in regular.journeys.values()] == [
        clock("08:10"),
        clock("08:04"),
    ] * 2 + [clock("08:10")]


def test_a_way_with_a_change_is_ridden_on_days_of_other_times(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.services = {"monday": "1,0,0,0,0,0,0", "rest": "0,1,1,1,1,0,0"}
    feed.trip("2", "a 08:00 b 08:05")
    feed.trip("3", "d 08:10 c 08:20", "monday")
    feed.trip("3", "d 08:08 c 08:18", "rest")  # gone before one has walked there
    feed.trip("3", "d 08:20 c 08:30", "rest")
    feed.trip("3", "d 08:25 c 08:35", "rest")
    finder = JourneyFinder(street, feed.read(tmp_path))
    regular = arrive_each_day(finder, finder.ends(HOME, SCHOOL), WEEK, clock("08:40"))
    assert regular is not None
    assert ways(finder, regular.way) == ["2 a-b", "3 d-c"]
    assert [journey.buses[1].leave_s for journey in regular.journeys.values()] == [
        clock("08:10"),
        *[clock("08:20")] * 4,
    ]


def test_a_day_on_which_one_would_have_to_leave_too_early_is_lacking(
    feed: SmallFeed, street: Walker, tmp_path: Path
) -> None:
    feed.services = {"monday": "1,0,0,0,0,0,0", "rest": "0,1,1,1,1,0,0"}
    feed.trip("1", "a 06:30 c 06:40", "monday")
    feed.trip("1", "a 08:00 c 08:10", "rest")
    feed.trip("1", "c 17:30 a 17:40", "monday")
    feed.trip("1", "c 15:30 a 15:40", "rest")
    finder = JourneyFinder(street, feed.read(tmp_path))
    ends = finder.ends(HOME, SCHOOL)
    for regular in (
        arrive_each_day(finder, ends, WEEK, clock("08:40")),
        leave_each_day(finder, ends.back(), WEEK, clock("15:10")),
    ):
        assert regular is not None
        assert regular.lacking == (WEEK[0],)


def test_who_walks_walks_every_day(term: SmallFeed, street: Walker, tmp_path: Path) -> None:
    finder = JourneyFinder(street, term.read(tmp_path))
    ends = finder.ends(SCHOOL, SCHOOL)
    regular = arrive_each_day(finder, ends, WEEK, clock("08:40"))
    assert regular is not None
    assert (regular.way, regular.lacking) == ((), ())
    assert [journey.day for journey in regular.journeys.values()] == WEEK


def test_where_no_bus_goes_there_is_none(feed: SmallFeed, street: Walker, tmp_path: Path) -> None:
    feed.trip("1", "c 08:00 a 08:10")
    finder = JourneyFinder(street, feed.read(tmp_path))
    assert arrive_each_day(finder, finder.ends(HOME, SCHOOL), WEEK, clock("08:40")) is None
