"""Plans that nobody would make: runs thrown together at random, for what must hold of any plan whatever."""

from dataclasses import replace

import numpy as np

from routing.edits.slots import driven
from routing.plan import CrewMember, Plan, Run, Shift, Unplaced
from routing.problem import Problem
from routing.records import Vehicle
from routing.risk import PupilId
from routing.timing import Outline, Visit
from tests.routing.solver.mornings import morning


def crowded_morning(seed: int) -> Problem:
    """Return nine pupils' morning: schools of one bay, a vehicle of short shifts, two pupils tied, crews to collect."""
    problem = morning(seed, pupils=9)
    first, last = problem.pupils[0], problem.pupils[-1]
    tied = replace(first, needs=replace(first.needs, apart_from=frozenset(), together_with=frozenset({last.id})))
    if last.needs.solo or first.id in last.needs.apart_from:
        tied = first
    return replace(
        problem,
        pupils=(tied, *problem.pupils[1:]),
        schools=tuple(replace(school, bays=1) for school in problem.schools),
        vehicles=(replace(problem.vehicles[0], shift_limit_s=1800), *problem.vehicles[1:]),
        assistants=tuple(
            replace(each, joins_at=problem.vehicles[0].depot if number % 2 else None, shift_limit_s=1800)
            for number, each in enumerate(problem.assistants)
        ),
    )


def thrown_together(problem: Problem, seed: int) -> Plan:
    """Return a plan in which everyone is on some run, or unplaced, with little regard to any rule."""
    random = np.random.default_rng(seed)
    groups: dict[tuple[int, int], list[PupilId]] = {}
    unplaced = []
    for pupil in problem.pupils:
        if random.random() < 0.1:
            unplaced.append(Unplaced(pupil.id, "left out"))
        else:
            groups.setdefault((int(random.integers(len(problem.vehicles))), int(random.integers(2))), []).append(
                pupil.id
            )
    shifts = []
    for number, vehicle in enumerate(problem.vehicles):
        runs = [_run(problem, vehicle, random, groups[number, k]) for k in range(2) if (number, k) in groups]
        if runs:
            shifts.append(Shift(vehicle.id, tuple(sorted(runs, key=lambda run: run.begins_s))))
    return Plan(shifts=tuple(shifts), unplaced=tuple(unplaced))


def _run(problem: Problem, vehicle: Vehicle, random: np.random.Generator, pupils: list[PupilId]) -> Run:
    visits = [Visit(place=problem.pupil[pupil].home, boards=(pupil,)) for pupil in pupils]
    for name in dict.fromkeys(problem.pupil[pupil].school for pupil in pupils):
        there = tuple(pupil for pupil in pupils if problem.pupil[pupil].school == name)
        visits.append(Visit(place=problem.school[name].gates[0], alights=there))
    crew = []
    for assistant in problem.assistants[: int(random.integers(0, 4))]:
        alone = pupils[0] if random.random() < 0.5 else None
        crew.append(CrewMember(assistant.id, alone))
        if assistant.joins_at is not None and random.random() < 0.8:
            visits.insert(0, Visit(place=assistant.joins_at, joins=(assistant.id,)))
            visits.append(Visit(place=assistant.joins_at, leaves=(assistant.id,)))
    layout = vehicle.layouts[int(random.integers(len(vehicle.layouts)))]
    last = max(number for number, visit in enumerate(visits) if visit.alights)
    at_s = 8 * 3600 + 60 * int(random.integers(0, 70))
    made = driven(problem, vehicle.id, Outline(tuple(visits), layout, tuple(crew)), last, at_s)
    if made is None:
        raise AssertionError("a run of a morning is driven within the day")
    return made


def mixed(one: Plan, other: Plan, seed: int) -> Plan:
    """Return a plan with some vehicles' shifts from another, whoever is then on two runs, or on none."""
    random = np.random.default_rng(seed)
    theirs = {shift.vehicle: shift for shift in other.shifts}
    swapped = {vehicle for vehicle in theirs if random.random() < 0.3}
    kept = [theirs[each.vehicle] if each.vehicle in swapped else each for each in one.shifts]
    added = [theirs[vehicle] for vehicle in swapped if vehicle not in {each.vehicle for each in one.shifts}]
    unplaced = one.unplaced if random.random() < 0.5 else other.unplaced
    return Plan(shifts=(*kept, *added), unplaced=unplaced)
