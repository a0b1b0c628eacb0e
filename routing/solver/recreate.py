"""Putting pupils in: the best place for one in a shift, and for a party that travels together anywhere."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917, FBT001, FBT003 -- kernels: numba has no keyword-only arguments
# ruff: noqa: NPY002 -- numba's own generator, seeded by whoever calls

import numpy as np

from routing.cost import MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.price import lay_out, price
from routing.solver.state import Alone, State
from routing.solver.tables import (
    BEGINS,
    DRIVE_M,
    ENDS,
    HELD,
    JOINED,
    KEPT,
    KIND_DEPOT,
    KIND_MILE,
    KIND_PROFILE,
    KINDS,
    MOST_SCHOOLS,
    NEVER,
    NOBODY,
    NODE_PLACE,
    NODE_PUPIL,
    NODE_SCHOOL,
    PUPIL_NODE,
    PUPIL_SCHOOL,
    SCHOOL_APART,
    SCHOOL_GATE,
    TRIAL,
    UNPLACED,
    WIDTH,
    Ints,
    Tables,
    Work,
)

BLINK = 0.01
"""How often a place is overlooked, so that the same greedy choice is not made again and again."""
MUCH = 10**11
"""More than any shift costs; small enough to be multiplied by the length of a mile."""
OTHER_KINDS = 3
"""How many other vehicle types are tried for a shift that someone joins."""
KINDS_TRIED = 6
"""How many vehicle types are tried for a new shift."""
MOST_SHIFTS = 18
"""How many shifts near by are tried for someone."""


@inlined
def _mark_runs(tab: Tables, work: Work, sequence: Ints, count: int) -> None:
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
def _metres(tab: Tables, kind: int, sequence: Ints, count: int, i: int, j: int) -> int:
    """Return the metres from position i to j of a sequence, the depot standing before and after it."""
    depot = tab.kind[kind, KIND_DEPOT]
    here = tab.node[sequence[i], NODE_PLACE] if i >= 0 else depot
    there = tab.node[sequence[j], NODE_PLACE] if j < count else depot
    if min(here, there) == NOBODY:
        return 0
    return int(tab.way[tab.kind[kind, KIND_PROFILE], here, there, DRIVE_M])


@inlined
def _detour(tab: Tables, kind: int, sequence: Ints, count: int, p: int, place: int) -> int:
    """Return the metres that a visit before position p adds."""
    profile, depot = tab.kind[kind, KIND_PROFILE], tab.kind[kind, KIND_DEPOT]
    here = tab.node[sequence[p - 1], NODE_PLACE] if p > 0 else depot
    there = tab.node[sequence[p], NODE_PLACE] if p < count else depot
    added = -_metres(tab, kind, sequence, count, p - 1, p)
    if here != NOBODY:
        added += tab.way[profile, here, place, DRIVE_M]
    if there != NOBODY:
        added += tab.way[profile, place, there, DRIVE_M]
    return int(added)


@inner
def _try(tab: Tables, work: Work, count: int, number: int, before: int, best: int, whole: bool) -> tuple[int, int]:
    """Price ``work.trial`` for its type, or else for others; return what it adds and the type, or ``best`` and -1."""
    kind = -1
    profile = tab.kind[work.line[KINDS, 0], KIND_PROFILE]
    laid = lay_out(tab, work, work.line[TRIAL], count, profile, whole)
    for k in range(number):
        other = work.line[KINDS, k]
        if tab.kind[other, KIND_PROFILE] != profile:
            profile = tab.kind[other, KIND_PROFILE]
            laid = lay_out(tab, work, work.line[TRIAL], count, profile, whole)
        if laid:
            added = price(tab, work, work.line[TRIAL], count, other) - before
            if added < best:
                best, kind = added, other
            if k == 0 and added < NEVER // 2:  # no need to change vehicles; a cheaper one is sought afterwards
                break
    return best, kind


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


@inner
def best_place(
    tab: Tables,
    work: Work,
    sequence: Ints,
    count: int,
    number: int,
    pupil: int,
    before: int,
    bound: int,
    blink: float,
    whole: bool,
) -> tuple[int, int, int]:
    """Find where a pupil best joins a shift: any boarding place, any gate, any order, any of the types listed.

    Returns what it adds to the price ``before`` (less than ``bound``), the new length and the type, or
    ``bound, 0, -1``; the sequence is in ``work.held``.
    """
    best, best_count, best_kind = bound, 0, -1
    school, base, width = tab.pupil[pupil, PUPIL_SCHOOL], work.line[KINDS, 0], tab.number[WIDTH] - 2
    if count + 2 > width:
        return best, 0, -1
    _mark_runs(tab, work, sequence, count)
    mile, shares = tab.kind[base, KIND_MILE], True
    for p in range(count + 1):
        end, visit = work.line[ENDS, p], -1
        if work.line[BEGINS, p] == p:
            shares = _may_share(tab, sequence, p, end, school)
        if blink > 0 and np.random.random() < blink:
            continue
        for q in range(p, end):
            if tab.node[sequence[q], NODE_PUPIL] == NOBODY and tab.node[sequence[q], NODE_SCHOOL] == school:
                visit = q
                break
        for node in range(tab.pupil[pupil, PUPIL_NODE], tab.pupil[pupil + 1, PUPIL_NODE]):
            place = tab.node[node, NODE_PLACE]
            detour = _detour(tab, base, sequence, count, p, place)
            for i in range(p):
                work.line[TRIAL, i] = sequence[i]
            work.line[TRIAL, p] = node
            if visit >= 0 and detour * 1000 * mile < best * MILE_MM:
                for i in range(p, count):
                    work.line[TRIAL, i + 1] = sequence[i]
                added, kind = _try(tab, work, count + 1, number, before, best, whole)
                if kind >= 0:
                    best, best_count, best_kind = added, count + 1, kind
                    for i in range(count + 1):
                        work.line[HELD, i] = work.line[TRIAL, i]
            if visit >= 0 and work.line[BEGINS, p] != p:
                continue
            last = p if visit >= 0 or not shares else end
            if not shares and work.line[BEGINS, p] != p:
                continue
            for q in range(p, last + 1):
                for gate in range(tab.school[school, SCHOOL_GATE], tab.school[school + 1, SCHOOL_GATE]):
                    door = tab.node[gate, NODE_PLACE]
                    if q == p:
                        metres = detour + tab.way[tab.kind[base, KIND_PROFILE], place, door, DRIVE_M]
                        if p < count:
                            after = tab.node[sequence[p], NODE_PLACE]
                            metres += tab.way[tab.kind[base, KIND_PROFILE], door, after, DRIVE_M]
                            metres -= tab.way[tab.kind[base, KIND_PROFILE], place, after, DRIVE_M]
                    else:
                        metres = detour + _detour(tab, base, sequence, count, q, door)
                    if metres * 1000 * mile >= best * MILE_MM:
                        continue
                    for i in range(p, q):
                        work.line[TRIAL, i + 1] = sequence[i]
                    work.line[TRIAL, q + 1] = gate
                    for i in range(q, count):
                        work.line[TRIAL, i + 2] = sequence[i]
                    added, kind = _try(tab, work, count + 2, number, before, best, whole)
                    if kind >= 0:
                        best, best_count, best_kind = added, count + 2, kind
                        for i in range(count + 2):
                            work.line[HELD, i] = work.line[TRIAL, i]
                for i in range(p):
                    work.line[TRIAL, i] = sequence[i]
                work.line[TRIAL, p] = node
    return best, best_count, best_kind


@inner
def _kinds_for(work: Work, state: State, kind: int) -> int:
    """List the types to try for a shift: its own, and some that have a vehicle free."""
    work.line[KINDS, 0] = kind
    number, kinds = 1, state.free.shape[0]
    if kinds <= OTHER_KINDS + 1:
        for other in range(kinds):
            if other != kind and state.free[other] > 0:
                work.line[KINDS, number] = other
                number += 1
        return number
    for _ in range(OTHER_KINDS):
        other = np.random.randint(kinds)
        if other != kind and state.free[other] > 0:
            work.line[KINDS, number] = other
            number += 1
    return number


@inner
def best_for_party(
    tab: Tables, work: Work, sequence: Ints, count: int, number: int, party: int, before: int, bound: int, blink: float
) -> tuple[int, int, int]:
    """Find where all of a party best join a shift, one after another; as ``best_place``."""
    first, end = tab.parties[party], tab.parties[party + 1]
    if end - first == 1:
        pupil = tab.parties[first]
        added, new, kind = best_place(tab, work, sequence, count, number, pupil, before, bound, blink, True)
        return added, new, kind
    for i in range(count):
        work.line[JOINED, i] = sequence[i]
    total, kind = 0, -1
    for k in range(first, end):
        pupil, last = tab.parties[k], k == end - 1
        limit = bound - total if last else MUCH
        added, count, kind = best_place(
            tab, work, work.line[JOINED], count, number, pupil, before + total, limit, 0.0, last
        )
        if kind < 0:
            return bound, 0, -1
        total += added
        for i in range(count):
            work.line[JOINED, i] = work.line[HELD, i]
        if not last:  # the next is tried with every type again, so the price so far is that of the type found
            for other in range(1, number):
                if work.line[KINDS, other] == kind:
                    work.line[KINDS, other] = work.line[KINDS, 0]
            work.line[KINDS, 0] = kind
    return total, count, kind


@inner
def place_party(
    tab: Tables, work: Work, state: State, alone: Alone, party: int, seen: Ints, stamp: int, blink: float
) -> tuple[int, int, int, int]:
    """Find the best shift for a party, near by or new: returns what it adds, its row, new length and type.

    The row is -1 if leaving them unplaced is cheaper. The sequence is in ``work.kept``; ``seen`` marks rows by
    ``stamp``.
    """
    first = tab.parties[party]
    size = tab.parties[party + 1] - first
    head = tab.parties[first]
    best, best_row, best_count, best_kind = size * tab.number[UNPLACED], -1, 0, -1
    looked = 0
    for k in range(tab.near.shape[1]):
        row = state.shift_of[tab.near[head, k]]
        if row < 0 or seen[row] == stamp:
            continue
        looked += 1
        if looked > MOST_SHIFTS:
            break
        seen[row] = stamp
        if blink > 0 and np.random.random() < blink:
            continue
        number = _kinds_for(work, state, state.kind[row])
        before = state.pence[row]
        added, count, kind = best_for_party(
            tab, work, state.nodes[row], state.length[row], number, party, before, best, blink
        )
        if kind >= 0:
            best, best_row, best_count, best_kind = added, row, count, kind
            for i in range(count):
                work.line[KEPT, i] = work.line[HELD, i]
    empty = -1
    for row in range(state.length.shape[0]):
        if state.length[row] == 0:
            empty = row
            break
    if empty < 0:
        return best, best_row, best_count, best_kind
    tried = 0
    for k in range(alone.order.shape[1]):
        kind = alone.order[head, k]
        if alone.pence[head, kind] >= NEVER or tried >= KINDS_TRIED:
            break
        if state.free[kind] == 0:
            continue
        tried += 1
        if size == 1:
            if alone.pence[head, kind] < best:
                best, best_row, best_count, best_kind = alone.pence[head, kind], empty, 2, kind
                work.line[KEPT, 0], work.line[KEPT, 1] = alone.node[head, kind], alone.gate[head, kind]
            break
        work.line[KINDS, 0] = kind
        added, count, found = best_for_party(tab, work, work.line[KEPT], 0, 1, party, 0, best, 0.0)
        if found >= 0:
            best, best_row, best_count, best_kind = added, empty, count, found
            for i in range(count):
                work.line[KEPT, i] = work.line[HELD, i]
    return best, best_row, best_count, best_kind
