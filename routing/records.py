"""The records of a problem: pupils and their needs, schools, contracts, vehicles, assistants, promises, waivers.

Frozen values, checked when made. None holds a name, an address or a diagnosis. Times of day are whole seconds after
local midnight (``_s``), money is whole pence (``_pence``); places are identifiers that the travel matrix knows.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NewType

from geodata import PlaceId
from routing.risk import PupilId, RuleId

SchoolId = NewType("SchoolId", str)
VehicleId = NewType("VehicleId", str)
DriverId = NewType("DriverId", str)
AssistantId = NewType("AssistantId", str)
ContractId = NewType("ContractId", str)
Training = NewType("Training", str)
"""A passenger assistant's training, for example ``rescue-medication``."""
Feature = NewType("Feature", str)
"""Something that a vehicle has and a pupil needs, for example ``harness``, ``lift`` or ``low-step``."""

RoadProfile = NewType("RoadProfile", str)
"""How large a vehicle is to the roads (``car``, ``minibus``, ``coach``); each has a travel matrix of its own."""

DAY_S = 24 * 3600


class Phase(StrEnum):
    """A pupil's phase of education, which sets the ride limit where no risk assessment does."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class AssistantNeed(StrEnum):
    """Whether a pupil needs a passenger assistant aboard, and whether for themselves alone."""

    NONE = "none"
    SHARED = "shared"
    ONE_TO_ONE = "one-to-one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a risk assessment asks of a run; never why.

    Parameters
    ----------
    wheelchair
        Travels in a wheelchair space; otherwise on a seat.
    boarding_s
        Seconds that boarding at home takes (and handing over at home).
    assistant, training
        The passenger assistant, and what they must be trained in.
    solo
        Travels with no other pupil.
    apart_from, together_with
        Pupils with whom never, and always, to share a run.
    most_aboard
        The most pupils, this one counted, on a run with them; None for no limit.
    ride_limit_s
        The longest ride; None for the policy's limit by phase.
    features
        What the vehicle must have (a harness, a lift).
    home_from_s, home_until_s
        When someone is at home: the vehicle arrives there no earlier and no later. None for no such limit.
    """

    wheelchair: bool = False
    boarding_s: int = 120
    assistant: AssistantNeed = AssistantNeed.NONE
    training: frozenset[Training] = frozenset()
    solo: bool = False
    apart_from: frozenset[PupilId] = frozenset()
    together_with: frozenset[PupilId] = frozenset()
    most_aboard: int | None = None
    ride_limit_s: int | None = None
    features: frozenset[Feature] = frozenset()
    home_from_s: int | None = None
    home_until_s: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.boarding_s <= 3600:  # noqa: PLR2004 -- an hour of boarding is a slip of the pen
            raise ValueError(f"boarding_s must be from 0 to 3600, not {self.boarding_s}.")
        if self.training and self.assistant is AssistantNeed.NONE:
            raise ValueError("training asks for an assistant: assistant must be shared or one-to-one.")
        if self.most_aboard is not None and self.most_aboard < 1:
            raise ValueError(f"most_aboard must be at least 1, not {self.most_aboard}.")
        if self.ride_limit_s is not None and self.ride_limit_s <= 0:
            raise ValueError(f"ride_limit_s must be positive, not {self.ride_limit_s}.")
        if self.solo and self.together_with:
            raise ValueError("a pupil who travels solo cannot be together with others.")
        if both := self.apart_from & self.together_with:
            raise ValueError(f"apart_from and together_with both name {', '.join(sorted(both))}.")
        if None not in (self.home_from_s, self.home_until_s) and self.home_from_s > self.home_until_s:  # type: ignore[operator]  # neither is None here
            raise ValueError("home_from_s must be <= home_until_s.")


@dataclass(frozen=True, slots=True)
class PickUpPoint:
    """A place, other than their own door, where a pupil's risk assessment lets them board and alight.

    Parameters
    ----------
    place
        Where it is.
    walk_s
        Seconds of the walk from the door, which count towards the ride limit.
    """

    place: PlaceId
    walk_s: int

    def __post_init__(self) -> None:
        if self.walk_s < 0:
            raise ValueError(f"walk_s must not be negative, not {self.walk_s}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A child or young person who travels to school.

    Parameters
    ----------
    id
        A travel reference; never the unique pupil number.
    school, home, phase, needs
        To which school, from which place, how old, and what they need.
    pick_up_points
        Other places where they may board; home is always one.
    """

    id: PupilId
    school: SchoolId
    home: PlaceId
    phase: Phase
    needs: Needs = Needs()
    pick_up_points: tuple[PickUpPoint, ...] = ()

    def __post_init__(self) -> None:
        if self.id in self.needs.apart_from | self.needs.together_with:
            raise ValueError(f"pupil {self.id} cannot be kept apart from, or together with, themselves.")

    @property
    def boarding_places(self) -> tuple[PlaceId, ...]:
        """Where they may board: home first, then the pick-up points."""
        return (self.home, *(point.place for point in self.pick_up_points))

    def walk_s(self, place: PlaceId) -> int | None:
        """Return the seconds of the walk to board at a place; None if they may not board there."""
        if place == self.home:
            return 0
        return next((point.walk_s for point in self.pick_up_points if point.place == place), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school on one day, in the direction of the problem.

    Parameters
    ----------
    gates
        The places where vehicles set down and pick up; any of them will do.
    from_s, until_s
        To school: a vehicle arrives within these. From school: it leaves within these (after the bell).
    handover_s
        Seconds that a vehicle stands at the gate.
    bays
        How many vehicles can stand at the gates at once; None for no limit.
    shares_with
        Schools with whose pupils its own may share a run; None for any.
    """

    id: SchoolId
    gates: tuple[PlaceId, ...]
    from_s: int
    until_s: int
    handover_s: int = 180
    bays: int | None = None
    shares_with: frozenset[SchoolId] | None = None

    def __post_init__(self) -> None:
        if not self.gates:
            raise ValueError(f"school {self.id} must have a gate.")
        if not 0 <= self.from_s <= self.until_s < DAY_S:
            raise ValueError(f"from_s must be <= until_s, within the day, at school {self.id}.")
        if self.handover_s < 0:
            raise ValueError(f"handover_s must not be negative, not {self.handover_s}.")
        if self.bays is not None and self.bays < 1:
            raise ValueError(f"bays must be at least 1, not {self.bays}.")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to fit out a vehicle: so many seats for passengers, so many wheelchair spaces.

    Examples
    --------
    A minibus of 16 seats, or of 14 and one wheelchair: ``(Layout(16, 0), Layout(14, 1))``.
    """

    seats: int
    wheelchair_spaces: int = 0

    def __post_init__(self) -> None:
        if self.seats < 0 or self.wheelchair_spaces < 0:
            raise ValueError("seats and wheelchair_spaces must not be negative.")
        if self.seats + self.wheelchair_spaces == 0:
            raise ValueError("a layout must have room for someone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What an operator has agreed: for which schools, with which licence, at what price.

    Parameters
    ----------
    operator
        The firm, or the authority's own fleet.
    day_rate_pence
        For one vehicle for a day, both directions; each direction bears half.
    mile_rate_pence, hour_rate_pence
        For each mile and each hour from depot to depot (from the first stop to the last where there is no depot).
    schools
        Those it covers; None for any.
    most_seats
        The most passengers its licence allows in a vehicle (8 without a PSV operator's licence); None for any.
    """

    id: ContractId
    operator: str
    day_rate_pence: int
    mile_rate_pence: int
    hour_rate_pence: int = 0
    schools: frozenset[SchoolId] | None = None
    most_seats: int | None = None

    def __post_init__(self) -> None:
        for name in ("day_rate_pence", "mile_rate_pence", "hour_rate_pence"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative, not {getattr(self, name)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle with its driver, as one contract offers it.

    Parameters
    ----------
    layouts
        The alternative layouts, of which one is used on a run.
    road_profile
        By which travel matrix it drives.
    depot
        Where it starts and ends; None if it may start and end anywhere, unpaid.
    from_s, until_s
        It leaves the depot (or its first stop) no earlier, and is back (or at its last stop) no later.
    features
        What it has: a lift, harnesses.
    driver
        Who usually drives it.
    cleared_until
        The last day on which its licence, inspection and driver's checks all hold; None if not kept here.
    shift_limit_s
        It is back so many seconds after it left, at the latest; None for no such limit.
    """

    id: VehicleId
    contract: ContractId
    layouts: tuple[Layout, ...]
    road_profile: RoadProfile = RoadProfile("car")
    depot: PlaceId | None = None
    from_s: int = 0
    until_s: int = DAY_S - 1
    features: frozenset[Feature] = frozenset()
    driver: DriverId | None = None
    cleared_until: date | None = None
    shift_limit_s: int | None = None

    def __post_init__(self) -> None:
        if self.shift_limit_s is not None and self.shift_limit_s <= 0:
            raise ValueError(f"shift_limit_s must be positive, not {self.shift_limit_s}, for vehicle {self.id}.")
        if not self.layouts:
            raise ValueError(f"vehicle {self.id} must have a layout.")
        if not 0 <= self.from_s <= self.until_s < DAY_S:
            raise ValueError(f"from_s must be <= until_s, within the day, for vehicle {self.id}.")

    @property
    def kind(self) -> "Vehicle":
        """The vehicle stripped of what tells it from its like: its id and its driver."""
        return replace(self, id=VehicleId("any"), driver=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassengerAssistant:
    """The adult aboard who looks after pupils.

    Parameters
    ----------
    joins_at
        Where vehicles collect them and bring them back (their home, a depot); None if they make their own way to the
        first stop and from the last.
    training
        What they are trained in.
    from_s, until_s, shift_limit_s
        They are aboard within these hours, and no longer than this.
    hour_rate_pence
        Paid from joining to leaving, and never for less than the policy's minimum.
    cleared_until
        The last day on which their checks and training hold; None if not kept here.
    """

    id: AssistantId
    joins_at: PlaceId | None = None
    training: frozenset[Training] = frozenset()
    from_s: int = 0
    until_s: int = DAY_S - 1
    shift_limit_s: int = 5 * 3600
    hour_rate_pence: int = 1400
    cleared_until: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.from_s <= self.until_s < DAY_S:
            raise ValueError(f"from_s must be <= until_s, within the day, for assistant {self.id}.")
        if self.shift_limit_s <= 0 or self.hour_rate_pence < 0:
            raise ValueError(f"shift_limit_s must be positive and hour_rate_pence not negative, for {self.id}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a pupil has been promised in this direction; breaking it has a price, in the policy.

    Parameters
    ----------
    time_s, tolerance_s
        When the vehicle is at their pick-up point, and the seconds either way that nobody minds.
    vehicle, driver, assistant
        Whom they know; None where nothing is promised.
    """

    pupil: PupilId
    time_s: int | None = None
    tolerance_s: int = 300
    vehicle: VehicleId | None = None
    driver: DriverId | None = None
    assistant: AssistantId | None = None

    def __post_init__(self) -> None:
        if self.tolerance_s < 0:
            raise ValueError(f"tolerance_s must not be negative, not {self.tolerance_s}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A recorded exception to one rule: an exception is a record, never an ``if``.

    Parameters
    ----------
    rule, pupil
        Which rule need not be kept, for whom.
    reason, granted_by, until
        Why, by whom (a staff reference), and the last day.
    """

    rule: RuleId
    pupil: PupilId
    reason: str
    granted_by: str
    until: date

    def __post_init__(self) -> None:
        if not self.reason or not self.granted_by:
            raise ValueError("a waiver must have a reason and someone who granted it.")
