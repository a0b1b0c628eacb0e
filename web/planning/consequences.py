"""What an exception leaves open in a published plan, at once and before anyone plans again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from geodata.roads import RoadGraph
from routing.checker import check
from routing.files import Document
from routing.plan import Plan, RunId
from routing.problem import Problem
from routing.risk import PupilId
from routing.rules import Violation
from routing.scenarios import carry_over
from web.planning.exceptions import as_it_is, closed_ways
from web.store.day import DayEvent, DayEventKind
from web.store.plan_views import PlanHead

Step = tuple[tuple[float, float], tuple[float, float]]
"""From one point of a road to the next."""
_DIGITS = 6
"""So many digits of a degree the roads of a plan are kept with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What some events do to a plan as it stands, if nothing is done.

    Parameters
    ----------
    events
        Those of which the plan takes no account yet.
    gone
        Pupils on a run who do not travel; their seats are free.
    left_out
        Pupils on a run who lose it, with the reason.
    broken
        The rules that the plan breaks on that day.
    touched
        The runs that cannot be made as they stand.
    stands
        How many runs can.
    """

    events: tuple[DayEvent, ...]
    gone: tuple[PupilId, ...] = ()
    left_out: tuple[tuple[PupilId, str], ...] = ()
    broken: tuple[Violation, ...] = ()
    touched: tuple[RunId, ...] = ()
    stands: int = 0

    @property
    def is_harmless(self) -> bool:
        """Whether everyone who travels is carried, and every rule kept, although nothing is done."""
        return not self.left_out and not self.broken and not self.touched


def consequences(problem: Problem, plan: Plan, events: Iterable[DayEvent], shut: Iterable[RunId] = ()) -> Consequences:
    """Return what events leave open in a plan.

    Parameters
    ----------
    problem, plan
        As they were published.
    events
        Of which the plan takes no account (``open_events``).
    shut
        The runs that drive along a road that is closed (``runs_along``): no longer as they were timed.
    """
    open_ = tuple(events)
    today = as_it_is(problem, open_)
    left = carry_over(plan, today)
    broken = tuple(check(today, left))
    without = {each.pupil: each.reason for each in left.unplaced}
    rides = [pupil for run in plan.runs for pupil in run.pupils]
    stood = set(left.runs)
    hurt = {pupil for each in broken for pupil in each.pupils}
    vehicles = {each.vehicle for each in broken if not each.pupils}
    runs = dict(plan.numbered_runs())
    touched = tuple(
        name
        for name, run in runs.items()
        if run not in stood or name in set(shut) or run.vehicle in vehicles or not hurt.isdisjoint(run.pupils)
    )
    return Consequences(
        events=open_,
        gone=tuple(pupil for pupil in rides if pupil not in today.pupil),
        left_out=tuple((pupil, without[pupil]) for pupil in rides if pupil in without),
        broken=broken,
        touched=touched,
        stands=len(runs) - len(touched),
    )


def open_events(problem: Problem, head: PlanHead, events: Iterable[DayEvent]) -> tuple[DayEvent, ...]:
    """Return the events of a plan's day of which it takes no account: they would change its problem.

    Of a closed road the problem says nothing: what was reported before the plan was made was driven around.
    """
    return tuple(
        event
        for event in events
        if event.day <= head.day <= event.until_day
        and event.direction in (None, head.direction)
        and _is_open(problem, head, event)
    )


def _is_open(problem: Problem, head: PlanHead, event: DayEvent) -> bool:
    if event.kind is DayEventKind.ROAD_CLOSED:
        return event.reported_at > head.made_at
    return as_it_is(problem, [event]) != problem


def over_events(problem: Problem, head: PlanHead, events: Iterable[DayEvent]) -> tuple[DayEvent, ...]:
    """Return the events that a plan still takes account of, although they were withdrawn since it was made."""
    return tuple(
        event
        for event in events
        if event.withdrawn_at is not None
        and event.reported_at < head.made_at < event.withdrawn_at
        and event.day <= head.day <= event.until_day
        and event.direction in (None, head.direction)
        and not _is_open(problem, head, replace(event, withdrawn_at=None))
    )


def runs_along(document: Document, roads: RoadGraph, events: Sequence[DayEvent]) -> tuple[RunId, ...]:
    """Return the runs of a plan that drive along a road that events close, on the way to their first stop too."""
    plan, shut = document.plan, _steps_of(roads, closed_ways(roads, events))
    if plan is None or not shut:
        return ()
    along = {(leg.profile, leg.start, leg.end) for leg in document.legs if not shut.isdisjoint(_steps(leg.points))}
    found = []
    for shift in plan.shifts:
        vehicle = document.problem.vehicle[shift.vehicle]
        before = vehicle.depot
        for number, run in enumerate(shift.runs, 1):
            places = [*([before] if before is not None else []), *(stop.place for stop in run.stops)]
            if any((vehicle.road_profile, start, end) in along for start, end in pairwise(places)):
                found.append(RunId(f"{shift.vehicle}/{number}"))
            before = places[-1]
    return tuple(found)


def _steps_of(roads: RoadGraph, ways: frozenset[int]) -> set[Step]:
    """Return every step of some ways, from point to point, either way round."""
    found: set[Step] = set()
    for road in np.flatnonzero(np.isin(roads.way_id, sorted(ways))):
        points = [(round(float(lat), _DIGITS), round(float(lon), _DIGITS)) for lat, lon in roads.shape(int(road))]
        found.update(_steps(points))
        found.update(_steps(points[::-1]))
    return found


def _steps(points: Sequence[tuple[float, float]]) -> Iterator[Step]:
    return pairwise(points)
