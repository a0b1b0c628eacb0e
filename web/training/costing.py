"""What a published day costs, and what it would cost with one pupil otherwise: not there, or with other needs.

Costs are the money of ``routing.cost`` alone: vehicles, miles, hours and passenger assistants. The prices of
preferences steer the planner here as always, and are no saving for anyone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from routing.checker import check
from routing.commands import PAID, Effort, make_plan
from routing.cost import cost, cost_lines
from routing.plan import Plan, Shift
from routing.problem import Direction, Problem
from routing.records import AssistantId, Pupil
from routing.risk import PupilId
from routing.scenarios import carry_over, without_pupil
from web.planning.standing import solver_locks
from web.store import Kept
from web.store.plan_views import PlanHead, PlanState
from web.store.projection import DraftLocks

if TYPE_CHECKING:
    from routing.solver import Progress

LOOK_BACK, LOOK_AHEAD = timedelta(days=28), timedelta(days=7)
"""Between these the newest published day is looked for."""
IsUnwanted = Callable[[], bool]
"""Says whether nobody wants to know any more."""


class _Deaf:
    """Hears nothing of how far one small plan is: there are many of them."""

    def step(self, text: str) -> None:
        """Do nothing."""

    def progress(self, progress: "Progress", seconds: float | None = None) -> None:
        """Do nothing."""

    def end_progress(self) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Half:
    """One direction of a published day, as others are measured against it.

    Parameters
    ----------
    plan
        As it was published; or made again with everyone aboard, if that is cheaper (``settled``).
    locks
        What an officer has decided in it.
    """

    plan_id: str
    problem: Problem
    plan: Plan
    locks: DraftLocks

    @property
    def direction(self) -> Direction:
        """Which way."""
        return self.problem.direction

    @property
    def pence(self) -> int:
        """What it costs."""
        return paid(self.problem, self.plan)

    def carries(self, pupil: PupilId) -> bool:
        """Say whether a pupil is on a run of it."""
        return any(pupil in run.pupils for run in self.plan.runs)


def paid(problem: Problem, plan: Plan) -> int:
    """Return the money that a plan costs, in pence."""
    return sum(line.pence for line in cost_lines(problem, plan) if line.what in PAID)


def find_standing_day(kept: Kept) -> date | None:
    """Return the newest day that is published both ways, or else one way; None if none is published lately."""
    today = kept.now.date()
    ways: dict[date, set[Direction]] = {}
    for head in kept.plans.list_plans(today - LOOK_BACK, today + LOOK_AHEAD, [PlanState.PUBLISHED]):
        ways.setdefault(head.day, set()).add(head.direction)
    return max(ways, key=lambda day: (len(ways[day]), day), default=None)


def halves_of(kept: Kept, day: date) -> tuple[Half, ...]:
    """Return the published directions of a day."""
    heads = kept.plans.list_plans(day, day, [PlanState.PUBLISHED])
    return tuple(_half(kept, head) for head in heads)


def _half(kept: Kept, head: PlanHead) -> Half:
    problem, plan = kept.plans.load(head.id)
    return Half(head.id, problem, plan, head.locks)


def settled(half: Half, effort: Effort, is_unwanted: IsUnwanted) -> Half:
    """Return a half whose plan has been made again with everyone aboard, if that is cheaper.

    Otherwise whatever the planner mends in passing would look like the saving of whoever is left out.
    """
    again = _made_again(half, half.problem, half.plan, effort, is_unwanted)
    return replace(half, plan=cheapest(half.problem, [half.plan, again], half.plan) or half.plan)


def quick_saving(half: Half, pupil: PupilId) -> int | None:
    """Return what the day costs less if a pupil is taken out of their run and nothing else is done; None if not on it.

    Never less than nothing: nobody has to take them out. Only the shifts are looked at that it can touch: of a county,
    each pupil is asked about.
    """
    if not half.carries(pupil):
        return None
    near = replace(half, plan=_touched(half.plan, pupil))
    problem, plan = _taken_out(near, pupil)
    return 0 if check(problem, plan) else max(0, near.pence - paid(problem, plan))


def best_saving(half: Half, pupil: PupilId, effort: Effort, is_unwanted: IsUnwanted) -> int | None:
    """Return what the day costs less without a pupil, by the cheapest of the plans that were found; None if not on it.

    The marginal saving: cost of the plan less that of the best plan found without the pupil.
    """
    quick = quick_saving(half, pupil)
    if quick is None:
        return None
    problem, plan = _taken_out(half, pupil)
    again = _made_again(half, problem, plan, effort, is_unwanted)
    best = cheapest(problem, [again], plan)
    return quick if best is None else max(quick, half.pence - paid(problem, best))


def cost_with(half: Half, pupil: Pupil, effort: Effort, is_unwanted: IsUnwanted) -> int | None:
    """Return what the day would cost if a pupil were as given, put into it anew; None if no plan was found for them.

    Nothing is promised to them: how they would travel is open.
    """
    out, begun = _taken_out(half, pupil.id)
    pupils = tuple(pupil if each.id == pupil.id else each for each in half.problem.pupils)
    others = tuple(each for each in half.problem.usuals if each.pupil != pupil.id)
    problem = replace(half.problem, pupils=pupils, usuals=others)
    start = carry_over(begun, problem)
    again = _made_again(half, problem, start, effort, is_unwanted)
    found = cheapest(problem, [half.plan, again], carry_over(half.plan, out))
    return None if found is None else paid(problem, found)


def cheapest(problem: Problem, plans: Iterable[Plan], before: Plan) -> Plan | None:
    """Return the plan that costs least of those that break no rule and leave out nobody more than ``before`` does."""
    left = {each.pupil for each in before.unplaced}
    sound = (plan for plan in plans if {e.pupil for e in plan.unplaced} <= left and not check(problem, plan))
    return min(sound, key=lambda plan: (paid(problem, plan), cost(problem, plan)), default=None)


def _touched(plan: Plan, pupil: PupilId) -> Plan:
    """Return a plan with the shift that carries a pupil and those with an assistant of it alone."""
    shift = next(shift for shift in plan.shifts if any(pupil in run.pupils for run in shift.runs))
    crew = _crew(shift)
    return replace(plan, shifts=tuple(each for each in plan.shifts if each is shift or crew & _crew(each)), unplaced=())


def _crew(shift: Shift) -> set[AssistantId]:
    return {member.assistant for run in shift.runs for member in run.crew}


def _taken_out(half: Half, pupil: PupilId) -> tuple[Problem, Plan]:
    problem = without_pupil(half.problem, pupil)
    return problem, carry_over(half.plan, problem)


def _made_again(half: Half, problem: Problem, start: Plan, effort: Effort, is_unwanted: IsUnwanted) -> Plan:
    locks = solver_locks(problem, start, half.locks)
    begun = replace(effort, start=start)
    return make_plan(problem, begun, _Deaf(), locks=locks, stop=is_unwanted, again=True).plan
