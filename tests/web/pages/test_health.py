"""The page of the clock, and what a monitor is told."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from web.access import Role
from web.jobs import JOBS
from web.settings import Settings
from web.slots import run_due
from web.store import Store
from web.store.people import User


@pytest.fixture
def ran(store: Store, users: Mapping[Role, User], tmp_path: Path) -> None:
    """Run every job once."""
    assert users
    store.keyring.write(tmp_path / "keys.json")
    run_due(store, Settings(home=tmp_path), JOBS, "one")


@pytest.fixture
def a_day_later(users: Mapping[Role, User], clock: Clock) -> None:
    """Let a day pass in which the clock does nothing."""
    assert users
    clock.now += timedelta(days=1)


@pytest.mark.usefixtures("a_day_later")
def test_a_clock_that_stands_still_is_told_to_people_and_to_monitors(officer: Browser) -> None:
    page = officer.get("/health/jobs")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "The job backup was due on 23 November 2026 at 02:30 and has not been done." in text
    assert "is the command waymark jobs running" in text
    answer = officer.get("/health/jobs.json")
    assert answer.status_code == 503
    assert answer.get_json()["is_red"] is True
    backup = next(each for each in answer.get_json()["jobs"] if each["job"] == "backup")
    assert backup == {
        "job": "backup",
        "standing": "missed",
        "due_at": "2026-11-23T02:30:00+00:00",
        "next_at": "2026-11-24T02:30:00+00:00",
        "last_done_at": None,
    }


@pytest.mark.usefixtures("ran")
def test_a_clock_that_goes_is_well(officer: Browser) -> None:
    text = officer.get("/health/jobs").get_data(as_text=True)
    assert "Every job was done when it was due." in text
    assert "restored in a corner and equal" in text
    assert "all of them whole" in text
    answer = officer.get("/health/jobs.json")
    assert (answer.status_code, answer.get_json()["wrong"]) == (200, [])


def test_long_work_stands_there_with_its_sentences(officer: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        for kind in ("draft", "what-if"):
            kept.tasks.ask(kind, {})
            task = kept.tasks.claim("one")
            assert task is not None
            if kind == "draft":
                kept.tasks.fail(task, "There are no roads: build them first.")
            else:
                kept.tasks.hear(task, {"doing": "driving"})
    text = officer.get("/health/jobs").get_data(as_text=True)
    assert "There are no roads: build them first." in text
    assert "driving" in text


def test_administrators_may_look_and_schools_may_not(app: Flask, school: Browser, users: Mapping[Role, User]) -> None:
    for path in ("/health/jobs", "/health/jobs.json"):
        assert school.get(path).status_code == 404
        assert sign_in(app, users[Role.ADMINISTRATOR]).get(path).status_code in (200, 503)


def test_the_page_asks_as_much_however_much_there_is_to_tell(officer: Browser, store: Store) -> None:
    officer.get("/health/jobs")
    with counted_queries(store) as few:
        officer.get("/health/jobs")
    with store.writing(OFFICE) as kept:
        for number in range(60):
            kept.tasks.ask("draft", {"number": number})
    with counted_queries(store) as many:
        officer.get("/health/jobs")
    assert len(many) == len(few)
