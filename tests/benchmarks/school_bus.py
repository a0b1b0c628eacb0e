"""School buses: how few carry everyone, beside what has been published.

``python -m tests.benchmarks.school_bus FOLDER --ride-limit 2700 --seconds 60 [--published FILE]`` plans each instance
of the folder through the product: a stop is a pupil who takes as many seats as wait there, a bus costs a day's rate.
Each plan is judged by the checker, and by the format's own judge from the files.
"""

import argparse
import csv
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from math import ceil, floor
from pathlib import Path

import numpy as np

from geodata import Place, PlaceId, TravelMatrix
from routing.checker import check
from routing.commands import prepare_planner
from routing.plan import Plan, Shift
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import (
    Contract,
    ContractId,
    Layout,
    Needs,
    Phase,
    Pupil,
    RoadProfile,
    School,
    SchoolId,
    Vehicle,
    VehicleId,
)
from routing.risk import PupilId, RiskAssessment
from routing.rules import Postable, company
from routing.solver import Budget, solve
from routing.solver.bound import lower_bound
from routing.solver.compiled import compile_problem
from tests.benchmarks.formats.rules import RIDES, TIMES, ThereIsRoom
from tests.benchmarks.formats.school_bus import (
    SEATS,
    SET_DOWN_S,
    YARD,
    BusInstance,
    BusVisit,
    Point,
    drive_s,
    judge_buses,
    read_school_bus,
)

DAY = date(2026, 11, 26)
ROAD = RoadProfile("car")
METRES_A_FOOT = 0.3048
DAY_RATE_PENCE = 20_000_000
"""Half of it for the morning: a bus is dearer than any way, which is paid by the mile to choose among equal numbers."""
MILE_RATE_PENCE = 100
UNPLACED_PENCE = 10**9
LITTLE = 1e-6
STOPS_FOR_A_BUS, FEW_BUSES = 4, 4
"""There is a bus for so many stops, and never fewer than so many: more than any plan needs."""
MOST_SCHOOLS = 4
"""On one run; more would be looked at in vain."""
PROVEN_SCHOOLS = 2
"""On one run, in the proof."""


@dataclass(frozen=True, slots=True)
class Line:
    """How one instance went; published numbers of buses are None where none are known, and what was not proven too."""

    instance: str
    buses: int
    unplaced: int
    broken: tuple[str, ...]
    seconds: float
    combined: int | None
    lbh: int | None
    at_least: int | None

    def __str__(self) -> str:
        known = "" if self.combined is None else f"  published: combined {self.combined}, LBH {self.lbh}"
        known += "" if self.at_least is None else f"  at least {self.at_least}"
        return (
            f"{self.instance:8} {self.buses:3} buses{known}  unplaced {self.unplaced}  broken {len(self.broken)}  "
            f"{self.seconds:.0f} s"
        )


def stated(instance: BusInstance) -> tuple[Problem, tuple[Postable, ...]]:
    """Return an instance as a problem of the product, seconds on the safe side, and the rules of its plans."""
    points: dict[str, Point] = {"yard": YARD}
    points |= {key: school.at for key, school in instance.schools.items()}
    points |= {key: stop.at for key, stop in instance.stops.items()}
    pupils = tuple(
        Pupil(
            id=PupilId(key),
            school=SchoolId(stop.school),
            home=PlaceId(key),
            phase=Phase.PRIMARY,
            needs=Needs(boarding_s=ceil(stop.boarding_s), ride_limit_s=floor(instance.ride_limit_s)),
        )
        for key, stop in instance.stops.items()
    )
    vehicles = tuple(_bus(number) for number in range(max(FEW_BUSES, len(pupils) // STOPS_FOR_A_BUS)))
    problem = Problem(
        day=DAY,
        direction=Direction.TO_SCHOOL,
        pupils=pupils,
        schools=tuple(_school(key, instance) for key in instance.schools),
        contracts=(
            Contract(
                id=ContractId("all"),
                operator="all",
                day_rate_pence=DAY_RATE_PENCE,
                mile_rate_pence=MILE_RATE_PENCE,
            ),
        ),
        vehicles=vehicles,
        assistants=(),
        assessments=tuple(RiskAssessment(pupil.id, DAY, DAY, "the format") for pupil in pupils),
        travels={ROAD: _matrix(points)},
        policy=Policy(ride_hour_pence=0, unplaced_pence=UNPLACED_PENCE, most_schools_per_run=MOST_SCHOOLS),
    )
    takes = {pupil.id: instance.stops[pupil.id].pupils for pupil in pupils}
    room = ThereIsRoom("seats", takes, {vehicle.id: SEATS for vehicle in vehicles})
    return problem, (*TIMES, *RIDES, company.FewSchoolsOnARun(), room)


def _bus(number: int) -> Vehicle:
    return Vehicle(
        id=VehicleId(f"bus{number:03}"),
        contract=ContractId("all"),
        layouts=(Layout(SEATS),),
        road_profile=ROAD,
        depot=PlaceId("yard"),
    )


def _school(key: str, instance: BusInstance) -> School:
    arrives_s = floor(instance.schools[key].starts_s - SET_DOWN_S)
    handover_s = ceil(instance.schools[key].starts_s) - arrives_s
    return School(id=SchoolId(key), gates=(PlaceId(key),), from_s=arrives_s, until_s=arrives_s, handover_s=handover_s)


def _matrix(points: Mapping[str, Point]) -> TravelMatrix:
    seconds = np.array([[drive_s(one, other) for other in points.values()] for one in points.values()])
    feet = np.array([[abs(a[0] - b[0]) + abs(a[1] - b[1]) for b in points.values()] for a in points.values()])
    places = tuple(Place(PlaceId(key), 0.0, 0.0) for key in points)
    metres = np.rint(feet * METRES_A_FOOT).astype(np.int32)
    return TravelMatrix(places, np.ceil(seconds - LITTLE).astype(np.int32), metres)


def buses_of(plan: Plan) -> list[list[BusVisit]]:
    """Return a plan as the judge reads it."""

    def visits(shift: Shift) -> Iterator[BusVisit]:
        for stop in shift.stops:
            yield BusVisit(str(stop.place), float(stop.arrive_s), float(stop.leave_s))

    return [list(visits(shift)) for shift in plan.shifts]


def buses_at_least(problem: Problem, rules: Sequence[Postable], seconds: float | None) -> int:
    """Return how many buses every plan needs whose runs serve two schools at most, as far as is proven in some seconds.

    The product's proof knows no runs of more schools. Ways are free in it, so that it counts days alone.
    """
    contracts = tuple(replace(each, mile_rate_pence=0) for each in problem.contracts)
    policy = replace(problem.policy, most_schools_per_run=PROVEN_SCHOOLS)
    bare = replace(problem, contracts=contracts, policy=policy)
    bound = lower_bound(bare, compile_problem(bare, rules), budget_seconds=seconds).bound
    return ceil(bound.pence / (DAY_RATE_PENCE // 2))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of each instance; nothing is proven where there are no seconds for it."""

    limit_s: float
    budget: Budget
    seed: int
    proof_seconds: float | None


def planned(published: Mapping[str, int], asked: Asked, folder: Path) -> Line:
    """Return how one instance goes."""
    instance = read_school_bus(folder, asked.limit_s)
    problem, rules = stated(instance)
    began = time.monotonic()
    plan = solve(problem, budget=asked.budget, seed=asked.seed, rules=rules)
    took = time.monotonic() - began
    broken = (*map(str, check(problem, plan, rules)), *judge_buses(instance, buses_of(plan)))
    combined, lbh = (published.get(f"{folder.name} {name}") for name in ("combined", "LBH"))
    proven = None if asked.proof_seconds is None else buses_at_least(problem, rules, asked.proof_seconds)
    return Line(folder.name, len(plan.shifts), len(plan.unplaced), broken, took, combined, lbh, proven)


def published_of(path: Path | None, limit_s: float) -> dict[str, int]:
    """Return the published numbers of buses for a ride limit, by instance and method."""
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if float(row["max_riding_time"]) == limit_s]
    return {f"{row['benchmark']} {row['exp_name']}": int(row["buses"]) for row in rows}


def folders_of(folder: Path, instances: str | None) -> list[Path]:
    """Return the folders of the instances named, or of all."""
    found = {path.parent.name: path.parent for path in folder.glob("*/Stops.txt")}
    wanted = sorted(found) if instances is None else instances.split(",")
    if not wanted or (unknown := [name for name in wanted if name not in found]):
        missing = ", ".join(unknown) if wanted else "instance"
        raise SystemExit(f"{folder} holds no {missing}; it holds {', '.join(sorted(found)) or 'nothing'}.")
    return [found[name] for name in wanted]


def main() -> None:
    """Read the command line, plan, judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ride-limit", type=float, choices=(2700.0, 5400.0), required=True, help="seconds")
    effort = parser.add_mutually_exclusive_group(required=True)
    effort.add_argument("--seconds", type=float, help="for each instance")
    effort.add_argument("--iterations", type=int, help="for each instance; the same plan each time")
    parser.add_argument("--published", type=Path, help="published numbers of buses, as CSV")
    parser.add_argument("--instances", help="their names, with commas between; all if not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="instances planned side by side, on the same cores")
    parser.add_argument("--proof-seconds", type=float, help="for each instance, besides: how many buses are needed")
    parser.add_argument("--out", type=Path, help="where to write the results as JSON")
    asked = parser.parse_args()
    folders = folders_of(asked.folder, asked.instances)
    published = published_of(asked.published, asked.ride_limit)
    prepare_planner()  # translating kernels is no part of planning
    budget = Budget(seconds=asked.seconds, iterations=asked.iterations, proof=False)
    lines = []
    with ProcessPoolExecutor(asked.processes) as pool:
        each = Asked(asked.ride_limit, budget, asked.seed, asked.proof_seconds)
        for line in pool.map(partial(planned, published, each), folders):
            lines.append(line)
            print(line, flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    known = [(line.buses, line.combined) for line in lines if line.combined is not None]
    total = {
        "ride_limit_s": asked.ride_limit,
        "buses": sum(line.buses for line in lines),
        "published": sum(combined for _, combined in known),
        "fewer": round(1 - sum(buses for buses, _ in known) / sum(combined for _, combined in known), 4)
        if known
        else 0,
        "more_than_published_on": sum(buses > combined for buses, combined in known),
        "unplaced": sum(line.unplaced for line in lines),
        "broken": sum(len(line.broken) for line in lines),
    }
    print(json.dumps(total))  # noqa: T201 -- as above
    if asked.out is not None:
        told = {"instances": [asdict(line) for line in lines], "total": total}
        asked.out.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
