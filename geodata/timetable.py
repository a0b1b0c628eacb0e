"""Timetable: the buses of an area as arrays, whatever file they came from, and on which days each runs."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata.errors import TimetableError

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class BusStop:
    """A stop, and where it stands in degrees."""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class BusLine:
    """What stands on the front of the bus, and who runs it."""

    id: str
    name: str
    operator: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days something runs.

    Parameters
    ----------
    weekdays
        Seven, Monday first.
    start, end
        The first and the last day to which the weekdays apply; None if none do.
    added, removed
        Days on which it runs, or does not, whatever the weekday.
    """

    weekdays: tuple[bool, ...]
    start: date | None
    end: date | None
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def runs_on(self, day: date) -> bool:
        """Tell whether it runs on a day."""
        if day in self.added or day in self.removed:
            return day in self.added
        within = self.start is not None and self.end is not None and self.start <= day <= self.end
        return within and self.weekdays[day.weekday()]


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """The buses of an area. A *trip* is one bus from its first stop to its last.

    Parameters
    ----------
    source, content_hash
        Name of the file, and SHA-256 of its content.
    stops, lines, calendars
        What the indices below mean.
    trip_ids, headsigns
        Of each trip.
    line, calendar
        int32 of shape (trips,).
    first
        int64 of shape (trips + 1,): the calls of trip t are ``first[t]`` to ``first[t + 1]`` in the arrays below.
    stop, arrival_s, departure_s
        int32 of shape (calls,): seconds after midnight of the day on which the trip began; more than 86,400 after
        midnight.
    may_board, may_alight
        bool of shape (calls,).
    untimed
        How many calls were left out because the file gives them no time.
    """

    source: str
    content_hash: str
    stops: tuple[BusStop, ...]
    lines: tuple[BusLine, ...]
    calendars: tuple[Calendar, ...]
    trip_ids: tuple[str, ...]
    headsigns: tuple[str, ...]
    line: NDArray[np.int32]
    calendar: NDArray[np.int32]
    first: NDArray[np.int64]
    stop: NDArray[np.int32]
    arrival_s: NDArray[np.int32]
    departure_s: NDArray[np.int32]
    may_board: NDArray[np.bool_]
    may_alight: NDArray[np.bool_]
    untimed: int = 0

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of which the timetable speaks."""
        spoken_of = [
            day
            for each in self.calendars
            for day in (each.start, each.end, *each.added, *each.removed)
            if day is not None
        ]
        return min(spoken_of), max(spoken_of)

    def trips_on(self, day: date) -> NDArray[np.intp]:
        """Return the trips that begin on a day.

        Raises
        ------
        TimetableError
            If the timetable does not speak of that day.
        """
        first, last = self.days
        if not first <= day <= last:
            raise TimetableError(
                f"The timetable {self.source} is for {first} to {last}, and {day} is not among its days. "
                "Choose a day of its own, or fetch a newer file."
            )
        running = np.array([each.runs_on(day) for each in self.calendars], np.bool_)
        return np.flatnonzero(running[self.calendar])

    def __str__(self) -> str:
        first, last = self.days
        return (
            f"{self.source}: {len(self.trip_ids):,} trips on {len(self.lines):,} lines, {first} to {last}; "
            f"{self.untimed:,} calls without a time are left out."
        )
