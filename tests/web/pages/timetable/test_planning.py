"""Asking for a term to be planned; the week, and what it asks of the database."""

from datetime import date

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.trainees import session
from web.store import Store
from web.training.timetables import TASK


def test_a_term_is_asked_for_as_long_work(manager: Browser, store: Store) -> None:
    asked = {"first": "2026-11-23", "last": "2027-02-12", "seconds": "30"}
    answer = manager.post("/timetable/plan", data=asked)
    with store.reading(OFFICE) as kept:
        [task] = [each for each in kept.tasks.list_open() if each.kind == TASK]  # beside what follows training
    assert answer.headers["Location"] == f"/tasks/{task.id}"
    assert task.asked == {"first": "2026-11-23", "last": "2027-02-12", "seconds": 30}


@pytest.mark.parametrize(
    ("first", "last", "seconds", "said"),
    [
        ("2026-11-22", "2027-01-01", "30", "tomorrow at the earliest"),
        ("2026-11-24", "2026-11-23", "30", "Last day is before the first day"),
        ("2026-11-24", "2027-11-23", "30", "plan a term at a time"),
        ("2026-11-24", "2026-12-23", "0", "from 1 to 3,600"),
    ],
)
def test_a_term_that_cannot_be_is_refused(manager: Browser, first: str, last: str, seconds: str, said: str) -> None:
    answer = manager.post("/timetable/plan", data={"first": first, "last": last, "seconds": seconds})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_week_shows_sessions_and_loads_in_a_fixed_number_of_questions(manager: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
    page = manager.get("/timetable/?day=2026-11-25").text
    assert "1 session in this week" in page
    assert "Tamsin Rowe" in page
    assert "0 sessions" in manager.get("/timetable/?day=2026-11-25&trainer=t2").text
    with counted_queries(store) as few:
        manager.get("/timetable/?day=2026-11-25")
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all(session(f"x{n}", day=date(2026, 11, 23 + n)) for n in range(5))
    with counted_queries(store) as many:
        manager.get("/timetable/?day=2026-11-25")
    assert len(few) == len(many)


def test_a_trainer_plans_nothing(trainer: Browser) -> None:
    page = trainer.get("/timetable/")
    assert "My week" in page.text
    assert "Plan the sessions" not in page.text
    assert trainer.get("/timetable/plan").status_code == 404
