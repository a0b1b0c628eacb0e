"""Taking up an invitation: everything at once, once."""

import base64
import logging
import re
from collections.abc import Mapping
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.accounts import (
    ANOTHER,
    App,
    browser_of,
    enrol,
    give_code,
    give_password,
    invite,
    is_signed_in,
    offered,
    session_of,
)
from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from web.access import Role
from web.store import Store
from web.store.credentials import INVITED_FOR
from web.store.people import User


@pytest.fixture
def ann(users: Mapping[Role, User]) -> User:
    """Return an officer who has nothing yet."""
    return users[Role.OFFICER]


@pytest.fixture
def link(store: Store, ann: User) -> str:
    """Return the link of the officer's invitation."""
    return f"/account/invitation/{invite(store, ann)}"


def take_up(visitor: Browser, link: str, clock: Clock, **given: str) -> TestResponse:
    """Fill in the page of an invitation, with an app set up from what it shows."""
    shown = offered(visitor.get(link))
    told = {"password": ANOTHER, "code": pyotp.TOTP(shown["secret"]).at(clock.now), "offer": shown["offer"]}
    return visitor.post(link, data=told | given)


def codes_on(page: TestResponse) -> list[str]:
    """Return the recovery codes that a page shows."""
    return re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", page.get_data(as_text=True))


def is_untouched(store: Store, ann: User) -> bool:
    """Say whether the officer still has nothing."""
    with store.reading(OFFICE) as kept:
        user = kept.people.get_user(ann.id)
        return not (user.has_password or user.has_second_factor or kept.credentials.codes_left(ann.id))


def test_password_and_app_are_set_up_together_and_the_invited_is_in(
    app: Flask, visitor: Browser, store: Store, ann: User, link: str, clock: Clock
) -> None:
    shown = offered(visitor.get(link))
    code = pyotp.TOTP(shown["secret"]).at(clock.now)
    answer = visitor.post(link, data={"password": ANOTHER, "code": code, "offer": shown["offer"]})
    assert answer.status_code == 200
    codes = codes_on(answer)
    assert len(set(codes)) == 10
    assert is_signed_in(visitor)

    later = browser_of(app)
    give_password(later, ann, ANOTHER)
    give_code(later, code)
    assert not is_signed_in(later)  # the code that proved the app is spent
    give_code(later, codes[9])
    assert is_signed_in(later)
    with store.reading(OFFICE) as kept:
        assert {entry.event for entry in kept.audit.list_entries()} >= {
            "password:changed",
            "second-factor:set",
            "recovery-codes:made",
            "sign-in:done",
            "recovery-code:used",
        }


def test_looking_at_an_invitation_changes_nothing(visitor: Browser, store: Store, ann: User, link: str) -> None:
    first, second = offered(visitor.get(link)), offered(visitor.get(link))
    assert first["secret"] != second["secret"]
    assert is_untouched(store, ann)


def test_an_invitation_is_taken_up_once(visitor: Browser, app: Flask, link: str, clock: Clock) -> None:
    assert take_up(visitor, link, clock).status_code == 200
    again = browser_of(app).get(link)
    assert again.status_code == 404
    assert "has been used already" in again.get_data(as_text=True)


def test_too_old_spent_and_invented_invitations_are_told_alike(
    visitor: Browser, app: Flask, link: str, clock: Clock
) -> None:
    invented = visitor.get("/account/invitation/invented").get_data()
    clock.now += INVITED_FOR
    old = browser_of(app)
    answers = [old.get(link), old.post(link, data={"password": ANOTHER, "code": "000000"})]
    assert [answer.status_code for answer in answers] == [404, 404]

    def bare(page: bytes) -> bytes:
        return re.sub(rb'nonce="[^"]*"', b"", page)

    assert {bare(answer.get_data()) for answer in answers} == {bare(invented)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "short"}, "12 to 200 letters"),
        ({"password": "officer@example.org!"}, "holds your address"),
        ({"password": "Password1234"}, "first that others try"),
        ({"password": ""}, "Enter a new password"),
        ({"code": "000000"}, "This code is not right"),
        ({"code": ""}, "Enter the code"),
        ({"offer": ""}, "This code is not right"),
        ({"offer": base64.b64encode(b"x" * 60).decode()}, "This code is not right"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept_of_it(
    visitor: Browser, store: Store, ann: User, link: str, clock: Clock, given: Mapping[str, str], said: str
) -> None:
    answer = take_up(visitor, link, clock, **given)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert is_untouched(store, ann)
    assert not is_signed_in(visitor)
    assert take_up(visitor, link, clock).status_code == 200  # and nothing is in the way of doing it right


def test_after_a_mistake_the_same_app_goes_on_working(visitor: Browser, link: str) -> None:
    shown = offered(visitor.get(link))
    again = visitor.post(link, data={"password": "short", "code": "000000", "offer": shown["offer"]})
    assert offered(again) == shown


def test_an_app_offered_to_someone_else_cannot_be_brought_along(
    visitor: Browser, store: Store, users: Mapping[Role, User], link: str, clock: Clock
) -> None:
    theirs = offered(visitor.get(f"/account/invitation/{invite(store, users[Role.MANAGER])}"))
    code = pyotp.TOTP(theirs["secret"]).at(clock.now)
    assert take_up(visitor, link, clock, offer=theirs["offer"], code=code).status_code == 422


def test_a_forgotten_password_never_leads_past_the_app(
    visitor: Browser, app: Flask, store: Store, ann: User, clock: Clock
) -> None:
    phone: App = enrol(store, ann)
    link = f"/account/invitation/{invite(store, ann)}"
    page = visitor.get(link).get_data(as_text=True)
    assert "app-qr" not in page
    assert "offer" not in page
    new_app = pyotp.random_base32()
    for code in ("000000", pyotp.TOTP(new_app).at(clock.now)):
        assert visitor.post(link, data={"password": ANOTHER, "code": code, "offer": new_app}).status_code == 422
    assert not is_signed_in(visitor)
    assert give_password(browser_of(app), ann, ANOTHER).status_code == 422  # the password is as it was
    answer = visitor.post(link, data={"password": ANOTHER, "code": phone.code(clock.now)})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(visitor)
    assert give_password(browser_of(app), ann, ANOTHER).status_code == 303


def test_a_new_password_signs_out_every_other_browser(
    visitor: Browser, app: Flask, store: Store, ann: User, clock: Clock
) -> None:
    phone = enrol(store, ann)
    other = browser_of(app)
    give_password(other, ann)
    give_code(other, phone.recovery_codes[0])
    assert is_signed_in(other)
    link = f"/account/invitation/{invite(store, ann)}"
    assert visitor.post(link, data={"password": ANOTHER, "code": phone.code(clock.now)}).status_code == 303
    assert (is_signed_in(visitor), is_signed_in(other)) == (True, False)


def test_whoever_was_reset_sets_up_a_new_app(visitor: Browser, store: Store, ann: User, clock: Clock) -> None:
    enrol(store, ann)
    with store.writing(OFFICE) as kept:
        kept.credentials.reset(ann.id)
    assert give_password(visitor, ann).status_code == 422  # the old password alone is not enough for anything
    assert take_up(visitor, f"/account/invitation/{invite(store, ann)}", clock).status_code == 200
    assert is_signed_in(visitor)


def test_codes_cannot_be_guessed_through_an_invitation(visitor: Browser, store: Store, ann: User, clock: Clock) -> None:
    phone = enrol(store, ann)
    link = f"/account/invitation/{invite(store, ann)}"
    told = {"password": ANOTHER, "code": "000000"}
    assert [visitor.post(link, data=told).status_code for _ in range(6)] == [422] * 5 + [429]
    clock.now += timedelta(minutes=5)
    assert visitor.post(link, data=told | {"code": phone.code(clock.now)}).status_code == 303


def test_nothing_that_lets_anyone_in_is_written_to_the_servers_log(
    visitor: Browser, app: Flask, ann: User, link: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = offered(visitor.get(link))
    code = pyotp.TOTP(shown["secret"]).at(clock.now)
    codes = codes_on(visitor.post(link, data={"password": ANOTHER, "code": code, "offer": shown["offer"]}))
    later = browser_of(app)
    give_password(later, ann, "a wrong password of mine")
    give_password(later, ann, ANOTHER)
    give_code(later, "a wrong code")
    give_code(later, codes[0])
    assert is_signed_in(later)
    app.logger.error("this is seen")
    assert "this is seen" in caplog.text
    sessions = [str(session_of(each)) for each in (visitor, later)]
    for secret in (
        shown["secret"],
        ANOTHER,
        "wrong password",
        "wrong code",
        *codes,
        *sessions,
        link.rpartition("/")[2],
    ):
        assert secret not in caplog.text
