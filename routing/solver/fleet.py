"""Fewer vehicles: a shift is taken out, and its pupils are put into those that are left.

Where a vehicle's day is dear, a plan with one shift fewer is cheaper though its ways are longer, and ruin and recreate
alone seldom gets through the dearer plans in between. Here nothing counts but who is left out, and how often each has
been (the absences of Christiaens and Vanden Berghe 2020, Transportation Science 54), until everyone has a place.
"""

import numpy as np

from routing.solver.budget import Watch
from routing.solver.search import Search
from routing.solver.tables import NOBODY, Ints

DEAR = 0.8
"""Vehicles are spared where their days are so much of what all shifts cost, or more."""
SMALL = 6
"""One of so many shifts, those of the fewest pupils, is taken out."""
PATIENCE = 3000
"""Iterations without everyone placed, after which another shift is tried."""
AT_ONCE = 250
"""Iterations between two looks at the clock."""
POLISH = 250
"""Iterations by which a plan of fewer vehicles is made good before it is judged."""
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
    absent: Ints = np.ones(len(search.compiled.pupils), np.int64)
    spent, tried = 0, 0
    while _goes_on(search, watch, share, iterations - spent):
        tried += 1
        _take_one_out(search, random)
        for k in range(PATIENCE // AT_ONCE):
            spent += search.place_absent(AT_ONCE, (seed * SEEDS + 1000 * tried + k) % 2**31, absent)
            is_placed = not (search.state.shift_of == NOBODY).any()
            if is_placed or not _goes_on(search, watch, share, iterations - spent):
                break
        if not (search.state.shift_of == NOBODY).any():
            search.take_up(POLISH, (seed * SEEDS + tried) % 2**31)
            spent += POLISH
            watch.say("sparing vehicles", search.best_pence)


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


def _take_one_out(search: Search, random: np.random.Generator) -> None:
    """Go on from the best plan, without one of the shifts that carry fewest."""
    state = search.state = search.best_copy()
    rows = np.flatnonzero(state.length)
    carried = np.bincount(state.shift_of[state.shift_of != NOBODY], minlength=len(state.length))
    row = int(random.choice(rows[np.argsort(carried[rows], kind="stable")[:SMALL]]))
    state.shift_of[state.shift_of == row] = NOBODY
    state.free[state.kind[row]] += 1
    state.length[row] = 0
    state.pence[row] = 0
