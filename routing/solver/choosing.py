"""Which of some shifts carry everyone at least cost, beginning with those of a plan: a partition solved, or a covering.

CP-SAT runs on one thread for a counted effort, so that a choice can be made again; with more threads it found less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from routing.solver.columns import Columns, Supply

Chosen = NDArray[np.bool_]
Bools = list[cp_model.IntVar]
LEAST_S = 0.1
"""However late it is, so much time is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Choosing:
    """What is to be chosen from, and which columns (C,) stand now."""

    columns: Columns
    stands: Chosen
    supply: Supply

    def carriers(self) -> Iterator[list[int]]:
        """Yield, for each pupil, the shifts that they are on."""
        by_pupil = self.columns.aboard.tocsr()
        for begin, end in pairwise(by_pupil.indptr.tolist()):
            yield by_pupil.indices[begin:end].tolist()

    def scarce(self) -> Iterator[tuple[int, list[int]]]:
        """Yield the vehicle types of which there are fewer than shifts: how many there are, and those shifts."""
        for kind in np.unique(self.columns.kind).tolist():
            shifts = np.flatnonzero(self.columns.kind == kind).tolist()
            if len(shifts) > self.supply.free[kind]:
                yield int(self.supply.free[kind]), shifts


class Carried(Enum):
    """On how many of the shifts chosen whoever is carried may be."""

    ONCE = 1
    AT_LEAST_ONCE = 2
    """Who is on several is to get off all but one (``once.py``): easier to find, and then cheaper than it seems."""


def best_of(asked: Choosing, carried: Carried, effort: float, left_s: float | None) -> Chosen | None:
    """Return which shifts to take, (C,); None if none are found that cost less than those that stand.

    Parameters
    ----------
    effort
        Deterministic time, about so many seconds.
    left_s
        Seconds by the clock, at most; None where only what is counted may decide.
    """
    model, used, unplaced = carrying(asked, carried)
    costs = [int(pence) for pence in asked.columns.pence] + [asked.supply.unplaced_pence] * len(unplaced)
    hints = [*asked.stands.tolist(), *(~asked.columns.carried(asked.stands)).tolist()]
    solver = solved(model, [*used, *unplaced], costs, hints, effort, left_s)
    if solver is None:
        return None
    chosen = np.array([solver.boolean_value(each) for each in used])
    pence, now_pence = (asked.columns.pence_of(each, asked.supply) for each in (chosen, asked.stands))
    return chosen if pence < now_pence else None


def carrying(asked: Choosing, carried: Carried) -> tuple[cp_model.CpModel, Bools, Bools]:
    """Return a model in which everyone is carried or unplaced: its shifts that are used, and its pupils who are not."""
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in asked.stands]
    unplaced = [model.new_bool_var("") for _ in range(asked.columns.aboard.shape[0])]
    for on, missing in zip(asked.carriers(), unplaced, strict=True):
        carriers = [*(used[k] for k in on), missing]
        if carried is Carried.ONCE:
            model.add_exactly_one(carriers)
        else:
            model.add_at_least_one(carriers)
    for free, shifts in asked.scarce():
        model.add(sum(used[k] for k in shifts) <= free)
    return model, used, unplaced


def solved(
    model: cp_model.CpModel,
    variables: Bools,
    costs: Sequence[int],
    hints: Sequence[bool],
    effort: float,
    left_s: float | None,
) -> cp_model.CpSolver | None:
    """Return a solver that has found values of least cost, or nearly, beginning with hints; None if none were found.

    Parameters
    ----------
    effort, left_s
        See ``best_of``.
    """
    model.minimize(sum(cost * each for cost, each in zip(costs, variables, strict=True)))
    for each, hint in zip(variables, hints, strict=True):
        model.add_hint(each, hint)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    if left_s is not None:
        solver.parameters.max_time_in_seconds = max(LEAST_S, left_s)
    return solver if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
