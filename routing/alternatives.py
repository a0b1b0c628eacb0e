"""The other ways in which one pupil could travel: every place in every run, and a run of their own in every vehicle.

All other pupils stay where they are. Each way is an outline of one shift, timed by ``routing.timing`` under the rules
that are asked for, and judged by the checker; nothing here decides what is allowed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from routing.checker import check
from routing.cost import cost
from routing.leaving import without_pupils, working_once
from routing.plan import CrewMember, Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed, PassengerAssistant, SchoolId, Vehicle, VehicleId
from routing.risk import PupilId
from routing.rules import RULES, Postable, RunRule
from routing.said import Said, said_by
from routing.timing import Outline, Visit, outline_of, timed_shift

MOST_WAYS = 400
"""How many ways are tried, those with the least extra driving first; enough for every run of a neighbourhood."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry a pupil: the vehicle, its runs without times, and which of them is theirs."""

    vehicle: VehicleId
    runs: tuple[Outline, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan in which the pupil travels in another way, and its cost in pence."""

    way: Way
    plan: Plan
    pence: int


def without(problem: Problem, plan: Plan, pupil: PupilId) -> Plan:
    """Return a plan without a pupil, the others' runs at new times where that is possible.

    The pupil is on no run of it and not named as unplaced; assistants who were there for them alone are not aboard.
    """
    said, once = said_by(problem, RULES), working_once(plan)
    shifts = []
    for shift in plan.shifts:
        if not any(pupil in run.pupils for run in shift.runs):
            shifts.append(shift)
            continue
        left = (without_pupils(problem, run, {pupil}, once) for run in shift.runs)
        outlines = [outline_of(run) for run in left if run is not None]
        if outlines and (timed := timed_shift(problem, said, shift.vehicle, outlines)) is not None:
            shifts.append(timed)
    unplaced = tuple(each for each in plan.unplaced if each.pupil != pupil)
    return replace(plan, shifts=tuple(shifts), unplaced=unplaced, bound=None)


def ways(problem: Problem, plan: Plan, pupil: PupilId) -> list[Way]:
    """Return the ways to carry a pupil who is on no run of a plan, those with the least extra driving first."""
    shifts = {shift.vehicle: shift for shift in plan.shifts}
    found: list[tuple[int, Way]] = []
    alike: set[Vehicle] = set()
    for vehicle in problem.vehicles:
        runs = tuple(outline_of(run) for run in shifts[vehicle.id].runs) if vehicle.id in shifts else ()
        if not runs:
            if vehicle.kind in alike:
                continue
            alike.add(vehicle.kind)
        travel = problem.travel_of(vehicle.id)
        for number, outline in enumerate(runs):
            for visits, extra_s in inserted(problem, vehicle.id, outline.visits, pupil):
                for layout in vehicle.layouts:
                    changed = Outline(visits, layout, outline.crew)
                    found.append((extra_s, Way(vehicle.id, (*runs[:number], changed, *runs[number + 1 :]), number)))
        for visits in alone_runs(problem, pupil):
            extra_s = travel.seconds_between(visits[0].place, visits[-1].place)
            for layout in vehicle.layouts:
                for number in range(len(runs) + 1):
                    own = Outline(visits, layout)
                    found.append((extra_s, Way(vehicle.id, (*runs[:number], own, *runs[number:]), number)))
    found.sort(key=lambda each: each[0])
    return [crewed for _, way in found[:MOST_WAYS] for crewed in _crewed(problem, plan, way, pupil)]


def alone_runs(problem: Problem, pupil: PupilId) -> Iterator[tuple[Visit, ...]]:
    """Yield the runs of a pupil alone: each of their own places with each gate of their school."""
    record = problem.pupil[pupil]
    for place in record.boarding_places:
        for gate in problem.school[record.school].gates:
            ends = (place, gate) if problem.is_to_school else (gate, place)
            yield Visit(place=ends[0], boards=(pupil,)), Visit(place=ends[1], alights=(pupil,))


def inserted(
    problem: Problem, vehicle: VehicleId, visits: tuple[Visit, ...], pupil: PupilId
) -> Iterator[tuple[tuple[Visit, ...], int]]:
    """Yield a run's visits with a pupil at every position, and the seconds of driving that this adds."""
    before_s = _driven_s(problem, vehicle, visits)
    school = problem.pupil[pupil].school
    for board, alight in alone_runs(problem, pupil):
        for first in range(len(visits) + 1):
            started = (*visits[:first], board, *visits[first:])
            for last in range(first + 1, len(started) + 1):
                choices = [(*started[:last], alight, *started[last:])]
                choices += _joined(problem, started, last, school, pupil)
                for changed in choices:
                    yield changed, _driven_s(problem, vehicle, changed) - before_s
        if not problem.is_to_school:
            for first, visit in enumerate(visits):
                if any(problem.pupil[other].school == school for other in visit.boards):
                    started = (*visits[:first], replace(visit, boards=(*visit.boards, pupil)), *visits[first + 1 :])
                    for last in range(first + 1, len(started) + 1):
                        changed = (*started[:last], alight, *started[last:])
                        yield changed, _driven_s(problem, vehicle, changed) - before_s


def _joined(
    problem: Problem, visits: tuple[Visit, ...], at: int, school: SchoolId, pupil: PupilId
) -> list[tuple[Visit, ...]]:
    """Return the visits with the pupil alighting where others of their school do, at that position, if any do."""
    if not problem.is_to_school or at >= len(visits):
        return []
    visit = visits[at]
    if not any(problem.pupil[other].school == school for other in visit.alights):
        return []
    return [(*visits[:at], replace(visit, alights=(*visit.alights, pupil)), *visits[at + 1 :])]


def _driven_s(problem: Problem, vehicle: VehicleId, visits: Sequence[Visit]) -> int:
    travel = problem.travel_of(vehicle)
    places = [visit.place for visit in visits]
    return sum(travel.seconds_between(start, end) for start, end in pairwise(places))


def _crewed(problem: Problem, plan: Plan, way: Way, pupil: PupilId) -> Iterator[Way]:
    """Yield a way with the crew that it has, and with each kind of free assistant whom the pupil could need."""
    needs, outline = problem.pupil[pupil].needs, way.runs[way.number]
    yield way
    if needs.assistant is AssistantNeed.NONE:
        return
    alone = pupil if needs.assistant is AssistantNeed.ONE_TO_ONE else None
    busy = {member.assistant for run in plan.runs for member in run.crew}
    kinds: set[object] = set()
    for assistant in problem.assistants:
        kind = replace(assistant, id=AssistantId(""))
        if assistant.id in busy or not needs.training <= assistant.training or kind in kinds:
            continue
        kinds.add(kind)
        changed = Outline(
            collecting(outline.visits, assistant), outline.layout, (*outline.crew, CrewMember(assistant.id, alone))
        )
        yield replace(way, runs=(*way.runs[: way.number], changed, *way.runs[way.number + 1 :]))


def collecting(visits: tuple[Visit, ...], assistant: PassengerAssistant) -> tuple[Visit, ...]:
    """Return a run's visits with an assistant collected before them and brought back after, if they are collected."""
    if assistant.joins_at is None:
        return visits
    joins = Visit(place=assistant.joins_at, joins=(assistant.id,))
    leaves = Visit(place=assistant.joins_at, leaves=(assistant.id,))
    return (joins, *visits, leaves)


class Judge:
    """Says whether a way to carry a pupil is good under some of the rules, and what it costs.

    Parameters
    ----------
    rest
        The plan without the pupil; what is wrong with the others already is not held against a way.
    """

    def __init__(self, problem: Problem, rest: Plan, pupil: PupilId, rules: Sequence[Postable] = RULES) -> None:
        self.problem, self.rest, self.rules = problem, rest, rules
        self.said: Said = said_by(problem, rules)
        self.wrong = Counter(each.rule for each in check(problem, rest, rules) if pupil not in each.pupils)

    def is_possible(self, candidates: Iterable[Way]) -> bool:
        """Say whether any of these ways is good."""
        return any(self._is_good(plan) for plan in map(self._find_plan, candidates) if plan is not None)

    def find_cheapest(self, candidates: Iterable[Way]) -> Alternative | None:
        """Return the cheapest good way, or None if none is good."""
        plans = [(way, plan) for way in candidates if (plan := self._find_plan(way)) is not None]
        priced = [Alternative(way, plan, cost(self.problem, plan)) for way, plan in plans]
        return next((each for each in sorted(priced, key=lambda each: each.pence) if self._is_good(each.plan)), None)

    def _find_plan(self, way: Way) -> Plan | None:
        """Return the plan with a way in it, timed; None if there are no times, or the run is wrong by itself."""
        shift = timed_shift(self.problem, self.said, way.vehicle, way.runs)
        if shift is None or self._breaks(shift.runs[way.number]):
            return None
        others = tuple(each for each in self.rest.shifts if each.vehicle != shift.vehicle)
        return replace(self.rest, shifts=(*others, shift))

    def _breaks(self, run: Run) -> bool:
        """Say whether a run breaks a rule by itself, which is quick to see."""
        return any(
            not any(rule.is_waived(self.problem, pupil) for pupil in pupils)
            for rule in self.rules
            if isinstance(rule, RunRule)
            for pupils, _ in rule.broken_by(self.problem, run)
        )

    def _is_good(self, plan: Plan) -> bool:
        """Say whether a plan breaks no rule that the rest keeps."""
        return not Counter(each.rule for each in check(self.problem, plan, self.rules)) - self.wrong
