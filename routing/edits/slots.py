"""A run's slot in a vehicle's shift, and the times at which a run could be made there.

Kept rules come first: a run is timed by ``routing.timing`` beside the vehicle's other runs, which stay as they are.
Where no times keep every limit it is driven all the same, so that a draft may hold it and the checker may say what
is wrong.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from geodata import UNREACHABLE_S
from routing.errors import CannotBeDoneError
from routing.plan import Plan, Run, Shift, Stop
from routing.problem import Problem
from routing.records import DAY_S, VehicleId
from routing.risk import PupilId
from routing.rules.reading import at_school, school_stops, service_of
from routing.said import ALL_DAY, Said
from routing.timing import Outline, outline_of, timed_shift
from routing.wording import listed

SPREAD_S, MOST_SPREAD_S = 120, 1800
"""Times at school are tried in steps of two minutes, for half an hour at most."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where in a vehicle's shift a run is made.

    Parameters
    ----------
    before, after
        The vehicle's other runs, which stay as they are.
    now
        The run that stands there now, at whose times schools expect the vehicle; None if there is none.
    """

    vehicle: VehicleId
    before: tuple[Run, ...] = ()
    after: tuple[Run, ...] = ()
    now: Run | None = None

    def filled(self, run: Run | None) -> tuple[Run, ...]:
        """Return the vehicle's runs with a run in this slot, or without one."""
        return (*self.before, *(() if run is None else (run,)), *self.after)


def slot_of(plan: Plan, vehicle: VehicleId, now: Run, aboard: Collection[PupilId] | None = None) -> Slot:
    """Return the slot of a run among the other runs of its vehicle.

    Parameters
    ----------
    now
        The run as schools know it.
    aboard
        Who is on it by now, none of whom is on another run; None for those who were.
    """
    whose = set(now.pupils if aboard is None else aboard)
    others = [run for run in runs_of(plan, vehicle) if not whose or whose.isdisjoint(run.pupils)]
    before = tuple(run for run in others if run.begins_s < now.begins_s)
    return Slot(vehicle, before, tuple(others[len(before) :]), now)


def new_slots(plan: Plan, vehicle: VehicleId, now: Run | None = None) -> list[Slot]:
    """Return the slots for one more run of a vehicle: first, between each two of its runs, and last."""
    runs = runs_of(plan, vehicle)
    return [Slot(vehicle, runs[:number], runs[number:], now) for number in range(len(runs) + 1)]


def runs_of(plan: Plan, vehicle: VehicleId) -> tuple[Run, ...]:
    """Return a vehicle's runs, in the order in which they begin; none if it does not work."""
    runs = next((shift.runs for shift in plan.shifts if shift.vehicle == vehicle), ())
    return tuple(sorted(runs, key=lambda run: run.begins_s))


def with_runs(problem: Problem, plan: Plan, vehicle: VehicleId, runs: tuple[Run, ...]) -> Plan:
    """Return a plan in which a vehicle makes these runs and no others, in the order in which they begin."""
    runs = tuple(sorted(runs, key=lambda run: run.begins_s))
    if any(shift.vehicle == vehicle for shift in plan.shifts):
        changed = (Shift(vehicle, runs) if each.vehicle == vehicle and runs else each for each in plan.shifts)
        return replace(plan, shifts=tuple(each for each in changed if each.vehicle != vehicle or runs))
    if not runs:
        return plan
    order = {each.id: number for number, each in enumerate(problem.vehicles)}
    later = (n for n, each in enumerate(plan.shifts) if order.get(each.vehicle, len(order)) > order[vehicle])
    at = next(later, len(plan.shifts))
    return replace(plan, shifts=(*plan.shifts[:at], Shift(vehicle, runs), *plan.shifts[at:]))


def in_turn(outline: Outline) -> Outline:
    """Return a run's order of visits, or raise if somebody would alight before they board."""
    boarded = set[PupilId]()
    for visit in outline.visits:
        if early := [pupil for pupil in visit.alights if pupil not in boarded]:
            raise CannotBeDoneError(f"In that order {listed(early)} would alight before boarding.")
        boarded |= set(visit.boards)
    return outline


def kept_times(problem: Problem, said: Said, slot: Slot, outline: Outline) -> Iterator[tuple[Run, ...]]:
    """Yield the vehicle's runs with one in the slot, every limit on times kept: when schools expect it, and at best."""
    beside = _beside(problem, said, slot, outline)
    for heard in (beside,) if slot.now is None else (_as_now(problem, beside, slot.now), beside):
        shift = timed_shift(problem, heard, slot.vehicle, [outline])
        if shift is not None:
            yield slot.filled(shift.runs[0])


def spread_times(problem: Problem, said: Said, slot: Slot, outline: Outline) -> Iterator[tuple[Run, ...]]:
    """Yield what ``kept_times`` does, earlier and earlier at school (from school: later), for want of a bay."""
    beside = _beside(problem, said, slot, outline)
    for by_s in range(SPREAD_S, MOST_SPREAD_S + 1, SPREAD_S):
        windows = {
            school: (from_s, until_s - by_s) if problem.is_to_school else (from_s + by_s, until_s)
            for school, (from_s, until_s) in beside.school_window.items()
        }
        shift = timed_shift(problem, replace(beside, school_window=windows), slot.vehicle, [outline])
        if shift is None:
            return
        yield slot.filled(shift.runs[0])


def moved_times(problem: Problem, said: Said, slot: Slot, outline: Outline) -> Iterator[tuple[Run, ...]]:
    """Yield the vehicle's runs at times that keep every limit, the other runs moved where that makes room."""
    outlines = [*map(outline_of, slot.before), outline, *map(outline_of, slot.after)]
    if len(outlines) > 1 and (shift := timed_shift(problem, said, slot.vehicle, outlines)) is not None:
        yield shift.runs


def broken_times(problem: Problem, _said: Said, slot: Slot, outline: Outline) -> Iterator[tuple[Run, ...]]:
    """Yield the vehicle's runs with one that is driven so as to keep some limit or other, whatever becomes of the rest.

    It is driven to be at one of its schools when they open, close or expect it, or to leave when the vehicle can, or
    to be done when it must.
    """
    for number, arrive_s in dict.fromkeys(_anchors(problem, slot, outline)):
        run = driven(problem, slot.vehicle, outline, number, arrive_s)
        if run is not None:
            yield slot.filled(run)


def driven(problem: Problem, vehicle: VehicleId, outline: Outline, number: int, arrive_s: int) -> Run | None:
    """Return a run that comes to one of its visits then, and drives to it and on from it without waiting.

    Only who would come to a door or a school before it opens waits. None if no way leads there within the day.

    Parameters
    ----------
    number
        Which visit, counted from 0.
    arrive_s
        When it begins.
    """
    travel, stops = problem.travel_of(vehicle), _untimed(outline)
    lasts_s = [service_of(problem, stop) for stop in stops]
    drives_s = [travel.seconds_between(start.place, end.place) for start, end in pairwise(stops)]
    if max(drives_s, default=0) >= UNREACHABLE_S:
        return None
    begins_s = [arrive_s] * len(stops)
    for at in range(number - 1, -1, -1):
        begins_s[at] = begins_s[at + 1] - drives_s[at] - lasts_s[at]
    for at in range(number + 1, len(stops)):
        opens_s = _opens_s(problem, stops[at], lasts_s[at])
        begins_s[at] = max(begins_s[at - 1] + lasts_s[at - 1] + drives_s[at - 1], opens_s)
    if begins_s[0] < 0 or begins_s[-1] + lasts_s[-1] >= DAY_S:
        return None
    timed = (
        replace(stop, arrive_s=begin_s, leave_s=begin_s + last_s)
        for stop, begin_s, last_s in zip(stops, begins_s, lasts_s, strict=True)
    )
    return Run(vehicle=vehicle, layout=outline.layout, crew=outline.crew, stops=tuple(timed))


def _untimed(outline: Outline) -> list[Stop]:
    return [
        Stop(
            place=visit.place,
            arrive_s=0,
            leave_s=0,
            boards=visit.boards,
            alights=visit.alights,
            joins=visit.joins,
            leaves=visit.leaves,
        )
        for visit in outline.visits
    ]


def _opens_s(problem: Problem, stop: Stop, lasts_s: int) -> int:
    """Return before which time a vehicle waits at a stop: a school's first, or when someone is at home."""
    side = at_school(problem, stop)
    before_s = 0 if problem.is_to_school else lasts_s
    schools = (problem.school[problem.pupil[pupil].school].from_s - before_s for pupil in side)
    homes = (
        problem.pupil[pupil].needs.home_from_s or 0 for pupil in (*stop.boards, *stop.alights) if pupil not in side
    )
    return max((*schools, *homes), default=0)


def _beside(problem: Problem, said: Said, slot: Slot, outline: Outline) -> Said:
    """Return what was said, with the vehicle's hours narrowed to what its other runs leave of them."""
    travel, depot = problem.travel_of(slot.vehicle), problem.vehicle[slot.vehicle].depot
    first, last = outline.visits[0].place, outline.visits[-1].place
    from_s, until_s = said.vehicle_hours.get(slot.vehicle, ALL_DAY)
    if slot.before:
        out_s = 0 if depot is None else travel.seconds_between(depot, first)
        from_s = slot.before[-1].ends_s + travel.seconds_between(slot.before[-1].stops[-1].place, first) - out_s
    if slot.after:
        back_s = 0 if depot is None else travel.seconds_between(last, depot)
        until_s = slot.after[0].begins_s - travel.seconds_between(last, slot.after[0].stops[0].place) + back_s
    return replace(said, vehicle_hours=said.vehicle_hours | {slot.vehicle: (from_s, until_s)})


def _as_now(problem: Problem, said: Said, now: Run) -> Said:
    """Return what was said, and that schools see the vehicle no later than now (from school: no earlier)."""
    windows = dict(said.school_window)
    for school, stop, _ in school_stops(problem, now):
        from_s, until_s = windows.get(school.id, ALL_DAY)
        if problem.is_to_school:
            windows[school.id] = (from_s, min(until_s, stop.arrive_s))
        else:
            windows[school.id] = (max(from_s, stop.leave_s), until_s)
    return replace(said, school_window=windows)


def _anchors(problem: Problem, slot: Slot, outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield visits, counted from 0, and when the vehicle could come to them."""
    expected = {} if slot.now is None else {school.id: stop for school, stop, _ in school_stops(problem, slot.now)}
    stops = _untimed(outline)
    for number, stop in enumerate(stops):
        lasts_s = 0 if problem.is_to_school else service_of(problem, stop)
        for name in dict.fromkeys(problem.pupil[pupil].school for pupil in at_school(problem, stop)):
            if name in expected:
                yield number, expected[name].arrive_s
            school = problem.school[name]
            yield number, school.until_s - lasts_s
            yield number, school.from_s - lasts_s
    travel = problem.travel_of(slot.vehicle)
    if slot.before:
        drive_s = travel.seconds_between(slot.before[-1].stops[-1].place, stops[0].place)
        yield 0, slot.before[-1].ends_s + drive_s
    if slot.after:
        drive_s = travel.seconds_between(stops[-1].place, slot.after[0].stops[0].place)
        yield len(stops) - 1, slot.after[0].begins_s - drive_s - service_of(problem, stops[-1])
