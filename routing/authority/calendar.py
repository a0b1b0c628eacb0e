"""The school calendar: terms, holidays, INSET days and days that close early."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from routing.authority.records import DAY_NAMES, SCHOOL_WEEK
from routing.records import SchoolId


class EventKind(StrEnum):
    """What an entry of the calendar says."""

    TERM = "term"
    HOLIDAY = "holiday"
    INSET = "inset"
    EARLY_CLOSURE = "early-closure"


_CLOSED = {EventKind.HOLIDAY: "in the holidays", EventKind.INSET: "an INSET day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the calendar.

    Parameters
    ----------
    from_day, until_day
        The first and the last day.
    school
        The school that it is about; None for all.
    finishes_s, leave_by_s
        On days that close early: when vehicles may leave at the earliest and at the latest.
    """

    kind: EventKind
    from_day: date
    until_day: date
    school: SchoolId | None = None
    finishes_s: int | None = None
    leave_by_s: int | None = None

    def __post_init__(self) -> None:
        if self.until_day < self.from_day:
            raise ValueError("the last day must not be before the first.")
        early = self.kind is EventKind.EARLY_CLOSURE
        if early != (self.finishes_s is not None) or early != (self.leave_by_s is not None):
            raise ValueError("an early closure, and nothing else, has the times finishes and leave by.")
        if self.finishes_s is not None and self.leave_by_s is not None and self.finishes_s > self.leave_by_s:
            raise ValueError("finishes must not be after leave by.")

    def is_about(self, school: SchoolId, day: date) -> bool:
        """Say whether it is about that school on that day."""
        return self.school in (None, school) and self.from_day <= day <= self.until_day


@dataclass(frozen=True, slots=True)
class Calendar:
    """When schools are open: Monday to Friday in a term, but for holidays and INSET days.

    A school for which no term is given is open all year round.
    """

    events: tuple[Event, ...] = ()

    def why_closed(self, school: SchoolId, day: date) -> str | None:
        """Return why a school is closed on a day ("an INSET day"), or None if it is open."""
        if day.weekday() not in SCHOOL_WEEK:
            return f"a {DAY_NAMES[day.weekday()]}"
        for event in self.events:
            if event.kind in _CLOSED and event.is_about(school, day):
                return _CLOSED[event.kind]
        terms = [e for e in self.events if e.kind is EventKind.TERM and e.school in (None, school)]
        if terms and not any(term.is_about(school, day) for term in terms):
            return "outside every term"
        return None

    def early(self, school: SchoolId, day: date) -> tuple[int, int] | None:
        """Return (finishes_s, leave_by_s) if the school closes early that day; its own hours come first."""
        found = [e for e in self.events if e.kind is EventKind.EARLY_CLOSURE and e.is_about(school, day)]
        for event in sorted(found, key=lambda e: e.school is None):
            if event.finishes_s is not None and event.leave_by_s is not None:
                return event.finishes_s, event.leave_by_s
        return None
