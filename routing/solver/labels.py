"""Labelling: the cheapest runs at given duals, found backwards from the last school of a run.

A label is a way to end a run: the vehicle begins service at ``node``, and ``t`` seconds later arrives at the last
school. It is extended by what the vehicle did before: boarding a pupil, or setting down at a school. Labels that
cannot lead to anything cheaper than another are dropped. What is relaxed, so that labels stay few, only ever makes
runs cheaper (see ``bound.py``):

* *ng-routes* (Baldacci, Mingozzi and Roberti 2011): a label forgets a pupil, and those kept apart from them, as soon
  as it boards one who is not among that pupil's neighbours;
* assistants who are shared look after any number;
* all loads are one, measured so that whatever fits a layout fits;
* a run of two schools may turn out to be two runs, and only those who board before the next school take room.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.solver.inner import inner

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNSEEN = 2**40
"""A clock of a school that the run does not visit later."""
BUCKET_S = 60
FULL = -1


class Local(NamedTuple):
    """One subproblem: runs that end at school 0 of at most two, by vehicles that differ in price alone.

    m pupils' nodes come first, then the gates; q pupils; W words of memory.
    """

    pupils: int  # m
    pupil: Ints  # (m,) local pupil
    school: Ints  # (n,) 0 or 1
    seconds: Ints  # (n, n)
    metres: Ints  # (n, n)
    service: Ints  # (n,)
    wait: Ints  # (n,) least t
    last: Ints  # (n,) greatest t
    limit: Ints  # (m,) longest ride
    shares: Ints  # (m,) boarding seconds of others at the same place
    takes: Ints  # (q,) of the one measure of room
    alone: NDArray[np.bool_]  # (q,) who needs an assistant of their own; that assistant's room is among what they take
    care: Ints  # (q,) 1 for who shares an assistant; of those, any number is taken to need but one
    most: Ints  # (q,)
    bears: bool  # whether anyone's ``most`` binds
    ng: NDArray[np.uint64]  # (q, W)
    own: NDArray[np.uint64]  # (q, W) the pupil, and those kept apart from them
    room: int
    assistant_takes: int
    rates: Floats  # pence for a metre, a second, a second of a ride; pence taken off for rounding of a ride
    horizon: int  # greatest t of a boarding
    step: int  # seconds to which the time left is rounded, no more than any boarding takes; 0 for no ``completions``
    steps: Ints  # (q + 1,) seconds that so many further pupils take at least
    more: Ints  # (q + 1,) the most room that so many further pupils take
    more_care: Ints  # (q + 1,) and whether one of them needs a shared assistant
    nearest: Floats  # (q,) pence that boarding a pupil adds at least
    rides: Ints  # (m,) the shortest ride from each boarding place
    reach: Ints  # (m,) seconds from the nearest gate to each boarding place


class Duals(NamedTuple):
    """What pupils are worth, and what the end of a run costs besides what it drives."""

    worth: Floats  # (q,)
    crew: Floats  # (buckets,) an assistant, by the seconds from the first who needs one; never decreasing
    crew_later: Floats  # (buckets,) one who was on another run before, by the seconds from the last school; likewise
    own: Floats  # (buckets,) one who is aboard from end to end, by the seconds of the run; likewise
    own_later: Floats  # (buckets,) one who is, and was on another run before, by the seconds from the last school
    first: Floats  # (m, gates) the first run of a shift, by first pupil and last gate
    later: Floats  # (m, buckets) a run that follows another in its shift, by its seconds; never decreasing


class Labels(NamedTuple):
    """Room for labels; row i is label i."""

    node: Ints
    gate: Ints
    near: Ints  # the school visited next
    parent: Ints
    t: Ints
    clock: Ints  # (size, 2) seconds until the next visit of each school
    pay: Floats  # what is driven and ridden
    base: Floats  # the same less what pupils are worth
    crew: Floats  # what the assistant of those who share costs, if they are collected on the way
    aboard: Ints  # room taken before the next school
    care: Ints
    away: Ints  # seconds for which an assistant is aboard at least
    reach: Ints  # the same, and on the way there from a school
    boarded: Ints
    most: Ints
    memory: NDArray[np.uint64]  # (size, W)
    alive: NDArray[np.bool_]
    free: NDArray[np.bool_]  # whether room cannot bind any more
    after: Ints  # the next label of the same minute that waits to be extended


@inner
def bucket_of(seconds: int, buckets: int) -> int:
    """Return the place of so many seconds in a table."""
    return min(seconds // BUCKET_S, buckets - 1)


@inner
def _further(loc: Local, seconds: int) -> int:
    """Return how many further pupils may board within so many seconds; -1 if none are left."""
    low, high = 0, loc.steps.shape[0]
    while low < high:
        middle = (low + high) // 2
        if loc.steps[middle] <= seconds:
            low = middle + 1
        else:
            high = middle
    return low - 1


@inner
def crew_pence(duals: Duals, away: int, reach: int) -> float:
    """Return what an assistant costs who is collected on the way."""
    buckets = duals.crew.shape[0]
    return min(float(duals.crew[bucket_of(away, buckets)]), float(duals.crew_later[bucket_of(reach, buckets)]))


@inner
def own_pence(duals: Duals, t: int, reach: int) -> float:
    """Return what an assistant costs who is aboard from end to end of a run that takes so long, so far."""
    buckets = duals.own.shape[0]
    return min(float(duals.own[bucket_of(t, buckets)]), float(duals.own_later[bucket_of(t + reach, buckets)]))


@inner
def total_pence(loc: Local, duals: Duals, lab: Labels, new: int) -> float:
    """Return what a label costs so far, less what its pupils are worth."""
    if not lab.care[new]:
        return float(lab.base[new])
    node = lab.node[new]
    own = own_pence(duals, lab.t[new], loc.reach[node] if node < loc.pupils else 0)
    return float(lab.base[new] + min(lab.crew[new], own))


@inner
def _is_free(loc: Local, lab: Labels, new: int) -> bool:
    """Say whether whoever may still board finds room, whatever the order."""
    further = max(_further(loc, loc.horizon - lab.t[new]), 0)
    assistants = max(lab.care[new], loc.more_care[further])
    return bool(lab.aboard[new] + loc.more[further] + assistants * loc.assistant_takes <= loc.room)


@inner
def _is_hopeless(loc: Local, lab: Labels, new: int, gains: Floats, order: Ints, short: float) -> bool:
    """Say whether no one who may still board could make a run of a label that is worth having.

    Only those whom the label remembers are known not to board again: it may stand for others that it has beaten.
    """
    further = min(_further(loc, loc.horizon - lab.t[new]), lab.most[new] - lab.boarded[new])
    for i in range(order.shape[0]):
        pupil = order[i]
        if short < 0.0 or further <= 0 or gains[pupil] <= 0.0:
            break
        if not (lab.memory[new, pupil >> 6] >> np.uint64(pupil & 63)) & np.uint64(1):
            short -= gains[pupil]
            further -= 1
    return bool(short >= 0.0)


@inner
def _left(loc: Local, lab: Labels, new: int, before: Floats, total: float) -> float:
    """Return what a run of a label costs at least, whoever boards before."""
    if loc.step == 0:
        return -np.inf
    left = max(0, loc.horizon - lab.t[new])
    table = 1 if before.shape[0] > 1 and lab.clock[new, 1] >= UNSEEN else 0
    room = loc.room - lab.aboard[new] - lab.care[new] * loc.assistant_takes
    return float(total + before[table, -(-left // loc.step), lab.node[new], room])


@inner
def _begin(loc: Local, lab: Labels, gate: int, new: int) -> None:
    """Write the label of a run that has only its last school."""
    lab.node[new], lab.gate[new], lab.near[new], lab.parent[new], lab.t[new] = gate, gate - loc.pupils, 0, -1, 0
    lab.clock[new, 0], lab.clock[new, 1] = 0, UNSEEN
    lab.pay[new] = lab.base[new] = loc.rates[1] * loc.service[gate]
    lab.crew[new], lab.care[new], lab.away[new], lab.reach[new] = 0.0, 0, 0, 0
    lab.boarded[new], lab.most[new] = 0, UNSEEN
    lab.aboard[new], lab.alive[new], lab.free[new] = 0, True, False
    for w in range(loc.ng.shape[1]):
        lab.memory[new, w] = 0


@inner
def _board(loc: Local, duals: Duals, lab: Labels, old: int, node: int, new: int) -> bool:
    """Write label ``old`` extended by a pupil who boards before; False if they cannot."""
    here, school, pupil = lab.node[old], loc.school[node], loc.pupil[node]
    if lab.clock[old, school] >= UNSEEN or duals.worth[pupil] <= 0.0:
        return False
    word, bit = pupil >> 6, np.uint64(1) << np.uint64(pupil & 63)
    if lab.memory[old, word] & bit:
        return False
    drive = loc.seconds[node, here]
    ride = max(lab.clock[old, school] + drive - loc.shares[node], 0)
    t = max(lab.t[old] + drive + loc.service[node], loc.wait[node])
    most = min(lab.most[old], loc.most[pupil])
    if ride > loc.limit[node] or t > loc.last[node] or lab.boarded[old] >= most:
        return False
    care = max(lab.care[old], loc.care[pupil])
    lab.aboard[new] = lab.aboard[old] + loc.takes[pupil]
    if lab.aboard[new] + care * loc.assistant_takes > loc.room:
        return False
    took = t - lab.t[old]
    lab.node[new], lab.gate[new], lab.near[new] = node, lab.gate[old], lab.near[old]
    lab.parent[new], lab.t[new] = old, t
    for s in range(2):
        lab.clock[new, s] = min(lab.clock[old, s] + took, UNSEEN)
    rides = max(0.0, loc.rates[2] * ride - loc.rates[3])
    paid = loc.rates[0] * loc.metres[node, here] + loc.rates[1] * took + rides
    lab.pay[new] = lab.pay[old] + paid
    lab.base[new] = lab.base[old] + paid - duals.worth[pupil]
    lab.care[new], lab.boarded[new], lab.most[new] = care, lab.boarded[old] + 1, most
    away = lab.clock[new, school]
    reach = away + loc.reach[node]
    lab.away[new] = max(lab.away[old], away) if loc.care[pupil] else lab.away[old]
    lab.reach[new] = max(lab.reach[old], reach) if loc.care[pupil] else lab.reach[old]
    if loc.alone[pupil]:
        lab.base[new] += min(crew_pence(duals, away, reach), own_pence(duals, t, loc.reach[node]))
    lab.crew[new] = crew_pence(duals, lab.away[new], lab.reach[new]) if care else 0.0
    for w in range(loc.ng.shape[1]):
        lab.memory[new, w] = (lab.memory[old, w] & loc.ng[pupil, w]) | loc.own[pupil, w]
    lab.alive[new] = True
    return True


@inner
def _set_down(loc: Local, lab: Labels, old: int, node: int, new: int) -> bool:
    """Write label ``old`` extended by a school where the vehicle sets down before; False if it cannot."""
    here, school = lab.node[old], loc.school[node]
    if here >= loc.pupils and loc.school[here] == school:
        return False
    if school == 0 and lab.clock[old, 1] >= UNSEEN:  # nobody would be aboard, and a run ends there
        return False
    t = max(lab.t[old] + loc.seconds[node, here] + loc.service[node], loc.wait[node])
    if t > loc.last[node]:
        return False
    took = t - lab.t[old]
    lab.node[new], lab.gate[new], lab.near[new], lab.parent[new], lab.t[new] = node, lab.gate[old], school, old, t
    for s in range(2):
        lab.clock[new, s] = 0 if s == school else min(lab.clock[old, s] + took, UNSEEN)
    lab.aboard[new] = 0
    paid = loc.rates[0] * loc.metres[node, here] + loc.rates[1] * took
    lab.pay[new], lab.base[new], lab.crew[new] = lab.pay[old] + paid, lab.base[old] + paid, lab.crew[old]
    lab.care[new], lab.away[new], lab.reach[new] = lab.care[old], lab.away[old], lab.reach[old]
    lab.most[new], lab.boarded[new], lab.alive[new], lab.free[new] = lab.most[old], lab.boarded[old], True, False
    for w in range(loc.ng.shape[1]):
        lab.memory[new, w] = lab.memory[old, w]
    return True


@njit(cache=True, nogil=True)
def written(loc: Local, duals: Duals, lab: Labels, path: Ints) -> bool:
    """Write the labels of one run, its last school first; False if the relaxation does not know the run."""
    _begin(loc, lab, path[0], 0)
    for i in range(1, path.shape[0]):
        if path[i] < loc.pupils:
            if not _board(loc, duals, lab, i - 1, path[i], i):
                return False
        elif not _set_down(loc, lab, i - 1, path[i], i):
            return False
    return True


@inner
def _beats(  # noqa: C901, PLR0911 -- a kernel: the cheapest comparisons first, and out
    loc: Local, lab: Labels, one: int, other: int, mixed: int, dearest: float
) -> bool:
    """Say whether whatever label ``other`` could lead to, ``one`` leads to for no more."""
    if lab.t[one] > lab.t[other] or lab.base[one] > lab.base[other] or lab.gate[one] != lab.gate[other]:
        return False
    care = lab.care[one] - lab.care[other]
    if care > 0 and (not lab.free[one] or lab.base[one] + min(lab.crew[one], dearest) > lab.base[other]):
        return False
    if care == 0 and lab.base[one] + lab.crew[one] > lab.base[other] + lab.crew[other]:
        return False
    if lab.boarded[one] > lab.boarded[other] or (loc.bears and lab.most[one] < lab.most[other]):
        return False
    if not lab.free[one] and lab.aboard[one] > lab.aboard[other]:
        return False
    if mixed == 1:
        if lab.near[one] != lab.near[other] or lab.away[one] > lab.away[other] or lab.reach[one] > lab.reach[other]:
            return False
        for s in range(2):
            if lab.clock[one, s] > lab.clock[other, s]:
                return False
    for w in range(loc.ng.shape[1]):  # noqa: SIM110 -- numba knows no all()
        if lab.memory[one, w] & ~lab.memory[other, w]:
            return False
    return True


@inner
def _is_alike(lab: Labels, one: int, other: int, width_s: int) -> bool:
    """Say whether two labels at a node may become one."""
    return bool(
        lab.t[one] // width_s == lab.t[other] // width_s
        and (lab.gate[one] == lab.gate[other] and lab.near[one] == lab.near[other])
        and (lab.clock[one, 1] >= UNSEEN) == (lab.clock[other, 1] >= UNSEEN)
        and lab.care[one] == lab.care[other]
        and (lab.aboard[one] == lab.aboard[other] or (lab.free[one] and lab.free[other]))
    )


@inner
def _join(duals: Duals, lab: Labels, one: int, other: int) -> None:
    """Let one label stand for two: it is at least as good as either in each respect.

    Its way is that of the cheaper one, from which others may come to differ in time.
    """
    if lab.base[other] + lab.crew[other] < lab.base[one] + lab.crew[one]:
        lab.parent[one], lab.pay[one] = lab.parent[other], lab.pay[other]
    lab.base[one] = min(lab.base[one], lab.base[other])
    lab.t[one] = min(lab.t[one], lab.t[other])
    lab.away[one], lab.reach[one] = min(lab.away[one], lab.away[other]), min(lab.reach[one], lab.reach[other])
    lab.crew[one] = crew_pence(duals, lab.away[one], lab.reach[one]) if lab.care[one] else 0.0
    lab.aboard[one], lab.boarded[one] = (
        min(lab.aboard[one], lab.aboard[other]),
        min(lab.boarded[one], lab.boarded[other]),
    )
    lab.most[one] = max(lab.most[one], lab.most[other])
    lab.free[one] = lab.free[one] and lab.free[other]
    for s in range(2):
        lab.clock[one, s] = min(lab.clock[one, s], lab.clock[other, s])
    for w in range(lab.memory.shape[1]):
        lab.memory[one, w] &= lab.memory[other, w]


@inner
def _swap(held: Ints, costs: Floats, times: Floats, one: int, other: int) -> None:
    held[one], held[other] = held[other], held[one]
    costs[one], costs[other] = costs[other], costs[one]
    times[one], times[other] = times[other], times[one]


@njit(cache=True, nogil=True)
def _wider(table: Any) -> Any:
    # integers or floats: numba makes one kernel for each
    wider = np.zeros((table.shape[0], 2 * table.shape[1]), table.dtype)
    wider[:, : table.shape[1]] = table
    return wider


@njit(cache=True, nogil=True)
def label(  # noqa: C901, PLR0912, PLR0915 -- one loop of a kernel
    loc: Local, duals: Duals, lab: Labels, before: Floats, most: int, alike: int, width_s: int
) -> int:
    """Fill ``lab`` with runs and ways to end them; return how many, or FULL if there is no more room.

    Parameters
    ----------
    before
        See ``completions``.
    most
        Labels that may wait at a node to be extended, the cheapest; 0 for no limit, and so for a proof.
    alike, width_s
        How many labels of one node, time to so many seconds, load and crew are told apart: further ones become one.
    """
    nodes = loc.school.shape[0]
    mixed = int(loc.school.max())
    held, costs, times = np.zeros((nodes, 64), np.int64), np.zeros((nodes, 64)), np.zeros((nodes, 64))
    longest = loc.last.max() + loc.reach.max()
    dearest = own_pence(duals, longest, 0)
    gains = duals.worth - loc.nearest
    order = np.argsort(-gains)
    end = min(duals.first.min(), duals.later.min())
    count, waiting = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    minutes = loc.last.max() // BUCKET_S + 2
    first = np.full(minutes, -1, np.int64)
    open_ = np.zeros(lab.node.shape[0], np.bool_)
    new = 0
    for node in range(loc.pupils, nodes):
        if loc.school[node] == 0:
            _begin(loc, lab, node, new)
            held[node, 0], count[node] = new, 1
            lab.after[new] = first[0]
            first[0] = new
            new += 1
    minute = 0
    while minute < minutes:
        old = first[minute]
        if old < 0:
            minute += 1
            continue
        first[minute] = lab.after[old]
        if not lab.alive[old]:
            continue
        open_[old] = False
        waiting[lab.node[old]] -= 1
        for node in range(nodes if mixed == 1 else loc.pupils):
            if new >= lab.node.shape[0]:
                return FULL
            boards = node < loc.pupils
            good = _board(loc, duals, lab, old, node, new) if boards else _set_down(loc, lab, old, node, new)
            if not good:
                continue
            total, t = total_pence(loc, duals, lab, new), float(lab.t[new])
            if _left(loc, lab, new, before, total) >= 0.0 or _is_hopeless(loc, lab, new, gains, order, total + end):
                continue
            lab.free[new] = _is_free(loc, lab, new)
            keep, beaten = 0, False
            for i in range(count[node]):
                if costs[node, i] <= total and times[node, i] <= t:
                    beaten = _beats(loc, lab, held[node, i], new, mixed, dearest)
                    if beaten:  # and will beat others: it is asked sooner
                        _swap(held[node], costs[node], times[node], i, i // 2)
                        break
            if beaten:
                continue
            same, like = 0, -1
            for i in range(count[node]):
                if open_[held[node, i]] and _is_alike(lab, held[node, i], new, width_s):
                    same += 1
                    if like < 0 or costs[node, i] > costs[node, like]:
                        like = i
            if same >= alike:
                other = held[node, like]
                _join(duals, lab, other, new)
                costs[node, like] = total_pence(loc, duals, lab, other)
                times[node, like] = float(lab.t[other])
                continue
            for i in range(count[node]):
                other = held[node, i]
                worse = total <= costs[node, i] and t <= times[node, i]
                if worse and _beats(loc, lab, new, other, mixed, dearest):
                    lab.alive[other] = False
                    if open_[other]:
                        waiting[node] -= 1
                else:
                    held[node, keep], costs[node, keep], times[node, keep] = other, costs[node, i], times[node, i]
                    keep += 1
            count[node] = keep
            if most and waiting[node] >= most:
                worst = -1
                for i in range(keep):
                    if open_[held[node, i]] and (worst < 0 or costs[node, i] > costs[node, worst]):
                        worst = i
                if costs[node, worst] <= total:
                    continue
                lab.alive[held[node, worst]] = False
                for i in range(worst, keep - 1):
                    held[node, i], costs[node, i] = held[node, i + 1], costs[node, i + 1]
                    times[node, i] = times[node, i + 1]
                count[node] = keep - 1
                waiting[node] -= 1
            if count[node] == held.shape[1]:
                held, costs, times = _wider(held), _wider(costs), _wider(times)
            held[node, count[node]], costs[node, count[node]], times[node, count[node]] = new, total, t
            count[node] += 1
            waiting[node] += 1
            open_[new] = True
            at = max(minute, lab.t[new] // BUCKET_S)  # one that was joined may be earlier than its minute
            lab.after[new] = first[at]
            first[at] = new
            new += 1
    return new


@njit(cache=True, nogil=True)
def finish(loc: Local, duals: Duals, lab: Labels, count: int, least: Floats, reduced: Floats) -> None:
    """Work out the reduced cost of each label as a whole run.

    Fills ``reduced[:count]``, infinite for labels that are dead, or board no one, or call at one school of two; and
    ``least[p, n]``, the least of runs whose first pupil is p and that board n + 1, in the last column as many or more.
    """
    two = int(loc.school.max()) == 1
    for i in range(count):
        reduced[i] = np.inf
        node = lab.node[i]
        if not lab.alive[i] or node >= loc.pupils or (two and lab.clock[i, 1] >= UNSEEN):
            continue
        start = duals.first[node, lab.gate[i]]
        later = duals.later[node, bucket_of(lab.t[i], duals.later.shape[1])]
        reduced[i] = total_pence(loc, duals, lab, i) + min(start, later)
        pupil, boarded = loc.pupil[node], min(lab.boarded[i], least.shape[1])
        least[pupil, boarded - 1] = min(least[pupil, boarded - 1], reduced[i])
