"""One shift, timed and priced: the kernel on which every engine stands.

A shift is a sequence of nodes (see ``tables.py``), a school's gate setting down all its pupils who are aboard. A run is
the part between two moments when nobody is aboard. ``lay_out`` judges what does not depend on the vehicle, ``price``
the rest. The price is that of ``routing.cost`` to the penny, but for assistants, whose pay is that of the cheapest
suitable ones for the runs that need them (``routing.solver.crews`` names them later).
"""

# ruff: noqa: C901, PLR0912, FBT001 -- kernels: branches are cheaper than calls, and numba has no keyword-only arguments

from collections.abc import Sequence

from numba import njit

from routing.cost import HOUR_S, MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.tables import (
    ABOARD,
    ANY_USUAL,
    ASSISTANT_TAKES,
    DRIVE_M,
    DRIVE_S,
    HAND_RATE,
    HAND_TRAINING,
    JOINED,
    KIND_DAY,
    KIND_DEPOT,
    KIND_FROM,
    KIND_HOUR,
    KIND_LIMIT,
    KIND_MILE,
    KIND_PROFILE,
    KIND_UNTIL,
    METRES,
    MOST_SCHOOLS,
    MOVED,
    MOVED_MINUTE,
    NEVER,
    NOBODY,
    NODE_HI,
    NODE_LIMIT,
    NODE_LO,
    NODE_PLACE,
    NODE_PUPIL,
    NODE_SCHOOL,
    NODE_SERVICE,
    NODE_TOLERANCE,
    NODE_USUAL,
    ONE_TO_ONE,
    PAID_AT_LEAST,
    PER_ASSISTANT,
    PROFILE,
    PUPIL_CREW,
    PUPIL_MOST,
    PUPIL_PARTY,
    PUPIL_RATE,
    PUPIL_TAKES,
    PUPIL_TRAINING,
    RIDE_HOUR,
    RIDES,
    RUN_CREW,
    RUN_LOAD,
    RUN_RATE,
    RUNS,
    SCHOOL_APART,
    STANDARD,
    Ints,
    Tables,
    Work,
)
from routing.timing import ALIGHTS, END, GAP, HI, LIMIT, LO, SERVICE, TOLERANCE, USUAL, T, keep_promises, schedule

OPEN = -9
"""In ``alights``, while a run is read: aboard, and not yet set down."""


@inlined
def rounded(numerator: int, denominator: int) -> int:
    """Return the quotient, rounded half up, as ``routing.cost`` does."""
    return (2 * numerator + denominator) // (2 * denominator)


@inlined
def _crew_of(tab: Tables, sequence: Ints, begin: int, end: int) -> tuple[int, int]:
    """Return how many assistants a run needs, and the hourly rate of the dearest; -1 if no one could."""
    alone, shared, dearest, training = 0, 0, 0, 0
    for i in range(begin, end):
        pupil = tab.node[sequence[i], NODE_PUPIL]
        if pupil == NOBODY or tab.pupil[pupil, PUPIL_CREW] == 0:
            continue
        if tab.pupil[pupil, PUPIL_CREW] == ONE_TO_ONE:
            alone += 1
        else:
            shared += 1
            training |= tab.pupil[pupil, PUPIL_TRAINING]
        dearest = max(dearest, tab.pupil[pupil, PUPIL_RATE])
    number = (shared + tab.number[PER_ASSISTANT] - 1) // tab.number[PER_ASSISTANT]
    if number == 1 and training != 0:
        found = -1
        for hand in range(tab.hand.shape[0]):
            if tab.hand[hand, HAND_TRAINING] & training == training:
                found = tab.hand[hand, HAND_RATE]
                break
        if found < 0:
            return -1, 0
        dearest = max(dearest, found)
    return alone + number, dearest


@inlined
def _run_may_be(tab: Tables, sequence: Ints, begin: int, end: int, whole: bool) -> bool:
    """Say whether those aboard a run, and its schools, may share it."""
    pupils, most, schools = 0, end - begin, 0
    for i in range(begin, end):
        pupil = tab.node[sequence[i], NODE_PUPIL]
        if pupil != NOBODY:
            pupils += 1
            most = min(most, tab.pupil[pupil, PUPIL_MOST])
            continue
        school, again = tab.node[sequence[i], NODE_SCHOOL], False
        for j in range(begin, i):
            if tab.node[sequence[j], NODE_PUPIL] == NOBODY:
                other = tab.node[sequence[j], NODE_SCHOOL]
                if other == school:
                    again = True
                elif tab.school[school, SCHOOL_APART + other]:
                    return False
        if not again:
            schools += 1
    if pupils > most or schools > tab.number[MOST_SCHOOLS]:
        return False
    for i in range(begin, end):
        pupil = tab.node[sequence[i], NODE_PUPIL]
        if pupil == NOBODY:
            continue
        for k in range(tab.kept_apart[pupil], tab.kept_apart[pupil + 1]):
            for j in range(begin, end):
                if tab.node[sequence[j], NODE_PUPIL] == tab.kept_apart[k]:
                    return False
        party = tab.pupil[pupil, PUPIL_PARTY]
        missing = tab.parties[party + 1] - tab.parties[party]
        if whole and missing > 1:
            for j in range(begin, end):
                other = tab.node[sequence[j], NODE_PUPIL]
                if other != NOBODY and tab.pupil[other, PUPIL_PARTY] == party:
                    missing -= 1
            if missing > 0:
                return False
    return True


@inlined
def read_runs(tab: Tables, work: Work, sequence: Ints, count: int) -> bool:
    """Find the runs of a sequence, who alights where and the most of each load; False if someone is never set down."""
    loads = work.run.shape[1] - RUN_LOAD
    run, begin, aboard = 0, 0, 0
    for k in range(loads):
        work.fact[ABOARD + k] = 0
        work.run[0, RUN_LOAD + k] = 0
    for i in range(count):
        node = sequence[i]
        pupil = tab.node[node, NODE_PUPIL]
        if pupil != NOBODY:
            work.line[ALIGHTS, i] = OPEN
            aboard += 1
            for k in range(loads):
                work.fact[ABOARD + k] += tab.pupil[pupil, PUPIL_TAKES + k]
                work.run[run, RUN_LOAD + k] = max(work.run[run, RUN_LOAD + k], work.fact[ABOARD + k])
            continue
        work.line[ALIGHTS, i] = -1
        anyone = False
        for j in range(begin, i):
            if work.line[ALIGHTS, j] == OPEN and tab.node[sequence[j], NODE_SCHOOL] == tab.node[node, NODE_SCHOOL]:
                work.line[ALIGHTS, j] = i
                aboard -= 1
                anyone = True
                for k in range(loads):
                    work.fact[ABOARD + k] -= tab.pupil[tab.node[sequence[j], NODE_PUPIL], PUPIL_TAKES + k]
        if not anyone:
            return False
        if aboard == 0:
            work.line[END, run] = i + 1
            run += 1
            begin = i + 1
            for k in range(loads):
                work.run[run, RUN_LOAD + k] = 0
    work.fact[RUNS] = run
    return aboard == 0


@inner
def lay_out(tab: Tables, work: Work, sequence: Ints, count: int, profile: int, whole: bool) -> bool:
    """Read a sequence into scratch space and time it for a road profile; False if no vehicle could make it.

    With ``whole`` unset, pupils who must travel together may be missing: someone is still putting them in.
    """
    if not read_runs(tab, work, sequence, count):
        return False
    begin = 0
    for run in range(work.fact[RUNS]):
        end = work.line[END, run]
        if not _run_may_be(tab, sequence, begin, end, whole):
            return False
        work.run[run, RUN_CREW], work.run[run, RUN_RATE] = _crew_of(tab, sequence, begin, end)
        if work.run[run, RUN_CREW] < 0:
            return False
        begin = end
    metres = 0
    for i in range(count):
        node = sequence[i]
        work.line[SERVICE, i] = tab.node[node, NODE_SERVICE]
        work.line[LO, i] = tab.node[node, NODE_LO]
        work.line[HI, i] = tab.node[node, NODE_HI]
        work.line[LIMIT, i] = tab.node[node, NODE_LIMIT]
        work.line[USUAL, i] = tab.node[node, NODE_USUAL]
        work.line[TOLERANCE, i] = tab.node[node, NODE_TOLERANCE]
        if i + 1 < count:
            here, there = tab.node[node, NODE_PLACE], tab.node[sequence[i + 1], NODE_PLACE]
            work.line[GAP, i] = work.line[SERVICE, i] + tab.way[profile, here, there, DRIVE_S]
            metres += tab.way[profile, here, there, DRIVE_M]
    work.fact[METRES] = metres
    work.fact[PROFILE] = profile
    return bool(time_it(tab, work, count, work.line[LO, 0], work.line[HI, count - 1]))


@inlined
def time_it(tab: Tables, work: Work, count: int, from_s: int, until_s: int) -> bool:
    """Time what was laid out, the first node no earlier and the last no later; False if it cannot be."""
    lo, hi = work.line[LO, 0], work.line[HI, count - 1]
    work.fact[STANDARD] = 1 if from_s <= lo and until_s >= hi else 0
    work.line[LO, 0], work.line[HI, count - 1] = max(lo, from_s), min(hi, until_s)
    good = schedule(work.line, count, work.fact[RUNS])
    if good:
        work.fact[MOVED] = 0
        if tab.number[ANY_USUAL]:
            work.fact[MOVED] = keep_promises(work.line, count, tab.number[MOVED_MINUTE])
        rides = 0
        for i in range(count):
            if work.line[ALIGHTS, i] >= 0:
                ride = work.line[T, work.line[ALIGHTS, i]] - work.line[T, i] - work.line[SERVICE, i]
                rides += rounded(ride * tab.number[RIDE_HOUR], HOUR_S)
        work.fact[RIDES] = rides
    work.line[LO, 0], work.line[HI, count - 1] = lo, hi
    return bool(good)


@inner
def _time_again(tab: Tables, work: Work, count: int, from_s: int, until_s: int) -> bool:
    return bool(time_it(tab, work, count, from_s, until_s))


@inlined
def _has_room(tab: Tables, work: Work, kind: int) -> bool:
    """Say whether each run fits some layout of a vehicle type."""
    for run in range(work.fact[RUNS]):
        fits = False
        for layout in range(tab.room.shape[1]):
            fits = tab.room[kind, layout, 0] >= 0
            for k in range(work.run.shape[1] - RUN_LOAD):
                need = work.run[run, RUN_LOAD + k] + work.run[run, RUN_CREW] * tab.number[ASSISTANT_TAKES + k]
                fits = fits and need <= tab.room[kind, layout, k]
            if fits:
                break
        if not fits:
            return False
    return True


@inlined
def crew_pence(tab: Tables, work: Work) -> int:
    """Return about the pay of assistants: the j-th is aboard from the first run that needs j of them to the last."""
    runs, most, rate = work.fact[RUNS], 0, 0
    for run in range(runs):
        most = max(most, work.run[run, RUN_CREW])
        rate = max(rate, work.run[run, RUN_RATE])
    pence = 0
    for needed in range(1, most + 1):
        from_s, to_s, begin = NEVER, -NEVER, 0
        for run in range(runs):
            if work.run[run, RUN_CREW] >= needed:
                last = work.line[END, run] - 1
                from_s = min(from_s, work.line[T, begin])
                to_s = max(to_s, work.line[T, last] + work.line[SERVICE, last])
            begin = work.line[END, run]
        pence += rounded(max(to_s - from_s, tab.number[PAID_AT_LEAST]) * rate, HOUR_S)
    return pence


@inner
def price(tab: Tables, work: Work, sequence: Ints, count: int, kind: int) -> int:
    """Return the price of what was laid out for this type's road profile, made by a vehicle of that type; or NEVER."""
    if not _has_room(tab, work, kind):
        return NEVER
    pence = tab.kind[kind, KIND_DAY]
    for i in range(count):
        pupil = tab.node[sequence[i], NODE_PUPIL]
        if pupil != NOBODY:
            changed = tab.changed[pupil, kind]
            if changed < 0:
                return NEVER
            pence += changed
    out_s, back_s, metres, last = 0, 0, work.fact[METRES], count - 1
    depot = tab.kind[kind, KIND_DEPOT]
    if depot != NOBODY:
        profile = work.fact[PROFILE]
        first_place, last_place = tab.node[sequence[0], NODE_PLACE], tab.node[sequence[last], NODE_PLACE]
        out_s, back_s = tab.way[profile, depot, first_place, DRIVE_S], tab.way[profile, last_place, depot, DRIVE_S]
        metres += tab.way[profile, depot, first_place, DRIVE_M] + tab.way[profile, last_place, depot, DRIVE_M]
    from_s, until_s = tab.kind[kind, KIND_FROM] + out_s, tab.kind[kind, KIND_UNTIL] - back_s - work.line[SERVICE, last]
    fits = work.line[T, 0] >= from_s and work.line[T, last] <= until_s
    if not (fits and work.fact[STANDARD]):
        if not work.fact[STANDARD] and not _time_again(tab, work, count, work.line[LO, 0], work.line[HI, last]):
            return NEVER
        fits = work.line[T, 0] >= from_s and work.line[T, last] <= until_s
        if not fits and not _time_again(tab, work, count, from_s, until_s):
            work.fact[STANDARD] = 0
            return NEVER
    seconds = work.line[T, last] + work.line[SERVICE, last] + back_s - work.line[T, 0] + out_s
    if seconds > tab.kind[kind, KIND_LIMIT]:  # these times make the shortest shift
        return NEVER
    pence += rounded(metres * 1000 * tab.kind[kind, KIND_MILE], MILE_MM) + rounded(
        seconds * tab.kind[kind, KIND_HOUR], HOUR_S
    )
    return int(pence + work.fact[RIDES] + work.fact[MOVED] + crew_pence(tab, work))


def price_of_nodes(tab: Tables, work: Work, nodes: Sequence[int], kind: int) -> int:
    """Return the price of a shift that is not in a plan under way, everyone of a party being there; or NEVER."""
    line = work.line[JOINED]
    line[: len(nodes)] = nodes
    return int(price_of(tab, work, line, len(nodes), kind, True))  # noqa: FBT003 -- a kernel


def crewless_pence(tab: Tables, work: Work, nodes: Sequence[int], kind: int) -> int:
    """Return the price of a shift but for its assistants' pay; or NEVER."""
    pence = price_of_nodes(tab, work, nodes, kind)
    return pence if pence >= NEVER else pence - int(_crew_pence_of(tab, work))


@njit(cache=True)
def _crew_pence_of(tab: Tables, work: Work) -> int:
    return int(crew_pence(tab, work))


@njit(cache=True)
def price_of(tab: Tables, work: Work, sequence: Ints, count: int, kind: int, whole: bool) -> int:
    """Return the price of a sequence for a vehicle type, or NEVER."""
    if not lay_out(tab, work, sequence, count, tab.kind[kind, KIND_PROFILE], whole):
        return NEVER
    return int(price(tab, work, sequence, count, kind))
