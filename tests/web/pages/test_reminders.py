"""The page of what lapses."""

from datetime import date, timedelta

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from web.store import Store
from web.store.reminders import Lapse

TODAY = date(2026, 11, 22)


def remind(store: Store, count: int) -> None:
    lapses = [
        Lapse("vehicles.insured_until", f"v{n}", TODAY + timedelta(days=n - 1), f"Vehicle v{n}") for n in range(count)
    ]
    with store.writing(OFFICE) as kept:
        kept.reminders.settle({"vehicles.insured_until"}, lapses)


def test_what_has_lapsed_comes_before_what_will(officer: Browser, store: Store) -> None:
    assert "Nothing lapses within 28 days." in officer.get("/reminders/").get_data(as_text=True)
    remind(store, 2)
    text = officer.get("/reminders/").get_data(as_text=True)
    assert (
        text.index("Saturday 21 November 2026") < text.index("Lapsed") < text.index("Vehicle v1") < text.index(">Due<")
    )


def test_a_long_list_goes_page_by_page_with_as_many_questions(officer: Browser, store: Store) -> None:
    remind(store, 1)
    officer.get("/reminders/")
    with counted_queries(store) as few:
        officer.get("/reminders/")
    remind(store, 60)
    with counted_queries(store) as many:
        first = officer.get("/reminders/").get_data(as_text=True)
    assert len(many) == len(few)
    assert "Vehicle v49" in first
    assert "Vehicle v50" not in first
    assert "Vehicle v59" in officer.get("/reminders/?page=2").get_data(as_text=True)


def test_schools_have_no_reminders(school: Browser) -> None:
    assert school.get("/reminders/").status_code == 404
