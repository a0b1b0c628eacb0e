"""What each pupil costs: the plan made again without them, for all pupils of a plan at once.

A pupil's absence is felt where they travelled, so a plan is made again around them alone: they are taken out of their
shift, and ruin and recreate goes on for some hundred iterations among the shifts near by, on the tables of one compiled
problem, in which only they may not board. The same is done with them aboard, and once more from the best plan without
them, so that an improvement that has nothing to do with them is found by both; the difference is theirs. Assistants are
priced as the search prices them, at the pay of the cheapest suitable. Each pupil has a seed of their own, so the
figures do not depend on who works them out.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit

from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from routing.solver.compiled import compile_problem
from routing.solver.outlines import state_of
from routing.solver.price import price_of
from routing.solver.ruin import improve, without
from routing.solver.search import COLD, HOT, typical_pence
from routing.solver.state import State, alone_of, copy_of, empty_pool, total_pence
from routing.solver.tables import (
    NEVER,
    NOBODY,
    NODE_HI,
    NODE_PUPIL,
    PUPIL_PARTY,
    UNPLACED,
    Ints,
    Tables,
    in_one,
    work_for,
)

COOLED = 0.7
"""The annealing begins so far cooled: the plan stands, and is not to be thrown over."""
SEEDS = 15_485_863
BLOCKS = 16
"""Pupils are worked out in so many blocks, each of which may be done elsewhere."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """What one pupil costs in one direction of one day.

    Parameters
    ----------
    pence
        What the plan costs less without them, made again around them; 0 for whoever is on no run.
    lifted_pence
        What it costs less if they are only left out and everything else stays.
    vehicles
        How many vehicles fewer go out without them.
    """

    pupil: PupilId
    pence: int
    lifted_pence: int
    vehicles: int


def marginal_costs(
    problem: Problem,
    plan: Plan,
    *,
    iterations: int = 200,
    seed: int = 0,
    executor: Executor | None = None,
    report: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[Marginal, ...]:
    """Return what each pupil of a plan costs, in the order of the problem.

    Parameters
    ----------
    iterations
        Of ruin and recreate around each pupil, with and without them.
    executor
        Who works out blocks of pupils; None for this process. The figures are the same.
    report
        Told how many pupils are done, of how many.
    stop
        Asked between blocks whether to stop; the figures so far are then returned.

    Examples
    --------
    >>> from routing.solver import Budget, solve
    >>> from routing.synthesis import plane_problem
    >>> problem = plane_problem(12, 1, seed=1)
    >>> plan = solve(problem, budget=Budget(iterations=500, proof=False))
    >>> all(each.pence >= 0 for each in marginal_costs(problem, plan, iterations=50))
    True
    """
    compiled = compile_problem(problem)
    state = state_of(compiled, work_for(compiled.tables), plan)
    rows = list(range(len(compiled.pupils)))
    size = max(1, -(-len(rows) // BLOCKS))
    blocks = [rows[at : at + size] for at in range(0, len(rows), size)]
    tasks = [(compiled.tables, state, block, iterations, seed) for block in blocks]
    found: list[Marginal] = []
    for block in _done(tasks, executor):
        found += (Marginal(compiled.pupils[row], *figures) for row, *figures in block)
        if report is not None:
            report(len(found), len(rows))
        if stop is not None and stop():
            break
    return tuple(found)


Task = tuple[Tables, State, list[int], int, int]
Figures = list[tuple[int, int, int, int]]


def _done(tasks: Sequence[Task], executor: Executor | None) -> Iterator[Figures]:
    """Yield the figures of each block, in their order."""
    if executor is None:
        yield from (figures_of(*task) for task in tasks)
        return
    waiting = [executor.submit(figures_of, *task) for task in tasks]
    try:
        for future in waiting:
            yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def figures_of(tables: Tables, state: State, rows: Sequence[int], iterations: int, seed: int) -> Figures:
    """Return row, pence, pence if only left out, and vehicles of some pupils: what an executor is asked to do."""
    around = _Around(tables, state, iterations)
    return [(row, *around.figures(row, (seed * SEEDS + row) % 2**31)) for row in rows]


class _Around:
    """Makes one plan again around one pupil after another."""

    def __init__(self, tables: Tables, state: State, iterations: int) -> None:
        own = tables._replace(node=tables.node.copy())  # in which a pupil may be kept from boarding
        self.tables, self.state, self.iterations = own, state, iterations
        self.work = work_for(own)
        self.alone, self.pool = alone_of(own, self.work), empty_pool(own, 1)
        self.heat = typical_pence(own, state)

    def figures(self, row: int, seed: int) -> tuple[int, int, int]:
        if self.state.shift_of[row] == NOBODY:
            return 0, 0, 0
        tables, unplaced = self._of_their_own(row), int(self.tables.number[UNPLACED])

        def total(state: State) -> int:
            return total_pence(tables, state)

        lifted = self._left_out(tables, self.state, row)
        there = [self._better(self.tables, self.state, row, seed)]
        gone = [lifted, self._left_out(tables, there[0], row)]
        nodes = np.flatnonzero(tables.node[:, NODE_PUPIL] == row)
        hours, alone = tables.node[nodes, NODE_HI].copy(), self.alone.pence[row].copy()
        tables.node[nodes, NODE_HI], self.alone.pence[row] = -NEVER, NEVER
        gone += [self._better(tables, way, row, seed) for way in gone]
        tables.node[nodes, NODE_HI], self.alone.pence[row] = hours, alone
        there.append(self._better(self.tables, min(gone, key=total), row, seed))
        if there[1].shift_of[row] != NOBODY:
            gone.append(self._left_out(tables, there[1], row))
        with_them, without_them = min(there, key=total), min(gone, key=total)
        pence = total(with_them) - (total(without_them) - unplaced)
        left = total(self.state) - (total(lifted) - unplaced)
        vehicles = int((with_them.length > 0).sum() - (without_them.length > 0).sum())
        return max(pence, 0), max(left, 0), vehicles

    def _better(self, tables: Tables, state: State, row: int, seed: int) -> State:
        """Return a plan made better around a pupil."""
        now, best, saved = copy_of(state), copy_of(state), copy_of(state)
        effort = (self.iterations, seed, self.heat * HOT, self.heat * COLD, COOLED, 1.0)
        absent: Ints = np.ones(len(tables.pupil_school), np.int64)
        how: tuple[Any, ...] = (
            *effort,
            False,
            absent,
            False,
            len(state.length),
            row,
        )  # a kernel's stub knows no unpacking
        improve(tables, self.work, now, best, saved, self.pool, self.alone, *how)
        return best

    def _of_their_own(self, row: int) -> Tables:
        """Return tables in which nobody must travel together with a pupil; the others of a party still must."""
        tables = self.tables
        starts = tables.party_start
        parties = [tables.parties[a:b].tolist() for a, b in pairwise(starts)]
        party = next(each for each in parties if row in each)
        if len(party) == 1:
            return tables
        pupil = tables.pupil.copy()
        pupil[row, PUPIL_PARTY] = len(parties)
        party.remove(row)
        return tables._replace(parties=in_one([*parties, [row]]), pupil=pupil)

    def _left_out(self, tables: Tables, state: State, row: int) -> State:
        """Return a plan without a pupil, all else as it was."""
        state = copy_of(state)
        shift = int(state.shift_of[row])
        gone: Ints = np.zeros(len(state.shift_of), np.int64)
        gone[row] = 1
        count = _without(tables, state, shift, gone)
        state.shift_of[row] = NOBODY
        if count == 0:
            state.free[state.kind[shift]] += 1
            state.pence[shift] = 0
        else:
            kind = int(state.kind[shift])
            state.pence[shift] = price_of(tables, self.work, state.nodes[shift], count, kind, True)  # noqa: FBT003 -- a kernel
        return state


@njit(cache=True)
def _without(tab: Tables, state: State, row: int, gone: Ints) -> int:
    return int(without(tab, state, row, gone, 1))
