"""Days of change, planned steadily and anew: ``python -m tests.benchmarks.forty_days --size unitary --days 40``.

Day 0 is planned with four times the effort of a day, and its times, vehicles and assistants are promised. On each later
day a plan is made from the one before, with what was first promised as prices, as the office drafts tomorrow; and
another from nothing, with the same effort and no promises. Both are judged by the checker. Counted are money (the
price of promises left out), pupils unplaced, and how many are picked up more than five minutes from the time first
promised to them; whose home, needs or bell changes is promised anew. ``--roads FOLDER`` draws it on real roads.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geodata.cache import load_roads
from routing.checker import check
from routing.commands import Effort, prepare_planner
from routing.console import Teller
from routing.cost import cost
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.records import Usual
from routing.risk import PupilId
from routing.scenarios import carry_over
from routing.solver import Budget, solve
from routing.solver.again import promises
from routing.solver.insertion import own_times
from routing.synthesis import SIZES, draw, plane_ground, plane_travels, road_ground
from routing.synthesis.days import Change, draw_days, problem_on, promises_void, spare_pupils
from routing.synthesis.plane import A_SCHOOL_DAY
from web.morning import Order, state_problem

MOVED_S = 300
FIRST = 4


def drawn(pupils: int, schools: int, more: int, seed: int, roads: Path | None) -> tuple[Problem, tuple[PupilId, ...]]:
    """Return an authority with so many pupils more, on a plane or on roads; and who those are."""
    everyone = pupils + more
    day, direction = A_SCHOOL_DAY, Direction.TO_SCHOOL
    graph = None if roads is None else load_roads(roads)
    ground = plane_ground(everyone, schools, seed) if graph is None else road_ground(graph)
    authority = draw(ground, everyone, schools, seed)
    spare = tuple(pupil.id for pupil in authority.pupils[pupils:])
    if graph is None:
        return authority.problem(day, direction, plane_travels(authority.places(day, direction))), spare
    order = Order(day=day, direction=direction, effort=Effort(iterations=0))
    return state_problem(authority, graph, order, Teller(quiet=True))[0], spare


@dataclass(frozen=True, slots=True)
class Days:
    """An authority and what changes."""

    base: Problem
    spare: tuple[PupilId, ...]
    changes: tuple[Change, ...]
    number: int

    def problem(self, day: int) -> Problem:
        """Return the problem of one day."""
        return problem_on(self.base, self.spare, self.changes, day)


@dataclass(slots=True)
class Promises:
    """What each pupil was first promised, as long as it holds."""

    usual: dict[PupilId, Usual] = field(default_factory=dict)

    def on(self, problem: Problem, void: Iterable[PupilId]) -> Problem:
        """Return a day's problem with what has been promised; what is void is forgotten."""
        for pupil in void:
            self.usual.pop(pupil, None)
        known = (self.usual[pupil.id] for pupil in problem.pupils if pupil.id in self.usual)
        return replace(problem, usuals=tuple(known))

    def make(self, problem: Problem, plan: Plan) -> None:
        """Promise what a plan gives to those who have been promised nothing."""
        for usual in promises(replace(problem, usuals=()), plan):
            self.usual.setdefault(usual.pupil, usual)


def moved(problem: Problem, plan: Plan, promised: dict[PupilId, int]) -> int:
    """Return how many pupils a plan carries more than five minutes from their promised time."""
    times = {pupil: at_s for shift in plan.shifts for pupil, at_s in own_times(problem, shift).items()}
    return sum(abs(times[pupil] - at_s) > MOVED_S for pupil, at_s in promised.items() if pupil in times)


def judged(problem: Problem, plan: Plan, promised: dict[PupilId, int]) -> dict[str, int]:
    """Return what a plan costs without promises, and how it keeps rules and promises."""
    bare = replace(problem, usuals=())
    return {
        "pence": cost(bare, plan),
        "unplaced": sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced),
        "violations": len(check(problem, plan)),
        "moved": moved(problem, plan, promised),
    }


def day_by_day(days: Days, budget: Budget, seed: int) -> Iterator[dict[str, Any]]:
    """Yield a line for each day, the first being day 1."""
    first = days.problem(0)
    plan = solve(first, budget=longer(budget), seed=seed)
    told = Promises()
    told.make(first, plan)
    for day in range(1, days.number + 1):
        bare = days.problem(day)
        today = told.on(bare, promises_void(days.changes, bare, day))
        times = {pupil: usual.time_s for pupil, usual in told.usual.items() if usual.time_s is not None}
        plan = solve(today, budget=budget, seed=seed + day, start=carry_over(plan, today))
        fresh = solve(bare, budget=budget, seed=seed + day)
        yield {
            "day": day,
            "pupils": len(today.pupils),
            "changes": sum(change.day == day for change in days.changes),
            "steady": judged(today, plan, times),
            "from nothing": judged(bare, fresh, times),
        }
        told.make(today, plan)


def longer(budget: Budget) -> Budget:
    """Return the effort for day 0: what is promised for a term is planned with more care than a day."""
    seconds, iterations = budget.seconds, budget.iterations
    return replace(budget, seconds=seconds and FIRST * seconds, iterations=iterations and FIRST * iterations)


def totals(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sums of all days, how much dearer steadiness is, and how many fewer times moved."""
    ways = ("steady", "from nothing")
    both = {way: {key: sum(line[way][key] for line in lines) for key in lines[0][way]} for way in ways}
    steady, fresh = (both[way] for way in ways)
    return {
        "days": len(lines),
        **both,
        "dearer_percent": round(100 * (steady["pence"] / max(1, fresh["pence"]) - 1), 2),
        "fewer_moved_percent": round(100 * (1 - steady["moved"] / max(1, fresh["moved"])), 1),
    }


def main() -> None:
    """Read the command line, plan day after day, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="unitary")
    parser.add_argument("--pupils", type=int, help="instead of --size, with --schools")
    parser.add_argument("--schools", type=int)
    parser.add_argument("--days", type=int, default=40)
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument("--seconds", type=float, default=30.0)
    effort.add_argument("--iterations", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roads", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    size = SIZES[asked.size]
    pupils, schools = asked.pupils or size.pupils, asked.schools or size.schools
    prepare_planner()  # translating kernels is no part of planning
    problem, spare = drawn(pupils, schools, spare_pupils(pupils, asked.days), asked.seed, asked.roads)
    days = Days(problem, spare, draw_days(problem, spare, asked.days, asked.seed), asked.days)
    seconds = None if asked.iterations else asked.seconds
    budget = Budget(seconds=seconds, iterations=asked.iterations, proof=False)
    lines = []
    for line in day_by_day(days, budget, asked.seed):
        lines.append(line)
        print(json.dumps(line), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    total = totals(lines)
    print(json.dumps(total))  # noqa: T201 -- as above
    if asked.out is not None:
        asked.out.write_text(json.dumps({"days": lines, "total": total}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
