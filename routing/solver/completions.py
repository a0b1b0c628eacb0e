"""What may come before: a bound on what completing a label costs, so that hopeless ones are dropped at once.

A table over time left, node and room left, filled from no time left upwards: polynomial, and far quicker than labels.
"""

import numpy as np
from numba import njit

from routing.solver.inner import inner
from routing.solver.labels import Duals, Floats, Ints, Local, bucket_of, crew_pence, own_pence


@inner
def _cost_of_boarding(loc: Local, duals: Duals, node: int, t: int, schools: int) -> float:
    """Return what boarding a pupil costs at least, the way from there left out, at so many seconds or more."""
    pupil, ride = loc.pupil[node], loc.rides[node]
    if schools == 1 and loc.wait[node] <= loc.service[node]:  # nobody waits after this pupil has boarded
        ride = max(ride, t - loc.service[node] - loc.shares[node])
    if duals.worth[pupil] <= 0.0 or ride > loc.limit[node] or t > loc.last[node]:
        return np.inf
    pence = loc.rates[1] * loc.service[node] - duals.worth[pupil] + max(0.0, loc.rates[2] * ride - loc.rates[3])
    if loc.alone[pupil]:
        own = own_pence(duals, max(t, ride), loc.reach[node])
        pence += min(crew_pence(duals, ride, ride + loc.reach[node]), own)
    return float(pence)


@inner
def _board_before(loc: Local, row: Floats, ways: Floats, passes: Ints, boards: Floats, step: int, schools: int) -> None:
    """Lower what happens before a node to the cheapest boarding, of pupils of the first of the schools."""
    for j in range(boards.shape[1]):
        at = step - passes[j]
        if at >= 0 and loc.school[j] < schools:
            for room in range(row.shape[0]):  # contiguous, for the compiler to take several at once
                row[room] = min(row[room], ways[j] + boards[at, j, room])


@inner
def _call_before(loc: Local, row: Floats, ways: Floats, passes: Ints, empty: Floats, step: int, school: int) -> None:
    """Lower what happens before a node to the cheapest call at a gate that is not of one school."""
    for gate in range(loc.pupils, loc.school.shape[0]):
        at = step - passes[gate]
        if at >= 0 and loc.school[gate] != school and loc.horizon - at * loc.step <= loc.last[gate]:
            at = min(at, max(0, -((loc.wait[gate] - loc.horizon) // loc.step)))
            for room in range(row.shape[0]):
                row[room] = min(row[room], ways[gate] + empty[at, gate])


@njit(cache=True, nogil=True)
def completions(loc: Local, duals: Duals) -> Floats:  # noqa: C901, PLR0912 -- a kernel
    """Return what happens before a node costs at least, by steps of time left, node, and room left.

    Of runs of two schools there are two such tables, the second for those that have yet to call at the other school.

    The order of boarding is free, nobody is remembered but who has just boarded, and times are rounded to where more
    is possible. Room is new after each school. Whoever boards takes a step at least, so the table is filled by steps.
    """
    if loc.step == 0:
        return np.empty((0, 0, 0, 0))
    m, nodes, full = loc.pupils, loc.school.shape[0], loc.room
    schools = 1 + int(loc.school.max())  # and as many tables
    nowhere = 1 - schools  # to call at before a pupil: of one school, its own; of two, neither
    steps = max(0, -(-loc.horizon // loc.step)) + 1
    before = np.full((schools, steps, nodes, full + 1), np.inf)
    boards = np.full((schools, steps, m, full + 1), np.inf)
    boarding, calling = np.full((steps, nodes), np.inf), np.full((steps, nodes), np.inf)  # before an empty vehicle
    ways, passes = np.zeros((nodes, nodes)), np.zeros((nodes, nodes), np.int64)
    for i in range(nodes):
        for j in range(nodes):
            paid_s = loc.seconds[j, i] + (loc.service[j] if j >= m else 0)
            ways[i, j] = loc.rates[0] * loc.metres[j, i] + loc.rates[1] * paid_s
            passes[i, j] = (loc.seconds[j, i] + loc.service[j]) // loc.step
            if i < m and j < m and loc.pupil[i] == loc.pupil[j]:
                passes[i, j] = steps
    for step in range(steps):
        t = max(0, loc.horizon - step * loc.step)
        minute = bucket_of(t, duals.later.shape[1])
        for i in range(m, nodes):
            _board_before(loc, before[0, step, i], ways[i], passes[i], boards[0], step, schools)
            boarding[step, i] = before[0, step, i, full]
        for i in range(m, nodes):
            _call_before(loc, before[0, step, i], ways[i], passes[i], boarding, step, loc.school[i])
            calling[step, i] = before[0, step, i, full]
        for i in range(m):
            before[0, step, i] = min(duals.first[i].min(), duals.later[i, minute])
            _board_before(loc, before[0, step, i], ways[i], passes[i], boards[0], step, schools)
            _call_before(loc, before[0, step, i], ways[i], passes[i], calling, step, nowhere)
        for i in range(nodes):
            if schools > 1 and loc.school[i] == 0:
                _board_before(loc, before[1, step, i], ways[i], passes[i], boards[1], step, 1)
                _call_before(loc, before[1, step, i], ways[i], passes[i], calling, step, 0)
        for table in range(schools):
            for j in range(m):
                own, takes = _cost_of_boarding(loc, duals, j, t, schools - table), loc.takes[loc.pupil[j]]
                for room in range(takes, full + 1):
                    boards[table, step, j, room] = own + before[table, step, j, room - takes]
    return before
