"""What may come before: a bound on what completing a label costs, so that hopeless ones are dropped at once.

A table over time left, room left and node, filled from nothing left upwards: polynomial, and far quicker than labels.
"""

import numpy as np
from numba import njit

from routing.solver.inner import inner
from routing.solver.labels import STEP_S, Duals, Floats, Ints, Local, bucket_of, crew_pence, own_pence


@inner
def _cost_of_boarding(loc: Local, duals: Duals, node: int, t: int, ride: int) -> float:
    """Return what boarding a pupil costs at least, the way from there left out, at so many seconds or more."""
    pupil = loc.pupil[node]
    if not loc.counts and loc.wait[node] <= loc.service[node]:  # nobody waits after this pupil has boarded
        ride = max(ride, t - loc.service[node] - loc.shares[node])
    if duals.worth[pupil] <= 0.0 or ride > loc.limit[node] or t > loc.last[node]:
        return np.inf
    pence = loc.rates[1] * loc.service[node] - duals.worth[pupil] + max(0.0, loc.rates[2] * ride - loc.rates[3])
    if loc.alone[pupil]:
        own = own_pence(duals, max(t, ride), loc.reach[node])
        pence += min(crew_pence(duals, ride, ride + loc.reach[node]), own)
    return float(pence)


@inner
def _fill(ways: Floats, passes: Ints, boards: Floats, least: Floats) -> None:
    """Lower what happens before each node to the cheapest boarding: ``boards`` and ``least`` by node and steps left."""
    steps = least.shape[1]
    for i in range(least.shape[0]):
        for j in range(boards.shape[0]):
            way, passed = ways[i, j], passes[i, j]
            for step in range(passed, steps):  # contiguous, for the compiler to take several at once
                least[i, step] = min(least[i, step], way + boards[j, step - passed])


@njit(cache=True, nogil=True)
def completions(loc: Local, duals: Duals) -> Floats:
    """Return what happens before a node costs at least, by room left, node, and steps of time left.

    The order of boarding is free, nobody is remembered but who has just boarded, and times are rounded to where more
    is possible. Whoever boards takes room, so all times can be filled at once for each room, the smallest first.
    """
    m, nodes, counts = loc.pupils, loc.school.shape[0], loc.counts
    steps = max(0, -(-loc.horizon // STEP_S)) + 1
    rooms = 1 + (np.searchsorted(loc.steps, loc.horizon, side="right") - 1 if counts else loc.room)
    ways, passes = np.zeros((nodes, m)), np.zeros((nodes, m), np.int64)
    for i in range(nodes):
        for j in range(m):
            ways[i, j] = loc.rates[0] * loc.metres[j, i] + loc.rates[1] * loc.seconds[j, i]
            passes[i, j] = (loc.seconds[j, i] + loc.service[j]) // STEP_S
            if i < m and loc.pupil[i] == loc.pupil[j]:
                passes[i, j] = steps
    before, own = np.full((rooms, nodes, steps), np.inf), np.zeros((m, steps))
    first = np.array([duals.first[j].min() for j in range(m)])
    for step in range(steps):
        earliest = max(0, loc.horizon - step * STEP_S)
        minute = bucket_of(earliest, duals.later.shape[1])
        for j in range(m):
            own[j, step] = _cost_of_boarding(loc, duals, j, earliest, loc.rides[j])
            before[:, j, step] = min(first[j], duals.later[j, minute])
    boards = np.zeros((m, steps))
    for room in range(1, rooms):
        for j in range(m):
            takes, boards[j] = 1 if counts else loc.takes[loc.pupil[j]], np.inf
            if takes <= room:
                boards[j] = own[j] + before[room - takes, j]
        _fill(ways, passes, boards, before[room])
    return before
