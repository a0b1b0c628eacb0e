"""How far long work is."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from web.store import Store
from web.store.tasks import Task, TaskState

ASKED = {"day": "2026-11-23", "direction": "to-school", "seconds": 60}
PROGRESS = {"doing": "improving", "seconds": 15, "of_s": 60, "cost_pence": 120_450, "bound_pence": 100_000}


@pytest.fixture
def task(store: Store, published: str) -> Task:  # noqa: ARG001 -- with it comes the town
    """Return a task that is running."""
    with store.writing(OFFICE) as kept:
        kept.tasks.ask("draft", ASKED)
    with store.writing(OFFICE) as kept:
        claimed = kept.tasks.claim("a test")
        assert claimed is not None
        kept.tasks.hear(claimed, PROGRESS)
    return claimed


def told(officer: Browser, task: Task) -> Mapping[str, Any]:
    found: Mapping[str, Any] = officer.get(f"/tasks/{task.id}.json").get_json()
    return found


def test_a_script_and_a_reader_are_told_the_same(officer: Browser, task: Task) -> None:
    said = "Improving; the best plan so far costs £1,204.50; none costs less than £1,000.00; 15 of 60 seconds."
    found = told(officer, task)
    assert (found["text"].casefold(), found["done"], found["of"], found["ended"]) == (said.casefold(), 15, 60, False)
    page = text(officer, f"/tasks/{task.id}")
    assert found["text"] in page
    assert "See how far it is now" in page


def test_it_ends_at_the_plan_that_it_made(officer: Browser, store: Store, task: Task, published: str) -> None:
    with store.writing(OFFICE) as kept:
        kept.tasks.finish(task, {"plan": published})
    found = told(officer, task)
    assert (found["ended"], found["href"]) == (True, f"/plans/{published}")
    assert "Look at the plan" in text(officer, f"/tasks/{task.id}")


def test_a_failure_says_why_line_by_line(officer: Browser, store: Store, task: Task) -> None:
    with store.writing(OFFICE) as kept:
        kept.tasks.fail(task, "pupil p1: no home\npupil p2: no home")
    page = text(officer, f"/tasks/{task.id}")
    assert page.count("no home</li>") == 2
    assert "ask again" in page


def test_cancelled_work_says_that_nothing_is_kept(officer: Browser, store: Store, task: Task) -> None:
    assert officer.post(f"/tasks/{task.id}/cancel").status_code == 303
    with store.reading(OFFICE) as kept:
        assert kept.tasks.get(task.id).state is TaskState.CANCELLED
    page = text(officer, f"/tasks/{task.id}")
    assert "Cancelled: nothing of it is kept." in page
    assert ">Cancel<" not in page


def test_the_newest_work_is_listed(officer: Browser, task: Task) -> None:
    assert f"/tasks/{task.id}" in text(officer, "/tasks/")
    assert officer.get("/tasks/none").status_code == 404
    assert officer.get("/tasks/none.json").status_code == 404


def test_a_list_of_no_work_says_what_will_stand_there(officer: Browser) -> None:
    assert "Nobody has asked for long work yet" in text(officer, "/tasks/")
