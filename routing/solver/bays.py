"""Room at the school gates: runs moved within their slack so that no more vehicles stand at a school than it has bays.

All in the clock of the engines (negated from school), in which a run can only move earlier.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from routing.cost import assistant_hours
from routing.plan import Plan, Run, Shift
from routing.records import SchoolId
from routing.solver.compiled import Compiled
from routing.timing import moved_shift, run_slacks_s

STEP_S = 30
"""Runs move by multiples of so many seconds."""
EFFORT = 1.0
"""Deterministic time that the model may take, so that a result does not depend on the clock."""
KEPT = 10**6

Number = tuple[int, int]
"""Which shift, which of its runs."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A vehicle at a school: on which run, from when to when."""

    number: Number
    from_s: int
    to_s: int


def spaced(
    compiled: Compiled, shifts: Sequence[Shift], standing: Sequence[Shift] = (), *, quickly: bool = False
) -> tuple[list[Shift], list[Number]]:
    """Return the shifts, moved so that schools have a bay for each, and the runs for which there is none.

    Parameters
    ----------
    standing
        Shifts that may not move.
    quickly
        Whether to be content with runs taking turns, without a model of them all.
    """
    stands = _stands(compiled, [*shifts, *standing])
    if all(_most_at_once(each) <= compiled.said.bays[school] for school, each in stands.items()):
        return list(shifts), []
    turns, crowded = _in_turn(compiled, shifts, stands)
    if crowded and not quickly:
        turns, crowded = _modelled(compiled, shifts, stands, turns, crowded)
    by_s = ([turns[k, r] for r in range(len(shift.runs))] for k, shift in enumerate(shifts))
    return [moved_shift(compiled.problem, shift, each) for shift, each in zip(shifts, by_s, strict=True)], crowded


def _in_turn(
    compiled: Compiled, shifts: Sequence[Shift], stands: dict[SchoolId, list[Stand]]
) -> tuple[dict[Number, int], list[Number]]:
    """Let shifts take their turn, those that can move least first: each moves as little as it must to find a bay."""
    limits = {k: _limits(compiled, shift) for k, shift in enumerate(shifts)}
    taken: dict[SchoolId, list[tuple[int, int]]] = defaultdict(list)
    own: dict[Number, list[tuple[SchoolId, Stand]]] = defaultdict(list)
    for school, each in stands.items():
        for stand in each:
            if stand.number[0] < len(shifts):
                own[stand.number].append((school, stand))
            else:
                taken[school].append((stand.from_s, stand.to_s))
    turns: dict[Number, int] = {}
    crowded: list[Number] = []

    def fits(number: Number, by_s: int) -> bool:
        return all(
            sum(from_s < stand.to_s - by_s and stand.from_s - by_s < to_s for from_s, to_s in taken[school])
            < compiled.said.bays[school]
            for school, stand in own[number]
        )

    def order(shift: int) -> tuple[int, int]:
        return min(slack for slack, _, _ in limits[shift]), shift

    forward = compiled.problem.is_to_school
    numbers = ((k, r) for k in sorted(limits, key=order) for r in sorted(range(len(shifts[k].runs)), reverse=forward))
    for number in numbers:
        k, r = number
        after = (k, r + 1 if forward else r - 1)
        slack, spare, bound = limits[k][r]
        lowest = max(0, turns[after] - spare) if after in turns else 0
        highest = min(slack, turns[after]) if after in turns and bound else slack
        free = next((by_s for by_s in range(lowest, highest + 1, STEP_S) if fits(number, by_s)), None)
        if free is None:
            crowded.append(number)
        else:
            for school, stand in own[number]:
                taken[school].append((stand.from_s - free, stand.to_s - free))
        turns[number] = min(lowest, slack) if free is None else free
    return turns, crowded


def _limits(compiled: Compiled, shift: Shift) -> list[tuple[int, int, bool]]:
    """Return for each run its slack, the wait before the next, and whether it may not move further than the next."""
    slacks, crew = _slacks(compiled, shift), any(run.crew for run in shift.runs)
    waits = [_spare_s(compiled, before, after) for before, after in pairwise(shift.runs)]
    waits = [*waits, 0] if compiled.problem.is_to_school else [0, *waits]
    return [(slack, wait, crew) for slack, wait in zip(slacks, waits, strict=True)]


def _modelled(
    compiled: Compiled,
    shifts: Sequence[Shift],
    stands: dict[SchoolId, list[Stand]],
    turns: dict[Number, int],
    crowded: Sequence[Number],
) -> tuple[dict[Number, int], list[Number]]:
    """Do the same with CP-SAT, beginning with the turns taken."""
    model = cp_model.CpModel()
    moves, kept = _variables(compiled, model, shifts)
    for number, move in moves.items():
        model.add_hint(move, turns[number] // STEP_S)
        model.add_hint(kept[number], number not in crowded)
    never, always = model.new_constant(0), model.new_constant(1)
    for school, each in stands.items():
        intervals = []
        for stand in each:
            move, keep = moves.get(stand.number, never), kept.get(stand.number, always)
            start = stand.from_s - STEP_S * move
            intervals.append(model.new_optional_fixed_size_interval_var(start, stand.to_s - stand.from_s, keep, ""))
        model.add_cumulative(intervals, [1] * len(intervals), compiled.said.bays[school])
    model.minimize(sum(moves.values()) - KEPT * sum(kept.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RuntimeError("the schools' bays could not be shared out; please report this.")
    found = {number: STEP_S * solver.value(move) for number, move in moves.items()}
    return found, [number for number, keep in kept.items() if not solver.value(keep)]


def _variables(
    compiled: Compiled, model: cp_model.CpModel, shifts: Sequence[Shift]
) -> tuple[dict[Number, cp_model.IntVar], dict[Number, cp_model.IntVar]]:
    """Return, for each run, by how many steps it moves and whether it is kept; the drives between runs are kept to."""
    moves: dict[Number, cp_model.IntVar] = {}
    kept: dict[Number, cp_model.IntVar] = {}
    for k, shift in enumerate(shifts):
        for r, slack in enumerate(_slacks(compiled, shift)):
            moves[k, r] = model.new_int_var(0, slack // STEP_S, "")
            kept[k, r] = model.new_bool_var("")
        order = range(len(shift.runs)) if compiled.problem.is_to_school else range(len(shift.runs) - 1, -1, -1)
        for before, after in pairwise(order):
            first, then = sorted((before, after))
            spare_s = _spare_s(compiled, shift.runs[first], shift.runs[then])
            model.add(moves[k, after] - moves[k, before] <= spare_s // STEP_S)
            if any(run.crew for run in shift.runs):  # or an assistant's hours would grow
                model.add(moves[k, before] <= moves[k, after])
    return moves, kept


def _spare_s(compiled: Compiled, before: Run, after: Run) -> int:
    """Return how long a vehicle waits between two runs."""
    drive_s = compiled.problem.travel_of(before.vehicle).seconds_between(before.stops[-1].place, after.stops[0].place)
    return after.begins_s - before.ends_s - drive_s


def _stands(compiled: Compiled, shifts: Sequence[Shift]) -> dict[SchoolId, list[Stand]]:
    """Return when vehicles stand at the schools whose bays are limited, in the clock of the engines."""
    stands: dict[SchoolId, list[Stand]] = defaultdict(list)
    for k, shift in enumerate(shifts):
        for r, run in enumerate(shift.runs):
            for school, from_s, to_s in _halts(compiled, run):
                mirrored = (from_s, to_s) if compiled.problem.is_to_school else (-to_s, -from_s)
                stands[school].append(Stand((k, r), *mirrored))
    return stands


def _halts(compiled: Compiled, run: Run) -> Iterator[tuple[SchoolId, int, int]]:
    problem = compiled.problem
    for stop in run.stops:
        at_school = stop.alights if problem.is_to_school else stop.boards
        for school in dict.fromkeys(problem.pupil[pupil].school for pupil in at_school):
            if school in compiled.said.bays:
                yield school, stop.arrive_s, stop.leave_s


def _most_at_once(stands: Sequence[Stand]) -> int:
    return max(sum(other.from_s <= each.from_s < other.to_s for other in stands) for each in stands)


def _slacks(compiled: Compiled, shift: Shift) -> list[int]:
    """Return by how much each run may move, its assistants' hours kept."""
    spare = 10**6
    for name, (joins_s, leaves_s) in assistant_hours(Plan(shifts=(shift,))).items():
        hours = compiled.said.assistant_hours.get(name)
        if hours is not None:
            spare = min(spare, joins_s - hours[0] if compiled.problem.is_to_school else hours[1] - leaves_s)
    return [max(0, min(spare, each)) for each in run_slacks_s(compiled.problem, compiled.said, shift)]
