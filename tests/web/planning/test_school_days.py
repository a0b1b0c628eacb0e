"""The next school day."""

from datetime import date

import pytest

from web.planning.school_days import next_school_day
from web.records.rows import Row, row_of

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def entry(what: str, first: str, until: str = "", school: str = "") -> Row:
    return row_of("calendar", {"what": what, "from": first, "until": until, "school": school})


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], MONDAY),
        ([entry("holiday", "2026-11-23", "2026-11-27")], date(2026, 11, 30)),
        ([entry("inset", "2026-11-23")], date(2026, 11, 24)),
        ([entry("inset", "2026-11-23", school="oak")], MONDAY),
        ([entry("early-closure", "2026-11-23")], MONDAY),
        ([entry("term", "2027-01-05", "2027-03-25")], date(2027, 1, 5)),
        ([entry("term", "2028-01-05", "2028-03-25")], MONDAY),
    ],
)
def test_holidays_of_all_schools_are_passed_over(rows: list[Row], expected: date) -> None:
    assert next_school_day(rows, FRIDAY) == expected
