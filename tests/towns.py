"""Small worlds with names, and the builders with which a test lays out a morning in a few lines.

Places lie on a plane, in kilometres; vehicles drive along its axes at 10 metres a second, so that a kilometre takes
100 seconds. The street's and the crossroads' places are three kilometres, and five minutes, apart.

A run is written as visits, ``place: +boards -alights >joins <leaves``, and drives from one to the next without waiting:

>>> problem = street(pupil("ann", "a"), pupil("bob", "b"))
>>> bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
>>> [stop.place for stop in bus.stops], bus.stops[-1].arrive_s == seconds("08:40")
(['a', 'b', 'oak'], True)
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from geodata import Place, PlaceId, TravelMatrix
from routing.plan import CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.problem import Direction, Problem
from routing.records import (
    AssistantId,
    AssistantNeed,
    Contract,
    ContractId,
    Feature,
    Layout,
    Needs,
    PassengerAssistant,
    Phase,
    PickUpPoint,
    Pupil,
    RoadProfile,
    School,
    SchoolId,
    Training,
    Vehicle,
    VehicleId,
)
from routing.risk import Measure, PupilId, RiskAssessment

DAY = date(2026, 11, 23)
CAR = RoadProfile("car")
METRES_PER_S = 10
Points = Mapping[str, tuple[float, float]]

STREET: Points = {"depot": (-3, 0), "a": (0, 0), "b": (3, 0), "c": (6, 0), "d": (9, 0), "oak": (12, 0)}
CROSSROADS: Points = {
    "depot": (0, 0),
    "a": (-3, 0),
    "b": (3, 0),
    "c": (0, -3),
    "d": (-3, -3),
    "oak": (0, 3),
    "elm": (3, 3),
}


def seconds(clock: str) -> int:
    """Return seconds after midnight: ``seconds("08:35")``, ``seconds("08:35:20")``."""
    return sum(int(part) * unit for part, unit in zip(clock.split(":"), (3600, 60, 1), strict=False))


def matrix(points: Points) -> TravelMatrix:
    """Return the travel matrix of points on the plane, in kilometres."""
    xy = np.array(list(points.values()), dtype=float) * 1000
    metres = np.rint(np.abs(xy[:, None, :] - xy[None, :, :]).sum(axis=2)).astype(np.int32)
    places = tuple(Place(PlaceId(name), 52 + y / 111, x / 70) for name, (x, y) in points.items())
    return TravelMatrix(places, -(-metres // METRES_PER_S), metres)


def pupil(
    name: str,
    home: str,
    school: str = "oak",
    *,
    phase: Phase = Phase.PRIMARY,
    walks: Mapping[str, int] | None = None,
    **needs: Any,
) -> Pupil:
    """Return a pupil; ``walks`` gives the seconds of the walk to each pick-up point; needs may be plain strings."""
    for key, kind in (
        ("apart_from", PupilId),
        ("together_with", PupilId),
        ("training", Training),
        ("features", Feature),
    ):
        if key in needs:
            needs[key] = frozenset(kind(each) for each in str(needs[key]).split())
    if "assistant" in needs:
        needs["assistant"] = AssistantNeed(needs["assistant"])
    points = tuple(PickUpPoint(PlaceId(place), walk_s) for place, walk_s in (walks or {}).items())
    return Pupil(
        id=PupilId(name),
        school=SchoolId(school),
        home=PlaceId(home),
        phase=phase,
        needs=Needs(**needs),
        pick_up_points=points,
    )


def school(name: str = "oak", *gates: str, between: str = "08:30-08:45", **more: Any) -> School:
    """Return a school with its times, at the gates named, or at a place of its own name."""
    from_s, until_s = (seconds(part) for part in between.split("-"))
    if more.get("shares_with") is not None:
        more["shares_with"] = frozenset(SchoolId(each) for each in str(more["shares_with"]).split())
    places = tuple(PlaceId(gate) for gate in gates or (name,))
    return School(id=SchoolId(name), gates=places, from_s=from_s, until_s=until_s, **more)


def vehicle(name: str = "bus", *layouts: tuple[int, int], contract: str = "firm", **more: Any) -> Vehicle:
    """Return a vehicle with layouts (seats, wheelchair spaces), of eight seats unless told otherwise."""
    if "depot" in more:
        more["depot"] = PlaceId(more["depot"])
    more["features"] = frozenset(Feature(each) for each in str(more.get("features", "")).split())
    if "hours" in more:
        more["from_s"], more["until_s"] = (seconds(part) for part in more.pop("hours").split("-"))
    rooms = tuple(Layout(*layout) for layout in layouts or ((8, 0),))
    return Vehicle(id=VehicleId(name), contract=ContractId(contract), layouts=rooms, **more)


def contract(name: str = "firm", **more: Any) -> Contract:
    """Return a contract: £80 a day, £2 a mile, £6 an hour unless told otherwise."""
    rates = {"day_rate_pence": 8000, "mile_rate_pence": 200, "hour_rate_pence": 600}
    if more.get("schools") is not None:
        more["schools"] = frozenset(SchoolId(each) for each in str(more["schools"]).split())
    return Contract(id=ContractId(name), operator=name, **(rates | more))


def assistant(name: str, training: str = "", **more: Any) -> PassengerAssistant:
    """Return a passenger assistant."""
    if "joins_at" in more:
        more["joins_at"] = PlaceId(more["joins_at"])
    if "hours" in more:
        more["from_s"], more["until_s"] = (seconds(part) for part in more.pop("hours").split("-"))
    return PassengerAssistant(
        id=AssistantId(name), training=frozenset(Training(each) for each in training.split()), **more
    )


def assessed(pupils: Iterable[Pupil], **measures: Measure) -> tuple[RiskAssessment, ...]:
    """Return a risk assessment that holds on the day, for each pupil, with a measure for those named."""
    return tuple(
        RiskAssessment(
            each.id, date(2026, 9, 1), date(2027, 8, 31), "RA7", (), (measures[each.id],) if each.id in measures else ()
        )
        for each in pupils
    )


def world(points: Points, pupils: Iterable[Pupil], **more: Any) -> Problem:
    """Return the problem of the day: one bus and one school unless told otherwise, everybody's assessment in order."""
    people = tuple(pupils)
    schools = dict.fromkeys(each.school for each in people) or {SchoolId("oak"): None}
    to_school = more.get("direction", Direction.TO_SCHOOL) is Direction.TO_SCHOOL
    between = "08:30-08:45" if to_school else "15:30-15:45"
    told: dict[str, Any] = {
        "day": DAY,
        "direction": Direction.TO_SCHOOL,
        "pupils": people,
        "schools": tuple(school(each, between=between) for each in schools),
        "contracts": (contract(),),
        "vehicles": (vehicle(),),
        "assistants": (),
        "assessments": assessed(people),
        "travels": {CAR: matrix(points)},
    }
    return Problem(**(told | more))


def street(*pupils: Pupil, **more: Any) -> Problem:
    """Return a street: depot - a - b - c - d - oak, five minutes from each to the next."""
    return world(STREET, pupils, **more)


def crossroads(*pupils: Pupil, **more: Any) -> Problem:
    """Return a crossroads: schools oak and elm to the north, a and b to the west and east, c and d to the south."""
    return world(CROSSROADS, pupils, **more)


def service_s(problem: Problem, boards: Iterable[str], alights: Iterable[str]) -> int:
    """Return the seconds of a stop: everyone's boarding at their own end, one handing over at a school."""
    own, others = (boards, alights) if problem.is_to_school else (alights, boards)
    handovers = [problem.school[problem.pupil[PupilId(name)].school].handover_s for name in others]
    return sum(problem.pupil[PupilId(name)].needs.boarding_s for name in own) + max(handovers, default=0)


def run(problem: Problem, vehicle: str, *visits: str, at: str, crew: str = "", layout: int = 0) -> Run:
    """Return a run without waiting, written as visits; see the head of this module.

    Parameters
    ----------
    at
        To school, when it arrives at its last school; from school, when it leaves its first.
    crew
        Assistants, ``anna`` for all and ``ben=ann`` for Ann alone.
    """
    told = [_told(visit) for visit in visits]
    travel, marks, now = problem.travel_of(VehicleId(vehicle)), [0], 0
    lasts = [service_s(problem, each["+"], each["-"]) for _, each in told]
    for ((before, _), (after, _)), service in zip(pairwise(told), lasts, strict=False):
        now += service + travel.seconds_between(PlaceId(before), PlaceId(after))
        marks.append(now)
    side = "-" if problem.is_to_school else "+"
    at_school = [number for number, (_, each) in enumerate(told) if each[side]] or [len(told) - 1]
    anchor = at_school[-1] if problem.is_to_school else at_school[0]
    begin = seconds(at) - marks[anchor] - (0 if problem.is_to_school else lasts[anchor])
    stops = tuple(
        Stop(
            place=PlaceId(place),
            arrive_s=begin + mark,
            leave_s=begin + mark + service,
            boards=tuple(PupilId(name) for name in each["+"]),
            alights=tuple(PupilId(name) for name in each["-"]),
            joins=tuple(AssistantId(name) for name in each[">"]),
            leaves=tuple(AssistantId(name) for name in each["<"]),
        )
        for (place, each), mark, service in zip(told, marks, lasts, strict=True)
    )
    record = problem.vehicle[VehicleId(vehicle)]
    return Run(vehicle=record.id, layout=record.layouts[layout], stops=stops, crew=_crew(crew))


def _told(visit: str) -> tuple[str, dict[str, list[str]]]:
    place, _, marks = visit.partition(":")
    said: dict[str, list[str]] = {"+": [], "-": [], ">": [], "<": []}
    for mark in marks.split():
        said[mark[0]].append(mark[1:])
    return place.strip(), said


def _crew(said: str) -> tuple[CrewMember, ...]:
    members = [each.partition("=") for each in said.split()]
    return tuple(CrewMember(AssistantId(name), PupilId(whom) if whom else None) for name, _, whom in members)


def plan(*runs: Run, unplaced: str = "") -> Plan:
    """Return a plan of runs, each vehicle's in the order given, with those unplaced."""
    vehicles = dict.fromkeys(each.vehicle for each in runs)
    shifts = tuple(Shift(name, tuple(each for each in runs if each.vehicle == name)) for name in vehicles)
    return Plan(shifts=shifts, unplaced=tuple(Unplaced(PupilId(name), "no room") for name in unplaced.split()))


def broken(problem: Problem, *runs: Run, unplaced: str = "") -> set[str]:
    """Return the ids of the rules that a plan of these runs breaks; those who are on none count as unplaced."""
    from routing.checker import check  # noqa: PLC0415 -- the builders above need no checker

    named = set(unplaced.split()) | (set(problem.pupil) - {name for each in runs for name in each.pupils})
    return {violation.rule for violation in check(problem, plan(*runs, unplaced=" ".join(sorted(named))))}
