"""A small town for the tests of the web: two schools, six pupils, a minibus with a depot, a taxi, two assistants.

Its plans are written by hand, to the second, so that no planner is needed to print, draw or export one.
"""

from dataclasses import replace
from datetime import date

import numpy as np

from geodata import Place, PlaceId, TravelMatrix
from routing.plan import Bound, CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.problem import Direction, Problem
from routing.records import (
    AssistantId,
    AssistantNeed,
    Contract,
    ContractId,
    DriverId,
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
from routing.risk import Hazard, Measure, PupilId, RiskAssessment, RuleId
from web.paper.road_lines import RoadLines, drives

DAY = date(2026, 11, 23)
CAR = RoadProfile("car")
MINIBUS, TAXI = VehicleId("minibus-1"), VehicleId("taxi-7")
_WHERE = {
    "depot": (52.640, -1.130),
    "home-1": (52.652, -1.110),
    "home-2": (52.661, -1.098),
    "home-3": (52.664, -1.096),
    "home-4": (52.670, -1.140),
    "home-5": (52.630, -1.160),
    "home-6": (52.690, -1.100),
    "corner": (52.668, -1.121),
    "ann": (52.645, -1.118),
    "gate-oak": (52.675, -1.112),
    "gate-elm": (52.648, -1.165),
}
PLACES = tuple(Place(PlaceId(name), lat, lon) for name, (lat, lon) in _WHERE.items())
TRAINED = frozenset({Training("rescue-medication")})


def _pupil(number: int, school: str = "oak", **needs: object) -> Pupil:
    return Pupil(
        id=PupilId(f"p{number}"),
        school=SchoolId(school),
        home=PlaceId(f"home-{number}"),
        phase=Phase.SECONDARY,
        needs=Needs(**needs),  # type: ignore[arg-type]  # each test names the fields that it means
    )


PUPILS = (
    _pupil(1, wheelchair=True, boarding_s=600, features=frozenset({Feature("lift")})),
    _pupil(2, assistant=AssistantNeed.SHARED, training=TRAINED),
    _pupil(3, assistant=AssistantNeed.ONE_TO_ONE),
    replace(_pupil(4), pick_up_points=(PickUpPoint(PlaceId("corner"), 300),)),
    _pupil(5, "elm", solo=True),
    _pupil(6),
)


def _travel() -> TravelMatrix:
    """Return drives at 36 km/h along streets that run north to south and west to east."""
    east_m = np.array([place.lon for place in PLACES]) * 111_195 * np.cos(np.radians(52.65))
    north_m = np.array([place.lat for place in PLACES]) * 111_195
    metres = abs(east_m[:, None] - east_m) + abs(north_m[:, None] - north_m)
    return TravelMatrix(PLACES, np.ceil(metres / 10).astype(np.int32), metres.astype(np.int32))


def town(direction: Direction = Direction.TO_SCHOOL) -> Problem:
    """Return the problem of the town's Monday."""
    windows = {True: (8 * 3600 + 900, 9 * 3600), False: (15 * 3600 + 900, 15 * 3600 + 1800)}
    from_s, until_s = windows[direction is Direction.TO_SCHOOL]
    return Problem(
        day=DAY,
        direction=direction,
        pupils=PUPILS,
        schools=tuple(
            School(id=SchoolId(name), gates=(PlaceId(f"gate-{name}"),), from_s=from_s, until_s=until_s)
            for name in ("oak", "elm")
        ),
        contracts=(
            Contract(id=ContractId("c1"), operator="Own fleet", day_rate_pence=18_000, mile_rate_pence=90),
            Contract(id=ContractId("c2"), operator="Acorn Cars", day_rate_pence=6_000, mile_rate_pence=160),
        ),
        vehicles=(
            Vehicle(
                id=MINIBUS,
                contract=ContractId("c1"),
                layouts=(Layout(12), Layout(8, 2)),
                depot=PlaceId("depot"),
                features=frozenset({Feature("lift")}),
                driver=DriverId("d1"),
            ),
            Vehicle(id=TAXI, contract=ContractId("c2"), layouts=(Layout(4),)),
        ),
        assistants=(
            PassengerAssistant(id=AssistantId("a1"), joins_at=PlaceId("ann"), training=TRAINED),
            PassengerAssistant(id=AssistantId("a2")),
        ),
        assessments=tuple(
            RiskAssessment(
                pupil.id,
                date(2026, 9, 1),
                date(2027, 8, 31),
                "RA7",
                (Hazard("seizures"),),
                (Measure(RuleId("TheCrewIsTrained"), "an assistant trained in rescue medication"),),
            )
            for pupil in PUPILS
            if pupil.id != "p6"
        ),
        travels={CAR: _travel()},
    )


def _stop(place: str, arrive_s: int, leave_s: int, **who: tuple[str, ...]) -> Stop:
    return Stop(place=PlaceId(place), arrive_s=arrive_s, leave_s=leave_s, **who)  # type: ignore[arg-type]  # ids are words


def _on_the_road(
    problem: Problem, halts: list[tuple[str, int, dict[str, tuple[str, ...]]]], begin_s: int
) -> tuple[Stop, ...]:
    """Return stops driven one after the other without waiting: (place, seconds of service, who)."""
    stops: list[Stop] = []
    at_s = begin_s
    for place, service_s, who in halts:
        if stops:
            at_s = stops[-1].leave_s + problem.places.seconds_between(stops[-1].place, PlaceId(place))
        stops.append(_stop(place, at_s, at_s + service_s, **who))
    return tuple(stops)


def plan_to_school(problem: Problem) -> Plan:
    """Return a plan that keeps every rule: two minibus runs' worth of pupils on one run, a taxi for p5."""
    begin_s = 7 * 3600 + 50 * 60
    minibus = Run(
        vehicle=MINIBUS,
        layout=Layout(8, 2),
        crew=(CrewMember(AssistantId("a1")), CrewMember(AssistantId("a2"), PupilId("p3"))),
        stops=_on_the_road(
            problem,
            [
                ("ann", 0, {"joins": ("a1",)}),
                ("home-1", 600, {"boards": ("p1",)}),
                ("home-2", 120, {"boards": ("p2",)}),
                ("home-3", 120, {"boards": ("p3",)}),
                ("corner", 120, {"boards": ("p4",)}),
                ("gate-oak", 180, {"alights": ("p1", "p2", "p3", "p4")}),
                ("ann", 0, {"leaves": ("a1",)}),
            ],
            begin_s,
        ),
    )
    taxi = Run(
        vehicle=TAXI,
        layout=Layout(4),
        stops=_on_the_road(
            problem,
            [("home-5", 120, {"boards": ("p5",)}), ("gate-elm", 180, {"alights": ("p5",)})],
            8 * 3600 + 25 * 60,
        ),
    )
    return Plan(
        shifts=(Shift(MINIBUS, (minibus,)), Shift(TAXI, (taxi,))),
        unplaced=(Unplaced(PupilId("p6"), "no risk assessment is recorded"),),
        versions=(("waymark", "0.1.0"),),
        bound=Bound(100_000),
    )


def plan_for_nobody(problem: Problem) -> Plan:
    """Return a plan that leaves everyone unplaced."""
    return Plan(shifts=(), unplaced=tuple(Unplaced(pupil.id, "no vehicle is free") for pupil in problem.pupils))


def road_lines(problem: Problem, plan: Plan) -> RoadLines:
    """Return lines along the town's streets for all that the plan drives: north or south first, then west or east."""
    lines = {}
    for shift in plan.shifts:
        for start, end, _ in drives(problem, shift):
            a, b = problem.places.place(start), problem.places.place(end)
            corners = [(a.lat, a.lon), (b.lat, a.lon), (b.lat, b.lon)]
            lines[(CAR, start, end)] = np.array(corners)
    return RoadLines(lines, {PlaceId("home-2"): "Mill Lane"}, "Map data © OpenStreetMap contributors")
