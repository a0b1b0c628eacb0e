"""What it costs at least to let someone join a shift, without timing the shift again.

A longer way takes more metres and seconds; it is driven by whoever is aboard, and waiting in front of a school may
swallow seconds but never more than there is. So most places are refused before they are timed: they are too dear, too
late for a window, or too long for someone aboard. Where drives keep the triangle inequality, as roads mostly do, and no
promise is at stake, the estimate is never above the price that ``price.py`` finds.
"""

from routing.cost import HOUR_S, MILE_MM
from routing.solver.inner import inlined, inner
from routing.solver.price import lay_out, price
from routing.solver.tables import (
    DRIVE_M,
    DRIVE_S,
    EARLIEST,
    KIND_DEPOT,
    KIND_HOUR,
    KIND_MILE,
    KIND_PROFILE,
    LATEST,
    NEVER,
    NOBODY,
    NODE_PLACE,
    NODE_SERVICE,
    RIDE_HOUR,
    RIDERS,
    SINCE,
    SPARE,
    Ints,
    Tables,
    Work,
)
from routing.timing import ALIGHTS, GAP, HI, LIMIT, LO, SERVICE, T

LONG_S = 10**6
"""More seconds than any shift lasts."""


@inner
def foresee(tab: Tables, work: Work, sequence: Ints, count: int, kind: int) -> tuple[int, int]:
    """Fill the rows RIDERS, SPARE, SINCE, EARLIEST and LATEST for a shift that someone may join.

    Returns the seconds for which the vehicle waits, and those for which pupils aboard do.
    """
    line = work.line
    for p in range(count + 1):
        line[RIDERS, p], line[SPARE, p] = 0, LONG_S
    if count == 0:
        return 0, 0
    good = lay_out(tab, work, sequence, count, tab.kind[kind, KIND_PROFILE], False)  # noqa: FBT003 -- a kernel
    good = good and price(tab, work, sequence, count, kind) < NEVER
    last, waited = count - 1, 0
    line[SINCE, 0], line[EARLIEST, 0], line[LATEST, last] = 0, line[LO, 0], line[HI, last]
    for i in range(last):
        line[SINCE, i + 1] = line[SINCE, i] + line[GAP, i]
        line[EARLIEST, i + 1] = max(line[LO, i + 1], line[EARLIEST, i] + line[GAP, i])
    for i in range(last - 1, -1, -1):
        line[LATEST, i] = min(line[HI, i], line[LATEST, i + 1] - line[GAP, i])
    if not good:
        return LONG_S, LONG_S
    for i in range(count):
        to = line[ALIGHTS, i]
        if to >= 0:
            ride = line[SINCE, to] - line[SINCE, i] - line[SERVICE, i]
            waited += line[T, to] - line[T, i] - line[SERVICE, i] - ride
            for p in range(i + 1, to + 1):
                line[RIDERS, p] += 1
                line[SPARE, p] = min(line[SPARE, p], line[LIMIT, i] - ride)
    return line[T, last] - line[T, 0] - line[SINCE, last], waited


@inlined
def detour(tab: Tables, kind: int, sequence: Ints, count: int, p: int, first: int, last: int) -> tuple[int, int]:
    """Return the metres and seconds that visits to one node, or two in turn, before position p add."""
    profile, depot = tab.kind[kind, KIND_PROFILE], tab.kind[kind, KIND_DEPOT]
    here = tab.node[sequence[p - 1], NODE_PLACE] if p > 0 else depot
    there = tab.node[sequence[p], NODE_PLACE] if p < count else depot
    begin, end = tab.node[first, NODE_PLACE], tab.node[last, NODE_PLACE]
    metres, seconds = 0, tab.node[first, NODE_SERVICE]
    if first != last:
        metres += tab.way[profile, begin, end, DRIVE_M]
        seconds += tab.way[profile, begin, end, DRIVE_S] + tab.node[last, NODE_SERVICE]
    if here != NOBODY:
        metres += tab.way[profile, here, begin, DRIVE_M]
        seconds += tab.way[profile, here, begin, DRIVE_S]
    if there != NOBODY:
        metres += tab.way[profile, end, there, DRIVE_M]
        seconds += tab.way[profile, end, there, DRIVE_S]
    if min(here, there) != NOBODY:
        metres -= tab.way[profile, here, there, DRIVE_M]
        seconds -= tab.way[profile, here, there, DRIVE_S]
    return metres, seconds


@inlined
def least_pence(tab: Tables, kind: int, metres: int, seconds: int, ride_s: int) -> int:
    """Return the price of so much more driven and ridden; seconds may be negative."""
    pence = metres * 1000 * tab.kind[kind, KIND_MILE] // MILE_MM
    pence += max(0, seconds) * tab.kind[kind, KIND_HOUR] // HOUR_S
    return int(pence + max(0, ride_s) * tab.number[RIDE_HOUR] // HOUR_S)
