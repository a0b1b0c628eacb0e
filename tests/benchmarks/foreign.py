"""Runs the recipe on a folder of instances of a foreign format, and has every plan judged by that format's own judge.

The three commands (``darp``, ``hdarp``, ``pdptw``) say how to read an instance, state it and judge it; here is what
they share: the command line, the processes, a line for each instance, the total, and the JSON.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from routing.checker import check
from routing.commands import prepare_planner
from routing.solver.budget import Budget
from routing.solver.recipe import solve
from tests.benchmarks.formats.ground import Route, driven
from tests.benchmarks.formats.requests import Stated, Terms, stated

Peer = Callable[[Stated, float, int], Sequence[Route]]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read, stated and judged.

    Parameters
    ----------
    read, state, judge
        From a file to an instance, from that to what the product plans, and what routes of it break.
    peer
        Another planner, given the same time for the same problem; None for none.
    """

    read: Callable[[Path], Any]
    state: Callable[[Any], Terms]
    judge: Callable[[Any, Sequence[Route]], list[str]]
    peer: Peer | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of each instance."""

    seconds: float | None
    iterations: int | None
    seed: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What routes are worth: vehicles, distance, requests that no one serves, and every other broken rule."""

    vehicles: int
    distance: float
    unserved: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How one instance went; ``best_*`` and ``gap`` are known where a best known result was given."""

    instance: str
    plan: Judged
    peer: Judged | None
    seconds: float
    best_vehicles: int | None = None
    best_distance: float | None = None

    @property
    def gap(self) -> float | None:
        """How far above the best known distance the plan is, as a share of that."""
        return None if self.best_distance is None else self.plan.distance / self.best_distance - 1

    @property
    def below_peer(self) -> float | None:
        """How far below the peer's distance the plan is, as a share of that."""
        return None if self.peer is None else 1 - self.plan.distance / self.peer.distance

    def __str__(self) -> str:
        line = f"{self.instance:16} {self.plan.vehicles:3} vehicles {self.plan.distance:10.2f}"
        if self.best_vehicles is not None:
            line += f"  best {self.best_vehicles:3} vehicles"
        if self.gap is not None:
            line += f"  best {self.best_distance:10.2f}  gap {self.gap:7.2%}"
        if self.peer is not None:
            line += f"  peer {self.peer.distance:10.2f}, unserved {self.peer.unserved}  below it {self.below_peer:6.2%}"
        return f"{line}  unserved {self.plan.unserved}  broken {len(self.plan.wrong)}  {self.seconds:.0f} s"


def planned(form: Format, asked: Asked, path: Path) -> Result:
    """Return how one instance goes."""
    instance = form.read(path)
    problem = stated(form.state(instance))
    began = time.monotonic()
    plan = solve(
        problem.problem,
        budget=Budget(seconds=asked.seconds, iterations=asked.iterations, proof=False),
        seed=asked.seed,
        rules=problem.rules,
    )
    took = time.monotonic() - began
    if broken := check(problem.problem, plan, problem.rules):
        raise RuntimeError(f"{path.name}: the plan breaks a rule of the product: {broken[0]}")
    other = None
    if form.peer is not None and asked.seconds is not None:
        other = judged(form, instance, form.peer(problem, asked.seconds, asked.seed))
    return Result(path.stem, judged(form, instance, problem.routes(plan)), other, took)


def judged(form: Format, instance: Any, routes: Sequence[Route]) -> Judged:
    """Return what routes are worth to the format's own judge; whom they leave is counted apart from what they break."""
    seen = {visit.node for route in routes for visit in route.visits}
    left = [each for each in instance.requests if not {each.pickup, each.delivery} & seen]
    wrong = form.judge(replace(instance, requests=tuple(e for e in instance.requests if e not in left)), routes)
    return Judged(len(routes), driven(instance.nodes, routes), len(left), tuple(wrong))


def files_of(folder: Path, instances: str | None) -> list[Path]:
    """Return the files of a folder, or those of the instances named, in the order of their numbers."""
    files = {path.stem: path for path in folder.glob("*.txt")}
    if instances is None:
        return [files[name] for name in sorted(files)]
    if unknown := [name for name in instances.split(",") if name not in files]:
        raise SystemExit(f"{folder} holds no {', '.join(unknown)}; it holds {', '.join(sorted(files)) or 'nothing'}.")
    return [files[name] for name in instances.split(",")]


def with_best(results: Iterable[Result], path: Path | None) -> Iterator[Result]:
    """Yield results with the best known ones of a table of columns instance, vehicles, and cost or distance."""
    table = {}
    if path is not None:
        with path.open(encoding="utf-8", newline="") as lines:
            table = {row["instance"]: row for row in csv.DictReader(lines)}
    for result in results:
        row = table.get(result.instance)
        if row is None:
            yield result
            continue
        vehicles = int(row["vehicles"]) if "vehicles" in row else None
        far = float(row["cost"] if "cost" in row else row["distance_rounded"])
        yield replace(result, best_vehicles=vehicles, best_distance=far)


def total(results: Sequence[Result]) -> dict[str, object]:
    """Return the sums over all instances, and how far they are from the best known and from the peer."""
    told: dict[str, object] = {
        "instances": len(results),
        "vehicles": sum(each.plan.vehicles for each in results),
        "distance": round(sum(each.plan.distance for each in results), 2),
        "unserved": sum(each.plan.unserved for each in results),
        "broken": sum(len(each.plan.wrong) for each in results),
        "seconds_each": round(sum(each.seconds for each in results) / max(1, len(results)), 1),
    }
    known = [each for each in results if each.gap is not None]
    if known and known[0].best_vehicles is not None:
        known = [each for each in known if each.plan.vehicles == each.best_vehicles]
        told["as_few_vehicles_as_the_best"] = len(known)
        told["of_those_within_1_percent"] = sum(each.gap is not None and each.gap <= 0.01 for each in known)
    gaps = [each.gap for each in known if each.gap is not None]
    if gaps:
        told |= {"mean_gap": round(sum(gaps) / len(gaps), 5), "worst_gap": round(max(gaps), 5)}
    peers = [each.peer for each in results if each.peer is not None]
    if peers:
        far = sum(peer.distance for peer in peers)
        told |= {
            "peer_distance": round(far, 2),
            "peer_unserved": sum(peer.unserved for peer in peers),
            "peer_broken": sum(len(peer.wrong) for peer in peers),
            "below_peer": round(1 - sum(each.plan.distance for each in results) / far, 5),
        }
    return told


def main(form: Format, doing: str) -> None:
    """Read the command line, plan each instance of the folder, judge, print and write."""
    parser = argparse.ArgumentParser(description=doing)
    parser.add_argument("folder", type=Path)
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--seconds", type=float, help="for each instance")
    budget.add_argument("--iterations", type=int, help="for each instance; the same plan each time")
    parser.add_argument("--best", type=Path, help="the best known results, as CSV")
    parser.add_argument("--instances", help="their names, with commas between; all if not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="instances planned side by side, on the same cores")
    parser.add_argument("--out", type=Path, help="where to write the results as JSON")
    asked = parser.parse_args()
    files = files_of(asked.folder, asked.instances)
    prepare_planner()  # translating kernels is no part of planning
    plan = partial(planned, form, Asked(asked.seconds, asked.iterations, asked.seed))
    results: list[Result] = []
    with ProcessPoolExecutor(asked.processes) as pool:
        for result in with_best(pool.map(plan, files), asked.best):
            results.append(result)
            print(result, flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    summary = total(results)
    print(json.dumps(summary))  # noqa: T201
    if asked.out is not None:
        lines = [asdict(each) | {"gap": each.gap, "below_peer": each.below_peer} for each in results]
        asked.out.write_text(json.dumps({"instances": lines, "total": summary}, indent=1), encoding="utf-8")
