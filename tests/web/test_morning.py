from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from geodata.cache import load_roads
from geodata.roads import INF, RoadGraph, SnappedPlace
from routing.authority import Authority, read_authority
from routing.commands import Effort
from routing.console import Teller
from routing.errors import FilesError
from routing.files import Document, read_document
from routing.problem import Direction
from routing.records import RoadProfile
from tests.web.conftest import DAY, County
from web.morning import OSM_CREDIT, Order, credit_of, plan_day, price_profiles, stand_on_roads, whose
from web.paper.road_lines import drives

ORDER = Order(day=date.fromisoformat(DAY), direction=Direction.TO_SCHOOL, effort=Effort(iterations=50))


@pytest.fixture(scope="module")
def authority(county: County) -> Authority:
    return read_authority(county.authority)


@pytest.fixture(scope="module")
def roads(county: County) -> RoadGraph:
    return load_roads(county.roads)


@pytest.fixture(scope="module")
def standing(authority: Authority, roads: RoadGraph) -> tuple[SnappedPlace, ...]:
    return stand_on_roads(roads, authority.places(ORDER.day, ORDER.direction))


Standing = tuple[SnappedPlace, ...]


@pytest.fixture(scope="module")
def document(county: County) -> Document:
    return read_document(county.plan)


def test_every_drive_of_the_plan_has_its_road(document: Document) -> None:
    problem, plan = document.problem, document.plan
    assert plan is not None
    known = {(leg.profile, leg.start, leg.end) for leg in document.legs}
    driven = {
        (problem.vehicle[shift.vehicle].road_profile, start, end)
        for shift in plan.shifts
        for start, end, _ in drives(problem, shift)
    }
    assert driven <= known


def test_legs_take_as_long_as_the_matrix_says(document: Document) -> None:
    for leg in document.legs:
        travel = document.problem.travels[leg.profile]
        assert leg.seconds == travel.seconds_between(leg.start, leg.end)
        assert leg.metres == travel.metres_between(leg.start, leg.end)


def test_legs_that_follow_each_other_meet(document: Document) -> None:
    lines = {(leg.profile, leg.start, leg.end): leg.points for leg in document.legs}
    assert document.plan is not None
    for run in document.plan.runs:
        profile = document.problem.vehicle[run.vehicle].road_profile
        legs = [(profile, leg.start, leg.end) for leg in run.legs() if leg.start != leg.end]
        for before, after in pairwise(legs):
            assert lines[before][-1] == pytest.approx(lines[after][0], abs=2e-6)


def test_streets_are_named_for_stops_alone(document: Document) -> None:
    assert document.plan is not None
    stops = {stop.place for run in document.plan.runs for stop in run.stops}
    streets = document.summary["map"]["streets"]
    assert set(streets) <= stops
    assert all(streets.values())


def test_places_off_the_map_are_said_all_at_once(authority: Authority, roads: RoadGraph) -> None:
    places = [replace(place, lat=place.lat + 3) for place in authority.places(ORDER.day, ORDER.direction)]
    with pytest.raises(FilesError) as refused:
        stand_on_roads(roads, places, lambda place: whose(authority, place))
    said = [finding.said for finding in refused.value.findings]
    assert len(said) == len(places)
    for kind in ("home of pupil", "gate of school", "depot of vehicle", "m from the nearest road"):
        assert any(kind in sentence for sentence in said)


def test_an_unknown_road_profile_names_those_that_are_known(
    authority: Authority, roads: RoadGraph, standing: Standing
) -> None:
    barge = replace(authority.vehicles[0], road_profile=RoadProfile("barge"))
    with pytest.raises(FilesError, match="expected one of car, taxi, minibus, coach, not barge"):
        price_profiles((barge,), roads, ORDER, standing, None)


def test_the_morning_is_slower_than_the_afternoon(authority: Authority, roads: RoadGraph, standing: Standing) -> None:
    orders = (replace(ORDER, direction=direction) for direction in Direction)
    morning, afternoon = (price_profiles(authority.vehicles, roads, order, standing, None) for order in orders)
    for profile, priced in morning.items():
        assert priced.road_ms[priced.road_ms < INF].sum() > afternoon[profile].road_ms[priced.road_ms < INF].sum()


def test_a_closed_way_is_not_driven(authority: Authority, roads: RoadGraph, standing: Standing) -> None:
    order = replace(ORDER, closed_ways=frozenset({int(roads.way_id[0])}))
    for priced in price_profiles(authority.vehicles, roads, order, standing, None).values():
        assert priced.road_ms[0] == INF


def test_school_streets_open_to_those_with_permits(authority: Authority, roads: RoadGraph) -> None:
    orders = (replace(ORDER, has_permits=has) for has in (False, True))
    without, having = (price_profiles(authority.vehicles, roads, order, (), None) for order in orders)
    for profile, priced in without.items():
        assert (priced.road_ms == INF).sum() > (having[profile].road_ms == INF).sum()


def test_a_day_is_planned_from_top_to_bottom(authority: Authority, roads: RoadGraph) -> None:
    document, outcome = plan_day(authority, roads, ORDER, Teller(quiet=True))
    assert document.plan == outcome.plan
    assert outcome.violations == ()
    assert not outcome.interrupted
    assert document.summary["runs"] == len(outcome.plan.runs)


def test_other_maps_thank_openstreetmap(roads: RoadGraph) -> None:
    other = replace(roads, report=replace(roads.report, source="rutland.osm.pbf"))
    assert credit_of(other) == OSM_CREDIT
    assert "invented" in credit_of(roads).lower()
