"""One plan in numbers, as plans are compared: what it costs and uses, how long pupils ride, what stays empty."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from routing.cost import cost_lines
from routing.plan import Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, Phase, VehicleId
from routing.risk import PupilId
from routing.rules.reading import aboard_after_each_stop
from routing.summary import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One plan in numbers.

    Parameters
    ----------
    pence
        What it costs, by kind of line (see :class:`routing.cost.CostLine`).
    vehicles, assistants
        Who works.
    runs, unplaced
        How many.
    ride_mean_s, ride_p95_s, ride_most_s
        Ride times; 0 where nobody rides.
    over_guide
        How many ride for longer than the policy's guide for their phase, whatever their own limit.
    seats_empty
        Seats that nobody takes where a run is at its fullest, of all runs.
    single_runs
        Runs that carry one pupil.
    """

    pence: Mapping[str, int]
    vehicles: frozenset[VehicleId]
    assistants: frozenset[AssistantId]
    runs: int
    unplaced: int
    ride_mean_s: int
    ride_p95_s: int
    ride_most_s: int
    over_guide: int
    seats_empty: int
    single_runs: int

    @property
    def total_pence(self) -> int:
        """What the plan costs, preferences and unplaced pupils included."""
        return sum(self.pence.values())


def figures_of(problem: Problem, plan: Plan) -> Figures:
    """Return a plan in numbers."""
    pence: Counter[str] = Counter()
    for line in cost_lines(problem, plan):
        pence[line.what] += line.pence
    rides = [ride for run in plan.runs for ride in run.rides()]
    seconds = spread([ride.seconds for ride in rides]) or {"mean": 0, "p95": 0, "max": 0}
    return Figures(
        pence=dict(sorted(pence.items())),
        vehicles=frozenset(shift.vehicle for shift in plan.shifts),
        assistants=frozenset(member.assistant for run in plan.runs for member in run.crew),
        runs=len(plan.runs),
        unplaced=len(plan.unplaced),
        ride_mean_s=seconds["mean"],
        ride_p95_s=seconds["p95"],
        ride_most_s=seconds["max"],
        over_guide=sum(ride.seconds > guide_s(problem, ride.pupil) for ride in rides),
        seats_empty=sum(_seats_empty(problem, run) for run in plan.runs),
        single_runs=sum(len(run.pupils) == 1 for run in plan.runs),
    )


def guide_s(problem: Problem, pupil: PupilId) -> int:
    """Return the guide limit of a ride for a pupil's phase, whatever their risk assessment says."""
    primary = problem.pupil[pupil].phase is Phase.PRIMARY
    return problem.policy.ride_limit_primary_s if primary else problem.policy.ride_limit_secondary_s


def _seats_empty(problem: Problem, run: Run) -> int:
    seated = (
        sum(not problem.pupil[pupil].needs.wheelchair for pupil in aboard) for _, aboard in aboard_after_each_stop(run)
    )
    return max(0, run.layout.seats - len({member.assistant for member in run.crew}) - max(seated))
