"""When a vehicle is where: the times of an order of visits, for engines, explanations and the desk alike.

The limits on times are all of one form, "this no later than so long after that": windows, drives, ride limits. The
times that keep them form a lattice, so there is one latest schedule, found by lowering upper bounds until nothing
changes (Bellman-Ford on difference constraints; exact, also where ride limits and windows both bind, for which Cordeau
and Laporte 2003 need eight steps). Departing at the latest and then arriving at the earliest gives the shortest shift;
done again within each run it gives the shortest runs; and pupils board as late, and alight as early, as that allows.

The kernels work on the table of one shift, a row for each fact and a column for each node: node i begins service at
``T``, ``LO <= T <= HI``, lasts ``SERVICE`` and is followed by a drive, ``GAP`` being both; who boards at i alights at
node ``ALIGHTS``, at most ``LIMIT`` seconds after boarding ended (``ALIGHTS < 0``: nobody boards here); ``USUAL`` is the
promised time and ``TOLERANCE`` its tolerance; run r ends before node ``END``; ``X`` is scratch space.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata import PlaceId
from routing.plan import CrewMember, Run, Shift, Stop
from routing.problem import Problem
from routing.records import DAY_S, AssistantId, Layout, VehicleId
from routing.risk import PupilId
from routing.said import ALL_DAY, Said

Ints = NDArray[np.int64]

_kernel: Any = njit(cache=True, _nrt=False, forceinline=True)  # type: ignore[call-overload]  # the stubs omit _nrt
"""Nothing here allocates; engines take these functions into their own."""

LO, HI, GAP, SERVICE, ALIGHTS, LIMIT, T, X, USUAL, TOLERANCE, END = range(11)
"""Rows of the table of a shift."""
ROWS = 11

MOVED_S = 60
NO_PROMISE = -(2**40)
"""In ``USUAL``: nothing was promised."""
LATE = -2
"""In ``ALIGHTS``: nobody boards or alights here, and the vehicle comes as late as it can (an assistant joins)."""


@_kernel
def latest(shift: Ints, begin: int, end: int) -> bool:
    """Lower ``T`` of the nodes from ``begin`` to ``end`` to the latest times; return whether there are any."""
    for _ in range(end - begin + 1):
        if shift[T, end - 1] < shift[LO, end - 1]:
            return False
        for i in range(end - 2, begin - 1, -1):
            t = min(shift[T, i], shift[T, i + 1] - shift[GAP, i])
            if t < shift[LO, i]:
                return False
            shift[T, i] = t
        changed = False
        for i in range(begin, end):
            to = shift[ALIGHTS, i]
            if to >= 0:
                until = shift[T, i] + shift[SERVICE, i] + shift[LIMIT, i]
                if until < shift[T, to]:
                    shift[T, to] = until
                    changed = True
        if not changed:
            return True
    return False


@_kernel
def earliest_end(shift: Ints, begin: int, end: int) -> int:
    """Fill ``X`` of the nodes with the earliest times if the first begins at its ``T``, and return the last.

    There must be times that keep every limit with that start.
    """
    shift[X, begin] = shift[T, begin]
    for i in range(begin + 1, end):
        shift[X, i] = max(shift[LO, i], shift[X, i - 1] + shift[GAP, i - 1])
    for _ in range(end - begin + 1):
        changed = False
        for i in range(begin, end):
            to = shift[ALIGHTS, i]
            if to >= 0:
                from_s = shift[X, to] - shift[SERVICE, i] - shift[LIMIT, i]
                if from_s > shift[X, i]:
                    shift[X, i] = from_s
                    changed = True
        if not changed:
            break
        for i in range(begin + 1, end):
            shift[X, i] = max(shift[X, i], shift[X, i - 1] + shift[GAP, i - 1])
    return int(shift[X, end - 1])


@_kernel
def schedule(shift: Ints, count: int, runs: int) -> bool:
    """Fill ``T`` with the times of a shift of so many nodes and runs.

    Returns False, ``T`` being void, if no times keep every limit. Otherwise the shift begins as late as it can, ends as
    early as that allows, and so does each run within it.
    """
    for i in range(count):
        shift[T, i] = shift[HI, i]
    if not latest(shift, 0, count):
        return False
    begin = 0
    for run in range(-1 if runs > 1 else 0, runs):  # first the whole shift, then each run
        end = count if run < 0 else shift[END, run]
        last = earliest_end(shift, begin, end)
        if last < shift[T, end - 1]:
            shift[T, end - 1] = last
            latest(shift, begin, end)
        if run < 0:
            continue
        for i in range(begin + 1, end):  # no one sits in front of a school longer than they must
            if shift[ALIGHTS, i] == -1:
                shift[T, i] = max(shift[LO, i], shift[T, i - 1] + shift[GAP, i - 1])
        begin = end
    return True


@_kernel
def moved_pence(shift: Ints, count: int, minute_pence: int, earlier: int) -> int:
    """Return the price of broken promises of times, if the whole shift ran so many seconds earlier."""
    pence = 0
    for i in range(count):
        if shift[USUAL, i] != NO_PROMISE:
            over = abs(shift[T, i] - earlier - shift[USUAL, i]) - shift[TOLERANCE, i]
            if over > 0:
                pence += (2 * over * minute_pence + MOVED_S) // (2 * MOVED_S)
    return int(pence)


@_kernel
def keep_promises(shift: Ints, count: int, minute_pence: int) -> int:
    """Move a whole shift earlier, within its slack, to where promised times are kept best; return the price left.

    The price is convex and piecewise linear in the move, so one of its corners is best; of equal ones the least move.
    """
    slack = shift[T, 0] - shift[LO, 0]
    for i in range(count):
        slack = min(slack, shift[T, i] - shift[LO, i])
    best, move = moved_pence(shift, count, minute_pence, 0), 0
    if best == 0 or slack <= 0:
        return int(best)
    for i in range(count):
        if shift[USUAL, i] == NO_PROMISE:
            continue
        for side in (-1, 1):
            earlier = min(max(shift[T, i] - shift[USUAL, i] + side * shift[TOLERANCE, i], 0), slack)
            pence = moved_pence(shift, count, minute_pence, earlier)
            if pence < best or (pence == best and earlier < move):
                best, move = pence, earlier
    for i in range(count):
        shift[T, i] -= move
    return int(best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop without its times.

    Parameters
    ----------
    boards, alights, joins, leaves
        As in :class:`routing.plan.Stop`. Pupils at their own place each get a stop of their own, one after another.
    """

    place: PlaceId
    boards: tuple[PupilId, ...] = ()
    alights: tuple[PupilId, ...] = ()
    joins: tuple[AssistantId, ...] = ()
    leaves: tuple[AssistantId, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A run without its times."""

    visits: tuple[Visit, ...]
    layout: Layout
    crew: tuple[CrewMember, ...] = ()


def outline_of(run: Run) -> Outline:
    """Return a run without its times."""
    visits = (
        Visit(place=stop.place, boards=stop.boards, alights=stop.alights, joins=stop.joins, leaves=stop.leaves)
        for stop in run.stops
    )
    return Outline(tuple(visits), run.layout, run.crew)


def timed_shift(problem: Problem, said: Said, vehicle: VehicleId, runs: Sequence[Outline]) -> Shift | None:
    """Return a vehicle's shift with the best times, or None if no times keep what was said of times.

    Only times are judged here: windows, ride limits, the vehicle's hours, drives, boarding and handing over.

    Parameters
    ----------
    said
        What the rules say of times (:func:`routing.said.said_by`).
    runs
        The runs in the order in which they are made, each with someone boarding before they alight.
    """
    split = [Outline(tuple(_one_by_one(problem, each.visits)), each.layout, each.crew) for each in runs]
    visits = [visit for each in split for visit in each.visits]
    lengths = [len(each.visits) for each in split]
    if not problem.is_to_school:
        visits, lengths = visits[::-1], lengths[::-1]
    table = _Rows(problem, said, vehicle, visits).table
    table[END, : len(lengths)] = np.cumsum(lengths)
    if not schedule(table, len(visits), len(lengths)) or _spare_s(problem, said, vehicle, visits, table) < 0:
        return None
    if problem.usuals:
        keep_promises(table, len(visits), problem.policy.moved_minute_pence)
    times = [(int(t), int(t + service)) for t, service in zip(table[T], table[SERVICE], strict=True)]
    if not problem.is_to_school:
        times = [(-leave, -arrive) for arrive, leave in times[::-1]]
        visits = visits[::-1]
    stops = iter([_stop(visit, *when) for visit, when in zip(visits, times, strict=True)])
    timed = (
        Run(vehicle=vehicle, layout=each.layout, crew=each.crew, stops=tuple(next(stops) for _ in each.visits))
        for each in split
    )
    return Shift(vehicle, tuple(timed))


def _spare_s(problem: Problem, said: Said, vehicle: VehicleId, visits: Sequence[Visit], table: Ints) -> int:
    """Return by how much a shift is shorter than the vehicle's longest, visits in the clock of the table."""
    depot, travel = problem.vehicle[vehicle].depot, problem.travel_of(vehicle)
    out_s = int(table[T, -1] + table[SERVICE, -1] - table[T, 0])
    if depot is not None:
        first, last = (visits[0], visits[-1]) if problem.is_to_school else (visits[-1], visits[0])
        out_s += travel.seconds_between(depot, first.place) + travel.seconds_between(last.place, depot)
    return said.shift_limit_s.get(vehicle, 2 * DAY_S) - out_s


def _stop(visit: Visit, arrive_s: int, leave_s: int) -> Stop:
    return Stop(
        place=visit.place,
        arrive_s=arrive_s,
        leave_s=leave_s,
        boards=visit.boards,
        alights=visit.alights,
        joins=visit.joins,
        leaves=visit.leaves,
    )


def _one_by_one(problem: Problem, visits: Iterable[Visit]) -> Iterator[Visit]:
    """Yield visits with at most one pupil each at their own place, what happens at school or with assistants apart."""
    for visit in visits:
        own = visit.boards if problem.is_to_school else visit.alights
        other = replace(visit, boards=()) if problem.is_to_school else replace(visit, alights=())
        if other.boards or other.alights or other.leaves or other.joins:
            yield other
        for pupil in own:
            alone = Visit(place=visit.place)
            yield replace(alone, boards=(pupil,)) if problem.is_to_school else replace(alone, alights=(pupil,))


class _Rows:
    """Builds the table of one shift, in the mirrored clock from school."""

    def __init__(self, problem: Problem, said: Said, vehicle: VehicleId, visits: list[Visit]) -> None:
        self.problem, self.said, self.travel = problem, said, problem.travel_of(vehicle)
        count = len(visits)
        self.table = table = np.zeros((ROWS, count), np.int64)
        table[USUAL], table[ALIGHTS] = NO_PROMISE, -1
        school_side = [visit.alights if problem.is_to_school else visit.boards for visit in visits]
        own_side = [visit.boards if problem.is_to_school else visit.alights for visit in visits]
        for i, visit in enumerate(visits):
            table[SERVICE, i] = service_s = self._service_s(own_side[i], school_side[i])
            table[LO, i], table[HI, i] = self._window(own_side[i], school_side[i], service_s)
            if i + 1 < count:
                table[GAP, i] = service_s + self._drive_s(visit.place, visits[i + 1].place)
            if visit.joins if problem.is_to_school else visit.leaves:
                table[ALIGHTS, i] = LATE
            for pupil in own_side[i]:
                self._board(i, pupil, next(j for j in range(i + 1, count) if pupil in school_side[j]), visit.place)
        self._keep_hours(vehicle, visits)

    def _drive_s(self, start: PlaceId, end: PlaceId) -> int:
        return self.travel.seconds_between(*((start, end) if self.problem.is_to_school else (end, start)))

    def _service_s(self, own: tuple[PupilId, ...], at_school: tuple[PupilId, ...]) -> int:
        schools = {self.problem.pupil[pupil].school for pupil in at_school}
        handover_s = max((self.problem.school[school].handover_s for school in schools), default=0)
        return handover_s + sum(self.problem.pupil[pupil].needs.boarding_s for pupil in own)

    def _window(self, own: tuple[PupilId, ...], at_school: tuple[PupilId, ...], service_s: int) -> tuple[int, int]:
        """Return when service may begin, in the clock of the arrays."""
        lo, hi = (-DAY_S, 2 * DAY_S) if self.problem.is_to_school else (-2 * DAY_S, DAY_S)
        windows = [(self.said.home_window.get(pupil, ALL_DAY), service_s) for pupil in own]
        schools = {self.problem.pupil[pupil].school for pupil in at_school}
        windows += [(self.said.school_window.get(school, ALL_DAY), 0) for school in schools]
        for (from_s, until_s), leave_s in windows:
            if not self.problem.is_to_school:
                from_s, until_s = -until_s - leave_s, -from_s - leave_s  # noqa: PLW2901 -- the same window, mirrored
            lo, hi = max(lo, from_s), min(hi, until_s)
        return lo, hi

    def _board(self, i: int, pupil: PupilId, alights: int, place: PlaceId) -> None:
        self.table[ALIGHTS, i] = alights
        walk_s = self.problem.pupil[pupil].walk_s(place) or 0
        self.table[LIMIT, i] = self.said.ride_limit_s.get(pupil, 2 * DAY_S) - walk_s
        usual = self.problem.usual.get(pupil)
        if usual is not None and usual.time_s is not None:
            self.table[USUAL, i] = usual.time_s if self.problem.is_to_school else -usual.time_s - self.table[SERVICE, i]
            self.table[TOLERANCE, i] = usual.tolerance_s

    def _keep_hours(self, vehicle: VehicleId, visits: list[Visit]) -> None:
        """Tighten the first and the last window by the vehicle's hours, with the drives from and to the depot."""
        hours = self.said.vehicle_hours.get(vehicle)
        if hours is None:
            return
        from_s, until_s = hours if self.problem.is_to_school else (-hours[1], -hours[0])
        depot = self.problem.vehicle[vehicle].depot
        if depot is not None:
            from_s += self._drive_s(depot, visits[0].place)
            until_s -= self._drive_s(visits[-1].place, depot)
        table = self.table
        table[LO, 0] = max(table[LO, 0], from_s)
        table[HI, -1] = min(table[HI, -1], until_s - table[SERVICE, -1])


def run_slacks_s(problem: Problem, said: Said, shift: Shift) -> list[int]:
    """Return by how much each run of a shift may move, earlier to school or later from it, as far as times are said.

    The shift must be one that :func:`timed_shift` has made; the drives between its runs are another matter.
    """
    visits = [visit for run in shift.runs for visit in outline_of(run).visits]
    begins = [stop.arrive_s if problem.is_to_school else -stop.leave_s for stop in shift.stops]
    if not problem.is_to_school:
        visits, begins = visits[::-1], begins[::-1]
    table = _Rows(problem, said, shift.vehicle, visits).table
    spare = (np.array(begins, np.int64) - table[LO]).tolist()
    table[T] = begins
    spare[0] = min(spare[0], _spare_s(problem, said, shift.vehicle, visits, table))
    if not problem.is_to_school:
        spare = spare[::-1]
    each = iter(spare)
    return [max(0, min(next(each) for _ in run.stops)) for run in shift.runs]


def moved_shift(problem: Problem, shift: Shift, by_s: Sequence[int]) -> Shift:
    """Return a shift with each run so many seconds earlier to school, or later from school."""
    sign = -1 if problem.is_to_school else 1
    return Shift(shift.vehicle, tuple(_moved(run, sign * each) for run, each in zip(shift.runs, by_s, strict=True)))


def _moved(run: Run, later_s: int) -> Run:
    stops = (replace(each, arrive_s=each.arrive_s + later_s, leave_s=each.leave_s + later_s) for each in run.stops)
    return replace(run, stops=tuple(stops))
