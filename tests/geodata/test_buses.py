"""Rides by bus against every ride that there is, on small days drawn at random; and that time may be turned round."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.buses import BusDay, Question, Ride, buses_of, find_rides, running_on
from geodata.timetable import BusLine, BusStop, Calendar, Timetable
from tests.geodata.feeds import SmallFeed

STOPS = 5
Trip = list[tuple[int, int, int]]
"""Calls: stop, arrival, departure."""


def timetable_of(trips: list[Trip], *, lines: int = 2) -> Timetable:
    """Return a timetable of trips, on two lines by turns."""
    calls = [call for trip in trips for call in trip]
    columns = np.array(calls, np.int32).reshape(-1, 3).T
    anywhere = np.ones(len(calls), np.bool_)
    return Timetable(
        source="small",
        content_hash="",
        stops=tuple(BusStop(str(n), str(n), 52.0, 0.0) for n in range(STOPS)),
        lines=tuple(BusLine(str(n), str(n), "") for n in range(lines)),
        calendars=(Calendar((True,) * 7, date(2026, 1, 1), date(2026, 12, 31)),),
        trip_ids=tuple(f"t{n}" for n in range(len(trips))),
        headsigns=("",) * len(trips),
        line=np.arange(len(trips), dtype=np.int32) % lines,
        calendar=np.zeros(len(trips), np.int32),
        first=np.cumsum([0, *map(len, trips)]),
        stop=columns[0],
        arrival_s=columns[1],
        departure_s=columns[2],
        may_board=anywhere,
        may_alight=anywhere,
    )


@st.composite
def days(draw: st.DrawFn) -> list[Trip]:
    """Draw a few trips, some of them at the same stops one after the other."""
    trips = []
    for stops in draw(st.lists(st.lists(st.integers(0, STOPS - 1), min_size=2, max_size=4), min_size=1, max_size=3)):
        for begins in draw(st.lists(st.integers(0, 30), min_size=1, max_size=2, unique=True)):
            at, calls = begins, []
            for stop in stops:
                leaves = at + draw(st.integers(0, 2))
                calls.append((stop, at, leaves))
                at = leaves + draw(st.integers(1, 9))
            trips.append(calls)
    return trips


walks = st.dictionaries(st.integers(0, STOPS - 1), st.integers(0, 12), min_size=1, max_size=2)
transfers = st.dictionaries(
    st.tuples(st.integers(0, STOPS - 1), st.integers(0, STOPS - 1)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 8),
    max_size=4,
)


def every_way(trips: list[Trip], asked: Question, most: int) -> Iterator[tuple[int, int]]:
    """Yield how many buses, and when one is there, of every ride that there is: the second opinion."""

    def onwards(here: dict[int, int], buses: int) -> Iterator[tuple[int, int]]:
        if buses == most:
            return
        for calls in trips:
            for board, (stop, _, leaves) in enumerate(calls):
                if stop in here and here[stop] + asked.before_s <= leaves:
                    for off, arrives, _ in calls[board + 1 :]:
                        at = arrives + asked.after_s
                        if off in asked.goals:
                            yield buses + 1, at + asked.goals[off]
                        yield from onwards({off: at, **{to: at + s for to, s in asked.transfers(off)}}, buses + 1)

    yield from onwards(dict(asked.starts), 0)


def buses_on(timetable: Timetable, day: date) -> BusDay:
    return buses_of(timetable, running_on(timetable, day))


def check_rides(day: BusDay, asked: Question, rides: tuple[Ride, ...]) -> int:
    """Return when rides taken one after the other end; fail if one leaves before one can be there."""
    stop, at = -1, -1
    for number, ride in enumerate(rides):
        pattern = day.patterns[ride.pattern]
        board, leaves = pattern.stops[ride.board], pattern.board_s[ride.board][ride.trip]
        if number == 0:
            at = asked.starts[board]
        elif board != stop:
            at += dict(asked.transfers(stop))[board]
        assert at + asked.before_s <= leaves
        assert ride.board < ride.alight
        stop, at = pattern.stops[ride.alight], pattern.alight_s[ride.alight][ride.trip] + asked.after_s
    return at + asked.goals[stop]


def question(
    starts: dict[int, int], goals: dict[int, int], between: dict[tuple[int, int], int], spare: int
) -> Question:
    def walk(stop: int) -> list[tuple[int, int]]:
        return [(to, seconds) for (at, to), seconds in between.items() if at == stop]

    return Question(starts, goals, walk, most_buses=3, before_s=spare)


@settings(max_examples=80, deadline=None)
@given(days(), walks, walks, transfers, st.integers(0, 3))
def test_with_each_number_of_buses_no_way_is_earlier(
    trips: list[Trip], starts: dict[int, int], goals: dict[int, int], between: dict[tuple[int, int], int], spare: int
) -> None:
    asked = question(starts, goals, between, spare)
    day = buses_on(timetable_of(trips, lines=1), date(2026, 1, 1))
    found = {len(each.rides): each.at_s for each in find_rides(day, asked)}
    best: dict[int, int] = {}
    for buses, at_s in every_way(trips, asked, 3):
        best[buses] = min(at_s, best.get(buses, at_s))
    expected = {n: best[n] for n in sorted(best) if all(best[n] < best[fewer] for fewer in best if fewer < n)}
    assert found == expected
    for each in find_rides(day, asked):
        assert check_rides(day, asked, each.rides) == each.at_s


@settings(max_examples=50, deadline=None)
@given(days(), walks, walks, transfers, st.integers(0, 3))
def test_the_latest_departure_is_one_from_which_the_goal_is_reached_and_a_second_later_is_too_late(
    trips: list[Trip], homes: dict[int, int], goals: dict[int, int], between: dict[tuple[int, int], int], spare: int
) -> None:
    day, by_s = buses_on(timetable_of(trips, lines=1), date(2026, 1, 1)), 60
    turned = question({s: walk - by_s for s, walk in goals.items()}, homes, {p[::-1]: t for p, t in between.items()}, 0)
    turned = Question(turned.starts, turned.goals, turned.transfers, 3, after_s=spare)
    for late in find_rides(day.mirrored(), turned):
        leave_s, buses = -late.at_s, len(late.rides)

        def arrivals(leave_s: int, buses: int = buses) -> list[int]:
            asked = question({s: leave_s + walk for s, walk in homes.items()}, goals, between, spare)
            return [each.at_s for each in find_rides(day, asked) if len(each.rides) <= buses]

        assert min(arrivals(leave_s)) <= by_s
        assert min(arrivals(leave_s + 1), default=by_s + 1) > by_s
        asked = question({s: leave_s + walk for s, walk in homes.items()}, goals, between, spare)
        assert check_rides(day, asked, tuple(day.unmirrored(ride) for ride in reversed(late.rides))) <= by_s


def test_one_walks_from_stop_to_stop_and_catches_an_earlier_bus_farther_on() -> None:
    first, late, early = (
        [(0, 0, 0), (1, 5, 5)],
        [(2, 20, 20), (3, 30, 30), (4, 40, 40)],
        [(2, 2, 2), (3, 12, 12), (4, 22, 22)],
    )
    day = buses_of(timetable_of([first, late, early], lines=1), [(0, 0), (1, 0), (2, 0)])
    (found,) = find_rides(day, question({0: 0}, {4: 0}, {(1, 3): 4}, 0))
    assert found.at_s == 22
    (found,) = find_rides(day, question({2: 3, 3: 10}, {4: 0}, {}, 0))
    assert found.at_s == 22


def test_trips_that_overtake_stand_in_patterns_of_their_own() -> None:
    slow, quick = [(0, 0, 0), (1, 20, 20)], [(0, 5, 5), (1, 10, 10)]
    day = buses_of(timetable_of([slow, quick], lines=1), [(0, 0), (1, 0)])
    assert [len(pattern.trips) for pattern in day.patterns] == [1, 1]
    (found,) = find_rides(day, question({0: 0}, {1: 0}, {}, 0))
    assert found.at_s == 10


def test_a_bus_of_the_night_before_runs_after_midnight(tmp_path: Path) -> None:
    feed = SmallFeed({"a": (0, 0), "b": (900, 0)}, services={"friday": "0,0,0,0,1,0,0"})
    feed.trip("N1", "a 23:50 b 24:20", "friday")
    feed.trip("N2", "a 22:50 b 23:20", "friday")
    timetable = feed.read(tmp_path)
    (pattern,) = buses_on(timetable, date(2026, 6, 6)).patterns
    assert pattern.alight_s[1] == (20 * 60,)
    assert len(buses_on(timetable, date(2026, 6, 5)).patterns) == 2


@pytest.mark.parametrize(("boards", "alights", "there"), [("0", "0", True), ("1", "0", False), ("0", "1", False)])
def test_nobody_boards_or_alights_where_the_timetable_says_not(
    tmp_path: Path, boards: str, alights: str, *, there: bool
) -> None:
    feed = SmallFeed({"a": (0, 0), "b": (900, 0)})
    feed.trip("1", "a 08:00 b 08:10")
    feed.files["stop_times.txt"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
        f"t1,08:00:00,08:00:00,a,1,{boards},0\nt1,08:10:00,08:10:00,b,2,0,{alights}\n"
    )
    day = buses_on(feed.read(tmp_path), date(2026, 6, 5))
    assert bool(find_rides(day, question({0: 0}, {1: 0}, {}, 0))) is there
