"""Which of all runs met to make, so that everyone is carried with few vehicles: a flow of vehicles through runs.

Where a vehicle's day is dear, what counts is how runs follow each other across bell times, and the shifts met are few
of those that their runs make. So runs are chosen one by one, and vehicles flow between them: from the yard or from the
place and time at which a run ends, to a set of runs that can be reached from there, at a day's rate for each that sets
out. A relaxation says which runs are worth a look; of those, HiGHS chooses.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, csr_array, eye_array, hstack, vstack

from routing.solver.columns import Floats, Supply
from routing.solver.runs_met import Runs, reach
from routing.solver.tables import Ints, Tables

CLOSE = 1e-3
"""A choice is good enough when no other is cheaper by more than this share."""
LEFT_OUT_DAYS = 3
"""Whoever is left out costs so many of the dearest days, or the policy's price if that is less: others may find a place
for them, so that a choice with one vehicle fewer is worth having even if it leaves out a few."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a choice may take at most: seconds, or nodes of the search tree; None for no limit."""

    seconds: float | None
    nodes: int | None


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Columns are ways of vehicles, then runs, then pupils who are left out; each row is at least so much."""

    cost: Floats
    matrix: csc_array
    least: Floats
    ways: int
    runs: int


def best_first(tables: Tables, runs: Runs, supply: Supply, most: int) -> Ints:
    """Return the rows of all runs, those first that cost least above what a relaxation of the choice finds them worth.

    See ``choose_runs``.
    """
    model = _model(tables, runs, supply, most)
    rows: Any = -model.matrix  # the stubs know no sparse tables
    relaxed = linprog(model.cost, A_ub=rows, b_ub=-model.least, method="highs")
    if relaxed.x is None:
        raise RuntimeError("the relaxation of the choice of runs could not be solved; please report this.")
    reduced = model.cost + model.matrix.T @ relaxed.ineqlin.marginals
    order: Ints = np.argsort(reduced[model.ways : model.ways + model.runs], kind="stable")
    return order


def choose_runs(tables: Tables, runs: Runs, supply: Supply, most: int, effort: Effort) -> Ints | None:
    """Return the rows of the runs to make with so many vehicles at most, whoever is on none being left out.

    Somebody may be on several. None if no choice was found in time.
    """
    model = _model(tables, runs, supply, most)
    is_run: Ints = np.zeros(len(model.cost), np.int64)
    is_run[model.ways : model.ways + model.runs] = 1
    limits = {"mip_rel_gap": CLOSE, "time_limit": effort.seconds, "node_limit": effort.nodes}
    options: Any = {name: value for name, value in limits.items() if value is not None}  # to the stubs all are there
    chosen = milp(
        model.cost,
        constraints=LinearConstraint(model.matrix, model.least, np.inf),
        integrality=is_run,
        bounds=Bounds(0.0, np.where(is_run, 1.0, np.inf)),
        options=options,
    )
    if chosen.x is None:
        return None
    taken: Ints = np.flatnonzero(chosen.x[model.ways : model.ways + model.runs] > 0.5)  # noqa: PLR2004 -- 0 or 1, nearly
    return taken


def _model(tables: Tables, runs: Runs, supply: Supply, most: int) -> _Model:
    pupils, number = runs.columns.aboard.shape
    balance, day = _flow(tables, runs)
    ways = balance.shape[1] - number
    rate = tables.type_day.astype(np.float64)
    left_out = min(float(supply.unplaced_pence), LEFT_OUT_DAYS * float(rate.max(initial=1.0)))
    alone = runs.columns.pence - tables.type_day[runs.columns.kind]
    cost = np.concatenate([day.T @ rate, np.full(pupils, left_out)])
    cost[ways : ways + number] += alone
    carried = hstack([csr_array((pupils, ways)), runs.columns.aboard, eye_array(pupils)])
    moving = vstack([balance, -day, -csr_array(day.sum(axis=0)[None])])
    matrix = vstack([carried, hstack([moving, csr_array((moving.shape[0], pupils))])])
    least = np.concatenate([np.ones(pupils), np.zeros(balance.shape[0]), -supply.free.astype(np.float64), [-most]])
    return _Model(cost, csc_array(matrix), least, ways, number)


def _flow(tables: Tables, runs: Runs) -> tuple[csc_array, csc_array]:
    """Return what flows, as tables by columns: ways of vehicles, then runs.

    The first has a row for each end of a run, and one for each set of ends; runs that can be reached from the same
    ends, by vehicles of one type, are one to it. It says how many vehicles come (1) and go (-1). The second has a row
    for each type: who sets out from the yard.
    """
    ways: list[Ints] = []
    ended: Ints = np.zeros(len(runs.stands), np.int64)
    begun: Ints = np.zeros(len(runs.stands), np.int64)
    rows = 0
    for kind in np.unique(runs.columns.kind).tolist():
        own, end_of, reached = reach(tables, runs, kind)
        sets, set_of = np.unique(np.packbits(reached, axis=0), axis=1, return_inverse=True)
        end, to = np.nonzero(np.unpackbits(sets, axis=0, count=len(reached)))
        first = rows + len(reached)
        ended[own], begun[own] = rows + end_of, first + set_of.ravel()
        yard = np.arange(sets.shape[1])
        ways += [_ways(np.full(yard.size, -1), first + yard, kind), _ways(rows + end, first + to, kind)]
        rows = first + sets.shape[1]
    from_, to, kind_of = np.concatenate(ways, axis=1)
    column, run = np.arange(from_.size), from_.size + np.arange(runs.stands.size)
    later = from_ >= 0
    row = np.concatenate([to, from_[later], ended, begun])
    at = np.concatenate([column, column[later], run, run])
    sign = np.repeat([1.0, -1.0, 1.0, -1.0], [column.size, int(later.sum()), run.size, run.size])
    shape = from_.size + run.size
    yard = column[~later]
    return (
        csc_array((sign, (row, at)), shape=(rows, shape)),
        csc_array((np.ones(yard.size), (kind_of[yard], yard)), shape=(tables.type_day.size, shape)),
    )


def _ways(from_: Ints, to: Ints, kind: int) -> Ints:
    return np.stack([from_, to, np.full(to.size, kind)])
