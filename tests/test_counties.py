"""Two real counties, 200 pupils each, one way in each: from the map file to a plan that keeps every rule.

Every leg is then driven again on the road graph by scipy's Dijkstra, which has met neither the contracted roads nor the
planner, and every time of the plan must hold.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from geodata import PlaceId
from geodata.matrix import price_roads
from geodata.osm import read_pbf
from geodata.roads import RoadGraph
from geodata.school_streets import streets_with_access
from routing.authority import Authority
from routing.commands import Effort
from routing.console import Teller
from routing.files import Document
from routing.plan import Plan, Shift
from routing.problem import Direction, Problem
from routing.synthesis import draw, road_ground
from web.morning import BANDS, ROAD_VEHICLES, Order, plan_day, stand_on_roads

MONDAY = date(2026, 11, 23)
EFFORT = Effort(iterations=4000, seed=1)
COUNTIES = {
    "Rutland": ("rutland-2018-03.osm.pbf", Direction.TO_SCHOOL),
    "Newport": ("newport-2023-06-13.osm.pbf", Direction.FROM_SCHOOL),
}


@dataclass(frozen=True, slots=True)
class County:
    """A real map, and an invented authority on it."""

    roads: RoadGraph
    authority: Authority
    direction: Direction


@pytest.fixture(scope="module", params=list(COUNTIES.values()), ids=list(COUNTIES))
def county(request: pytest.FixtureRequest, shared_data: Path) -> County:
    file, direction = request.param
    roads = read_pbf(shared_data / "osm" / file)
    return County(roads, draw(road_ground(roads), 200, 10, 1), direction)


def test_two_hundred_pupils_travel_on_real_roads_and_every_rule_is_kept(county: County) -> None:
    order = Order(day=MONDAY, direction=county.direction, effort=EFFORT)
    document, outcome = plan_day(county.authority, county.roads, order, Teller(quiet=True))
    problem, plan = document.problem, outcome.plan

    assert len(problem.pupils) >= 190
    assert list(map(str, outcome.violations)) == []
    left_out = {unplaced.pupil for unplaced in plan.unplaced}
    assert left_out == {pupil.id for pupil in problem.pupils if problem.why_not_planned(pupil.id)}
    assert plan.bound is not None
    assert 0 < plan.bound.pence <= document.summary["cost_pence"]
    assert_every_time_holds_on_the_road(county, order, document, plan)


def assert_every_time_holds_on_the_road(county: County, order: Order, document: Document, plan: Plan) -> None:
    problem = document.problem
    standing = stand_on_roads(county.roads, problem.places.places)
    row = {place.place.id: number for number, place in enumerate(standing)}
    for profile in problem.travels:
        band = BANDS[order.direction]
        access = streets_with_access(county.roads, standing, band)
        metric = county.roads.road_metric(order.speeds, ROAD_VEHICLES[profile], band, open_roads=access)
        driven = price_roads(county.roads, metric, by="scipy").drives(standing, standing)
        shifts = [shift for shift in plan.shifts if problem.vehicle[shift.vehicle].road_profile == profile]
        for start, end, allowed_s in (drive for shift in shifts for drive in drives_of(problem, shift)):
            assert driven.ms[row[start], row[end]] <= 1000 * allowed_s, (profile, start, end)


def drives_of(problem: Problem, shift: Shift) -> list[tuple[PlaceId, PlaceId, int]]:
    """Return every drive of a shift with the seconds that the plan leaves for it, the depot's included."""
    vehicle, stops = problem.vehicle[shift.vehicle], shift.stops
    drives = [(a.place, b.place, b.arrive_s - a.leave_s) for a, b in pairwise(stops)]
    if vehicle.depot is not None:
        drives.append((vehicle.depot, stops[0].place, stops[0].arrive_s - vehicle.from_s))
        drives.append((stops[-1].place, vehicle.depot, vehicle.until_s - stops[-1].leave_s))
    return drives
