"""Ruin and recreate: take strings of neighbours out of their shifts and put them back better.

Slack induction by string removals (Christiaens and Vanden Berghe 2020, Transportation Science 54) with whole runs and
whole shifts beside strings, greedy insertion with blinks, and annealing. Every shift met in a good plan goes to the
pool. The result depends on the seed and the number of iterations, never on the clock.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917, FBT001, FBT003 -- kernels: numba has no keyword-only arguments
# ruff: noqa: NPY002 -- numba's own generator, seeded by whoever calls

import math

import numpy as np
from numba import njit

from routing.cost import MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.price import lay_out, price, price_of
from routing.solver.recreate import place_party
from routing.solver.state import Alone, Pool, State, remember
from routing.solver.tables import (
    DRIVE_S,
    KEPT,
    KIND_DAY,
    KIND_MILE,
    KIND_PROFILE,
    LOADED,
    METRES,
    MOST_SCHOOLS,
    NEVER,
    NOBODY,
    NODE_PLACE,
    NODE_PUPIL,
    NODE_SCHOOL,
    PUPIL_CREW,
    PUPIL_MOST,
    PUPIL_NODE,
    PUPIL_PARTY,
    PUPIL_SCHOOL,
    PUPIL_TAKES,
    RIDES,
    RUN_LOAD,
    SCHOOL_GATE,
    UNPLACED,
    Ints,
    Tables,
    Work,
)

LONGEST_STRING = 10
"""In stops: pupils, or half as many where each has a destination of their own."""
BLINK = 0.01
"""How often a place is overlooked, so that the same greedy choice is not made again and again."""
REMOVED_ON_AVERAGE = 10
MOST_REMOVED = 200
WORTH_KEEPING = 1.06
"""Shifts of plans up to so much dearer than the best go to the pool."""
KINDS_REVIEWED = 24
WHOLE_SHIFT, WHOLE_RUN = 0.25, 0.35
"""How often a whole shift is taken out, or else (up to here) a run, or else a string."""
AT_RANDOM, FAR_FIRST, NEAR_FIRST, HARD_FIRST = 0.35, 0.55, 0.65, 0.85
"""How often pupils are put back in this order (up to here); otherwise school by school."""


@inner
def without(tab: Tables, state: State, row: int, gone: Ints, stamp: int) -> int:
    """Take pupils marked ``gone[pupil] == stamp`` out of a shift, and visits that no one needs; return its length."""
    count = 0
    for i in range(state.length[row]):
        node = state.nodes[row, i]
        pupil = tab.node[node, NODE_PUPIL]
        if pupil != NOBODY and gone[pupil] == stamp:
            continue
        if pupil == NOBODY:
            needed = False
            for j in range(count - 1, -1, -1):
                other = state.nodes[row, j]
                if tab.node[other, NODE_SCHOOL] == tab.node[node, NODE_SCHOOL]:
                    needed = tab.node[other, NODE_PUPIL] != NOBODY
                    break
            if not needed:
                continue
        state.nodes[row, count] = node
        count += 1
    state.length[row] = count
    return count


@inlined
def _at_least(tab: Tables, work: Work, kind: int) -> int:
    """Return what a shift that was laid out costs at least in a vehicle type, to the nearest penny below."""
    miles = work.fact[METRES] * 1000 * tab.kind[kind, KIND_MILE] // MILE_MM
    return int(tab.kind[kind, KIND_DAY] + miles + work.fact[RIDES])


@inner
def best_kind(tab: Tables, work: Work, state: State, row: int) -> None:
    """Give a shift the vehicle type, of those with a vehicle free, that makes it cheapest."""
    count, kinds = state.length[row], state.free.shape[0]
    profile = -1
    laid = False
    for k in range(min(kinds, KINDS_REVIEWED)):
        kind = k if kinds <= KINDS_REVIEWED else np.random.randint(kinds)
        if kind == state.kind[row] or state.free[kind] == 0:
            continue
        if tab.kind[kind, KIND_PROFILE] != profile:
            profile = tab.kind[kind, KIND_PROFILE]
            laid = lay_out(tab, work, state.nodes[row], count, profile, True)
        if not laid or _at_least(tab, work, kind) >= state.pence[row]:
            continue
        pence = price(tab, work, state.nodes[row], count, kind)
        if pence < state.pence[row]:
            state.free[state.kind[row]] += 1
            state.free[kind] -= 1
            state.kind[row], state.pence[row] = kind, pence


@inlined
def _have_own_ends(tab: Tables) -> bool:
    """Say whether each pupil has a destination of their own, so that shifts are hardly ever of several runs."""
    return bool(tab.number[MOST_SCHOOLS] >= tab.pupil.shape[0])


@inlined
def longest_string(tab: Tables) -> int:
    """Return the most pupils in a string."""
    return LONGEST_STRING // 2 if _have_own_ends(tab) else LONGEST_STRING


@inner
def take_out(tab: Tables, state: State, row: int, centre: int, gone: Ints, stamp: int, order: Ints) -> int:
    """Mark a string of pupils around one, a whole run or a whole shift, with their parties; return how many."""
    pupils, centre_at = 0, 0
    for i in range(state.length[row]):
        pupil = tab.node[state.nodes[row, i], NODE_PUPIL]
        if pupil == NOBODY:
            continue
        if pupil == centre:
            centre_at = pupils
        order[pupils] = pupil
        pupils += 1
    chance = np.random.random()
    if chance < WHOLE_SHIFT and pupils <= LONGEST_STRING:
        begin, end = 0, pupils
    elif chance < WHOLE_RUN:  # those of the same school in a row: mostly a run
        run_begin, run_end = centre_at, centre_at + 1
        school = tab.pupil[centre, PUPIL_SCHOOL]
        while run_begin > 0 and tab.pupil[order[run_begin - 1], PUPIL_SCHOOL] == school:
            run_begin -= 1
        while run_end < pupils and tab.pupil[order[run_end], PUPIL_SCHOOL] == school:
            run_end += 1
        begin, end = run_begin, min(run_end, run_begin + 2 * LONGEST_STRING)
    else:
        length = np.random.randint(1, min(longest_string(tab), pupils) + 1)
        lowest, highest = max(0, centre_at - length + 1), min(centre_at, pupils - length)
        begin = np.random.randint(lowest, highest + 1)
        end = begin + length
    taken = 0
    for k in range(begin, end):
        party = tab.pupil[order[k], PUPIL_PARTY]
        for j in range(tab.parties[party], tab.parties[party + 1]):
            pupil = tab.parties[j]
            if gone[pupil] != stamp:
                gone[pupil] = stamp
                taken += 1
    return taken


@njit(cache=True)
def rank_parties(tab: Tables, parties: Ints, number: int, key: Ints) -> Ints:
    """Return the order in which parties are put back: at random, far or near, hard or early ones first."""
    way = np.random.random()
    for k in range(number):
        pupil = tab.parties[tab.parties[parties[k]]]
        school = tab.pupil[pupil, PUPIL_SCHOOL]
        home, gate = (
            tab.node[tab.pupil[pupil, PUPIL_NODE], NODE_PLACE],
            tab.node[tab.school[school, SCHOOL_GATE], NODE_PLACE],
        )
        noise = np.random.randint(1000)
        drive = np.int64(tab.way[0, home, gate, DRIVE_S])
        size = tab.parties[parties[k] + 1] - tab.parties[parties[k]]
        if way < AT_RANDOM:
            key[k] = noise
        elif way < FAR_FIRST:
            key[k] = -drive
        elif way < NEAR_FIRST:
            key[k] = drive
        elif way < HARD_FIRST:
            hard = 3 * tab.pupil[pupil, PUPIL_CREW] + 4 * (size - 1) - min(tab.pupil[pupil, PUPIL_MOST], 4)
            for load in range(1, tab.pupil.shape[1] - PUPIL_TAKES):
                hard += 5 * tab.pupil[pupil, PUPIL_TAKES + load]
            key[k] = -1000 * hard + noise
        else:
            key[k] = 1000 * school + noise
    order: Ints = np.argsort(key[:number])
    return order


@inner
def _save(state: State, saved: State, row: int, at: int) -> None:
    saved.length[at], saved.kind[at], saved.pence[at] = state.length[row], state.kind[row], state.pence[row]
    for i in range(state.length[row]):
        saved.nodes[at, i] = state.nodes[row, i]


@inner
def _set_shift_of(tab: Tables, state: State, row: int, value: int) -> None:
    for i in range(state.length[row]):
        pupil = tab.node[state.nodes[row, i], NODE_PUPIL]
        if pupil != NOBODY:
            state.shift_of[pupil] = value


@njit(cache=True, nogil=True)
def improve(
    tab: Tables,
    work: Work,
    state: State,
    best: State,
    saved: State,
    pool: Pool,
    alone: Alone,
    iterations: int,
    seed: int,
    hot: float,
    cold: float,
    done: float,
    until: float,
    near: bool,
    absent: Ints,
    counts: bool,
    most_shifts: int,
    centres: Ints,
) -> tuple[int, int, int]:
    """Improve a plan under way for so many iterations; return the price of ``state`` and of ``best``, and how many.

    Parameters
    ----------
    state, best, saved
        The plan, changed in place; the best plan met, likewise; scratch space as large as they.
    hot, cold, done, until
        Temperatures, in pence, of the whole annealing, of which this call goes from one fraction to the other.
    near
        Whether to look only around pupils who are unplaced, while there are any.
    absent
        By how much each pupil multiplies the price of being unplaced.
    counts
        Whether to make those dearer who are left unplaced again and again, and to end when no one is; ``best`` is then
        left alone.
    most_shifts
        No shift is begun while there are so many.
    centres
        Rows of the pupils around whom alone to look; none: anyone.
    """
    np.random.seed(seed)
    pupils, rows, kinds = state.shift_of.shape[0], state.length.shape[0], state.free.shape[0]
    gone, seen, mark = np.zeros(pupils, np.int64), np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    party_mark = np.zeros(tab.parties[0], np.int64)
    touched, order, key = np.zeros(rows, np.int64), np.zeros(work.line.shape[1], np.int64), np.zeros(pupils, np.int64)
    parties, free = np.zeros(pupils, np.int64), np.zeros(kinds, np.int64)
    weight = tab.number[UNPLACED]
    ahead = np.empty((rows, LOADED + work.run.shape[1] - RUN_LOAD, work.line.shape[1]), np.int64)
    known = np.zeros(rows, np.int64)
    dirty, is_dirty, dirty_number = np.arange(rows), np.ones(rows, np.int64), rows  # rows that differ from the best's
    current, shifts, unplaced, stamp_seen = 0, 0, 0, 0
    for row in range(rows):
        if state.length[row] > 0:
            current += state.pence[row]
            shifts += 1
    for pupil in range(pupils):
        if state.shift_of[pupil] == NOBODY:
            unplaced += 1
            current += absent[pupil] * weight
    best_pence = 0
    for row in range(rows):
        if best.length[row] > 0:
            best_pence += best.pence[row]
    for pupil in range(pupils):
        if best.shift_of[pupil] == NOBODY:
            best_pence += absent[pupil] * weight
    keeps = counts and not _have_own_ends(tab)  # their runs are of use even while someone is left out
    if counts:
        best_pence = -NEVER
    for iteration in range(1, iterations + 1):
        fraction = done + (until - done) * iteration / iterations
        heat = hot * (cold / hot) ** fraction
        old, old_unplaced, number, changed = current, unplaced, 0, 0
        for kind in range(kinds):
            free[kind] = state.free[kind]
        # ruin
        centre = np.random.randint(pupils)
        if centres.shape[0] > 0:
            centre = centres[np.random.randint(centres.shape[0])]
        if near and unplaced > 0:
            skip = np.random.randint(unplaced)
            for pupil in range(pupils):
                if state.shift_of[pupil] == NOBODY:
                    if skip == 0:
                        centre = pupil
                    skip -= 1
        placed = pupils - unplaced
        length = min(float(longest_string(tab)), placed / max(1, shifts))
        strings = int(np.random.random() * max(1.0, 4.0 * REMOVED_ON_AVERAGE / (1.0 + length) - 1.0)) + 1
        for k in range(tab.near.shape[1]):
            if changed >= strings or number >= MOST_REMOVED:
                break
            pupil = tab.near[centre, k]
            row = state.shift_of[pupil]
            if row < 0 or mark[row] == iteration:
                continue
            mark[row] = iteration
            touched[changed] = row
            _save(state, saved, row, changed)
            changed += 1
            take_out(tab, state, row, pupil, gone, iteration, order)
            for i in range(state.length[row]):
                other = tab.node[state.nodes[row, i], NODE_PUPIL]
                if other != NOBODY and gone[other] == iteration:
                    state.shift_of[other] = NOBODY
                    unplaced += 1
                    current += absent[other] * weight
                    if party_mark[tab.pupil[other, PUPIL_PARTY]] != iteration:
                        party_mark[tab.pupil[other, PUPIL_PARTY]] = iteration
                        parties[number] = tab.pupil[other, PUPIL_PARTY]
                        number += 1
            current -= state.pence[row]
            known[row] = 0
            if without(tab, state, row, gone, iteration) == 0:
                state.free[state.kind[row]] += 1
                state.pence[row] = 0
                shifts -= 1
            else:
                state.pence[row] = price_of(tab, work, state.nodes[row], state.length[row], state.kind[row], True)
                if state.pence[row] >= NEVER:  # a longer way round may break a limit where drives are odd
                    _set_shift_of(tab, state, row, NOBODY)
                    for i in range(state.length[row]):
                        other = tab.node[state.nodes[row, i], NODE_PUPIL]
                        if other != NOBODY:
                            unplaced += 1
                            current += absent[other] * weight
                            if party_mark[tab.pupil[other, PUPIL_PARTY]] != iteration:
                                party_mark[tab.pupil[other, PUPIL_PARTY]] = iteration
                                parties[number] = tab.pupil[other, PUPIL_PARTY]
                                number += 1
                    state.length[row], state.pence[row] = 0, 0
                    state.free[state.kind[row]] += 1
                    shifts -= 1
                current += state.pence[row]
        if old_unplaced > 0:
            start, added = np.random.randint(pupils), 0
            for k in range(pupils):
                pupil = (start + k) % pupils
                if state.shift_of[pupil] == NOBODY and party_mark[tab.pupil[pupil, PUPIL_PARTY]] != iteration:
                    party_mark[tab.pupil[pupil, PUPIL_PARTY]] = iteration
                    parties[number] = tab.pupil[pupil, PUPIL_PARTY]
                    number += 1
                    added += 1
                    if added >= REMOVED_ON_AVERAGE:
                        break
        # recreate
        ranked = rank_parties(tab, parties, number, key)
        for k in range(number):
            party = parties[ranked[k]]
            stamp_seen += 1
            added, row, count, kind = place_party(
                tab, work, state, alone, ahead, known, party, seen, stamp_seen, BLINK, shifts < most_shifts
            )
            if row < 0:
                continue
            if mark[row] != iteration:
                mark[row] = iteration
                touched[changed] = row
                _save(state, saved, row, changed)
                changed += 1
            if state.length[row] == 0:
                shifts += 1
                state.free[kind] -= 1
            elif state.kind[row] != kind:
                state.free[state.kind[row]] += 1
                state.free[kind] -= 1
            for j in range(tab.parties[party], tab.parties[party + 1]):
                unplaced -= 1
                current -= absent[tab.parties[j]] * weight
            state.length[row], state.kind[row] = count, kind
            state.pence[row] += added
            current += added
            known[row] = 0
            for i in range(count):
                state.nodes[row, i] = work.line[KEPT, i]
            _set_shift_of(tab, state, row, row)
        for k in range(changed):
            row = touched[k]
            if state.length[row] > 0:
                current -= state.pence[row]
                was = state.kind[row]
                best_kind(tab, work, state, row)
                if state.kind[row] != was:
                    known[row] = 0
                current += state.pence[row]
                if current < best_pence * WORTH_KEEPING:
                    remember(tab, pool, state.nodes[row], state.length[row], state.kind[row], state.pence[row])
        missing = 0
        if counts:
            for pupil in range(pupils):
                if state.shift_of[pupil] == NOBODY:
                    key[missing] = pupil
                    missing += 1
        # accept
        if current < old - heat * math.log(max(np.random.random(), 1e-12)):
            for k in range(changed):
                row = touched[k]
                if keeps and state.length[row] > 0:
                    remember(tab, pool, state.nodes[row], state.length[row], state.kind[row], state.pence[row])
                if is_dirty[row] == 0:
                    is_dirty[row] = 1
                    dirty[dirty_number] = row
                    dirty_number += 1
            if current < best_pence:
                best_pence = current
                for k in range(dirty_number):
                    _set_shift_of(tab, best, dirty[k], NOBODY)
                for k in range(dirty_number):
                    row = dirty[k]
                    is_dirty[row] = 0
                    _save(state, best, row, row)
                    _set_shift_of(tab, best, row, row)
                dirty_number = 0
                for kind in range(kinds):
                    best.free[kind] = state.free[kind]
        else:
            for k in range(changed):
                _set_shift_of(tab, state, touched[k], NOBODY)
            for k in range(changed):
                row = touched[k]
                known[row] = 0
                if (state.length[row] > 0) != (saved.length[k] > 0):
                    shifts += 1 if saved.length[k] > 0 else -1
                _save(saved, state, k, row)
                _set_shift_of(tab, state, row, row)
            for kind in range(kinds):
                state.free[kind] = free[kind]
            current, unplaced = old, old_unplaced
        if counts:
            if unplaced == 0:
                return current, best_pence, iteration
            for k in range(missing):
                absent[key[k]] += 1
                if state.shift_of[key[k]] == NOBODY:
                    current += weight
    return current, best_pence, iterations
