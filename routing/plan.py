"""The answer: which vehicle stops where, when, for whom, with which assistants aboard; and who is left unplaced.

A run is one loaded trip: it begins at its first stop and ends when nobody is aboard. A shift is all runs of one vehicle
in one direction of one day. Drives from and to the depot, and between runs, are not written down: they follow from the
travel matrix. Times of day are whole seconds after local midnight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NewType

from geodata import PlaceId
from routing.records import AssistantId, Layout, VehicleId
from routing.risk import PupilId

RunId = NewType("RunId", str)
"""``vehicle/number``, counted from 1 in the order of the shift; for people and links, never for the planner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A halt of a run.

    Parameters
    ----------
    arrive_s, leave_s
        When boarding or alighting begins, and when the vehicle leaves.
    boards, alights
        The pupils who get on and off; those who alight do so before anyone boards.
    joins, leaves
        The assistants whom the vehicle collects or sets down here.
    """

    place: PlaceId
    arrive_s: int
    leave_s: int
    boards: tuple[PupilId, ...] = ()
    alights: tuple[PupilId, ...] = ()
    joins: tuple[AssistantId, ...] = ()
    leaves: tuple[AssistantId, ...] = ()

    def __post_init__(self) -> None:
        if self.leave_s < self.arrive_s:
            raise ValueError(f"leave_s must be >= arrive_s at {self.place}.")


@dataclass(frozen=True, slots=True)
class CrewMember:
    """A passenger assistant on a run, and the pupil whom they look after alone, if any."""

    assistant: AssistantId
    one_to_one_with: PupilId | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """The drive between two stops that follow each other: when the one is left, and when the other begins."""

    start: PlaceId
    end: PlaceId
    from_s: int
    to_s: int


@dataclass(frozen=True, slots=True)
class Ride:
    """One pupil's time aboard: from leaving the stop where they boarded to arriving where they alight."""

    pupil: PupilId
    board_place: PlaceId
    alight_place: PlaceId
    board_s: int
    alight_s: int

    @property
    def seconds(self) -> int:
        """The ride time."""
        return self.alight_s - self.board_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One loaded trip of one vehicle.

    Parameters
    ----------
    layout
        The layout in use.
    crew
        The assistants aboard at any time of the run.
    stops
        In the order in which they are made, at least two.
    """

    vehicle: VehicleId
    layout: Layout
    stops: tuple[Stop, ...]
    crew: tuple[CrewMember, ...] = ()

    def __post_init__(self) -> None:
        if len(self.stops) < 2:  # noqa: PLR2004 -- someone gets on, and off
            raise ValueError(f"a run of vehicle {self.vehicle} must have at least two stops.")

    @property
    def begins_s(self) -> int:
        """When the run arrives at its first stop."""
        return self.stops[0].arrive_s

    @property
    def ends_s(self) -> int:
        """When the run leaves its last stop."""
        return self.stops[-1].leave_s

    @property
    def pupils(self) -> tuple[PupilId, ...]:
        """The pupils, in the order in which they board."""
        return tuple(pupil for stop in self.stops for pupil in stop.boards)

    def legs(self) -> Iterator[Leg]:
        """Yield the drives between the stops."""
        for before, after in pairwise(self.stops):
            yield Leg(before.place, after.place, before.leave_s, after.arrive_s)

    def rides(self) -> Iterator[Ride]:
        """Yield the ride of each pupil who boards and later alights, in the order of alighting."""
        boarded: dict[PupilId, Stop] = {}
        for stop in self.stops:
            for pupil in stop.alights:
                if (start := boarded.pop(pupil, None)) is not None:
                    yield Ride(pupil, start.place, stop.place, start.leave_s, stop.arrive_s)
            boarded.update(dict.fromkeys(stop.boards, stop))


@dataclass(frozen=True, slots=True)
class Shift:
    """A vehicle's runs of one direction of one day, in the order in which it makes them."""

    vehicle: VehicleId
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        if not self.runs:
            raise ValueError(f"the shift of vehicle {self.vehicle} must have a run.")
        if any(run.vehicle != self.vehicle for run in self.runs):
            raise ValueError(f"the shift of vehicle {self.vehicle} must hold runs of that vehicle alone.")

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops of all runs, in order."""
        return tuple(stop for run in self.runs for stop in run.stops)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A pupil for whom there is no run, and why, in a sentence."""

    pupil: PupilId
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What every plan of the problem costs at least.

    Parameters
    ----------
    pence
        No plan is cheaper, unplaced pupils at their price included.
    relaxes
        Which parts of the problem the proof leaves out, in a sentence; empty if none.
    """

    pence: int
    relaxes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who travels how, in one direction of one day.

    Parameters
    ----------
    shifts, unplaced
        The runs, by vehicle; the pupils who have none, each with the reason.
    made_by, seed, versions
        Who or what made the plan, and with what, so that it can be made again.
    bound
        What every plan costs at least; None if nobody has worked it out.
    """

    shifts: tuple[Shift, ...]
    unplaced: tuple[Unplaced, ...] = ()
    made_by: str = "by hand"
    seed: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    bound: Bound | None = None

    def __post_init__(self) -> None:
        vehicles = [shift.vehicle for shift in self.shifts]
        if len(set(vehicles)) != len(vehicles):
            raise ValueError("a vehicle must not have two shifts.")

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs of all shifts."""
        return tuple(run for shift in self.shifts for run in shift.runs)

    def numbered_runs(self) -> Iterator[tuple[RunId, Run]]:
        """Yield each run with its id, ``vehicle/number``."""
        for shift in self.shifts:
            for number, run in enumerate(shift.runs, 1):
                yield RunId(f"{shift.vehicle}/{number}"), run

    def find_run_of(self, pupil: PupilId) -> Run | None:
        """Return the run on which a pupil boards, or None."""
        return next((run for run in self.runs if pupil in run.pupils), None)
