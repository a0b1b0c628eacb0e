"""One pupil in a plan."""

import re
from datetime import timedelta

import pytest

from tests.web import town
from tests.web.office import OFFICE, document, keep_draft
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from web.store import Store


def post(browser: Browser, path: str, **answers: object) -> tuple[int, str]:
    answer = browser.post(path, data=answers)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def test_the_unplaced_are_named_with_the_reason_and_who_accepted_it(officer: Browser, store: Store) -> None:
    draft = keep_draft(store, document(day=town.DAY + timedelta(days=1)))
    page = text(officer, f"/plans/{draft}/unplaced")
    assert "Fay Oakden (p6)" in page
    assert "no risk assessment is recorded" in page
    assert "Not accepted" in page
    status, location = post(officer, f"/plans/{draft}/pupils/p6/accept", reason="The assessment is on Tuesday")
    assert (status, location) == (303, f"/plans/{draft}/unplaced")
    page = text(officer, location)
    assert "Officer User" in page
    assert "The assessment is on Tuesday" in page


def test_nobody_is_accepted_without_a_reason(officer: Browser, draft: str) -> None:
    status, page = post(officer, f"/plans/{draft}/pupils/p6/accept", reason=" ")
    assert status == 422
    assert "Say why you accept" in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"do": "move", "run": "new:minibus-1"}, "moved to a new run of minibus-1"),
        ({"do": "swap", "other": "p4"}, "Eve Elmhurst (p5) and Dan Okafor (p4) changed places"),
        ({"do": "leave-out", "reason": "the family drives"}, "Eve Elmhurst (p5) left out"),
        ({"do": "lock"}, "Eve Elmhurst (p5) locked into taxi-7"),
    ],
)
def test_each_change_is_answered_with_the_pupil_s_name(
    officer: Browser, draft: str, answers: dict[str, object], said: str
) -> None:
    status, location = post(officer, f"/plans/{draft}/pupils/p5", step=0, **answers)
    assert status == 303
    page = re.sub(r"<span[^>]*hidden>p\d</span>|</?span[^>]*>", "", text(officer, location))
    assert said in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"do": "move"}, "To which run: choose one."),
        ({"do": "move", "run": "taxi-7/9"}, "has no run 9"),
        ({"do": "swap"}, "With whom: choose one."),
        ({"do": "swap", "other": "p5"}, "cannot change places with themselves"),
        ({"do": "leave-out", "reason": ""}, "Say why p5 is left without a run"),
        ({"do": "other"}, "Choose one of the changes of this page."),
    ],
)
def test_what_has_no_meaning_is_said_on_the_page(
    officer: Browser, draft: str, answers: dict[str, object], said: str
) -> None:
    status, page = post(officer, f"/plans/{draft}/pupils/p5", step=0, **answers)
    assert status == 422
    assert said in page


def test_why_is_said_in_names(officer: Browser, draft: str) -> None:
    page = text(officer, f"/plans/{draft}/pupils/p5/why")
    assert "Eve Elmhurst (p5)" in page
    assert "travels on run taxi-7/1" in page
    assert "may not travel: no risk assessment is recorded" in text(officer, f"/plans/{draft}/pupils/p6/why")


def test_a_pupil_left_out_is_inserted_again_by_one_of_the_ranked_choices(
    officer: Browser, store: Store, draft: str
) -> None:
    post(officer, f"/plans/{draft}/pupils/p5", step=0, do="leave-out", reason="the family drives")
    page = text(officer, f"/plans/{draft}/pupils/p5/insert")
    assert "taxi-7 comes at" in page
    assert "Nothing changes for any other pupil." in page
    status, location = post(officer, f"/plans/{draft}/pupils/p5/insert", step=1, way=1)
    assert status == 303
    assert location.endswith("?answer=2")
    with store.reading(OFFICE) as kept:
        assert [each.pupil for each in kept.plans.list_unplaced(draft)] == ["p6"]


def test_nobody_is_inserted_who_has_a_run_or_may_not_travel(officer: Browser, draft: str) -> None:
    assert "is on a run already" in text(officer, f"/plans/{draft}/pupils/p1/insert")
    assert "may not travel" in text(officer, f"/plans/{draft}/pupils/p6/insert")


def test_a_waiver_is_a_record_with_a_reason_and_an_end(manager: Browser, store: Store, draft: str) -> None:
    answers = {"rule": "NoOneRidesTooLong", "until": "18/12/2026", "reason": "Roadworks", "granted_by": "RA7"}
    path = f"/plans/{draft}/pupils/p1/waive"
    assert "Waive a rule for" in text(manager, path)
    assert post(manager, path, **{**answers, "until": "01/01/2020"})[0] == 422
    status, location = post(manager, path, **answers)
    assert status == 303
    assert "The waiver is kept." in text(manager, location)
    with store.reading(OFFICE) as kept:
        (row,) = kept.records.list_kind("waivers")
    assert (row["pupil"], row["rule"], row["reason"], row["until"]) == (
        "p1",
        "NoOneRidesTooLong",
        "Roadworks",
        "2026-12-18",
    )


def test_an_officer_may_not_waive(officer: Browser, draft: str) -> None:
    assert officer.get(f"/plans/{draft}/pupils/p1/waive").status_code == 404
    assert "Waive a rule" not in text(officer, f"/plans/{draft}/pupils/p1")


def test_there_is_no_page_of_a_pupil_whom_the_day_does_not_know(officer: Browser, draft: str) -> None:
    for part in ("", "/why"):
        assert officer.get(f"/plans/{draft}/pupils/p99{part}").status_code == 404
