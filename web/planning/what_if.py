"""What if: a plan made again as if a vehicle were added, an operator gone, a road closed, a bell rung at another time.

It is kept as a draft of its own, with the plan it was begun from, so that the two can be compared. It is never
published: what it supposes is not so. Who wants it so changes the records, and drafts the day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from geodata.roads import RoadGraph
from routing import scenarios
from routing.commands import Effort, make_plan
from routing.errors import NoSuchRecordError
from routing.plan import Plan
from routing.problem import Problem
from routing.records import AssistantId, SchoolId, VehicleId
from routing.wording import clock
from web.morning import drive_again, written_down
from web.planning.asking import TaskEar, on_behalf_of
from web.planning.drafting import Asked, Result, effort_of, events_of, keep, order_of
from web.planning.exceptions import closed_ways, ways_called
from web.planning.ground import roads_of
from web.planning.standing import solver_locks
from web.settings import Settings
from web.store import Store
from web.store.plan_views import WHAT_IF_TITLE
from web.store.plans import Drafted
from web.store.tasks import Task
from web.work import Hear

WHAT_IF = "what-if"
"""The kind of task."""


class Change(StrEnum):
    """What may be supposed."""

    VEHICLE_MORE = "vehicle-more"
    VEHICLE_GONE = "vehicle-gone"
    OPERATOR_GONE = "operator-gone"
    ASSISTANT_GONE = "assistant-gone"
    ROAD_CLOSED = "road-closed"
    BELL_TIME = "bell-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One change of what is so.

    Parameters
    ----------
    ref
        The vehicle (of which there is one more, or none), operator, assistant, road or school.
    from_s, until_s
        Of a bell time: within which vehicles arrive, or leave.
    """

    change: Change
    ref: str
    from_s: int | None = None
    until_s: int | None = None

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Supposed":
        """Return what a task's ``asked`` says."""
        return cls(
            change=Change(asked["change"]),
            ref=asked["ref"],
            from_s=asked.get("from_s"),
            until_s=asked.get("until_s"),
        )

    @property
    def title(self) -> str:
        """What to call the draft."""
        said = {
            Change.VEHICLE_MORE: f"there were one more vehicle like {self.ref}",
            Change.VEHICLE_GONE: f"vehicle {self.ref} were gone",
            Change.OPERATOR_GONE: f"operator {self.ref} were gone",
            Change.ASSISTANT_GONE: f"passenger assistant {self.ref} were gone",
            Change.ROAD_CLOSED: f"{self.ref} were closed",
        }
        if self.change is Change.BELL_TIME and self.from_s is not None and self.until_s is not None:
            return f"{WHAT_IF_TITLE} school {self.ref} were served from {clock(self.from_s)} to {clock(self.until_s)}"
        return f"{WHAT_IF_TITLE} {said[self.change]}"


def suppose(problem: Problem, supposed: Supposed) -> Problem:
    """Return a problem in which something is otherwise; a closed road changes how it is driven instead.

    Raises
    ------
    NoSuchRecordError
        If the problem knows no such vehicle, operator, assistant or school.
    """
    return _SUPPOSE[supposed.change](problem, supposed)


def _vehicle_more(problem: Problem, supposed: Supposed) -> Problem:
    names = (VehicleId(f"{supposed.ref}-more{number}") for number in range(1, len(problem.vehicles) + 2))
    name = next(each for each in names if each not in problem.vehicle)
    return scenarios.with_vehicle(problem, VehicleId(supposed.ref), name)


def _bell_time(problem: Problem, supposed: Supposed) -> Problem:
    """Return a problem with a school that is served at other times; what was promised to its pupils is void."""
    school = problem.school.get(SchoolId(supposed.ref))
    if school is None:
        raise NoSuchRecordError(f"There is no school {supposed.ref!r} on this day. Look at those it lists.")
    from_s = school.from_s if supposed.from_s is None else supposed.from_s
    until_s = school.until_s if supposed.until_s is None else supposed.until_s
    other = replace(school, from_s=from_s, until_s=until_s)
    return replace(
        problem,
        schools=tuple(other if each.id == school.id else each for each in problem.schools),
        usuals=tuple(
            replace(usual, time_s=None) if problem.pupil[usual.pupil].school == school.id else usual
            for usual in problem.usuals
        ),
    )


_SUPPOSE: Mapping[Change, Callable[[Problem, Supposed], Problem]] = {
    Change.VEHICLE_MORE: _vehicle_more,
    Change.VEHICLE_GONE: lambda problem, supposed: scenarios.without_vehicle(problem, VehicleId(supposed.ref)),
    Change.OPERATOR_GONE: lambda problem, supposed: scenarios.without_operator(problem, supposed.ref),
    Change.ASSISTANT_GONE: lambda problem, supposed: scenarios.without_assistant(problem, AssistantId(supposed.ref)),
    Change.ROAD_CLOSED: lambda problem, _: problem,
    Change.BELL_TIME: _bell_time,
}


def what_if(store: Store, settings: Settings, task: Task, hear: Hear) -> Result:
    """Make a plan again as if something were otherwise, and keep it as a draft; return ``plan``, its id.

    Raises
    ------
    NoSuchRecordError
        If it supposes something of what the plan does not know.
    GeodataError
        There are no roads, or nobody can drive between two places.
    """
    here, office, ear = roads_of(settings), on_behalf_of(task), TaskEar(hear)
    id_, supposed = str(task.asked["plan"]), Supposed.of(task.asked)
    with store.reading(office) as kept:
        head = kept.plans.get(id_)
        before, plan = kept.plans.load(id_)
        events = events_of(kept, head.day, head.direction)
    problem = suppose(before, supposed)
    asked = Asked(day=head.day, direction=head.direction, effort=effort_of(task.asked, settings))
    order = order_of(asked, here, events)
    if supposed.change is Change.ROAD_CLOSED:
        shut = closed_ways(here.roads, events) | _ways(here.roads, supposed.ref)
        order = replace(order, closed_ways=shut)
    ear.step("Working out the drives.")
    driving = drive_again(problem, here.roads, order, here.order_file)
    if supposed.change is Change.ROAD_CLOSED:
        problem = replace(problem, travels=driving.travels())
    start = scenarios.carry_over(plan, problem)
    locks = solver_locks(problem, start, head.locks)
    effort: Effort = replace(asked.effort, start=start)
    outcome = make_plan(problem, effort, ear, locks=locks, stop=ear.is_unwanted, again=True)
    document = written_down(problem, outcome.plan, outcome.seconds, driving)
    drafted = Drafted(
        document=document,
        violations=outcome.violations,
        title=supposed.title,
        replaces=head.replaces if head.version is None else head.id,
        has_begun_from=id_,
    )
    return keep(store, office, task, drafted) if ear.is_wanted else {}


def _ways(roads: RoadGraph, ref: str) -> frozenset[int]:
    found = ways_called(roads, ref)
    if not found:
        raise NoSuchRecordError(f"There is no road {ref!r} on the map.")
    return found


def refs_of(problem: Problem, plan: Plan) -> Mapping[Change, Sequence[str]]:
    """Return what may be supposed of a plan: for each change of whom or what; of roads nobody can say beforehand."""
    used = {shift.vehicle for shift in plan.shifts}
    return {
        Change.VEHICLE_MORE: sorted(vehicle.id for vehicle in problem.vehicles),
        Change.VEHICLE_GONE: sorted(used),
        Change.OPERATOR_GONE: sorted({problem.contract[problem.vehicle[each].contract].operator for each in used}),
        Change.ASSISTANT_GONE: sorted({member.assistant for run in plan.runs for member in run.crew}),
        Change.BELL_TIME: sorted(school.id for school in problem.schools),
    }
