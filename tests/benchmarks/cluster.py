"""Plans one authority alone and on a local Dask cluster whose workers are killed half-way, and compares the plans.

``python -m tests.benchmarks.cluster --pupils 650 --schools 25 --iterations 40000 --workers 4 --kill 2 --out FILE``
prints a line for each way of working: what it took, what the plan costs and breaks, peak memory of this process; and
whether the plans are the same. Needs ``waymark[cluster]``.
"""

import argparse
import json
import os
import resource
import signal
import time
from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path
from typing import Any

from routing.checker import check
from routing.commands import prepare_planner
from routing.cost import cost
from routing.hands import ClusterExecutor, processes
from routing.plan import Plan
from routing.problem import Problem
from routing.solver.budget import Budget, Progress
from routing.solver.recipe import solve
from routing.synthesis import plane_problem


class Killer:
    """Kills some workers of a cluster, once, when half of the improving is done.

    Parameters
    ----------
    client
        The cluster's.
    number
        How many.
    rounds
        After so many reports.
    """

    def __init__(self, client: Any, number: int, rounds: int) -> None:
        self.workers: list[int] = list(client.run(os.getpid).values())[:number]
        self.left = rounds
        self.killed = 0

    def __call__(self, _: Progress) -> None:
        """Hear how far the planner is."""
        self.left -= 1
        if self.left == 0:
            for worker in self.workers:
                os.kill(worker, signal.SIGKILL)
                self.killed += 1


def timed(problem: Problem, iterations: int, seed: int, executor: Executor | None, report: Any = None) -> Any:
    """Return a plan and what it took."""
    begin_s = time.perf_counter()
    plan = solve(
        problem, budget=Budget(iterations=iterations, proof=False, executor=executor), seed=seed, report=report
    )
    return plan, time.perf_counter() - begin_s


def line(way: str, problem: Problem, plan: Plan, seconds: float, first_s: float, alone: Plan, killed: int) -> Any:
    """Return what is printed of one way of working."""
    return {
        "way": way,
        "pence": cost(problem, plan),
        "unplaced": sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced),
        "violations": len(check(problem, plan)),
        "time ratio to alone": round(seconds / first_s, 2),
        "workers killed": killed,
        "same plan as alone": plan == alone,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Read the command line, plan each way, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=650)
    parser.add_argument("--schools", type=int, default=25)
    parser.add_argument("--iterations", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kill", type=int, default=2)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    prepare_planner()  # translating kernels is no part of planning
    problem = plane_problem(asked.pupils, asked.schools, asked.seed)
    given = (problem, asked.iterations, asked.seed)
    reports: list[Progress] = []
    alone, alone_s = timed(*given, None, reports.append)
    half = sum(each.doing == "improving" for each in reports) // 2
    lines = [line("alone", problem, alone, alone_s, alone_s, alone, 0)]
    with processes(asked.workers) as executor:
        plan, took_s = timed(*given, executor)
    lines.append(line(f"{asked.workers} processes", problem, plan, took_s, alone_s, alone, 0))
    distributed = import_module("distributed")
    size = {"n_workers": asked.workers, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**size) as cluster, distributed.Client(cluster) as client:
        killer = Killer(client, asked.kill, half)
        plan, took_s = timed(*given, ClusterExecutor(client), killer)
    way = f"cluster of {asked.workers}, {killer.killed} killed"
    lines.append(line(way, problem, plan, took_s, alone_s, alone, killer.killed))
    for each in lines:
        print(json.dumps(each))  # noqa: T201 -- a benchmark speaks to who runs it
    if asked.out is not None:
        asked.out.write_text(json.dumps(lines, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
