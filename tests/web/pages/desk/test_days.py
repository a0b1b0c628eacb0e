"""Plans by day, asking for one, and seeing how far it is."""

import pytest

from tests.web.office import OFFICE, keep_draft
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from tests.web.pages.desk.test_one_pupil import post
from tests.web.queries import counted_queries
from web.store import Store


def test_the_plans_stand_by_day_with_what_is_to_be_seen_to(officer: Browser, draft: str) -> None:
    page = text(officer, "/plans/?day=2026-11-23")
    for said in ("Monday 23 November 2026", "Version 1", "Draft", "1 pupil without a run", f"/plans/{draft}"):
        assert said in page


def test_days_without_plans_say_what_to_do(officer: Browser) -> None:
    page = text(officer, "/plans/?day=2030-01-07")
    assert "There is no plan of these days." in page
    assert "Draft one" in page
    assert "is not a date" in text(officer, "/plans/?day=soon")


def test_the_list_asks_as_often_for_many_plans_as_for_one(officer: Browser, store: Store, published: str) -> None:
    counts = []
    for more in (0, 5):
        for _ in range(more):
            keep_draft(store, replaces=published)
        text(officer, "/plans/?day=2026-11-23")
        with counted_queries(store) as asked:
            text(officer, "/plans/?day=2026-11-23")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_draft_is_asked_for_and_followed(officer: Browser, store: Store) -> None:
    assert 'value="23/11/2026"' in text(officer, "/plans/draft")
    answers = {"day": "23/11/2026", "direction": "to-school", "seconds": "60"}
    status, location = post(officer, "/plans/draft", **answers)
    assert status == 303
    with store.reading(OFFICE) as kept:
        task = kept.tasks.get(location.rpartition("/")[2])
    assert (task.kind, task.asked) == ("draft", {"day": "2026-11-23", "direction": "to-school", "seconds": 60})
    page = text(officer, location)
    assert "Draft of Monday 23 November 2026, to school" in page
    assert "Waiting to begin." in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"day": "20/11/2026"}, "Day: choose today or a later day"),
        ({"seconds": "0"}, "Seconds to plan: give 1 to 3,600"),
        ({"day": "soon"}, "is not a date"),
        ({"direction": ""}, "Direction is empty: choose one"),
    ],
)
def test_what_cannot_be_drafted_is_said_by_the_question(officer: Browser, answers: dict[str, str], said: str) -> None:
    whole = {"day": "23/11/2026", "direction": "to-school", "seconds": "60"}
    status, page = post(officer, "/plans/draft", **{**whole, **answers})
    assert status == 422
    assert said in page
