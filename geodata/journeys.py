"""Journeys on foot and by bus: to be somewhere in time, to come home after a time, and what if the bus is missed.

A journey with fewer buses is always told before one with more; of those with as many buses, to school the one that
leaves last, home the one that arrives first, and neither waits where it need not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from geodata.buses import NEVER_S, BusDay, Found, Question, Ride, Running, buses_of, find_rides, running_on
from geodata.places import Place, PlaceId
from geodata.timetable import DAY_S, Timetable
from geodata.walking import Reach, Standing, Walk, Walker

STOP_OFF_M = 100.0
"""A stop farther than this from every way that one may walk is beyond the map."""
END_OF_DAY_S = DAY_S + DAY_S // 4


@dataclass(frozen=True, slots=True)
class JourneyLimits:
    """What is asked of a trainee; a person sets it for each.

    Parameters
    ----------
    walk_mps
        How fast they walk, in metres per second.
    to_stop_m, between_m, all_the_way_m
        How far they walk to or from a stop, between two stops, and with no bus at all.
    spare_s
        How long they are at a stop before the bus.
    most_buses
        How many buses at most.
    longest_s
        How long before the time of arrival one may have to leave, and after the time of leaving one may be home.
    """

    walk_mps: float = 1.2
    to_stop_m: float = 1000.0
    between_m: float = 400.0
    all_the_way_m: float = 1600.0
    spare_s: int = 120
    most_buses: int = 3
    longest_s: int = 5400

    def __post_init__(self) -> None:
        if not 0.2 <= self.walk_mps <= 3:  # noqa: PLR2004 -- from very slow to running
            raise ValueError(f"walk_mps must be from 0.2 to 3 metres per second, not {self.walk_mps}.")
        if self.most_buses < 1:
            raise ValueError(f"most_buses must be at least 1, not {self.most_buses}.")

    def seconds(self, metres: float) -> int:
        """Return how long a walk takes, in whole seconds, rounded up."""
        return ceil(round(metres / self.walk_mps, 6))


@dataclass(frozen=True, slots=True)
class OnFoot:
    """A leg on foot."""

    walk: Walk
    leave_s: int
    arrive_s: int


@dataclass(frozen=True, slots=True)
class ByBus:
    """A leg by bus.

    Parameters
    ----------
    trip, board, alight
        The trip in the timetable, and at which of its calls one boards and alights.
    line, from_stop, to_stop
        Indices into the lines and stops of the timetable.
    leave_s, arrive_s
        When the bus leaves and arrives, in seconds after midnight of the day of the journey.
    """

    trip: int
    board: int
    alight: int
    line: int
    from_stop: int
    to_stop: int
    leave_s: int
    arrive_s: int


Leg = OnFoot | ByBus
Way = tuple[tuple[int, int, int], ...]
"""Line, stop to board at and stop to alight at, of each bus."""


@dataclass(frozen=True, slots=True)
class Itinerary:
    """A journey on one day; its legs follow each other, with waits where they do not touch."""

    day: date
    legs: tuple[Leg, ...]

    @property
    def leave_s(self) -> int:
        """When it begins, in seconds after midnight."""
        return self.legs[0].leave_s

    @property
    def arrive_s(self) -> int:
        """When it ends, in seconds after midnight."""
        return self.legs[-1].arrive_s

    @property
    def buses(self) -> tuple[ByBus, ...]:
        """The legs by bus."""
        return tuple(leg for leg in self.legs if isinstance(leg, ByBus))

    @property
    def way(self) -> Way:
        """The same stops and lines on every day, whatever the times."""
        return tuple((leg.line, leg.from_stop, leg.to_stop) for leg in self.buses)


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where a journey begins and ends, and what can be reached on foot from there.

    Parameters
    ----------
    start, end
        The ends; the walks to ``end`` are looked for from there, and walked back.
    start_s, end_s
        For each stop within reach: the seconds on foot from the start, and to the end.
    on_foot
        The walk all the way, None if that is too far.
    """

    start: Reach
    end: Reach
    start_s: Mapping[int, int]
    end_s: Mapping[int, int]
    on_foot: Walk | None

    def back(self) -> "Ends":
        """Return the ends of the journey back."""
        return Ends(self.end, self.start, self.end_s, self.start_s, self.on_foot and self.on_foot.back())


class JourneyFinder:
    """A walk network and a timetable made ready to be asked; shared by all who ask."""

    def __init__(self, walker: Walker, timetable: Timetable, limits: JourneyLimits | None = None) -> None:
        self.walker = walker
        self.timetable = timetable
        self.limits = limits or JourneyLimits()
        self._transfers: dict[int, tuple[tuple[int, int], ...]] = {}
        self._days: dict[date, tuple[Running, ...]] = {}
        self._alike: dict[tuple[Running, ...], tuple[Running, ...]] = {}
        self._buses: dict[tuple[Running, ...], tuple[BusDay, BusDay]] = {}

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """The stops that buses use and the map covers, and where each stands."""
        used = np.unique(self.timetable.stop).tolist()
        stops = [self.timetable.stops[at] for at in used]
        places = [Place(PlaceId(stop.id), stop.lat, stop.lon) for stop in stops]
        found = zip(used, self.walker.stand_anywhere(places), strict=True)
        return {at: standing for at, standing in found if standing.off_m <= STOP_OFF_M}

    @cached_property
    def _stop_columns(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
        """Number, edge, fraction and straight metres of each stop."""
        stops = self.standings
        return (
            np.array(list(stops), np.intp),
            np.array([each.edge for each in stops.values()], np.intp),
            np.array([each.fraction for each in stops.values()], np.float64),
            np.array([each.off_m for each in stops.values()], np.float64),
        )

    def ends(self, start: Place, end: Place) -> Ends:
        """Return the ends of a journey, to be asked about on any day.

        Raises
        ------
        OffTheMapError
            If an end is too far from every way that one may walk.
        """
        limits = self.limits
        first, last = self.walker.stand([start, end])
        farthest_m = max(limits.to_stop_m, limits.all_the_way_m)
        reach, back = self.walker.reach(first, farthest_m), self.walker.reach(last, limits.to_stop_m)
        walk = reach.find_walk(last)
        on_foot = walk if walk is not None and walk.along_m <= limits.all_the_way_m else None
        return Ends(
            reach, back, self._stops_near(reach, limits.to_stop_m), self._stops_near(back, limits.to_stop_m), on_foot
        )

    def _stops_near(self, reach: Reach, within_m: float) -> dict[int, int]:
        """Return the stops within reach, each with the seconds on foot."""
        stops, edge, fraction, off_m = self._stop_columns
        along_m = reach.costs_to(edge, fraction)
        near = np.flatnonzero(along_m <= within_m)
        total_m = along_m[near] + off_m[near] + reach.start.off_m
        return {int(stops[at]): self.limits.seconds(m) for at, m in zip(near, total_m.tolist(), strict=True)}

    def transfers(self, stop: int) -> tuple[tuple[int, int], ...]:
        """Return the stops to which one may walk from a stop, each with the seconds on foot."""
        if stop not in self._transfers:
            found: tuple[tuple[int, int], ...] = ()
            if stop in self.standings:
                reach = self.walker.reach(self.standings[stop], self.limits.between_m)
                near = self._stops_near(reach, self.limits.between_m)
                found = tuple((other, seconds) for other, seconds in near.items() if other != stop)
            self._transfers[stop] = found
        return self._transfers[stop]

    def running(self, day: date) -> tuple[Running, ...]:
        """Return the trips of a day.

        Raises
        ------
        TimetableError
            If the timetable does not speak of that day.
        """
        if day not in self._days:
            running = running_on(self.timetable, day)
            self._days[day] = self._alike.setdefault(running, running)  # most days of a term are alike: kept once
        return self._days[day]

    def buses(self, running: tuple[Running, ...]) -> tuple[BusDay, BusDay]:
        """Return the buses of some trips, and the same with time turned round."""
        if running not in self._buses:
            forward = buses_of(self.timetable, running)
            self._buses[running] = forward, forward.mirrored()
        return self._buses[running]

    def arrive_by(
        self, ends: Ends, day: date, by_s: int, running: tuple[Running, ...] | None = None
    ) -> tuple[Itinerary, ...]:
        """Return the journeys that arrive in time, the one with fewest buses first; each next leaves later.

        Parameters
        ----------
        running
            The trips to choose from, if not all of that day.

        Raises
        ------
        TimetableError
            If the timetable does not speak of that day.
        """
        forward, mirrored = self.buses(self.running(day) if running is None else running)
        found = [] if ends.on_foot is None else [self._walked(ends.on_foot, day, arrive_s=by_s)]
        for late in find_rides(mirrored, self._latest(ends, by_s, self.limits.most_buses)):
            if not found or found[-1].leave_s < -late.at_s:
                found.append(self._tightened(ends, day, forward, late))
        return tuple(found)

    def leave_after(
        self, ends: Ends, day: date, from_s: int, running: tuple[Running, ...] | None = None
    ) -> tuple[Itinerary, ...]:
        """Return the journeys that leave no sooner, the one with fewest buses first; each next arrives sooner.

        Parameters
        ----------
        running
            The trips to choose from, if not all of that day.

        Raises
        ------
        TimetableError
            If the timetable does not speak of that day.
        """
        forward, mirrored = self.buses(self.running(day) if running is None else running)
        found = []
        if ends.on_foot is not None:
            found.append(self._walked(ends.on_foot, day, from_s + self.limits.seconds(ends.on_foot.total_m)))
        for early in find_rides(forward, self._earliest(ends, from_s, self.limits.most_buses)):
            if not found or found[-1].arrive_s > early.at_s:
                late = find_rides(mirrored, self._latest(ends, early.at_s, len(early.rides)))[-1]
                rides = tuple(forward.unmirrored(ride) for ride in reversed(late.rides))
                found.append(self.journey_of(ends, day, forward, rides))
        return tuple(found)

    def last(self, ends: Ends, day: date) -> Itinerary | None:
        """Return the journey by bus that leaves last on a day: the last one home. None if there is none.

        Raises
        ------
        TimetableError
            If the timetable does not speak of that day.
        """
        forward, mirrored = self.buses(self.running(day))
        asked = replace(self._latest(ends, END_OF_DAY_S, self.limits.most_buses), until_s=NEVER_S)
        found = [self._tightened(ends, day, forward, late) for late in find_rides(mirrored, asked)]
        in_time = [each for each in found if each.arrive_s - each.leave_s <= self.limits.longest_s]
        return in_time[-1] if in_time else None

    def next_after(self, ends: Ends, missed: Itinerary, bus: int) -> Itinerary | None:
        """Return how the journey goes on, from the stop, if one of its buses is missed; None if it does not.

        Parameters
        ----------
        bus
            Which of its buses, from 0.
        """
        leg = missed.buses[bus]
        forward, _ = self.buses(self.running(missed.day))
        starts = {leg.from_stop: leg.leave_s + 1 - self.limits.spare_s}
        asked = Question(starts, ends.end_s, self.transfers, self.limits.most_buses, before_s=self.limits.spare_s)
        found = find_rides(forward, asked)
        return Itinerary(missed.day, self._from_the_stop(ends, forward, found[0].rides)) if found else None

    def _earliest(self, ends: Ends, from_s: int, most_buses: int) -> Question:
        """Return the question when one can be at the end."""
        starts = {stop: from_s + walk_s for stop, walk_s in ends.start_s.items()}
        until_s = from_s + self.limits.longest_s + 1
        return Question(starts, ends.end_s, self.transfers, most_buses, self.limits.spare_s, until_s=until_s)

    def _latest(self, ends: Ends, by_s: int, most_buses: int) -> Question:
        """Return the question when one must leave, with time turned round."""
        starts = {stop: walk_s - by_s for stop, walk_s in ends.end_s.items()}
        until_s = self.limits.longest_s - by_s + 1
        return Question(starts, ends.start_s, self.transfers, most_buses, after_s=self.limits.spare_s, until_s=until_s)

    def _tightened(self, ends: Ends, day: date, forward: BusDay, late: Found) -> Itinerary:
        """Return the journey that leaves as late as can be and then arrives as early as can be."""
        asked = replace(self._earliest(ends, -late.at_s, len(late.rides)), until_s=NEVER_S)
        rides = find_rides(forward, asked)[-1].rides
        return self.journey_of(ends, day, forward, rides)

    def _walked(self, walk: Walk, day: date, arrive_s: int) -> Itinerary:
        return Itinerary(day, (OnFoot(walk, arrive_s - self.limits.seconds(walk.total_m), arrive_s),))

    def journey_of(self, ends: Ends, day: date, buses: BusDay, rides: Sequence[Ride]) -> Itinerary:
        """Return the whole journey of some rides; it begins just in time for the first."""
        legs = self._from_the_stop(ends, buses, rides)
        first = _by_bus(buses, rides[0])
        at_stop_s = first.leave_s - self.limits.spare_s
        walk = ends.start.get_walk(self.standings[first.from_stop])
        return Itinerary(day, (OnFoot(walk, at_stop_s - ends.start_s[first.from_stop], at_stop_s), *legs))

    def _from_the_stop(self, ends: Ends, buses: BusDay, rides: Sequence[Ride]) -> tuple[Leg, ...]:
        """Return the journey from where the first bus is boarded."""
        ridden = [_by_bus(buses, ride) for ride in rides]
        legs: list[Leg] = [ridden[0]]
        for before, after in pairwise(ridden):
            if before.to_stop != after.from_stop:
                reach = self.walker.reach(self.standings[before.to_stop], self.limits.between_m)
                walk_s = dict(self.transfers(before.to_stop))[after.from_stop]
                walk = reach.get_walk(self.standings[after.from_stop])
                legs.append(OnFoot(walk, before.arrive_s, before.arrive_s + walk_s))
            legs.append(after)
        last = ridden[-1]
        walk = ends.end.get_walk(self.standings[last.to_stop]).back()
        return (*legs, OnFoot(walk, last.arrive_s, last.arrive_s + ends.end_s[last.to_stop]))


def _by_bus(buses: BusDay, ride: Ride) -> ByBus:
    pattern = buses.patterns[ride.pattern]
    return ByBus(
        trip=pattern.trips[ride.trip][0],
        board=ride.board,
        alight=ride.alight,
        line=pattern.line,
        from_stop=pattern.stops[ride.board],
        to_stop=pattern.stops[ride.alight],
        leave_s=pattern.board_s[ride.board][ride.trip],
        arrive_s=pattern.alight_s[ride.alight][ride.trip],
    )
