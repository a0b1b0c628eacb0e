"""Newport, from 50 homes to 5 schools: every leg checked by a second method, and that nothing better is left unfound.

The rows of the timetable are read here by ``csv`` alone, walks are measured by networkx, and the latest departures are
worked out by rounds over the raw rows, backwards: no code is shared with ``gtfs``, ``buses`` and ``walk_search``.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from geodata.journeys import ByBus, JourneyFinder, OnFoot
from geodata.walk_map import travelled_m
from geodata.walking import Standing, Walk, Walker
from tests.benchmarks.journeys import BY_S, DAY, TIMETABLE, Found, draw_homes, draw_schools, find_all, load

SAMPLE = 40
"""Pairs for which the best departures are worked out again."""


@dataclass(frozen=True)
class Row:
    """A row of ``stop_times.txt`` on the day."""

    stop: str
    sequence: int
    arrival_s: int
    departure_s: int
    boards: bool
    alights: bool


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


class Rows:
    """The timetable of the day, as its rows stand in the file."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        day, weekday = f"{DAY:%Y%m%d}", f"{DAY:%A}".lower()
        running = {
            row["service_id"]
            for row in self.read("calendar.txt")
            if row[weekday] == "1" and row["start_date"] <= day <= row["end_date"]
        }
        assert "calendar_dates.txt" not in self.archive.namelist()
        names = {row["route_id"]: row["route_short_name"] for row in self.read("routes.txt")}
        self.line = {
            row["trip_id"]: names[row["route_id"]] for row in self.read("trips.txt") if row["service_id"] in running
        }
        self.trips: dict[str, list[Row]] = defaultdict(list)
        for row in self.read("stop_times.txt"):
            if row["trip_id"] in self.line:
                times = seconds(row["arrival_time"]), seconds(row["departure_time"])
                may = row["pickup_type"] != "1", row["drop_off_type"] != "1"
                self.trips[row["trip_id"]].append(Row(row["stop_id"], int(row["stop_sequence"]), *times, *may))
        for rows in self.trips.values():
            rows.sort(key=lambda row: row.sequence)

    def read(self, name: str) -> list[dict[str, str]]:
        with self.archive.open(name) as file:
            return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))


class Streets:
    """The walk network as a graph of networkx, and lengths between places that stand on it."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        network = walker.network
        self.graph: nx.MultiGraph[int] = nx.MultiGraph()
        for edge in np.flatnonzero(network.walkable[network.way]).tolist():
            ends = int(network.start[edge]), int(network.end[edge])
            self.graph.add_edge(*ends, weight=float(network.length_m[edge]))
        self._known: dict[tuple[int, float], dict[int, float]] = {}

    def lengths_m(self, node: int, within_m: float) -> dict[int, float]:
        if (node, within_m) not in self._known:
            found = nx.single_source_dijkstra_path_length(self.graph, node, cutoff=within_m, weight="weight")
            self._known[node, within_m] = found
        return self._known[node, within_m]

    def ends_m(self, at: Standing) -> list[tuple[int, float]]:
        """Return the two nodes of the edge on which a place stands, with the metres to each."""
        network = self.walker.network
        length = float(network.length_m[at.edge])
        ends = int(network.start[at.edge]), int(network.end[at.edge])
        return [(ends[0], at.fraction * length), (ends[1], (1 - at.fraction) * length)]

    def along_m(self, start: Standing, end: Standing, within_m: float) -> float:
        """Return the metres between two places, inf if they are more than so many."""
        ways = [
            before + self.lengths_m(node, within_m).get(other, inf) + after
            for node, before in self.ends_m(start)
            for other, after in self.ends_m(end)
        ]
        if start.edge == end.edge:
            ways.append(abs(start.fraction - end.fraction) * float(self.walker.network.length_m[start.edge]))
        return min(ways) if min(ways) <= within_m else inf


@dataclass(frozen=True)
class Newport:
    """Everything that was found, and what it is judged by."""

    finder: JourneyFinder
    found: tuple[Found, ...]
    rows: Rows
    streets: Streets

    @property
    def stops(self) -> Mapping[str, Standing]:
        """Where the stops stand, by their ids."""
        return {self.finder.timetable.stops[at].id: standing for at, standing in self.finder.standings.items()}

    @property
    def walks(self) -> list[OnFoot]:
        return [
            leg for each in self.found for journey in each.journeys for leg in journey.legs if isinstance(leg, OnFoot)
        ]

    @property
    def rides(self) -> list[ByBus]:
        return [leg for each in self.found for journey in each.journeys for leg in journey.buses]


@pytest.fixture(scope="module")
def newport(shared_data: Path) -> Newport:
    finder = load(shared_data)
    found = tuple(find_all(finder, draw_homes(shared_data, finder, 50), draw_schools(shared_data, 5)))
    return Newport(finder, found, Rows(shared_data / TIMETABLE), Streets(finder.walker))


def test_there_are_journeys_of_every_kind(newport: Newport) -> None:
    buses = {len(journey.buses) for each in newport.found for journey in each.journeys}
    assert len(newport.found) == 250
    assert buses >= {0, 1, 2}


def test_every_ride_stands_in_the_rows_of_the_timetable(newport: Newport) -> None:
    timetable = newport.finder.timetable
    for ride in newport.rides:
        rows = newport.rows.trips[timetable.trip_ids[ride.trip]]
        board, alight = rows[ride.board], rows[ride.alight]
        assert (board.stop, board.departure_s) == (timetable.stops[ride.from_stop].id, ride.leave_s)
        assert (alight.stop, alight.arrival_s) == (timetable.stops[ride.to_stop].id, ride.arrive_s)
        assert board.boards
        assert alight.alights
        assert board.sequence < alight.sequence
        assert newport.rows.line[timetable.trip_ids[ride.trip]] == timetable.lines[ride.line].name


def test_every_walk_is_as_long_as_networkx_says_and_as_its_line_is(newport: Newport) -> None:
    for leg in newport.walks:
        walk: Walk = leg.walk
        assert newport.streets.along_m(walk.start, walk.end, 1700.0) == pytest.approx(walk.along_m, abs=1e-6)
        points = newport.finder.walker.points(walk)
        assert travelled_m(points[:, 0], points[:, 1])[-1] == pytest.approx(walk.along_m, abs=0.05)
        assert leg.arrive_s - leg.leave_s == ceil(round(walk.total_m / 1.2, 6))


def test_every_journey_hangs_together_and_is_in_time(newport: Newport) -> None:
    for each in newport.found:
        for journey in each.journeys:
            assert journey.arrive_s <= BY_S
            assert journey.leave_s >= BY_S - newport.finder.limits.longest_s
            for before, after in zip(journey.legs, journey.legs[1:], strict=False):
                spare_s = 120 if isinstance(after, ByBus) and isinstance(before, ByBus) else 0
                assert before.arrive_s + spare_s <= after.leave_s
                if isinstance(before, OnFoot) and isinstance(after, ByBus):
                    assert before.arrive_s + 120 <= after.leave_s
                    assert before.walk.end == newport.finder.standings[after.from_stop]
            first, last = journey.legs[0], journey.legs[-1]
            assert isinstance(first, OnFoot)
            assert isinstance(last, OnFoot)
            assert (first.walk.start.place, last.walk.end.place) == (each.home, each.school)


class Backwards:
    """The second method: the latest departures with each number of buses, by rounds over the raw rows."""

    def __init__(self, newport: Newport) -> None:
        self.newport = newport

    def walk_s(self, start: Standing, end: Standing, within_m: float) -> float:
        along_m = self.newport.streets.along_m(start, end, within_m)
        return inf if along_m == inf else ceil(round((start.off_m + along_m + end.off_m) / 1.2, 6))

    @cached_property
    def between_s(self) -> list[tuple[str, str, float]]:
        """Return the stops between which one may walk, a stop and itself among them."""
        stops = self.newport.stops
        near = ((a, b, 0 if a == b else self.walk_s(stops[a], stops[b], 400.0)) for a in stops for b in stops)
        return [each for each in near if each[2] < inf]

    def latest(self, home: Standing, school: Standing) -> list[float]:
        """Return the latest moment at which one can leave home with no more than one bus, two, three."""
        stops = self.newport.stops
        to_stop = {stop: self.walk_s(home, at, 1000.0) for stop, at in stops.items()}
        off_by = {stop: BY_S - self.walk_s(at, school, 1000.0) for stop, at in stops.items()}
        leaves = []
        for _ in range(3):
            ready_by: dict[str, float] = defaultdict(lambda: -inf)
            for rows in self.newport.rows.trips.values():
                can = False
                for row in reversed(rows):
                    if can and row.boards:
                        ready_by[row.stop] = max(ready_by[row.stop], row.departure_s - 120)
                    can = can or (row.alights and row.arrival_s <= off_by.get(row.stop, -inf))
            leaves.append(max((ready_by[stop] - seconds for stop, seconds in to_stop.items()), default=-inf))
            for a, b, seconds in self.between_s:
                off_by[a] = max(off_by[a], ready_by[b] - seconds)
        return leaves


def test_nobody_could_leave_later_with_as_few_buses(newport: Newport) -> None:
    second, earliest_s = Backwards(newport), BY_S - newport.finder.limits.longest_s
    for each in newport.found[:: len(newport.found) // SAMPLE]:
        home, school = newport.finder.walker.stand([each.home, each.school])
        walked_s = second.walk_s(home, school, 1600.0)
        best = [BY_S - walked_s, *second.latest(home, school)]
        expected = {
            buses: leave_s
            for buses, leave_s in enumerate(best)
            if leave_s > max([earliest_s - 1, *best[:buses]]) or (buses == 0 and walked_s < inf)
        }
        assert {len(journey.buses): journey.leave_s for journey in each.journeys} == expected
