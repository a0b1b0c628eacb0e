"""On which days schools are open, by the office's calendar."""

from datetime import date

from routing.records import SchoolId
from web.records.rows import row_of
from web.school_days import calendar_of

ROWS = [
    row_of("calendar", {"what": "term", "from": "2026-09-01", "until": "2026-12-18"}),
    row_of("calendar", {"what": "holiday", "from": "2026-10-26", "until": "2026-10-30"}),
    row_of("calendar", {"what": "inset", "from": "2026-11-27", "school": "oak"}),
    row_of("calendar", {"what": "early-closure", "from": "2026-12-18", "finishes": "13:00", "leave_by": "13:30"}),
]


def why_closed(school: str, day: str) -> str | None:
    return calendar_of(ROWS).why_closed(SchoolId(school), date.fromisoformat(day))


def test_a_school_is_closed_in_holidays_at_weekends_outside_terms_and_on_its_own_inset_days() -> None:
    assert why_closed("oak", "2026-10-26") == "in the holidays"
    assert why_closed("oak", "2026-11-28") == "a Saturday"
    assert why_closed("oak", "2026-12-21") == "outside every term"
    assert why_closed("oak", "2026-11-27") == "an INSET day"
    assert why_closed("elm", "2026-11-27") is None


def test_a_day_that_closes_early_is_a_school_day() -> None:
    assert why_closed("oak", "2026-12-18") is None
