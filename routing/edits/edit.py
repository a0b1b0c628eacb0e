"""An edit: a plan changed by hand, what the checker says of it, what it costs, and what it does to everyone else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from routing.checker import check
from routing.edits.judging import Scale
from routing.effects import Comparison, changes_between
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.plan import Plan, Run, RunId
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.rules import RULES, Violation
from routing.rules.ground import unknown_names
from routing.said import Said, said_by
from routing.wording import counted, listed

BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A plan changed by hand, and what of it.

    Parameters
    ----------
    plan
        The plan that results; everyone whom the problem knows is on one run or named as unplaced, if so before.
    new, mended, still
        The violations that the change brings, those that it takes away, and those that were there and still are.
    effects
        What it does to pupils, runs and costs, compared with the plan before.
    """

    plan: Plan
    new: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    still: tuple[Violation, ...]
    effects: Comparison

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All that the checker says of the plan that results."""
        return (*self.still, *self.new)

    @property
    def before_pence(self) -> Mapping[str, int]:
        """What the plan before cost, by kind of line."""
        return self.effects.before.pence

    @property
    def after_pence(self) -> Mapping[str, int]:
        """What the plan that results costs, by kind of line."""
        return self.effects.after.pence

    @property
    def extra_pence(self) -> int:
        """What the plan that results costs more."""
        return self.effects.extra_pence


def edit_of(problem: Problem, before: Plan, after: Plan) -> Edit:
    """Return what it means to change a plan by hand into another of the same problem."""
    weighed = Scale(problem, before, (after,)).weigh(after)
    gone, still = Counter(weighed.mended), list[Violation]()
    for violation in check(problem, before):
        if gone[violation]:
            gone[violation] -= 1
        else:
            still.append(violation)
    bound = before.bound if not (weighed.new or still) else None
    signed = before.made_by if before.made_by.endswith(BY_HAND) else f"{before.made_by}, then {BY_HAND}"
    plan = replace(after, made_by=signed, bound=bound)
    effects = changes_between(problem, before, problem, plan)
    return Edit(plan=plan, new=weighed.new, mended=weighed.mended, still=tuple(still), effects=effects)


def rules_said(problem: Problem) -> Said:
    """Return what the catalogue says of a problem."""
    return said_by(problem, RULES)


def known_pupil(problem: Problem, pupil: PupilId) -> PupilId:
    """Return a pupil's id, or raise if the problem knows no such pupil."""
    if pupil not in problem.pupil:
        raise NoSuchRecordError(f"There is no pupil {pupil!r} on this day. Look at the travel references it lists.")
    return pupil


def known_vehicle(problem: Problem, vehicle: VehicleId) -> VehicleId:
    """Return a vehicle's id, or raise if the problem knows no such vehicle."""
    if vehicle not in problem.vehicle:
        raise NoSuchRecordError(f"There is no vehicle {vehicle!r} on this day. Look at the vehicles it lists.")
    return vehicle


def known_assistant(problem: Problem, assistant: AssistantId) -> AssistantId:
    """Return a passenger assistant's id, or raise if the problem knows no such assistant."""
    if assistant not in problem.assistant:
        raise NoSuchRecordError(f"There is no passenger assistant {assistant!r} on this day. Look at those it lists.")
    return assistant


def known_run(problem: Problem, plan: Plan, vehicle: VehicleId, number: int) -> Run:
    """Return a vehicle's run, counted from 1, or raise if there is none, or one of which nobody can make sense."""
    runs = next((shift.runs for shift in plan.shifts if shift.vehicle == known_vehicle(problem, vehicle)), ())
    if not 1 <= number <= len(runs):
        raise NoSuchRecordError(f"{vehicle} has no run {number}: it makes {counted(len(runs), 'run')} on this plan.")
    return known_run_of(problem, plan, runs[number - 1])


def known_run_of(problem: Problem, plan: Plan, run: Run) -> Run:
    """Return a run, or raise if nobody can make sense of it or of another run of its vehicle."""
    for run_id, each in plan.numbered_runs():
        if each.vehicle == run.vehicle:
            _refuse_unreadable(problem, run_id, each)
    return run


def _refuse_unreadable(problem: Problem, run_id: RunId, run: Run) -> None:
    if unknown := unknown_names(problem, run):
        raise CannotBeDoneError(
            f"Run {run_id} names what this day does not know: {listed(unknown)}. Take it off first."
        )
    aboard: set[PupilId] = set()
    for stop in run.stops:
        aboard = aboard.difference(stop.alights) | set(stop.boards)
    alight = [pupil for stop in run.stops for pupil in stop.alights]
    if aboard or sorted(alight) != sorted(run.pupils):
        raise CannotBeDoneError(f"On run {run_id} not everyone who boards alights later, so it cannot be timed again.")
