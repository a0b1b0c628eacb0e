"""The same stops each day: of all journeys, the one whose lines and stops serve on most days of a term.

A trainee learns one way. So each way that is good on some day is tried on all the others, and so is each way that is
good by those buses alone that run every day; and it is said on which days the way that is chosen does not serve.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geodata.buses import BusDay, Ride, Running
from geodata.journeys import END_OF_DAY_S, Ends, Itinerary, JourneyFinder, Way


@dataclass(frozen=True, slots=True)
class Regular:
    """A way that serves on several days.

    Parameters
    ----------
    way
        The lines and stops; empty if one walks.
    journeys
        The journey of each day on which it serves, in the order of the days.
    lacking
        The days on which it does not.
    """

    way: Way
    journeys: Mapping[date, Itinerary]
    lacking: tuple[date, ...]

    @property
    def spread_s(self) -> int:
        """How many seconds lie between the earliest and the latest departure over the days."""
        leaves_s = [journey.leave_s for journey in self.journeys.values()]
        return max(leaves_s) - min(leaves_s)


def arrive_each_day(finder: JourneyFinder, ends: Ends, days: Sequence[date], by_s: int) -> Regular | None:
    """Return the way by which one arrives in time on most days; of those the one with fewest buses, then the steadiest.

    None if there is no journey on any day.

    Raises
    ------
    TimetableError
        If the timetable does not speak of one of the days.
    """
    candidates = {
        journey.way: journey
        for running in _to_choose_from(finder, days)
        for journey in finder.arrive_by(ends, days[0], by_s, running)
    }

    def serve(way: Way, day: date) -> Itinerary | None:
        buses, _ = finder.buses(finder.running(day))
        late = _latest(finder, ends, buses, way, by_s)
        if late is None:
            return None
        first = buses.patterns[late[0].pattern].board_s[late[0].board][late[0].trip]
        rides = _earliest(finder, buses, way, first)
        journey = None if rides is None else finder.journey_of(ends, day, buses, rides)
        return journey if journey is not None and by_s - journey.leave_s <= finder.limits.longest_s else None

    return _best(finder, candidates, days, serve)


def leave_each_day(finder: JourneyFinder, ends: Ends, days: Sequence[date], from_s: int) -> Regular | None:
    """Return the way by which one comes home on most days, leaving no sooner; else as ``arrive_each_day``.

    Raises
    ------
    TimetableError
        If the timetable does not speak of one of the days.
    """
    candidates = {
        journey.way: journey
        for running in _to_choose_from(finder, days)
        for journey in finder.leave_after(ends, days[0], from_s, running)
    }

    def serve(way: Way, day: date) -> Itinerary | None:
        buses, _ = finder.buses(finder.running(day))
        early = _earliest(finder, buses, way, from_s + ends.start_s[way[0][1]] + finder.limits.spare_s)
        if early is None:
            return None
        last = early[-1]
        at_end_s = buses.patterns[last.pattern].alight_s[last.alight][last.trip] + ends.end_s[way[-1][2]]
        rides = _latest(finder, ends, buses, way, at_end_s)
        journey = None if rides is None else finder.journey_of(ends, day, buses, rides)
        return journey if journey is not None and journey.arrive_s - from_s <= finder.limits.longest_s else None

    return _best(finder, candidates, days, serve)


def last_by(finder: JourneyFinder, ends: Ends, day: date, way: Way) -> Itinerary | None:
    """Return the last journey of a day by the lines and stops of a way; None if there is none, or if one walks.

    Raises
    ------
    TimetableError
        If the timetable does not speak of that day.
    """
    buses, _ = finder.buses(finder.running(day))
    rides = _latest(finder, ends, buses, way, END_OF_DAY_S) if way else None
    return None if rides is None else finder.journey_of(ends, day, buses, rides)


def _to_choose_from(finder: JourneyFinder, days: Sequence[date]) -> Iterator[tuple[Running, ...]]:
    """Yield the trips that run on every day, then those of each day that differs from those before."""
    if not days:
        raise ValueError("days must not be empty.")
    of_days = list(dict.fromkeys(finder.running(day) for day in days))
    always = set(of_days[0]).intersection(*of_days[1:])
    yield tuple(each for each in of_days[0] if each in always)
    if len(of_days) > 1:
        yield from of_days


Serve = Callable[[Way, date], Itinerary | None]


def _best(
    finder: JourneyFinder, candidates: Mapping[Way, Itinerary], days: Sequence[date], serve: Serve
) -> Regular | None:
    """Return the candidate that serves on most days; a walk serves on all, and days of the same buses are one."""
    found = []
    for way, journey in candidates.items():
        known: dict[tuple[Running, ...], Itinerary | None] = {}
        journeys: dict[date, Itinerary] = {}
        for day in days:
            running = finder.running(day)
            if running not in known:
                known[running] = serve(way, day) if way else journey
            served = known[running]
            if served is not None:
                journeys[day] = replace(served, day=day)
        if journeys:
            found.append(Regular(way, journeys, tuple(day for day in days if day not in journeys)))
    return min(found, key=lambda each: (len(each.lacking), len(each.way), each.spread_s, each.way), default=None)


def _latest(finder: JourneyFinder, ends: Ends, buses: BusDay, way: Way, by_s: int) -> tuple[Ride, ...] | None:
    """Return the last rides of a way by which one is at the end in time."""
    limit_s, rides = by_s - ends.end_s[way[-1][2]], list[Ride]()
    for number in reversed(range(len(way))):
        found: list[tuple[int, Ride]] = []
        for pattern, board, alight in _served(buses, way[number]):
            trip = bisect_right(buses.patterns[pattern].alight_s[alight], limit_s) - 1
            if trip >= 0:
                found.append((buses.patterns[pattern].board_s[board][trip], Ride(pattern, trip, board, alight)))
        if not found:
            return None
        leave_s, ride = max(found)
        rides.append(ride)
        limit_s = leave_s - finder.limits.spare_s - (_change_s(finder, way, number) if number else 0)
    return tuple(rides[::-1])


def _earliest(finder: JourneyFinder, buses: BusDay, way: Way, from_s: int) -> tuple[Ride, ...] | None:
    """Return the first rides of a way for one who can board from a moment on."""
    ready_s, rides = from_s, list[Ride]()
    for number in range(len(way)):
        found: list[tuple[int, Ride]] = []
        for pattern, board, alight in _served(buses, way[number]):
            trip = bisect_left(buses.patterns[pattern].board_s[board], ready_s)
            if trip < len(buses.patterns[pattern].trips):
                found.append((buses.patterns[pattern].alight_s[alight][trip], Ride(pattern, trip, board, alight)))
        if not found:
            return None
        arrive_s, ride = min(found)
        rides.append(ride)
        if number + 1 < len(way):
            ready_s = arrive_s + finder.limits.spare_s + _change_s(finder, way, number + 1)
    return tuple(rides)


def _served(buses: BusDay, leg: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
    """Yield the patterns of a line in which one can ride from stop to stop, with the calls there."""
    line, from_stop, to_stop = leg
    for number, board in buses.calls.get(from_stop, ()):
        pattern = buses.patterns[number]
        if pattern.line == line and pattern.may_board[board]:
            for alight in range(board + 1, len(pattern.stops)):
                if pattern.stops[alight] == to_stop and pattern.may_alight[alight]:
                    yield number, board, alight


def _change_s(finder: JourneyFinder, way: Way, number: int) -> int:
    """Return how long one walks to the stop of a bus from that of the bus before."""
    before, after = way[number - 1][2], way[number][1]
    return 0 if before == after else dict(finder.transfers(before))[after]
