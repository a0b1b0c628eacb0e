"""One pupil more in a plan that stands: the best choices, each with its price and what it does to everyone else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from routing.cost import cost
from routing.plan import Plan, Shift
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.solver.bays import spaced
from routing.solver.compiled import Compiled, compile_problem
from routing.solver.crews import with_crews
from routing.solver.joins import Join, best_joins
from routing.solver.outlines import Draft, runs_of, state_and_vehicles
from routing.solver.tables import NOBODY, work_for
from routing.wording import clock, counted, minutes, pounds

LOOKED_AT = 3
"""So many times the choices asked for are worked out exactly."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to carry one pupil more.

    Parameters
    ----------
    plan
        The plan that results; every rule is kept, as far as the plan before kept them.
    vehicle
        Who carries the pupil.
    extra_pence
        What the plan costs more than before, not counting the price of leaving the pupil unplaced.
    moved
        The other pupils whose times change, and by how many seconds (later if positive).
    said
        The choice in a sentence.
    """

    plan: Plan
    vehicle: VehicleId
    extra_pence: int
    moved: tuple[tuple[PupilId, int], ...]
    said: str


def insert(problem: Problem, plan: Plan, pupil: PupilId, *, most: int = 5) -> tuple[Choice, ...]:
    """Return the best ways to carry one pupil more, the cheapest first, all else staying as it is.

    Parameters
    ----------
    problem
        With the pupil in it.
    plan
        In which the pupil is unplaced, or unknown.
    most
        How many choices to return.

    Raises
    ------
    KeyError
        If the problem does not know the pupil.
    ValueError
        If the pupil is on a run already, or may not be planned at all.

    Examples
    --------
    ``insert(problem, plan, PupilId("p7"))[0].said`` says in a sentence what is best.
    """
    return insert_into(compile_problem(problem), plan, pupil, most=most)


def insert_into(compiled: Compiled, plan: Plan, pupil: PupilId, *, most: int = 5) -> tuple[Choice, ...]:
    """Return the best ways to carry one pupil more, for a problem that is compiled already; see :func:`insert`."""
    problem = compiled.problem
    record = problem.pupil[pupil]
    if plan.find_run_of(pupil) is not None:
        raise ValueError(f"pupil {record.id} is on a run already; take them off it first.")
    for each in compiled.left_out:
        if each.pupil == pupil:
            raise ValueError(f"pupil {pupil} may not be planned: {each.reason}.")
    work = work_for(compiled.tables)
    state, vehicles = state_and_vehicles(compiled, work, plan)
    before = cost(problem, replace(plan, unplaced=tuple(each for each in plan.unplaced if each.pupil != pupil)))
    choices: list[Choice] = []
    for join in best_joins(compiled, work, state, compiled.pupil_row[pupil])[: LOOKED_AT * most]:
        choices += _choices(compiled, plan, pupil, join, vehicles, before)
    return tuple(sorted(choices, key=lambda choice: (choice.extra_pence, choice.vehicle))[:most])


def _choices(
    compiled: Compiled, plan: Plan, pupil: PupilId, join: Join, vehicles: list[VehicleId], before: int
) -> Iterator[Choice]:
    """Yield a way to join as a whole plan, or nothing if there is no crew or bay for it."""
    problem = compiled.problem
    if join.row != NOBODY:
        vehicle = vehicles[join.row]
    else:
        in_use = {shift.vehicle for shift in plan.shifts}
        free = [each for each in compiled.kinds[join.kind] if each not in in_use]
        if not free:
            return
        vehicle = free[0]
    made = replaced(compiled, plan, Draft(vehicle, runs_of(compiled, join.nodes)))
    if made is None:
        return
    old, new = (next((each for each in of.shifts if each.vehicle == vehicle), None) for of in (plan, made))
    if new is None:
        raise RuntimeError(f"vehicle {vehicle} was given a shift without visits; please report this.")
    changes = tuple(_moved(problem, old, new))
    extra = cost(problem, made) - before
    named = replace(made, made_by="waymark, one pupil inserted")
    yield Choice(named, vehicle, extra, changes, _said(problem, pupil, new, extra, changes))


def replaced(compiled: Compiled, plan: Plan, draft: Draft) -> Plan | None:
    """Return a plan in which one vehicle's shift is made anew, or taken out, all else as it is.

    None if there is no crew for it, or no bay at a school. Those who are aboard are no longer unplaced.
    """
    others = tuple(shift for shift in plan.shifts if shift.vehicle != draft.vehicle)
    if not draft.runs:
        return replace(plan, shifts=others, bound=None)
    old = next((shift for shift in plan.shifts if shift.vehicle == draft.vehicle), None)
    shift = _crewed(compiled, draft, old, others)
    if shift is None:
        return None
    moved, crowded = spaced(compiled, [shift], others)
    if crowded:
        return None
    placed = frozenset(each for run in moved[0].runs for each in run.pupils)
    order = {each.id: number for number, each in enumerate(compiled.problem.vehicles)}
    shifts = sorted((*others, moved[0]), key=lambda each: order.get(each.vehicle, len(order)))
    left = tuple(each for each in plan.unplaced if each.pupil not in placed)
    return replace(plan, shifts=tuple(shifts), unplaced=left, bound=None)


def _crewed(compiled: Compiled, draft: Draft, old: Shift | None, others: tuple[Shift, ...]) -> Shift | None:
    """Return a shift with the crew that it had, if they can do it, or with others who are free."""
    elsewhere = _crew(others)
    own = frozenset[AssistantId]() if old is None else _crew((old,))
    everyone = frozenset(each.id for each in compiled.problem.assistants)
    for taken in (everyone - own, elsewhere - own):
        crewed = with_crews(compiled, [draft], taken)
        if not crewed.unmet:
            return crewed.shifts[0]
    return None


def _crew(shifts: tuple[Shift, ...]) -> frozenset[AssistantId]:
    return frozenset(member.assistant for shift in shifts for run in shift.runs for member in run.crew)


def _moved(problem: Problem, old: Shift | None, new: Shift) -> Iterator[tuple[PupilId, int]]:
    """Yield the pupils whose times at their own stop change, and by how much."""
    before = {} if old is None else own_times(problem, old)
    for pupil, at_s in own_times(problem, new).items():
        if pupil in before and at_s != before[pupil]:
            yield pupil, at_s - before[pupil]


def own_times(problem: Problem, shift: Shift) -> dict[PupilId, int]:
    """Return when a vehicle is at each pupil's own stop."""
    return {
        pupil: stop.arrive_s
        for stop in shift.stops
        for pupil in (stop.boards if problem.is_to_school else stop.alights)
    }


def _said(problem: Problem, pupil: PupilId, shift: Shift, extra: int, changes: tuple[tuple[PupilId, int], ...]) -> str:
    at = clock(own_times(problem, shift)[pupil])
    price = f"{pounds(extra)} more" if extra >= 0 else f"{pounds(-extra)} less"
    said = f"{shift.vehicle} comes at {at} for {price} a day"
    if not changes:
        return f"{said}; nobody else's time changes."
    worst = max(abs(by_s) for _, by_s in changes)
    return f"{said}; {counted(len(changes), 'other pupil')} moved by at most {minutes(worst)}."
