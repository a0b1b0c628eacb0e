"""The day's page: what is reported, what it leaves open, planning again, and the whole way to the next version."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from routing.problem import Direction
from tests.web.office import OFFICE, Clock, more_rides
from tests.web.pages.client import Browser, sign_in
from tests.web.planning.days import plan_again, report
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.access import Role
from web.store import Store
from web.store.day import DayEventKind
from web.store.people import User
from web.store.plan_views import PlanHead
from web.store.tasks import TaskState

MONDAY = f"/day/?day={DAY}"


def published(store: Store) -> PlanHead:
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(DAY, Direction.TO_SCHOOL)
    assert head is not None
    return head


def test_a_day_on_which_all_is_as_usual_says_so(officer: Browser) -> None:
    page = officer.get(MONDAY).get_data(as_text=True)
    assert "Nothing is reported: all is as usual." in page
    assert "stands: it takes account of everything that is reported" in page
    assert "No plan is published for this afternoon" in page


def test_what_a_vehicle_out_leaves_open_is_said_at_once_with_names(
    officer: Browser, store: Store, clock: Clock
) -> None:
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    page = officer.get(MONDAY).get_data(as_text=True)
    for words in (
        "Version 1 does not take account of this yet",
        "Eve Elmhurst (p5)",
        "taxi-7, which was to carry them, does not run",
        "1 run can stay as published",
        "Not yet",
    ):
        assert words in page
    assert "Eve" not in page[page.index("<title>") : page.index("</title>")]


def test_planning_again_is_long_work_asked_for_once(officer: Browser, store: Store, clock: Clock) -> None:
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    head = published(store)
    first = officer.post(f"/day/plans/{head.id}/again")
    again = officer.post(f"/day/plans/{head.id}/again")
    assert (first.status_code, first.location) == (303, again.location)
    with store.reading(OFFICE) as kept:
        [task] = kept.tasks.list_recent()
    assert (task.kind, task.asked, task.state) == ("replan", {"plan": head.id}, TaskState.QUEUED)
    assert "A published plan made again" in officer.get(first.location).get_data(as_text=True)


def test_a_draft_that_answers_the_day_is_offered_until_something_new_is_reported(
    officer: Browser, store: Store, clock: Clock, tmp_path: Path
) -> None:
    head = published(store)
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    plan_again(store, tmp_path, head.id)
    assert "A draft that answers this is ready" in officer.get(MONDAY).get_data(as_text=True)
    report(store, clock, DayEventKind.ASSISTANT_OUT, "a2", DAY)
    assert "A draft that answers this is ready" not in officer.get(MONDAY).get_data(as_text=True)


def test_an_event_is_withdrawn_after_being_asked_once_more(officer: Browser, store: Store, clock: Clock) -> None:
    id_ = report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    assert "Does this count no more?" in officer.get(f"/day/events/{id_}/withdraw").get_data(as_text=True)
    answer = officer.post(f"/day/events/{id_}/withdraw")
    page = officer.get(answer.location).get_data(as_text=True)
    assert "Withdrawn: it counts no more." in page
    assert "Nothing is reported" in page
    assert officer.post(f"/day/events/{id_}/withdraw").status_code == 409
    assert "withdrawn already" in officer.get(f"/day/events/{id_}/withdraw").get_data(as_text=True)


def test_an_absence_that_was_planned_for_and_is_withdrawn_is_said(
    officer: Browser, store: Store, clock: Clock, tmp_path: Path
) -> None:
    id_ = report(store, clock, DayEventKind.PUPIL_ABSENT, "p5", DAY, school="elm")
    draft = plan_again(store, tmp_path, published(store).id)["plan"]
    assert officer.post(f"/plans/{draft}/publish", data={"step": 0}).status_code == 303
    clock.now += timedelta(minutes=5)
    officer.post(f"/day/events/{id_}/withdraw")
    page = officer.get(MONDAY).get_data(as_text=True)
    assert "Withdrawn since version 2 was made" in page
    assert "Draft it again from the records" in page


def test_only_the_office_comes_in(school: Browser, app: Flask, users: dict[Role, User]) -> None:
    for browser in (school, sign_in(app, users[Role.OPERATOR]), sign_in(app, users[Role.TRAINER])):
        for path in (MONDAY, "/day/report", "/day/runs", "/day/report/vehicle-out"):
            assert browser.get(path).status_code == 404
        assert browser.post("/day/plans/any/again").status_code == 404


def test_the_page_asks_as_much_whatever_is_reported_and_however_many_travel(
    officer: Browser, store: Store, clock: Clock
) -> None:
    report(store, clock, DayEventKind.PUPIL_ABSENT, "p1", DAY, school="oak")
    officer.get(MONDAY)
    with counted_queries(store) as few:
        officer.get(MONDAY)
    more_rides(store, published(store).id, 100)
    for pupil in ("p2", "p3", "p4"):
        report(store, clock, DayEventKind.PUPIL_ABSENT, pupil, DAY, school="oak")
    officer.get(MONDAY)
    with counted_queries(store) as many:
        officer.get(MONDAY)
    assert len(many) == len(few)


def test_from_a_schools_word_to_the_next_version_that_school_and_operator_see(
    app: Flask,
    officer: Browser,
    school: Browser,
    users: dict[Role, User],
    store: Store,
    clock: Clock,
    tmp_path: Path,
) -> None:
    operator = sign_in(app, users[Role.OPERATOR])
    told = {"pupil": "p4", "from": f"{DAY:%d/%m/%Y}", "until": "", "way": "to-school"}
    assert school.post("/school/absences", data=told).status_code == 303
    report(store, clock, DayEventKind.VEHICLE_OUT, "minibus-1", DAY, direction=Direction.FROM_SCHOOL)
    report(store, clock, DayEventKind.SCHOOL_CLOSED, "elm", DAY, school="elm")
    page = officer.get(MONDAY).get_data(as_text=True)
    assert "Dan Okafor (p4)" in page
    assert "Not travelling: " in page
    first = published(store)
    draft = plan_again(store, tmp_path, first.id)["plan"]
    assert "see what it changes" in officer.get(MONDAY).get_data(as_text=True)
    compared = officer.get(f"/plans/{draft}/compare?with={first.id}").get_data(as_text=True)
    assert "Does not travel" in compared or "does not travel" in compared
    assert officer.post(f"/plans/{draft}/publish", data={"step": 0}).status_code == 303
    second = published(store)
    assert (second.version, second.replaces) == (2, first.id)
    with store.reading(OFFICE) as kept:
        assert [run.run for run in kept.plans.list_runs(second.id) if run.is_changed] == ["minibus-1/1"]
    seen = school.get(f"/school/?day={DAY}").get_data(as_text=True)
    assert "It replaces version 1." in seen
    assert "Morning: 4 pupils" in seen
    runs = operator.get(f"/operator/?day={DAY}").get_data(as_text=True)
    assert "No run of yours is published for this day" in runs
    assert "stands: it takes account of everything" in officer.get(MONDAY).get_data(as_text=True)
