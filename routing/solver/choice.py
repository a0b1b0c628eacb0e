"""Choosing: the best set of shifts among all that were met.

Everyone is on a chosen shift or unplaced, and no vehicle type is used more often than it has vehicles: a set
partitioning; where that finds nothing better, a set covering, from which who is on two shifts gets off one
(``once.py``). Small problems are chosen at once, large ones neighbourhood by neighbourhood (POPMUSIC, Taillard and Voss
2002), each beginning with the plan as it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from routing.solver.budget import Watch
from routing.solver.choosing import Carried, Choosing, best_of
from routing.solver.columns import Columns, Supply, of_pool, of_state, reduced_costs
from routing.solver.once import Taken, each_once
from routing.solver.search import Search
from routing.solver.state import State, copy_of
from routing.solver.tables import NOBODY, UNPLACED, Ints

NEIGHBOURHOOD = 160
"""Pupils of a neighbourhood, about; so few are chosen for at once."""
MOST_COLUMNS, MOST_AT_ONCE = 3000, 6000
EFFORT, EFFORT_AT_ONCE = 3.0, 12.0
"""Deterministic time for one neighbourhood, about so many seconds; and by the clock for everyone at once."""
ITERATIONS_EACH = 2500
"""With a budget of iterations, one neighbourhood is chosen for each so many."""


def choose(search: Search, watch: Watch, share: float) -> None:
    """Improve the best plan by choosing among all shifts met, until a share of the budget is spent."""
    tables, compiled = search.compiled.tables, search.compiled
    if not len(compiled.pupils) or int(search.pool.used[0]) == 0:
        return
    stop = watch.is_stopped_or_late(share)
    if stop():
        return
    columns = of_pool(tables, search.pool)
    rounds = 10**6 if watch.budget.seconds is not None else max(1, (watch.budget.iterations or 0) // ITERATIONS_EACH)
    small = is_small(search)
    random = np.random.default_rng(len(compiled.pupils))
    visited = np.zeros(len(compiled.pupils), np.int64)
    for _ in range(1 if small else rounds):
        if stop():
            break
        near = everyone(search) if small else _neighbourhood(search, random, visited)
        better = _best_choice(search, columns, near, watch, share)
        if better is not None:
            search.take(better)
            watch.say("choosing", search.best_pence)


def is_small(search: Search) -> bool:
    """Say whether everyone is chosen for at once."""
    return len(search.compiled.pupils) <= NEIGHBOURHOOD


def everyone(search: Search) -> Ints:
    """Return the rows of all shifts."""
    return np.flatnonzero(search.best.length)


def _neighbourhood(search: Search, random: np.random.Generator, visited: Ints) -> Ints:
    """Return rows of shifts around the pupil least often visited, until they carry enough pupils."""
    best, near = search.best, search.compiled.tables.near
    some = random.choice(len(visited), size=min(20, len(visited)), replace=False)
    front = [int(some[np.argmin(visited[some])])]
    rows: list[int] = []
    seen: set[int] = set(front)
    pupils = 0
    for pupil in front:  # grows while it is read
        row = int(best.shift_of[pupil])
        if row != NOBODY and row not in rows:
            rows.append(row)
            aboard = np.flatnonzero(best.shift_of == row)
            visited[aboard] += 1
            pupils += len(aboard)
        if pupils >= NEIGHBOURHOOD:
            break
        fresh = [int(each) for each in near[pupil] if int(each) not in seen]
        seen.update(fresh)
        front.extend(fresh)
    return np.array(rows, np.int64)


def _best_choice(search: Search, columns: Columns, rows: Ints, watch: Watch, share: float) -> State | None:
    """Return the best plan in which only some shifts, and unplaced pupils, are chosen anew; None if none is better."""
    at_once = is_small(search)
    asked = offered(search, columns, rows, MOST_AT_ONCE if at_once else MOST_COLUMNS, watch.is_stopped_or_late(share))
    effort = EFFORT_AT_ONCE if at_once and watch.budget.seconds is not None else EFFORT
    for carried in Carried:
        chosen = best_of(asked, carried, effort, watch.left_s(share))
        if chosen is not None:
            return rebuilt(search, rows, asked.columns.taken(np.flatnonzero(chosen)))
    return None


def offered(search: Search, columns: Columns, rows: Ints, most: int, late: Callable[[], bool]) -> Choosing:
    """Return what is to be chosen from where some shifts, and unplaced pupils, are chosen anew.

    Those shifts come last, in their order; before them, the best so many of the columns that carry nobody else.
    """
    tables, best = search.compiled.tables, search.best
    inside = np.isin(best.shift_of, rows) | (best.shift_of == NOBODY)
    fit = np.flatnonzero(np.asarray(columns.aboard[~inside].sum(axis=0)).ravel() == 0)
    near = columns.only(fit).beside(of_state(tables, best, rows))
    near = replace(near, aboard=near.aboard[inside])
    stands = np.arange(len(fit), len(fit) + len(rows))
    free = best.free.copy()
    np.add.at(free, best.kind[rows], 1)
    supply = Supply(free, int(tables.number[UNPLACED]))
    kept = np.arange(len(near.pence))
    if len(kept) > most:
        reduced = reduced_costs(near, stands, supply, late)
        kept = np.union1d(np.argsort(reduced, kind="stable")[:most], stands)
    return Choosing(near.only(kept), np.isin(kept, stands), supply)


def rebuilt(search: Search, rows: Ints, shifts: Sequence[Taken]) -> State | None:
    """Return the best plan with some shifts replaced by others, each pupil on one of them; None if that cannot be."""
    tables, state = search.compiled.tables, copy_of(search.best)
    taken = each_once(tables, search.work, shifts)
    if taken is None:
        return None
    state.shift_of[np.isin(state.shift_of, rows)] = NOBODY
    np.add.at(state.free, state.kind[rows], 1)
    state.length[rows], state.pence[rows] = 0, 0
    empty = np.flatnonzero(state.length == 0)
    for row, shift in zip(empty, taken, strict=False):
        count = len(shift.nodes)
        state.nodes[row, :count] = shift.nodes
        state.length[row], state.kind[row], state.pence[row] = count, shift.kind, shift.pence
        state.free[shift.kind] -= 1
        aboard = tables.node_pupil[state.nodes[row, :count]]
        state.shift_of[aboard[aboard != NOBODY]] = row
    return state
