"""Rides by bus on one day: which buses to take to be somewhere as early as can be, with one bus, with two, with three.

The method is RAPTOR (D. Delling, T. Pajor, R. F. Werneck, "Round-based public transit routing", ALENEX 2012): round
after round with one bus more, each line is ridden once from the earliest stop at which it can be caught. To ask for the
latest departure, not the earliest arrival, the day is turned round (``mirrored``): time runs backwards, buses too.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from geodata.timetable import DAY_S, Timetable

NEVER_S = 2**30

Running = tuple[int, int]
"""A trip, and the seconds by which its times are moved to be those of the day (a bus of the day before)."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Trips of one line that call at the same stops, none of which overtakes another.

    Parameters
    ----------
    line
        Index into the lines of the timetable.
    stops
        Where they call, in order.
    may_board, may_alight
        Whether one may, at each.
    board_s, alight_s
        For each call, the moments of all trips, rising.
    trips
        The trips in that order.
    """

    line: int
    stops: tuple[int, ...]
    may_board: tuple[bool, ...]
    may_alight: tuple[bool, ...]
    board_s: tuple[tuple[int, ...], ...]
    alight_s: tuple[tuple[int, ...], ...]
    trips: tuple[Running, ...]

    def mirrored(self) -> "Pattern":
        """Return the pattern driven backwards in time."""
        return Pattern(
            line=self.line,
            stops=self.stops[::-1],
            may_board=self.may_alight[::-1],
            may_alight=self.may_board[::-1],
            board_s=tuple(tuple(-moment for moment in moments[::-1]) for moments in self.alight_s[::-1]),
            alight_s=tuple(tuple(-moment for moment in moments[::-1]) for moments in self.board_s[::-1]),
            trips=self.trips[::-1],
        )


class Ride(NamedTuple):
    """One bus: the pattern, the number of the trip in it, and the calls at which one boards and alights."""

    pattern: int
    trip: int
    board: int
    alight: int


class Found(NamedTuple):
    """The earliest moment at which the goal is reached with that many rides."""

    at_s: int
    rides: tuple[Ride, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BusDay:
    """The buses of a day."""

    patterns: tuple[Pattern, ...]
    calls: Mapping[int, tuple[tuple[int, int], ...]]
    """For each stop: the patterns that call there, and at which of their calls."""

    def mirrored(self) -> "BusDay":
        """Return the day with time turned round."""
        return bus_day(pattern.mirrored() for pattern in self.patterns)

    def unmirrored(self, ride: Ride) -> Ride:
        """Return, of a ride on the mirrored day, what it is on this day."""
        pattern = self.patterns[ride.pattern]
        last_call, last_trip = len(pattern.stops) - 1, len(pattern.trips) - 1
        return Ride(ride.pattern, last_trip - ride.trip, last_call - ride.alight, last_call - ride.board)


def bus_day(patterns: Iterable[Pattern]) -> BusDay:
    """Return a day of patterns."""
    kept = tuple(patterns)
    calls: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, pattern in enumerate(kept):
        for at, stop in enumerate(pattern.stops):
            calls[stop].append((number, at))
    return BusDay(kept, {stop: tuple(each) for stop, each in calls.items()})


def running_on(timetable: Timetable, day: date) -> tuple[Running, ...]:
    """Return the trips of a day, and those of the day before that still run after midnight.

    Raises
    ------
    TimetableError
        If the timetable does not speak of that day.
    """
    trips = [(int(trip), 0) for trip in timetable.trips_on(day)]
    if timetable.days[0] < day:
        ends_s = timetable.arrival_s[timetable.first[1:] - 1]
        trips += [(int(trip), -DAY_S) for trip in timetable.trips_on(day - timedelta(days=1)) if ends_s[trip] > DAY_S]
    return tuple(trips)


def buses_of(timetable: Timetable, trips: Iterable[Running]) -> BusDay:
    """Return a day of the given trips."""
    alike: dict[tuple[object, ...], list[Running]] = defaultdict(list)
    for trip, moved_s in trips:
        calls = slice(timetable.first[trip], timetable.first[trip + 1])
        columns = (timetable.stop, timetable.may_board, timetable.may_alight)
        key = (int(timetable.line[trip]), *(tuple(column[calls].tolist()) for column in columns))
        alike[key].append((trip, moved_s))
    return bus_day(
        _pattern(timetable, kept) for key, group in alike.items() for kept in _without_overtaking(timetable, group)
    )


def _times(timetable: Timetable, trip: int, moved_s: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return when a trip arrives at each of its calls, and when it leaves."""
    calls = slice(timetable.first[trip], timetable.first[trip + 1])
    arrival_s, departure_s = timetable.arrival_s[calls] + moved_s, timetable.departure_s[calls] + moved_s
    return tuple(arrival_s.tolist()), tuple(departure_s.tolist())


def _without_overtaking(timetable: Timetable, trips: list[Running]) -> list[list[Running]]:
    """Part trips into groups in each of which they keep their order at every call."""
    groups: list[list[Running]] = []
    last: list[tuple[int, ...]] = []
    for moments, each in sorted(
        ((sum(_times(timetable, *each), ()), each) for each in trips), key=lambda pair: pair[0]
    ):
        for number, before in enumerate(last):
            if all(earlier <= later for earlier, later in zip(before, moments, strict=True)):
                groups[number].append(each)
                last[number] = moments
                break
        else:
            groups.append([each])
            last.append(moments)
    return groups


def _pattern(timetable: Timetable, trips: list[Running]) -> Pattern:
    calls = slice(timetable.first[trips[0][0]], timetable.first[trips[0][0] + 1])
    arrivals, departures = zip(*(_times(timetable, *each) for each in trips), strict=True)
    return Pattern(
        line=int(timetable.line[trips[0][0]]),
        stops=tuple(timetable.stop[calls].tolist()),
        may_board=tuple(timetable.may_board[calls].tolist()),
        may_alight=tuple(timetable.may_alight[calls].tolist()),
        board_s=tuple(zip(*departures, strict=True)),
        alight_s=tuple(zip(*arrivals, strict=True)),
        trips=tuple(trips),
    )


Chain = tuple["Chain", Ride] | None
"""The rides so far, the last one outermost."""


class _Label(NamedTuple):
    at_s: int
    chain: Chain


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a day.

    Parameters
    ----------
    starts
        The stops from which one can board, each with the moment at which one is there.
    goals
        The stops from which the goal can be reached on foot, each with the seconds that it takes.
    transfers
        To what other stops one can walk from a stop, with the seconds that it takes.
    most_buses
        How many at most.
    before_s, after_s
        How long one is at a stop before boarding, and after alighting.
    until_s
        To be at the goal at that moment or later is of no use.
    """

    starts: Mapping[int, int]
    goals: Mapping[int, int]
    transfers: Callable[[int], Iterable[tuple[int, int]]]
    most_buses: int
    before_s: int = 0
    after_s: int = 0
    until_s: int = NEVER_S


def find_rides(day: BusDay, asked: Question) -> tuple[Found, ...]:
    """Return the earliest ways to the goal: with each number of buses, if it is earlier than with fewer."""
    ready = {stop: _Label(at_s, None) for stop, at_s in asked.starts.items()}
    here_s = defaultdict(lambda: NEVER_S, asked.starts)  # when one can be at a stop, however one came
    alighted_s: dict[int, int] = defaultdict(lambda: NEVER_S)  # ... by bus: from there one may walk on
    found: list[Found] = []
    goal_s = asked.until_s
    for _ in range(asked.most_buses):
        alighted = _ridden(day, asked, ready, alighted_s, goal_s)
        best = min(((at_s + asked.goals[s], s) for s, (at_s, _) in alighted.items() if s in asked.goals), default=None)
        if best is not None and best[0] < goal_s:
            goal_s = best[0]
            found.append(Found(goal_s, _unrolled(alighted[best[1]].chain)))
        ready = {}
        for stop, label in alighted.items():
            for other, walk_s in ((stop, 0), *asked.transfers(stop)):
                at_s = label.at_s + walk_s
                if at_s < goal_s and at_s < here_s[other]:
                    here_s[other] = at_s
                    ready[other] = _Label(at_s, label.chain)
        if not ready:
            break
    return tuple(found)


def _ridden(
    day: BusDay, asked: Question, ready: Mapping[int, _Label], alighted_s: dict[int, int], goal_s: int
) -> dict[int, _Label]:
    """Return where one can alight with one bus more, each stop with the earliest moment; ``alighted_s`` is kept up."""
    caught: dict[int, int] = {}
    for stop in ready:
        for number, at in day.calls.get(stop, ()):
            if at < caught.get(number, NEVER_S):
                caught[number] = at
    alighted: dict[int, _Label] = {}
    for number, begin in caught.items():
        pattern, trip, board, chain = day.patterns[number], -1, -1, None
        alight_s, may_alight, after_s = pattern.alight_s, pattern.may_alight, asked.after_s
        for at, stop in enumerate(pattern.stops[begin:], start=begin):
            if trip >= 0 and may_alight[at]:
                at_s = alight_s[at][trip] + after_s
                if at_s < goal_s and at_s < alighted_s[stop]:
                    alighted_s[stop] = at_s
                    alighted[stop] = _Label(at_s, (chain, Ride(number, trip, board, at)))
            if stop in ready and pattern.may_board[at]:
                label = ready[stop]
                earliest = bisect_left(pattern.board_s[at], label.at_s + asked.before_s)
                if earliest < len(pattern.trips) and (trip < 0 or earliest < trip):
                    trip, board, chain = earliest, at, label.chain
    return alighted


def _unrolled(chain: Chain) -> tuple[Ride, ...]:
    rides: list[Ride] = []
    while chain is not None:
        chain, ride = chain
        rides.append(ride)
    return tuple(rides[::-1])
