"""Which of some shifts carry everyone at least cost, beginning with those of a plan: a partition solved, or a covering.

CP-SAT runs on one thread for a counted effort, so that a choice can be made again; with more threads it found less.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from routing.solver.columns import Columns, Supply

Chosen = NDArray[np.bool_]
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
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in asked.stands]
    left_out = ~asked.columns.carried(asked.stands)
    unplaced = [model.new_bool_var("") for _ in left_out]
    for on, missing in zip(asked.carriers(), unplaced, strict=True):
        carriers = [*(used[k] for k in on), missing]
        if carried is Carried.ONCE:
            model.add_exactly_one(carriers)
        else:
            model.add_at_least_one(carriers)
    for free, shifts in asked.scarce():
        model.add(sum(used[k] for k in shifts) <= free)
    costs = sum(int(pence) * each for pence, each in zip(asked.columns.pence, used, strict=True))
    model.minimize(costs + asked.supply.unplaced_pence * sum(unplaced))
    for each, stands in zip([*used, *unplaced], [*asked.stands, *left_out], strict=True):
        model.add_hint(each, bool(stands))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    if left_s is not None:
        solver.parameters.max_time_in_seconds = max(LEAST_S, left_s)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = np.array([bool(solver.value(each)) for each in used])
    pence, now_pence = (asked.columns.pence_of(each, asked.supply) for each in (chosen, asked.stands))
    return chosen if pence < now_pence else None
