"""The search under way: one compiled problem with the plan, the best plan and the pool that the kernels work on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from routing.solver.compiled import Compiled
from routing.solver.price import price_of
from routing.solver.recreate import place_party
from routing.solver.ruin import improve, rank_parties
from routing.solver.state import (
    MOST_IN_POOL,
    Alone,
    Pool,
    State,
    alone_of,
    copy_of,
    empty_pool,
    empty_state,
    remember,
    total_pence,
)
from routing.solver.tables import JOINED, KEPT, LOADED, NOBODY, NODE_PUPIL, RUN_LOAD, Ints, Tables, Work, work_for

HOT, COLD = 0.06, 0.002
"""Temperatures of the annealing, in average prices of a shift but for the vehicle's day: with days that are very dear
the search would else wander where it should settle which ways are good."""
MILD, COOL = 0.03, 0.004
"""The same where each pupil has a destination of their own: shifts are long, so one exchange is less of them."""


@dataclass(slots=True)
class Search:
    """What the kernels work on; ``state`` wanders, ``best`` is the best met."""

    compiled: Compiled
    work: Work
    alone: Alone
    pool: Pool
    state: State
    best: State
    saved: State

    @property
    def best_pence(self) -> int:
        """What the best plan met costs, with the assistants' estimated pay."""
        return total_pence(self.compiled.tables, self.best)

    def take(self, state: State) -> None:
        """Go on from another plan, and keep it as the best if it is."""
        self.state = copy_of(state)
        if total_pence(self.compiled.tables, state) < self.best_pence:
            self.best = copy_of(state)

    def best_copy(self) -> State:
        """Return the best plan met, to go on from."""
        return copy_of(self.best)

    def reprice(self) -> None:
        """Price everything again after a price has changed: both plans, lone shifts, and the pool."""
        tables = self.compiled.tables
        for plan in (self.best, self.state):
            for row in np.flatnonzero(plan.length):
                kind, count = int(plan.kind[row]), int(plan.length[row])
                plan.pence[row] = price_of(tables, self.work, plan.nodes[row], count, kind, True)  # noqa: FBT003 -- a kernel
        self.alone = alone_of(tables, self.work)
        _reprice_pool(tables, self.work, self.pool)

    def place_all(self, seed: int) -> None:
        """Put in everyone who is unplaced and can be placed, greedily."""
        tables = self.compiled.tables
        if len(self.compiled.pupils):
            _place_all(tables, self.work, self.state, self.alone, self.pool, seed)
        self.take(self.state)

    def improve(self, iterations: int, seed: int, done: float, until: float, *, near: bool = False) -> int:
        """Ruin and recreate so many times, from one fraction of the annealing to another; return the best price."""
        self._ruin(iterations, seed, (done, until), near=near)
        return self.best_pence

    def improve_around(self, centres: Ints, iterations: int, seed: int, done: float) -> None:
        """Ruin around some pupils alone, the annealing cooled so far at the beginning and wholly at the end.

        Parameters
        ----------
        centres
            Their rows; none: anyone.
        """
        self._ruin(iterations, seed, (done, 1.0), centres=centres)

    def place_absent(self, iterations: int, seed: int, absent: Ints) -> int:
        """Place whoever is unplaced in the shifts that there are; return how many iterations that took.

        Those who are left out again and again weigh more each time (the absences of Christiaens and Vanden Berghe
        2020), so that they come in and others, who are easier to place, are left out. The best plan is left alone.

        Parameters
        ----------
        absent
            (P,) how often each has been left out, at least 1; counted on.
        """
        shifts = int((self.state.length > 0).sum())
        return self._ruin(iterations, seed, (0.0, 0.1), absent=absent, most_shifts=shifts)

    def take_up(self, iterations: int, seed: int) -> None:
        """Make the plan under way good by itself, then keep it as the best if it is cheaper than that."""
        best, self.best = self.best, copy_of(self.state)
        self.improve(iterations, seed, 0.9, 1.0)
        if total_pence(self.compiled.tables, best) <= self.best_pence:
            self.best = best

    def _ruin(
        self,
        iterations: int,
        seed: int,
        cooled: tuple[float, float],
        *,
        near: bool = False,
        absent: Ints | None = None,
        most_shifts: int | None = None,
        centres: Ints | None = None,
    ) -> int:
        """Call the kernel; return how many iterations it took. Absences are counted where they are given."""
        tables, counts = self.compiled.tables, absent is not None
        if len(self.compiled.pupils) == 0 or len(self.compiled.kinds) == 0:
            return 0
        plan = (self.state, self.best, self.saved, self.pool, self.alone)
        left_out = np.ones(len(self.compiled.pupils), np.int64) if absent is None else absent
        most = len(self.state.length) if most_shifts is None else most_shifts
        around = np.zeros(0, np.int64) if centres is None else centres
        effort = (iterations, seed, *heats(self), *cooled)
        how: tuple[Any, ...] = (*effort, near, left_out, counts, most, around)  # a kernel's stub knows no unpacking
        return int(improve(tables, self.work, *plan, *how)[2])


def heats(search: Search) -> tuple[float, float]:
    """Return the first and the last temperature of an annealing, in pence."""
    tables, best = search.compiled.tables, search.best
    used = np.flatnonzero(best.length)
    days = int(tables.type_day[best.kind[used]].sum())
    typical = max(1.0, float(int(best.pence[used].sum()) - days) / max(1, len(used)))
    hot, cold = (MILD, COOL) if search.compiled.said.most_schools is None else (HOT, COLD)
    return typical * hot, typical * cold


def begin_search(compiled: Compiled, most_in_pool: int = MOST_IN_POOL) -> Search:
    """Return a search in which no one is placed yet, with a pool for so many shifts at most."""
    work, state = work_for(compiled.tables), empty_state(compiled.tables)
    return Search(
        compiled=compiled,
        work=work,
        alone=alone_of(compiled.tables, work),
        pool=empty_pool(compiled.tables, most_in_pool),
        state=state,
        best=copy_of(state),
        saved=copy_of(state),
    )


@njit(cache=True)
def _place_all(tab: Tables, work: Work, state: State, alone: Alone, pool: Pool, seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002 -- numba's own generator
    parties, number = np.zeros(tab.parties[0], np.int64), 0
    for party in range(tab.parties[0] - 1):
        if state.shift_of[tab.parties[tab.parties[party]]] == NOBODY:
            parties[number] = party
            number += 1
    key: Ints = np.zeros(parties.shape[0], np.int64)
    order = rank_parties(tab, parties, number, key)
    rows = state.length.shape[0]
    ahead = np.empty((rows, LOADED + work.run.shape[1] - RUN_LOAD, work.line.shape[1]), np.int64)
    seen, known = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    for k in range(number):
        party = parties[order[k]]
        added, row, count, kind = place_party(tab, work, state, alone, ahead, known, party, seen, k + 1, 0.0, True)  # noqa: FBT003
        if row < 0:
            continue
        if state.length[row] == 0:
            state.free[kind] -= 1
        elif state.kind[row] != kind:
            state.free[state.kind[row]] += 1
            state.free[kind] -= 1
        known[row] = 0
        state.length[row], state.kind[row] = count, kind
        state.pence[row] += added
        for i in range(count):
            state.nodes[row, i] = work.line[KEPT, i]
            pupil = tab.node[work.line[KEPT, i], NODE_PUPIL]
            if pupil != NOBODY:
                state.shift_of[pupil] = row
        remember(tab, pool, state.nodes[row], count, kind, state.pence[row])


@njit(cache=True)
def _reprice_pool(tab: Tables, work: Work, pool: Pool) -> None:
    for row in range(pool.used[0]):
        count = pool.length[row]
        for i in range(count):
            work.line[JOINED, i] = pool.nodes[row, i]
        pool.pence[row] = price_of(tab, work, work.line[JOINED], count, pool.kind[row], True)  # noqa: FBT003
