"""A plan as tables: CSV for the office, GeoPackage for a map system.

CSV is UTF-8 with a byte order mark, so that spreadsheets read it rightly, and no cell begins a formula.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely import LineString, Point

from routing.cost import cost_lines
from routing.plan import Plan
from routing.problem import Problem
from routing.records import SchoolId
from routing.telling import NameOf, by_reference
from routing.wording import clock
from web.paper.road_lines import RoadLines, ends
from web.whole import whole_file

Row = tuple[object, ...]
"""The cells of a row."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WGS84 = "EPSG:4326"


def csv_files(problem: Problem, plan: Plan, *, name_of: NameOf = by_reference) -> Mapping[str, str]:
    """Return the text of each CSV file by its name: runs, stops, rides, cost and unplaced pupils."""
    tables: dict[str, list[Row]] = {
        "runs.csv": _runs(problem, plan, name_of),
        "stops.csv": _stops(plan, name_of),
        "rides.csv": _rides(problem, plan, name_of),
        "cost.csv": [
            ("what", "whose", "pounds"),
            *((line.what, line.whose, f"{line.pence / 100:.2f}") for line in cost_lines(problem, plan)),
        ],
        "unplaced.csv": [
            ("pupil", "reason"),
            *((name_of("pupils", each.pupil), each.reason) for each in plan.unplaced),
        ],
    }
    return {name: csv_text(rows) for name, rows in tables.items()}


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""Return rows as the text of a CSV file; text that a spreadsheet would take for a formula gets an apostrophe.

    Examples
    --------
    >>> csv_text([("pupil", "minutes"), ("=cmd()", -5)])
    "\ufeffpupil,minutes\r\n'=cmd(),-5\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return f"\ufeff{text.getvalue()}"


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _runs(problem: Problem, plan: Plan, name_of: NameOf) -> list[Row]:
    head = ("run", "vehicle", "contract", "operator", "begins", "ends", "stops", "pupils", "schools", "assistants")
    rows: list[Row] = [head]
    for run_id, run in plan.numbered_runs():
        contract = problem.contract[problem.vehicle[run.vehicle].contract]
        rows.append(
            (
                run_id,
                name_of("vehicles", run.vehicle),
                contract.id,
                contract.operator,
                clock(run.begins_s),
                clock(run.ends_s),
                len(run.stops),
                len(run.pupils),
                "; ".join(name_of("schools", school) for school in _schools(problem, run.pupils)),
                "; ".join(name_of("assistants", member.assistant) for member in run.crew),
            )
        )
    return rows


def _schools(problem: Problem, pupils: Iterable[str]) -> list[SchoolId]:
    return list(dict.fromkeys(pupil.school for pupil in problem.pupils if pupil.id in set(pupils)))


def _stops(plan: Plan, name_of: NameOf) -> list[Row]:
    rows: list[Row] = [("run", "stop", "place", "arrive", "leave", "boards", "alights", "joins", "leaves")]
    for run_id, run in plan.numbered_runs():
        for number, stop in enumerate(run.stops, 1):
            people = [
                "; ".join(name_of(file, each) for each in who)
                for file, who in (
                    ("pupils", stop.boards),
                    ("pupils", stop.alights),
                    ("assistants", stop.joins),
                    ("assistants", stop.leaves),
                )
            ]
            rows.append((run_id, number, stop.place, clock(stop.arrive_s), clock(stop.leave_s), *people))
    return rows


def _rides(problem: Problem, plan: Plan, name_of: NameOf) -> list[Row]:
    head: Row = ("pupil", "school", "run", "from", "until", "minutes", "limit in minutes")
    rows: list[Row] = [
        (
            name_of("pupils", ride.pupil),
            name_of("schools", problem.pupil[ride.pupil].school),
            run_id,
            clock(ride.board_s),
            clock(ride.alight_s),
            round(ride.seconds / 60, 1),
            round(problem.ride_limit_s(ride.pupil) / 60, 1),
        )
        for run_id, run in plan.numbered_runs()
        for ride in run.rides()
    ]
    return [head, *rows]


def write_geopackage(path: Path, problem: Problem, plan: Plan, roads: RoadLines) -> None:
    """Write runs as lines, and stops, pupils' homes and schools as points, in WGS 84, whole or not at all."""
    with whole_file(path) as new:
        for layer, frame in geo_layers(problem, plan, roads).items():
            if len(frame):
                frame.to_file(new, layer=layer, driver="GPKG")


def geo_layers(problem: Problem, plan: Plan, roads: RoadLines) -> Mapping[str, gpd.GeoDataFrame]:
    """Return the layers of a plan: ``runs``, ``stops``, ``pupils`` and ``schools``."""
    run_of = {pupil: run_id for run_id, run in plan.numbered_runs() for pupil in run.pupils}
    runs = [
        {
            "run": run_id,
            "vehicle": run.vehicle,
            "begins": clock(run.begins_s),
            "ends": clock(run.ends_s),
            "pupils": len(run.pupils),
            "geometry": _line(problem, roads, run.vehicle, [stop.place for stop in run.stops]),
        }
        for run_id, run in plan.numbered_runs()
    ]
    stops = [
        {
            "run": run_id,
            "stop": number,
            "place": stop.place,
            "arrive": clock(stop.arrive_s),
            "leave": clock(stop.leave_s),
            "boards": len(stop.boards),
            "alights": len(stop.alights),
            "geometry": _point(problem, stop.place),
        }
        for run_id, run in plan.numbered_runs()
        for number, stop in enumerate(run.stops, 1)
    ]
    pupils = [
        {"pupil": each.id, "school": each.school, "run": run_of.get(each.id), "geometry": _point(problem, each.home)}
        for each in problem.pupils
    ]
    schools = [
        {"school": each.id, "gate": gate, "geometry": _point(problem, gate)}
        for each in problem.schools
        for gate in each.gates
    ]
    layers = {"runs": runs, "stops": stops, "pupils": pupils, "schools": schools}
    return {name: gpd.GeoDataFrame(rows, geometry="geometry", crs=_WGS84) for name, rows in layers.items() if rows}


def _point(problem: Problem, place: str) -> Point:
    point = problem.places.place(place)  # type: ignore[arg-type]  # ids of places are words
    return Point(point.lon, point.lat)


def _line(problem: Problem, roads: RoadLines, vehicle: str, places: Sequence[str]) -> LineString:
    """Return the whole way of a run."""
    pieces = [roads.line(problem, vehicle, a, b) for a, b in pairwise(places) if a != b]  # type: ignore[arg-type]  # ids are words
    points = np.concatenate(pieces) if pieces else ends(problem, places[0], places[-1])  # type: ignore[arg-type]  # ids are words
    return LineString(points[:, ::-1])
