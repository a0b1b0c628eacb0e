"""The list before publishing: what stands in the way of a plan, what should be seen to, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from routing.checker import check
from routing.explain import mixes_to_assess
from routing.figures import guide_s
from routing.plan import Plan, RunId
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId, RuleId
from routing.rules import Violation
from routing.rules.ground import known_part
from routing.wording import counted, listed, minutes

SOON_DAYS = 28
"""Whatever lapses within four weeks is told, so that it can be renewed in time."""

_NEEDS_ASSISTANT = frozenset({RuleId("OneToOneHaveTheirOwnAssistant"), RuleId("AnAssistantIsAboard")})
_RIDES_TOO_LONG = RuleId("NoOneRidesTooLong")


class TaskKind(StrEnum):
    """What a task is about, in the order in which the list tells it."""

    RULE_BROKEN = "a rule is broken"
    NO_ASSISTANT = "a passenger assistant is missing"
    UNPLACED = "a pupil has no run"
    UNASSESSED = "a pupil may not travel"
    MIX_TO_ASSESS = "a mix of pupils to assess"
    LONG_RIDE = "a ride above the guide"
    ASSESSMENT_LAPSES = "a risk assessment lapses soon"
    CREW_LAPSES = "checks of a crew lapse soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to see to.

    Parameters
    ----------
    blocks
        Whether the plan must not be published while it is so.
    said, do
        What is so, and what to do about it, each in a sentence.
    pupils, run, vehicle, assistant
        Whom it concerns, as far as that can be said.
    due
        The last day on which all is still well, where there is one.
    """

    kind: TaskKind
    blocks: bool
    said: str
    do: str
    pupils: tuple[PupilId, ...] = ()
    run: RunId | None = None
    vehicle: VehicleId | None = None
    assistant: AssistantId | None = None
    due: date | None = None


def before_publishing(
    problem: Problem, plan: Plan, accepted: frozenset[PupilId], *, soon_days: int = SOON_DAYS
) -> tuple[Task, ...]:
    """Return what is to be seen to before a plan is published: first what stands in its way, then the rest.

    Parameters
    ----------
    accepted
        The pupils of whom a named officer has accepted that they have no run.
    soon_days
        What lapses within so many days of the problem's is told.
    """
    violations = check(problem, plan)
    tasks = [*_broken(plan, violations), *_unplaced(problem, plan, accepted)]
    if known_part(problem, plan) is plan:  # who names what nobody knows has that to see to first
        tasks += _mixes(problem, plan)
        tasks += _long_rides(problem, plan, violations)
        tasks += _assessments(problem, plan, soon_days)
        tasks += _crews(problem, plan, soon_days)
    return tuple(sorted(tasks, key=lambda task: not task.blocks))


def may_be_published(tasks: tuple[Task, ...]) -> bool:
    """Say whether nothing on the list stands in the way."""
    return not any(task.blocks for task in tasks)


def _broken(plan: Plan, violations: list[Violation]) -> Iterator[Task]:
    """Yield a task for each violation."""
    run_of = {pupil: run_id for run_id, run in plan.numbered_runs() for pupil in run.pupils}
    for violation in violations:
        runs = {run_of[pupil] for pupil in violation.pupils if pupil in run_of}
        missing = violation.rule in _NEEDS_ASSISTANT
        yield Task(
            kind=TaskKind.NO_ASSISTANT if missing else TaskKind.RULE_BROKEN,
            blocks=True,
            said=str(violation),
            do="Put an assistant who can look after them on the run, or move them to a run that has one."
            if missing
            else "Change the plan by hand, plan again, or waive the rule for the pupil where that is right.",
            pupils=violation.pupils,
            run=runs.pop() if len(runs) == 1 else None,
            vehicle=violation.vehicle,
        )


def _unplaced(problem: Problem, plan: Plan, accepted: frozenset[PupilId]) -> Iterator[Task]:
    """Yield a task for each pupil without a run; one who is accepted by name stands in nobody's way."""
    for each in plan.unplaced:
        if each.pupil not in problem.pupil:
            continue  # the checker says so
        lapsed = problem.why_not_planned(each.pupil)
        fine = each.pupil in accepted
        if lapsed is not None:
            said, do = f"{each.pupil} may not travel: {lapsed}.", "Have the risk assessment made and signed"
        else:
            said, do = f"{each.pupil} has no run: {each.reason.rstrip('.')}.", "Find them a run"
        yield Task(
            kind=TaskKind.UNPLACED if lapsed is None else TaskKind.UNASSESSED,
            blocks=not fine,
            said=said,
            do=f"{do}; it has been accepted by name that they have none."
            if fine
            else f"{do}, or accept by name that they have none, and tell the family.",
            pupils=(each.pupil,),
        )


def _mixes(problem: Problem, plan: Plan) -> Iterator[Task]:
    """Yield a task for each run whose mix of pupils asks for a risk assessment of the vehicle."""
    for run_id, run, why in mixes_to_assess(problem, plan):
        yield Task(
            kind=TaskKind.MIX_TO_ASSESS,
            blocks=False,
            said=f"Run {run_id}: {why}.",
            do="Assess the vehicle with this mix of pupils, and sign it.",
            pupils=run.pupils,
            run=run_id,
            vehicle=run.vehicle,
        )


def _long_rides(problem: Problem, plan: Plan, violations: list[Violation]) -> Iterator[Task]:
    """Yield a task for each run on which someone rides longer than the guide, though their own limit allows it."""
    broken = {pupil for violation in violations if violation.rule == _RIDES_TOO_LONG for pupil in violation.pupils}
    for run_id, run in plan.numbered_runs():
        over = {
            ride.pupil: ride.seconds
            for ride in run.rides()
            if ride.pupil not in broken and ride.seconds > guide_s(problem, ride.pupil)
        }
        if over:
            said = (
                f"{pupil} for {minutes(seconds)} (guide: {minutes(guide_s(problem, pupil))})"
                for pupil, seconds in over.items()
            )
            rides = "rides" if len(over) == 1 else "ride"
            yield Task(
                kind=TaskKind.LONG_RIDE,
                blocks=False,
                said=f"On run {run_id} {counted(len(over), 'pupil')} {rides} longer than the guide: {listed(said)}.",
                do="See whether another run is shorter for them, and write down why not.",
                pupils=tuple(over),
                run=run_id,
                vehicle=run.vehicle,
            )


def _assessments(problem: Problem, plan: Plan, soon_days: int) -> Iterator[Task]:
    """Yield a task for each risk assessment on which someone travels and that lapses soon."""
    aboard = {pupil for run in plan.runs for pupil in run.pupils}
    for each in sorted(problem.assessments, key=lambda each: each.review_by):
        if each.pupil in aboard and problem.day <= each.review_by <= problem.day + timedelta(days=soon_days):
            yield Task(
                kind=TaskKind.ASSESSMENT_LAPSES,
                blocks=False,
                said=f"The risk assessment of {each.pupil} lapses after {each.review_by:%-d %B %Y}.",
                do="Have it reviewed by then: without it they may not travel.",
                pupils=(each.pupil,),
                due=each.review_by,
            )


def _crews(problem: Problem, plan: Plan, soon_days: int) -> Iterator[Task]:
    """Yield a task for each vehicle and assistant at work whose checks lapse soon."""
    until = problem.day + timedelta(days=soon_days)
    for vehicle in (problem.vehicle[shift.vehicle] for shift in plan.shifts):
        if vehicle.cleared_until is not None and problem.day <= vehicle.cleared_until <= until:
            yield Task(
                kind=TaskKind.CREW_LAPSES,
                blocks=False,
                said=f"The checks of {vehicle.id} and its driver lapse after {vehicle.cleared_until:%-d %B %Y}.",
                do="Ask the operator for new ones by then: without them it may carry no one.",
                vehicle=vehicle.id,
                due=vehicle.cleared_until,
            )
    at_work = dict.fromkeys(member.assistant for run in plan.runs for member in run.crew)
    for assistant in (problem.assistant[name] for name in at_work):
        if assistant.cleared_until is not None and problem.day <= assistant.cleared_until <= until:
            yield Task(
                kind=TaskKind.CREW_LAPSES,
                blocks=False,
                said=f"The checks or training of {assistant.id} lapse after {assistant.cleared_until:%-d %B %Y}.",
                do="Have them renewed by then: without them they may not work.",
                assistant=assistant.id,
                due=assistant.cleared_until,
            )
