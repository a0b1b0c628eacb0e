"""What one may see and change of one's own account."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.accounts import ANOTHER, PASSWORD, App, bare, browser_of, enrol, give_code, give_password, is_signed_in
from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.store import Store
from web.store.people import User


@pytest.fixture
def ann(users: Mapping[Role, User]) -> User:
    """Return an officer."""
    return users[Role.OFFICER]


@pytest.fixture
def phone(store: Store, ann: User) -> App:
    """Return the officer's app."""
    return enrol(store, ann)


@pytest.fixture
def own(app: Flask, ann: User, phone: App) -> Browser:
    """Return the officer's browser, signed in with a recovery code, so that the app's code is unspent."""
    visitor = browser_of(app)
    give_password(visitor, ann)
    give_code(visitor, phone.recovery_codes[0])
    return visitor


def ends(page: str) -> list[str]:
    """Return the links by which sessions end."""
    return re.findall(r'href="(/account/sessions/[^"]+/end)"', page)


def test_one_sees_oneself_and_where_one_is_signed_in(own: Browser, app: Flask, ann: User) -> None:
    sign_in(app, ann)
    page = own.get("/account/").get_data(as_text=True)
    for told in (ann.name, ann.email, "Officer", "9 left", "This one", "a test"):
        assert told in page
    assert len(ends(page)) == 1


def test_another_session_of_ones_own_can_be_ended(own: Browser, app: Flask, ann: User) -> None:
    other = sign_in(app, ann)
    link = ends(own.get("/account/").get_data(as_text=True))[0]
    assert own.get(link).status_code == 200
    assert is_signed_in(other)  # looking at the question ends nothing
    assert own.post(link).location == "/account/"
    assert "The session has ended" in own.get("/account/").get_data(as_text=True)
    assert (is_signed_in(other), is_signed_in(own)) == (False, True)


def test_someone_elses_session_is_like_one_that_does_not_exist(
    own: Browser, app: Flask, users: Mapping[Role, User]
) -> None:
    manager = sign_in(app, users[Role.MANAGER])
    sign_in(app, users[Role.MANAGER])
    theirs = ends(manager.get("/account/").get_data(as_text=True))[0]
    none = "/account/sessions/none/end"
    for method in ("GET", "POST"):
        foreign, missing = (own.open(link, method=method) for link in (theirs, none))
        assert foreign.status_code == missing.status_code == 404
        assert bare(foreign) == bare(missing)
    assert is_signed_in(manager)


def test_a_new_password_needs_the_old_one_and_ends_every_other_session(own: Browser, app: Flask, ann: User) -> None:
    other = sign_in(app, ann)
    before = own.get_cookie("waymark")
    refused = own.post("/account/password", data={"current": "not the old one", "password": ANOTHER})
    assert refused.status_code == 422
    assert "not the password that you have now" in refused.get_data(as_text=True)
    assert is_signed_in(other)
    assert own.post("/account/password", data={"current": PASSWORD, "password": ANOTHER}).location == "/account/"
    assert (is_signed_in(other), is_signed_in(own)) == (False, True)
    after = own.get_cookie("waymark")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert give_password(browser_of(app), ann, ANOTHER).status_code == 303
    assert give_password(browser_of(app), ann).status_code == 422


def test_a_weak_new_password_is_refused(own: Browser, app: Flask, ann: User) -> None:
    answer = own.post("/account/password", data={"current": PASSWORD, "password": "Password1234"})
    assert answer.status_code == 422
    assert "first that others try" in answer.get_data(as_text=True)
    assert give_password(browser_of(app), ann).status_code == 303


def test_new_recovery_codes_need_a_code_and_take_the_place_of_the_old(
    own: Browser, app: Flask, ann: User, phone: App, clock: Clock
) -> None:
    assert own.post("/account/recovery-codes", data={"code": "000000"}).status_code == 422
    page = own.post("/account/recovery-codes", data={"code": phone.code(clock.now)})
    codes = re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", page.get_data(as_text=True))
    assert len(codes) == 10
    visitor = browser_of(app)
    give_password(visitor, ann)
    assert give_code(visitor, phone.recovery_codes[1]).status_code == 422
    assert give_code(visitor, codes[1]).status_code == 303


def test_what_someone_does_not_have_they_cannot_change(app: Flask, users: Mapping[Role, User], store: Store) -> None:
    user = users[Role.TRAINER]
    with store.writing(OFFICE) as kept:
        kept.credentials.bind(user.id, "https://issuer.test", "7")
    visitor = sign_in(app, user)
    assert "council account" in visitor.get("/account/").get_data(as_text=True)
    assert visitor.get("/account/password").status_code == 404
    assert visitor.get("/account/recovery-codes").status_code == 404
