"""On which days schools are open, read off the office's calendar."""

from collections.abc import Iterable
from datetime import date

from routing.authority.calendar import Calendar, Event, EventKind
from routing.records import SchoolId
from web.records.rows import Row
from web.store import Kept


def calendar_of(rows: Iterable[Row]) -> Calendar:
    """Return the calendar of the office's rows; days that close early are left out, for schools are open on them."""
    return Calendar(
        tuple(
            Event(
                kind=EventKind(row["what"]),
                from_day=date.fromisoformat(row["from"]),
                until_day=date.fromisoformat(row["until"] or row["from"]),
                school=SchoolId(row["school"]) if row["school"] else None,
            )
            for row in rows
            if row["what"] != EventKind.EARLY_CLOSURE
        )
    )


def is_school_day(kept: Kept, day: date) -> bool:
    """Say whether any school is open on a day."""
    calendar = calendar_of(kept.records.list_kind("calendar"))
    schools = kept.records.list_kind("schools")
    return any(calendar.why_closed(SchoolId(school.key), day) is None for school in schools)
