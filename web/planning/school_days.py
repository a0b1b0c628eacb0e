"""Which day is the next school day, by the calendar of the records."""

from collections.abc import Iterable
from datetime import date, timedelta

from routing.authority.calendar import Calendar, Event, EventKind
from routing.records import SchoolId
from web.records.rows import Row

MOST_DAYS = 70
"""The summer holidays are shorter."""
_ANY = SchoolId("")


def calendar_of(rows: Iterable[Row]) -> Calendar:
    """Return what the calendar says of all schools."""
    events = []
    for row in rows:
        if row["school"] or row["what"] == EventKind.EARLY_CLOSURE:
            continue
        first = date.fromisoformat(row["from"])
        until = date.fromisoformat(row["until"]) if row["until"] else first
        events.append(Event(kind=EventKind(row["what"]), from_day=first, until_day=until))
    return Calendar(tuple(events))


def next_school_day(rows: Iterable[Row], today: date) -> date:
    """Return the first day after today on which schools are open; the next working day if none is in sight."""
    calendar = calendar_of(rows)
    days = [today + timedelta(days=number) for number in range(1, MOST_DAYS)]
    weekdays = [day for day in days if day.weekday() < 5]  # noqa: PLR2004 -- Monday to Friday
    return next((day for day in weekdays if calendar.why_closed(_ANY, day) is None), weekdays[0])
