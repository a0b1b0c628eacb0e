"""How days, moments and amounts are written on the pages; times, lengths and money as in the rest of the product."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from routing.authority.records import DAY_NAMES
from routing.wording import clock, counted, listed, miles, minutes, pounds

HERE = ZoneInfo("Europe/London")
"""Where every authority that uses Waymark is, and whose clock its people read."""


def long_day(day: date) -> str:
    """Return a day in full, as in a heading.

    Examples
    --------
    >>> long_day(date(2026, 11, 4))
    'Wednesday 4 November 2026'
    """
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """Return a day as in a table, where the year is plain.

    Examples
    --------
    >>> short_day(date(2026, 11, 4))
    'Wed 4 Nov'
    """
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {day:%b}"


def day_name(weekday: int) -> str:
    """Return the name of a weekday counted from Monday, which is 0.

    Examples
    --------
    >>> day_name(0), day_name(4)
    ('Monday', 'Friday')
    """
    return DAY_NAMES[weekday]


def moment(when: datetime) -> str:
    """Return a moment by the clock on the wall; one without a zone is refused, for it could be an hour wrong.

    Examples
    --------
    >>> moment(datetime(2026, 6, 4, 7, 5, tzinfo=ZoneInfo("UTC")))
    '4 June 2026 at 08:05'
    """
    if when.tzinfo is None:
        raise ValueError("a moment must have a time zone, so that it can be told by the clock here")
    local = when.astimezone(HERE)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock,
    "counted": counted,
    "day_name": day_name,
    "listed": listed,
    "long_day": long_day,
    "miles": miles,
    "minutes": minutes,
    "moment": moment,
    "pounds": pounds,
    "short_day": short_day,
}
"""What templates may write after ``|``."""
