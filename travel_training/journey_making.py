"""From what ``geodata`` finds to a journey that a trainee can learn: names, turns, crossings, landmarks, next buses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import atan2, cos, degrees, radians

from geodata.crossings import DEFAULT_PENALTIES, Penalties, crossings_met
from geodata.easier import find_easier_walk, weights_m
from geodata.journeys import ByBus, Ends, Itinerary, JourneyFinder, OnFoot
from geodata.landmarks import LandmarkFinder
from geodata.places import Place
from geodata.same_stops import Regular, arrive_each_day, last_by, leave_each_day
from geodata.walk_network import WalkNetwork
from geodata.walk_tags import Recorded, WalkClass
from geodata.walking import Walk, lengths_m
from travel_training.journey import BusLeg, EasierWalk, Journey, JourneyPlan, NextBus, Point, Stretch, WalkLeg

LONELY_M = 150.0
"""A stop with no named place within so many metres is called lonely: someone should look."""


_LONGER_SHARE, _LONGER_M = 1.5, 100.0
"""An easier walk may be longer by half and a hundred metres."""


class JourneyMaker:
    """The streets, the buses and the named places, ready to make journeys of; shared by all who ask."""

    def __init__(self, finder: JourneyFinder, penalties: Penalties = DEFAULT_PENALTIES) -> None:
        self.finder = finder
        self._penalties = penalties
        self._weights = weights_m(finder.walker, penalties)
        self._landmarks = LandmarkFinder(finder.walker.network)

    def plan(self, home: Place, school: Place, days: Sequence[date], by_s: int, from_s: int | None) -> JourneyPlan:
        """Return the way to school by a time and the way home after one, by the same stops on as many days as can be.

        Parameters
        ----------
        from_s
            When school is over; None if nobody asks for the way home.

        Raises
        ------
        OffTheMapError
            If home or school is too far from every way that one may walk.
        TimetableError
            If the timetable does not speak of one of the days.
        """
        ends = self.finder.ends(home, school)
        there = arrive_each_day(self.finder, ends, days, by_s)
        plan = JourneyPlan(self._first(ends, there), None, tuple(days) if there is None else there.lacking)
        return plan if from_s is None else self._and_back(plan, ends.back(), days, from_s)

    def _and_back(self, plan: JourneyPlan, ends: Ends, days: Sequence[date], from_s: int) -> JourneyPlan:
        back = leave_each_day(self.finder, ends, days, from_s)
        last = self.finder.last(ends, days[0]) if back is None else self._last(ends, back)
        return replace(
            plan,
            back=self._first(ends, back),
            back_lacking=tuple(days) if back is None else back.lacking,
            last_back=None if last is None else self.journey(ends, last),
        )

    def _last(self, ends: Ends, regular: Regular) -> Itinerary | None:
        return last_by(self.finder, ends, next(iter(regular.journeys)), regular.way)

    def _first(self, ends: Ends, regular: Regular | None) -> Journey | None:
        return None if regular is None else self.journey(ends, next(iter(regular.journeys.values())))

    def journey(self, ends: Ends, found: Itinerary) -> Journey:
        """Return a journey that was found between two ends."""
        legs: list[WalkLeg | BusLeg] = []
        buses = iter(range(len(found.buses)))
        for at, leg in enumerate(found.legs):
            if isinstance(leg, ByBus):
                legs.append(self._by_bus(ends, found, leg, next(buses)))
            else:
                after = found.legs[at + 1] if at + 1 < len(found.legs) else None
                to_stop = self.finder.timetable.stops[after.from_stop].name if isinstance(after, ByBus) else ""
                legs.append(self._on_foot(leg, to_stop))
        network, timetable = self.finder.walker.network, self.finder.timetable
        return Journey(found.day, tuple(legs), network.report.map_date, timetable.source)

    def _on_foot(self, leg: OnFoot, to_stop: str) -> WalkLeg:
        walker, walk = self.finder.walker, leg.walk
        return WalkLeg(
            leave_s=leg.leave_s,
            arrive_s=leg.arrive_s,
            metres=round(walk.total_m),
            to_stop=to_stop,
            stretches=tuple(_stretches(walker.network, walk)),
            crossings=crossings_met(walker, walk, self._penalties),
            landmarks=self._landmarks.passed(walker, walk),
            points=self._points(walk),
            easier=self._easier(walk),
        )

    def _easier(self, walk: Walk) -> EasierWalk | None:
        walker, at_most_m = self.finder.walker, walk.along_m * _LONGER_SHARE + _LONGER_M
        found = find_easier_walk(walker, walk, at_most_m, self._penalties, self._weights)
        if found is None:
            return None
        met = crossings_met(walker, found, self._penalties)
        return EasierWalk(round(found.total_m), met, self._points(found))

    def _points(self, walk: Walk) -> tuple[Point, ...]:
        return tuple((float(lat), float(lon)) for lat, lon in self.finder.walker.points(walk))

    def _by_bus(self, ends: Ends, found: Itinerary, leg: ByBus, number: int) -> BusLeg:
        timetable = self.finder.timetable
        first = int(timetable.first[leg.trip])
        calls = [timetable.stops[at] for at in timetable.stop[first + leg.board : first + leg.alight + 1].tolist()]
        line, stop = timetable.lines[leg.line], calls[0]
        return BusLeg(
            line=line.name,
            operator=line.operator,
            headsign=timetable.headsigns[leg.trip],
            trip_id=timetable.trip_ids[leg.trip],
            from_stop=stop.name,
            to_stop=calls[-1].name,
            from_id=stop.id,
            to_id=calls[-1].id,
            before=calls[-2].name if len(calls) > 2 else "",  # noqa: PLR2004 -- a stop between
            stops=len(calls) - 1,
            leave_s=leg.leave_s,
            arrive_s=leg.arrive_s,
            is_lonely=not self._landmarks.near(stop.lat, stop.lon, LONELY_M),
            if_missed=self._next(ends, found, number),
            points=tuple((call.lat, call.lon) for call in calls),
        )

    def _next(self, ends: Ends, found: Itinerary, number: int) -> NextBus | None:
        following = self.finder.next_after(ends, found, number)
        if following is None:
            return None
        bus = following.buses[0]
        return NextBus(self.finder.timetable.lines[bus.line].name, bus.leave_s, following.arrive_s)


def _stretches(network: WalkNetwork, walk: Walk) -> Iterator[Stretch]:
    """Yield the parts of a walk, each along one way of one kind."""
    metres = lengths_m(network, walk)
    begin, so_far = 0, 0.0
    for at in range(1, len(walk.edges) + 1):
        if at == len(walk.edges) or _likeness(network, walk.edges[at]) != _likeness(network, walk.edges[begin]):
            length = float(metres[begin:at].sum())
            if round(length) > 0:
                way = int(network.way[walk.edges[begin]])
                yield Stretch(
                    at_m=round(so_far),
                    metres=round(length),
                    name=network.names[int(network.name[way])],
                    walk_class=WalkClass(network.walk_class[way]),
                    footway=Recorded(network.footway[way]),
                    paved=Recorded(network.paved[way]),
                    lit=Recorded(network.lit[way]),
                    begin_degrees=_bearing(*_drawn(network, walk, begin)[:2]),
                    end_degrees=_bearing(*_drawn(network, walk, at - 1)[-2:]),
                )
            begin, so_far = at, so_far + length


def _likeness(network: WalkNetwork, edge: int) -> tuple[int, ...]:
    """Return what edges have in common that a walker calls one street."""
    way = network.way[edge]
    columns = (network.name, network.walk_class, network.footway, network.paved, network.lit)
    return tuple(int(column[way]) for column in columns)


def _drawn(network: WalkNetwork, walk: Walk, at: int) -> list[Point]:
    """Return the points of an edge in the order in which it is walked."""
    points = [(float(lat), float(lon)) for lat, lon in network.shape(walk.edges[at])]
    return points if walk.forward[at] else points[::-1]


def _bearing(begin: Point, end: Point) -> int:
    """Return which way one walks from a point to another, clockwise from north."""
    north, east = end[0] - begin[0], (end[1] - begin[1]) * cos(radians(begin[0]))
    return round(degrees(atan2(east, north))) % 360
