"""Fewer vehicles: a plan with one fewer that leaves out a few, who are then put into the shifts that there are.

Where a vehicle's day is dear, a plan with one shift fewer is cheaper though its ways are longer, and ruin and recreate
alone seldom gets through the dearer plans in between. Such a plan is chosen run by run from all runs met
(``run_choice.py``), or a shift is taken out of the best one. Then nothing counts but who is left out, and how often
each has been (the absences of Christiaens and Vanden Berghe 2020, Transportation Science 54), until everyone has a
place.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from routing.solver.budget import Watch
from routing.solver.chaining import chained
from routing.solver.choice import everyone, rebuilt
from routing.solver.choosing import LEAST_S
from routing.solver.columns import Supply
from routing.solver.once import each_once
from routing.solver.run_choice import Effort, best_first, choose_runs
from routing.solver.runs_met import only_remember, runs_met
from routing.solver.search import Search
from routing.solver.state import State, copy_of, is_full
from routing.solver.tables import NOBODY, UNPLACED, Ints
from routing.solver.walks import cores, put_together, seed_of, side_by_side, walks_from

DEAR = 0.8
"""Vehicles are spared where their days are so much of what all shifts cost, or more."""
SMALL = 6
"""One of so many shifts, those of the fewest pupils, is taken out."""
PATIENCE = 3000
"""Iterations without everyone placed, after which another shift is tried."""
AT_ONCE = 250
"""Iterations between two looks at the clock."""
NEARER = 4
"""How much more patience there is with a plan that was chosen: it leaves out few."""
POLISH = 250
"""Iterations by which a plan of fewer vehicles is made good before it is judged."""
EACH = 8
"""One plan of so many is chosen run by run; from the others, a shift is taken out."""
MOST_RUNS, MOST_KEPT = 2000, 20_000
"""So many runs are chosen from, those that are worth most; and so many are kept where there are twice as many or the
pool is full."""
CHOICE, MOST_CHOICE_S = 0.06, 20.0
"""The share of a budget of seconds that one such choice may take, and the most of them."""
CHOICE_NODES, CHOICE_ITERATIONS = 20, 3000
"""With a budget of iterations, the nodes of its search tree, and the iterations that it stands for."""
SEEDS = 7_368_787


def spare_vehicles(search: Search, watch: Watch, seed: int, *, share: float, iterations: int) -> None:
    """Take shifts out of the best plan, one by one, as long as everyone finds a place in the others.

    Parameters
    ----------
    share
        With a budget of seconds, it ends when this share of it is spent.
    iterations
        With a budget of iterations, it takes so many of them.
    """
    random = np.random.default_rng([seed, 1])
    walks = walks_from(search, cores(watch.budget))
    absent: list[Ints] = [np.ones(len(search.compiled.pupils), np.int64) for _ in walks]
    spent, tried = 0, 0
    while _goes_on(search, watch, share, iterations - spent):
        chosen = _begin_attempt(walks, watch, share, random, tried)
        patience = PATIENCE * NEARER if chosen else PATIENCE
        spent += CHOICE_ITERATIONS if chosen else 0
        tried += 1
        for k in range(patience // AT_ONCE):
            if any(map(_is_whole, walks)) or not _goes_on(search, watch, share, iterations - spent):
                break
            number = seed * SEEDS + 1000 * tried + k
            placed = [
                partial(walk.place_absent, AT_ONCE, seed_of(which, number), absent[which])
                for which, walk in enumerate(walks)
            ]
            spent += side_by_side(placed)[0]
        whole = next(filter(_is_whole, walks), None)
        if whole is not None:
            search.state = whole.state
            search.take_up(POLISH, (seed * SEEDS + tried) % 2**31)
            spent += POLISH
            watch.say("sparing vehicles", search.best_pence)
    put_together(walks)


def are_dear(search: Search) -> bool:
    """Say whether vehicles' days are so large a part of the cost that it pays to try for fewer."""
    used = np.flatnonzero(search.best.length)
    days = int(search.compiled.tables.type_day[search.best.kind[used]].sum())
    return days >= DEAR * max(1, int(search.best.pence[used].sum()))


def _goes_on(search: Search, watch: Watch, share: float, iterations: int) -> bool:
    left_s = watch.left_s(share)
    in_time = iterations > 0 if left_s is None else left_s > 0
    few = int((search.best.length > 0).sum()) < 2  # noqa: PLR2004 -- somebody must drive
    return in_time and not few and not watch.is_stopped()


def _begin_attempt(
    walks: Sequence[Search], watch: Watch, share: float, random: np.random.Generator, tried: int
) -> bool:
    """Let each walk go on from a plan with one vehicle fewer; say whether it was chosen run by run."""
    put_together(walks)
    chosen = tried % EACH == 0 and _choose_with_fewer(walks[0], watch, share)
    for walk in walks:
        if not chosen:
            walk.state = _with_one_taken_out(walks[0].best_copy(), random)
        elif walk is not walks[0]:
            walk.state = copy_of(walks[0].state)
    return chosen


def _is_whole(search: Search) -> bool:
    """Say whether the plan under way leaves nobody out."""
    return not bool((search.state.shift_of == NOBODY).any())


def _choose_with_fewer(search: Search, watch: Watch, share: float) -> bool:
    """Go on from a plan with fewer vehicles than the best, made of runs met; say whether there is one worth that.

    It must leave out no more than taking out a shift does.
    """
    if search.compiled.said.most_schools is None:  # to destinations of one's own, a shift is hardly ever two runs
        return False
    tables, work, number = search.compiled.tables, search.work, int((search.best.length > 0).sum())
    runs = runs_met(tables, work, search.pool, search.best)
    supply = Supply(tables.type_count, int(tables.number[UNPLACED]))
    order = best_first(tables, runs, supply, number - 1)
    if is_full(search.pool) or len(order) > 2 * MOST_KEPT:
        only_remember(tables, search.pool, runs.only(order[:MOST_KEPT]))
    near = runs.only(np.union1d(order[:MOST_RUNS], np.flatnonzero(runs.stands)))
    chosen = choose_runs(tables, near, supply, number - 1, _effort(watch, share))
    alone = None if chosen is None else each_once(tables, work, near.columns.taken(chosen))
    shifts = [] if alone is None else chained(tables, work, alone)
    state = rebuilt(search, everyone(search), shifts) if 0 < len(shifts) < number else None
    if state is None or int((state.shift_of == NOBODY).sum()) > len(state.shift_of) // number:
        return False
    search.state = state
    return True


def _effort(watch: Watch, share: float) -> Effort:
    left_s, budget_s = watch.left_s(share), watch.budget.seconds
    if left_s is None or budget_s is None:
        return Effort(None, CHOICE_NODES)
    return Effort(max(LEAST_S, min(left_s, CHOICE * budget_s, MOST_CHOICE_S)), None)


def _with_one_taken_out(state: State, random: np.random.Generator) -> State:
    """Return a plan without one of the shifts that carry fewest."""
    rows = np.flatnonzero(state.length)
    carried = np.bincount(state.shift_of[state.shift_of != NOBODY], minlength=len(state.length))
    row = int(random.choice(rows[np.argsort(carried[rows], kind="stable")[:SMALL]]))
    state.shift_of[state.shift_of == row] = NOBODY
    state.free[state.kind[row]] += 1
    state.length[row] = 0
    state.pence[row] = 0
    return state
