"""Publishing a draft, and who is told what afterwards."""

from datetime import timedelta

import pytest

from tests.web import town
from tests.web.office import OFFICE, document, keep_draft, moved_document
from tests.web.pages.client import Browser
from tests.web.pages.desk.test_one_plan import text
from tests.web.pages.desk.test_one_pupil import post
from web.planning.editing import RunRef, apply, timing
from web.store import Store
from web.store.plan_views import PlanState


@pytest.fixture
def moved(store: Store, published: str) -> str:
    """Return a draft in which the taxi comes ten minutes earlier."""
    return keep_draft(store, moved_document(), replaces=published)


def accept(officer: Browser, draft: str) -> None:
    post(officer, f"/plans/{draft}/pupils/p6/accept", reason="The assessment is on Tuesday")


def test_the_list_says_what_stands_in_the_way_and_then_that_nothing_does(officer: Browser, store: Store) -> None:
    draft = keep_draft(store, document(day=town.DAY + timedelta(days=1)))
    page = text(officer, f"/plans/{draft}/before-publishing")
    assert "1 pupil to place, or to accept by name." in page
    assert "may not travel: no risk assessment is recorded" in page
    assert "None: it is the first for this day and direction." in page
    assert "Check and publish" not in page
    page = text(officer, f"/plans/{draft}/publish")
    assert "It cannot be published yet." in page
    assert "Without a run, not accepted" in page
    assert "Without a run, accepted" not in page
    accept(officer, draft)
    page = text(officer, f"/plans/{draft}/before-publishing")
    assert "1 pupil accepted by name." in page
    assert "Check and publish" in page
    page = text(officer, f"/plans/{draft}/publish")
    assert "Fay Oakden (p6)" in page[page.index("Without a run, accepted") :]
    assert "not accepted" not in page


def test_whom_somebody_accepted_in_the_version_before_stays_accepted(officer: Browser, draft: str) -> None:
    page = text(officer, f"/plans/{draft}/before-publishing")
    assert "It takes the place of version 1." in page
    assert "1 pupil accepted by name." in page


def test_a_draft_that_breaks_a_rule_is_refused_with_the_sentence(officer: Browser, store: Store, draft: str) -> None:
    accept(officer, draft)
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 9 * 3600 + 20 * 60))
    status, page = post(officer, f"/plans/{draft}/publish", step=1)
    assert status == 409
    assert "It has not been published" in page
    assert "It breaks a rule" in page
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(draft).state is PlanState.DRAFT


def test_a_draft_that_was_changed_since_it_was_checked_is_refused(officer: Browser, store: Store, draft: str) -> None:
    accept(officer, draft)
    apply(store, OFFICE, draft, 0, timing(RunRef(town.TAXI, 1), 1, 8 * 3600 + 20 * 60))
    status, page = post(officer, f"/plans/{draft}/publish", step=0)
    assert status == 409
    assert "Someone else has changed this draft" in page


def test_a_published_draft_leads_to_those_who_must_be_told(officer: Browser, moved: str) -> None:
    accept(officer, moved)
    status, location = post(officer, f"/plans/{moved}/publish", step=0)
    assert (status, location) == (303, f"/plans/{moved}/notices?published=yes")
    page = text(officer, location)
    for said in (
        "Published.",
        "3 notices: 3 to tell",
        "Eve Elmhurst (p5)",
        "10 minutes earlier, at 08:15",
        "Acorn Cars",
    ):
        assert said in page
    assert "Ann Oakley" not in page
    assert "No notice is like that" in text(officer, f"/plans/{moved}/notices?state=told")


def test_whoever_is_told_late_is_told_with_a_reason(officer: Browser, store: Store, moved: str) -> None:
    accept(officer, moved)
    post(officer, f"/plans/{moved}/publish", step=0)
    with store.reading(OFFICE) as kept:
        late = next(each.id for each in kept.day.list_notices(moved) if each.audience == "family")
    path = f"/plans/{moved}/notices/{late}"
    for answers, said in (
        ({"how": ""}, "How is empty: choose one"),
        ({"how": "telephone"}, "This is later than the notice period: say why."),
        ({"how": "not told"}, "Say why they are not told."),
    ):
        status, page = post(officer, path, **answers)
        assert status == 422
        assert said in page
    assert post(officer, path, how="telephone", why_late="The taxi broke down")[0] == 303
    page = text(officer, f"/plans/{moved}/notices?state=told")
    assert "by Officer User: telephone. The taxi broke down" in page


def test_a_plan_that_changes_nothing_tells_nobody(officer: Browser, draft: str) -> None:
    accept(officer, draft)
    post(officer, f"/plans/{draft}/publish", step=0)
    assert "Nothing changes for anyone, so nobody need be told." in text(officer, f"/plans/{draft}/notices")


def test_there_is_no_notice_that_there_is_not(officer: Browser, published: str) -> None:
    assert officer.post(f"/plans/{published}/notices/none", data={"how": "letter"}).status_code == 404
