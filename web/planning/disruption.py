"""The day's exceptions: a published plan is made again so that it changes as little as it must, in seconds.

It begins from the plan as it was published, not from the records: nothing changes but for what was reported. The next
version is kept as a draft, which says why it was made and what it replaces; an officer publishes it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from routing.checker import check
from routing.commands import Effort, Outcome, make_plan
from routing.files import Document
from routing.plan import Plan, Run
from routing.problem import Problem
from routing.scenarios import carry_over
from routing.summary import summarise
from routing.wording import clock, counted, listed
from web.morning import Driving, drive_again, written_down
from web.planning.asking import TaskEar, on_behalf_of
from web.planning.consequences import open_events
from web.planning.drafting import Asked, Result, order_of
from web.planning.editing import TRACE, lacks_roads
from web.planning.exceptions import as_it_is
from web.planning.ground import has_roads, roads_of
from web.planning.standing import locks_of, solver_locks
from web.settings import Settings
from web.store import ConflictError, Store
from web.store.day import DayEvent, DayEventKind
from web.store.plan_views import PlanHead, PlanState
from web.store.plans import Drafted
from web.store.projection import DraftLocks
from web.store.tasks import Task
from web.work import Hear

REPLAN = "replan"
"""The kind of task that makes the next version of a published plan: ``plan``, and perhaps seconds, iterations, seed."""
AGAIN_S = 8.0
"""So long a plan is made again: somebody waits for it."""

DEARER = 20
"""On the day, a promise weighs so many times what it weighs while the plan is made: families and crews know it."""
_PRICES_OF_CHANGE = (
    "moved_minute_pence",
    "changed_vehicle_pence",
    "changed_driver_pence",
    "changed_assistant_pence",
    "unplaced_pence",
)


def replan(store: Store, settings: Settings, task: Task, hear: Hear) -> Result:
    """Make a published plan again for the day as it is now; return ``plan``, the id of the draft.

    Raises
    ------
    ConflictError
        The plan is not the one that counts, or takes account of everything already; or nobody wants the task any more.
    GeodataError
        A road is closed, and there are no roads, or nobody can drive between two places any more.
    """
    office, ear, id_ = on_behalf_of(task), TaskEar(hear), str(task.asked["plan"])
    with store.reading(office) as kept:
        head = kept.plans.get(id_)
        if head.state is not PlanState.PUBLISHED:
            raise ConflictError(f"This plan is {head.state}: plan the one again that counts.")
        document = kept.plans.document(id_)
        events = kept.day.list_events(head.day, head.day)
    before, plan = document.problem, document.plan
    new = open_events(before, head, events)
    if plan is None or not new:
        raise ConflictError("The plan takes account of everything that is reported, so there is nothing to plan again.")
    ear.step(f"{why(new)}.")
    problem, driving = as_it_is(before, new), _driven_otherwise(settings, head, before, new, events, ear)
    if driving is not None:
        problem = replace(problem, travels=driving.travels())
    start = carry_over(plan, problem)
    outcome = again(problem, plan, start, head.locks, _effort(task.asked), ear)
    drafted = Drafted(
        document=_document(document, problem, outcome, driving),
        violations=outcome.violations,
        title=why(new),
        locks=locks_of(head.locks, start, outcome.plan),
        replaces=id_,
        has_begun_from=id_,
    )
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        draft = kept.plans.keep_draft(drafted)
        if has_roads(settings) and lacks_roads(drafted.document):
            kept.tasks.ask(TRACE, {"plan": draft})
    return {"plan": draft}


def again(problem: Problem, plan: Plan, start: Plan, locks: DraftLocks, effort: Effort, ear: TaskEar) -> Outcome:
    """Return a plan for a day that is otherwise, which changes of the published one as little as it must.

    Where nobody loses their run and no rule is broken, it is the plan as it stands, without those who do not travel.

    Parameters
    ----------
    plan, start
        As it was published; as it stands on that day (``carry_over``).
    locks
        What an officer has decided in it.
    """
    carried = {pupil for run in plan.runs for pupil in run.pupils}
    violations = tuple(check(problem, start))
    if not violations and carried.isdisjoint(each.pupil for each in start.unplaced):
        return Outcome(start, (), 0.0, interrupted=False)
    ear.step(f"Planning again for {counted(len(problem.pupils), 'pupil')}, changing as little as must be.")
    kept = solver_locks(problem, start, locks)
    begun = replace(effort, start=start)
    made = make_plan(steadier(problem, plan), begun, ear, locks=kept, stop=ear.is_unwanted, again=True)
    familiar = with_familiar_crews(start, made.plan)
    return made if check(problem, familiar) else replace(made, plan=familiar, violations=())


def with_familiar_crews(start: Plan, plan: Plan) -> Plan:
    """Return a plan in which a run that is driven as before, by the same crew, has each of them with whom they had.

    The planner may pair pupils and their own assistants anew where that costs nothing; on the day it unsettles both.
    """
    before = {_driven(run): run for run in start.runs}
    shifts = (replace(shift, runs=tuple(before.get(_driven(run), run) for run in shift.runs)) for shift in plan.shifts)
    return replace(plan, shifts=tuple(shifts))


def _driven(run: Run) -> Hashable:
    """Return how a run is driven, and by whom, whoever looks after whom."""
    stops = tuple((stop.place, stop.arrive_s, stop.leave_s, stop.boards, stop.alights) for stop in run.stops)
    return run.vehicle, run.layout, stops, frozenset(member.assistant for member in run.crew)


def steadier(problem: Problem, plan: Plan) -> Problem:
    """Return a problem in which what a plan has promised is dear to break, every minute of it."""
    from routing.solver.again import promises  # noqa: PLC0415 -- OR-Tools takes a second to load

    dear = {name: getattr(problem.policy, name) * DEARER for name in _PRICES_OF_CHANGE}
    usuals = tuple(replace(usual, tolerance_s=0) for usual in promises(problem, plan))
    return replace(problem, policy=replace(problem.policy, **dear), usuals=usuals)


def _effort(asked: Any) -> Effort:
    seed = int(asked.get("seed", 0))
    if asked.get("iterations") is not None:
        return Effort(iterations=int(asked["iterations"]), seed=seed)
    return Effort(seconds=float(asked.get("seconds") or AGAIN_S), seed=seed)


def _driven_otherwise(
    settings: Settings,
    head: PlanHead,
    problem: Problem,
    new: Sequence[DayEvent],
    events: Sequence[DayEvent],
    ear: TaskEar,
) -> Driving | None:
    """Return the roads as they are driven around what is closed; None if nothing new is."""
    if not any(event.kind is DayEventKind.ROAD_CLOSED for event in new):
        return None
    ear.step("Working out the drives around the roads that are closed.")
    here = roads_of(settings)
    asked = Asked(day=head.day, direction=head.direction, effort=Effort(iterations=0))
    closing = tuple(event for event in events if event.direction in (None, head.direction))
    return drive_again(problem, here.roads, order_of(asked, here, closing), here.order_file)


def _document(before: Document, problem: Problem, outcome: Outcome, driving: Driving | None) -> Document:
    """Return the document of a plan made again, with the roads of the plan before where nothing new is closed."""
    if driving is not None:
        return written_down(problem, outcome.plan, outcome.seconds, driving)
    summary = summarise(problem, outcome.plan, outcome.seconds) | {"map": before.summary.get("map", {})}
    return Document(problem, outcome.plan, before.legs, summary)


def why(events: Sequence[DayEvent]) -> str:
    """Return why a plan is made again, as its title: with references, and nobody's name.

    Up to three things are said, and how many more there are.
    """
    said = [event_told(event) for event in events[:_SAID]]
    more = [f"{len(events) - _SAID} more"] if len(events) > _SAID else []
    words = listed([*said, *more])
    return f"{words[:1].upper()}{words[1:]}"


_SAID = 3


def event_told(event: DayEvent) -> str:
    """Return what is not as usual, in a few words with references: "taxi-7 is out"."""
    if event.kind is DayEventKind.SCHOOL_CLOSES_EARLY and "finishes_s" in event.detail:
        return f"{event.ref} closes at {clock(int(event.detail['finishes_s']))}"
    return f"{event.ref} {_SAYS[event.kind]}"


_SAYS = {
    DayEventKind.PUPIL_ABSENT: "is absent",
    DayEventKind.TRAINING: "needs no vehicle",
    DayEventKind.VEHICLE_OUT: "is out",
    DayEventKind.ASSISTANT_OUT: "is away",
    DayEventKind.ROAD_CLOSED: "is closed to traffic",
    DayEventKind.SCHOOL_CLOSED: "is closed",
    DayEventKind.SCHOOL_CLOSES_EARLY: "closes early",
}
