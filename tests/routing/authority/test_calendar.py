"""A school is open Monday to Friday in a term, but for holidays and INSET days; some days close early."""

from datetime import date
from typing import Any

import pytest

from routing.authority.calendar import Calendar, Event, EventKind
from routing.records import SchoolId

OAK, ASH = SchoolId("oak"), SchoolId("ash")
TERM = Event(kind=EventKind.TERM, from_day=date(2026, 9, 2), until_day=date(2026, 12, 18))


def on(kind: EventKind, day: date, school: SchoolId | None = None, **times: Any) -> Event:
    return Event(kind=kind, from_day=day, until_day=day, school=school, **times)


def test_without_terms_every_weekday_is_a_school_day() -> None:
    assert Calendar().why_closed(OAK, date(2026, 8, 3)) is None
    assert Calendar().why_closed(OAK, date(2026, 8, 2)) == "a Sunday"


def test_a_day_outside_every_term_is_none() -> None:
    assert Calendar((TERM,)).why_closed(OAK, date(2026, 9, 1)) == "outside every term"
    assert Calendar((TERM,)).why_closed(OAK, date(2026, 9, 2)) is None
    assert Calendar((TERM,)).why_closed(OAK, date(2026, 12, 18)) is None


def test_an_inset_day_closes_its_own_school_alone() -> None:
    calendar = Calendar((TERM, on(EventKind.INSET, date(2026, 11, 27), OAK)))
    assert calendar.why_closed(OAK, date(2026, 11, 27)) == "an INSET day"
    assert calendar.why_closed(ASH, date(2026, 11, 27)) is None


def test_a_school_with_a_term_of_its_own_is_not_bound_by_none() -> None:
    own = Event(kind=EventKind.TERM, from_day=date(2026, 8, 24), until_day=date(2026, 12, 11), school=OAK)
    assert Calendar((own,)).why_closed(OAK, date(2026, 12, 14)) == "outside every term"
    assert Calendar((own,)).why_closed(ASH, date(2026, 12, 14)) is None


def test_a_schools_own_early_closure_counts_before_everyones() -> None:
    day = date(2026, 12, 18)
    everyone = on(EventKind.EARLY_CLOSURE, day, finishes_s=46_800, leave_by_s=49_200)
    own = on(EventKind.EARLY_CLOSURE, day, OAK, finishes_s=43_200, leave_by_s=45_000)
    assert Calendar((everyone, own)).early(OAK, day) == (43_200, 45_000)
    assert Calendar((everyone, own)).early(ASH, day) == (46_800, 49_200)
    assert Calendar((everyone, own)).early(ASH, date(2026, 12, 17)) is None


@pytest.mark.parametrize(
    ("kind", "times"),
    [
        (EventKind.EARLY_CLOSURE, {}),
        (EventKind.EARLY_CLOSURE, {"finishes_s": 46_800}),
        (EventKind.EARLY_CLOSURE, {"finishes_s": 46_800, "leave_by_s": 46_799}),
        (EventKind.HOLIDAY, {"finishes_s": 46_800, "leave_by_s": 49_200}),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(kind: EventKind, times: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="finishes"):
        on(kind, date(2026, 12, 18), **times)


def test_an_entry_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="the last day must not be before the first"):
        Event(kind=EventKind.TERM, from_day=date(2026, 9, 2), until_day=date(2026, 9, 1))
