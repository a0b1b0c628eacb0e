"""From an instance to a problem of the product, and from a plan back to routes.

A request is a pupil: its pick-up is their home, its delivery the gate of a school of their own. The objective is the
cost model: distance is paid by the mile, a vehicle, where vehicles count, by the day. An instance's unit of time is so
many of the product's seconds that its day just fits into one of theirs. Drives are rounded up and windows inwards, so
a plan that keeps the problem's times keeps the instance's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor

import numpy as np

from geodata import Place, PlaceId, TravelMatrix
from routing.plan import Plan, Shift
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import (
    DAY_S,
    Contract,
    ContractId,
    Layout,
    Needs,
    Phase,
    Pupil,
    RoadProfile,
    School,
    SchoolId,
    Vehicle,
    VehicleId,
)
from routing.risk import PupilId, RiskAssessment
from routing.rules import Postable
from tests.benchmarks.formats.ground import DEPOT, LITTLE, Node, Request, Route, Visit, distance
from tests.benchmarks.formats.rules import RIDES, TIMES, ThereIsRoom

DAY = date(2026, 11, 26)
METRES = 10_000
"""Metres of a unit of distance."""
MILE_RATE_PENCE = 1609
"""For each mile: nearly a penny for each metre."""
UNPLACED_PENCE = 10**9
"""More than any plan of the formats costs: no request is left to save anything."""
LONGEST_BOARDING_S = 3600
ROAD = RoadProfile("car")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a format says in its own way.

    Parameters
    ----------
    nodes, requests
        The places, the depot first; who goes where.
    room
        For each load, what each request takes, and what each vehicle has.
    longest_route
        For each vehicle; None for no limit.
    vehicle_costs
        What using a vehicle costs, in units of distance.
    """

    nodes: Sequence[Node]
    requests: Sequence[Request]
    room: Mapping[str, tuple[Sequence[int], Sequence[int]]]
    longest_route: Sequence[float | None]
    vehicle_costs: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """An instance as a problem, and the rules by which it is planned."""

    problem: Problem
    rules: tuple[Postable, ...]
    request: Mapping[PupilId, Request] = field(repr=False)
    second: float
    """How long a second is in the instance's unit."""

    def routes(self, plan: Plan) -> list[Route]:
        """Return a plan as routes, in the instance's numbers."""
        return [self._route(shift) for shift in plan.shifts]

    def _route(self, shift: Shift) -> Route:
        travel, stops, depot = self.problem.travel_of(shift.vehicle), shift.stops, PlaceId(str(DEPOT))
        leaves_s = stops[0].arrive_s - travel.seconds_between(depot, stops[0].place)
        returns_s = stops[-1].leave_s + travel.seconds_between(stops[-1].place, depot)
        visits = (Visit(int(stop.place), stop.arrive_s * self.second) for stop in stops)
        return Route(int(shift.vehicle), leaves_s * self.second, tuple(visits), returns_s * self.second)


def stated(terms: Terms) -> Stated:
    """Return an instance as the product states it.

    Its places are named by the numbers of its nodes, its vehicles by their own, from 0.
    """
    per_unit, people = _seconds_per_unit(terms), _names(terms.requests)
    vehicles = tuple(_vehicles(terms, per_unit))
    problem = Problem(
        day=DAY,
        direction=Direction.TO_SCHOOL,
        pupils=tuple(_pupil(name, terms.nodes[each.pickup], each, per_unit) for name, each in people.items()),
        schools=tuple(_school(terms.nodes[each.delivery], each, per_unit) for each in people.values()),
        contracts=(_contract(terms),),
        vehicles=vehicles,
        assistants=(),
        assessments=tuple(RiskAssessment(name, DAY, DAY, "the format") for name in people),
        travels={ROAD: _matrix(terms.nodes, per_unit)},
        policy=Policy(ride_hour_pence=0, unplaced_pence=UNPLACED_PENCE),
    )
    rules: list[Postable] = [*TIMES]
    if any(request.ride is not None for request in terms.requests):
        rules += RIDES
    for load, (takes, room) in terms.room.items():
        of_each = {name: takes[number] for number, name in enumerate(people)}
        rules.append(ThereIsRoom(load, of_each, {each.id: room[k] for k, each in enumerate(vehicles)}))
    return Stated(problem, tuple(rules), people, 1 / per_unit)


def _names(requests: Sequence[Request]) -> dict[PupilId, Request]:
    return {PupilId(f"p{request.pickup}"): request for request in requests}


def _seconds_per_unit(terms: Terms) -> int:
    """Return as many whole seconds for a unit of time as let everything happen within one day."""
    nodes, depot, last = terms.nodes, terms.nodes[DEPOT], 0.0
    for request in terms.requests:
        pickup, delivery = nodes[request.pickup], nodes[request.delivery]
        by = delivery.latest if request.ride is None else pickup.latest + pickup.service + request.ride
        last = max(last, min(delivery.latest, by) + delivery.service + distance(delivery, depot))
    finest = (DAY_S - 1) / (min(last, depot.latest) + 1)
    boarding = max(nodes[request.pickup].service for request in terms.requests)
    return floor(min(finest, LONGEST_BOARDING_S / max(boarding, 1)))


def _up(value: float, per_unit: int) -> int:
    return ceil(value * per_unit - LITTLE)


def _down(value: float, per_unit: int) -> int:
    return min(DAY_S - 1, floor(value * per_unit + LITTLE))


def _pupil(name: PupilId, pickup: Node, request: Request, per_unit: int) -> Pupil:
    needs = Needs(
        boarding_s=_up(pickup.service, per_unit),
        ride_limit_s=None if request.ride is None else _down(request.ride, per_unit),
        home_from_s=_up(pickup.earliest, per_unit),
        home_until_s=_down(pickup.latest, per_unit),
    )
    school, home = SchoolId(f"s{request.delivery}"), PlaceId(str(request.pickup))
    return Pupil(id=name, school=school, home=home, phase=Phase.PRIMARY, needs=needs)


def _school(delivery: Node, request: Request, per_unit: int) -> School:
    return School(
        id=SchoolId(f"s{request.delivery}"),
        gates=(PlaceId(str(request.delivery)),),
        from_s=_up(delivery.earliest, per_unit),
        until_s=_down(delivery.latest, per_unit),
        handover_s=_up(delivery.service, per_unit),
    )


def _contract(terms: Terms) -> Contract:
    day_rate_pence = round(2 * terms.vehicle_costs * METRES)  # each direction bears half
    return Contract(
        id=ContractId("all"), operator="all", day_rate_pence=day_rate_pence, mile_rate_pence=MILE_RATE_PENCE
    )


def _vehicles(terms: Terms, per_unit: int) -> Iterator[Vehicle]:
    depot = terms.nodes[DEPOT]
    for number, longest in enumerate(terms.longest_route):
        seats = max(1, *(room[number] for _, room in terms.room.values()), 1)
        yield Vehicle(
            id=VehicleId(str(number)),
            contract=ContractId("all"),
            layouts=(Layout(seats),),
            road_profile=ROAD,
            depot=PlaceId(str(DEPOT)),
            from_s=_up(depot.earliest, per_unit),
            until_s=_down(depot.latest, per_unit),
            shift_limit_s=None if longest is None else _down(longest, per_unit),
        )


def _matrix(nodes: Sequence[Node], per_unit: int) -> TravelMatrix:
    far = np.array([[distance(one, other) for other in nodes] for one in nodes])
    places = tuple(Place(PlaceId(str(number)), 0.0, 0.0) for number in range(len(nodes)))
    seconds = np.ceil(far * per_unit - LITTLE).astype(np.int32)
    return TravelMatrix(places, seconds, np.rint(far * METRES).astype(np.int32))
