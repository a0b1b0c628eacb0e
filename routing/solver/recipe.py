"""The recipe: from a problem to a finished plan, step by step. The tools are in the files beside it.

The budget goes to: improving by ruin and recreate (to 60%), choosing among all shifts met (to 70%), improving what was chosen
(to 85%), choosing again (to 90%), and the proof with what is left. With a budget of iterations the same shares hold of
iterations, and the models run for a counted effort; the clock then decides nothing.
"""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from routing.cost import cost
from routing.plan import Plan
from routing.problem import Problem
from routing.solver.budget import Budget, Progress, Watch
from routing.solver.choice import choose
from routing.solver.compiled import compile_problem
from routing.solver.finish import Finished, finished
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.outlines import state_of
from routing.solver.search import Search, begin_search
from routing.solver.tables import CREW_EXTRA

CHUNK = 500
"""Iterations between two looks at the clock, where a budget of iterations counts them."""
SHORT_S = 0.4
"""About so long the kernel runs between two looks, where the clock decides."""
CREW_ROUNDS = 3
CREW_EXTRA_PENCE = 1500
IMPROVED, CHOSEN, IMPROVED_AGAIN, CHOSEN_AGAIN = 0.60, 0.70, 0.85, 0.90


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int = 0,
    start: Plan | None = None,
    locks: Locks = NO_LOCKS,
    report: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best plan found within a budget; every rule of the catalogue is kept.

    Parameters
    ----------
    start
        A plan to go on from; where it breaks a rule it is mended, least change first.
    locks
        What a person has decided beforehand.
    report
        Told from time to time how far it has come.
    stop
        Asked from time to time whether to stop, as an interrupt from the keyboard also does; the best plan so far is then
        finished and returned.

    Examples
    --------
    ``solve(problem, budget=Budget(iterations=20_000), seed=7)`` gives the same plan each time.
    """
    watch = Watch(budget, report, stop)
    watch.say("compiling")
    search = begin_search(compile_problem(problem, locks=locks))
    try:
        _start(search, start, seed)
        watch.say("starting", search.best_pence)
        _improve(search, watch, seed, 0.0, IMPROVED)
        choose(search, watch, CHOSEN)
        _improve(search, watch, seed, CHOSEN, IMPROVED_AGAIN)
        choose(search, watch, CHOSEN_AGAIN)
        done = _crewed(search, watch, seed)
    except KeyboardInterrupt:
        watch.stopped = True
        done = _finished(search)
    watch.say("done", cost(problem, done.plan))
    return signed(done.plan, seed)


def signed(plan: Plan, seed: int) -> Plan:
    """Return a plan with who made it, and with what."""
    try:
        own = version("waymark")
    except PackageNotFoundError:  # run from a checkout that is not installed
        own = "unknown"
    versions = (("waymark", own), ("python", python_version()))
    versions += tuple((name, version(name)) for name in ("ortools", "numpy", "numba"))
    return Plan(
        shifts=plan.shifts,
        unplaced=plan.unplaced,
        made_by="waymark",
        seed=seed,
        versions=versions,
        bound=plan.bound,
    )


def _start(search: Search, start: Plan | None, seed: int) -> None:
    """Begin from a given plan, mended, or from nothing; then put in everyone who is left."""
    if start is not None:
        search.state = state_of(search.compiled, search.work, start)
    search.place_all(seed)


def _finished(search: Search) -> Finished:
    return finished(search.compiled, search.work, search.alone, search.best)


def _improve(search: Search, watch: Watch, seed: int, begin: float, end: float) -> None:
    """Ruin and recreate while a share of the budget lasts."""
    if watch.budget.iterations is not None:
        total = watch.budget.iterations
        first, last = int(begin * total), int(end * total / CHOSEN_AGAIN) if end > IMPROVED else int(end * total)
        for at in range(first, last, CHUNK):
            if watch.is_stopped():
                return
            count = min(CHUNK, last - at)
            pence = search.improve(count, seed * 1_000_003 + at, at / total, (at + count) / total)
            watch.say("improving", pence)
        return
    count, chunk = CHUNK // 10, 0
    while not watch.is_stopped() and (left_s := watch.left_s(end)) is not None and left_s > 0:
        before_s = watch.seconds
        total_s = watch.budget.seconds or 1.0
        fraction = before_s / total_s
        after = min(end, fraction + SHORT_S / total_s)
        chunk += 1
        pence = search.improve(count, seed * 1_000_003 + int(begin * 1000) * 10_007 + chunk, fraction, after)
        watch.say("improving", pence)
        took_s = max(1e-3, watch.seconds - before_s)
        count = max(1, min(4 * count, int(count * min(SHORT_S, max(0.02, left_s)) / took_s)))


def _crewed(search: Search, watch: Watch, seed: int) -> Finished:
    """Finish the plan; while assistants are short, make them dearer and improve again."""
    numbers = search.compiled.tables.number
    problem = search.compiled.problem
    best = _finished(search)
    best_pence = cost(problem, best.plan)
    watch.say("naming assistants", best_pence)
    for again in range(CREW_ROUNDS):
        if not best.short_of_crew or watch.is_stopped():
            break
        numbers[CREW_EXTRA] += CREW_EXTRA_PENCE * 2**again
        search.reprice()
        count = (watch.budget.iterations or 0) // 10 if watch.budget.seconds is None else CHUNK
        search.improve(max(count, 1), seed * 1_000_003 - 1 - again, IMPROVED, 1.0)
        other = _finished(search)
        pence = cost(problem, other.plan)
        watch.say("naming assistants", min(pence, best_pence))
        if pence < best_pence:
            best, best_pence = other, pence
    return best
