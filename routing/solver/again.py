"""A plan made again after a change: what still stands is kept, what was promised is priced, the rest is mended."""

from collections.abc import Callable
from dataclasses import replace

from routing.cost import cost
from routing.plan import Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, Usual
from routing.risk import PupilId
from routing.solver.budget import Budget, Progress, Watch
from routing.solver.compiled import compile_problem
from routing.solver.finish import finished
from routing.solver.insertion import own_times
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.outlines import state_of
from routing.solver.recipe import mend_crews, signed
from routing.solver.search import begin_search
from routing.solver.stages import Stage, improve

MENDING = Stage("mending", 0.0, 0.5, 0.8, near=True)
IMPROVING = Stage("improving", 0.5, 0.9, 0.9)
TOLERANCE_S = 300


def make_again(
    problem: Problem,
    plan: Plan,
    *,
    budget: Budget,
    seed: int = 0,
    locks: Locks = NO_LOCKS,
    report: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return a plan for a problem that has changed since ``plan`` was made, with as few broken promises as it is worth.

    Parameters
    ----------
    problem
        As it is now: a pupil absent or new, a vehicle or an assistant gone, a road closed, a school earlier.
    plan
        As it was; its times, vehicles, drivers and assistants count as promised, at the policy's prices.
    budget, seed, locks, report, stop
        As in :func:`routing.solver.recipe.solve`.
    """
    watch = Watch(budget, report, stop)
    watch.say("compiling")
    promised = replace(problem, usuals=promises(problem, plan))
    search = begin_search(compile_problem(promised, locks=locks))
    search.state = state_of(search.compiled, search.work, plan)
    search.place_all(seed)
    try:
        watch.say("mending", search.best_pence)
        improve([search], watch, seed, MENDING)
        improve([search], watch, seed, IMPROVING)
        done = mend_crews(search, watch, seed)
    except KeyboardInterrupt:
        watch.stopped = True
        done = finished(search.compiled, search.work, search.alone, search.best)
    watch.say("done", cost(problem, done.plan))
    return signed(done.plan, seed)


def promises(problem: Problem, plan: Plan) -> tuple[Usual, ...]:
    """Return what a plan promises to the pupils whom a problem still knows; what was promised before, to all others.

    A time is promised only as long as the school's hours still allow it: nobody expects a school that closes at noon
    to be left at three.
    """
    made: dict[PupilId, Usual] = dict(problem.usual)
    for shift in plan.shifts:
        times = own_times(problem, shift)
        vehicle = problem.vehicle.get(shift.vehicle)
        for run in shift.runs:
            for pupil in run.pupils:
                if pupil not in problem.pupil or pupil not in times:
                    continue
                before = problem.usual.get(pupil)
                made[pupil] = Usual(
                    pupil=pupil,
                    time_s=times[pupil] if _is_in_hours(problem, run, pupil) else None,
                    tolerance_s=TOLERANCE_S if before is None else before.tolerance_s,
                    vehicle=shift.vehicle,
                    driver=None if vehicle is None else vehicle.driver,
                    assistant=_assistant_of(problem, run, pupil),
                )
    return tuple(made[pupil.id] for pupil in problem.pupils if pupil.id in made)


def _is_in_hours(problem: Problem, run: Run, pupil: PupilId) -> bool:
    """Say whether a run serves a pupil's school within the hours that the problem gives it."""
    school = problem.school[problem.pupil[pupil].school]
    to_school = problem.is_to_school
    stop = next(each for each in run.stops if pupil in (each.alights if to_school else each.boards))
    return school.from_s <= (stop.arrive_s if to_school else stop.leave_s) <= school.until_s


def _assistant_of(problem: Problem, run: Run, pupil: PupilId) -> AssistantId | None:
    """Return who looks after a pupil on a run: their own assistant, or the first who shares; None if nobody must."""
    own = [member.assistant for member in run.crew if member.one_to_one_with == pupil]
    shared = [member.assistant for member in run.crew if member.one_to_one_with is None]
    needs = problem.pupil[pupil].needs
    return next(iter(own or (shared if needs.assistant != "none" else [])), None)
