"""Edits of one run: when it comes to a stop, in which order, in which vehicle, and with whom aboard."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from routing.edits.choosing import Option, best_of
from routing.edits.edit import Edit, edit_of, known_assistant, known_run, known_vehicle, rules_said
from routing.edits.slots import Slot, driven, in_turn, new_slots, slot_of, with_runs
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.leaving import without_assistants
from routing.loads import fitting_layout
from routing.plan import CrewMember, Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, PassengerAssistant, VehicleId
from routing.risk import PupilId
from routing.said import Said
from routing.timing import Outline, Visit, outline_of
from routing.wording import clock, counted, listed


class Turn(StrEnum):
    """Which way a stop moves in the order of its run."""

    UP = "up"
    DOWN = "down"


def change_time(
    problem: Problem, plan: Plan, vehicle: VehicleId, run_number: int, stop_number: int, arrive_s: int
) -> Edit:
    """Return the plan with a run that comes to one of its stops then, and drives to it and on from it without waiting.

    The vehicle's other runs stay as they are. Whatever rule that breaks, the checker says.

    Parameters
    ----------
    run_number, stop_number
        Counted from 1, in the order of the shift and of the run.
    arrive_s
        When the vehicle is to be there.

    Raises
    ------
    NoSuchRecordError
        If there is no such vehicle, run or stop.
    CannotBeDoneError
        If the run would begin on the day before or end on the day after.
    """
    run = _run_with_stop(problem, plan, vehicle, run_number, stop_number)
    made = driven(problem, vehicle, outline_of(run), stop_number - 1, arrive_s)
    if made is None:
        raise CannotBeDoneError(f"With that stop at {clock(max(0, arrive_s))} the run would not be within the day.")
    return edit_of(problem, plan, with_runs(problem, plan, vehicle, slot_of(plan, vehicle, run).filled(made)))


def change_order(
    problem: Problem, plan: Plan, vehicle: VehicleId, run_number: int, stop_number: int, turn: Turn
) -> Edit:
    """Return the plan with a stop of a run one turn earlier or later, and the run timed again.

    Parameters
    ----------
    run_number, stop_number
        Counted from 1, in the order of the shift and of the run.
    turn
        Up is earlier, down is later.

    Raises
    ------
    NoSuchRecordError
        If there is no such vehicle, run or stop.
    CannotBeDoneError
        If it is the first or last already, or somebody would alight before they board.
    """
    run = _run_with_stop(problem, plan, vehicle, run_number, stop_number)
    outline, at = outline_of(run), stop_number - 1
    to = at + (1 if turn is Turn.DOWN else -1)
    if not 0 <= to < len(outline.visits):
        raise CannotBeDoneError(f"That stop is the {'last' if turn is Turn.DOWN else 'first'} of the run already.")
    visits = list(outline.visits)
    visits[at], visits[to] = visits[to], visits[at]
    changed = in_turn(replace(outline, visits=tuple(visits)))
    slot = slot_of(plan, vehicle, run)
    return edit_of(problem, plan, best_of(problem, rules_said(problem), plan, [(slot, changed)]))


def change_vehicle(problem: Problem, plan: Plan, vehicle: VehicleId, run_number: int, to: VehicleId) -> Edit:
    """Return the plan with a run made by another vehicle, wherever in its shift is best; the crew comes too.

    Parameters
    ----------
    run_number
        Counted from 1, in the order of the shift.
    to
        The vehicle that makes the run instead.

    Raises
    ------
    NoSuchRecordError
        If there is no such vehicle or run.
    CannotBeDoneError
        If that vehicle makes the run already, or no road leads there within the day.
    """
    run = known_run(problem, plan, vehicle, run_number)
    if known_vehicle(problem, to) == vehicle:
        raise CannotBeDoneError(f"{vehicle} makes that run already: choose another vehicle.")
    said, outline = rules_said(problem), outline_of(run)
    layout = fitting_layout(problem, said, to, outline.visits, len(run.crew), run.layout)
    rest = with_runs(problem, plan, vehicle, slot_of(plan, vehicle, run).filled(None))
    options = [(slot, replace(outline, layout=layout)) for slot in new_slots(rest, to, run)]
    return edit_of(problem, plan, best_of(problem, said, rest, options, against=plan))


def change_assistant(
    problem: Problem,
    plan: Plan,
    vehicle: VehicleId,
    run_number: int,
    assistant: AssistantId | None,
    to: AssistantId | None,
    *,
    one_to_one_with: PupilId | None = None,
) -> Edit:
    """Return the plan with another passenger assistant on a run in place of one, with one more, or with one fewer.

    Parameters
    ----------
    run_number
        Counted from 1, in the order of the shift.
    assistant
        Who is on the run now; None for one assistant more.
    to
        Who is to be on it; they look after whom the other one did. None for one assistant fewer.
    one_to_one_with
        Whom one assistant more looks after alone; None if pupils share them.

    Raises
    ------
    NoSuchRecordError
        If there is no such vehicle, run or assistant, or they or the pupil are not on the run.
    CannotBeDoneError
        If that assistant is on the run already, or nobody is named.
    """
    run = known_run(problem, plan, vehicle, run_number)
    member = _member(run, assistant, one_to_one_with)
    others = run if assistant is None else without_assistants(run, {assistant})
    slot = slot_of(plan, vehicle, run)
    said = rules_said(problem)
    if to is None and assistant is None:
        raise CannotBeDoneError("Name the passenger assistant who is to join the run, or the one who is to leave it.")
    if to is None:
        options = [_laid_out(problem, said, slot, outline_of(others).visits, others.crew)]
        standing = [slot.filled(others)]
    else:
        record = problem.assistant[known_assistant(problem, to)]
        if any(each.assistant == to for each in run.crew):
            raise CannotBeDoneError(f"{to} is on that run already.")
        crew, ways = (*others.crew, CrewMember(to, member)), _joining(outline_of(others).visits, record)
        options = [_laid_out(problem, said, slot, visits, crew) for visits in ways]
        stands = replace(others, crew=crew, layout=options[0][1].layout)
        standing = [slot.filled(stands)] if record.joins_at is None else []
    return edit_of(problem, plan, best_of(problem, said, plan, options, standing=standing, insist=False))


def _member(run: Run, assistant: AssistantId | None, one_to_one_with: PupilId | None) -> PupilId | None:
    """Return whom an assistant of a run, or one more, looks after alone; raise if they are not on it."""
    if assistant is None:
        if one_to_one_with is not None and one_to_one_with not in run.pupils:
            raise NoSuchRecordError(f"{one_to_one_with} is not on that run; on it are {listed(run.pupils)}.")
        return one_to_one_with
    roles = [each.one_to_one_with for each in run.crew if each.assistant == assistant]
    if not roles:
        crew = listed(each.assistant for each in run.crew)
        raise NoSuchRecordError(f"{assistant} is not on that run; its passenger assistants: {crew}.")
    return roles[0]


def _joining(visits: tuple[Visit, ...], assistant: PassengerAssistant) -> Iterator[tuple[Visit, ...]]:
    """Yield a run's visits with an assistant collected first and brought back last, and with less of it.

    Who is aboard from the run before need not be collected, nor be brought back who stays aboard for the next.
    """
    if assistant.joins_at is None:
        yield visits
        return
    joins = (Visit(place=assistant.joins_at, joins=(assistant.id,)),)
    leaves = (Visit(place=assistant.joins_at, leaves=(assistant.id,)),)
    for first, last in ((joins, leaves), (joins, ()), ((), leaves), ((), ())):
        yield (*first, *visits, *last)


def _laid_out(
    problem: Problem, said: Said, slot: Slot, visits: tuple[Visit, ...], crew: tuple[CrewMember, ...]
) -> Option:
    now = None if slot.now is None else slot.now.layout
    return slot, Outline(visits, fitting_layout(problem, said, slot.vehicle, visits, len(crew), now), crew)


def _run_with_stop(problem: Problem, plan: Plan, vehicle: VehicleId, run_number: int, stop_number: int) -> Run:
    run = known_run(problem, plan, vehicle, run_number)
    if not 1 <= stop_number <= len(run.stops):
        count = counted(len(run.stops), "stop")
        raise NoSuchRecordError(f"Run {vehicle}/{run_number} has no stop {stop_number}: it makes {count}.")
    return run
