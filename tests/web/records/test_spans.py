"""Cells of spans: hours of a day, days away, hours a week; written as they are read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.records.layouts import KIND
from web.records.rows import canonical
from web.records.spans import AT_WORK, AWAY, HOURS_A_WEEK, days_in


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8:00-10:30", "08:00-10:30"),
        ("14.00 – 16.00; 08:00 to 10:30", "08:00-10:30; 14:00-16:00"),
    ],
)
def test_hours_are_put_in_order(typed: str, kept: str) -> None:
    assert AT_WORK.write(AT_WORK.read(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("04/01/2027; 2026-12-21 to 23/12/2026", "2026-12-21 to 2026-12-23; 2027-01-04"),
        ("2027-01-04 to 2027-01-04", "2027-01-04"),
    ],
)
def test_days_are_put_in_order(typed: str, kept: str) -> None:
    assert AWAY.write(AWAY.read(typed)) == kept


@pytest.mark.parametrize(("typed", "kept"), [("20", "20"), ("18.5", "18:30"), ("18:30", "18:30"), ("7.25", "7:15")])
def test_hours_a_week_are_kept_to_the_minute(typed: str, kept: str) -> None:
    assert HOURS_A_WEEK.write(HOURS_A_WEEK.read(typed)) == kept


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("monday", "10:00-08:00", "ends before it begins"),
        ("monday", "08:00-10:00; 09:00-11:00", "names the same time twice"),
        ("monday", "08:00", "is not hours of work"),
        ("monday", "08:00-10:00-12:00", "is not hours of work"),
        ("leave", "2026-12-23 to 2026-12-21", "ends before it begins"),
        ("leave", "2026-12-21 to 2026-12-23; 2026-12-23", "names the same time twice"),
        ("away", "next week", "is not days"),
        ("hours_a_week", "all", "is not hours"),
    ],
)
def test_what_is_no_span_is_refused_in_a_sentence(column: str, typed: str, said: str) -> None:
    (wrong,) = canonical("trainers", {"trainer": "t1", column: typed}).wrong
    assert (wrong.column, said in wrong.said) == (column, True)


@given(st.sets(st.integers(0, 400), min_size=1, max_size=20))
def test_the_days_of_spans_are_the_days_that_were_named(numbers: set[int]) -> None:
    days = {date(2026, 9, 1) + timedelta(days=number) for number in numbers}
    spans = AWAY.read("; ".join(day.isoformat() for day in days))
    assert days_in(spans) == days
    assert AWAY.read(AWAY.write(spans)) == spans


def test_a_trainer_signs_in_by_what_can_be_found_and_the_rest_is_sealed() -> None:
    assert "email" not in KIND["trainers"].sensitive
    assert {"name", "phone", "away", "lat", "lon", "postcode"} <= KIND["trainers"].sensitive
