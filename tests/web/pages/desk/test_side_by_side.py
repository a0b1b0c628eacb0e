"""Two plans compared, and what if."""

import pytest

from tests.web.office import OFFICE, afternoon, keep_draft, moved_document
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from tests.web.pages.desk.test_one_pupil import post
from web.store import Store


def test_two_plans_are_compared_in_names(officer: Browser, store: Store, published: str) -> None:
    moved = keep_draft(store, moved_document(), replaces=published)
    assert "Monday 23 November 2026, to school: By hand (version 1)" in text(officer, f"/plans/{moved}/compare")
    page = text(officer, f"/plans/{moved}/compare?with={published}")
    assert "What changes for pupils (1)" in page
    assert "Eve Elmhurst (p5)" in page
    assert "Picked up 10 minutes earlier, at 08:15" in page


def test_two_plans_that_are_the_same_say_so(officer: Browser, draft: str, published: str) -> None:
    assert "The two plans are the same for everyone." in text(officer, f"/plans/{draft}/compare?with={published}")


def test_a_morning_is_not_compared_with_an_afternoon(officer: Browser, store: Store, draft: str) -> None:
    other = keep_draft(store, afternoon())
    page = text(officer, f"/plans/{draft}/compare")
    assert other not in page
    assert "What changes for pupils" not in text(officer, f"/plans/{draft}/compare?with={other}")


def test_what_if_asks_for_what_the_plan_has(officer: Browser, draft: str) -> None:
    page = text(officer, f"/plans/{draft}/what-if")
    for said in ("Acorn Cars", "Gil Ashe (a1)", "Oak School", "taxi-7", "This road closed"):
        assert said in page


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"change": "operator-gone", "ref": "Acorn Cars"}, {"change": "operator-gone", "ref": "Acorn Cars"}),
        ({"change": "road-closed", "ref": " Mill Lane "}, {"change": "road-closed", "ref": "Mill Lane"}),
        (
            {"change": "bell-time", "ref": "oak", "from": "08:30", "until": "09:10"},
            {"change": "bell-time", "ref": "oak", "from_s": 30_600, "until_s": 33_000},
        ),
    ],
)
def test_what_is_supposed_becomes_a_task_that_says_what_it_is(
    officer: Browser, store: Store, draft: str, answers: dict[str, str], asked: dict[str, object]
) -> None:
    status, location = post(officer, f"/plans/{draft}/what-if", **answers)
    assert status == 303
    with store.reading(OFFICE) as kept:
        task = kept.tasks.get(location.rpartition("/")[2])
    assert task.kind == "what-if"
    assert task.asked == {"plan": draft, "seconds": 120, **asked}
    assert "What if" in text(officer, location)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose one of the questions of this page."),
        ({"change": "vehicle-gone"}, "Choose one of the list."),
        ({"change": "road-closed"}, "Name the street."),
        ({"change": "bell-time", "ref": "oak", "from": "early", "until": "09:00"}, "is not a time of day"),
        ({"change": "bell-time", "ref": "oak", "from": "09:10", "until": "09:00"}, "must not be after the second"),
    ],
)
def test_what_cannot_be_supposed_is_said_on_the_page(
    officer: Browser, draft: str, answers: dict[str, str], said: str
) -> None:
    status, page = post(officer, f"/plans/{draft}/what-if", **answers)
    assert status == 422
    assert said in page
