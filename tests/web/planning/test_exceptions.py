"""What is not as usual on a day, said to its problem."""

from datetime import UTC, datetime

import pytest

from geodata.cache import load_roads
from geodata.roads import RoadGraph
from routing.problem import Direction, Problem
from routing.records import SchoolId
from tests.web import town
from tests.web.conftest import County
from web.planning.exceptions import as_it_is, closed_ways, ways_called
from web.store.day import DayEvent, DayEventKind


def event(kind: DayEventKind, ref: str, **detail: int) -> DayEvent:
    return DayEvent(
        id=f"{kind}-{ref}",
        day=town.DAY,
        until_day=town.DAY,
        direction=None,
        kind=kind,
        ref=ref,
        school=None,
        detail=detail,
        reported_by="u",
        reported_at=datetime(2026, 11, 22, tzinfo=UTC),
        withdrawn_by=None,
        withdrawn_at=None,
    )


def known(problem: Problem) -> set[str]:
    return {*problem.pupil, *problem.vehicle, *problem.assistant}


def test_whoever_is_out_is_out_and_nobody_else() -> None:
    usual = town.town()
    events = [
        event(DayEventKind.PUPIL_ABSENT, "p1"),
        event(DayEventKind.TRAINING, "p2"),
        event(DayEventKind.VEHICLE_OUT, "taxi-7"),
        event(DayEventKind.ASSISTANT_OUT, "a2"),
        event(DayEventKind.SCHOOL_CLOSED, "elm"),
    ]
    assert known(usual) - known(as_it_is(usual, events)) == {"p1", "p2", "taxi-7", "a2", "p5"}


def test_whom_the_day_does_not_know_cannot_be_absent_from_it() -> None:
    usual = town.town()
    events = [event(kind, "nobody") for kind in DayEventKind]
    assert as_it_is(usual, events) == usual


def test_a_school_that_closes_early_changes_the_way_home_alone() -> None:
    early = event(DayEventKind.SCHOOL_CLOSES_EARLY, "oak", finishes_s=46_800, leave_by_s=48_600)
    home = as_it_is(town.town(Direction.FROM_SCHOOL), [early])
    assert (home.school[SchoolId("oak")].from_s, home.school[SchoolId("oak")].until_s) == (46_800, 48_600)
    assert as_it_is(town.town(), [early]) == town.town()


@pytest.fixture(scope="module")
def roads(county: County) -> RoadGraph:
    return load_roads(county.roads)


def test_a_road_is_closed_by_its_number_or_by_its_name(roads: RoadGraph) -> None:
    row = next(number for number, name in enumerate(roads.name.tolist()) if roads.names[name])
    street = roads.names[roads.name[row]]
    closed = closed_ways(roads, [event(DayEventKind.ROAD_CLOSED, f" {street.upper()} ")])
    assert int(roads.way_id[row]) in closed
    assert ways_called(roads, "way/4711") == {4711}
    assert ways_called(roads, "No Such Street") == frozenset()
