"""An operator's pages: its own runs alone, with first names and no more, and what happens on them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.web.office import OFFICE, Clock, keep_draft, moved_document, publish
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.access import Role
from web.store import Store
from web.store.events import Event
from web.store.people import User

MONDAY = f"/operator/?day={DAY}"
SECRETS = ("seizures", "RA7", "Secret Lane", "Elmhurst", "ASD", "Oakley", "p1")


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """Make it ten past eight on the town's Monday."""
    clock.now = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)


@pytest.fixture
def operator(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return the browser of Acorn Cars, which drives the taxi with p5 alone."""
    return sign_in(app, users[Role.OPERATOR])


@pytest.fixture
def plan(store: Store, operator: Browser) -> str:  # noqa: ARG001 -- the town must be published
    """Return the published plan."""
    with store.reading(OFFICE) as kept:
        return kept.plans.list_plans(DAY, DAY)[0].id


def test_an_operator_sees_its_own_runs_alone(operator: Browser) -> None:
    page = operator.get(MONDAY).get_data(as_text=True)
    for words in ("Acorn Cars", "taxi-7/1", "08:25 to 08:33", "Elm School", "Nothing said yet."):
        assert words in page
    assert "minibus" not in page


def test_a_sheet_says_all_that_a_crew_must_know_and_nothing_else(operator: Browser, plan: str) -> None:
    page = operator.get(f"/operator/runs/{plan}/taxi-7/1").get_data(as_text=True)
    for words in ("To Elm School", "Home of Eve (p5)", "Travels alone: take no other pupil.", "Version 1"):
        assert words in page
    assert not [secret for secret in SECRETS if secret in page]
    assert "Eve" not in page[page.index("<title>") : page.index("</title>")]


@pytest.mark.parametrize(("size", "mark"), [("usual", 'body class="usual'), ("large", 'body class="large')])
def test_a_sheet_is_printed_in_usual_and_in_large_print(operator: Browser, plan: str, size: str, mark: str) -> None:
    answer = operator.get(f"/operator/runs/{plan}/taxi-7/1/paper?size={size}")
    page = answer.get_data(as_text=True)
    for words in ("Run taxi-7/1", "Plan version 1", "23 November 2026 at 08:10", "Page 1 of", "Eve (p5)", mark):
        assert words in page
    assert not [secret for secret in SECRETS if secret in page]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_a_run_that_has_changed_comes_first_and_says_since_when(operator: Browser, store: Store, plan: str) -> None:
    publish(store, keep_draft(store, moved_document(), replaces=plan))
    page = operator.get(MONDAY).get_data(as_text=True)
    assert "1 run changed since the version before" in page
    with store.reading(OFFICE) as kept:
        newest = next(head for head in kept.plans.list_plans(DAY, DAY) if head.version == 2)
    for path in (f"/operator/runs/{newest.id}/taxi-7/1", f"/operator/runs/{newest.id}/taxi-7/1/paper"):
        assert "Changed since version 1" in operator.get(path).get_data(as_text=True)
    old = operator.get(f"/operator/runs/{plan}/taxi-7/1").get_data(as_text=True)
    assert "Version 2 has been published since: do not drive by this sheet." in old


def test_foreign_runs_drafts_and_inventions_are_all_as_if_they_did_not_exist(
    operator: Browser, store: Store, plan: str
) -> None:
    draft = keep_draft(store)
    found = set()
    for id_, run in ((plan, "minibus-1/1"), (plan, "taxi-9/1"), (plan, "taxi-7/2"), (draft, "taxi-7/1"), ("x", "y/1")):
        for end in ("", "/paper", "/log"):
            answer = operator.get(f"/operator/runs/{id_}/{run}{end}")
            assert answer.status_code == 404
            text = answer.get_data(as_text=True)
            found.add("\n".join(line for line in text.splitlines() if "nonce" not in line and "csrf_token" not in line))
        assert operator.post(f"/operator/runs/{id_}/{run}/log", data={"stop": 1, "do": "left"}).status_code == 404
    assert len(found) == 1
    with store.reading(OFFICE) as kept:
        assert kept.day.list_actuals(DAY, DAY) == []


def test_a_crew_logs_its_run_and_the_school_sees_it(app: Flask, operator: Browser, store: Store, plan: str) -> None:
    here = f"/operator/runs/{plan}/taxi-7/1/log"
    page = operator.get(here).get_data(as_text=True)
    assert "Eve (p5)" in page
    assert "Elmhurst" not in page
    answer = operator.post(here, data={"stop": 1, "do": "not-travelling p5", "at": "08:10"})
    assert answer.location.startswith(here)
    with store.writing(OFFICE) as kept:
        [event] = kept.day.list_events(DAY, DAY)
        elm = kept.people.make_user("elm@example.org", "Elm User", Role.SCHOOL, ["elm"])
    assert (event.ref, event.school, event.detail) == ("p5", "elm", {"logged_on": "taxi-7/1"})
    assert "Not travelling" in sign_in(app, elm).get(f"/school/?day={DAY}").get_data(as_text=True)
    operator.post(here, data={"stop": 1, "do": "boarded p5", "at": "08:10"})
    with store.reading(OFFICE) as kept:
        assert kept.day.list_events(DAY, DAY) == []


def test_that_a_sheet_was_looked_at_stands_in_the_audit_log(operator: Browser, store: Store, plan: str) -> None:
    operator.get(f"/operator/runs/{plan}/taxi-7/1")
    with store.reading(OFFICE) as kept:
        [entry] = [each for each in kept.audit.list_entries() if each.event == Event.RESTRICTED_VIEWED]
    assert entry.detail == {"run": "taxi-7/1", "pupils": ["p5"]}


def test_the_office_prints_every_sheet_of_a_published_plan_at_once(officer: Browser, store: Store, plan: str) -> None:
    page = officer.get(f"/day/plans/{plan}/sheets").get_data(as_text=True)
    for words in ("Run minibus-1/1", "Run taxi-7/1", "Ann (p1)", "Plan version 1"):
        assert words in page
    assert "Oakley" not in page
    assert officer.get(f"/day/plans/{keep_draft(store)}/sheets").status_code == 404


def test_the_list_asks_as_much_however_many_runs_there_are(operator: Browser, store: Store, plan: str) -> None:
    with counted_queries(store) as few:
        operator.get(MONDAY)
    document = moved_document()
    acorn = replace(document.problem.vehicles[0], contract=document.problem.vehicles[1].contract)
    problem = replace(document.problem, vehicles=(acorn, *document.problem.vehicles[1:]))
    publish(store, keep_draft(store, replace(document, problem=problem), replaces=plan))
    with counted_queries(store) as many:
        page = operator.get(MONDAY).get_data(as_text=True)
    assert page.index("minibus-1/1") > 0
    assert page.index("taxi-7/1") > 0
    assert len(many) == len(few)
