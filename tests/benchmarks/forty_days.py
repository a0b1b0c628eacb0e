"""Days of change, planned steadily and anew: ``python -m tests.benchmarks.forty_days --size unitary --days 40``.

Day 0 is planned with four times the effort of a day, and its times, vehicles and assistants are promised. On each later
day a plan is made from the one before, with what is promised as prices, as the office drafts tomorrow; and another from
nothing, with the same effort and no promises. Both are judged by the checker. Counted are money (the price of promises
left out), pupils unplaced, and how many are *moved*: picked up more than five minutes from the time that their family
was last told. They are told the new time, which is then the promise; in the plans from nothing as in the steady ones,
each with what it told itself. ``--dearer`` says how many times the policy's price a minute of that weighs in the steady
plans. *Far* are those more than five minutes from the time that they were told first. Whose
home, needs or bell changes is promised anew. ``--roads FOLDER`` draws it on real roads.
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
from routing.policy import Policy
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
    """What each pupil is promised, as long as it holds: what they were told first, or last."""

    first: bool = False
    usual: dict[PupilId, Usual] = field(default_factory=dict)

    def forget(self, void: Iterable[PupilId]) -> None:
        """Forget what is void."""
        for pupil in void:
            self.usual.pop(pupil, None)

    def on(self, problem: Problem) -> Problem:
        """Return a day's problem with what has been promised."""
        known = (self.usual[pupil.id] for pupil in problem.pupils if pupil.id in self.usual)
        return replace(problem, usuals=tuple(known))

    def moved(self, problem: Problem, plan: Plan) -> set[PupilId]:
        """Return the pupils whom a plan carries more than five minutes from their promised time."""
        times = {pupil: at_s for shift in plan.shifts for pupil, at_s in own_times(problem, shift).items()}
        told = {pupil: usual.time_s for pupil, usual in self.usual.items() if usual.time_s is not None}
        return {pupil for pupil, at_s in told.items() if pupil in times and abs(times[pupil] - at_s) > MOVED_S}

    def make(self, problem: Problem, plan: Plan) -> None:
        """Promise what a plan gives to those who have been promised nothing, and to those whom it has moved."""
        anew = set[PupilId]() if self.first else self.moved(problem, plan)
        for usual in promises(replace(problem, usuals=()), plan):
            if usual.pupil in anew or usual.pupil not in self.usual:
                self.usual[usual.pupil] = usual


def judged(problem: Problem, plan: Plan, told: Promises, first: Promises) -> dict[str, int]:
    """Return what a plan costs without promises, and how it keeps rules and promises."""
    bare = replace(problem, usuals=())
    return {
        "pence": cost(bare, plan),
        "unplaced": sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced),
        "violations": len(check(problem, plan)),
        "moved": len(told.moved(problem, plan)),
        "far": len(first.moved(problem, plan)),
    }


def day_by_day(days: Days, budget: Budget, seed: int, dearer: int) -> Iterator[dict[str, Any]]:
    """Yield a line for each day, the first being day 1."""
    first = days.problem(0)
    plan = solve(first, budget=longer(budget), seed=seed)
    told, heard, ever = Promises(), Promises(), Promises(first=True)
    for each in (told, heard, ever):
        each.make(first, plan)
    for day in range(1, days.number + 1):
        bare = days.problem(day)
        for each in (told, heard, ever):
            each.forget(promises_void(days.changes, bare, day))
        today = told.on(replace(bare, policy=weighed(bare.policy, dearer)))
        plan = solve(today, budget=budget, seed=seed + day, start=carry_over(plan, today))
        fresh = solve(bare, budget=budget, seed=seed + day)
        yield {
            "day": day,
            "pupils": len(today.pupils),
            "changes": sum(change.day == day for change in days.changes),
            "steady": judged(today, plan, told, ever),
            "from nothing": judged(bare, fresh, heard, ever),
        }
        told.make(today, plan)
        heard.make(bare, fresh)
        ever.make(today, plan)


def weighed(policy: Policy, dearer: int) -> Policy:
    """Return a policy by which a minute that a promised time moves weighs so many times as much."""
    return replace(policy, moved_minute_pence=dearer * policy.moved_minute_pence)


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
        "fewer_far_percent": round(100 * (1 - steady["far"] / max(1, fresh["far"])), 1),
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
    parser.add_argument("--dearer", type=int, default=1)
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
    for line in day_by_day(days, budget, asked.seed, asked.dearer):
        lines.append(line)
        print(json.dumps(line), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    total = totals(lines)
    print(json.dumps(total))  # noqa: T201 -- as above
    if asked.out is not None:
        asked.out.write_text(json.dumps({"days": lines, "total": total}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
