"""Putting pupils in: the best place for one in a shift, and for a party that travels together anywhere."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917, FBT001, FBT003 -- kernels: numba has no keyword-only arguments
# ruff: noqa: NPY002 -- numba's own generator, seeded by whoever calls

import numpy as np

from routing.solver.estimate import foresee
from routing.solver.inner import inlined, inner
from routing.solver.options import cheapest, options_in, put_in
from routing.solver.price import lay_out, price
from routing.solver.state import Alone, State
from routing.solver.tables import (
    ABOARD,
    HELD,
    JOINED,
    KEPT,
    KIND_PROFILE,
    KINDS,
    NEVER,
    NOBODY,
    OPTION_PENCE,
    OPTION_ROW,
    RUN_LOAD,
    TRIAL,
    UNPLACED,
    WIDTH,
    Ints,
    Tables,
    Work,
)

MUCH = 10**11
"""More than any shift costs; small enough to be multiplied by the length of a mile."""
OTHER_KINDS = 3
"""How many other vehicle types are tried for a shift that someone joins."""
KINDS_TRIED = 6
"""How many vehicle types are tried for a new shift."""
MOST_SHIFTS = 18
"""How many shifts near by are tried for someone."""
SETTLED_AT = 2000
"""So many places listed, and the cheapest are tried before more are sought."""


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
def _make_room(tab: Tables, work: Work, kind: int) -> None:
    """Widen the room for each load in ``work.fact`` to that of a vehicle type's layouts."""
    loads = work.run.shape[1] - RUN_LOAD
    for k in range(loads):
        for layout in range(tab.room.shape[1]):
            work.fact[ABOARD + loads + k] = max(work.fact[ABOARD + loads + k], tab.room[kind, layout, k])


@inlined
def _no_room(work: Work) -> None:
    """Begin anew with the room for each load."""
    loads = work.run.shape[1] - RUN_LOAD
    for k in range(loads):
        work.fact[ABOARD + loads + k] = 0


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
    ``bound, 0, -1``; the sequence is in row HELD.
    """
    best, best_count, best_kind = bound, 0, -1
    base = work.line[KINDS, 0]
    if count + 4 > tab.number[WIDTH]:
        return best, 0, -1
    _no_room(work)
    for k in range(number):
        _make_room(tab, work, work.line[KINDS, k])
    foresee(tab, work, work.ahead, sequence, count, base)
    options = options_in(tab, work, work.ahead, sequence, count, base, pupil, 0, bound, 0)
    while options > 0:
        option = cheapest(work, options)
        if work.option[option, OPTION_PENCE] >= best:
            break
        work.option[option, OPTION_PENCE] = NEVER
        if blink > 0 and np.random.random() < blink:
            continue
        length = put_in(work, sequence, count, option)
        added, kind = _try(tab, work, length, number, before, best, whole)
        if kind >= 0:
            best, best_count, best_kind = added, length, kind
            for i in range(length):
                work.line[HELD, i] = work.line[TRIAL, i]
    return best, best_count, best_kind


@inner
def _kinds_for(tab: Tables, work: Work, state: State, kind: int, pupil: int) -> int:
    """List the types to try for a shift that a pupil joins: its own, and some that have a vehicle free."""
    work.line[KINDS, 0] = kind
    number, kinds = 1, state.free.shape[0]
    if kinds <= OTHER_KINDS + 1:
        for other in range(kinds):
            if other != kind and state.free[other] > 0 and tab.changed[pupil, other] >= 0:
                work.line[KINDS, number] = other
                number += 1
        return number
    for _ in range(OTHER_KINDS):
        other = np.random.randint(kinds)
        if other != kind and state.free[other] > 0 and tab.changed[pupil, other] >= 0:
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
def _settle(
    tab: Tables, work: Work, state: State, pupil: int, options: int, best: int, blink: float
) -> tuple[int, int, int, int]:
    """Try the places listed, the cheapest first; return what the best adds, its row, new length and type.

    The row is NOBODY if none adds less than ``best``; the sequence is in row KEPT.
    """
    best_row, best_count, best_kind = NOBODY, 0, -1
    while options > 0:
        option = cheapest(work, options)
        if work.option[option, OPTION_PENCE] >= best:
            break
        work.option[option, OPTION_PENCE] = NEVER
        if blink > 0 and np.random.random() < blink:
            continue
        row = work.option[option, OPTION_ROW]
        count = put_in(work, state.nodes[row], state.length[row], option)
        own, before = state.kind[row], state.pence[row]
        profile, kind, added = tab.kind[own, KIND_PROFILE], -1, NEVER
        laid = lay_out(tab, work, work.line[TRIAL], count, profile, True)
        if laid:
            added = price(tab, work, work.line[TRIAL], count, own) - before
            if added < best:
                kind = own
        if added >= NEVER // 2:  # another vehicle is needed; a cheaper one is sought afterwards
            added = best
            for k in range(1, _kinds_for(tab, work, state, own, pupil)):
                other = work.line[KINDS, k]
                if tab.kind[other, KIND_PROFILE] != profile:
                    profile = tab.kind[other, KIND_PROFILE]
                    laid = lay_out(tab, work, work.line[TRIAL], count, profile, True)
                if laid:
                    pence = price(tab, work, work.line[TRIAL], count, other) - before
                    if pence < added:
                        added, kind = pence, other
        if kind >= 0:
            best, best_row, best_count, best_kind = added, row, count, kind
            for i in range(count):
                work.line[KEPT, i] = work.line[TRIAL, i]
    return best, best_row, best_count, best_kind


@inner
def _place_one(
    tab: Tables,
    work: Work,
    state: State,
    ahead: Ints,
    known: Ints,
    pupil: int,
    seen: Ints,
    stamp: int,
    blink: float,
    bound: int,
) -> tuple[int, int, int, int]:
    """Find the best shift near by for a pupil who travels alone or with whomever; as ``place_party``."""
    best, best_row, best_count, best_kind = bound, NOBODY, 0, -1
    loads, kinds, any_kind, looked, options = work.run.shape[1] - RUN_LOAD, state.free.shape[0], False, 0, 0
    _no_room(work)
    for kind in range(kinds):
        if state.free[kind] > 0 and tab.changed[pupil, kind] >= 0:
            any_kind = True
            _make_room(tab, work, kind)
    for k in range(loads):
        work.fact[ABOARD + 2 * loads + k] = work.fact[ABOARD + loads + k]
    for at in range(tab.near.shape[1]):
        row = state.shift_of[tab.near[pupil, at]]
        if row < 0 or seen[row] == stamp:
            continue
        looked += 1
        if looked > MOST_SHIFTS:
            break
        seen[row] = stamp
        kind, count = state.kind[row], state.length[row]
        own = tab.changed[pupil, kind] >= 0
        if count + 4 > tab.number[WIDTH] or not (own or any_kind) or (blink > 0 and np.random.random() < blink):
            continue
        if known[row] == 0:
            foresee(tab, work, ahead[row], state.nodes[row], count, kind)
            known[row] = 1
        for k in range(loads):
            work.fact[ABOARD + loads + k] = work.fact[ABOARD + 2 * loads + k]
        if own:
            _make_room(tab, work, kind)
        options = options_in(tab, work, ahead[row], state.nodes[row], count, kind, pupil, row, best, options)
        if options > SETTLED_AT or looked == 1:
            added, new_row, new_count, new_kind = _settle(tab, work, state, pupil, options, best, blink)
            options = 0
            if new_row != NOBODY:
                best, best_row, best_count, best_kind = added, new_row, new_count, new_kind
    added, new_row, new_count, new_kind = _settle(tab, work, state, pupil, options, best, blink)
    if new_row != NOBODY:
        best, best_row, best_count, best_kind = added, new_row, new_count, new_kind
    return best, best_row, best_count, best_kind


@inner
def _new_shift(tab: Tables, work: Work, state: State, alone: Alone, party: int, bound: int) -> tuple[int, int, int]:
    """Find the cheapest new shift for a party, for less than ``bound``; returns its price, length and type, or -1."""
    first = tab.parties[party]
    head, size = tab.parties[first], tab.parties[party + 1] - first
    best, best_count, best_kind, tried = bound, 0, -1, 0
    for k in range(alone.order.shape[1]):
        kind = alone.order[head, k]
        if alone.pence[head, kind] >= NEVER or tried >= KINDS_TRIED:
            break
        if state.free[kind] == 0:
            continue
        tried += 1
        if size == 1:
            if alone.pence[head, kind] < best:
                best, best_count, best_kind = alone.pence[head, kind], 2, kind
                work.line[KEPT, 0], work.line[KEPT, 1] = alone.node[head, kind], alone.gate[head, kind]
            break
        work.line[KINDS, 0] = kind
        added, count, found = best_for_party(tab, work, work.line[KEPT], 0, 1, party, 0, best, 0.0)
        if found >= 0:
            best, best_count, best_kind = added, count, found
            for i in range(count):
                work.line[KEPT, i] = work.line[HELD, i]
    return best, best_count, best_kind


@inner
def place_party(
    tab: Tables,
    work: Work,
    state: State,
    alone: Alone,
    ahead: Ints,
    known: Ints,
    party: int,
    seen: Ints,
    stamp: int,
    blink: float,
    opens: bool,
) -> tuple[int, int, int, int]:
    """Find the best shift for a party, near by or new: returns what it adds, its row, new length and type.

    The row is NOBODY if leaving them unplaced is cheaper. The sequence is in row KEPT.

    Parameters
    ----------
    ahead, known
        What is foreseen of each row, and of which rows that is still true; filled where it is not.
    seen
        Marks rows by ``stamp``.
    opens
        Whether there may be a new shift.
    """
    first = tab.parties[party]
    size = tab.parties[party + 1] - first
    head = tab.parties[first]
    best, best_row, best_count, best_kind = size * tab.number[UNPLACED], NOBODY, 0, -1
    if opens:
        added, count, kind = _new_shift(tab, work, state, alone, party, best)
        if kind >= 0:
            for row in range(state.length.shape[0]):
                if state.length[row] == 0:
                    best, best_row, best_count, best_kind = added, row, count, kind
                    break
    if size == 1:
        added, row, count, kind = _place_one(tab, work, state, ahead, known, head, seen, stamp, blink, best)
        if row != NOBODY:
            best, best_row, best_count, best_kind = added, row, count, kind
        return best, best_row, best_count, best_kind
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
        number = _kinds_for(tab, work, state, state.kind[row], head)
        before = state.pence[row]
        added, count, kind = best_for_party(
            tab, work, state.nodes[row], state.length[row], number, party, before, best, blink
        )
        if kind >= 0:
            best, best_row, best_count, best_kind = added, row, count, kind
            for i in range(count):
                work.line[KEPT, i] = work.line[HELD, i]
    return best, best_row, best_count, best_kind
