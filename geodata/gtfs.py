"""GTFS to a timetable: one zip file, read row by row; every bad row is named by file, line and column.

https://gtfs.org/documentation/schedule/reference is the source. Of what a timetable may hold, ``frequencies.txt`` is
refused (a journey cannot be promised by "every ten minutes"); shapes, fares and ``transfers.txt`` are passed over.
Seconds count from midnight as the clock shows it; on the two nights when clocks change, GTFS counts differently.
"""

import csv
import io
import math
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from geodata.errors import TimetableError
from geodata.osm import content_hash
from geodata.timetable import BusLine, BusStop, Calendar, Timetable

_MOST_FINDINGS = 10
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOT_HERE = frozenset({"1", "2"})
"""GTFS ``pickup_type`` and ``drop_off_type`` of a stop where nobody may, or only those who telephone."""


def read_gtfs(path: Path) -> Timetable:
    """Read a timetable from a GTFS zip file.

    Raises
    ------
    TimetableError
        If the file is absent, not a zip, lacks a file or a column, or has bad rows: the text names file, line, column.
    """
    if not path.is_file():
        raise TimetableError(
            f"There is no timetable {path}. Fetch your area's GTFS file from the Bus Open Data Service."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _Feed(path, archive).timetable()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise TimetableError(
            f"The timetable {path} is not a zip file, or is corrupt ({error}). Fetch it again."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise TimetableError(f"The timetable {path} holds a file that is not CSV in UTF-8 ({error}).") from error


class _BadCellError(Exception):
    """A cell of which nothing can be made."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"column {column}: {reason}")


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by the names of their columns, and on which line of the file it stands."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Return a cell that must not be empty."""
        text = self.cells.get(column, "")
        if not text:
            raise _BadCellError(column, "is empty.")
        return text

    def find(self, column: str) -> str:
        """Return a cell, "" where there is none."""
        return self.cells.get(column, "")

    def degrees(self, column: str, most: float) -> float:
        """Return a latitude or longitude."""
        try:
            value = float(self.get(column))
        except ValueError:
            value = math.nan
        if not abs(value) <= most:
            raise _BadCellError(column, f"{self.find(column)!r} is no number of degrees from -{most:g} to {most:g}.")
        return value

    def whole(self, column: str) -> int:
        """Return a whole number."""
        if not self.get(column).isdecimal():
            raise _BadCellError(column, f"{self.find(column)!r} is no whole number.")
        return int(self.find(column))

    def day(self, column: str) -> date:
        """Return a day written YYYYMMDD."""
        day = _day(self.get(column))
        if day is None:
            raise _BadCellError(column, f"{self.find(column)!r} is no day; write it as 20260131.")
        return day

    def seconds(self, column: str) -> int | None:
        """Return a time as seconds after midnight, None where it is empty."""
        if not self.find(column):
            return None
        seconds = _seconds(self.find(column))
        if seconds is None:
            raise _BadCellError(column, f"{self.find(column)!r} is no time; write it as 08:05:00.")
        return seconds

    def among(self, column: str, known: Mapping[str, int]) -> int:
        """Return the number of something by its id."""
        if self.get(column) not in known:
            raise _BadCellError(column, f"there is no {column.removesuffix('_id')} {self.find(column)!r}.")
        return known[self.find(column)]


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def _seconds(text: str) -> int | None:
    """Return a time of GTFS in seconds; the hours may be 24 and more, for what runs past midnight."""
    hours, *rest = text.split(":")
    if len(rest) != 2 or not all(part.isdecimal() for part in (hours, *rest)) or max(map(int, rest)) > 59:  # noqa: PLR2004 -- minutes and seconds
        return None
    return int(hours) * 3600 + int(rest[0]) * 60 + int(rest[1])


class _Trip(NamedTuple):
    id: str
    line: int
    calendar: int
    headsign: str


class _Call(NamedTuple):
    """A trip at a stop; sorted by trip, then in the order in which it calls."""

    trip: int
    sequence: int
    line_number: int
    stop: int
    arrival_s: int
    departure_s: int
    may_board: bool
    may_alight: bool


_T = TypeVar("_T")


@dataclass(slots=True)
class _Feed:
    """A GTFS file being read."""

    path: Path
    archive: zipfile.ZipFile
    findings: list[str] = field(default_factory=list)

    def timetable(self) -> Timetable:
        """Return all of it, or raise what is wrong with it."""
        if any(self._read("frequencies.txt", (), lambda _: True, may_lack=True)):
            raise TimetableError(
                f"{self.path.name} gives some trips as frequencies (frequencies.txt). A journey to be learnt needs the "
                "time of each bus: ask the operator for a file with times."
            )
        stops = self._stops()
        lines = self._lines()
        calendars = self._calendars()
        trips = self._trips(_numbers(lines), _numbers(calendars))
        calls, untimed = self._calls(_numbers([each.id for each in trips]), _numbers(stops))
        self._raise_findings()
        return self._made((stops, lines, calendars), trips, calls, untimed)

    def _read(
        self, name: str, needed: Sequence[str], make: Callable[[_Row], _T], *, may_lack: bool = False
    ) -> Iterator[_T]:
        """Yield what each row of a file is made into; a bad row is written down and passed over."""
        if name not in self.archive.namelist():
            if may_lack:
                return
            raise TimetableError(
                f"{self.path.name} lacks the file {name}: it is no GTFS timetable, or not a whole one."
            )
        with self.archive.open(name) as file:
            rows = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
            header = [column.strip() for column in next(rows, [])]
            lacking = [column for column in needed if column not in header]
            if lacking:
                raise TimetableError(f"{self.path.name}, {name} lacks the column {lacking[0]}.")
            for cells in rows:
                if any(cells):
                    try:
                        yield make(_Row(rows.line_num, dict(zip(header, map(str.strip, cells), strict=False))))
                    except _BadCellError as error:
                        self.findings.append(f"{name}, line {rows.line_num}, {error}")

    def _raise_findings(self) -> None:
        if self.findings:
            more = len(self.findings) - _MOST_FINDINGS
            told = self.findings[:_MOST_FINDINGS] + ([f"And {more:,} more."] if more > 0 else [])
            raise TimetableError(f"The timetable {self.path.name} has bad rows:\n" + "\n".join(told))

    def _stops(self) -> dict[str, BusStop]:
        def make(row: _Row) -> BusStop | None:
            if row.find("location_type") not in {"", "0"}:
                return None  # a station, or its entrance: nobody boards there
            lat, lon = row.degrees("stop_lat", 90), row.degrees("stop_lon", 180)
            return BusStop(row.get("stop_id"), row.find("stop_name") or row.get("stop_id"), lat, lon)

        rows = self._read("stops.txt", ("stop_id", "stop_name", "stop_lat", "stop_lon"), make)
        return {stop.id: stop for stop in rows if stop is not None}

    def _lines(self) -> dict[str, BusLine]:
        agencies = dict(
            self._read(
                "agency.txt",
                ("agency_name",),
                lambda row: (row.find("agency_id"), row.get("agency_name")),
                may_lack=True,
            )
        )
        only = next(iter(agencies.values()), "") if len(agencies) == 1 else ""

        def make(row: _Row) -> BusLine:
            name = row.find("route_short_name") or row.get("route_long_name")
            return BusLine(row.get("route_id"), name, agencies.get(row.find("agency_id"), only))

        return {line.id: line for line in self._read("routes.txt", ("route_id",), make)}

    def _calendars(self) -> dict[str, Calendar]:
        """Return what runs when; the weekdays of ``calendar.txt``, and the days that ``calendar_dates.txt`` excepts."""

        def make(row: _Row) -> tuple[str, Calendar]:
            weekdays = tuple(row.among(name, {"0": 0, "1": 1}) == 1 for name in _WEEKDAYS)
            return row.get("service_id"), Calendar(weekdays, row.day("start_date"), row.day("end_date"))

        def exception(row: _Row) -> tuple[str, date, int]:
            return row.get("service_id"), row.day("date"), row.among("exception_type", {"1": 1, "2": 2})

        week = ("service_id", *_WEEKDAYS, "start_date", "end_date")
        calendars = dict(self._read("calendar.txt", week, make, may_lack=True))
        days = "service_id", "date", "exception_type"
        excepted: dict[tuple[str, int], set[date]] = defaultdict(set)
        may_lack = "calendar.txt" in self.archive.namelist()
        for id_, day, kind in self._read("calendar_dates.txt", days, exception, may_lack=may_lack):
            excepted[id_, kind].add(day)
        never = Calendar((False,) * 7, None, None)
        return {
            id_: replace(
                calendars.get(id_, never), added=frozenset(excepted[id_, 1]), removed=frozenset(excepted[id_, 2])
            )
            for id_ in dict.fromkeys([*calendars, *(id_ for id_, _ in excepted)])
        }

    def _trips(self, lines: Mapping[str, int], calendars: Mapping[str, int]) -> list[_Trip]:
        seen: set[str] = set()

        def make(row: _Row) -> _Trip:
            id_ = row.get("trip_id")
            if id_ in seen:
                raise _BadCellError("trip_id", f"{id_!r} stands twice.")
            seen.add(id_)
            line, calendar = row.among("route_id", lines), row.among("service_id", calendars)
            return _Trip(id_, line, calendar, row.find("trip_headsign"))

        return list(self._read("trips.txt", ("route_id", "service_id", "trip_id"), make))

    def _calls(self, trips: Mapping[str, int], stops: Mapping[str, int]) -> tuple[list[_Call], int]:
        """Return the calls, trip by trip in the order in which they are made, and how many have no time."""

        def make(row: _Row) -> _Call | None:
            trip, stop = row.among("trip_id", trips), row.among("stop_id", stops)
            sequence, arrival_s = row.whole("stop_sequence"), row.seconds("arrival_time")
            departure_s = row.seconds("departure_time")
            if arrival_s is None:
                arrival_s = departure_s
            if arrival_s is None:
                return None
            leaves_s = arrival_s if departure_s is None else departure_s
            may = (row.find(column) not in _NOT_HERE for column in ("pickup_type", "drop_off_type"))
            return _Call(trip, sequence, row.line, stop, arrival_s, leaves_s, *may)

        needed = "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"
        rows = list(self._read("stop_times.txt", needed, make))
        calls = sorted(call for call in rows if call is not None)
        for before, call in zip([None, *calls], calls, strict=False):
            wrong = _what_is_wrong(before, call)
            if wrong is not None:
                self.findings.append(f"stop_times.txt, line {call.line_number}, {wrong}")
        return calls, len(rows) - len(calls)

    def _made(
        self,
        known: tuple[dict[str, BusStop], dict[str, BusLine], dict[str, Calendar]],
        trips: list[_Trip],
        calls: list[_Call],
        untimed: int,
    ) -> Timetable:
        """Return arrays; trips that call at fewer than two stops take nobody anywhere and are left out."""
        trip = np.array([call.trip for call in calls], np.int64)
        count = np.bincount(trip, minlength=len(trips))
        kept = np.flatnonzero(count > 1)
        if not len(kept):
            raise TimetableError(f"The timetable {self.path.name} holds no trip with two stops or more.")
        calls = [call for call in calls if count[call.trip] > 1]
        columns = {name: np.array([getattr(call, name) for call in calls]) for name in _Call._fields[3:]}
        stops, lines, calendars = known
        return Timetable(
            source=self.path.name,
            content_hash=content_hash(self.path),
            stops=tuple(stops.values()),
            lines=tuple(lines.values()),
            calendars=tuple(calendars.values()),
            trip_ids=tuple(trips[each].id for each in kept),
            headsigns=tuple(trips[each].headsign for each in kept),
            line=np.array([trips[each].line for each in kept], np.int32),
            calendar=np.array([trips[each].calendar for each in kept], np.int32),
            first=np.concatenate([[0], np.cumsum(count[kept])]),
            stop=columns["stop"].astype(np.int32),
            arrival_s=columns["arrival_s"].astype(np.int32),
            departure_s=columns["departure_s"].astype(np.int32),
            may_board=columns["may_board"],
            may_alight=columns["may_alight"],
            untimed=untimed,
        )


def _what_is_wrong(before: _Call | None, call: _Call) -> _BadCellError | None:
    """Return what is wrong with a call and the one before it, if they are of one trip."""
    if call.departure_s < call.arrival_s:
        return _BadCellError("departure_time", "is before arrival_time.")
    if before is None or call.trip != before.trip:
        return None
    if call.sequence == before.sequence:
        return _BadCellError("stop_sequence", f"{call.sequence} stands twice in its trip.")
    if call.arrival_s < before.departure_s:
        return _BadCellError("arrival_time", f"is before the bus has left the stop before (line {before.line_number}).")
    return None


def _numbers(ids: Iterable[str]) -> dict[str, int]:
    return {id_: number for number, id_ in enumerate(ids)}
