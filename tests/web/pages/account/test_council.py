"""Signing in with an account of one's council."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import ECKey
from werkzeug.test import TestResponse

from tests.web.accounts import browser_of, enrol, invite, is_signed_in
from tests.web.issuer import ISSUER, Claims, Issuer
from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from web.access import Role
from web.store import Store
from web.store.credentials import INVITED_FOR
from web.store.people import User


def go(visitor: Browser, issuer: Issuer, begin: str = "/account/council") -> TestResponse:
    """Sign in at the issuer and come back."""
    there = visitor.get(begin)
    assert there.status_code == 302, there.get_data(as_text=True)
    return visitor.get(issuer.send_back(there.location))


def bind(council: Flask, issuer: Issuer, store: Store, user: User) -> None:
    """Have a user take up an invitation with the account of the issuer."""
    invite(store, user)
    assert go(browser_of(council), issuer).status_code == 303


@pytest.fixture
def ann(users: Mapping[Role, User]) -> User:
    """Return the officer, whose address the issuer knows."""
    return users[Role.OFFICER]


def test_whoever_is_invited_at_the_verified_address_is_bound_and_signed_in(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    invite(store, ann)
    visitor = browser_of(council)
    answer = go(visitor, issuer)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(visitor)
    with store.reading(OFFICE) as kept:
        bound = kept.credentials.find_bound(ISSUER, "42")
        assert bound is not None
        assert (bound.id, bound.invited_until) == (ann.id, None)


def test_the_browser_is_sent_with_state_nonce_and_challenge(council: Flask, users: Mapping[Role, User]) -> None:
    assert users
    asked = [parse_qs(urlsplit(browser_of(council).get("/account/council").location).query) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["redirect_uri"] == ["http://localhost/account/council/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


def test_once_bound_someone_is_known_by_the_subject_whatever_the_address(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    issuer.claims |= {"email": "married@example.org", "email_verified": False}
    visitor = browser_of(council)
    go(visitor, issuer)
    assert is_signed_in(visitor)


def test_someone_else_with_the_same_address_later_is_nobody(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    invite(store, ann)  # a new invitation to someone who is bound binds nobody else
    issuer.claims["sub"] = "43"
    visitor = browser_of(council)
    answer = go(visitor, issuer)
    assert answer.status_code == 403
    assert "not known here" in answer.get_data(as_text=True)
    assert not is_signed_in(visitor)


def test_no_account_is_made_for_whoever_is_not_invited(council: Flask, issuer: Issuer, store: Store, ann: User) -> None:
    assert ann.invited_until is None
    answer = go(browser_of(council), issuer)
    assert answer.status_code == 403
    assert "Ask an administrator of this service to invite" in answer.get_data(as_text=True)
    with store.reading(OFFICE) as kept:
        assert kept.credentials.find_bound(ISSUER, "42") is None


@pytest.mark.parametrize("claim", [{"email_verified": False}, {"email_verified": "true"}, {"email": None}])
def test_an_address_that_the_issuer_does_not_vouch_for_binds_nobody(
    council: Flask, issuer: Issuer, store: Store, ann: User, claim: Claims
) -> None:
    invite(store, ann)
    issuer.claims |= claim
    assert go(browser_of(council), issuer).status_code == 403


def test_an_invitation_that_is_too_old_binds_nobody(
    council: Flask, issuer: Issuer, store: Store, ann: User, clock: Clock
) -> None:
    invite(store, ann)
    clock.now += INVITED_FOR + timedelta(seconds=1)
    assert go(browser_of(council), issuer).status_code == 403


def test_the_link_of_an_invitation_stands_in_for_an_issuer_that_vouches_for_no_address(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    secret = invite(store, ann)
    issuer.claims = {"sub": "42", "preferred_username": "Officer@Example.org"}
    visitor = browser_of(council)
    assert f"/account/invitation/{secret}/council" in visitor.get(f"/account/invitation/{secret}").get_data(
        as_text=True
    )
    go(visitor, issuer, f"/account/invitation/{secret}/council")
    assert is_signed_in(visitor)
    again = go(browser_of(council), Issuer(), f"/account/invitation/{secret}/council")
    assert again.status_code == 403


def test_the_link_of_an_invitation_does_not_bind_another_persons_account(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    secret = invite(store, ann)
    issuer.claims |= {"email": "bob@example.org"}
    answer = go(browser_of(council), issuer, f"/account/invitation/{secret}/council")
    assert answer.status_code == 403
    assert "is for another address" in answer.get_data(as_text=True)


def test_whoever_may_not_sign_in_any_more_may_not_with_the_council_account_either(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    with store.writing(OFFICE) as kept:
        kept.people.change_user(ann.id, name=ann.name, role=ann.role, scopes=(), is_active=False)
    assert go(browser_of(council), issuer).status_code == 403


def test_an_answer_that_another_browser_asked_for_signs_nobody_in(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    back = issuer.send_back(browser_of(council).get("/account/council").location)
    victim = browser_of(council)
    answer = victim.get(back)
    assert answer.status_code == 403
    assert "begun in another browser" in answer.get_data(as_text=True)
    assert not is_signed_in(victim)


def test_an_answer_signs_in_once(council: Flask, issuer: Issuer, store: Store, ann: User) -> None:
    bind(council, issuer, store, ann)
    visitor = browser_of(council)
    back = issuer.send_back(visitor.get("/account/council").location)
    assert visitor.get(back).status_code == 303
    assert visitor.get(back).status_code == 403


def other(name: str, value: object) -> Callable[[Claims], Claims]:
    """Return what puts another value into a token."""
    return lambda claims: claims | {name: value}


@pytest.mark.parametrize(
    "spoil",
    [other("nonce", "x"), other("iss", "https://other.test"), other("aud", "x"), other("exp", 1), other("sub", None)],
    ids=["nonce", "issuer", "audience", "expired", "subject"],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    council: Flask, issuer: Issuer, store: Store, ann: User, spoil: Callable[[Claims], Claims]
) -> None:
    bind(council, issuer, store, ann)
    issuer.spoil = spoil
    visitor = browser_of(council)
    answer = go(visitor, issuer)
    assert answer.status_code == 403
    assert "cannot be trusted" in answer.get_data(as_text=True)
    assert not is_signed_in(visitor)


def test_a_token_that_the_issuer_did_not_sign_is_refused(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    issuer.signs_with = ECKey.generate_key("P-256", {"kid": "1"})
    assert "cannot be trusted" in go(browser_of(council), issuer).get_data(as_text=True)


def test_what_the_issuer_refuses_or_cannot_do_is_said_in_a_sentence(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    issuer.denies = True
    assert "did not let you in" in go(browser_of(council), issuer).get_data(as_text=True)
    issuer.denies = False
    visitor = browser_of(council)
    back = issuer.send_back(visitor.get("/account/council").location)
    issuer.is_down = True
    answer = visitor.get(back)
    assert answer.status_code == 403
    assert "cannot be reached just now" in answer.get_data(as_text=True)


def test_an_issuer_that_is_down_is_said_to_be_before_anyone_is_sent_there(council: Flask, issuer: Issuer) -> None:
    issuer.is_down = True
    assert "cannot be reached just now" in browser_of(council).get("/account/council").get_data(as_text=True)


def test_a_new_secret_stands_in_for_the_session_of_whoever_sat_there_before(
    council: Flask, issuer: Issuer, store: Store, ann: User
) -> None:
    bind(council, issuer, store, ann)
    visitor = browser_of(council)
    visitor.set_cookie("waymark", "planted")
    go(visitor, issuer)
    found = visitor.get_cookie("waymark")
    assert found is not None
    assert found.value != "planted"


def test_a_reset_undoes_the_binding(council: Flask, issuer: Issuer, store: Store, ann: User) -> None:
    bind(council, issuer, store, ann)
    with store.writing(OFFICE) as kept:
        kept.credentials.reset(ann.id)
    assert go(browser_of(council), issuer).status_code == 403


def test_without_an_issuer_there_is_no_such_page_and_no_such_button(app: Flask, store: Store, ann: User) -> None:
    enrol(store, ann)
    visitor = browser_of(app)
    assert visitor.get("/account/council").status_code == 404
    assert visitor.get("/account/council/back?code=x&state=y").status_code == 404
    assert "council account" not in visitor.get("/account/sign-in").get_data(as_text=True).partition("<details")[0]
