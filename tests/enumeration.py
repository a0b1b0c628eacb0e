"""Every plan of a tiny town, listed and judged: the oracle against which engines and rules are held.

It knows no rule and no engine: it lists runs (orders of visits, boarding places, gates, layouts, crews, and beginnings
minute by minute around the schools' times, without waiting on the way), keeps those that the run rules allow, and lists
the plans made of them until the cheapest that the checker passes is proven. Towns are of four pupils at most.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, count, groupby, pairwise, product

from hypothesis import reject

from routing.checker import check
from routing.cost import cost
from routing.plan import CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.problem import Problem
from routing.records import AssistantNeed, PassengerAssistant, Vehicle
from routing.risk import PupilId
from routing.rules import GROUND, RULES, Postable, RunRule
from tests.towns import service_s

STEP_S = 60
MARGIN_S = 120
"""How far outside the schools' times runs are listed, so that a rule which forgets them is noticed."""

MOST_JUDGED = 20_000
"""For ``most_judged``: some seconds; there are towns that take minutes."""

Visits = tuple[Stop, ...]
"""Stops without times: all at midnight."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A run that is allowed by itself, at every minute at which it is, and what a plan of it alone costs."""

    runs: tuple[Run, ...]
    pupils: frozenset[PupilId]
    pence: int


def cheapest_plan(
    problem: Problem, rules: Sequence[Postable] = RULES, *, most_judged: int | None = None
) -> Plan | None:
    """Return the cheapest plan that the checker passes, pupils left unplaced at their price; None if there is none.

    Parameters
    ----------
    most_judged
        In a property-based test: where more plans would have to be judged, another town is drawn.
    """
    everyone = frozenset(pupil.id for pupil in problem.pupils)
    listed = sorted(allowed_runs(problem, rules), key=lambda each: each.pence)
    with_pupil = {name: [each for each in listed if name in each.pupils] for name in everyone}
    best: list[tuple[int, Plan]] = []
    judged = count(1)

    def is_good(plan: Plan) -> bool:
        if most_judged is not None and next(judged) > most_judged:
            reject()
        return not check(problem, plan, rules)

    def search(chosen: tuple[Priced, ...], open_pupils: frozenset[PupilId], left: tuple[PupilId, ...]) -> None:
        bound = cost(problem, planned((each.runs[0] for each in chosen), left))
        if best and bound >= best[0][0]:
            return
        if not open_pupils:
            plans = (planned(runs, left) for runs in product(*(each.runs for each in chosen)))
            good = next(filter(is_good, plans), None)
            best[:] = best if good is None else [(bound, good)]
            return
        first = min(open_pupils)
        for each in with_pupil[first]:
            if each.pupils <= open_pupils:
                search((*chosen, each), open_pupils - each.pupils, left)
        search(chosen, open_pupils - {first}, (*left, first))

    search((), everyone, ())
    return best[0][1] if best else None


def planned(runs: Iterable[Run], unplaced: Iterable[PupilId]) -> Plan:
    """Return a plan of runs, each vehicle's in the order in which they begin."""
    ordered = sorted(runs, key=lambda run: run.begins_s)
    vehicles = dict.fromkeys(run.vehicle for run in ordered)
    shifts = tuple(Shift(name, tuple(run for run in ordered if run.vehicle == name)) for name in vehicles)
    return Plan(shifts=shifts, unplaced=tuple(Unplaced(name, "listed so") for name in unplaced))


def allowed_runs(problem: Problem, rules: Sequence[Postable] = RULES) -> Iterator[Priced]:
    """Yield every listed run that the ground rules and the run rules allow by itself, those of one price together."""
    judges = [rule for rule in (*GROUND, *rules) if isinstance(rule, RunRule)]
    for _, runs in groupby(listed_runs(problem), _untimed):
        priced: dict[int, list[Run]] = {}
        for run in runs:
            broken = next((rule for rule in judges if _breaks(rule, problem, run)), None)
            if broken is None:
                priced.setdefault(cost(problem, planned((run,), ())), []).append(run)
            else:  # what is often broken is asked first
                judges.remove(broken)
                judges.insert(0, broken)
        for pence, alike in priced.items():
            yield Priced(tuple(alike), frozenset(alike[0].pupils), pence)


def _untimed(run: Run) -> Run:
    """Return a run with all its times at midnight."""
    return replace(run, stops=tuple(replace(stop, arrive_s=0, leave_s=0) for stop in run.stops))


def _breaks(rule: RunRule, problem: Problem, run: Run) -> bool:
    """Say whether a run breaks a rule that no waiver lifts."""
    wrongs = rule.broken_by(problem, run)
    return any(not any(rule.is_waived(problem, pupil) for pupil in pupils) for pupils, _ in wrongs)


def listed_runs(problem: Problem) -> Iterator[Run]:
    """Yield every run of every vehicle."""
    plannable = [pupil.id for pupil in problem.pupils if problem.why_not_planned(pupil.id) is None]
    for size in range(1, len(plannable) + 1):
        for group in combinations(plannable, size):
            orders = list(_orders(problem, frozenset(group)))
            crews = list(_crews(problem, group))
            for vehicle, visits, crew in product(problem.vehicles, orders, crews):
                for collected in _collecting(problem, visits, crew):
                    for layout in vehicle.layouts:
                        yield from _timed(
                            problem,
                            vehicle,
                            collected,
                            Run(vehicle=vehicle.id, layout=layout, crew=crew, stops=collected),
                        )


def _orders(problem: Problem, group: frozenset[PupilId]) -> Iterator[Visits]:
    """Yield every order in which a run can serve pupils; whoever is aboard for a school alights there together."""
    for visits in _forward(problem, group, frozenset(), ()):
        if problem.is_to_school:
            yield visits
        else:  # the mirror image in time
            yield tuple(replace(stop, boards=stop.alights, alights=stop.boards) for stop in visits[::-1])


def _forward(
    problem: Problem, waiting: frozenset[PupilId], aboard: frozenset[PupilId], done: Visits
) -> Iterator[Visits]:
    if done and not aboard:
        if not waiting:
            yield done
        return  # nobody is aboard: the run has ended
    for name in sorted(waiting):
        for place in problem.pupil[name].boarding_places:
            stop = Stop(place=place, arrive_s=0, leave_s=0, boards=(name,))
            yield from _forward(problem, waiting - {name}, aboard | {name}, (*done, stop))
    for school in sorted({problem.pupil[name].school for name in aboard}):
        alights = tuple(sorted(name for name in aboard if problem.pupil[name].school == school))
        for gate in problem.school[school].gates:
            stop = Stop(place=gate, arrive_s=0, leave_s=0, alights=alights)
            yield from _forward(problem, waiting, aboard.difference(alights), (*done, stop))


def _crews(problem: Problem, group: Sequence[PupilId]) -> Iterator[tuple[CrewMember, ...]]:
    """Yield every crew of which each member looks after someone of the group."""
    needs = {name: problem.pupil[name].needs.assistant for name in group}
    tasks: list[PupilId | None] = [name for name in group if needs[name] is AssistantNeed.ONE_TO_ONE]
    if AssistantNeed.SHARED in needs.values():
        tasks.append(None)
    choices = [[(), *((CrewMember(each.id, task),) for task in tasks)] for each in problem.assistants]
    for chosen in product(*choices):
        yield tuple(chain.from_iterable(chosen))


def _collecting(problem: Problem, visits: Visits, crew: tuple[CrewMember, ...]) -> Iterator[Visits]:
    """Yield visits with each member who is collected joining, and leaving, at any position or not at all."""
    found = [visits]
    for member in crew:
        assistant = problem.assistant[member.assistant]
        if assistant.joins_at is not None:
            found = list(chain.from_iterable(_joining(each, assistant) for each in found))
    yield from found


def _joining(visits: Visits, assistant: PassengerAssistant) -> Iterator[Visits]:
    if assistant.joins_at is None:
        raise ValueError(f"{assistant.id} is not collected anywhere.")
    joins = Stop(place=assistant.joins_at, arrive_s=0, leave_s=0, joins=(assistant.id,))
    leaves = Stop(place=assistant.joins_at, arrive_s=0, leave_s=0, leaves=(assistant.id,))
    for first in (None, *range(len(visits))):
        begun = visits if first is None else (*visits[:first], joins, *visits[first:])
        for last in (None, *range((first or 0) + 1, len(begun) + 1)):
            yield begun if last is None else (*begun[:last], leaves, *begun[last:])


def _timed(problem: Problem, vehicle: Vehicle, visits: Visits, outline: Run) -> Iterator[Run]:
    """Yield a run beginning at every minute at which it is near its schools' times, and driving without waiting."""
    travel, now, times = problem.travel_of(vehicle.id), 0, list[tuple[int, int]]()
    for stop, after in pairwise((*visits, visits[-1])):
        lasts_s = service_s(problem, stop.boards, stop.alights)
        times.append((now, now + lasts_s))
        now += lasts_s + travel.seconds_between(stop.place, after.place)
    marks = []
    for stop, (arrive_s, leave_s) in zip(visits, times, strict=True):
        pupils, when_s = (stop.alights, arrive_s) if problem.is_to_school else (stop.boards, leave_s)
        schools = (problem.school[problem.pupil[name].school] for name in pupils)
        marks += [(school.from_s - when_s, school.until_s - when_s) for school in schools]
    from_s, until_s = max(mark[0] for mark in marks) - MARGIN_S, min(mark[1] for mark in marks) + MARGIN_S
    for begin_s in range(-(-from_s // STEP_S) * STEP_S, until_s + 1, STEP_S):
        yield replace(
            outline,
            stops=tuple(
                replace(stop, arrive_s=begin_s + arrive_s, leave_s=begin_s + leave_s)
                for stop, (arrive_s, leave_s) in zip(visits, times, strict=True)
            ),
        )
