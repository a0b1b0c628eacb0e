"""The school year of all schools or of one, in the order of its days, with the bell times."""

from tests.web.office import Clock
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import keep, opened
from web.store import Store


def test_a_year_is_read_from_september_to_august(officer: Browser, store: Store) -> None:
    keep(store, "calendar", what="term", **{"from": "2026-09-01", "until": "2026-12-18"})
    keep(store, "calendar", what="inset", **{"from": "2026-11-27", "school": "oak"})
    keep(store, "calendar", what="early-closure", finishes="13:00", leave_by="13:30", **{"from": "2026-12-18"})
    keep(store, "calendar", what="holiday", **{"from": "2027-08-30", "until": "2027-09-03"})
    keep(store, "calendar", what="term", **{"from": "2027-09-06"})
    page = opened(officer, "/records/calendar")
    assert "Calendar, 2026 to 2027" in page
    order = [
        page.index(text)
        for text in (
            "Tuesday 1 September 2026 to Friday 18 December 2026",
            "Friday 27 November 2026 INSET day INSET day Oak School",
            "Early closure All schools Vehicles leave 13:00 to 13:30",
            "Monday 30 August 2027 to Friday 3 September 2027",
        )
    ]
    assert order == sorted(order)
    assert "6 September 2027" not in page
    assert "6 September 2027" in opened(officer, "/records/calendar?year=2027")
    assert "Oak School 08:15 09:00 15:15 15:45" in page


def test_a_school_sees_its_own_days_and_those_of_all(officer: Browser, store: Store) -> None:
    keep(store, "calendar", what="inset", **{"from": "2026-11-27", "school": "oak"})
    keep(store, "calendar", what="term", **{"from": "2026-09-01", "until": "2026-12-18"})
    page = opened(officer, "/records/calendar?school=elm")
    assert "1 September 2026" in page
    assert "27 November" not in page
    assert "Oak School 08:15" not in page
    assert "27 November" in opened(officer, "/records/calendar?school=oak")


def test_in_august_the_year_is_the_one_that_ends(officer: Browser, clock: Clock) -> None:
    clock.now = clock.now.replace(month=8)
    assert "Calendar, 2025 to 2026" in opened(officer, "/records/calendar")


def test_an_empty_year_and_a_nonsensical_one_are_pages_too(officer: Browser) -> None:
    for asked in ("", "?year=never", "?year=0000", "?year=9999", "?school=nowhere"):
        assert "Nothing stands in the calendar of this year" in opened(officer, f"/records/calendar{asked}")
