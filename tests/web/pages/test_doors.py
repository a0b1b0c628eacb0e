"""Who comes in where: every address, as every role and as nobody, by every method, and every id of others.

Each page stands once in ``DOORS``: a new page without a decision fails the first test.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from routing.problem import Direction
from tests.web import town
from tests.web.accounts import bare
from tests.web.office import OFFICE, afternoon, keep_draft, school_of
from tests.web.pages.client import sign_in
from web.access import Permission, Role
from web.pages.guard import permission_of
from web.store import Store
from web.store.day import DayEventKind
from web.store.events import Event
from web.store.people import Spans, User, hash_of
from web.store.tables import Base

P = Permission
DOORS: Mapping[Permission | None, str] = {
    None: """
        account.council account.council_back account.council_invitation account.invitation account.second_factor
        account.sign_in phone.manifest phone.waiting phone.worker public.accessibility public.brand public.health
        public.home public.privacy public.show_help school.feed static
    """,
    P.ACCOUNT_OWN: """
        account.end_session account.password account.recovery_codes account.show account.sign_out
        api.describe api.get_plan api.list_events api.list_plans api.list_rides api.list_unplaced
    """,
    P.AUDIT_VIEW: "audit.head audit.show_all audit.verify",
    P.DAY_HANDLE: """
        day.ask_report day.ask_withdrawal day.choose_kind day.find_ref day.list_runs day.log_run day.plan_again
        day.print_sheets day.report day.show day.show_punctuality day.show_run day.withdraw
    """,
    P.OPERATOR_LOG: "operator.log_run operator.show_log",
    P.OPERATOR_VIEW: "operator.print_sheet operator.show operator.show_sheet",
    P.JOBS_VIEW: "health.jobs health.jobs_json",
    P.PLAN_EDIT: """
        loop.ask_ladder loop.ask_savings
        plans.ask_discard plans.ask_draft plans.ask_what_if plans.begin plans.begin_draft plans.begin_what_if
        plans.change_pupil plans.change_run plans.discard plans.draft_again plans.insert_pupil plans.show_insertion
        plans.show_more plans.undo tasks.cancel
    """,
    P.PLAN_PUBLISH: "plans.accept_unplaced plans.check_answers plans.publish_plan plans.show_tasks plans.tell",
    P.PLAN_VIEW: """
        api.get_task api.list_runs loop.show_candidates loop.show_ladder loop.show_numbers loop.show_seats
        plans.choose_comparison plans.days plans.show plans.show_map plans.show_map_json
        plans.show_notices plans.show_pupil plans.show_run plans.show_steps plans.show_unplaced plans.show_violations
        plans.show_why tasks.list_recent tasks.show tasks.show_json tiles.tile today.show
    """,
    P.RECORD_EDIT: "records.change records.new records.remove",
    P.RECORD_EXPORT: "records.download_all records.download_kind records.export",
    P.RECORD_IMPORT: """
        records.ask_columns records.confirm_load records.download_refused records.forget_load records.load
        records.show_load
    """,
    P.RECORD_RESTRICTED: """
        records.change_all records.change_assessment records.renew_assessment records.show_assessment
        records.show_restricted records.show_restricted_history records.show_restricted_load
    """,
    P.RECORD_VIEW: """
        records.search records.show records.show_all records.show_history records.show_kind reminders.show
        reports.show_to_do
    """,
    P.REPORT_VIEW: "reports.download reports.download_dfe reports.overview reports.show reports.show_dfe",
    P.SCHOOL_REPORT: """
        api.report_absence school.ask_record school.end_calendar school.make_calendar school.report_absence
        school.withdraw_absence
    """,
    P.SCHOOL_VIEW: "school.download school.list_absences school.list_records school.show school.show_calendar",
    P.SETTING_EDIT: "settings.show",
    P.SUBJECT_EXPORT: "protection.show",
    P.TARGET_EDIT: "reports.ask_removal reports.list_targets reports.remove_target reports.set_target",
    P.TRAINING_LOG: """
        phone.ask_sign_out phone.dismiss phone.fetch_pack phone.log_visit phone.show phone.show_visit phone.sign_out
        phone.take_entries
    """,
    P.TRAINING_MANAGE: """
        journeys.ask_assessment journeys.ask_signature journeys.assess journeys.draw journeys.sign loop.set_numbers
        programmes.ask programmes.begin programmes.keep_loaded programmes.load programmes.save timetable.ask_change
        timetable.cancel timetable.list_plans timetable.look timetable.move timetable.plan timetable.take
        training.change_cohort training.new_cohort
    """,
    P.TRAINING_REFER: "training.ask_referral training.find_pupil training.refer",
    P.TRAINING_VIEW: """
        journeys.print_large journeys.show journeys.show_all
        programmes.download programmes.show programmes.show_all programmes.show_version timetable.show
        training.find_trainee training.list_cohorts training.list_trainees training.print_certificate
        training.print_letter training.show training.show_cohort training.show_consents training.show_history
        training.show_milestone training.show_milestones training.show_sessions training.show_voice
    """,
    P.TRAINING_WRITE: """
        training.assign training.check_entry training.correct training.give_consent training.log_session training.move
        training.observe training.review training.sign_off training.take_consent_back training.tell_incident
        training.write_confidence training.write_words
    """,
    P.USER_MANAGE: """
        sessions.end sessions.show_all users.bound users.edit users.end_sessions users.invite users.new users.reset
        users.show users.show_all
    """,
    P.WAIVER_GRANT: "plans.ask_waiver plans.grant_waiver",
}
"""Every view, by what whoever opens it must be allowed; None: everyone may."""

_OFFICE = {Role.OFFICER, Role.MANAGER}
ROLES: Mapping[Permission, set[Role]] = {
    P.ACCOUNT_OWN: set(Role),
    P.AUDIT_VIEW: {Role.ADMINISTRATOR},
    P.DAY_HANDLE: _OFFICE,
    P.OPERATOR_LOG: {Role.OPERATOR},
    P.OPERATOR_VIEW: {Role.OPERATOR},
    P.JOBS_VIEW: _OFFICE | {Role.ADMINISTRATOR},
    P.PLAN_EDIT: _OFFICE,
    P.PLAN_PUBLISH: _OFFICE,
    P.PLAN_VIEW: _OFFICE,
    P.RECORD_EDIT: _OFFICE,
    P.RECORD_EXPORT: _OFFICE,
    P.RECORD_IMPORT: _OFFICE,
    P.RECORD_RESTRICTED: _OFFICE,
    P.RECORD_VIEW: _OFFICE,
    P.REPORT_VIEW: _OFFICE,
    P.SCHOOL_REPORT: {Role.SCHOOL},
    P.SCHOOL_VIEW: {Role.SCHOOL},
    P.SETTING_EDIT: {Role.ADMINISTRATOR},
    P.SUBJECT_EXPORT: {Role.ADMINISTRATOR},
    P.TARGET_EDIT: {Role.MANAGER},
    P.TRAINING_MANAGE: {Role.MANAGER},
    P.TRAINING_LOG: {Role.TRAINER},
    P.TRAINING_REFER: _OFFICE,
    P.TRAINING_VIEW: _OFFICE | {Role.TRAINER},
    P.TRAINING_WRITE: _OFFICE | {Role.TRAINER},
    P.USER_MANAGE: {Role.ADMINISTRATOR},
    P.WAIVER_GRANT: {Role.MANAGER},
}
"""Who is allowed what, decided here a second time."""

NOWHERE = "700700"
"""The id of nothing, which may stand for a number too."""


def decided() -> dict[str, Permission | None]:
    """Return the decision on each view."""
    return {endpoint: permission for permission, endpoints in DOORS.items() for endpoint in endpoints.split()}


def test_every_page_bears_the_permission_that_was_decided_for_it(app: Flask) -> None:
    borne = {endpoint: permission_of(app, endpoint) for endpoint in app.view_functions}
    assert {name: borne[name] for name in sorted(borne) if name not in decided()} == {}, "put these into DOORS"
    assert borne == decided()


def addresses(app: Flask, value: str = "1") -> Iterator[tuple[Rule, str]]:
    """Yield each rule that was decided on, with an address of it, in which each part that varies has one value."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in decided() and rule.endpoint != "static":
            yield rule, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, value))


def stand_in(app: Flask) -> None:
    """Put in the place of each view one that says only that somebody came in, and bears the same permission."""

    def came_in(**_values: object) -> str:
        return "in"

    for endpoint, view in app.view_functions.items():
        stub = partial(came_in)
        stub.__dict__.update(vars(view))
        app.view_functions[endpoint] = stub


def client_of(app: Flask, user: User | None) -> FlaskClient:
    """Return a plain client: here it is asked too often to read each page with html5lib."""
    app.test_client_class = None
    client = app.test_client()
    if user is not None:
        session = sign_in(app, user).get_cookie("waymark")
        assert session is not None
        client.set_cookie("waymark", session.value)
    return client


def refusals(store: Store) -> int:
    """Return how many refusals stand in the log."""
    with store.reading(OFFICE) as kept:
        return len(kept.audit.list_entries(most=10_000, event=Event.ACCESS_REFUSED))


@pytest.mark.parametrize("role", Role)
def test_each_role_comes_in_where_it_may_and_finds_nothing_elsewhere(
    app: Flask, store: Store, users: Mapping[Role, User], role: Role
) -> None:
    stand_in(app)
    client = client_of(app, users[role])
    nothing = {False: bare(client.get("/no-such-page")), True: client.get("/api/no-such-page").get_data(as_text=True)}
    wrong, refused = [], 0
    for rule, address in addresses(app):
        permission = decided()[rule.endpoint]
        may = permission is None or role in ROLES[permission]
        is_program = address.startswith("/api/") or address.endswith(".json")
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            answer = client.open(address, method=method)
            text = answer.get_data(as_text=True) if is_program else bare(answer)
            expected = (200, "in") if may else (404, nothing[is_program])
            refused += not may
            if (answer.status_code, text) != expected:
                wrong.append(f"{method} {address}: {answer.status_code}")
    assert not wrong
    assert refusals(store) == refused > 0


def test_whoever_is_not_signed_in_comes_in_where_everyone_may_and_is_asked_to_sign_in_elsewhere(app: Flask) -> None:
    stand_in(app)
    client, wrong = client_of(app, None), []
    for rule, address in addresses(app):
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = client.open(address, method=method)
            if decided()[rule.endpoint] is None:
                expected, is_so = "200", answer.status_code == 200
            elif method == "GET" and not address.startswith("/api/"):
                expected, is_so = "sign-in", (answer.location or "").startswith("/account/sign-in?then=/")
            else:
                expected, is_so = "401", answer.status_code == 401
            if not is_so:
                wrong.append(f"{method} {address}: {answer.status_code}, expected {expected}")
    assert not wrong


def test_whoever_has_given_only_the_password_is_nobody_yet(
    app: Flask, store: Store, users: Mapping[Role, User]
) -> None:
    stand_in(app)
    with store.writing(OFFICE) as kept:
        kept.people.begin_session(users[Role.ADMINISTRATOR].id, "half way", "a test", is_verified=False)
    client = client_of(app, None)
    client.set_cookie("waymark", "half way")
    came_in = {
        rule.endpoint
        for rule, address in addresses(app)
        for method in (rule.methods or set()) - {"OPTIONS"}
        if client.open(address, method=method).status_code == 200
    }
    assert came_in == set(DOORS[None].split()) - {"static"}


def test_no_page_answers_to_a_method_that_it_does_not_know(app: Flask, users: Mapping[Role, User]) -> None:
    stand_in(app)
    client, adapter = client_of(app, users[Role.ADMINISTRATOR]), app.url_map.bind("localhost")
    wrong = [
        f"{method} {address}"
        for _, address in addresses(app)
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(adapter.allowed_methods(address))
        if client.open(address, method=method).status_code != 405
    ]
    assert not wrong


@pytest.fixture
def foreign(app: Flask, store: Store, users: Mapping[Role, User]) -> list[str]:
    """Return ids of things that exist, but for neither Oak School nor Acorn Cars."""
    sign_in(app, users[Role.MANAGER])
    day = timedelta(days=1)
    with store.writing(OFFICE) as kept:
        task = kept.tasks.ask("draft", {})
        session = kept.people.list_sessions(Spans(day, day), users[Role.MANAGER].id)[0].hash
    with store.writing(school_of("elm")) as kept:
        feed = kept.feeds.make("elm")
        absence = kept.day.report(DayEventKind.PUPIL_ABSENT, "p5", town.DAY, school="elm")
    draft = keep_draft(store, afternoon())
    return [draft, task, session, absence, hash_of(feed), users[Role.MANAGER].id, "p5", "elm"]


def held(store: Store) -> dict[str, list[str]]:
    """Return all that is kept but the log."""
    with store.database.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in Base.metadata.sorted_tables
            if table.name not in ("audit", "throttle")
        }


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.OPERATOR, Role.TRAINER])
def test_what_belongs_to_others_is_told_like_what_does_not_exist(
    app: Flask, store: Store, users: Mapping[Role, User], foreign: list[str], role: Role
) -> None:
    client, before, asked = client_of(app, users[role]), held(store), 0
    for rule, nowhere in addresses(app, NOWHERE):
        permission = decided()[rule.endpoint]
        if not rule.arguments or permission is None or role not in ROLES[permission]:
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            none = client.open(nowhere, method=method)
            assert none.status_code == 404, f"{method} {nowhere}"
            for id_ in foreign:
                answer = client.open(nowhere.replace(NOWHERE, id_), method=method)
                asked += 1
                assert (answer.status_code, bare(answer)) == (404, bare(none)), f"{method} {rule} with {id_}"
    assert asked
    assert held(store) == before


def test_what_belongs_to_a_school_is_there_for_it(app: Flask, store: Store, users: Mapping[Role, User]) -> None:
    client = client_of(app, users[Role.SCHOOL])
    with store.reading(OFFICE) as kept:
        plan = kept.plans.find_published(town.DAY, Direction.TO_SCHOOL)
    assert plan is not None
    assert client.get("/school/records/p1").status_code == 200
    assert client.get(f"/api/plans/{plan.id}/rides").status_code == 200
