"""The day: ``python -m tests.benchmarks.the_day --size unitary --out FILE``, a standing plan and what befalls it.

Some pupils are left out of the plan and then inserted, each by themselves: how long the five best choices take, and
whether each keeps every rule. Then something is gone (the vehicle that carries most, the assistant who works longest, a
school, a road, a pupil) and the plan is made again within ``--seconds``, promises as dear as on the day: how long that
took in all, what it costs, who is left unplaced, and how many others are picked up more than five minutes from what
they were told, or by another vehicle.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from geodata import TravelMatrix
from routing.checker import check
from routing.commands import prepare_planner
from routing.cost import assistant_hours, cost
from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from routing.scenarios import leaving_out, school_closed, without_assistant, without_pupil, without_vehicle
from routing.solver import Budget, insert, make_again, solve
from routing.solver.insertion import own_times
from routing.synthesis import SIZES, plane_problem
from web.planning.disruption import steadier

MOVED_S = 300
INSERTED = 12


def times(problem: Problem, plan: Plan) -> Mapping[PupilId, tuple[int, str]]:
    """Return when, and by which vehicle, each pupil is collected."""
    return {pupil: (at, shift.vehicle) for shift in plan.shifts for pupil, at in own_times(problem, shift).items()}


def newcomers(problem: Problem, seed: int) -> frozenset[PupilId]:
    """Return pupils who may be planned, and will be inserted one by one."""
    able = [pupil.id for pupil in problem.pupils if problem.why_not_planned(pupil.id) is None]
    return frozenset(PupilId(str(each)) for each in np.random.default_rng(seed).choice(able, INSERTED, replace=False))


def inserted(problem: Problem, plan: Plan, new: frozenset[PupilId]) -> dict[str, Any]:
    """Return how long it takes to find choices for each newcomer, and what the checker says of them."""
    seconds, choices, broken = [], [], 0
    for pupil in sorted(new):
        now = leaving_out(problem, new - {pupil})
        begin_s = time.perf_counter()
        found = insert(now, plan, pupil)
        seconds.append(time.perf_counter() - begin_s)
        choices.append(len(found))
        broken += sum(bool(check(now, choice.plan)) for choice in found)
    return {
        "inserted": len(seconds),
        "median_s": round(statistics.median(seconds), 2),
        "longest_s": round(max(seconds), 2),
        "fewest choices": min(choices),
        "choices that break a rule": broken,
    }


def events(problem: Problem, plan: Plan) -> Iterator[tuple[str, Problem]]:
    """Yield what befalls a plan: a vehicle, an assistant, a school, a road and a pupil gone."""
    busiest = max(plan.shifts, key=lambda shift: (sum(len(run.pupils) for run in shift.runs), shift.vehicle))
    yield f"vehicle {busiest.vehicle}", without_vehicle(problem, busiest.vehicle)
    hours = assistant_hours(plan)
    longest = max(hours, key=lambda name: (hours[name][1] - hours[name][0], name))
    yield f"assistant {longest}", without_assistant(problem, longest)
    school = problem.schools[0].id
    yield f"school {school}", school_closed(problem, school)
    home = problem.pupil[busiest.runs[0].pupils[0]].home
    yield f"road at {home}", road_closed(problem, home)
    yield f"pupil {busiest.runs[0].pupils[0]}", without_pupil(problem, busiest.runs[0].pupils[0])


def road_closed(problem: Problem, home: str) -> Problem:
    """Return a day on which whoever drives to or from a home drives ten minutes and five kilometres round."""
    travels = {}
    for profile, matrix in problem.travels.items():
        row = next(k for k, place in enumerate(matrix.places) if place.id == home)
        seconds, metres = matrix.seconds.copy(), matrix.metres.copy()
        for table, more in ((seconds, 600), (metres, 5000)):
            table[row, :] += more
            table[:, row] += more
            table[row, row] = 0
        travels[profile] = TravelMatrix(matrix.places, seconds, metres)
    return replace(problem, travels=travels)


def again(problem: Problem, now: Problem, plan: Plan, seconds: float, seed: int) -> dict[str, Any]:
    """Return what making the plan again took, and what it changed."""
    begin_s = time.perf_counter()
    made = make_again(steadier(now, plan), plan, budget=Budget(seconds=seconds, proof=False), seed=seed)
    took_s = time.perf_counter() - begin_s
    before, after = times(problem, plan), times(now, made)
    return {
        "took_s": round(took_s, 1),
        "extra_pence": cost(now, made) - cost(problem, plan),
        "unplaced": sum(now.why_not_planned(each.pupil) is None for each in made.unplaced),
        "violations": len(check(now, made)),
        "moved": sum(abs(after[each][0] - before[each][0]) > MOVED_S for each in after if each in before),
        "other vehicle": sum(after[each][1] != before[each][1] for each in after if each in before),
    }


def main() -> None:
    """Read the command line, plan, have things happen, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="unitary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=float, default=60.0, metavar="T", help="seconds for the standing plan")
    parser.add_argument("--seconds", type=float, default=8.0, help="to make it again")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    prepare_planner()  # translating kernels is no part of planning
    everyone = plane_problem(*SIZES[asked.size], asked.seed)
    new = newcomers(everyone, asked.seed)
    problem = leaving_out(everyone, new)
    plan = solve(problem, budget=Budget(seconds=asked.first, proof=False), seed=asked.seed)
    lines: list[dict[str, Any]] = [{"pupils": len(problem.pupils), "shifts": len(plan.shifts)}]
    lines.append(inserted(everyone, plan, new))
    for name, now in events(problem, plan):
        lines.append({"gone": name, **again(problem, now, plan, asked.seconds, asked.seed)})
    for line in lines:
        print(json.dumps(line), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    if asked.out is not None:
        asked.out.write_text(json.dumps(lines, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
