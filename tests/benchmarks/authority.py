"""Plans synthetic authorities with the recipe and with the OR-Tools routing library for the same time, side by side.

``python -m tests.benchmarks.authority --pupils 60,200 --schools 3,10 --seconds 60 --seed 1 --out FILE`` prints a line
for each authority: costs, ratio, unplaced pupils and violations by each engine, bound, gap and peak memory.
"""

import argparse
import json
import resource
from pathlib import Path

from routing.checker import check
from routing.commands import prepare_planner
from routing.cost import cost
from routing.plan import Bound, Plan
from routing.problem import Problem
from routing.solver.budget import Budget
from routing.solver.recipe import solve
from routing.solver.routing_library import solve_with_routing_library
from routing.synthesis import plane_problem


def judged(problem: Problem, plan: Plan) -> dict[str, int]:
    """Return what a plan costs, how many who may travel it leaves unplaced, and how often it breaks a rule."""
    unplaced = sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced)
    return {"pence": cost(problem, plan), "unplaced": unplaced, "violations": len(check(problem, plan))}


def compared(pupils: int, schools: int, seconds: float, seed: int) -> dict[str, object]:
    """Return how both engines do on one authority, and what every plan costs at least."""
    problem = plane_problem(pupils, schools, seed)
    plan = solve(problem, budget=Budget(seconds=seconds), seed=seed)
    recipe = judged(problem, plan)
    library = judged(problem, solve_with_routing_library(problem, seconds=seconds, seed=seed))
    bound = plan.bound or Bound(0, "everything")
    return {
        "pupils": pupils,
        "schools": schools,
        "recipe": recipe,
        "library": library,
        "ratio": round(recipe["pence"] / library["pence"], 4),
        "bound": bound.pence,
        "gap": round(1 - bound.pence / recipe["pence"], 4),
        "relaxes": bound.relaxes,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Read the command line, compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", default="60,200,400,650")
    parser.add_argument("--schools", default="3,10,16,25")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    prepare_planner()  # translating kernels is no part of planning
    lines = []
    for pupils, schools in zip(asked.pupils.split(","), asked.schools.split(","), strict=True):
        lines.append(compared(int(pupils), int(schools), asked.seconds, asked.seed))
        print(json.dumps(lines[-1]), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    if asked.out is not None:
        asked.out.write_text(json.dumps(lines, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
