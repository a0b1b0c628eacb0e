"""Where a pupil could join a shift, and what each place costs at least: a list to be tried from its cheapest on."""

# ruff: noqa: C901, PLR0912, PLR0915 -- kernels: numba has no keyword-only arguments
# ruff: noqa: NPY002 -- numba's own generator, seeded by whoever calls

import numpy as np

from routing.solver.estimate import detour, foresee, least_pence
from routing.solver.inner import inlined, inner
from routing.solver.tables import (
    BEGINS,
    DRIVE_S,
    EARLIEST,
    ENDS,
    KIND_PROFILE,
    LATEST,
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
    PUPIL_NODE,
    PUPIL_SCHOOL,
    RIDERS,
    SCHOOL_APART,
    SCHOOL_GATE,
    SINCE,
    SPARE,
    TRIAL,
    Ints,
    Tables,
    Work,
)


@inlined
def mark_runs(tab: Tables, work: Work, sequence: Ints, count: int) -> None:
    """Fill, for each position, where its run begins and ends; the position after the last is a run of its own."""
    begin, aboard = 0, 0
    for i in range(count):
        node = sequence[i]
        if tab.node[node, NODE_PUPIL] != NOBODY:
            aboard += 1
        else:
            for j in range(begin, i):
                pupil = tab.node[sequence[j], NODE_PUPIL]
                if pupil != NOBODY and tab.pupil[pupil, PUPIL_SCHOOL] == tab.node[node, NODE_SCHOOL]:
                    again = False
                    for k in range(j + 1, i):  # set down at an earlier visit already
                        other = sequence[k]
                        if (
                            tab.node[other, NODE_PUPIL] == NOBODY
                            and tab.node[other, NODE_SCHOOL] == tab.node[node, NODE_SCHOOL]
                        ):
                            again = True
                    if not again:
                        aboard -= 1
        work.line[BEGINS, i] = begin
        if aboard == 0:
            for j in range(begin, i + 1):
                work.line[ENDS, j] = i + 1
            begin = i + 1
    work.line[BEGINS, count] = count
    work.line[ENDS, count] = count


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
def _propose(work: Work, number: int, pence: int, node: int, p: int, gate: int, q: int) -> int:
    """List a place in a shift, unless there are too many; return how many there are."""
    if number == MOST_OPTIONS:
        return number
    option = work.option
    option[number, OPTION_PENCE], option[number, OPTION_NODE], option[number, OPTION_AT] = pence, node, p
    option[number, OPTION_GATE], option[number, OPTION_GATE_AT] = gate, q
    return number + 1


@inner
def options_in(
    tab: Tables, work: Work, sequence: Ints, count: int, kind: int, pupil: int, bound: int, blink: float
) -> int:
    """List where a pupil could join a shift for less than ``bound``, as far as can be seen; return how many places."""
    line, profile, school = work.line, tab.kind[kind, KIND_PROFILE], tab.pupil[pupil, PUPIL_SCHOOL]
    idle_s, waited_s = foresee(tab, work, sequence, count, kind)
    number, shares = 0, True
    anywhere = tab.number[MOST_SCHOOLS] > count  # else whoever rides through joins runs that serve too many schools
    for p in range(count + 1):
        end, visit, apart = line[ENDS, p], -1, line[BEGINS, p] == p
        if apart:
            shares = _may_share(tab, sequence, p, end, school)
        if blink > 0 and np.random.random() < blink:
            continue
        for q in range(p, end):
            if tab.node[sequence[q], NODE_PUPIL] == NOBODY and tab.node[sequence[q], NODE_SCHOOL] == school:
                visit = q
                break
        riders, spare_s = line[RIDERS, p], line[SPARE, p]
        for node in range(tab.pupil[pupil, PUPIL_NODE], tab.pupil[pupil + 1, PUPIL_NODE]):
            limit_s, done_s, onward_s = tab.node[node, NODE_LIMIT], tab.node[node, NODE_LO], 0
            if p > 0:
                before = sequence[p - 1]
                drive_s = tab.way[profile, tab.node[before, NODE_PLACE], tab.node[node, NODE_PLACE], DRIVE_S]
                done_s = max(done_s, line[EARLIEST, p - 1] + tab.node[before, NODE_SERVICE] + drive_s)
            if done_s > tab.node[node, NODE_HI]:
                continue
            done_s += tab.node[node, NODE_SERVICE]
            if p < count:
                there = tab.node[sequence[p], NODE_PLACE]
                onward_s += tab.way[profile, tab.node[node, NODE_PLACE], there, DRIVE_S]
            metres, more_s = detour(tab, kind, sequence, count, p, node, node)
            in_time = p == count or done_s + onward_s <= line[LATEST, p]
            if visit >= 0 and in_time and more_s <= spare_s:
                ride_s = onward_s + line[SINCE, visit] - line[SINCE, p]
                pence = least_pence(tab, kind, metres, more_s - idle_s, riders * more_s + ride_s - waited_s)
                if ride_s <= limit_s and pence < bound + riders:
                    number = _propose(work, number, pence - riders, node, p, NOBODY, p)
            if not apart and (visit >= 0 or not shares):
                continue
            for gate in range(tab.school[school, SCHOOL_GATE], tab.school[school + 1, SCHOOL_GATE]):
                ride_s = np.int64(tab.way[profile, tab.node[node, NODE_PLACE], tab.node[gate, NODE_PLACE], DRIVE_S])
                both_m, both_s = detour(tab, kind, sequence, count, p, node, gate)
                if ride_s <= limit_s and both_s <= spare_s and done_s + ride_s <= tab.node[gate, NODE_HI]:
                    pence = least_pence(tab, kind, both_m, both_s - idle_s, riders * both_s + ride_s - waited_s)
                    if pence < bound + riders:
                        number = _propose(work, number, pence - riders, node, p, gate, p)
            if visit >= 0 or not shares or not in_time or more_s > spare_s:
                continue
            for q in range(p + 1, (count if anywhere else end) + 1):
                here = sequence[q - 1]
                so_far_s = onward_s + line[SINCE, q - 1] - line[SINCE, p] + tab.node[here, NODE_SERVICE]
                if so_far_s > limit_s:
                    break
                for gate in range(tab.school[school, SCHOOL_GATE], tab.school[school + 1, SCHOOL_GATE]):
                    far_m, far_s = detour(tab, kind, sequence, count, q, gate, gate)
                    ride_s = (
                        so_far_s + tab.way[profile, tab.node[here, NODE_PLACE], tab.node[gate, NODE_PLACE], DRIVE_S]
                    )
                    if ride_s > limit_s or far_s > line[SPARE, q]:
                        continue
                    aboard_s = riders * more_s + line[RIDERS, q] * far_s + ride_s - waited_s
                    pence = least_pence(tab, kind, metres + far_m, more_s + far_s - idle_s, aboard_s)
                    if pence < bound + riders:
                        number = _propose(work, number, pence - riders, node, p, gate, q)
    return number


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
