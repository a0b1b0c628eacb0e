"""By how much a stop could be later or earlier, and which limits stand in the way.

Every limit on times says "this no later than so long after that", so the latest time of a stop is a shortest path
from midnight through such limits, and the limits on that path are the reason for it. Exact, whatever else moves on the
run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from routing.plan import Run, Shift, Stop
from routing.problem import Problem
from routing.risk import PupilId, RuleId
from routing.rules.reading import at_school, own_stops
from routing.wording import clock, minutes

FAR_S = 10**7
"""Later than any time of a plan."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on times of a run, in words.

    Parameters
    ----------
    said
        "oak must be reached by 08:45".
    rule
        The rule that says so; None for what is simply so.
    pupil
        Whose need it is, if a pupil's.
    """

    said: str
    rule: RuleId | None = None
    pupil: PupilId | None = None


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a stop could move one way, and what stands in the way beyond; ``seconds`` is None if nothing does."""

    seconds: int | None
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """The stop ``to`` begins at most ``within_s`` after the stop ``start`` begins; stop 0 is midnight."""

    start: int
    to: int
    within_s: int
    limit: Limit | None = None


def slacks(problem: Problem, shift: Shift, run: Run, stop: Stop) -> tuple[Slack, Slack]:
    """Return how much later, and how much earlier, a stop of a run could begin, all else on the run free to move.

    The other runs of the shift stay as they are.
    """
    edges = list(_edges(problem, shift, run))
    number = run.stops.index(stop) + 1
    latest_s, later = _shortest(edges, len(run.stops) + 1, 0, number)
    before_s, earlier = _shortest(edges, len(run.stops) + 1, number, 0)
    return (
        Slack(None if latest_s is None else latest_s - stop.arrive_s, later),
        Slack(None if before_s is None else stop.arrive_s + before_s, earlier),
    )


def _shortest(edges: list[_Edge], count: int, start: int, to: int) -> tuple[int | None, tuple[Limit, ...]]:
    """Return the length of the shortest path, and the limits on it (Bellman-Ford); None if there is no path."""
    length: dict[int, int] = {start: 0}
    last: dict[int, _Edge] = {}
    for _ in range(count):
        for edge in edges:
            if edge.start in length and length[edge.start] + edge.within_s < length.get(edge.to, FAR_S):
                length[edge.to] = length[edge.start] + edge.within_s
                last[edge.to] = edge
    if to not in length:
        return None, ()
    limits, at = [], to
    for _ in range(count):
        if at == start or at not in last:
            break
        if (limit := last[at].limit) is not None:
            limits.append(limit)
        at = last[at].start
    return length[to], tuple(dict.fromkeys(limits))


def _edges(problem: Problem, shift: Shift, run: Run) -> Iterator[_Edge]:
    """Yield every limit on the times of a run."""
    travel = problem.travel_of(run.vehicle)
    for number, (before, after) in enumerate(pairwise(run.stops), 1):
        takes_s = before.leave_s - before.arrive_s + travel.seconds_between(before.place, after.place)
        yield _Edge(number + 1, number, -takes_s)
    for number, stop in enumerate(run.stops, 1):
        yield from _windows(problem, number, stop)
    yield from _rides(problem, run)
    yield from _hours(problem, shift, run)
    yield from _back_in_time(problem, shift, run)


def _windows(problem: Problem, number: int, stop: Stop) -> Iterator[_Edge]:
    """Yield the limits on when service may begin at a stop, and who says so."""
    verb, lasts_s = ("reached", 0) if problem.is_to_school else ("left", stop.leave_s - stop.arrive_s)
    rule = RuleId("SchoolsAreServedInTime")
    for name in dict.fromkeys(problem.pupil[pupil].school for pupil in at_school(problem, stop)):
        school = problem.school[name]
        said = f"{name} must be {verb} by {clock(school.until_s)}"
        yield _Edge(0, number, school.until_s - lasts_s, Limit(said, rule))
        said = f"{name} must not be {verb} before {clock(school.from_s)}"
        yield _Edge(number, 0, lasts_s - school.from_s, Limit(said, rule))
    policy, rule = problem.policy, RuleId("SomeoneIsAtHome")
    for pupil in stop.boards if problem.is_to_school else stop.alights:
        needs = problem.pupil[pupil].needs
        if needs.home_until_s is not None:
            said = f"someone is at home for {pupil} until {clock(needs.home_until_s)}"
            yield _Edge(0, number, needs.home_until_s, Limit(said, rule, pupil))
        if needs.home_from_s is not None:
            said = f"someone is at home for {pupil} from {clock(needs.home_from_s)}"
            yield _Edge(number, 0, -needs.home_from_s, Limit(said, rule, pupil))
        if problem.is_to_school:
            said = f"no one is picked up before {clock(policy.earliest_pick_up_s)}"
            yield _Edge(number, 0, -policy.earliest_pick_up_s, Limit(said, RuleId("NoOneIsPickedUpTooEarly")))
        else:
            said = f"no one is handed over after {clock(policy.latest_hand_over_s)}"
            yield _Edge(0, number, policy.latest_hand_over_s, Limit(said, RuleId("NoOneIsHandedOverTooLate")))


def _rides(problem: Problem, run: Run) -> Iterator[_Edge]:
    """Yield the limit on each ride."""
    walks = {pupil: problem.pupil[pupil].walk_s(stop.place) or 0 for pupil, stop in own_stops(problem, run)}
    for number, stop in enumerate(run.stops, 1):
        for pupil in stop.boards:
            alights = next((n for n, later in enumerate(run.stops, 1) if pupil in later.alights and n > number), None)
            if alights is not None:
                limit_s = problem.ride_limit_s(pupil)
                within_s = limit_s - walks.get(pupil, 0) + stop.leave_s - stop.arrive_s
                said = f"the journey of {pupil} may take {minutes(limit_s)}"
                yield _Edge(number, alights, within_s, Limit(said, RuleId("NoOneRidesTooLong"), pupil))


def _hours(problem: Problem, shift: Shift, run: Run) -> Iterator[_Edge]:
    """Yield the limits on a run's beginning and end: the runs before and after it, or the vehicle's hours."""
    vehicle, travel = problem.vehicle[run.vehicle], problem.travel_of(run.vehicle)
    first, last, count, number = run.stops[0], run.stops[-1], len(run.stops), shift.runs.index(run)
    stands_s = last.leave_s - last.arrive_s
    hours = RuleId("VehiclesKeepTheirHours")
    if number > 0:
        before = shift.runs[number - 1]
        from_s = before.ends_s + travel.seconds_between(before.stops[-1].place, first.place)
        yield _Edge(1, 0, -from_s, Limit(f"{vehicle.id} makes another run before", RuleId("VehiclesAreInOnePlace")))
    else:
        out_s = travel.seconds_between(vehicle.depot, first.place) if vehicle.depot else 0
        yield _Edge(1, 0, -vehicle.from_s - out_s, Limit(f"{vehicle.id} works from {clock(vehicle.from_s)}", hours))
    if number + 1 < len(shift.runs):
        after = shift.runs[number + 1]
        until_s = after.begins_s - travel.seconds_between(last.place, after.stops[0].place) - stands_s
        yield _Edge(0, count, until_s, Limit(f"{vehicle.id} makes another run after", RuleId("VehiclesAreInOnePlace")))
    else:
        back_s = travel.seconds_between(last.place, vehicle.depot) if vehicle.depot else 0
        until_s = vehicle.until_s - back_s - stands_s
        yield _Edge(0, count, until_s, Limit(f"{vehicle.id} works until {clock(vehicle.until_s)}", hours))


def _back_in_time(problem: Problem, shift: Shift, run: Run) -> Iterator[_Edge]:
    """Yield the limits that a vehicle's longest shift puts on how its first run begins and its last ends."""
    vehicle, travel, stops = problem.vehicle[run.vehicle], problem.travel_of(run.vehicle), shift.stops
    if vehicle.shift_limit_s is None:
        return
    out_s = back_s = 0
    if vehicle.depot is not None:
        out_s = travel.seconds_between(vehicle.depot, stops[0].place)
        back_s = travel.seconds_between(stops[-1].place, vehicle.depot)
    stands_s = stops[-1].leave_s - stops[-1].arrive_s
    within_s = vehicle.shift_limit_s - out_s - back_s - stands_s
    said = f"{vehicle.id} may be out for {minutes(vehicle.shift_limit_s)}"
    limit = Limit(said, RuleId("VehiclesAreBackInTime"))
    is_first, is_last, count = run is shift.runs[0], run is shift.runs[-1], len(run.stops)
    if is_first and is_last:
        yield _Edge(1, count, within_s, limit)
    elif is_first:
        yield _Edge(1, 0, within_s - stops[-1].arrive_s, limit)
    elif is_last:
        yield _Edge(0, count, stops[0].arrive_s + within_s, limit)
