"""Where one pupil could join a plan as it stands: the best place on every shift, and on vehicles that are free."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from routing.solver.compiled import Compiled
from routing.solver.recreate import MUCH, best_for_party, best_place
from routing.solver.state import State
from routing.solver.tables import HELD, KINDS, NEVER, NOBODY, PUPIL_PARTY, WIDTH, Ints, Tables, Work


@dataclass(frozen=True, slots=True)
class Join:
    """One way to carry a pupil.

    Parameters
    ----------
    pence
        About what it costs more, assistants at the pay of the cheapest suitable.
    kind, nodes
        The vehicle type, and the shift that results.
    row
        The shift that they join; NOBODY for a vehicle that is free.
    """

    pence: int
    kind: int
    nodes: tuple[int, ...]
    row: int


@njit(cache=True)
def _best_joins(tab: Tables, work: Work, state: State, pupil: int, found: Ints, count: Ints, nodes: Ints) -> None:
    """Fill, for each row of a plan and then each type with a vehicle free, the least that joining adds, or NEVER."""
    rows, party = state.length.shape[0], tab.pupil[pupil, PUPIL_PARTY]
    first, end = tab.parties[party], tab.parties[party + 1]
    home = NOBODY
    for k in range(first, end):
        if tab.parties[k] != pupil:
            home = max(home, state.shift_of[tab.parties[k]])
    for at in range(rows + state.free.shape[0]):
        found[at] = NEVER
        before, length, row = 0, 0, min(at, rows - 1)
        if at < rows:
            if state.length[at] == 0 or home not in (NOBODY, at):
                continue
            work.line[KINDS, 0] = state.kind[at]
            before, length = state.pence[at], state.length[at]
        else:
            if state.free[at - rows] == 0 or home != NOBODY:
                continue
            work.line[KINDS, 0] = at - rows
        sequence = state.nodes[row]
        if home != NOBODY:
            added, new, kind = best_place(tab, work, sequence, length, 1, pupil, before, MUCH, 0.0, True)  # noqa: FBT003 -- a kernel
        else:
            added, new, kind = best_for_party(tab, work, sequence, length, 1, party, before, MUCH, 0.0)
        if kind >= 0:
            found[at], count[at] = added, new
            for i in range(new):
                nodes[at, i] = work.line[HELD, i]


def best_joins(compiled: Compiled, work: Work, state: State, pupil: int) -> list[Join]:
    """Return the best way for a pupil to join each shift, and each type of free vehicle, the cheapest first."""
    tables = compiled.tables
    rows = len(state.length)
    ways = rows + len(state.free)
    found, count = np.full(ways, NEVER, np.int64), np.zeros(ways, np.int64)
    nodes = np.zeros((ways, int(tables.number[WIDTH]) + 4), np.int64)
    _best_joins(tables, work, state, pupil, found, count, nodes)
    order = [int(way) for way in np.argsort(found, kind="stable") if found[way] < NEVER]
    return [
        Join(
            pence=int(found[way]),
            kind=int(state.kind[way]) if way < rows else way - rows,
            nodes=tuple(nodes[way, : count[way]].tolist()),
            row=way if way < rows else NOBODY,
        )
        for way in order
    ]
