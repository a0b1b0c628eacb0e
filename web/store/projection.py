"""What pages find of a plan: a row for each run, ride, unplaced pupil and violation, made from the document alone.

A page never opens a document to show a plan: it reads these rows, so many queries whatever the size of the plan.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.cost import shift_lines
from routing.encoding import encode
from routing.plan import Plan, Ride, Run, RunId, Shift
from routing.problem import Problem
from routing.records import AssistantId
from routing.rules import Violation

Row = dict[str, Any]
"""A row of a table, by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLocks:
    """What an officer has decided, and drafting again must leave as it is.

    Parameters
    ----------
    pupils
        In which vehicle a pupil travels.
    runs
        The runs that are made exactly as they stand, by id.
    """

    pupils: Mapping[str, str] = field(default_factory=dict)
    runs: frozenset[str] = frozenset()

    def to_json(self) -> Row:
        """Return them as an object of JSON."""
        return {"pupils": dict(sorted(self.pupils.items())), "runs": sorted(self.runs)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "DraftLocks":
        """Return what ``to_json`` gave."""
        return cls(pupils=value.get("pupils", {}), runs=frozenset(value.get("runs", ())))


def run_rows(
    problem: Problem, plan: Plan, violations: Sequence[Violation], locks: DraftLocks
) -> Iterator[tuple[Row, Shift, Run]]:
    """Yield a row of ``plan_run`` for each run, but for plan, lines and whether it has changed; and the run itself."""
    broken = Counter(violation.vehicle for violation in violations)
    for shift in plan.shifts:
        pence = sum(line.pence for line in shift_lines(problem, shift) if line.what in ("vehicle", "miles", "hours"))
        vehicle = problem.vehicle[shift.vehicle]
        contract = problem.contract[vehicle.contract]
        travel = problem.travel_of(shift.vehicle)
        for number, run in enumerate(shift.runs, 1):
            run_id = RunId(f"{shift.vehicle}/{number}")
            aboard = [problem.pupil[pupil] for pupil in run.pupils]
            row = {
                "run": run_id,
                "vehicle": shift.vehicle,
                "operator": contract.operator,
                "contract": contract.id,
                "driver": vehicle.driver,
                "begins_s": run.begins_s,
                "ends_s": run.ends_s,
                "pupils": len(aboard),
                "wheelchairs": sum(pupil.needs.wheelchair for pupil in aboard),
                "seats": run.layout.seats + run.layout.wheelchair_spaces,
                "longest_ride_s": max((ride.seconds for ride in run.rides()), default=0),
                "metres": sum(travel.metres_between(leg.start, leg.end) for leg in run.legs()),
                "pence": pence // len(shift.runs),
                "schools": sorted({pupil.school for pupil in aboard}),
                "assistants": [encode(member) for member in run.crew],
                "stops": [encode(stop) for stop in run.stops],
                "is_locked": run_id in locks.runs,
                "violations": broken[shift.vehicle],
            }
            yield row, shift, run


def ride_rows(problem: Problem, plan: Plan, locks: DraftLocks) -> Iterator[Row]:
    """Yield a row of ``plan_ride`` for each pupil who is carried."""
    for run_id, run in plan.numbered_runs():
        operator = problem.contract[problem.vehicle[run.vehicle].contract].operator
        for ride in run.rides():
            yield {
                "pupil": ride.pupil,
                "school": problem.pupil[ride.pupil].school,
                "run": run_id,
                "vehicle": run.vehicle,
                "operator": operator,
                "assistants": _assistants_of(run, ride),
                "board_s": _arrival_s(run, ride),
                "alight_s": ride.alight_s,
                "ride_s": ride.seconds,
                "limit_s": problem.ride_limit_s(ride.pupil),
                "is_locked": ride.pupil in locks.pupils or run_id in locks.runs,
            }


def _arrival_s(run: Run, ride: Ride) -> int:
    """Return when the vehicle comes to where a pupil boards."""
    return next(stop.arrive_s for stop in run.stops if ride.pupil in stop.boards)


def _assistants_of(run: Run, ride: Ride) -> list[AssistantId]:
    """Return who looks after a pupil: their own assistant, or all who are there for everyone."""
    own = [member.assistant for member in run.crew if member.one_to_one_with == ride.pupil]
    return own or [member.assistant for member in run.crew if member.one_to_one_with is None]


def unplaced_rows(problem: Problem, plan: Plan) -> Iterator[Row]:
    """Yield a row of ``plan_unplaced`` for each pupil who has no run."""
    for each in plan.unplaced:
        yield {"pupil": each.pupil, "school": problem.pupil[each.pupil].school, "reason": each.reason}


def violation_rows(violations: Sequence[Violation]) -> Iterator[Row]:
    """Yield a row of ``plan_violation`` for each way in which a rule is broken."""
    for number, violation in enumerate(violations, 1):
        yield {
            "number": number,
            "rule": violation.rule,
            "vehicle": violation.vehicle,
            "pupils": list(violation.pupils),
            "said": str(violation),
        }
