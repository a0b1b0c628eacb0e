"""Edits of who travels where: a pupil moved to a run, two exchanged, one left out; the best place is found for each."""

from dataclasses import replace

from routing.edits.choosing import best_of
from routing.edits.edit import Edit, edit_of, known_pupil, known_run, known_run_of, known_vehicle, rules_said
from routing.edits.placing import Vacancy, places, vacancy_of
from routing.edits.slots import in_turn, new_slots, slot_of, with_runs
from routing.errors import CannotBeDoneError
from routing.leaving import without_pupils, working_once
from routing.plan import Plan, Run, Unplaced
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.said import Said
from routing.timing import Outline, outline_of


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
    if target is None:
        vacancies = [Vacancy(slot) for slot in new_slots(rest, vehicle)]
    else:
        vacancies = [vacancy_of(rest, vehicle, target, {pupil})]
    options = [each for vacancy in vacancies for each in places(problem, said, rest, vacancy, pupil, familiar)]
    return edit_of(problem, plan, best_of(problem, said, rest, options))


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
    known_pupil(problem, pupil)
    known_pupil(problem, other)
    if pupil == other:
        raise CannotBeDoneError(f"{pupil} cannot change places with themselves: choose two pupils.")
    stood = {each: run for each in (pupil, other) if (run := plan.find_run_of(each)) is not None}
    if not stood:
        raise CannotBeDoneError(f"Neither {pupil} nor {other} has a run, so there is nothing to exchange.")
    said = rules_said(problem)
    if len(stood) > 1 and stood[pupil] is stood[other]:
        return edit_of(problem, plan, _turns_exchanged(problem, said, plan, stood[pupil], (pupil, other)))
    now, knows_pupil = _taken_out(problem, said, plan, pupil)
    now, knows_other = _taken_out(problem, said, now, other)
    for leaves, comes, familiar in ((pupil, other, knows_other), (other, pupil, knows_pupil)):
        if leaves not in stood:
            now = replace(now, unplaced=(*now.unplaced, Unplaced(comes, f"exchanged with {leaves}, who had no run")))
            continue
        vacancy = vacancy_of(now, stood[leaves].vehicle, stood[leaves], {leaves})
        now = best_of(problem, said, now, list(places(problem, said, now, vacancy, comes, familiar)))
    return edit_of(problem, plan, now)


def _turns_exchanged(problem: Problem, said: Said, plan: Plan, run: Run, pupils: tuple[PupilId, PupilId]) -> Plan:
    """Return a plan with two pupils of one run in each other's turn: at their own places, in the other order."""
    outline = outline_of(known_run_of(problem, plan, run))
    turns = [
        at
        for pupil in pupils
        for at, visit in enumerate(outline.visits)
        if pupil in (visit.boards if problem.is_to_school else visit.alights)
    ]
    visits = list(outline.visits)
    visits[turns[0]], visits[turns[1]] = visits[turns[1]], visits[turns[0]]
    changed = Outline(tuple(visits), outline.layout, outline.crew)
    return best_of(problem, said, plan, [(slot_of(plan, run.vehicle, run), in_turn(changed))])


def _taken_out(problem: Problem, said: Said, plan: Plan, pupil: PupilId) -> tuple[Plan, tuple[AssistantId, ...]]:
    """Return a plan in which a pupil is on no run and not named as unplaced, and who was aboard for them alone.

    The others stay as they are, or are timed again where that is cheaper.
    """
    once, freed = working_once(plan), list[AssistantId]()
    rest = replace(plan, unplaced=tuple(each for each in plan.unplaced if each.pupil != pupil))
    while (run := rest.find_run_of(pupil)) is not None:
        slot = slot_of(rest, run.vehicle, known_run_of(problem, rest, run))
        left = without_pupils(problem, run, {pupil}, once)
        freed += _freed(run, left)
        rest = with_runs(problem, rest, run.vehicle, slot.filled(left))
        if left is not None:
            rest = best_of(problem, said, rest, [(slot, outline_of(left))], standing=[slot.filled(left)])
    return rest, tuple(freed)


def _freed(run: Run, left: Run | None) -> tuple[AssistantId, ...]:
    """Return who of a run's crew is no longer aboard."""
    stay = set[AssistantId]() if left is None else {member.assistant for member in left.crew}
    return tuple(member.assistant for member in run.crew if member.assistant not in stay)
