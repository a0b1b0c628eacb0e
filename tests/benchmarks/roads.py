"""Roads measured side by side: ours against osmnx, scipy and networkx, each in a process of its own.

    python -m tests.benchmarks.roads FILE.osm.pbf --places 3000 --out figures.json

Loading is measured against osmnx (which reads XML, so the drivable ways are first written as XML; that is not counted
against it), the matrix against scipy (in full) and networkx (from a sample of the sources, scaled up). Ratios are of
CPU seconds, since others may use the machine meanwhile; our matrix uses all cores. Kernels are compiled beforehand.
Memory is the most that the process held. Every matrix is compared with ours, cell by cell, to the millisecond and the
decimetre.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import osmium

from geodata.engine import CLOSED_MS, NO_WAY, Drives, price, unpriced
from geodata.matrix import PricedRoads, contract, price_roads
from geodata.osm import read_pbf
from geodata.paths import leg_paths
from geodata.places import Place, PlaceId
from geodata.roads import RoadGraph, SnappedPlace, snap
from geodata.speeds import TimeBand, british_profile
from geodata.standing import sources, stand, stay_on_the_road, targets

Figures = dict[str, float]

_DRIVABLE = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
]


@dataclass(frozen=True)
class Task:
    """What a process is asked to measure."""

    file: Path
    places: int
    sample: int
    work: Path

    @property
    def ours(self) -> Path:
        return self.work / "ours.npz"

    @property
    def xml(self) -> Path:
        return self.work / "drivable.osm"


def write_drivable(task: Task) -> Figures:
    """Write the drivable ways of a map with their nodes as XML, since osmnx reads nothing else from a file."""
    with osmium.BackReferenceWriter(str(task.xml), ref_src=str(task.file), overwrite=True) as writer:
        for way in osmium.FileProcessor(str(task.file), osmium.osm.WAY).with_filter(osmium.filter.KeyFilter("highway")):
            if way.tags.get("highway") in _DRIVABLE:
                writer.add_way(way)
    return {"megabytes": task.xml.stat().st_size / 2**20}


def measure_ours(task: Task) -> Figures:
    """Load, contract, price, and drive between all places; keep the matrix for the others to compare."""
    _warm_up(task)
    figures: Figures = {}
    with _timed(figures, "load"):
        roads = read_pbf(task.file)
    figures |= {"load_mb": _peak_mb(), "nodes": roads.nodes, "arcs": roads.arcs}
    snapped = _snapped(roads, task)
    with _timed(figures, "contract"):
        hierarchy = contract(roads)
    road_ms = roads.road_metric(british_profile(), when=TimeBand.MORNING)
    with _timed(figures, "price"):
        priced = price_roads(roads, road_ms, hierarchy=hierarchy)
    with _timed(figures, "matrix"):
        drives = priced.drives(snapped, snapped)
    some = range(min(1000, len(snapped)))
    legs = [(i, j) for i, j in zip(some, reversed(some), strict=True) if drives.ms[i, j] < CLOSED_MS]
    with _timed(figures, "paths"):
        paths = leg_paths(priced, snapped, legs)
    wrong = sum((path.ms, path.dm) != (drives.ms[leg], drives.dm[leg]) for leg, path in zip(legs, paths, strict=True))
    np.savez(task.ours, ms=drives.ms, dm=drives.dm)
    return figures | {"legs": len(legs), "wrong": float(wrong), "peak_mb": _peak_mb()}


def measure_scipy(task: Task) -> Figures:
    """Drive between all places with scipy."""
    _, snapped, priced = _priced(task)
    figures: Figures = {}
    with _timed(figures, "matrix"):
        drives = priced.drives(snapped, snapped)
    return figures | {"peak_mb": _peak_mb(), "wrong": _wrong(task, drives, len(drives.ms))}


def measure_networkx(task: Task) -> Figures:
    """Drive from a sample of the places to all with networkx."""
    import networkx as nx  # noqa: PLC0415 -- so that the others' memory is free of it

    roads, snapped, priced = _priced(task)
    standing = stand(roads, priced.road_ms, snapped)
    begins, ends = sources(roads, standing), targets(roads, standing)
    arc_ms = np.append(priced.road_ms, np.int32(0))[roads.road]
    place = np.repeat(np.arange(len(snapped)), np.diff(begins.first)) + roads.nodes  # a node more for each place
    tail, head = np.concatenate([roads.tail, place]), np.concatenate([roads.head, begins.node])
    cost = np.concatenate([price(arc_ms, roads.length_dm), price(begins.ms, begins.dm)])
    arcs = [arc for arc in zip(tail.tolist(), head.tolist(), cost.tolist(), strict=True) if arc[2] < NO_WAY]
    arcs.sort(key=lambda arc: -arc[2])  # of parallel arcs the best is added last
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_weighted_edges_from(arcs)
    cells = np.full((task.sample, len(snapped)), NO_WAY)
    to_place, place_of = price(ends.ms, ends.dm), np.repeat(np.arange(len(snapped)), np.diff(ends.first))
    figures: Figures = {}
    with _timed(figures, "matrix"):
        for row in range(task.sample):
            reached = nx.single_source_dijkstra_path_length(graph, roads.nodes + row)
            at_node = np.full(roads.nodes + len(snapped), np.inf)
            at_node[list(reached)] = list(reached.values())
            np.minimum.at(cells[row], place_of, at_node[ends.node] + to_place)
    figures = {name: took / task.sample * len(snapped) for name, took in figures.items()}
    drives = unpriced(cells)
    stay_on_the_road(drives, stand(roads, priced.road_ms, snapped[: task.sample]), standing)
    return figures | {"peak_mb": _peak_mb(), "wrong": _wrong(task, drives, task.sample)}


def measure_osmnx(task: Task) -> Figures:
    """Load the drivable ways as a graph of networkx, with speeds and travel times."""
    import osmnx as ox  # noqa: PLC0415 -- so that the others' memory is free of it

    figures: Figures = {}
    with _timed(figures, "load"):
        graph = ox.add_edge_travel_times(ox.add_edge_speeds(ox.graph_from_xml(task.xml), fallback=40))
    return figures | {"peak_mb": _peak_mb(), "nodes": len(graph), "arcs": graph.number_of_edges()}


STAGES: dict[str, Callable[[Task], Figures]] = {
    "xml": write_drivable,
    "ours": measure_ours,
    "scipy": measure_scipy,
    "networkx": measure_networkx,
    "osmnx": measure_osmnx,
}


def report(task: Task, found: dict[str, Figures]) -> str:
    """Return the figures side by side, and as ratios to ours."""
    ours, scipy, graph, osm = (found[name] for name in ("ours", "scipy", "networkx", "osmnx"))
    sampled = f"networkx, scaled from {task.sample} sources"
    rows = [
        ("load", "ours", ours, ours["load_mb"]),
        ("load", "osmnx, from XML", osm, osm["peak_mb"]),
        ("matrix", "ours", ours, ours["peak_mb"]),
        ("matrix", "scipy", scipy, scipy["peak_mb"]),
        ("matrix", sampled, graph, graph["peak_mb"]),
    ]
    wrong = sum(figures.get("wrong", 0.0) for figures in found.values())
    lines = [
        f"{task.file.name}: {ours['nodes']:,.0f} nodes, {ours['arcs']:,.0f} arcs, {task.places:,} places.",
        f"{'':8}{'':38}{'seconds':>10}{'CPU s':>10}{'ratio':>10}{'peak MB':>10}",
        *(_row(what, who, figures, ours, peak_mb) for what, who, figures, peak_mb in rows),
        f"Contracting once: {ours['contract_s']:.2f} s.",
        f"Pricing anew: {ours['price_s'] * 1000:.0f} ms.",
        f"The path of a leg: {ours['paths_s'] / ours['legs'] * 1000:.2f} ms.",
        f"Cells and paths that differ: {wrong:.0f}.",
    ]
    return "\n".join(lines)


def _row(what: str, who: str, figures: Figures, ours: Figures, peak_mb: float) -> str:
    took, cpu = figures[f"{what}_s"], figures[f"{what}_cpu_s"]
    ratio = cpu / ours[f"{what}_cpu_s"]
    return f"{what:8}{who:38}{took:>10.3f}{cpu:>10.3f}{ratio:>10.1f}{peak_mb:>10,.0f}"


def main() -> int:
    """Measure each stage in a process of its own, or be that process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="a map, .osm.pbf")
    parser.add_argument("--places", type=int, default=3000, help="how many places (3000)")
    parser.add_argument("--sample", type=int, default=30, help="sources that networkx is measured on (30)")
    parser.add_argument("--out", type=Path, help="also write the figures there, as JSON")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        figures = STAGES[asked.stage](Task(asked.file, asked.places, asked.sample, asked.work))
        sys.stdout.write(json.dumps(figures))
        return 0
    found: dict[str, Figures] = {}
    with TemporaryDirectory() as folder:
        task = Task(asked.file, asked.places, asked.sample, Path(folder))
        for stage in STAGES:
            sizes = ["--places", str(task.places), "--sample", str(task.sample), "--work", folder]
            command = [sys.executable, "-m", "tests.benchmarks.roads", str(task.file), "--stage", stage, *sizes]
            found[stage] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    sys.stdout.write(report(task, found) + "\n")
    if asked.out:
        about = {"file": task.file.name, "places": task.places, "sample": task.sample}
        asked.out.write_text(json.dumps(about | found, indent=2) + "\n", encoding="utf-8")
    return 1 if any(figures.get("wrong") for figures in found.values()) else 0


@contextmanager
def _timed(figures: Figures, name: str) -> Iterator[None]:
    clock, cpu = perf_counter(), process_time()
    yield
    figures[f"{name}_s"], figures[f"{name}_cpu_s"] = perf_counter() - clock, process_time() - cpu


def _warm_up(task: Task) -> None:
    """Have all kernels compiled, on a few places of the same map."""
    roads = read_pbf(task.file)
    priced = price_roads(roads, roads.road_metric(british_profile()))
    snapped = _snapped(roads, Task(task.file, 20, 0, task.work))
    priced.drives(snapped, snapped)
    leg_paths(priced, snapped, [(0, 0)])


def _priced(task: Task) -> tuple[RoadGraph, tuple[SnappedPlace, ...], PricedRoads]:
    roads = read_pbf(task.file)
    road_ms = roads.road_metric(british_profile(), when=TimeBand.MORNING)
    return roads, _snapped(roads, task), price_roads(roads, road_ms, by="scipy")


def _snapped(roads: RoadGraph, task: Task) -> tuple[SnappedPlace, ...]:
    rng = np.random.default_rng(1)
    at = rng.choice(len(roads.shape_lat), task.places, replace=False)
    places = [Place(PlaceId(str(i)), float(roads.shape_lat[i]), float(roads.shape_lon[i])) for i in at]
    return snap(roads, places, within_m=1_000)


def _wrong(task: Task, drives: Drives, rows: int) -> float:
    with np.load(task.ours) as ours:
        return float(((ours["ms"][:rows] != drives.ms) | (ours["dm"][:rows] != drives.dm)).sum())


def _peak_mb() -> float:
    """Return the most memory held since the program began; its parent's is no part of it, as in ``getrusage``."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))[0]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    sys.exit(main())
