"""The standing plan: what families have been promised by the plans published before, and what an officer has locked.

Yesterday's plan is what stands; a pupil who does not travel every day has been promised what they had on the same day
of last week. What the records promise comes before both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.risk import PupilId
from web.store import Kept
from web.store.plan_views import PlanState
from web.store.projection import DraftLocks

if TYPE_CHECKING:
    from routing.solver import Locks

PUBLISHED = (PlanState.PUBLISHED,)
LOOK_BACK = timedelta(days=28)
"""A plan older than this promises nothing: half terms and Easter are shorter."""
WEEK = timedelta(days=7)

Answered = tuple[Problem, Plan]
"""A question and its answer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a draft begins from.

    Parameters
    ----------
    plan_id
        The plan it begins from; None if there is none.
    start
        That plan, with its day.
    promised
        What has been published, and so promised: the newest first, and others where it promises nothing.
    locks
        What an officer has decided in it.
    """

    plan_id: str | None = None
    start: Answered | None = None
    promised: tuple[Answered, ...] = ()
    locks: DraftLocks = DraftLocks()  # noqa: RUF009 -- a frozen value


def standing_for(kept: Kept, day: date, direction: Direction, from_plan: str | None = None) -> Standing:
    """Return what a draft of a day and direction begins from.

    Parameters
    ----------
    from_plan
        A plan to begin from instead of the one that stands: an earlier draft, with its locks.
    """
    own = kept.plans.find_published(day, direction)
    ids = [*([own.id] if own is not None else []), *published_before(kept, day, direction)]
    promised = tuple(kept.plans.load(id_) for id_ in ids)
    if from_plan is not None:
        return Standing(from_plan, kept.plans.load(from_plan), promised, kept.plans.get(from_plan).locks)
    return Standing(ids[0], promised[0], promised) if ids else Standing()


def published_before(kept: Kept, day: date, direction: Direction) -> list[str]:
    """Return the newest plan published for an earlier day, and then that of the same day of last week."""
    heads = [
        head
        for head in kept.plans.list_plans(day - LOOK_BACK, day - timedelta(days=1), PUBLISHED)
        if head.direction is direction
    ]
    newest = heads[-1:]
    same_day = [head for head in heads if head.day == day - WEEK and head not in newest]
    return [head.id for head in (*newest, *same_day)]


def with_promises(problem: Problem, promised: Iterable[Answered]) -> Problem:
    """Return a problem in which pupils have been promised what the records say, or else what plans gave them before."""
    from routing.solver.again import promises  # noqa: PLC0415 -- OR-Tools takes a second to load

    told = dict(problem.usual)
    for _, plan in promised:
        for usual in promises(replace(problem, usuals=()), plan):
            told.setdefault(usual.pupil, usual)
    return replace(problem, usuals=tuple(told[pupil.id] for pupil in problem.pupils if pupil.id in told))


def solver_locks(problem: Problem, plan: Plan, locks: DraftLocks) -> "Locks":
    """Return what an officer has locked in a plan, as the planner hears it; what has lost its meaning is left out."""
    from routing.solver import Locks  # noqa: PLC0415 -- OR-Tools takes a second to load

    stands = tuple(run for name, run in plan.numbered_runs() if name in locks.runs and run.vehicle in problem.vehicle)
    aboard = {pupil for run in stands for pupil in run.pupils}
    found = frozenset(
        (PupilId(pupil), vehicle.id)
        for pupil, name in locks.pupils.items()
        for vehicle in problem.vehicles
        if vehicle.id == name and pupil in problem.pupil and pupil not in aboard
    )
    return Locks(aboard=found, as_it_stands=stands)


def locks_of(locks: DraftLocks, before: Plan, after: Plan) -> DraftLocks:
    """Return an officer's locks with runs called as the plan made again calls them."""
    stood = {run for name, run in before.numbered_runs() if name in locks.runs}
    carried = {pupil for run in after.runs for pupil in run.pupils}
    return DraftLocks(
        pupils={pupil: vehicle for pupil, vehicle in locks.pupils.items() if pupil in carried},
        runs=frozenset(str(name) for name, run in after.numbered_runs() if run in stood),
    )
