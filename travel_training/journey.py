"""A journey that a trainee learns: its legs on foot and by bus, as plain values (``journey_making`` makes them).

A journey holds where it begins and ends, so it is kept like an address; it does not hold whose it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geodata.crossings import Crossing
from geodata.landmarks import Passed
from geodata.walk_tags import CrossingKind, Recorded, WalkClass

Point = tuple[float, float]
"""Degrees of latitude and longitude."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a walk along one way.

    Parameters
    ----------
    at_m, metres
        Where on the walk it begins, and how long it is.
    name
        Of the way; "" where it has none.
    walk_class, footway, paved, lit
        What kind of way it is, and what the map says of it.
    begin_degrees, end_degrees
        Which way one walks where it begins and where it ends, clockwise from north.
    """

    at_m: int
    metres: int
    name: str
    walk_class: WalkClass
    footway: Recorded
    paved: Recorded
    lit: Recorded
    begin_degrees: int
    end_degrees: int


@dataclass(frozen=True, slots=True)
class EasierWalk:
    """A walk between the same ends that is longer, and easier by its crossings, steps and pavements."""

    metres: int
    crossings: tuple[Crossing, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class WalkLeg:
    """A leg on foot, the shortest; ``to_stop`` is the stop that it leads to, "" at the end of the journey."""

    leave_s: int
    arrive_s: int
    metres: int
    to_stop: str
    stretches: tuple[Stretch, ...]
    crossings: tuple[Crossing, ...]
    landmarks: tuple[Passed, ...]
    points: tuple[Point, ...]
    easier: EasierWalk | None = None


@dataclass(frozen=True, slots=True)
class NextBus:
    """What if a bus is missed: the next one from that stop, and when one is there by it."""

    line: str
    leave_s: int
    arrive_s: int


@dataclass(frozen=True, slots=True)
class BusLeg:
    """A leg by bus.

    Parameters
    ----------
    line, operator, headsign, trip_id
        What stands on the bus, who runs it, and the trip in the timetable.
    from_stop, to_stop, from_id, to_id
        Names and ids of the stops.
    before
        The last stop before one gets off, "" if that is where one gets on.
    stops
        How many stops one rides, the last one counted.
    leave_s, arrive_s
        Of the bus.
    is_lonely
        Whether the map shows no named place near the stop where one waits.
    if_missed
        The next one; None if there is none that day.
    points
        The stops from the first to the last: a picture, not the road.
    """

    line: str
    operator: str
    headsign: str
    trip_id: str
    from_stop: str
    to_stop: str
    from_id: str
    to_id: str
    before: str
    stops: int
    leave_s: int
    arrive_s: int
    is_lonely: bool
    if_missed: NextBus | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey on one day.

    Parameters
    ----------
    day
        Of which the times are.
    legs
        In order.
    map_date, timetable
        Of what day the map is ("" if unknown), and the name of the timetable.
    """

    day: date
    legs: tuple[WalkLeg | BusLeg, ...]
    map_date: str
    timetable: str

    def __post_init__(self) -> None:
        if not self.legs:
            raise ValueError("legs must not be empty.")
        for before, after in zip(self.legs, self.legs[1:], strict=False):
            if after.leave_s < before.arrive_s:
                raise ValueError("legs must follow each other: one leaves before the one before it has arrived.")

    @property
    def leave_s(self) -> int:
        """When it begins, in seconds after midnight."""
        return self.legs[0].leave_s

    @property
    def arrive_s(self) -> int:
        """When it ends, in seconds after midnight."""
        return self.legs[-1].arrive_s

    @property
    def buses(self) -> tuple[BusLeg, ...]:
        """The legs by bus."""
        return tuple(leg for leg in self.legs if isinstance(leg, BusLeg))

    @property
    def walks(self) -> tuple[WalkLeg, ...]:
        """The legs on foot."""
        return tuple(leg for leg in self.legs if isinstance(leg, WalkLeg))

    @property
    def minutes(self) -> int:
        """How long it takes, in minutes begun."""
        return (self.arrive_s - self.leave_s + 59) // 60

    @property
    def walk_m(self) -> int:
        """How many metres are on foot."""
        return sum(leg.metres for leg in self.walks)

    @property
    def changes(self) -> int:
        """How often one changes from bus to bus."""
        return max(len(self.buses) - 1, 0)

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """Every crossing, in order."""
        return tuple(crossing for leg in self.walks for crossing in leg.crossings)

    @property
    def crossings_unsignalled(self) -> int:
        """How many main roads (tertiary and above) are crossed where the map records no lights for walkers."""
        return unsignalled(self.crossings)


@dataclass(frozen=True, slots=True)
class JourneyPlan:
    """What a trainee learns: the way there and the way back, by the same stops each day.

    Parameters
    ----------
    there, back
        As they are on the first day on which they serve; None where there is none.
    there_lacking, back_lacking
        The days on which they do not serve.
    last_back
        The last one home, on the first day; None if one walks, or if there is none.
    """

    there: Journey | None
    back: Journey | None
    there_lacking: tuple[date, ...] = ()
    back_lacking: tuple[date, ...] = ()
    last_back: Journey | None = None


def unsignalled(crossings: Iterable[Crossing]) -> int:
    """Count the crossings of main roads where the map records no lights for walkers."""
    return sum(each.walk_class.is_main and each.tags.kind != CrossingKind.SIGNALS for each in crossings)


def polylines(journey: Journey) -> tuple[tuple[Point, ...], ...]:
    """Return the line of each leg, in degrees, for a picture."""
    return tuple(leg.points for leg in journey.legs)
