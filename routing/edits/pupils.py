"""Edits of who travels where: a pupil moved to a run, two exchanged, one left out; the best place is found for each."""

from dataclasses import replace

from routing.edits.choosing import best_of
from routing.edits.edit import Edit, edit_of, known_pupil, known_run, known_vehicle, rules_said
from routing.edits.placing import Vacancy, places
from routing.edits.slots import in_turn, new_slots, runs_of, slot_at, with_runs
from routing.errors import CannotBeDoneError
from routing.leaving import without_pupils, working_once
from routing.plan import Plan, Run, Unplaced
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.said import Said
from routing.timing import Outline, outline_of

EXCHANGED = "exchanged with {}, who had no run"


def move(problem: Problem, plan: Plan, pupil: PupilId, vehicle: VehicleId, run_number: int | None) -> Edit:
    """Return the plan with a pupil on another run, at the cheapest place that keeps the rules, or the least bad.

    An assistant who looked after them alone comes with them; where they need one and none is aboard, a free one does.

    Parameters
    ----------
    pupil
        On a run, or unplaced.
    vehicle, run_number
        The run, counted from 1 in the order of the vehicle's shift; None for a new run of that vehicle.

    Raises
    ------
    NoSuchRecordError
        If there is no such pupil, vehicle or run.
    CannotBeDoneError
        If no road leads there within the day.
    """
    known_pupil(problem, pupil)
    known_vehicle(problem, vehicle)
    said = rules_said(problem)
    target = None if run_number is None else known_run(problem, plan, vehicle, run_number)
    rest, familiar = _taken_out(problem, said, plan, pupil)
    runs = runs_of(rest, vehicle)
    if target is None or run_number is None:
        vacancies = [Vacancy(slot) for slot in new_slots(rest, vehicle)]
    elif set(target.pupils) == {pupil}:
        begin = run_number - 1
        vacancies = [Vacancy(slot_at(vehicle, (*runs[:begin], None, *runs[begin:]), begin, target))]
    else:
        number = _number_of(runs, target, pupil)
        vacancies = [Vacancy(slot_at(vehicle, runs, number, target), runs[number])]
    options = [each for vacancy in vacancies for each in places(problem, said, rest, vacancy, pupil, familiar)]
    return edit_of(problem, plan, best_of(problem, said, rest, options))


def _number_of(runs: tuple[Run, ...], target: Run, pupil: PupilId) -> int:
    """Return which of a vehicle's runs, counted from 0, a run has become, now that a pupil is on none."""
    others = [each for each in target.pupils if each != pupil]
    return next(number for number, run in enumerate(runs) if run is target or set(run.pupils) == set(others))


def leave_out(problem: Problem, plan: Plan, pupil: PupilId, reason: str) -> Edit:
    """Return the plan with a pupil on no run, named as unplaced for a reason.

    Raises
    ------
    NoSuchRecordError
        If there is no such pupil.
    CannotBeDoneError
        If no reason is given.
    """
    known_pupil(problem, pupil)
    if not reason.strip():
        raise CannotBeDoneError(f"Say why {pupil} is left without a run: the family and the school will ask.")
    rest, _ = _taken_out(problem, rules_said(problem), plan, pupil)
    return edit_of(problem, plan, replace(rest, unplaced=(*rest.unplaced, Unplaced(pupil, reason.strip()))))


def swap(problem: Problem, plan: Plan, pupil: PupilId, other: PupilId) -> Edit:
    """Return the plan with two pupils in each other's place: on each other's run, or in each other's turn on one run.

    Each is put at the best place on the other's run. Where one of them has no run, the other one has none afterwards.

    Raises
    ------
    NoSuchRecordError
        If there is no such pupil.
    CannotBeDoneError
        If they are one and the same, if neither has a run, or if no road leads there within the day.
    """
    homes = [_find_run(plan, known_pupil(problem, each)) for each in (pupil, other)]
    if pupil == other:
        raise CannotBeDoneError(f"{pupil} cannot change places with themselves: choose two pupils.")
    if homes == [None, None]:
        raise CannotBeDoneError(f"Neither {pupil} nor {other} has a run, so there is nothing to exchange.")
    for each in homes:
        if each is not None:
            known_run(problem, plan, each[0], each[1] + 1)
    said = rules_said(problem)
    if homes[0] == homes[1] and homes[0] is not None:
        return edit_of(problem, plan, _turns_exchanged(problem, said, plan, homes[0], (pupil, other)))
    return edit_of(problem, plan, _exchanged(problem, said, plan, dict(zip((pupil, other), homes, strict=True))))


Home = tuple[VehicleId, int]
"""A vehicle and which of its runs, counted from 0."""


def _find_run(plan: Plan, pupil: PupilId) -> Home | None:
    for shift in plan.shifts:
        for number, run in enumerate(shift.runs):
            if pupil in run.pupils:
                return shift.vehicle, number
    return None


def _exchanged(problem: Problem, said: Said, plan: Plan, homes: dict[PupilId, Home | None]) -> Plan:
    """Return a plan with two pupils of different runs, or one of none, in each other's place."""
    once, one, other = working_once(plan), *homes
    runs: dict[VehicleId, list[Run | None]] = {home[0]: list(runs_of(plan, home[0])) for home in homes.values() if home}
    known: dict[PupilId, tuple[AssistantId, ...]] = {}
    stood: dict[PupilId, Run] = {}
    for pupil, home in homes.items():
        run = runs[home[0]][home[1]] if home else None
        if home is None or run is None:
            continue
        left = without_pupils(problem, run, {pupil}, once)
        stood[pupil], known[pupil] = run, _freed(run, left)
        runs[home[0]][home[1]] = left
    now = replace(plan, unplaced=tuple(each for each in plan.unplaced if each.pupil not in homes))
    for vehicle, each in runs.items():
        now = with_runs(problem, now, vehicle, tuple(run for run in each if run is not None))
    for pupil, comes in ((one, other), (other, one)):
        home = homes[pupil]
        if home is None:
            now = replace(now, unplaced=(*now.unplaced, Unplaced(comes, EXCHANGED.format(pupil))))
            continue
        vehicle, number = home
        vacancy = Vacancy(slot_at(vehicle, runs[vehicle], number, stood[pupil]), runs[vehicle][number])
        options = list(places(problem, said, now, vacancy, comes, known.get(comes, ())))
        now = best_of(problem, said, now, options)
        made = iter(runs_of(now, vehicle))
        runs[vehicle] = [
            next(made) if at == number or run is not None else None for at, run in enumerate(runs[vehicle])
        ]
    return now


def _turns_exchanged(problem: Problem, said: Said, plan: Plan, home: Home, pupils: tuple[PupilId, PupilId]) -> Plan:
    """Return a plan with two pupils of one run in each other's turn: at their own places, in the other order."""
    vehicle, number = home
    runs = runs_of(plan, vehicle)
    outline = outline_of(runs[number])
    turns = [
        at
        for pupil in pupils
        for at, visit in enumerate(outline.visits)
        if pupil in (visit.boards if problem.is_to_school else visit.alights)
    ]
    visits = list(outline.visits)
    visits[turns[0]], visits[turns[1]] = visits[turns[1]], visits[turns[0]]
    changed = Outline(tuple(visits), outline.layout, outline.crew)
    return best_of(problem, said, plan, [(slot_at(vehicle, runs, number, runs[number]), in_turn(changed))])


def _taken_out(problem: Problem, said: Said, plan: Plan, pupil: PupilId) -> tuple[Plan, tuple[AssistantId, ...]]:
    """Return a plan in which a pupil is on no run and not named as unplaced, and who was aboard for them alone.

    The others stay as they are, or are timed again where that is cheaper.
    """
    once, freed = working_once(plan), list[AssistantId]()
    rest = replace(plan, unplaced=tuple(each for each in plan.unplaced if each.pupil != pupil))
    while (home := _find_run(rest, pupil)) is not None:
        vehicle, number = home
        run = known_run(problem, rest, vehicle, number + 1)
        slot = slot_at(vehicle, runs_of(rest, vehicle), number, run)
        left = without_pupils(problem, run, {pupil}, once)
        freed += _freed(run, left)
        rest = with_runs(problem, rest, vehicle, slot.filled(left))
        if left is not None:
            rest = best_of(problem, said, rest, [(slot, outline_of(left))], standing=[slot.filled(left)])
    return rest, tuple(freed)


def _freed(run: Run, left: Run | None) -> tuple[AssistantId, ...]:
    """Return who of a run's crew is no longer aboard."""
    stay = set[AssistantId]() if left is None else {member.assistant for member in left.crew}
    return tuple(member.assistant for member in run.crew if member.assistant not in stay)
