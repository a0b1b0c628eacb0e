"""What may come before: a bound on what completing a label costs, so that hopeless ones are dropped at once.

A table over time left, room left and node, filled from nothing left upwards: polynomial, and far quicker than labels.
"""

import numpy as np
from numba import njit

from routing.solver.inner import inner
from routing.solver.labels import STEP_S, Duals, Floats, Local, bucket_of, crew_pence, own_pence


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


@njit(cache=True, nogil=True)
def completions(  # noqa: C901, PLR0912 -- one loop of a kernel
    loc: Local, duals: Duals
) -> Floats:
    """Return what happens before a node costs at least, by steps of time left, by room left, and by node.

    The order of boarding is free, nobody is remembered but who has just boarded, and times are rounded to where more
    is possible.
    """
    m, nodes, counts = loc.pupils, loc.school.shape[0], loc.counts
    steps = max(0, -(-loc.horizon // STEP_S)) + 1
    rooms = 1 + (np.searchsorted(loc.steps, loc.horizon, side="right") - 1 if counts else loc.room)
    before, boards = np.zeros((steps, rooms, nodes)), np.full((steps, rooms, m), np.inf)
    ways, passes = np.zeros((nodes, m)), np.zeros((nodes, m), np.int64)
    for i in range(nodes):
        for j in range(m):
            ways[i, j] = loc.rates[0] * loc.metres[j, i] + loc.rates[1] * loc.seconds[j, i]
            passes[i, j] = (loc.seconds[j, i] + loc.service[j]) // STEP_S
            if i < m and loc.pupil[i] == loc.pupil[j]:
                passes[i, j] = steps
    for step in range(steps):
        earliest = max(0, loc.horizon - step * STEP_S)
        for room in range(rooms):
            for i in range(nodes):
                least = np.inf
                if i < m:
                    least = min(duals.first[i].min(), duals.later[i, bucket_of(earliest, duals.later.shape[1])])
                before[step, room, i] = least
            for j in range(m):
                takes = 1 if counts else loc.takes[loc.pupil[j]]
                if takes > room:
                    continue
                own = _cost_of_boarding(loc, duals, j, earliest, loc.rides[j])
                if own < np.inf:
                    boards[step, room, j] = own
            for i in range(nodes):
                least = before[step, room, i]
                for j in range(m):
                    then = step - passes[i, j]
                    if then >= 0 and boards[then, room, j] < np.inf:
                        takes = 1 if counts else loc.takes[loc.pupil[j]]
                        least = min(least, ways[i, j] + boards[then, room, j] + before[then, room - takes, j])
                before[step, room, i] = least
    return before
