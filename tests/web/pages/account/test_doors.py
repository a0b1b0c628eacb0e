"""Signing in and out, as people do it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.accounts import (
    PASSWORD,
    App,
    bare,
    browser_of,
    enrol,
    give_code,
    give_password,
    invite,
    is_signed_in,
    session_of,
)
from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from web.access import Role
from web.app import create_app
from web.settings import Settings
from web.store import Store
from web.store.events import Event
from web.store.people import User

NO_MATCH = "This address and password do not let anyone in"


@pytest.fixture
def ann(users: Mapping[Role, User]) -> User:
    """Return an officer."""
    return users[Role.OFFICER]


@pytest.fixture
def phone(store: Store, ann: User) -> App:
    """Return the officer's app."""
    return enrol(store, ann)


def events(store: Store) -> Iterator[Event]:
    """Yield what has been logged, the newest first."""
    with store.reading(OFFICE) as kept:
        yield from (entry.event for entry in kept.audit.list_entries())


def test_password_and_code_let_someone_in_to_where_they_were_going(
    visitor: Browser, ann: User, phone: App, clock: Clock, store: Store
) -> None:
    asked = visitor.get("/account/recovery-codes?a=b")
    assert asked.location == "/account/sign-in?then=/account/recovery-codes?a%3Db"
    half_way = visitor.post(asked.location, data={"email": ann.email.upper(), "password": PASSWORD})
    assert not is_signed_in(visitor)
    answer = visitor.post(half_way.location, data={"code": phone.code(clock.now)})
    assert answer.location == "/account/recovery-codes?a=b"
    assert is_signed_in(visitor)
    assert next(events(store)) is Event.SIGN_IN


@pytest.mark.usefixtures("phone")
def test_the_password_alone_opens_nothing(visitor: Browser, ann: User) -> None:
    assert give_password(visitor, ann).location.startswith("/account/second-factor")
    assert not is_signed_in(visitor)
    assert "/today/" not in visitor.get("/account/second-factor").get_data(as_text=True)  # nor are sections named
    assert visitor.get("/").location == "/account/sign-in"


def test_the_code_alone_opens_nothing(visitor: Browser, phone: App, clock: Clock) -> None:
    assert give_code(visitor, phone.code(clock.now)).location == "/account/sign-in?then=/"
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("place", ["//evil.test", "https://evil.test", "/\\evil.test", "/\t/evil.test", "evil", ""])
def test_nobody_is_sent_elsewhere_after_signing_in(
    visitor: Browser, ann: User, phone: App, clock: Clock, place: str
) -> None:
    told = {"email": ann.email, "password": PASSWORD}
    half_way = visitor.post("/account/sign-in", query_string={"then": place}, data=told)
    assert half_way.location == "/account/second-factor?then=/"
    code = {"code": phone.code(clock.now)}
    assert visitor.post("/account/second-factor", query_string={"then": place}, data=code).location == "/"


@pytest.mark.usefixtures("phone")
def test_whoever_does_not_get_in_is_told_the_same_whoever_they_are(
    app: Flask, store: Store, users: Mapping[Role, User]
) -> None:
    closed, uninvited = users[Role.TRAINER], users[Role.MANAGER]
    enrol(store, closed)
    with store.writing(OFFICE) as kept:
        kept.people.change_user(closed.id, name=closed.name, role=closed.role, scopes=(), is_active=False)
    said = set()
    for email, password in (
        (users[Role.OFFICER].email, "not their password"),
        (closed.email, PASSWORD),
        (uninvited.email, PASSWORD),
        ("nobody@example.org", PASSWORD),
    ):
        answer = browser_of(app).post("/account/sign-in", data={"email": email, "password": password})
        text = bare(answer)
        assert (answer.status_code, NO_MATCH in text) == (422, True)
        said.add(text.replace(email, ""))
    assert len(said) == 1


@pytest.mark.usefixtures("phone")
def test_a_refusal_is_logged_without_what_was_typed(visitor: Browser, store: Store, ann: User) -> None:
    visitor.post("/account/sign-in", data={"email": "my-password-by-mistake", "password": "a-secret-of-mine"})
    visitor.post("/account/sign-in", data={"email": ann.email, "password": "a-secret-of-mine"})
    with store.reading(OFFICE) as kept:
        newest = kept.audit.list_entries(most=2)
    assert [(entry.event, entry.ref) for entry in newest] == [
        (Event.SIGN_IN_REFUSED, ann.id),
        (Event.SIGN_IN_REFUSED, "unknown"),
    ]
    assert "mistake" not in str(newest)
    assert "a-secret-of-mine" not in str(newest)


def test_a_code_is_worth_nothing_the_second_time(app: Flask, ann: User, phone: App, clock: Clock) -> None:
    code = phone.code(clock.now)
    for expected in (True, False):
        visitor = browser_of(app)
        give_password(visitor, ann)
        give_code(visitor, code)
        assert is_signed_in(visitor) is expected


def test_a_recovery_code_is_worth_nothing_the_second_time(app: Flask, ann: User, phone: App) -> None:
    for expected in (True, False):
        visitor = browser_of(app)
        give_password(visitor, ann)
        give_code(visitor, phone.recovery_codes[0])
        assert is_signed_in(visitor) is expected


def test_half_way_in_one_has_ten_minutes(visitor: Browser, ann: User, phone: App, clock: Clock) -> None:
    give_password(visitor, ann)
    clock.now += timedelta(minutes=11)
    assert give_code(visitor, phone.code(clock.now)).location.startswith("/account/sign-in")


def test_a_planted_session_is_not_the_one_that_is_signed_in(
    app: Flask, ann: User, phone: App, clock: Clock, users: Mapping[Role, User], store: Store
) -> None:
    intruder = browser_of(app)
    enrol(store, users[Role.MANAGER])
    give_password(intruder, users[Role.MANAGER])
    planted = session_of(intruder)
    assert planted is not None
    victim = browser_of(app)
    victim.set_cookie("waymark", planted)
    seen = {planted}
    give_password(victim, ann)
    seen.add(str(session_of(victim)))
    give_code(victim, phone.code(clock.now))
    seen.add(str(session_of(victim)))
    assert len(seen) == 3  # a new secret at each step
    assert is_signed_in(victim)
    assert not is_signed_in(intruder)
    for old in seen - {str(session_of(victim))}:
        intruder.set_cookie("waymark", old)
        assert intruder.get("/account/second-factor").location.startswith("/account/sign-in")


@pytest.mark.usefixtures("phone")
def test_too_many_wrong_passwords_are_answered_in_a_sentence_and_the_right_one_waits_too(
    app: Flask, ann: User, clock: Clock
) -> None:
    codes = [give_password(browser_of(app), ann, "a wrong password").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    answer = give_password(browser_of(app), ann)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "wait 5 minutes" in answer.get_data(as_text=True)
    clock.now += timedelta(minutes=5)
    assert give_password(browser_of(app), ann).status_code == 303


@pytest.mark.usefixtures("phone")
def test_one_address_cannot_try_many_users_but_right_passwords_do_not_count(app: Flask, ann: User) -> None:
    for _ in range(15):
        assert give_password(browser_of(app), ann).status_code == 303
    codes = [
        browser_of(app).post("/account/sign-in", data={"email": f"{number}@x.org", "password": "x"}).status_code
        for number in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_too_many_wrong_codes_are_answered_in_a_sentence(visitor: Browser, ann: User, phone: App, clock: Clock) -> None:
    give_password(visitor, ann)
    assert [give_code(visitor, "000000").status_code for _ in range(6)] == [422] * 5 + [429]
    assert give_code(visitor, phone.code(clock.now)).status_code == 429
    clock.now += timedelta(minutes=5)
    assert give_code(visitor, phone.code(clock.now)).status_code == 303


def test_signed_out_the_secret_is_worth_nothing_any_more(
    app: Flask, visitor: Browser, ann: User, phone: App, clock: Clock, store: Store
) -> None:
    give_password(visitor, ann)
    give_code(visitor, phone.code(clock.now))
    secret = session_of(visitor)
    assert secret is not None
    assert visitor.post("/account/sign-out").location == "/account/sign-in"
    assert session_of(visitor) is None
    thief = browser_of(app)
    thief.set_cookie("waymark", secret)
    assert not is_signed_in(thief)
    assert next(events(store)) is Event.SIGN_OUT


def test_a_change_of_role_is_felt_at_the_next_request(
    visitor: Browser, ann: User, phone: App, clock: Clock, store: Store
) -> None:
    give_password(visitor, ann)
    give_code(visitor, phone.code(clock.now))
    assert is_signed_in(visitor)
    with store.writing(OFFICE) as kept:
        kept.people.change_user(ann.id, name=ann.name, role=Role.MANAGER, scopes=(), is_active=True)
    assert not is_signed_in(visitor)


def test_whoever_is_idle_for_half_an_hour_is_signed_out(visitor: Browser, ann: User, phone: App, clock: Clock) -> None:
    give_password(visitor, ann)
    give_code(visitor, phone.code(clock.now))
    clock.now += timedelta(minutes=29)
    assert is_signed_in(visitor)
    clock.now += timedelta(minutes=31)
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("is_secure", [True, False])
@pytest.mark.usefixtures("phone")
def test_the_cookie_is_for_this_host_and_out_of_reach_of_scripts(
    store: Store,
    ann: User,
    tmp_path: Path,
    is_secure: bool,  # noqa: FBT001 -- a case of the test
) -> None:
    app = create_app(store, Settings(home=tmp_path, secure_cookies=is_secure))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    given = [
        header for header in give_password(browser_of(app), ann).headers.getlist("Set-Cookie") if "waymark=" in header
    ]
    assert len(given) == 1
    told = {part.strip() for part in given[0].split(";")[1:]}
    assert told == {"HttpOnly", "Path=/", "SameSite=Lax", *(["Secure"] if is_secure else [])}
    assert given[0].startswith("__Host-waymark=" if is_secure else "waymark=")


@pytest.mark.usefixtures("phone")
def test_a_trial_may_do_without_codes_but_not_for_whoever_has_an_app(
    store: Store, users: Mapping[Role, User], tmp_path: Path
) -> None:
    plain = users[Role.MANAGER]
    with store.writing(OFFICE) as kept:
        kept.credentials.set_password(plain.id, str(kept.credentials.password_of(users[Role.OFFICER].id)))
    app = create_app(store, Settings(home=tmp_path, secure_cookies=False, second_factor=False))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    visitor = browser_of(app)
    assert give_password(visitor, plain).location == "/"
    assert is_signed_in(visitor)
    assert give_password(browser_of(app), users[Role.OFFICER]).location.startswith("/account/second-factor")


@pytest.mark.usefixtures("phone")
def test_a_form_without_its_token_is_refused(store: Store, ann: User, tmp_path: Path) -> None:
    app = create_app(store, Settings(home=tmp_path, secure_cookies=False))
    visitor = browser_of(app)
    told = {"email": ann.email, "password": PASSWORD}
    answer = visitor.post("/account/sign-in", data=told)
    assert answer.status_code == 400
    assert "load the page again" in answer.get_data(as_text=True)
    page = visitor.get("/account/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert visitor.post("/account/sign-in", data=told | {"csrf_token": token}).status_code == 303
    assert (
        visitor.post("/account/second-factor", data={"code": "1", "csrf_token": token}).status_code == 400
    )  # of before


def test_the_invited_cannot_sign_in_before_they_take_up_the_invitation(
    visitor: Browser, store: Store, users: Mapping[Role, User]
) -> None:
    invite(store, users[Role.MANAGER])
    assert give_password(visitor, users[Role.MANAGER]).status_code == 422
