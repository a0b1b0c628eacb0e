"""The question: one day and one direction, who must travel, and what there is to carry them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from geodata import PlaceId, TravelMatrix
from routing.policy import Policy
from routing.records import (
    AssistantId,
    Contract,
    ContractId,
    PassengerAssistant,
    Phase,
    Pupil,
    RoadProfile,
    School,
    SchoolId,
    Usual,
    Vehicle,
    VehicleId,
    Waiver,
)
from routing.risk import PupilId, RiskAssessment, RuleId, why_not_assessed


class Direction(StrEnum):
    """Which way the runs go; each direction of a day is a problem of its own."""

    TO_SCHOOL = "to-school"
    FROM_SCHOOL = "from-school"


_Record = TypeVar("_Record", Pupil, School, Contract, Vehicle, PassengerAssistant)


def _by_id(what: str, records: Iterable[_Record]) -> Mapping[str, _Record]:
    found: dict[str, _Record] = {}
    for record in records:
        if record.id in found:
            raise ValueError(f"two {what}s have the id {record.id!r}.")
        found[record.id] = record
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Everything that a planner or a judge may know of one direction of one day.

    Parameters
    ----------
    assessments
        The risk assessments, at most one for each pupil: the one that counts on the day.
    travels
        For each road profile, seconds and metres between all places named in the problem; each of the same places.

    Attributes
    ----------
    pupil, school, contract, vehicle, assistant, usual, assessment
        The records by id.
    """

    day: date
    direction: Direction
    pupils: tuple[Pupil, ...]
    schools: tuple[School, ...]
    contracts: tuple[Contract, ...]
    vehicles: tuple[Vehicle, ...]
    assistants: tuple[PassengerAssistant, ...]
    assessments: tuple[RiskAssessment, ...]
    travels: Mapping[RoadProfile, TravelMatrix]
    usuals: tuple[Usual, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    policy: Policy = field(default_factory=Policy)
    pupil: Mapping[PupilId, Pupil] = field(init=False, repr=False)
    school: Mapping[SchoolId, School] = field(init=False, repr=False)
    contract: Mapping[ContractId, Contract] = field(init=False, repr=False)
    vehicle: Mapping[VehicleId, Vehicle] = field(init=False, repr=False)
    assistant: Mapping[AssistantId, PassengerAssistant] = field(init=False, repr=False)
    usual: Mapping[PupilId, Usual] = field(init=False, repr=False)
    assessment: Mapping[PupilId, RiskAssessment] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("pupil", "school", "contract", "vehicle", "assistant"):
            object.__setattr__(self, name, _by_id(name, getattr(self, f"{name}s")))
        object.__setattr__(self, "usual", {usual.pupil: usual for usual in self.usuals})
        object.__setattr__(self, "assessment", {each.pupil: each for each in self.assessments})
        if len(self.usual) != len(self.usuals) or len(self.assessment) != len(self.assessments):
            raise ValueError("a pupil must not have two usuals or two risk assessments.")
        if not self.travels or len({matrix.places for matrix in self.travels.values()}) != 1:
            raise ValueError("travels must hold at least one matrix, and all must be of the same places.")
        if wrong := [*_unknown_places(self), *_unknown_records(self)] or [*_contradictions(self)]:
            raise ValueError("\n".join(wrong))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        names = (
            "day",
            "direction",
            "pupils",
            "schools",
            "contracts",
            "vehicles",
            "assistants",
            "assessments",
        )
        more = ("travels", "usuals", "waivers", "policy")
        return all(getattr(self, name) == getattr(other, name) for name in names + more)

    def __hash__(self) -> int:
        return hash((self.day, self.direction, self.pupils))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as what it was made of, and be checked there again."""
        made_of = {each.name: getattr(self, each.name) for each in fields(self) if each.init}
        return partial(Problem, **made_of), ()

    @property
    def is_to_school(self) -> bool:
        """Whether the runs go to school."""
        return self.direction is Direction.TO_SCHOOL

    @property
    def places(self) -> TravelMatrix:
        """The travel matrix of the first road profile: where the places are, whatever drives there."""
        return next(iter(self.travels.values()))

    def travel_of(self, vehicle: VehicleId) -> TravelMatrix:
        """Return the travel matrix by which a vehicle drives."""
        return self.travels[self.vehicle[vehicle].road_profile]

    def ride_limit_s(self, pupil: PupilId) -> int:
        """Return the longest ride of a pupil: the risk assessment's, or the policy's for their phase."""
        record = self.pupil[pupil]
        if record.needs.ride_limit_s is not None:
            return record.needs.ride_limit_s
        primary = record.phase is Phase.PRIMARY
        return self.policy.ride_limit_primary_s if primary else self.policy.ride_limit_secondary_s

    def waives(self, rule: RuleId, pupil: PupilId) -> bool:
        """Say whether a waiver lifts a rule for a pupil on the day of the problem."""
        return any(w.rule == rule and w.pupil == pupil and self.day <= w.until for w in self.waivers)

    def why_not_planned(self, pupil: PupilId) -> str | None:
        """Return why a pupil may not be planned at all (no current risk assessment), or None if they may."""
        return why_not_assessed(self.assessment, pupil, self.day)


def _unknown_places(problem: Problem) -> Iterator[str]:
    """Yield a sentence for each place that the travel matrices do not know."""
    named: list[tuple[str, PlaceId | None]] = []
    for pupil in problem.pupils:
        named += [(f"pupil {pupil.id}", place) for place in pupil.boarding_places]
    named += [(f"school {school.id}", gate) for school in problem.schools for gate in school.gates]
    named += [(f"vehicle {vehicle.id}", vehicle.depot) for vehicle in problem.vehicles]
    named += [(f"assistant {assistant.id}", assistant.joins_at) for assistant in problem.assistants]
    for whose, place in named:
        if place is not None and place not in problem.places:
            yield f"{whose}: place {place!r} is not in the travel matrix."


def _unknown_records(problem: Problem) -> Iterator[str]:
    """Yield a sentence for each record that names another which is not there."""
    for pupil in problem.pupils:
        if pupil.school not in problem.school:
            yield f"pupil {pupil.id}: school {pupil.school!r} is unknown."
        for other in pupil.needs.apart_from | pupil.needs.together_with:
            if other not in problem.pupil:
                yield f"pupil {pupil.id}: the other pupil {other!r} is unknown."
    for vehicle in problem.vehicles:
        if vehicle.contract not in problem.contract:
            yield f"vehicle {vehicle.id}: contract {vehicle.contract!r} is unknown."
        if vehicle.road_profile not in problem.travels:
            yield f"vehicle {vehicle.id}: there is no travel matrix for road profile {vehicle.road_profile!r}."
    about: list[Usual | Waiver | RiskAssessment] = [*problem.usuals, *problem.waivers, *problem.assessments]
    for record in about:
        if record.pupil not in problem.pupil:
            yield f"{type(record).__name__}: pupil {record.pupil!r} is unknown."


def _contradictions(problem: Problem) -> Iterator[str]:
    """Yield a sentence for each two pupils of whom no plan could be right."""
    for pupil in problem.pupils:
        for other in pupil.needs.together_with:
            if problem.pupil[other].needs.solo:
                yield f"pupil {pupil.id} must be together with {other}, who travels solo."
