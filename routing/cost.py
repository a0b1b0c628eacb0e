"""What a plan costs, in pence, line by line; preferences are prices, so that one may see what they cost.

This is the one definition of cost: the judge adds it up from what is written in the plan, and every engine's arithmetic
is tested against it. Each line is rounded once, half up, to whole pence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from routing.plan import Plan, Run, Shift
from routing.problem import Problem
from routing.records import AssistantId, PassengerAssistant

MILE_MM = 1_609_344
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class CostLine:
    """One thing that is paid, or one preference that is priced.

    Parameters
    ----------
    what
        ``vehicle``, ``miles``, ``hours``, ``assistant``, ``ride``, ``moved``, ``changed`` or ``unplaced``.
    whose
        The vehicle, assistant or pupil.
    pence
        The price.
    """

    what: str
    whose: str
    pence: int


def rounded(numerator: int, denominator: int) -> int:
    """Return the quotient of two whole numbers, rounded half up.

    Examples
    --------
    >>> rounded(5, 2), rounded(4, 3)
    (3, 1)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def cost(problem: Problem, plan: Plan) -> int:
    """Return what a plan costs in pence, preferences and unplaced pupils included."""
    return sum(line.pence for line in cost_lines(problem, plan))


def cost_lines(problem: Problem, plan: Plan) -> Iterator[CostLine]:
    """Yield every line of a plan's cost."""
    for shift in plan.shifts:
        yield from shift_lines(problem, shift)
    yield from _assistant_lines(problem, plan)
    for unplaced in plan.unplaced:
        if problem.why_not_planned(unplaced.pupil) is not None:
            continue  # no plan could carry them, so it is no fault of this one
        yield CostLine("unplaced", unplaced.pupil, problem.policy.unplaced_pence)


def shift_lines(problem: Problem, shift: Shift) -> Iterator[CostLine]:
    """Yield what a shift costs, its assistants' pay left out."""
    contract = problem.contract[problem.vehicle[shift.vehicle].contract]
    metres, seconds = driven(problem, shift)
    yield CostLine("vehicle", shift.vehicle, rounded(contract.day_rate_pence, 2))
    yield CostLine("miles", shift.vehicle, rounded(metres * 1000 * contract.mile_rate_pence, MILE_MM))
    yield CostLine("hours", shift.vehicle, rounded(seconds * contract.hour_rate_pence, HOUR_S))
    for run in shift.runs:
        yield from _preference_lines(problem, run)


def driven(problem: Problem, shift: Shift) -> tuple[int, int]:
    """Return metres and seconds of a shift, from depot to depot, or from first stop to last where there is none."""
    vehicle, travel = problem.vehicle[shift.vehicle], problem.travel_of(shift.vehicle)
    stops = shift.stops
    places = [stop.place for stop in stops]
    from_s, to_s = stops[0].arrive_s, stops[-1].leave_s
    if vehicle.depot is not None:
        from_s -= travel.seconds_between(vehicle.depot, places[0])
        to_s += travel.seconds_between(places[-1], vehicle.depot)
        places = [vehicle.depot, *places, vehicle.depot]
    metres = sum(travel.metres_between(start, end) for start, end in pairwise(places))
    return metres, to_s - from_s


def assistant_hours(plan: Plan) -> dict[AssistantId, tuple[int, int]]:
    """Return when each assistant first joins and last leaves, in seconds after midnight.

    An assistant joins at the stop that says so, otherwise at the run's first stop; and leaves at the stop that says so,
    otherwise at the run's last.
    """
    hours: dict[AssistantId, tuple[int, int]] = {}
    for run in plan.runs:
        for member in run.crew:
            joins = [stop.arrive_s for stop in run.stops if member.assistant in stop.joins]
            leaves = [stop.leave_s for stop in run.stops if member.assistant in stop.leaves]
            from_s, to_s = min(joins, default=run.begins_s), max(leaves, default=run.ends_s)
            before = hours.get(member.assistant, (from_s, to_s))
            hours[member.assistant] = (min(before[0], from_s), max(before[1], to_s))
    return hours


def assistant_pence(problem: Problem, assistant: PassengerAssistant, seconds: int) -> int:
    """Return what an assistant is paid for so many seconds from joining to leaving."""
    paid_s = max(seconds, problem.policy.assistant_minimum_paid_s)
    return rounded(paid_s * assistant.hour_rate_pence, HOUR_S)


def _assistant_lines(problem: Problem, plan: Plan) -> Iterator[CostLine]:
    for name, (from_s, to_s) in assistant_hours(plan).items():
        pence = assistant_pence(problem, problem.assistant[name], to_s - from_s)
        yield CostLine("assistant", name, pence)


def _preference_lines(problem: Problem, run: Run) -> Iterator[CostLine]:
    """Yield the prices of rides and of broken promises on one run."""
    policy = problem.policy
    for ride in run.rides():
        yield CostLine("ride", ride.pupil, rounded(ride.seconds * policy.ride_hour_pence, HOUR_S))
        usual = problem.usual.get(ride.pupil)
        if usual is None:
            continue
        if usual.time_s is not None:
            at_home_s = _at_home_s(problem, run, ride.pupil)
            over_s = max(0, abs(at_home_s - usual.time_s) - usual.tolerance_s)
            yield CostLine("moved", ride.pupil, rounded(over_s * policy.moved_minute_pence, 60))
        driver = problem.vehicle[run.vehicle].driver
        aboard = {member.assistant for member in run.crew}
        if usual.vehicle is not None and usual.vehicle != run.vehicle:
            yield CostLine("changed", ride.pupil, policy.changed_vehicle_pence)
        if usual.driver is not None and usual.driver != driver:
            yield CostLine("changed", ride.pupil, policy.changed_driver_pence)
        if usual.assistant is not None and usual.assistant not in aboard:
            yield CostLine("changed", ride.pupil, policy.changed_assistant_pence)


def _at_home_s(problem: Problem, run: Run, pupil: str) -> int:
    """Return when the vehicle arrives at the pupil's own stop: where they board to school, alight from school."""
    to_school = problem.is_to_school
    return next(stop.arrive_s for stop in run.stops if pupil in (stop.boards if to_school else stop.alights))
