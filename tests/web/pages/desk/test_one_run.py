"""One run, and every way to change it."""

import pytest

from tests.web import town
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from web.store import Store
from web.store.events import Event
from web.store.tables import AuditRow

RUN = "minibus-1/1"


def post(browser: Browser, draft: str, run: str, **answers: object) -> tuple[int, str]:
    answer = browser.post(f"/plans/{draft}/runs/{run}", data=answers)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def test_a_run_shows_who_gets_on_with_what_they_need_and_who_looks_after_them(officer: Browser, draft: str) -> None:
    page = text(officer, f"/plans/{draft}/runs/{RUN}")
    for said in (
        "Ann Oakley (p1)",
        "wheelchair space; lift; 10 minutes to board",
        "own assistant",
        "Gil Ashe (a1) joins",
        "Oak School",
        "Pick-up point",
    ):
        assert said in page
    assert "Ann Oakley" not in page[: page.index("<body")]


def test_looking_at_what_pupils_need_is_written_down(officer: Browser, store: Store, draft: str) -> None:
    text(officer, f"/plans/{draft}/runs/{RUN}")
    with store.database.reading() as connection:
        rows = connection.execute(AuditRow.__table__.select()).mappings().all()
    seen = [row["detail"] for row in rows if row["event"] == Event.RESTRICTED_VIEWED]
    assert seen == [{"run": RUN, "pupils": ["p1", "p2", "p3", "p4"]}]


@pytest.mark.parametrize(
    ("run", "answers", "said"),
    [
        ("taxi-7/1", {"do": "time", "stop": 1, "at": "08:20"}, "Run taxi-7/1 comes to stop 1 at 08:20"),
        (RUN, {"do": "down", "stop": 3}, "Stop 3 of run minibus-1/1 moved down"),
        (RUN, {"do": "up", "stop": 4}, "Stop 4 of run minibus-1/1 moved up"),
        ("taxi-7/1", {"do": "crew", "was": "", "assistant": "a2"}, "Hal Beech (a2) put on run taxi-7/1"),
        (RUN, {"do": "crew", "was": "a2", "assistant": "-"}, "Hal Beech (a2) taken off run minibus-1/1"),
        ("taxi-7/1", {"do": "lock"}, "Run taxi-7/1 locked"),
    ],
)
def test_each_change_is_answered_on_the_run_s_page_with_the_way_back(
    officer: Browser, draft: str, run: str, answers: dict[str, object], said: str
) -> None:
    status, location = post(officer, draft, run, step=0, **answers)
    assert (status, location) == (303, f"/plans/{draft}/runs/{run}?answer=1")
    page = text(officer, location)
    panel = page[page.index('id="answer-title"') : page.index("Undo this")]
    assert said in panel
    assert "It costs" in panel


def test_a_change_that_breaks_a_rule_says_which_and_for_whom(officer: Browser, draft: str) -> None:
    _, location = post(officer, draft, "taxi-7/1", step=0, do="time", stop=1, at="09:20")
    page = text(officer, location)
    assert "Breaks a rule:" in page
    assert "Eve Elmhurst (p5)" in page


def test_a_run_made_by_another_vehicle_is_found_again(officer: Browser, draft: str) -> None:
    status, location = post(officer, draft, "taxi-7/1", step=0, do="vehicle", vehicle="minibus-1")
    assert (status, location) == (303, f"/plans/{draft}?answer=1")


def test_an_answer_is_given_while_it_is_the_newest_and_no_longer(officer: Browser, draft: str) -> None:
    post(officer, draft, "taxi-7/1", step=0, do="time", stop=1, at="08:20")
    post(officer, draft, "taxi-7/1", step=1, do="time", stop=1, at="08:21")
    assert "Undo this" not in text(officer, f"/plans/{draft}/runs/taxi-7/1?answer=1")
    assert "Undo this" in text(officer, f"/plans/{draft}/runs/taxi-7/1?answer=2")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"do": "time", "stop": 1, "at": "half past"}, "is not a time of day, such as 08:35"),
        ({"do": "time", "at": "08:00"}, "Choose one of the stops of this page."),
        ({"do": "up", "stop": 1}, "That stop is the first of the run already."),
        ({"do": "vehicle"}, "Another vehicle: choose one."),
        ({"do": "vehicle", "vehicle": "v99"}, "There is no vehicle"),
        ({"do": "crew"}, "Passenger assistant: choose one."),
        ({"do": "nonsense"}, "Choose one of the changes of this page."),
    ],
)
def test_what_has_no_meaning_is_said_on_the_page_and_changes_nothing(
    officer: Browser, store: Store, draft: str, answers: dict[str, object], said: str
) -> None:
    status, page = post(officer, draft, "taxi-7/1", step=0, **answers)
    assert status == 422
    assert said in page
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(draft).step == 0


def test_a_change_of_what_someone_else_has_changed_is_refused(officer: Browser, draft: str) -> None:
    post(officer, draft, "taxi-7/1", step=0, do="time", stop=1, at="08:20")
    status, page = post(officer, draft, "taxi-7/1", step=0, do="time", stop=1, at="08:22")
    assert status == 409
    assert "Someone else has changed this draft" in page


def test_a_published_run_cannot_be_changed(officer: Browser, published: str) -> None:
    assert "Change this run" not in text(officer, f"/plans/{published}/runs/{RUN}")
    status, _ = post(officer, published, RUN, step=0, do="down", stop=2)
    assert status == 409


def test_there_is_no_page_of_a_run_that_there_is_not(officer: Browser, draft: str) -> None:
    assert officer.get(f"/plans/{draft}/runs/{town.TAXI}/9").status_code == 404
