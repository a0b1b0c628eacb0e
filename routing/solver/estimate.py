"""What it costs at least to let someone join a shift, without timing the shift again.

A longer way takes more metres and seconds; it is driven by whoever is aboard, and waiting in front of a school may
swallow seconds but never more than there is. So most places are refused before they are timed: they are too dear, too
late for a window, too long for someone aboard, or there is no room. Where drives keep the triangle inequality, as roads
mostly do, and no promise is at stake, the estimate is never above the price that ``price.py`` finds.

What is foreseen of a shift stays true until the shift changes, so a search keeps it beside each shift.
"""

# ruff: noqa: C901, PLR0912, FBT003 -- kernels: branches are cheaper than calls

from routing.cost import HOUR_S, MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.price import lay_out, price, read_runs
from routing.solver.tables import (
    BEARS,
    BEGINS,
    CROWD,
    DRIVE_M,
    DRIVE_S,
    EARLIEST,
    ENDS,
    IDLE,
    KIND_DEPOT,
    KIND_HOUR,
    KIND_MILE,
    KIND_PROFILE,
    LATEST,
    LEG_M,
    LEG_S,
    LOADED,
    NEVER,
    NOBODY,
    NODE_PLACE,
    NODE_PUPIL,
    PUPIL_MOST,
    PUPIL_TAKES,
    RIDE_HOUR,
    RIDERS,
    RUN_LOAD,
    RUNS,
    SINCE,
    SLACK,
    SPARE,
    STANDS,
    WAITED,
    Ints,
    Tables,
    Work,
)
from routing.timing import ALIGHTS, END, GAP, HI, LIMIT, LO, SERVICE, T

LONG_S = 10**6
"""More seconds than any shift lasts."""


@inner
def foresee(tab: Tables, work: Work, ahead: Ints, sequence: Ints, count: int, kind: int) -> None:
    """Fill what is foreseen of a shift that someone may join; ``ahead`` has the rows of ``Work.ahead``."""
    profile, depot, loads = tab.kind[kind, KIND_PROFILE], tab.kind[kind, KIND_DEPOT], work.run.shape[1] - RUN_LOAD
    for p in range(count + 1):
        ahead[RIDERS, p], ahead[SPARE, p] = 0, LONG_S
    ahead[BEGINS, count], ahead[ENDS, count], ahead[BEARS, count] = count, count, LONG_S
    ahead[CROWD, count], ahead[STANDS, count], ahead[LEG_S, 0], ahead[LEG_M, 0] = 0, depot, 0, 0
    for k in range(loads):
        for p in range(count + 1):
            ahead[LOADED + k, p] = 0
    ahead[SLACK, IDLE], ahead[SLACK, WAITED] = 0, 0
    if count == 0:
        return
    good = lay_out(tab, work, sequence, count, profile, False)
    good = good and price(tab, work, sequence, count, kind) < NEVER
    _mark_runs(tab, work, ahead, sequence, count, good)
    before = depot
    for i in range(count + 1):
        here = ahead[STANDS, i] = tab.node[sequence[i], NODE_PLACE] if i < count else depot
        far = min(before, here) != NOBODY
        ahead[LEG_S, i] = tab.way[profile, before, here, DRIVE_S] if far else 0
        ahead[LEG_M, i] = tab.way[profile, before, here, DRIVE_M] if far else 0
        before = here
    if not good:  # nothing is known, so nothing is refused
        ahead[SLACK, IDLE], ahead[SLACK, WAITED] = LONG_S, LONG_S
        for i in range(count):
            ahead[SINCE, i], ahead[EARLIEST, i], ahead[LATEST, i] = 0, -LONG_S, LONG_S
        return
    last, waited, line = count - 1, 0, work.line
    ahead[SINCE, 0], ahead[EARLIEST, 0], ahead[LATEST, last] = 0, line[LO, 0], line[HI, last]
    for i in range(last):
        ahead[SINCE, i + 1] = ahead[SINCE, i] + line[GAP, i]
        ahead[EARLIEST, i + 1] = max(line[LO, i + 1], ahead[EARLIEST, i] + line[GAP, i])
    for i in range(last - 1, -1, -1):
        ahead[LATEST, i] = min(line[HI, i], ahead[LATEST, i + 1] - line[GAP, i])
    for i in range(count):
        to = line[ALIGHTS, i]
        if to >= 0:
            ride = ahead[SINCE, to] - ahead[SINCE, i] - line[SERVICE, i]
            waited += line[T, to] - line[T, i] - line[SERVICE, i] - ride
            for p in range(i + 1, to + 1):
                ahead[RIDERS, p] += 1
                ahead[SPARE, p] = min(ahead[SPARE, p], line[LIMIT, i] - ride)
            for k in range(loads):
                takes = tab.pupil[tab.node[sequence[i], NODE_PUPIL], PUPIL_TAKES + k]
                if takes != 0:
                    for p in range(i + 1, to + 1):
                        ahead[LOADED + k, p] += takes
    ahead[SLACK, IDLE], ahead[SLACK, WAITED] = line[T, last] - line[T, 0] - ahead[SINCE, last], waited


@inlined
def _mark_runs(tab: Tables, work: Work, ahead: Ints, sequence: Ints, count: int, good: bool) -> None:  # noqa: FBT001 -- a kernel
    """Fill where runs begin and end, and how many more each bears; a shift that is no good is one run."""
    begin, runs = 0, 1
    if good or read_runs(tab, work, sequence, count):
        runs = work.fact[RUNS]
    else:
        work.line[END, 0] = count
    for run in range(runs):
        end, pupils, bears = work.line[END, run], 0, LONG_S
        for i in range(begin, end):
            pupil = tab.node[sequence[i], NODE_PUPIL]
            if pupil != NOBODY:
                pupils += 1
                bears = min(bears, tab.pupil[pupil, PUPIL_MOST])
        for i in range(begin, end):
            ahead[BEGINS, i], ahead[ENDS, i], ahead[BEARS, i] = begin, end, bears - pupils
            ahead[CROWD, i] = pupils
        begin = end


@inlined
def least_pence(tab: Tables, kind: int, metres: int, seconds: int, ride_s: int) -> int:
    """Return the price of so much more driven and ridden; seconds may be negative."""
    pence = metres * 1000 * tab.kind[kind, KIND_MILE] // MILE_MM
    pence += max(0, seconds) * tab.kind[kind, KIND_HOUR] // HOUR_S
    return int(pence + max(0, ride_s) * tab.number[RIDE_HOUR] // HOUR_S)
