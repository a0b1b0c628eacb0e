"""Today, exceptions first."""

from datetime import date, timedelta

from tests.web import town
from tests.web.office import OFFICE, Clock, keep_draft, moved_document
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from tests.web.queries import counted_queries
from web.planning.publishing import publish
from web.settings import Settings
from web.store import Store
from web.store.day import DayEventKind
from web.store.reminders import Lapse


def test_what_is_not_published_stands_first(officer: Browser, published: str) -> None:
    page = text(officer, "/today/")
    assert "Sunday 22 November 2026" in page
    assert "Afternoon of Monday 23 November 2026 is not published" in page
    assert "Morning of Monday 23 November 2026 is not published" not in page
    assert f"/plans/{published}" in page
    assert "Nothing is reported: all is as usual." in page


def test_an_absence_reported_since_publishing_is_an_exception(
    officer: Browser, store: Store, published: str, clock: Clock
) -> None:
    assert published in text(officer, "/today/")
    clock.now += timedelta(minutes=5)
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", town.DAY, school="oak")
    page = text(officer, "/today/")
    assert "1 thing reported since it was published" in page
    assert "Ann Oakley (p1)" in page


def test_a_family_that_has_to_be_told_is_an_exception(officer: Browser, store: Store, published: str) -> None:
    moved = keep_draft(store, moved_document(), replaces=published)
    with store.writing(OFFICE) as kept:
        kept.plans.accept_unplaced(moved, "p6", "The assessment is on Tuesday")
    publish(store, Settings(), OFFICE, moved, 0)
    page = text(officer, "/today/")
    assert "3 notices to give, 3 late" in page
    assert f"/plans/{moved}/notices" in page


def test_what_lapses_is_said_and_what_has_lapsed(officer: Browser, store: Store, published: str) -> None:  # noqa: ARG001 -- with it comes the town
    assert "Nothing has lapsed" in text(officer, "/today/")
    lapses = [
        Lapse("assistants.dbs_until", "a1", date(2026, 11, 20), "The DBS check of a1 lapsed."),
        Lapse("vehicles.insured_until", "taxi-7", date(2026, 12, 1), "The insurance of taxi-7 lapses."),
    ]
    with store.writing(OFFICE) as kept:
        kept.reminders.settle({lapse.kind for lapse in lapses}, lapses)
    page = text(officer, "/today/")
    assert page.index("Lapsed") < page.index("The insurance of taxi-7 lapses.")
    assert "Friday 20 November 2026" in page


def test_failed_work_is_shown(officer: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask("draft", {"day": "2026-11-24", "direction": "to-school"})
    with store.writing(OFFICE) as kept:
        task = kept.tasks.claim("a test")
        assert task is not None
        kept.tasks.fail(task, "There are no roads")
    assert "There are no roads" in text(officer, "/today/")


def test_it_asks_as_often_for_many_drafts_as_for_one(officer: Browser, store: Store, published: str) -> None:
    counts = []
    for more in (1, 5):
        for _ in range(more):
            keep_draft(store, replaces=published)
        text(officer, "/today/")
        with counted_queries(store) as asked:
            text(officer, "/today/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_school_does_not_come_in(school: Browser) -> None:
    for path in ("/today/", "/plans/", "/tasks/", "/plans/draft"):
        assert school.get(path).status_code == 404
