"""Choosing: the best set of shifts among all that were met.

A set partitioning: everyone is on one chosen shift or unplaced, and no vehicle type is used more often than it has
vehicles. Small problems are chosen at once, large ones neighbourhood by neighbourhood (POPMUSIC, Taillard and Voss
2002), each beginning with the plan as it stands. CP-SAT runs on one thread for a counted effort, so that a choice can
be made again.
"""

import numpy as np
from ortools.sat.python import cp_model

from routing.solver.budget import Watch
from routing.solver.columns import Columns, Floats, columns_of, reduced_costs
from routing.solver.search import Search
from routing.solver.state import State, copy_of
from routing.solver.tables import NOBODY, UNPLACED, Ints

AT_ONCE = 260
NEIGHBOURHOOD = 130
MOST_COLUMNS = 6000
EFFORT = 3.0
"""Deterministic time for one neighbourhood; about so many seconds."""
ITERATIONS_EACH = 2500
"""With a budget of iterations, one neighbourhood is chosen for each so many."""


def choose(search: Search, watch: Watch, share: float) -> None:
    """Improve the best plan by choosing among all shifts met, until a share of the budget is spent."""
    tables, compiled = search.compiled.tables, search.compiled
    if not len(compiled.pupils) or int(search.pool.used[0]) == 0:
        return
    left_s, stop = watch.left_s(share), watch.is_stopped_or_late(share)
    if stop():
        return
    columns = columns_of(tables, search.pool, search.best)
    reduced = reduced_costs(tables, columns, stop)
    rounds = 10**6 if left_s is not None else max(1, (watch.budget.iterations or 0) // ITERATIONS_EACH)
    small = len(compiled.pupils) <= AT_ONCE
    random = np.random.default_rng(len(compiled.pupils))
    visited = np.zeros(len(compiled.pupils), np.int64)
    for _ in range(1 if small else rounds):
        left_s = watch.left_s(share)
        if stop():
            break
        near = _everyone(search) if small else _neighbourhood(search, random, visited)
        effort = EFFORT if left_s is None else min(EFFORT * (4 if small else 1), left_s)
        better = _best_choice(search, columns, reduced, near, effort, left_s)
        if better is not None:
            search.take(better)
            watch.say("choosing", search.best_pence)


def _everyone(search: Search) -> Ints:
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


def _best_choice(
    search: Search, columns: Columns, reduced: Floats, rows: Ints, effort: float, left_s: float | None
) -> State | None:
    """Return the best plan in which only some shifts, and unplaced pupils, are chosen anew; None if none is better."""
    tables, best = search.compiled.tables, search.best
    inside = np.isin(best.shift_of, rows) | (best.shift_of == NOBODY)
    outside = np.asarray(columns.aboard[~inside].sum(axis=0)).ravel()
    fit = np.flatnonzero(outside == 0)
    current = (
        columns.aboard.shape[1] - int((best.length > 0).sum()) + np.searchsorted(np.flatnonzero(best.length), rows)
    )
    if len(fit) > MOST_COLUMNS:
        fit = np.union1d(fit[np.argsort(reduced[fit], kind="stable")[:MOST_COLUMNS]], current)
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in fit]
    pupils = np.flatnonzero(inside)
    unplaced = [model.new_bool_var("") for _ in pupils]
    aboard = columns.aboard[pupils][:, fit].tocsr()
    for k in range(len(pupils)):
        on = aboard.indices[aboard.indptr[k] : aboard.indptr[k + 1]]
        model.add_exactly_one([*(used[j] for j in on), unplaced[k]])
    free = best.free.copy()
    np.add.at(free, best.kind[rows], 1)
    for kind in np.unique(columns.kind[fit]):
        of_kind = np.flatnonzero(columns.kind[fit] == kind)
        if len(of_kind) > free[kind]:
            model.add(sum(used[j] for j in of_kind) <= int(free[kind]))
    pence = columns.pence[fit]
    missing = int(tables.number[UNPLACED])
    model.minimize(sum(int(p) * var for p, var in zip(pence, used, strict=True)) + missing * sum(unplaced))
    stands = set(current.tolist())
    for column, var in zip(fit.tolist(), used, strict=True):
        model.add_hint(var, column in stands)
    for row, var in zip(pupils, unplaced, strict=True):
        model.add_hint(var, bool(best.shift_of[row] == NOBODY))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    if left_s is not None:
        solver.parameters.max_time_in_seconds = max(0.1, left_s)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    now = int(best.pence[rows].sum()) + missing * int((best.shift_of[pupils] == NOBODY).sum())
    if solver.objective_value >= now - 0.5:
        return None
    return _rebuilt(search, columns, rows, fit[[bool(solver.value(var)) for var in used]])


def _rebuilt(search: Search, columns: Columns, rows: Ints, chosen: Ints) -> State:
    """Return the best plan with some shifts replaced by the columns chosen."""
    tables, state = search.compiled.tables, copy_of(search.best)
    state.shift_of[np.isin(state.shift_of, rows)] = NOBODY
    np.add.at(state.free, state.kind[rows], 1)
    state.length[rows] = 0
    empty = np.flatnonzero(state.length == 0)
    for row, column in zip(empty, chosen, strict=False):
        count = int(columns.length[column])
        state.nodes[row, :count] = columns.nodes[column, :count]
        state.length[row], state.kind[row] = count, columns.kind[column]
        state.pence[row] = columns.pence[column]
        state.free[columns.kind[column]] -= 1
        aboard = tables.node_pupil[columns.nodes[column, :count]]
        state.shift_of[aboard[aboard != NOBODY]] = row
    return state
