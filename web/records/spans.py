"""Cells that hold spans: the hours of a day at which someone works, the days on which they are away."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from routing.authority.cells import CLOCK, DATE, Cell

Hours = tuple[tuple[int, int], ...]
"""From when until when, in seconds of the day; in order, apart from each other."""
Days = tuple[tuple[date, date], ...]
"""The first and the last day of each span; in order, apart from each other."""

_End = TypeVar("_End", int, date)


def _hours(text: str) -> Hours:
    found: list[tuple[int, int]] = [_ends(part, CLOCK, r"\s*(?:-|–|to)\s*") for part in text.split(";")]
    for begins_s, ends_s in found:
        if ends_s <= begins_s:
            raise ValueError(f"'{text}' ends before it begins")
    return _apart(text, found)


def _days(text: str) -> Days:
    found: list[tuple[date, date]] = [_ends(part, DATE, r"\s+to\s+|\s*–\s*") for part in text.split(";")]
    for first, last in found:
        if last < first:
            raise ValueError(f"'{text}' ends before it begins")
    return _apart(text, found)


def _ends(part: str, cell: Cell, between: str) -> tuple[Any, Any]:
    """Return the two ends of a span; a span of one end alone is that day."""
    ends = [cell.read(end) for end in re.split(between, part.strip())]
    if len(ends) > 2 or (cell is CLOCK and len(ends) == 1):  # noqa: PLR2004 -- from and to
        raise ValueError
    return ends[0], ends[-1]


def _apart(text: str, found: list[tuple[_End, _End]]) -> tuple[tuple[_End, _End], ...]:
    spans = sorted(found)
    if any(one[1] >= other[0] for one, other in pairwise(spans)):
        raise ValueError(f"'{text}' names the same time twice")
    return tuple(spans)


def _weekly(text: str) -> int:
    """Return the seconds of hours: ``20``, ``18.5``, ``18:30``."""
    match = re.fullmatch(r"(\d{1,2})(?::([0-5]\d)|(\.\d{1,2}))?", text)
    if match is None:
        raise ValueError
    return 3600 * int(match[1]) + 60 * int(match[2] or 0) + 60 * round(60 * float(match[3] or 0))


def _weekly_text(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}" if minutes else str(hours)


def _hours_text(hours: Hours) -> str:
    return "; ".join(f"{CLOCK.write(begins_s)}-{CLOCK.write(ends_s)}" for begins_s, ends_s in hours)


def _days_text(days: Days) -> str:
    ends = ((first.isoformat(), last.isoformat()) for first, last in days)
    return "; ".join(first if first == last else f"{first} to {last}" for first, last in ends)


def days_in(days: Days) -> frozenset[date]:
    """Return every day of some spans.

    Examples
    --------
    >>> sorted(day.day for day in days_in(AWAY.read("2026-12-21 to 2026-12-23; 2027-01-04")))
    [4, 21, 22, 23]
    """
    return frozenset(first + timedelta(days=n) for first, last in days for n in range((last - first).days + 1))


HOURS_A_WEEK = Cell("hours (20, 18.5 or 18:30)", _weekly, _weekly_text)
AT_WORK = Cell("hours of work (08:00-10:30; 14:00-16:00)", _hours, _hours_text)
AWAY = Cell("days (2026-12-21 to 2026-12-23; 2027-01-04)", _days, _days_text)
