"""What is not as usual on a day, said to a problem: who does not travel, what is out, what is closed."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce

from geodata.roads import RoadGraph
from routing import scenarios
from routing.errors import NoSuchRecordError
from routing.problem import Problem
from routing.records import AssistantId, SchoolId, VehicleId
from routing.risk import PupilId
from web.store.day import DayEvent, DayEventKind

WAY = "way/"
"""A closed road is a way of OpenStreetMap (``way/4711``), or else the name of a street."""


def as_it_is(problem: Problem, events: Iterable[DayEvent]) -> Problem:
    """Return the problem of a day as it is; closed roads are not among it: they change how it is driven."""
    return reduce(_after, events, problem)


def _after(problem: Problem, event: DayEvent) -> Problem:
    """Return the problem with one event; whom the day does not know anyway cannot be absent from it."""
    change = _CHANGES.get(event.kind)
    if change is None:
        return problem
    try:
        return change(problem, event)
    except NoSuchRecordError:
        return problem


def _early(problem: Problem, event: DayEvent) -> Problem:
    finishes_s, leave_by_s = event.detail.get("finishes_s"), event.detail.get("leave_by_s")
    if finishes_s is None or leave_by_s is None or problem.is_to_school:
        return problem
    return scenarios.school_closes_early(problem, SchoolId(event.ref), int(finishes_s), int(leave_by_s))


_CHANGES: Mapping[DayEventKind, Callable[[Problem, DayEvent], Problem]] = {
    DayEventKind.PUPIL_ABSENT: lambda problem, event: scenarios.without_pupil(problem, PupilId(event.ref)),
    DayEventKind.TRAINING: lambda problem, event: scenarios.without_pupil(problem, PupilId(event.ref)),
    DayEventKind.VEHICLE_OUT: lambda problem, event: scenarios.without_vehicle(problem, VehicleId(event.ref)),
    DayEventKind.ASSISTANT_OUT: lambda problem, event: scenarios.without_assistant(problem, AssistantId(event.ref)),
    DayEventKind.SCHOOL_CLOSED: lambda problem, event: scenarios.school_closed(problem, SchoolId(event.ref)),
    DayEventKind.SCHOOL_CLOSES_EARLY: _early,
}


def closed_ways(roads: RoadGraph, events: Iterable[DayEvent]) -> frozenset[int]:
    """Return the ids of the ways that are closed by a day's events."""
    closed = [event for event in events if event.kind is DayEventKind.ROAD_CLOSED]
    return frozenset(way for event in closed for way in event.detail.get("ways") or ways_called(roads, event.ref))


def ways_called(roads: RoadGraph, ref: str) -> frozenset[int]:
    """Return the ways that a reference means: one way of OpenStreetMap, or all of a street's name; perhaps none."""
    if ref.startswith(WAY) and ref.removeprefix(WAY).isdigit():
        return frozenset({int(ref.removeprefix(WAY))})
    wanted = ref.strip().casefold()
    rows = [number for number, name in enumerate(roads.names) if name and name.casefold() == wanted]
    if not rows:
        return frozenset()
    return frozenset(int(way) for way in roads.way_id[roads.name == rows[0]])
