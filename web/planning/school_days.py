"""Which day is the next school day, by the calendar of the records."""

from collections.abc import Iterable
from datetime import date, timedelta

from routing.records import SchoolId
from web.records.rows import Row
from web.school_days import calendar_of

MOST_DAYS = 70
"""The summer holidays are shorter."""
_ANY = SchoolId("")
"""Of no school in particular: only what the calendar says of all schools is about it."""


def next_school_day(rows: Iterable[Row], today: date) -> date:
    """Return the first day after today on which schools are open; the next working day if none is in sight."""
    calendar = calendar_of(rows)
    days = [today + timedelta(days=number) for number in range(1, MOST_DAYS)]
    weekdays = [day for day in days if day.weekday() < 5]  # noqa: PLR2004 -- Monday to Friday
    return next((day for day in weekdays if calendar.why_closed(_ANY, day) is None), weekdays[0])
