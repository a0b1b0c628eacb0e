"""What an authority keeps, before a day and a direction are chosen.

A problem is one day and one direction; an authority's records are for every day and both. ``on`` makes the one of
the other. The records of ``routing.records`` that do not change from day to day are used as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from geodata import Place, PlaceId
from routing.problem import Direction
from routing.records import (
    DAY_S,
    Contract,
    Needs,
    Phase,
    PickUpPoint,
    Pupil,
    School,
    SchoolId,
    Usual,
)
from routing.risk import PupilId

SCHOOL_WEEK = frozenset(range(5))
"""Monday to Friday, as ``date.weekday`` counts them."""

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FindPostcode = Callable[[str], Place | None]
"""Where a postcode is, or None if nobody knows it; the place's id does not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a place is: by degrees, by the National Grid or, less exactly, by its postcode.

    Parameters
    ----------
    id
        How the other records refer to it.
    lat, lon
        Degrees of WGS 84; both or neither.
    easting, northing
        Metres of the National Grid (EPSG:27700); both or neither.
    postcode
        Used only where nothing better is given.
    """

    id: PlaceId
    lat: float | None = None
    lon: float | None = None
    easting: float | None = None
    northing: float | None = None
    postcode: str | None = None

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError(f"place {self.id} must have both lat and lon, or neither.")
        if (self.easting is None) != (self.northing is None):
            raise ValueError(f"place {self.id} must have both easting and northing, or neither.")
        if self.lat is None and self.easting is None and self.postcode is None:
            raise ValueError(f"place {self.id} must have lat and lon, or easting and northing, or a postcode.")
        if self.lat is not None and self.lon is not None:
            Place(self.id, self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class OtherHome:
    """Another address at which a pupil begins or ends some days of the week (the other parent's, a respite home).

    Parameters
    ----------
    weekday
        0 for Monday.
    place
        Where.
    direction
        In which direction; None for both.
    """

    weekday: int
    place: PlaceId
    direction: Direction | None = None

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError(f"weekday must be from 0 (Monday) to 6, not {self.weekday}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilRecord:
    """A pupil, on every day of the week.

    Parameters
    ----------
    id, school, phase, home, needs, pick_up_points
        As in ``Pupil``.
    days
        The days of the week on which they travel.
    other_homes
        Where they live on some days.
    """

    id: PupilId
    school: SchoolId
    phase: Phase
    home: PlaceId
    needs: Needs = field(default_factory=Needs)
    days: frozenset[int] = SCHOOL_WEEK
    pick_up_points: tuple[PickUpPoint, ...] = ()
    other_homes: tuple[OtherHome, ...] = ()

    def home_on(self, day: date, direction: Direction) -> PlaceId:
        """Return where they begin (to school) or end (from school) that day."""
        for other in self.other_homes:
            if other.weekday == day.weekday() and other.direction in (None, direction):
                return other.place
        return self.home

    def on(self, day: date, direction: Direction) -> Pupil:
        """Return the pupil of that day; pick-up points are near their first home and go with it alone."""
        home = self.home_on(day, direction)
        points = self.pick_up_points if home == self.home else ()
        return Pupil(
            id=self.id, school=self.school, home=home, phase=self.phase, needs=self.needs, pick_up_points=points
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRecord:
    """A school, in both directions.

    Parameters
    ----------
    id, gates, handover_s, bays, shares_with
        As in ``School``.
    opens_s, starts_s
        Vehicles arrive no earlier than it opens and no later than it starts.
    finishes_s, leave_by_s
        Vehicles leave no earlier than it finishes and no later than this.
    """

    id: SchoolId
    gates: tuple[PlaceId, ...]
    opens_s: int
    starts_s: int
    finishes_s: int
    leave_by_s: int
    handover_s: int = 180
    bays: int | None = None
    shares_with: frozenset[SchoolId] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.opens_s <= self.starts_s < self.finishes_s <= self.leave_by_s < DAY_S:
            raise ValueError(f"opens_s <= starts_s < finishes_s <= leave_by_s must hold at school {self.id}.")
        self.on(Direction.TO_SCHOOL)

    def on(self, direction: Direction, early: tuple[int, int] | None = None) -> School:
        """Return the school in one direction; ``early`` is (finishes_s, leave_by_s) on a day that closes early."""
        to_school = direction is Direction.TO_SCHOOL
        finish = early or (self.finishes_s, self.leave_by_s)
        from_s, until_s = (self.opens_s, self.starts_s) if to_school else finish
        return School(
            id=self.id,
            gates=self.gates,
            from_s=from_s,
            until_s=until_s,
            handover_s=self.handover_s,
            bays=self.bays,
            shares_with=self.shares_with,
        )


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract and its last day; None if it has no end."""

    contract: Contract
    until: date | None = None


@dataclass(frozen=True, slots=True)
class UsualRecord:
    """A promise in one direction."""

    direction: Direction
    usual: Usual
