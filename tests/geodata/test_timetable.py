from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geodata.timetable import Calendar

MONDAY = date(2026, 6, 8)
days = st.integers(0, 27).map(lambda after: MONDAY + timedelta(days=after))
WEEKDAYS = (True,) * 5 + (False,) * 2


@given(day=days, added=st.frozensets(days), removed=st.frozensets(days))
def test_exceptions_come_before_weekdays(day: date, added: frozenset[date], removed: frozenset[date]) -> None:
    calendar = Calendar(WEEKDAYS, MONDAY, MONDAY + timedelta(days=13), added, removed - added)
    if day in added:
        assert calendar.runs_on(day)
    elif day in removed:
        assert not calendar.runs_on(day)
    else:
        assert calendar.runs_on(day) == (day.weekday() < 5 and day < MONDAY + timedelta(days=14))


def test_a_calendar_of_exceptions_alone_runs_on_no_other_day() -> None:
    calendar = Calendar((True,) * 7, None, None, added=frozenset({MONDAY}))
    assert calendar.runs_on(MONDAY)
    assert not calendar.runs_on(MONDAY + timedelta(days=1))
