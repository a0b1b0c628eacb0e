"""Where a pupil could join a shift, and what each place costs at least: a list to be tried from its cheapest on."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 -- kernels: numba has no keyword-only arguments

import numpy as np

from routing.solver.estimate import least_pence
from routing.solver.inner import inlined, inner
from routing.solver.tables import (
    ABOARD,
    BEARS,
    BEGINS,
    CROWD,
    DRIVE_M,
    DRIVE_S,
    EARLIEST,
    ENDS,
    IDLE,
    KIND_DEPOT,
    KIND_PROFILE,
    LATEST,
    LEG_M,
    LEG_S,
    LOADED,
    MOST_OPTIONS,
    MOST_SCHOOLS,
    NOBODY,
    NODE_HI,
    NODE_LIMIT,
    NODE_LO,
    NODE_PLACE,
    NODE_PUPIL,
    NODE_SCHOOL,
    NODE_SERVICE,
    OPTION_AT,
    OPTION_GATE,
    OPTION_GATE_AT,
    OPTION_NODE,
    OPTION_PENCE,
    OPTION_ROW,
    PUPIL_MOST,
    PUPIL_NODE,
    PUPIL_SCHOOL,
    PUPIL_TAKES,
    RIDERS,
    RUN_LOAD,
    SCHOOL_APART,
    SCHOOL_GATE,
    SINCE,
    SLACK,
    SPARE,
    STANDS,
    TRIAL,
    WAITED,
    Ints,
    Tables,
    Work,
)


@inlined
def _may_share(tab: Tables, sequence: Ints, begin: int, end: int, school: int) -> bool:
    """Say whether a run that does not serve a school might."""
    schools = 0
    for i in range(begin, end):
        if tab.node[sequence[i], NODE_PUPIL] == NOBODY:
            other, again = tab.node[sequence[i], NODE_SCHOOL], False
            if tab.school[school, SCHOOL_APART + other]:
                return False
            for j in range(begin, i):
                if tab.node[sequence[j], NODE_PUPIL] == NOBODY and tab.node[sequence[j], NODE_SCHOOL] == other:
                    again = True
            if not again:
                schools += 1
    return bool(schools < tab.number[MOST_SCHOOLS])


@inlined
def _visit_from(tab: Tables, sequence: Ints, begin: int, end: int, school: int) -> int:
    """Return the first position, of those from ``begin`` on, that is a gate of a school; or NOBODY."""
    for q in range(begin, end):
        if tab.node[sequence[q], NODE_PUPIL] == NOBODY and tab.node[sequence[q], NODE_SCHOOL] == school:
            return q
    return NOBODY


@inlined
def _has_room(tab: Tables, work: Work, ahead: Ints, pupil: int, p: int) -> bool:
    """Say whether there is room for a pupil beside those aboard on the way to a position."""
    loads = work.run.shape[1] - RUN_LOAD
    for k in range(loads):
        if ahead[LOADED + k, p] + tab.pupil[pupil, PUPIL_TAKES + k] > work.fact[ABOARD + loads + k]:
            return False
    return True


@inlined
def _propose(work: Work, number: int, row: int, pence: int, node: int, p: int, gate: int, q: int) -> int:
    """List a place in a shift, unless there are too many; return how many there are."""
    if number == MOST_OPTIONS:
        return number
    option = work.option
    option[number, OPTION_PENCE], option[number, OPTION_NODE], option[number, OPTION_AT] = pence, node, p
    option[number, OPTION_GATE], option[number, OPTION_GATE_AT], option[number, OPTION_ROW] = gate, q, row
    return number + 1


@inner
def options_in(
    tab: Tables,
    work: Work,
    ahead: Ints,
    sequence: Ints,
    count: int,
    kind: int,
    pupil: int,
    row: int,
    bound: int,
    number: int,
) -> int:
    """List where a pupil could join a shift for less than ``bound``, as far as can be seen.

    Parameters
    ----------
    ahead
        What is foreseen of the shift. The room for each load, in any type that is to be tried, is in ``work.fact``.
    row
        What to write in the list as the shift's row.
    number
        How many places are listed already; returned is how many there are now.
    """
    profile, school, depot = tab.kind[kind, KIND_PROFILE], tab.pupil[pupil, PUPIL_SCHOOL], tab.kind[kind, KIND_DEPOT]
    way = tab.way[profile]
    idle_s, waited_s, most = ahead[SLACK, IDLE], ahead[SLACK, WAITED], tab.pupil[pupil, PUPIL_MOST]
    first_gate, end_gate = tab.school[school, SCHOOL_GATE], tab.school[school + 1, SCHOOL_GATE]
    shares, visit, joins = True, NOBODY, False
    anywhere = tab.number[MOST_SCHOOLS] > count  # else whoever rides through joins runs that serve too many schools
    for p in range(count + 1):
        end, apart = ahead[ENDS, p], ahead[BEGINS, p] == p
        if apart:  # what holds for a whole run
            visit = _visit_from(tab, sequence, p, end, school)
            joins = p < end and ahead[BEARS, p] > 0 and ahead[CROWD, p] < most
            shares = joins and visit == NOBODY and _may_share(tab, sequence, p, end, school)
        elif NOBODY < visit < p:
            visit = _visit_from(tab, sequence, p, end, school)
            shares = joins and visit == NOBODY and _may_share(tab, sequence, ahead[BEGINS, p], end, school)
        joined = joins and (visit != NOBODY or shares) and _has_room(tab, work, ahead, pupil, p)
        if visit != NOBODY and joined:
            joined = _has_room(tab, work, ahead, pupil, visit)
        if not (apart or joined):
            continue
        here = ahead[STANDS, p - 1] if p > 0 else depot
        there, riders, spare_s = ahead[STANDS, p], ahead[RIDERS, p], ahead[SPARE, p]
        for node in range(tab.pupil[pupil, PUPIL_NODE], tab.pupil[pupil + 1, PUPIL_NODE]):
            place, service_s = tab.node[node, NODE_PLACE], tab.node[node, NODE_SERVICE]
            limit_s, done_s, to_s, to_m = tab.node[node, NODE_LIMIT], tab.node[node, NODE_LO], np.int64(0), np.int64(0)
            if here != NOBODY:
                to_s, to_m = np.int64(way[here, place, DRIVE_S]), np.int64(way[here, place, DRIVE_M])
            if p > 0:
                before_s = tab.node[sequence[p - 1], NODE_SERVICE]
                done_s = max(done_s, ahead[EARLIEST, p - 1] + before_s + to_s)
            if done_s > tab.node[node, NODE_HI]:
                continue
            done_s += service_s
            if joined:
                onward_s, onward_m = np.int64(way[place, there, DRIVE_S]), np.int64(way[place, there, DRIVE_M])
                metres = to_m + onward_m - ahead[LEG_M, p]
                more_s = to_s + onward_s + service_s - ahead[LEG_S, p]
                if done_s + onward_s <= ahead[LATEST, p] and more_s <= spare_s:
                    if visit != NOBODY:
                        ride_s = onward_s + ahead[SINCE, visit] - ahead[SINCE, p]
                        if ride_s <= limit_s:
                            aboard_s = riders * more_s + ride_s - waited_s
                            pence = least_pence(tab, kind, metres, more_s - idle_s, aboard_s)
                            if pence < bound + riders:
                                number = _propose(work, number, row, pence - riders, node, p, NOBODY, p)
                    else:
                        for q in range(p + 1, (count if anywhere else end) + 1):
                            last = ahead[STANDS, q - 1]
                            last_s = tab.node[sequence[q - 1], NODE_SERVICE]
                            so_far_s = onward_s + ahead[SINCE, q - 1] - ahead[SINCE, p] + last_s
                            if so_far_s > limit_s or not _has_room(tab, work, ahead, pupil, q):
                                break
                            for gate in range(first_gate, end_gate):
                                at = tab.node[gate, NODE_PLACE]
                                drive_s = np.int64(way[last, at, DRIVE_S])
                                ride_s = so_far_s + drive_s
                                if ride_s > limit_s:
                                    continue
                                reach_s = ahead[EARLIEST, q - 1] + last_s + drive_s
                                if reach_s > tab.node[gate, NODE_HI]:
                                    continue
                                far_m = np.int64(way[last, at, DRIVE_M]) - ahead[LEG_M, q]
                                far_s = drive_s + tab.node[gate, NODE_SERVICE] - ahead[LEG_S, q]
                                if ahead[STANDS, q] != NOBODY:
                                    far_m += way[at, ahead[STANDS, q], DRIVE_M]
                                    far_s += way[at, ahead[STANDS, q], DRIVE_S]
                                if far_s > ahead[SPARE, q]:
                                    continue
                                aboard_s = riders * more_s + ahead[RIDERS, q] * far_s + ride_s - waited_s
                                pence = least_pence(tab, kind, metres + far_m, more_s + far_s - idle_s, aboard_s)
                                if pence < bound + riders:
                                    number = _propose(work, number, row, pence - riders, node, p, gate, q)
            if not apart and (visit != NOBODY or not shares):
                continue
            for gate in range(first_gate, end_gate):  # straight to school, as a run of its own or on the way
                at = tab.node[gate, NODE_PLACE]
                ride_s = np.int64(way[place, at, DRIVE_S])
                if ride_s > limit_s or done_s + ride_s > tab.node[gate, NODE_HI]:
                    continue
                both_m = to_m + way[place, at, DRIVE_M] - ahead[LEG_M, p]
                both_s = to_s + service_s + ride_s + tab.node[gate, NODE_SERVICE] - ahead[LEG_S, p]
                away_s = max(done_s + ride_s, tab.node[gate, NODE_LO]) + tab.node[gate, NODE_SERVICE]
                if there != NOBODY:
                    both_m += way[at, there, DRIVE_M]
                    both_s += way[at, there, DRIVE_S]
                    away_s += way[at, there, DRIVE_S]
                if both_s <= spare_s and (p == count or away_s <= ahead[LATEST, p]):
                    pence = least_pence(tab, kind, both_m, both_s - idle_s, riders * both_s + ride_s - waited_s)
                    if pence < bound + riders:
                        number = _propose(work, number, row, pence - riders, node, p, gate, p)
    return number


@inlined
def cheapest(work: Work, number: int) -> int:
    """Return the place in the list that costs least, of those not yet struck out; the list must not be empty."""
    option = 0
    for other in range(1, number):
        if work.option[other, OPTION_PENCE] < work.option[option, OPTION_PENCE]:
            option = other
    return option


@inlined
def put_in(work: Work, sequence: Ints, count: int, option: int) -> int:
    """Write a shift with a place taken to row TRIAL; return its length."""
    node, p = work.option[option, OPTION_NODE], work.option[option, OPTION_AT]
    gate, q = work.option[option, OPTION_GATE], work.option[option, OPTION_GATE_AT]
    for i in range(p):
        work.line[TRIAL, i] = sequence[i]
    work.line[TRIAL, p] = node
    for i in range(p, q):
        work.line[TRIAL, i + 1] = sequence[i]
    more = 1
    if gate != NOBODY:
        work.line[TRIAL, q + 1] = gate
        more = 2
    for i in range(q, count):
        work.line[TRIAL, i + more] = sequence[i]
    return count + more
