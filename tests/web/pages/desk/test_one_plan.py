"""One plan: its runs, violations and steps."""

import pytest

from tests.web import town
from tests.web.office import OFFICE, document, keep_draft, more_runs
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from web.planning.editing import RunRef, apply, timing
from web.store import Store
from web.store.plan_views import PlanState


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_runs_are_listed_with_what_is_worth_knowing(officer: Browser, draft: str) -> None:
    page = text(officer, f"/plans/{draft}")
    for said in ("minibus-1/1", "Oak School", "Gil Ashe (a1)", "4 of 10", "1 wheelchair", "2 runs", "Acorn Cars"):
        assert said in page
    assert "Ann Oakley" not in page


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("operator=Acorn+Cars", "/runs/taxi-7/1", "/runs/minibus-1/1"),
        ("school=oak", "/runs/minibus-1/1", "/runs/taxi-7/1"),
        ("vehicle=taxi-7", "/runs/taxi-7/1", "/runs/minibus-1/1"),
        ("only=wheelchair", "/runs/minibus-1/1", "/runs/taxi-7/1"),
        ("only=assistant", "/runs/minibus-1/1", "/runs/taxi-7/1"),
        ("only=none", "/runs/taxi-7/1", "/runs/minibus-1/1"),
    ],
)
def test_a_filter_leaves_what_it_says(officer: Browser, draft: str, asked: str, there: str, gone: str) -> None:
    page = text(officer, f"/plans/{draft}?{asked}")
    assert there in page
    assert gone not in page
    assert "1 of 2 runs" in page


def test_a_filter_that_leaves_nothing_says_what_to_do(officer: Browser, draft: str) -> None:
    assert "No run is like that: show all of them again." in text(officer, f"/plans/{draft}?only=broken")


def test_runs_stand_in_the_order_that_is_asked_for(officer: Browser, draft: str) -> None:
    by_time, by_pupils = (text(officer, f"/plans/{draft}?sort={sort}") for sort in ("time", "pupils"))
    assert by_time.index("/runs/minibus-1/1") < by_time.index("/runs/taxi-7/1")
    assert by_pupils.index("/runs/taxi-7/1") < by_pupils.index("/runs/minibus-1/1")


def test_a_plan_of_nobody_says_so(officer: Browser, store: Store) -> None:
    problem = town.town()
    id_ = keep_draft(store, document(problem, town.plan_for_nobody(problem)))
    assert "This plan has no runs: everybody is without one." in text(officer, f"/plans/{id_}")


def test_violations_bear_names_and_lead_to_the_pupil(officer: Browser, store: Store, draft: str) -> None:
    assert "Every rule is kept." in text(officer, f"/plans/{draft}/violations")
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 9 * 3600 + 20 * 60))
    page = text(officer, f"/plans/{draft}/violations")
    assert "Eve Elmhurst (p5)" in page
    assert f"/plans/{draft}/pupils/p5" in page


def test_a_step_is_gone_back_to_from_the_list_and_the_answer_stands_above_it(
    officer: Browser, store: Store, draft: str
) -> None:
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 8 * 3600))
    assert "Run taxi-7/1 comes to stop 1 at 08:00" in text(officer, f"/plans/{draft}/steps")
    answer = officer.post(f"/plans/{draft}/restore", data={"step": 1, "to": 0})
    assert (answer.status_code, answer.location) == (303, f"/plans/{draft}/steps?answer=2")
    page = text(officer, answer.location)
    assert "Back to step 0" in page
    assert "Undo this" in page


def test_going_back_from_a_page_that_is_out_of_date_is_refused(officer: Browser, store: Store, draft: str) -> None:
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 8 * 3600))
    answer = officer.post(f"/plans/{draft}/restore", data={"step": 0, "to": 0})
    assert answer.status_code == 409
    assert "Someone else has changed this draft" in answer.get_data(as_text=True)


@pytest.mark.parametrize("then", ["https://elsewhere.example", "//elsewhere.example", "/plans/other/runs/x/1"])
def test_nobody_is_led_elsewhere_after_going_back(officer: Browser, store: Store, draft: str, then: str) -> None:
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 8 * 3600))
    answer = officer.post(f"/plans/{draft}/restore", data={"step": 1, "to": 0, "then": then})
    assert answer.location == f"/plans/{draft}/steps?answer=2"


def test_a_draft_is_discarded_after_it_was_asked_for(officer: Browser, store: Store, draft: str) -> None:
    assert "Discard this draft?" in text(officer, f"/plans/{draft}/discard")
    assert officer.post(f"/plans/{draft}/discard").status_code == 303
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(draft).state is PlanState.DISCARDED


@pytest.mark.parametrize(("what", "keeps"), [("plan", False), ("records", True)])
def test_another_draft_is_asked_for_from_this_one(
    officer: Browser,
    store: Store,
    draft: str,
    what: str,
    keeps: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    answer = officer.post(f"/plans/{draft}/again", data={"what": what})
    with store.reading(OFFICE) as kept:
        task = kept.tasks.get(answer.location.rpartition("/")[2])
    asked = {"day": "2026-11-23", "direction": "to-school", "from_plan": draft, "keeps_plan": keeps}
    assert (task.kind, task.asked) == ("draft", asked)


@pytest.mark.parametrize("part", ["", "/map", "/violations", "/steps", "/unplaced", "/runs/minibus-1/1", "/pupils/p1"])
def test_a_page_asks_as_often_for_sixty_runs_as_for_two(officer: Browser, store: Store, draft: str, part: str) -> None:
    counts = []
    for is_more in (False, True):
        if is_more:
            more_runs(store, draft, 60)
        officer.get(f"/plans/{draft}{part}")
        with counted_queries(store) as asked:
            assert officer.get(f"/plans/{draft}{part}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_fifty_runs_are_on_a_page_and_the_rest_on_the_next(officer: Browser, store: Store, draft: str) -> None:
    more_runs(store, draft, 60)
    pages = [text(officer, f"/plans/{draft}?page={page}") for page in (1, 2)]
    assert [page.count(f"/plans/{draft}/runs/") for page in pages] == [50, 10]
