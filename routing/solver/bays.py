"""Room at the school gates: shifts moved within their slack so that no more vehicles stand at a school than it has bays."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from routing.cost import assistant_hours
from routing.plan import Plan, Shift
from routing.records import SchoolId
from routing.solver.compiled import Compiled
from routing.timing import moved_shift, slack_s

SECONDS = 10.0
WORK = 5.0
"""Deterministic time that the model may take, so that a result does not depend on the clock."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A vehicle at a school: which shift, from when to when."""

    shift: int
    from_s: int
    to_s: int


def spaced(compiled: Compiled, shifts: Sequence[Shift], standing: Sequence[Shift] = ()) -> tuple[list[Shift], list[int]]:
    """Return the shifts, moved so that schools have a bay for each, and the numbers of those for which there is none.

    Parameters
    ----------
    standing
        Shifts that may not move.
    """
    stands = _stands(compiled, [*shifts, *standing])
    crowded = {school for school, each in stands.items() if _most_at_once(each) > compiled.said.bays[school]}
    if not crowded:
        return list(shifts), []
    model = cp_model.CpModel()
    slack = [_slack(compiled, shift) for shift in shifts] + [0] * len(standing)
    moves = [model.new_int_var(0, each, "") for each in slack]
    kept = [model.new_bool_var("") for _ in shifts] + [model.new_constant(1) for _ in standing]
    sign = -1 if compiled.problem.is_to_school else 1
    for school, each in stands.items():
        intervals = []
        for stand in each:
            start = model.new_int_var(-(2**20), 2**20, "")
            model.add(start == stand.from_s + sign * moves[stand.shift])
            length = stand.to_s - stand.from_s
            intervals.append(model.new_optional_fixed_size_interval_var(start, length, kept[stand.shift], ""))
        model.add_cumulative(intervals, [1] * len(intervals), compiled.said.bays[school])
    model.minimize(sum(moves) - 10**6 * sum(kept[: len(shifts)]))
    for move, keep in zip(moves, kept[: len(shifts)], strict=False):
        model.add_hint(move, 0)
        model.add_hint(keep, 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = WORK
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise RuntimeError("the schools' bays could not be shared out; please report this.")
    moved = [moved_shift(compiled.problem, shift, solver.value(moves[k])) for k, shift in enumerate(shifts)]
    return moved, [k for k in range(len(shifts)) if not solver.value(kept[k])]


def _stands(compiled: Compiled, shifts: Sequence[Shift]) -> dict[SchoolId, list[Stand]]:
    """Return when vehicles stand at the schools whose bays are limited."""
    stands: dict[SchoolId, list[Stand]] = defaultdict(list)
    for number, shift in enumerate(shifts):
        for school, from_s, to_s in _halts(compiled, shift):
            stands[school].append(Stand(number, from_s, to_s))
    return stands


def _halts(compiled: Compiled, shift: Shift) -> Iterator[tuple[SchoolId, int, int]]:
    problem = compiled.problem
    for stop in shift.stops:
        at_school = stop.alights if problem.is_to_school else stop.boards
        for school in dict.fromkeys(problem.pupil[pupil].school for pupil in at_school):
            if school in compiled.said.bays:
                yield school, stop.arrive_s, stop.leave_s


def _most_at_once(stands: Sequence[Stand]) -> int:
    return max(sum(other.from_s <= each.from_s < other.to_s for other in stands) for each in stands)


def _slack(compiled: Compiled, shift: Shift) -> int:
    """Return by how much a shift may move, its assistants' hours kept."""
    slack = slack_s(compiled.problem, compiled.said, shift)
    for name, (joins_s, leaves_s) in assistant_hours(Plan(shifts=(shift,))).items():
        hours = compiled.said.assistant_hours.get(name)
        if hours is not None:
            slack = min(slack, joins_s - hours[0] if compiled.problem.is_to_school else hours[1] - leaves_s)
    return max(0, slack)
