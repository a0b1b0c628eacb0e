"""The recipe: from a problem to a finished plan, step by step. The tools are in the files beside it.

Of the budget, the last 30% go to the proof, where there is time for one. The rest goes to: improving by ruin and
recreate (to 55%, with halts to see what assistants would cost; where vehicles' days are most of the cost, to 15%, and
then sparing vehicles to 70%), choosing among all shifts met (to 70%), improving what was chosen (to 80%), choosing
again (to 85%), and naming assistants; and where that has left time and no proof is to come, to improving and naming
once more. With a budget of iterations they are shared out likewise, the models run for a counted effort, and the proof
for counted rounds, so that the clock decides nothing. Where nobody needs an assistant, improving and choosing take that
time too.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from operator import attrgetter
from os import cpu_count
from platform import python_version
from typing import TYPE_CHECKING

from routing.cost import cost
from routing.plan import Plan
from routing.problem import Problem
from routing.rules.rule import Postable
from routing.solver.abreast import is_large
from routing.solver.bound import lower_bound
from routing.solver.budget import Budget, Progress, Watch
from routing.solver.choice import choose
from routing.solver.compiled import compile_problem
from routing.solver.crews import added_by_naming
from routing.solver.finish import Finished, finished
from routing.solver.fleet import are_dear, spare_vehicles
from routing.solver.known import good_shifts
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.making_room import with_room_made
from routing.solver.outlines import drafts_of, state_of
from routing.solver.scarcity import Pay, make_dearer, pay_of, restore_pay
from routing.solver.search import Search, begin_search
from routing.solver.stages import CHUNK, SEEDS, Stage, improve
from routing.solver.together import choose_and_name
from routing.solver.walks import cores, together, walks_from

if TYPE_CHECKING:
    from routing.records import Training

FIRST = Stage("improving", 0.0, 0.55, 0.0)
DEAR_FIRST = Stage("improving", 0.0, 0.15, 0.0)
SPARED = 0.70
"""Where vehicles' days are most of the cost, there is more in sparing vehicles than in better ways."""
SECOND = Stage("improving again", 0.70, 0.80, 0.6)
CHOSEN, CHOSEN_AGAIN, NAMED = 0.70, 0.85, 0.97
PROOF = 0.3
"""The share of a budget of seconds that goes to the proof, besides what naming assistants leaves."""
FINISHING = 0.02
"""The share that making a plan of it takes where no assistants are to be named."""
PROOF_S = 0.0014
"""With fewer seconds, times the square of the pupils, all of them go to the plan: a proof would not come far."""
GATHERED = 0.15
"""The share of the time for the proof after which shifts to begin it with are known well enough."""
PROOF_ROUNDS, PROOF_ITERATIONS = 24, 2000
"""With a budget of iterations, one round of the proof for each so many, and no more than so many rounds."""
FEWEST_ROUNDS = 4
"""With fewer rounds no more is proven than by the shortest rides, for which none is needed."""
GRACE = 0.1
"""The share of a budget by which making room for those left out may overrun what there is for the plan."""
HALTS = (0.4, 0.6, 0.8)
"""Shares of the first improving after which what assistants cost is looked at again."""
ONCE_MORE = 4.0
"""A plan is improved and named once more where naming has left so many times what it took."""
LITTLE_PENCE = 100
"""So little more an hour is not worth telling the engines."""
CREW_ROUNDS, CREW_EXTRA_PENCE = 6, 1500
"""How often assistants who are short are made dearer, and by how much an hour at first."""


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int = 0,
    start: Plan | None = None,
    locks: Locks = NO_LOCKS,
    rules: Sequence[Postable] | None = None,
    report: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best plan found within a budget; every rule is kept.

    Parameters
    ----------
    start
        A plan to go on from; where it breaks a rule it is mended, least change first.
    locks
        What a person has decided beforehand.
    rules
        Those to be kept; None for all of the catalogue.
    report
        Told from time to time how far it has come, and whole plans on the way: the first within seconds.
    stop
        Asked from time to time whether to stop, as an interrupt from the keyboard also does; the best plan so far is
        then finished and returned.

    Examples
    --------
    ``solve(problem, budget=Budget(iterations=20_000), seed=7)`` gives the same plan each time.
    """
    watch = Watch(_without_proof(budget, problem), report, stop)
    watch.say("compiling")
    search = begin_search(compile_problem(problem, rules, locks))
    if not search.compiled.said.crew:
        watch.budget = _without_naming(watch.budget)
    with ThreadPoolExecutor(cpu_count()) as threads:
        if budget.executor is None:
            watch.budget = replace(watch.budget, executor=threads)
        plan = _planned(search, watch, seed, start, budget)
    watch.say("done", cost(problem, plan), None if plan.bound is None else plan.bound.pence)
    return signed(plan, seed)


def _planned(search: Search, watch: Watch, seed: int, start: Plan | None, budget: Budget) -> Plan:
    """Return the best plan found, with its proof: the steps one by one, or as far as they came when interrupted."""
    paid = pay_of(search.compiled)
    walks = walks_from(search, 1 if is_large(search) else cores(watch.budget))  # parts keep every core busy
    try:
        _start(search, start, seed)
        watch.say("starting", search.best_pence)
        shown = _show(search, watch, seed, None)
        if not are_dear(search):
            with together(walks):
                _improve_and_price_crews(walks, watch, seed, paid)
        else:
            with together(walks):
                improve(walks, watch, seed, DEAR_FIRST)
            iterations = int((watch.budget.iterations or 0) * (SPARED - DEAR_FIRST.end))
            spare_vehicles(search, watch, seed, share=SPARED, iterations=iterations)
        shown = _show(search, watch, seed, shown)
        choose(search, watch, CHOSEN)
        shown = _show(search, watch, seed, shown)
        with together(walks):
            improve(walks, watch, seed, SECOND)
        choose(search, watch, CHOSEN_AGAIN)
        named_at_s = watch.seconds
        done = _named_together(search, watch, mend_crews(search, watch, seed))
        if not _has_time_to_prove(budget, search.compiled.problem):
            done = improved_once_more(walks, watch, seed, done, watch.seconds - named_at_s)
        restore_pay(search.compiled, paid)
        return _proven(search, watch, done.plan, budget)
    except KeyboardInterrupt:
        watch.stopped = True
        return _finished(search).plan


def _improve_and_price_crews(walks: Sequence[Search], watch: Watch, seed: int, paid: Pay) -> None:
    """Improve; at halts on the way, take assistants of each training to cost what naming them would.

    Halfway between what they were taken to add before and what they add now: whoever asks for the last one who is near
    pays for the next, who must be collected from afar, and the next may be needed no more. Each walk goes its own way
    until the end, since they would else meet the same shifts.
    """
    compiled = walks[0].compiled
    extra: dict[frozenset[Training], int] = {}
    for begin, end in pairwise((0.0, *HALTS, 1.0)):
        improve(walks, watch, seed, FIRST.part(begin, end))
        if end < 1.0 and compiled.said.crew and not watch.is_stopped():
            best = min(walks, key=attrgetter("best_pence")).best
            added = added_by_naming(compiled, drafts_of(compiled, best))
            extra = {each: (extra.get(each, 0) + added.get(each, 0)) // 2 for each in (*extra, *added)}
            restore_pay(compiled, paid)
            for training in sorted((each for each in extra if extra[each] > LITTLE_PENCE), key=sorted):
                make_dearer(compiled, [training], extra[training])
            for walk in walks:
                walk.reprice()


def signed(plan: Plan, seed: int) -> Plan:
    """Return a plan with who made it, and with what."""
    try:
        own = version("waymark")
    except PackageNotFoundError:  # run from a checkout that is not installed
        own = "unknown"
    libraries = ((name, version(name)) for name in ("ortools", "numpy", "numba"))
    versions = (("waymark", own), ("python", python_version()), *libraries)
    return replace(plan, made_by="waymark", seed=seed, versions=versions)


def _start(search: Search, start: Plan | None, seed: int) -> None:
    """Begin from a given plan, mended, or from nothing; then put in everyone who is left."""
    if start is not None:
        search.state = state_of(search.compiled, search.work, start)
    search.place_all(seed)


def _finished(search: Search) -> Finished:
    return finished(search.compiled, search.work, search.alone, search.best)


def _show(search: Search, watch: Watch, seed: int, shown: int | None) -> int | None:
    """Tell the best plan so far, whole, if anyone listens and it is better than the last; return what that costs."""
    if watch.report is None or watch.is_stopped():
        return shown
    plan = signed(_finished(search).plan, seed)
    pence = cost(search.compiled.problem, plan)
    if shown is not None and pence >= shown:
        return shown
    watch.say("so far", pence, plan=plan)
    return pence


def mend_crews(search: Search, watch: Watch, seed: int) -> Finished:
    """Finish the plan; while assistants are short, make those who are asked for dearer, and improve again."""
    compiled, problem = search.compiled, search.compiled.problem
    done = best = first = _finished(search)
    best_pence = cost(problem, best.plan)
    watch.say("naming assistants", best_pence)
    before, late = pay_of(compiled), watch.is_stopped_or_late(1.0)
    for again in range(CREW_ROUNDS):
        if not best.short_of_crew or watch.is_stopped() or (again and late()):
            break
        make_dearer(compiled, done.asked_for, CREW_EXTRA_PENCE * 2 ** min(again, 2))
        search.reprice()
        count = CHUNK if watch.budget.seconds is not None else (watch.budget.iterations or 0) // 10
        search.improve(max(count, 1), (seed * SEEDS + 7 + again) % 2**31, 0.6, 1.0)
        done = _finished(search)
        pence = cost(problem, done.plan)
        if pence < best_pence:
            best, best_pence = done, pence
        watch.say("naming assistants", best_pence)
    if done is not first:  # some were made dearer
        restore_pay(compiled, before)
        search.reprice()
    left_out = (*best.short_of_crew, *best.short_of_bays)
    stop = watch.is_stopped_or_late(1.0 + GRACE)
    return replace(best, plan=with_room_made(compiled, best.plan, left_out, stop))


def _named_together(search: Search, watch: Watch, done: Finished) -> Finished:
    """Choose shifts and name assistants together in what naming has left of the time; return the cheaper plan."""
    problem, before = search.compiled.problem, search.best
    if done.short_of_crew or watch.is_stopped():
        return done
    choose_and_name(search, watch, NAMED)
    if search.best is before:
        return done
    best = min(done, _finished(search), key=lambda each: cost(problem, each.plan))
    watch.say("naming assistants", cost(problem, best.plan))
    return best


def improved_once_more(walks: Sequence[Search], watch: Watch, seed: int, done: Finished, took_s: float) -> Finished:
    """Improve, and name assistants again, in what naming has left of the time; return the cheaper plan.

    Parameters
    ----------
    took_s
        How long naming took; nothing is done where a few times that is not left.
    """
    search, left_s, budget_s = walks[0], watch.left_s(NAMED), watch.budget.seconds
    if left_s is None or budget_s is None or left_s <= ONCE_MORE * took_s or watch.is_stopped():
        return done
    if not search.compiled.said.crew:  # the steps before have filled the budget
        return done
    with together(walks):
        improve(walks, watch, seed, Stage("improving once more", CHOSEN_AGAIN, NAMED - took_s / budget_s, 0.8))
    best = min(done, mend_crews(search, watch, seed), key=lambda each: cost(search.compiled.problem, each.plan))
    watch.say("naming assistants", cost(search.compiled.problem, best.plan))
    return best


def _has_time_to_prove(budget: Budget, problem: Problem) -> bool:
    """Say whether a proof could come so far that it is worth its share of the time."""
    return budget.proof and (budget.seconds is None or budget.seconds >= PROOF_S * len(problem.pupils) ** 2)


def _without_proof(budget: Budget, problem: Problem) -> Budget:
    """Return what is left of a budget for finding a plan."""
    if budget.seconds is None or not _has_time_to_prove(budget, problem):
        return budget
    return replace(budget, seconds=budget.seconds * (1 - PROOF))


def _without_naming(budget: Budget) -> Budget:
    """Return a budget whose shares fill it where no assistants are to be named."""
    return (
        budget if budget.seconds is None else replace(budget, seconds=budget.seconds * (1 - FINISHING) / CHOSEN_AGAIN)
    )


def _proven(search: Search, watch: Watch, plan: Plan, budget: Budget) -> Plan:
    """Return a plan with what every plan costs at least, as far as the rest of the budget goes."""
    if not budget.proof or watch.is_stopped():
        return plan
    left_s = None if budget.seconds is None else budget.seconds - watch.seconds
    rounds = None if budget.iterations is None else min(PROOF_ROUNDS, budget.iterations // PROOF_ITERATIONS)
    too_late = not _has_time_to_prove(budget, search.compiled.problem) or (left_s is not None and left_s <= 0)
    if too_late or (rounds is not None and rounds < FEWEST_ROUNDS):
        rounds = 0
    pence, tables = cost(search.compiled.problem, plan), search.compiled.tables
    watch.say("proving", pence)
    late = watch.is_stopped_or_past(None if left_s is None else watch.seconds + GATHERED * left_s)
    same = search.compiled.locks is NO_LOCKS and len(search.compiled.pupils) > 0
    proof = lower_bound(
        search.compiled.problem,
        search.compiled,
        shifts=good_shifts(tables, search.pool, search.best, late) if same and rounds != 0 else (),
        budget_seconds=None if budget.seconds is None else budget.seconds - watch.seconds,
        iterations=rounds,
        workers=2,
        stop=watch.is_stopped,
        report=lambda bound, _: watch.say("proving", pence, bound),
    )
    return replace(plan, bound=proof.bound)
