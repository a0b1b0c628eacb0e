"""One shift, timed and priced: the kernel on which every engine stands.

A shift is a sequence of nodes (see ``tables.py``), a school's gate setting down all its pupils who are aboard. A run is
the part between two moments when nobody is aboard. ``lay_out`` judges what does not depend on the vehicle, ``price``
the rest. The price is that of ``routing.cost`` to the penny, but for assistants, whose pay is that of the cheapest
suitable ones for the runs that need them (``routing.solver.crews`` names them later).
"""

# ruff: noqa: C901, PLR0912, FBT001 -- kernels: branches are cheaper than calls, and numba has no keyword-only arguments

from numba import njit

from routing.cost import HOUR_S, MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.tables import (
    ANY_USUAL,
    CREW_EXTRA,
    METRES,
    MOST_SCHOOLS,
    MOVED,
    MOVED_MINUTE,
    NEVER,
    NO_TIME,
    NOBODY,
    ONE_TO_ONE,
    PAID_AT_LEAST,
    PER_ASSISTANT,
    PROFILE,
    RIDE_HOUR,
    RIDES,
    RUNS,
    STANDARD,
    Ints,
    Tables,
    Work,
)
from routing.timing import keep_promises, schedule

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
        pupil = tab.node_pupil[sequence[i]]
        if pupil == NOBODY or tab.crew_kind[pupil] == 0:
            continue
        if tab.crew_kind[pupil] == ONE_TO_ONE:
            alone += 1
        else:
            shared += 1
            training |= tab.crew_training[pupil]
        dearest = max(dearest, tab.crew_rate[pupil])
    number = (shared + tab.number[PER_ASSISTANT] - 1) // tab.number[PER_ASSISTANT]
    if number == 1 and training != 0:
        found = -1
        for hand in range(tab.hand_training.shape[0]):
            if tab.hand_training[hand] & training == training:
                found = tab.hand_rate[hand]
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
        pupil = tab.node_pupil[sequence[i]]
        if pupil != NOBODY:
            pupils += 1
            most = min(most, tab.most[pupil])
            continue
        school, again = tab.node_school[sequence[i]], False
        for j in range(begin, i):
            if tab.node_pupil[sequence[j]] == NOBODY:
                other = tab.node_school[sequence[j]]
                if other == school:
                    again = True
                elif tab.school_apart[school, other]:
                    return False
        if not again:
            schools += 1
    if pupils > most or schools > tab.number[MOST_SCHOOLS]:
        return False
    for i in range(begin, end):
        pupil = tab.node_pupil[sequence[i]]
        if pupil == NOBODY:
            continue
        for k in range(tab.apart_start[pupil], tab.apart_start[pupil + 1]):
            for j in range(begin, end):
                if tab.node_pupil[sequence[j]] == tab.apart[k]:
                    return False
        party = tab.party[pupil]
        missing = tab.party_start[party + 1] - tab.party_start[party]
        if whole and missing > 1:
            for j in range(begin, end):
                other = tab.node_pupil[sequence[j]]
                if other != NOBODY and tab.party[other] == party:
                    missing -= 1
            if missing > 0:
                return False
    return True


@inlined
def read_runs(tab: Tables, work: Work, sequence: Ints, count: int) -> bool:
    """Find the runs of a sequence, who alights where and the most of each load; False if someone is never set down."""
    loads = work.load.shape[1]
    run, begin, aboard = 0, 0, 0
    for k in range(loads):
        work.aboard[k] = 0
        work.load[0, k] = 0
    for i in range(count):
        node = sequence[i]
        pupil = tab.node_pupil[node]
        if pupil != NOBODY:
            work.alights[i] = OPEN
            aboard += 1
            for k in range(loads):
                work.aboard[k] += tab.takes[pupil, k]
                work.load[run, k] = max(work.load[run, k], work.aboard[k])
            continue
        work.alights[i] = -1
        anyone = False
        for j in range(begin, i):
            if work.alights[j] == OPEN and tab.node_school[sequence[j]] == tab.node_school[node]:
                work.alights[j] = i
                aboard -= 1
                anyone = True
                for k in range(loads):
                    work.aboard[k] -= tab.takes[tab.node_pupil[sequence[j]], k]
        if not anyone:
            return False
        if aboard == 0:
            work.end[run] = i + 1
            run += 1
            begin = i + 1
            for k in range(loads):
                work.load[run, k] = 0
    work.fact[RUNS] = run
    return aboard == 0


@inlined
def lay_out(tab: Tables, work: Work, sequence: Ints, count: int, profile: int, whole: bool) -> bool:
    """Read a sequence into scratch space and time it for a road profile; False if no vehicle could make it.

    With ``whole`` unset, pupils who must travel together may be missing: someone is still putting them in.
    """
    if not read_runs(tab, work, sequence, count):
        return False
    begin = 0
    for run in range(work.fact[RUNS]):
        end = work.end[run]
        if not _run_may_be(tab, sequence, begin, end, whole):
            return False
        work.crew[run], work.rate[run] = _crew_of(tab, sequence, begin, end)
        if work.crew[run] < 0:
            return False
        begin = end
    metres = 0
    for i in range(count):
        node = sequence[i]
        work.service[i] = tab.node_service[node]
        work.lo[i] = tab.node_lo[node]
        work.hi[i] = tab.node_hi[node]
        work.limit[i] = tab.node_limit[node]
        work.usual[i] = tab.node_usual[node]
        work.tolerance[i] = tab.node_tolerance[node]
        if i + 1 < count:
            here, there = tab.node_place[node], tab.node_place[sequence[i + 1]]
            work.gap[i] = work.service[i] + tab.seconds[profile, here, there]
            metres += tab.metres[profile, here, there]
    work.fact[METRES] = metres
    work.fact[PROFILE] = profile
    return bool(time_it(tab, work, count, work.lo[0], work.hi[count - 1]))


@inlined
def time_it(tab: Tables, work: Work, count: int, from_s: int, until_s: int) -> bool:
    """Time what was laid out, the first node no earlier and the last no later; False if it cannot be."""
    lo, hi = work.lo[0], work.hi[count - 1]
    work.fact[STANDARD] = 1 if from_s <= lo and until_s >= hi else 0
    work.lo[0], work.hi[count - 1] = max(lo, from_s), min(hi, until_s)
    good = schedule(
        count,
        work.fact[RUNS],
        work.end,
        work.lo,
        work.hi,
        work.gap,
        work.service,
        work.alights,
        work.limit,
        work.t,
        work.x,
    )
    if good:
        work.fact[MOVED] = 0
        if tab.number[ANY_USUAL]:
            work.fact[MOVED] = keep_promises(
                count, work.lo, work.t, work.usual, work.tolerance, NO_TIME, tab.number[MOVED_MINUTE]
            )
        rides = 0
        for i in range(count):
            if work.alights[i] >= 0:
                ride = work.t[work.alights[i]] - work.t[i] - work.service[i]
                rides += rounded(ride * tab.number[RIDE_HOUR], HOUR_S)
        work.fact[RIDES] = rides
    work.lo[0], work.hi[count - 1] = lo, hi
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
            for k in range(work.load.shape[1]):
                need = work.load[run, k] + work.crew[run] * tab.assistant_takes[k]
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
        most = max(most, work.crew[run])
        rate = max(rate, work.rate[run])
    pence = 0
    for needed in range(1, most + 1):
        from_s, to_s, begin = NEVER, -NEVER, 0
        for run in range(runs):
            if work.crew[run] >= needed:
                last = work.end[run] - 1
                from_s = min(from_s, work.t[begin])
                to_s = max(to_s, work.t[last] + work.service[last])
            begin = work.end[run]
        pence += rounded(max(to_s - from_s, tab.number[PAID_AT_LEAST]) * rate, HOUR_S) + tab.number[CREW_EXTRA]
    return pence


@inlined
def price(tab: Tables, work: Work, sequence: Ints, count: int, kind: int) -> int:
    """Return the price of what was laid out for this type's road profile, made by a vehicle of that type; or NEVER."""
    if not _has_room(tab, work, kind):
        return NEVER
    pence = tab.type_day[kind]
    for i in range(count):
        pupil = tab.node_pupil[sequence[i]]
        if pupil != NOBODY:
            changed = tab.changed[pupil, kind]
            if changed < 0:
                return NEVER
            pence += changed
    out_s, back_s, metres, last = 0, 0, work.fact[METRES], count - 1
    depot = tab.type_depot[kind]
    if depot != NOBODY:
        profile = work.fact[PROFILE]
        first_place, last_place = tab.node_place[sequence[0]], tab.node_place[sequence[last]]
        out_s, back_s = tab.seconds[profile, depot, first_place], tab.seconds[profile, last_place, depot]
        metres += tab.metres[profile, depot, first_place] + tab.metres[profile, last_place, depot]
    from_s, until_s = tab.type_from[kind] + out_s, tab.type_until[kind] - back_s - work.service[last]
    fits = work.t[0] >= from_s and work.t[last] <= until_s
    if not (fits and work.fact[STANDARD]):
        if not work.fact[STANDARD] and not _time_again(tab, work, count, work.lo[0], work.hi[last]):
            return NEVER
        fits = work.t[0] >= from_s and work.t[last] <= until_s
        if not fits and not _time_again(tab, work, count, from_s, until_s):
            work.fact[STANDARD] = 0
            return NEVER
    seconds = work.t[last] + work.service[last] + back_s - work.t[0] + out_s
    pence += rounded(metres * 1000 * tab.type_mile[kind], MILE_MM) + rounded(seconds * tab.type_hour[kind], HOUR_S)
    return int(pence + work.fact[RIDES] + work.fact[MOVED] + crew_pence(tab, work))


@njit(cache=True)
def price_of(tab: Tables, work: Work, sequence: Ints, count: int, kind: int, whole: bool) -> int:
    """Return the price of a sequence for a vehicle type, or NEVER."""
    if not lay_out(tab, work, sequence, count, tab.type_profile[kind], whole):
        return NEVER
    return int(price(tab, work, sequence, count, kind))
