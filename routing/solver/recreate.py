"""Putting pupils in: the best place for one in a shift, and for a party that travels together anywhere."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917, FBT001, FBT003 -- kernels: numba has no keyword-only arguments
# ruff: noqa: NPY002 -- numba's own generator, seeded by whoever calls

import numpy as np

from routing.cost import MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.price import lay_out, price
from routing.solver.state import Alone, State
from routing.solver.tables import MOST_SCHOOLS, NEVER, NOBODY, UNPLACED, Ints, Tables, Work

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
        if tab.node_pupil[node] != NOBODY:
            aboard += 1
        else:
            for j in range(begin, i):
                pupil = tab.node_pupil[sequence[j]]
                if pupil != NOBODY and tab.pupil_school[pupil] == tab.node_school[node]:
                    again = False
                    for k in range(j + 1, i):  # set down at an earlier visit already
                        other = sequence[k]
                        if tab.node_pupil[other] == NOBODY and tab.node_school[other] == tab.node_school[node]:
                            again = True
                    if not again:
                        aboard -= 1
        work.begins[i] = begin
        if aboard == 0:
            for j in range(begin, i + 1):
                work.ends[j] = i + 1
            begin = i + 1
    work.begins[count] = count
    work.ends[count] = count


@inlined
def _metres(tab: Tables, kind: int, sequence: Ints, count: int, i: int, j: int) -> int:
    """Return the metres from position i to j of a sequence, the depot standing before and after it."""
    depot = tab.type_depot[kind]
    here = tab.node_place[sequence[i]] if i >= 0 else depot
    there = tab.node_place[sequence[j]] if j < count else depot
    if min(here, there) == NOBODY:
        return 0
    return int(tab.metres[tab.type_profile[kind], here, there])


@inlined
def _detour(tab: Tables, kind: int, sequence: Ints, count: int, p: int, place: int) -> int:
    """Return the metres that a visit before position p adds."""
    profile, depot = tab.type_profile[kind], tab.type_depot[kind]
    here = tab.node_place[sequence[p - 1]] if p > 0 else depot
    there = tab.node_place[sequence[p]] if p < count else depot
    added = -_metres(tab, kind, sequence, count, p - 1, p)
    if here != NOBODY:
        added += tab.metres[profile, here, place]
    if there != NOBODY:
        added += tab.metres[profile, place, there]
    return int(added)


@inner
def _try(tab: Tables, work: Work, count: int, number: int, before: int, best: int, whole: bool) -> tuple[int, int]:
    """Price ``work.trial`` for its type, or else for others; return what it adds and the type, or ``best`` and -1."""
    kind = -1
    profile = tab.type_profile[work.kinds[0]]
    laid = lay_out(tab, work, work.trial, count, profile, whole)
    for k in range(number):
        other = work.kinds[k]
        if tab.type_profile[other] != profile:
            profile = tab.type_profile[other]
            laid = lay_out(tab, work, work.trial, count, profile, whole)
        if laid:
            added = price(tab, work, work.trial, count, other) - before
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
        if tab.node_pupil[sequence[i]] == NOBODY:
            other, again = tab.node_school[sequence[i]], False
            if tab.school_apart[school, other]:
                return False
            for j in range(begin, i):
                if tab.node_pupil[sequence[j]] == NOBODY and tab.node_school[sequence[j]] == other:
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
    """Find where a pupil best joins a shift: any boarding place, any gate, any order, any of ``work.kinds[:number]``.

    Returns what it adds to the price ``before`` (less than ``bound``), the new length and the type, or
    ``bound, 0, -1``; the sequence is in ``work.held``.
    """
    best, best_count, best_kind = bound, 0, -1
    school, base, width = tab.pupil_school[pupil], work.kinds[0], work.trial.shape[0] - 6
    if count + 2 > width:
        return best, 0, -1
    _mark_runs(tab, work, sequence, count)
    mile, shares = tab.type_mile[base], True
    for p in range(count + 1):
        end, visit = work.ends[p], -1
        if work.begins[p] == p:
            shares = _may_share(tab, sequence, p, end, school)
        if blink > 0 and np.random.random() < blink:
            continue
        for q in range(p, end):
            if tab.node_pupil[sequence[q]] == NOBODY and tab.node_school[sequence[q]] == school:
                visit = q
                break
        for node in range(tab.pupil_node[pupil], tab.pupil_node[pupil + 1]):
            place = tab.node_place[node]
            detour = _detour(tab, base, sequence, count, p, place)
            for i in range(p):
                work.trial[i] = sequence[i]
            work.trial[p] = node
            if visit >= 0 and detour * 1000 * mile < best * MILE_MM:
                for i in range(p, count):
                    work.trial[i + 1] = sequence[i]
                added, kind = _try(tab, work, count + 1, number, before, best, whole)
                if kind >= 0:
                    best, best_count, best_kind = added, count + 1, kind
                    for i in range(count + 1):
                        work.held[i] = work.trial[i]
            if visit >= 0 and work.begins[p] != p:
                continue
            last = p if visit >= 0 or not shares else end
            if not shares and work.begins[p] != p:
                continue
            for q in range(p, last + 1):
                for gate in range(tab.school_gate[school], tab.school_gate[school + 1]):
                    door = tab.node_place[gate]
                    if q == p:
                        metres = detour + tab.metres[tab.type_profile[base], place, door]
                        if p < count:
                            after = tab.node_place[sequence[p]]
                            metres += tab.metres[tab.type_profile[base], door, after]
                            metres -= tab.metres[tab.type_profile[base], place, after]
                    else:
                        metres = detour + _detour(tab, base, sequence, count, q, door)
                    if metres * 1000 * mile >= best * MILE_MM:
                        continue
                    for i in range(p, q):
                        work.trial[i + 1] = sequence[i]
                    work.trial[q + 1] = gate
                    for i in range(q, count):
                        work.trial[i + 2] = sequence[i]
                    added, kind = _try(tab, work, count + 2, number, before, best, whole)
                    if kind >= 0:
                        best, best_count, best_kind = added, count + 2, kind
                        for i in range(count + 2):
                            work.held[i] = work.trial[i]
                for i in range(p):
                    work.trial[i] = sequence[i]
                work.trial[p] = node
    return best, best_count, best_kind


@inner
def _kinds_for(work: Work, state: State, kind: int) -> int:
    """List the types to try for a shift: its own, and some that have a vehicle free."""
    work.kinds[0] = kind
    number, kinds = 1, state.free.shape[0]
    if kinds <= OTHER_KINDS + 1:
        for other in range(kinds):
            if other != kind and state.free[other] > 0:
                work.kinds[number] = other
                number += 1
        return number
    for _ in range(OTHER_KINDS):
        other = np.random.randint(kinds)
        if other != kind and state.free[other] > 0:
            work.kinds[number] = other
            number += 1
    return number


@inner
def best_for_party(
    tab: Tables, work: Work, sequence: Ints, count: int, number: int, party: int, before: int, bound: int, blink: float
) -> tuple[int, int, int]:
    """Find where all of a party best join a shift, one after another; as ``best_place``."""
    first, end = tab.party_start[party], tab.party_start[party + 1]
    if end - first == 1:
        pupil = tab.party_pupils[first]
        added, new, kind = best_place(tab, work, sequence, count, number, pupil, before, bound, blink, True)
        return added, new, kind
    for i in range(count):
        work.party[i] = sequence[i]
    total, kind = 0, -1
    for k in range(first, end):
        pupil, last = tab.party_pupils[k], k == end - 1
        limit = bound - total if last else MUCH
        added, count, kind = best_place(tab, work, work.party, count, number, pupil, before + total, limit, 0.0, last)
        if kind < 0:
            return bound, 0, -1
        total += added
        for i in range(count):
            work.party[i] = work.held[i]
        if not last:  # the next is tried with every type again, so the price so far is that of the type found
            for other in range(1, number):
                if work.kinds[other] == kind:
                    work.kinds[other] = work.kinds[0]
            work.kinds[0] = kind
    return total, count, kind


@inner
def place_party(
    tab: Tables, work: Work, state: State, alone: Alone, party: int, seen: Ints, stamp: int, blink: float
) -> tuple[int, int, int, int]:
    """Find the best shift for a party, near by or new: returns what it adds, its row, new length and type.

    The row is -1 if leaving them unplaced is cheaper. The sequence is in ``work.kept``; ``seen`` marks rows by
    ``stamp``.
    """
    first = tab.party_start[party]
    size = tab.party_start[party + 1] - first
    head = tab.party_pupils[first]
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
                work.kept[i] = work.held[i]
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
                work.kept[0], work.kept[1] = alone.node[head, kind], alone.gate[head, kind]
            break
        work.kinds[0] = kind
        added, count, found = best_for_party(tab, work, work.kept, 0, 1, party, 0, best, 0.0)
        if found >= 0:
            best, best_row, best_count, best_kind = added, empty, count, found
            for i in range(count):
                work.kept[i] = work.held[i]
    return best, best_row, best_count, best_kind
