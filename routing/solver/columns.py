"""The pool as columns of a set partitioning: who is on each shift, its price, and what it would be worth."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper
from scipy.sparse import csc_array, csr_array, csr_matrix

from routing.solver.state import Pool, State
from routing.solver.tables import NOBODY, UNPLACED, Ints, Tables

Floats = NDArray[np.float64]

FIRST = 4000
MORE = 3000
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Shifts met, as a sparse table.

    Parameters
    ----------
    nodes, length, kind, pence
        As in the pool, the shifts of the plan under way being the last.
    aboard
        Pupils by columns, 1 where the pupil is on the shift.
    """

    nodes: NDArray[np.int32]
    length: Ints
    kind: Ints
    pence: Ints
    aboard: csr_array


def columns_of(tables: Tables, pool: Pool, state: State) -> Columns:
    """Return all shifts of a pool and, after them, those of a plan."""
    used, rows = int(pool.used[0]), np.flatnonzero(state.length)
    nodes = np.concatenate([pool.nodes[:used], state.nodes[rows].astype(np.int32)])
    length = np.concatenate([pool.length[:used], state.length[rows]])
    kind = np.concatenate([pool.kind[:used], state.kind[rows]])
    pence = np.concatenate([pool.pence[:used], state.pence[rows]])
    inside = np.arange(nodes.shape[1])[None, :] < length[:, None]
    pupil = np.where(inside, tables.node_pupil[nodes], NOBODY)
    column, at = np.nonzero(pupil != NOBODY)
    ones = np.ones(len(column), np.int64)
    shape = (len(tables.pupil_school), len(length))
    aboard = csr_array((ones, (pupil[column, at], column)), shape=shape)
    return Columns(nodes, length, kind, pence, aboard)


def reduced_costs(tables: Tables, columns: Columns, is_late: Callable[[], bool] = lambda: False) -> Floats:
    """Return what each column costs more than the linear relaxation over all columns finds it worth, in pence.

    Columns enter the relaxation as they price out; after a dozen rounds, or when it is late, the worth is near enough.
    """
    by_column = columns.aboard.tocsc()
    pence, total = columns.pence.astype(np.float64), columns.aboard.shape[1]
    crowd = np.maximum(1, np.asarray(columns.aboard.sum(axis=0)).ravel())
    shifts = np.arange(max(0, total - len(tables.type_count) - len(tables.pupil_school)), total)
    chosen = np.union1d(np.argsort(pence / crowd, kind="stable")[:FIRST], shifts)
    worth, kind_worth = np.zeros(columns.aboard.shape[0]), np.zeros(len(tables.type_count))
    reduced = pence
    for _ in range(ROUNDS):
        worth, kind_worth = _duals(tables, columns, by_column, chosen)
        reduced = pence - columns.aboard.T @ worth - kind_worth[columns.kind]
        if is_late():
            break
        wanted = np.flatnonzero(reduced < -1.0)
        fresh = np.setdiff1d(wanted, chosen)
        if len(fresh) == 0:
            break
        best = fresh[np.argsort(reduced[fresh], kind="stable")[:MORE]]
        chosen = np.union1d(chosen[reduced[chosen] < pence.mean()], best)
    return np.asarray(reduced)


def _duals(tables: Tables, columns: Columns, by_column: csc_array, chosen: Ints) -> tuple[Floats, Floats]:
    """Return what each pupil and each vehicle type is worth in the relaxation over some columns."""
    pupils, kinds = columns.aboard.shape[0], len(tables.type_count)
    used = csr_array((np.ones(len(chosen)), (columns.kind[chosen], np.arange(len(chosen)))), shape=(kinds, len(chosen)))
    alone = csr_array((np.ones(pupils), (np.arange(pupils), np.arange(pupils))), shape=(pupils, pupils))
    matrix = _stacked(by_column[:, chosen], alone, used)
    total = len(chosen) + pupils
    helper = model_builder_helper.ModelBuilderHelper()
    price = np.concatenate([columns.pence[chosen].astype(float), np.full(pupils, float(tables.number[UNPLACED]))])
    lower = np.concatenate([np.ones(pupils), np.full(kinds, -np.inf)])
    upper = np.concatenate([np.full(pupils, np.inf), tables.type_count.astype(float)])
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
