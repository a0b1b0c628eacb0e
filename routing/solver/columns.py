"""The pool as columns of a set partitioning: who is on each shift, its price, and what it would be worth."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper
from scipy.sparse import csc_array, csr_array, csr_matrix, hstack

from routing.solver.once import Taken
from routing.solver.state import Pool, State
from routing.solver.tables import NOBODY, Ints, Tables

Floats = NDArray[np.float64]

FIRST_EACH, MORE = 50, 4000
"""Columns of the first relaxation for each pupil, and how many enter it in each round."""
ROUNDS = 20
STAY = 0.3
"""How much of the worth of the round before is kept: less swinging, fewer rounds."""
DEAR = 0.12
"""Columns that cost more than they are worth, by such a part of what one costs, leave the relaxation."""
LITTLE = 3e-4
"""What a round must gain to be followed by another, once the relaxation is below the plan's own price."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Shifts met, as a sparse table.

    Parameters
    ----------
    nodes, length, kind, pence
        As in the pool.
    aboard
        Pupils by columns, 1 where the pupil is on the shift.
    """

    nodes: NDArray[np.int32]
    length: Ints
    kind: Ints
    pence: Ints
    aboard: csr_array

    def only(self, which: Ints) -> "Columns":
        """Return some of the columns."""
        return Columns(
            self.nodes[which], self.length[which], self.kind[which], self.pence[which], self.aboard[:, which]
        )

    def taken(self, which: Ints) -> list[Taken]:
        """Return some columns one by one."""
        return [
            Taken(int(self.kind[k]), tuple(self.nodes[k, : self.length[k]].tolist()), int(self.pence[k]))
            for k in which.tolist()
        ]

    def carried(self, which: Ints | NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return who is on one of some columns, (P,)."""
        return np.greater(np.asarray(self.aboard[:, which].sum(axis=1)).ravel(), 0)

    def pence_of(self, which: Ints | NDArray[np.bool_], supply: "Supply") -> int:
        """Return what some columns cost, and those whom they leave out."""
        left_out = int((~self.carried(which)).sum())
        return int(self.pence[which].sum()) + supply.unplaced_pence * left_out

    def beside(self, other: "Columns") -> "Columns":
        """Return these columns and, after them, others."""
        return Columns(
            np.concatenate([self.nodes, other.nodes]),
            np.concatenate([self.length, other.length]),
            np.concatenate([self.kind, other.kind]),
            np.concatenate([self.pence, other.pence]),
            csr_array(hstack([self.aboard, other.aboard])),
        )


@dataclass(frozen=True, slots=True)
class Supply:
    """What is to be had besides the columns.

    Parameters
    ----------
    free
        (T,) vehicles of each type.
    unplaced_pence
        The price of leaving out one pupil.
    """

    free: Ints
    unplaced_pence: int


def of_pool(tables: Tables, pool: Pool) -> Columns:
    """Return all shifts of a pool."""
    upto = slice(0, int(pool.used[0]))
    return columns_of(tables, pool.nodes[upto], pool.length[upto], pool.kind[upto], pool.pence[upto])


def of_state(tables: Tables, state: State, rows: Ints | None = None) -> Columns:
    """Return the shifts of a plan under way: all, or those in some of its rows."""
    rows = np.flatnonzero(state.length) if rows is None else rows
    return columns_of(
        tables, state.nodes[rows].astype(np.int32), state.length[rows], state.kind[rows], state.pence[rows]
    )


def columns_of(tables: Tables, nodes: NDArray[np.int32], length: Ints, kind: Ints, pence: Ints) -> Columns:
    """Return sequences of nodes, each of a vehicle type and at a price, as columns."""
    inside = np.arange(nodes.shape[1])[None, :] < length[:, None]
    pupil = np.where(inside, tables.node_pupil[nodes], NOBODY)
    column, at = np.nonzero(pupil != NOBODY)
    ones = np.ones(len(column), np.int64)
    shape = (len(tables.pupil_school), len(length))
    return Columns(nodes, length, kind, pence, csr_array((ones, (pupil[column, at], column)), shape=shape))


def reduced_costs(
    columns: Columns, stands: Ints, supply: Supply, is_late: Callable[[], bool] = lambda: False
) -> Floats:
    """Return what each column costs more than the linear relaxation over all columns finds it worth, in pence.

    Columns enter the relaxation as they price out, at first by their share of what those that stand now cost, and leave
    it again where they are dear. When a round gains little, or it is late, the worth is near enough.

    Parameters
    ----------
    stands
        The columns of the plan under way.
    """
    by_column = columns.aboard.tocsc()
    pence, pupils = columns.pence.astype(np.float64), columns.aboard.shape[0]

    def priced(worth: Floats, kind_worth: Floats) -> Floats:
        return np.asarray(pence - columns.aboard.T @ worth - kind_worth[columns.kind])

    own = columns.aboard[:, stands]
    share = own @ (pence[stands] / np.maximum(1, np.asarray(own.sum(axis=0)).ravel()))
    worth = np.where(columns.carried(stands), share, supply.unplaced_pence)
    kind_worth = np.zeros(len(supply.free))
    before = now = float(columns.pence_of(stands, supply))
    reduced = priced(worth, kind_worth)
    chosen = np.union1d(np.argsort(reduced, kind="stable")[: FIRST_EACH * pupils], stands)
    for again in range(ROUNDS):
        fresh_worth, fresh_kind = _duals(columns, by_column, chosen, supply)
        reduced = priced(fresh_worth, fresh_kind)
        value = float(fresh_worth.sum() + fresh_kind @ supply.free)
        if is_late() or (before - value < LITTLE * value and value < now * (1.0 - LITTLE)):
            break
        stay, before = STAY if again else 0.0, value
        worth = stay * worth + (1.0 - stay) * fresh_worth
        kind_worth = stay * kind_worth + (1.0 - stay) * fresh_kind
        fresh = _enters(priced(worth, kind_worth), chosen)
        if len(fresh) == 0:
            worth, kind_worth = fresh_worth, fresh_kind
            fresh = _enters(reduced, chosen)
        if len(fresh) == 0:
            break
        kept = chosen[reduced[chosen] < DEAR * pence.mean()]
        chosen = np.union1d(np.union1d(kept, fresh), stands)
    return reduced


def _enters(reduced: Floats, chosen: Ints) -> Ints:
    """Return the columns outside that price out best."""
    fresh = np.setdiff1d(np.flatnonzero(reduced < -1.0), chosen)
    best: Ints = fresh[np.argsort(reduced[fresh], kind="stable")[:MORE]]
    return best


def _duals(columns: Columns, by_column: csc_array, chosen: Ints, supply: Supply) -> tuple[Floats, Floats]:
    """Return what each pupil and each vehicle type is worth in the relaxation over some columns."""
    pupils, kinds = columns.aboard.shape[0], len(supply.free)
    used = csr_array((np.ones(len(chosen)), (columns.kind[chosen], np.arange(len(chosen)))), shape=(kinds, len(chosen)))
    alone = csr_array((np.ones(pupils), (np.arange(pupils), np.arange(pupils))), shape=(pupils, pupils))
    matrix = _stacked(by_column[:, chosen], alone, used)
    total = len(chosen) + pupils
    helper = model_builder_helper.ModelBuilderHelper()
    price = np.concatenate([columns.pence[chosen].astype(float), np.full(pupils, float(supply.unplaced_pence))])
    lower = np.concatenate([np.ones(pupils), np.full(kinds, -np.inf)])
    upper = np.concatenate([np.full(pupils, np.inf), supply.free.astype(float)])
    bounds: tuple[Any, ...] = (np.zeros(total), np.full(total, np.inf), price, lower, upper, matrix)  # stubs are wrong
    helper.fill_model_from_sparse_data(*bounds)
    solver = model_builder_helper.ModelSolverHelper("glop")
    solver.solve(helper)
    if not solver.has_solution():
        raise RuntimeError("the relaxation of the choice could not be solved; please report this.")
    duals = np.asarray(solver.dual_values())
    return duals[:pupils], duals[pupils:]


def _stacked(aboard: csc_array, alone: csr_array, used: csr_array) -> csr_matrix:
    """Return the matrix of the relaxation: a row for each pupil, then for each vehicle type."""
    top = aboard.tocoo(), alone.tocoo(), used.tocoo()
    pupils, count = aboard.shape
    row = np.concatenate([top[0].row, top[1].row, top[2].row + pupils])
    column = np.concatenate([top[0].col, top[1].col + count, top[2].col])
    shape = (pupils + used.shape[0], count + alone.shape[1])
    return csr_matrix((np.ones(len(row)), (row, column)), shape=shape)
