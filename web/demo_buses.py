"""The demonstration's buses: an invented timetable, so that trainees have something to learn to ride.

Nobody runs buses in a county that does not exist. So each run to school lends its road to a line, which calls every few
hundred metres, there and back, from early to late: whoever is fetched at the door today finds a stop near it.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.files import Document
from routing.plan import Run
from web.paper.road_lines import RoadLines

_EVERY_M, _MPS, _DWELL_S = 400.0, 7.0, 15
_FIRST_S, _LAST_S, _HEADWAY_S = 6 * 3600 + 900, 19 * 3600, 1200
_EARTH_M = 6_371_000.0
_EPOCH = (1980, 1, 1, 0, 0, 0)
_AGENCY = ("invented", "Invented Buses", "https://example.org/", "Europe/London")

Table = list[tuple[str | int | float, ...]]


class Call(NamedTuple):
    """A stop of a line: where, what it is called, and how many metres from the line's beginning."""

    id: str
    name: str
    lat: float
    lon: float
    at_m: float


def write_timetable(path: Path, document: Document, today: date) -> None:
    """Write the timetable of the lines that a plan lends its roads to, as GTFS, for a year around a day."""
    if document.plan is None:
        return
    roads, lines = RoadLines.of(document), dict[str, tuple[Call, ...]]()
    for number, run in enumerate(document.plan.runs, 1):
        lines[str(number)] = tuple(_calls(str(number), *_road(document, run, roads)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, rows) in _tables(lines, today).items():
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows([header.split(), *rows])
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.getvalue())
    path.write_bytes(buffer.getvalue())


def _road(document: Document, run: Run, roads: RoadLines) -> tuple[NDArray[np.float64], list[tuple[int, str]]]:
    """Return the points of a run's road, and from which of them on it bears which street's name."""
    points: list[NDArray[np.float64]] = []
    names = []
    for start, end in pairwise(stop.place for stop in run.stops):
        if start != end:
            names.append((sum(map(len, points)), roads.streets.get(start, "")))
            points.append(roads.line(document.problem, run.vehicle, start, end))
    return np.concatenate(points), names


def _calls(line: str, points: NDArray[np.float64], names: Sequence[tuple[int, str]]) -> Iterator[Call]:
    steps = np.radians(np.diff(points, axis=0)) * _EARTH_M
    steps[:, 1] *= np.cos(np.radians(points[:-1, 0]))
    at_m = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    count = max(1, round(at_m[-1] / _EVERY_M))
    for number, metres in enumerate(np.linspace(0.0, at_m[-1], count + 1)):
        lat, lon = (float(np.interp(metres, at_m, points[:, axis])) for axis in (0, 1))
        reached = int(np.searchsorted(at_m, metres, "right")) - 1
        street = [name for begins, name in names if begins <= reached][-1] or f"Line {line}"
        yield Call(f"{line}-{number}", f"{street}, stop {number + 1}", round(lat, 6), round(lon, 6), float(metres))


def _tables(lines: dict[str, tuple[Call, ...]], today: date) -> dict[str, tuple[str, Table]]:
    """Return the files of the feed: of each its columns and rows."""
    first, last = (f"{today + timedelta(days=days):%Y%m%d}" for days in (-90, 275))
    trips: Table = []
    times: Table = []
    for line, calls in lines.items():
        for way, ordered in enumerate((calls, calls[::-1])):
            for start_s in range(_FIRST_S, _LAST_S, _HEADWAY_S):
                trip = f"{line}-{way}-{start_s}"
                trips.append((line, "weekdays", trip, way, ordered[-1].name.partition(",")[0]))
                times.extend(_times(trip, ordered, start_s))
    return {
        "agency.txt": ("agency_id agency_name agency_url agency_timezone", [_AGENCY]),
        "calendar.txt": (
            "service_id monday tuesday wednesday thursday friday saturday sunday start_date end_date",
            [("weekdays", 1, 1, 1, 1, 1, 0, 0, first, last)],
        ),
        "routes.txt": (
            "route_id agency_id route_short_name route_long_name route_type",
            [(line, "invented", line, f"Invented line {line}", 3) for line in lines],
        ),
        "stops.txt": (
            "stop_id stop_name stop_lat stop_lon",
            [(call.id, call.name, call.lat, call.lon) for calls in lines.values() for call in calls],
        ),
        "trips.txt": ("route_id service_id trip_id direction_id trip_headsign", trips),
        "stop_times.txt": ("trip_id arrival_time departure_time stop_id stop_sequence", times),
    }


def _times(trip: str, calls: Sequence[Call], start_s: int) -> Iterator[tuple[str | int, ...]]:
    for number, call in enumerate(calls):
        at_s = start_s + round(abs(call.at_m - calls[0].at_m) / _MPS) + _DWELL_S * number
        yield trip, _clock(at_s), _clock(at_s), call.id, number


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
