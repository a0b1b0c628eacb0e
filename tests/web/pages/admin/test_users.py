"""The administrator's pages about users."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.accounts import bare, browser_of, enrol, is_signed_in
from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from web.access import Role
from web.store import Store
from web.store.events import Event
from web.store.people import User


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def link_on(answer: TestResponse) -> str:
    """Return the path of the invitation that a page shows."""
    found = re.search(r"http://localhost(/account/invitation/[\w-]+)", text_of(answer))
    assert found is not None
    return found[1]


def test_someone_is_made_bound_to_a_school_and_invited(admin: Browser, app: Flask, store: Store) -> None:
    told = {"name": "Elm Office", "email": "Office@Elm.example.org", "role": "school"}
    bound = admin.post("/users/new", data=told).location
    assert bound.endswith("/bound")
    assert "Elm School" in text_of(admin.get(bound))
    place = admin.post(bound, data={"bound": ["elm"]}).location
    page = text_of(admin.get(place))
    assert "Not invited" in page
    assert "elm" in page
    invited = admin.post(f"{place}/invite")
    assert browser_of(app).get(link_on(invited)).status_code == 200
    assert "Can be used until" in text_of(admin.get(place))
    with store.reading(OFFICE) as kept:
        user = kept.people.find_user("office@elm.example.org")
        assert user is not None
        assert user.principal().schools == {"elm"}
        assert Event.USER_INVITED in {entry.event for entry in kept.audit.list_entries()}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "nobody"}, "is not an e-mail address"),
        ({"email": "officer@example.org"}, "There is a user with the address"),
        ({"name": ""}, "Enter their name"),
        ({"role": ""}, "Choose what they work as"),
        ({"role": "emperor"}, "is not one of the choices"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_said(admin: Browser, store: Store, given: dict[str, str], said: str) -> None:
    answer = admin.post("/users/new", data={"name": "Bo", "email": "bo@example.org", "role": "officer"} | given)
    assert answer.status_code == 422
    assert said in text_of(answer)
    with store.reading(OFFICE) as kept:
        assert kept.people.count_users() == len(Role)


def test_a_newer_invitation_takes_the_place_of_an_older(admin: Browser, app: Flask, users: Mapping[Role, User]) -> None:
    place = f"/users/{users[Role.OFFICER].id}/invite"
    first, second = link_on(admin.post(place)), link_on(admin.post(place))
    assert [browser_of(app).get(link).status_code for link in (first, second)] == [404, 200]


def test_a_change_of_role_signs_someone_out_and_takes_what_they_were_bound_to(
    admin: Browser, school: Browser, users: Mapping[Role, User], store: Store
) -> None:
    user = users[Role.SCHOOL]
    told = {"name": user.name, "role": "operator", "entry": "yes"}
    bound = admin.post(f"/users/{user.id}/edit", data=told).location
    assert not is_signed_in(school)
    assert "Acorn Cars" in text_of(admin.get(bound))
    with store.reading(OFFICE) as kept:
        assert kept.people.get_user(user.id).scopes == frozenset()


def test_whoever_may_not_sign_in_any_more_is_out_at_once(
    admin: Browser, officer: Browser, users: Mapping[Role, User]
) -> None:
    user = users[Role.OFFICER]
    told = {"name": user.name, "role": "officer", "entry": "no"}
    assert admin.post(f"/users/{user.id}/edit", data=told).location == f"/users/{user.id}"
    assert not is_signed_in(officer)
    page = text_of(admin.get(f"/users/{user.id}"))
    assert "Closed" in page
    assert "Make an invitation link" not in page
    assert admin.post(f"/users/{user.id}/invite").status_code == 409


def test_nobody_demotes_themselves_and_the_page_says_why(admin: Browser, users: Mapping[Role, User]) -> None:
    me = users[Role.ADMINISTRATOR]
    for told in ({"role": "officer", "entry": "yes"}, {"role": "administrator", "entry": "no"}):
        answer = admin.post(f"/users/{me.id}/edit", data={"name": me.name} | told)
        assert answer.status_code == 422
        assert "Nobody takes away their own administration" in text_of(answer)
    assert is_signed_in(admin)


def test_a_second_factor_is_reset_on_its_own_page_with_a_new_invitation(
    admin: Browser, app: Flask, officer: Browser, users: Mapping[Role, User], store: Store
) -> None:
    user = users[Role.OFFICER]
    enrol(store, user)
    officer = sign_in(app, user)
    place = f"/users/{user.id}/reset"
    assert "Make sure that it is they who ask" in text_of(admin.get(place))
    assert is_signed_in(officer)
    link = link_on(admin.post(place))
    assert not is_signed_in(officer)
    assert "app-qr" in text_of(browser_of(app).get(link))
    with store.reading(OFFICE) as kept:
        entry = kept.audit.list_entries(event=Event.SECOND_FACTOR_RESET)[0]
    assert (entry.who, entry.ref) == (users[Role.ADMINISTRATOR].id, user.id)


def test_someone_is_signed_out_everywhere_once_that_is_confirmed(
    admin: Browser, officer: Browser, users: Mapping[Role, User]
) -> None:
    place = f"/users/{users[Role.OFFICER].id}/end-sessions"
    assert admin.get(place).status_code == 200
    assert is_signed_in(officer)
    admin.post(place)
    assert not is_signed_in(officer)


def test_a_user_that_does_not_exist_is_told_like_a_page_that_does_not_exist(admin: Browser, officer: Browser) -> None:
    missing = bare(admin.get("/users/none"))
    for place in ("/users/none/edit", "/users/none/bound", "/users/none/reset", "/users/none/end-sessions"):
        answer = admin.get(place)
        assert (answer.status_code, bare(answer)) == (404, missing)
    assert officer.get("/users/none").status_code == 404


def test_users_are_listed_fifty_a_page_in_as_many_queries_however_many(admin: Browser, store: Store) -> None:
    with counted_queries(store) as of_few:
        page = text_of(admin.get("/users/"))
    assert page.count("@example.org") == len(Role)
    with store.writing(OFFICE) as kept:
        for number in range(60):
            kept.people.make_user(f"a{number:02}@example.org", f"A {number:02}", Role.SCHOOL, ["oak", "elm"])
    with counted_queries(store) as of_many:
        page = text_of(admin.get("/users/"))
    assert page.count("@example.org") == 50
    assert len(of_many) == len(of_few)
    assert text_of(admin.get("/users/?page=2")).count("@example.org") == 10 + len(Role)
    assert text_of(admin.get("/users/?find=a+07")).count("@example.org") == 1


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999", "find=zzz", "page=²"])
def test_whatever_is_asked_of_the_list_is_answered(admin: Browser, query: str) -> None:
    assert admin.get(f"/users/?{query}").status_code == 200
