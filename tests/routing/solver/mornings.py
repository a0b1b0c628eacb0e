"""Small random mornings in which everything binds now and then, and searches of them: for tests of engines."""

from dataclasses import replace
from typing import Any

import numpy as np

from routing.plan import Plan, Unplaced
from routing.problem import Direction, Problem
from routing.records import Pupil, Usual
from routing.risk import PupilId
from routing.solver.compiled import compile_problem
from routing.solver.search import Search, begin_search
from tests.towns import assistant, contract, pupil, school, vehicle, world


def searched(problem: Problem, iterations: int, seed: int = 1) -> Search:
    """Return a search that has placed whom it can and met some shifts."""
    search = begin_search(compile_problem(problem))
    search.place_all(seed)
    search.improve(iterations, seed, 0.0, 1.0)
    return search


def morning(seed: int, pupils: int = 7, direction: Direction = Direction.TO_SCHOOL, **more: Any) -> Problem:
    """Return a town of some pupils and three schools, with all kinds of needs, drawn from a seed."""
    random = np.random.default_rng(seed)
    names = [f"p{k}" for k in range(pupils)]
    points = {name: tuple(random.integers(-40, 41, 2) / 10) for name in names}
    points |= {"corner": (0.5, 0.5), "north": (0, 4), "east": (4, 0), "gate": (4, 0.5), "west": (-4, -1)}
    points |= {"depot": (-1, -1), "anna": (1, -2)}
    people = [_pupil(random, name, names) for name in names]
    to_school = direction is Direction.TO_SCHOOL
    told: dict[str, Any] = {
        "direction": direction,
        "schools": (
            school("north", between="08:30-08:45" if to_school else "15:00-15:20"),
            school("east", "east", "gate", between="08:40-08:50" if to_school else "15:10-15:30"),
            school("west", between="09:10-09:20" if to_school else "15:40-15:55", shares_with="north"),
        ),
        "contracts": (contract(), contract("cheap", day_rate_pence=5000, mile_rate_pence=170, schools="north east")),
        "vehicles": (
            vehicle("bus", (8, 0), (5, 2), depot="depot", features="lift"),
            vehicle("bus2", (8, 0), (5, 2), depot="depot", features="lift"),
            vehicle("van", (4, 0), (3, 1), features="lift"),
            vehicle("taxi", (4, 0), contract="cheap", driver="joe"),
            vehicle("cab", (3, 0), hours="07:30-09:15" if to_school else "14:30-16:20"),
            vehicle("cab2", (3, 0)),
        ),
        "assistants": tuple(assistant(name, "medication" if name < "c" else "") for name in "abcdefgh"),
    }
    return world(points, people, **(told | more))


def _pupil(random: np.random.Generator, name: str, names: list[str]) -> Pupil:
    needs: dict[str, Any] = {"boarding_s": int(random.integers(1, 6)) * 60}
    if random.random() < 0.2:
        needs |= {"wheelchair": True, "features": "lift"}
    drawn = random.random()
    if drawn < 0.35:
        needs |= {"assistant": "shared"} | ({"training": "medication"} if drawn < 0.1 else {})
    elif drawn < 0.5:
        needs |= {"assistant": "one-to-one"}
    if random.random() < 0.15:
        needs |= {"most_aboard": int(random.integers(1, 4))}
    if random.random() < 0.3:
        needs |= {"ride_limit_s": int(random.integers(14, 40)) * 60}
    if random.random() < 0.2 and (others := [each for each in names if each != name]):
        needs |= {"apart_from": str(random.choice(others))}
    walks = {"corner": int(random.integers(2, 10)) * 60} if random.random() < 0.3 else {}
    goes_to = str(random.choice(["north", "east", "west"], p=[0.4, 0.4, 0.2]))
    return pupil(name, name, goes_to, walks=walks, **needs)


def with_promises(problem: Problem, seed: int) -> Problem:
    """Return a problem in which half the pupils were promised times and vehicles, not always sensible ones."""
    random = np.random.default_rng(seed)
    base = 8 * 3600 if problem.is_to_school else 15 * 3600 + 1500
    usuals = tuple(
        Usual(
            pupil=each.id,
            time_s=base + int(random.integers(-20, 20)) * 60,
            tolerance_s=int(random.integers(0, 6)) * 60,
            vehicle=problem.vehicles[int(random.integers(len(problem.vehicles)))].id,
        )
        for each in problem.pupils
        if random.random() < 0.5
    )
    return replace(problem, usuals=usuals)


def all_unplaced_but(problem: Problem, plan: Plan) -> Plan:
    """Return a plan in which whoever is on no run is named unplaced."""
    aboard = {name for run in plan.runs for name in run.pupils}
    left = tuple(Unplaced(PupilId(name), "not asked") for name in problem.pupil if name not in aboard)
    return replace(plan, unplaced=left)
