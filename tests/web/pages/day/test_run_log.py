"""Logging a run: entries are added and never changed, and who does not travel is absent for that journey."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.problem import Direction
from tests.web.office import OFFICE, Clock, keep_draft
from tests.web.pages.client import Browser
from tests.web.town import DAY
from web.store import Store
from web.store.day import Actual, DayEvent, What


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """Make it ten past eight on the town's Monday."""
    clock.now = datetime(2026, 11, 23, 8, 10, 20, tzinfo=UTC)


@pytest.fixture
def here(store: Store) -> str:
    """Return the address of the minibus's run."""
    with store.reading(OFFICE) as kept:
        return f"/day/runs/{kept.plans.list_plans(DAY, DAY)[0].id}/minibus-1/1"


def said(store: Store) -> list[Actual]:
    with store.reading(OFFICE) as kept:
        return kept.day.list_actuals(DAY, DAY)


def absences(store: Store) -> list[DayEvent]:
    with store.reading(OFFICE) as kept:
        return kept.day.list_events(DAY, DAY)


def test_what_happens_now_is_kept_to_the_second_and_what_is_typed_to_the_minute(
    officer: Browser, store: Store, here: str, clock: Clock
) -> None:
    assert 'value="08:10"' in officer.get(here).get_data(as_text=True)
    answer = officer.post(here, data={"stop": 2, "do": "arrived", "at": "08:10"})
    assert answer.status_code == 303
    clock.now += timedelta(seconds=1)
    officer.post(here, data={"stop": 2, "do": "left", "at": "08:04"})
    assert [(each.what, each.at_s) for each in said(store)] == [
        (What.ARRIVED, 8 * 3600 + 10 * 60 + 20),
        (What.LEFT, 8 * 3600 + 4 * 60),
    ]
    stop = said(store)
    assert stop[1].planned_s - stop[0].planned_s == 600
    page = officer.get(answer.location).get_data(as_text=True)
    assert "Arrived 08:10" in page
    assert "Left 08:04" in page


def test_a_correction_is_a_new_entry_and_what_was_said_last_counts(
    officer: Browser, store: Store, here: str, clock: Clock
) -> None:
    for at in ("08:02", "08:05"):
        clock.now += timedelta(seconds=1)
        officer.post(here, data={"stop": 2, "do": "left", "at": at})
    page = officer.get(here).get_data(as_text=True)
    assert "Left 08:05" in page
    assert "Left 08:02" not in page
    assert len(said(store)) == 2


def test_who_does_not_travel_is_absent_that_way_until_they_board_after_all(
    officer: Browser, school: Browser, store: Store, here: str
) -> None:
    officer.post(here, data={"stop": 3, "do": "not-travelling p2", "at": "08:10"})
    [event] = absences(store)
    assert (event.ref, event.school, event.direction) == ("p2", "oak", Direction.TO_SCHOOL)
    assert "Not travelling" in school.get(f"/school/?day={DAY}").get_data(as_text=True)
    officer.post(here, data={"stop": 3, "do": "not-travelling p2", "at": "08:10"})
    assert len(absences(store)) == 1
    officer.post(here, data={"stop": 3, "do": "boarded p2", "at": "08:11"})
    assert absences(store) == []
    assert [each.pupil for each in said(store)] == ["p2", "p2", "p2"]


def test_a_schools_own_word_of_an_absence_is_not_taken_back_by_boarding(
    officer: Browser, school: Browser, store: Store, here: str
) -> None:
    school.post("/school/absences", data={"pupil": "p2", "from": f"{DAY:%d/%m/%Y}", "until": "", "way": "both"})
    officer.post(here, data={"stop": 3, "do": "boarded p2", "at": "08:10"})
    assert [event.ref for event in absences(store)] == ["p2"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"stop": 0}, 400),
        ({"stop": 8}, 400),
        ({"do": ""}, 400),
        ({"do": "flown"}, 400),
        ({"do": "boarded"}, 400),
        ({"do": "arrived p1"}, 400),
        ({"do": "boarded p5"}, 404),
        ({"do": "boarded p3"}, 404),
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(
    officer: Browser, store: Store, here: str, change: dict[str, object], status: int
) -> None:
    answer = officer.post(here, data={"stop": 2, "do": "arrived", "at": "08:10"} | change)
    assert answer.status_code == status
    assert said(store) == []


def test_nothing_is_logged_before_its_day_nor_of_a_draft(
    officer: Browser, store: Store, here: str, clock: Clock
) -> None:
    draft = keep_draft(store)
    path = f"/day/runs/{draft}/minibus-1/1"
    assert (officer.get(path).status_code, officer.post(path, data={"stop": 1, "do": "left"}).status_code) == (404, 404)
    clock.now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    page = officer.get(here).get_data(as_text=True)
    assert "What happens is logged on the day itself." in page
    assert '<button class="govuk-button" name="do"' not in page
    assert officer.post(here, data={"stop": 2, "do": "arrived"}).status_code == 400
