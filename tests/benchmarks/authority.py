"""Plans a synthetic authority with the recipe and with its peers, each for the same time and in a process of its own.

``python -m tests.benchmarks.authority --roads ROADS --size town --seconds 60 --peers ortools,pyvrp,vroom`` draws an
authority on roads (without ``--roads``, on a plane; ``--pupils 60,200 --schools 3,10`` for several of any size) and
prints a line for each planner: what its plan costs, how many who may travel it leaves unplaced and how often it breaks
a rule, by the checker, seconds and peak memory; then the ratios, the bound and the gap. Every peer's plan is read back
so that it keeps every rule, and whoever it left out is put in where there is room; what a peer is not told is listed.
``--iterations`` plans the recipe for so many instead, which gives the same plan each time. PyVRP and VROOM need
``waymark[peers]``.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from routing.checker import check
from routing.commands import prepare_planner
from routing.cost import cost
from routing.hands import processes
from routing.plan import Plan
from routing.problem import Problem
from routing.solver.budget import Budget
from routing.solver.recipe import solve
from routing.solver.routing_library import solve_with_routing_library
from routing.synthesis import SIZES
from tests.benchmarks.forty_days import drawn
from tests.benchmarks.peers.statement import NOT_STATED

LIBRARY = "ortools"
PEERS = {
    "pyvrp": ("tests.benchmarks.peers.with_pyvrp", "plan_with_pyvrp"),
    "vroom": ("tests.benchmarks.peers.with_vroom", "plan_with_vroom"),
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long each planner has, and with what the recipe works."""

    seconds: float
    iterations: int | None
    workers: int
    seed: int


def plan_with_recipe(problem: Problem, effort: Effort) -> Plan:
    """Return the recipe's plan."""
    counts = effort.iterations is not None
    if effort.workers <= 1:
        budget = Budget(seconds=None if counts else effort.seconds, iterations=effort.iterations)
        return solve(problem, budget=budget, seed=effort.seed)
    with processes(effort.workers) as executor:
        budget = Budget(seconds=None if counts else effort.seconds, iterations=effort.iterations, executor=executor)
        return solve(problem, budget=budget, seed=effort.seed)


def plan_with_library(problem: Problem, effort: Effort) -> Plan:
    """Return the OR-Tools routing library's plan."""
    return solve_with_routing_library(problem, seconds=effort.seconds, seed=effort.seed)


def plan_with_peer(name: str, problem: Problem, effort: Effort) -> Plan:
    """Return the plan of PyVRP or VROOM."""
    module, function = PEERS[name]
    made: Plan = getattr(import_module(module), function)(problem, effort.seconds, effort.seed)
    return made


def judged(planner: str, problem: Problem, effort: Effort) -> dict[str, Any]:
    """Return what a planner's plan costs, leaves and breaks; and what making it took, in this process."""
    prepare_planner()  # translating kernels is no part of planning
    make = {"waymark": plan_with_recipe, LIBRARY: plan_with_library}.get(planner, partial(plan_with_peer, planner))
    begin_s = time.perf_counter()
    plan = make(problem, effort)
    took_s = time.perf_counter() - begin_s
    bound = {} if plan.bound is None else {"bound": plan.bound.pence, "relaxes": plan.bound.relaxes}
    return {
        "planner": planner,
        "pence": cost(problem, plan),
        "unplaced": sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced),
        "violations": len(check(problem, plan)),
        "vehicles": len(plan.shifts),
        "seconds": round(took_s, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **bound,
    }


def alone(planner: str, problem: Problem, effort: Effort) -> dict[str, Any]:
    """Return the same, in a process of its own; a planner whose process is ended has failed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        try:
            return process.submit(judged, planner, problem, effort).result()
        except BrokenExecutor:
            return {"planner": planner, "failed": "its process was ended, most likely for want of memory"}


def compared(problem: Problem, peers: list[str], effort: Effort, say: Callable[[Any], None]) -> dict[str, Any]:
    """Return how planners do on one authority, each line told as it comes."""
    lines = {}
    for planner in ["waymark", *peers]:
        lines[planner] = alone(planner, problem, effort)
        say(lines[planner])
    own = lines["waymark"]
    return {
        "pupils": len(problem.pupils),
        "schools": len(problem.schools),
        "vehicles": len(problem.vehicles),
        "ratios": {peer: round(own["pence"] / lines[peer]["pence"], 4) for peer in peers if "pence" in lines[peer]},
        "gap": round(1 - own.get("bound", 0) / own["pence"], 4),
        "planners": lines,
    }


def sizes(asked: argparse.Namespace) -> list[tuple[int, int]]:
    """Return the pupils and schools asked for."""
    if asked.size is not None:
        size = SIZES[asked.size]
        return [(size.pupils, size.schools)]
    pupils, schools = ([int(each) for each in told.split(",")] for told in (asked.pupils, asked.schools))
    return list(zip(pupils, schools, strict=True))


def main() -> None:
    """Read the command line, compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--roads", type=Path, help="a folder that `waymark roads` made")
    parser.add_argument("--size", choices=list(SIZES))
    parser.add_argument("--pupils", default="60,200,400,650")
    parser.add_argument("--schools", default="3,10,16,25")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", default=LIBRARY, help=f"of {', '.join((LIBRARY, *PEERS))}")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    peers = [each for each in asked.peers.split(",") if each]
    if unknown := sorted(set(peers) - {LIBRARY, *PEERS}):
        parser.error(f"--peers knows {', '.join((LIBRARY, *PEERS))}, not {', '.join(unknown)}.")
    effort = Effort(asked.seconds, asked.iterations, asked.workers, asked.seed)

    def say(line: Any) -> None:
        print(json.dumps(line), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it

    if set(PEERS) & set(peers):
        say({"not stated to pyvrp and vroom": NOT_STATED})
    results = []
    for pupils, schools in sizes(asked):
        problem, _ = drawn(pupils, schools, 0, asked.seed, asked.roads)
        results.append(compared(problem, peers, effort, say))
        say({key: value for key, value in results[-1].items() if key != "planners"})
        if asked.out is not None:
            asked.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
