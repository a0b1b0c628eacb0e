"""Drafting: the job from the office's records to a draft that the checker has judged, as a task.

``draft`` reads from top to bottom as the job does: records, problem, matrix, plan, check, draft. Publishing follows on
the officer's word (``publishing.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from routing.checker import check
from routing.commands import Effort, Outcome, make_plan
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.scenarios import carry_over
from routing.wording import counted
from web.access import Principal
from web.morning import Order, drive_again, state_problem, written_down
from web.paper.road_lines import RoadLines, drives
from web.planning.asking import TaskEar, on_behalf_of
from web.planning.exceptions import as_it_is, closed_ways
from web.planning.ground import RoadsOfHere, roads_of
from web.planning.standing import Standing, locks_of, solver_locks, standing_for, with_promises
from web.records.building import authority_of
from web.records.rows import Row
from web.settings import Settings
from web.store import Kept, Store
from web.store.day import DayEvent
from web.store.plans import Drafted
from web.store.projection import DraftLocks
from web.store.tasks import Task
from web.work import Hear

DRAFT = "draft"
"""The kind of task that makes a draft."""

Result = Mapping[str, Any]
"""What a task leaves: the id of the plan that it kept, or nothing if nobody wanted it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a draft is asked for.

    Parameters
    ----------
    effort
        How hard to plan.
    from_plan
        The plan to begin from, with its locks; None for the standing plan.
    keeps_plan
        Whether the plan stays as it is, and only the records are taken in as they are now: who is new has no run yet.
    title
        What to call the draft.
    """

    day: date
    direction: Direction
    effort: Effort
    from_plan: str | None = None
    keeps_plan: bool = False
    title: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any], settings: Settings) -> "Asked":
        """Return what a task's ``asked`` says: day and direction, and perhaps seconds, iterations, seed, from_plan."""
        return cls(
            day=date.fromisoformat(asked["day"]),
            direction=Direction(asked["direction"]),
            effort=effort_of(asked, settings),
            from_plan=asked.get("from_plan"),
            keeps_plan=bool(asked.get("keeps_plan")),
            title=asked.get("title", ""),
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """What a draft is made of, read at one moment."""

    rows: Mapping[str, list[Row]]
    events: tuple[DayEvent, ...]
    standing: Standing
    replaces: str | None


def effort_of(asked: Mapping[str, Any], settings: Settings) -> Effort:
    """Return how hard to plan: as a task says, or for as long as the settings say."""
    seed = int(asked.get("seed", 0))
    if asked.get("iterations") is not None:
        return Effort(iterations=int(asked["iterations"]), seed=seed)
    return Effort(seconds=float(asked.get("seconds") or settings.plan_seconds), seed=seed)


def draft(store: Store, settings: Settings, task: Task, hear: Hear) -> Result:
    """Draft the plan of a day and direction from the records, beginning from what stands; return ``plan``, its id.

    Raises
    ------
    FilesError
        Whatever of the records cannot be planned, all of it at once.
    GeodataError
        There are no roads, or nobody can drive between two places.
    """
    asked, here, office, ear = Asked.of(task.asked, settings), roads_of(settings), on_behalf_of(task), TaskEar(hear)
    with store.reading(office) as kept:
        basis = read_basis(kept, asked)
    ear.step(f"{counted(len(basis.rows['pupils']), 'pupil')} in the records.")
    whose = partial(authority_of, basis.rows, day=asked.day, direction=asked.direction)
    authority = whose(unmet=lambda _: None)  # who cannot be carried is unplaced
    order = order_of(asked, here, basis.events)
    stated, driving = state_problem(authority, here.roads, order, ear, here.order_file)
    problem = with_promises(as_it_is(stated, basis.events), basis.standing.promised)
    start = start_of(basis.standing, problem)
    outcome = planned(problem, start, asked, basis.standing.locks, ear)
    document = written_down(problem, outcome.plan, outcome.seconds, driving)
    kept_locks = DraftLocks() if start is None else locks_of(basis.standing.locks, start, outcome.plan)
    drafted = Drafted(
        document=document,
        violations=outcome.violations,
        title=asked.title or title_of(asked),
        locks=kept_locks,
        replaces=basis.replaces,
        has_begun_from=basis.standing.plan_id,
    )
    return keep(store, office, task, drafted) if ear.is_wanted else {}


def planned(problem: Problem, start: Plan | None, asked: Asked, locks: DraftLocks, ear: TaskEar) -> Outcome:
    """Return a plan of a problem, made from one that stands and its locks; or that plan itself, judged."""
    if start is None:
        return make_plan(problem, asked.effort, ear, stop=ear.is_unwanted)
    if asked.keeps_plan:
        return Outcome(start, tuple(check(problem, start)), 0.0, interrupted=False)
    effort, found = replace(asked.effort, start=start), solver_locks(problem, start, locks)
    return make_plan(problem, effort, ear, locks=found, stop=ear.is_unwanted)


def read_basis(kept: Kept, asked: Asked) -> Basis:
    """Return what a draft is made of, as it is now."""
    published = kept.plans.find_published(asked.day, asked.direction)
    return Basis(
        rows=kept.records.all_rows(),
        events=events_of(kept, asked.day, asked.direction),
        standing=standing_for(kept, asked.day, asked.direction, asked.from_plan),
        replaces=None if published is None else published.id,
    )


def events_of(kept: Kept, day: date, direction: Direction) -> tuple[DayEvent, ...]:
    """Return what is not as usual in a direction of a day."""
    return tuple(event for event in kept.day.list_events(day, day) if event.direction in (None, direction))


def order_of(asked: Asked, here: RoadsOfHere, events: tuple[DayEvent, ...]) -> Order:
    """Return how the roads are to be driven."""
    return Order(
        day=asked.day,
        direction=asked.direction,
        effort=asked.effort,
        speeds=here.speeds,
        closed_ways=closed_ways(here.roads, events),
        find_postcode=here.find_postcode,
    )


def start_of(standing: Standing, problem: Problem) -> Plan | None:
    """Return the plan to begin from as far as the day still knows whom and what it names; None if there is none."""
    return None if standing.start is None else carry_over(standing.start[1], problem)


def title_of(asked: Asked) -> str:
    """Return what a draft is called if nobody says."""
    if asked.keeps_plan:
        return "With the records as they are now"
    return "Drafted again" if asked.from_plan else "Drafted"


def keep(store: Store, office: Principal, task: Task, drafted: Drafted) -> Result:
    """Keep a task's draft; ``ConflictError`` if the task is not wanted any more, or another process does it."""
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        return {"plan": kept.plans.keep_draft(drafted)}


def trace(store: Store, settings: Settings, task: Task, hear: Hear) -> Result:
    """Find the roads of a draft's new legs, and keep them with it; an edit meanwhile asks for this again.

    Raises
    ------
    ConflictError
        It is no draft any more.
    """
    here, office, ear = roads_of(settings), on_behalf_of(task), TaskEar(hear)
    id_ = str(task.asked["plan"])
    with store.reading(office) as kept:
        head, document = kept.plans.get(id_), kept.plans.document(id_)
        events = events_of(kept, head.day, head.direction)
    problem, plan = document.problem, document.plan
    lines = RoadLines.of(document)
    unknown = plan is not None and any(
        lines.find(problem, shift.vehicle, start, end) is None
        for shift in plan.shifts
        for start, end, _ in drives(problem, shift)
    )
    if plan is None or not unknown:
        return {"plan": id_}
    ear.step("Finding the roads of the runs that were changed.")
    asked = Asked(day=head.day, direction=head.direction, effort=Effort(iterations=0))
    driving = drive_again(problem, here.roads, order_of(asked, here, events), here.order_file)
    drawn = written_down(problem, plan, 0.0, driving)
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        if kept.plans.get(id_).step == head.step:
            kept.plans.draw(id_, drawn)
    return {"plan": id_}
