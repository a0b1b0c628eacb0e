"""Edits of a draft by hand: each is one step, answered by what it costs, what it breaks or mends, and whom it touches.

What is worked out is worked out outside any transaction; the store then refuses the step if someone was faster.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from routing.checker import check
from routing.edits import (
    Edit,
    Turn,
    change_assistant,
    change_order,
    change_time,
    change_vehicle,
    edit_of,
    leave_out,
    move,
    swap,
)
from routing.files import Document
from routing.plan import Plan
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.rules import Violation
from routing.summary import summarise
from routing.wording import clock
from web.access import Principal
from web.paper.road_lines import RoadLines
from web.store import ConflictError, Kept, Store
from web.store.plan_views import PlanHead, PlanState
from web.store.projection import DraftLocks

TRACE = "trace"
"""The kind of task that finds the roads of a draft's new legs."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer asks of a draft, in a sentence of the list of steps, and how it is done.

    Parameters
    ----------
    said
        With references and no names, as the store keeps it.
    make
        From problem and plan to the edit.
    """

    said: str
    make: Callable[[Problem, Plan], Edit]


@dataclass(frozen=True, slots=True)
class RunRef:
    """A run of a draft: a vehicle's first, second ..."""

    vehicle: VehicleId
    number: int

    def __str__(self) -> str:
        return f"{self.vehicle}/{self.number}"

    @classmethod
    def of(cls, run: str) -> "RunRef":
        """Return the run that ``vehicle/number`` names; ``ValueError`` if it names none."""
        vehicle, _, number = run.rpartition("/")
        return cls(VehicleId(vehicle), int(number))


def moving(pupil: PupilId, vehicle: VehicleId, number: int | None) -> Wish:
    """Return the wish to have a pupil on another run, or on a new run of a vehicle."""
    where = f"a new run of {vehicle}" if number is None else f"run {vehicle}/{number}"
    return Wish(f"{pupil} moved to {where}", lambda problem, plan: move(problem, plan, pupil, vehicle, number))


def swapping(pupil: PupilId, other: PupilId) -> Wish:
    """Return the wish to have two pupils in each other's place."""
    return Wish(f"{pupil} and {other} changed places", lambda problem, plan: swap(problem, plan, pupil, other))


def leaving_out(pupil: PupilId, reason: str) -> Wish:
    """Return the wish to have a pupil on no run."""
    return Wish(f"{pupil} left out", lambda problem, plan: leave_out(problem, plan, pupil, reason))


def timing(run: RunRef, stop: int, arrive_s: int) -> Wish:
    """Return the wish to have a run come to a stop at a time."""
    said = f"Run {run} comes to stop {stop} at {clock(arrive_s)}"
    return Wish(said, lambda problem, plan: change_time(problem, plan, run.vehicle, run.number, stop, arrive_s))


def turning(run: RunRef, stop: int, turn: Turn) -> Wish:
    """Return the wish to have a stop earlier or later in the order of its run."""
    said = f"Stop {stop} of run {run} moved {turn}"
    return Wish(said, lambda problem, plan: change_order(problem, plan, run.vehicle, run.number, stop, turn))


def driving(run: RunRef, to: VehicleId) -> Wish:
    """Return the wish to have a run made by another vehicle."""
    said = f"Run {run} made by {to}"
    return Wish(said, lambda problem, plan: change_vehicle(problem, plan, run.vehicle, run.number, to))


def crewing(run: RunRef, assistant: AssistantId | None, to: AssistantId | None) -> Wish:
    """Return the wish to have another passenger assistant on a run, one more, or one fewer."""
    parts = {(True, False): f"{assistant} taken off run {run}", (False, True): f"{to} put on run {run}"}
    said = parts.get((assistant is not None, to is not None), f"{to} put on run {run} in place of {assistant}")

    def make(problem: Problem, plan: Plan) -> Edit:
        return change_assistant(problem, plan, run.vehicle, run.number, assistant, to)

    return Wish(said, make)


def apply(store: Store, principal: Principal, id_: str, step: int, wish: Wish) -> int:
    """Change a draft as wished, and return the new step.

    Raises
    ------
    ConflictError
        Someone else has changed it since ``step``, or it is no draft any more.
    RoutingError
        It has no meaning, or names what the plan does not know.
    """
    document, head = _seen(store, principal, id_, step)
    problem, plan = document.problem, document.plan
    if plan is None:
        raise ConflictError("This draft holds no plan.")
    edit = wish.make(problem, plan)
    locks = locks_after(head.locks, edit)
    return _keep(store, principal, head, _with_plan(document, edit.plan), edit.violations, wish.said, locks)


def restore(store: Store, principal: Principal, id_: str, step: int, to: int) -> int:
    """Bring a draft back to what it was after an earlier step, as a new step; return that. Raises as ``apply`` does."""
    document, head = _seen(store, principal, id_, step)
    with store.reading(principal) as kept:
        problem, then = kept.plans.load(id_, to)
    if document.plan is None:
        raise ConflictError("This draft holds no plan.")
    edit = edit_of(problem, document.plan, then)
    said = f"Back to step {to}"
    return _keep(
        store, principal, head, _with_plan(document, then), edit.violations, said, locks_after(head.locks, edit)
    )


def lock(
    store: Store, principal: Principal, id_: str, step: int, *, pupil: str | None = None, run: str | None = None
) -> int:
    """Lock a pupil into the vehicle that carries them, or a run as it stands; or take that lock off. Return the step.

    What is locked stays when the plan is drafted again. Raises as ``apply`` does.
    """
    document, head = _seen(store, principal, id_, step)
    pupils, runs = dict(head.locks.pupils), set(head.locks.runs)
    if run is not None:
        said = f"Run {run} {'unlocked' if run in runs else 'locked'}"
        runs ^= {run}
    elif pupil in pupils:
        said = f"{pupil} unlocked"
        del pupils[pupil]
    else:
        found = None if document.plan is None or pupil is None else document.plan.find_run_of(PupilId(pupil))
        if found is None or pupil is None:
            raise ConflictError(f"{pupil} is on no run of this draft, so there is nothing to lock.")
        said = f"{pupil} locked into {found.vehicle}"
        pupils[pupil] = found.vehicle
    with store.reading(principal) as kept:
        violations = violations_of(kept, id_)
    return _keep(store, principal, head, document, violations, said, DraftLocks(pupils=pupils, runs=frozenset(runs)))


def violations_of(kept: Kept, id_: str) -> tuple[Violation, ...]:
    """Return what the checker said of a draft when it was last changed, by judging it again."""
    problem, plan = kept.plans.load(id_)
    return tuple(check(problem, plan))


def answer_of(kept: Kept, id_: str, step: int) -> Edit | None:
    """Return what a step of a draft did; None of the first, which nothing went before."""
    if step < 1:
        return None
    problem, after = kept.plans.load(id_, step)
    before = kept.plans.load(id_, step - 1)[1]
    return edit_of(problem, before, after)


def locks_after(locks: DraftLocks, edit: Edit) -> DraftLocks:
    """Return the locks that still have a meaning: runs by what they are called now, pupils where a person put them."""
    called = {change.before: change.after for change in edit.effects.runs}
    runs = {called.get(run, run) for run in locks.runs}  # type: ignore[call-overload]  # ids of runs are texts here
    carrier = {pupil: run.vehicle for run in edit.plan.runs for pupil in run.pupils}
    return DraftLocks(
        pupils={pupil: carrier[PupilId(pupil)] for pupil in locks.pupils if pupil in carrier},
        runs=frozenset(str(run) for run in runs if run is not None),
    )


def lacks_roads(document: Document) -> bool:
    """Say whether a run of a document's plan drives a leg of which the document has no road."""
    if document.plan is None:
        return False
    lines = RoadLines.of(document)
    return not all(lines.know(document.problem, run) for run in document.plan.runs)


def _seen(store: Store, principal: Principal, id_: str, step: int) -> tuple[Document, PlanHead]:
    """Return a draft as it was seen; ``ConflictError`` if it is not so any more."""
    with store.reading(principal) as kept:
        head = kept.plans.get(id_)
        if head.state is not PlanState.DRAFT:
            raise ConflictError(f"This plan is {head.state}, and no draft any more: begin a new draft from it.")
        if head.step != step:
            raise ConflictError("Someone else has changed this draft since you saw it: look at it again.")
        return kept.plans.document(id_), head


def _with_plan(document: Document, plan: Plan) -> Document:
    """Return a document with another plan of its problem, and what that amounts to."""
    summary = summarise(document.problem, plan, document.summary.get("seconds", 0.0))
    return replace(document, plan=plan, summary=summary | {"map": document.summary.get("map", {})})


def _keep(
    store: Store,
    principal: Principal,
    head: PlanHead,
    document: Document,
    violations: Collection[Violation],
    said: str,
    locks: DraftLocks,
) -> int:
    with store.writing(principal) as kept:
        step = kept.plans.edit(head.id, head.step, document, tuple(violations), said, locks)
        if lacks_roads(document):
            kept.tasks.ask(TRACE, {"plan": head.id})
    return step


def touched(edit: Edit, but: Iterable[str] = ()) -> tuple[PupilId, ...]:
    """Return the pupils for whom an edit changes something, but for those whom it was about."""
    about = set(but)
    return tuple(change.pupil for change in edit.effects.pupils if change.pupil not in about)
