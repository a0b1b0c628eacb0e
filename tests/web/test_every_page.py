"""Every page that each role can reach, in a browser: no axe violation, no breach of the policy, no other host."""

import secrets
from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from tests.web.browser import DESK, PHONE, axe_violations, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.office import Clock, fill, keep_draft, moved_document, new_store, sqlite_url
from tests.web.walk import walked
from web.access import Role
from web.app import create_app
from web.pages.guard import NOBODY, session_cookie
from web.settings import Settings
from web.store import Store
from web.store.people import User

pytestmark = pytest.mark.browser

STARTS: Mapping[Role, str] = {
    Role.OFFICER: "/today/",
    Role.MANAGER: "/today/",
    Role.SCHOOL: "/school/?day=2026-11-23",
    Role.TRAINER: "/account/",
    Role.OPERATOR: "/operator/?day=2026-11-23",
    Role.ADMINISTRATOR: "/account/",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Store, Mapping[Role, User]]:
    """Return an application with the town in it: published plans, a draft, users of every role."""
    folder = tmp_path_factory.mktemp("house")
    store = new_store(sqlite_url(folder), Clock())
    users = fill(store)
    with store.reading(NOBODY) as kept:
        assert kept.people.list_users()
    keep_draft(store, moved_document())
    return create_app(store, Settings(home=folder, secure_cookies=False)), store, users


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_as_it_should_be(
    house: tuple[Flask, Store, Mapping[Role, User]],
    serve: Callable[[Flask], str],
    open_page: OpenPage,
    role: Role,
    width: int,
) -> None:
    app, store, users = house
    site, page, secret = serve(app), open_page(width=width), secrets.token_urlsafe(16)
    with store.writing(NOBODY) as kept:
        kept.people.begin_session(users[role].id, secret, "a walk", is_verified=True)
    page.context.add_cookies([{"name": session_cookie(Settings(secure_cookies=False)), "value": secret, "url": site}])
    watching, wrong, seen = watch(page), [], []
    for endpoint in walked(app, page, site, STARTS[role]):
        seen.append(endpoint)
        wrong += [f"{endpoint}: {said}" for said in axe_violations(page)]
        wrong += [f"{endpoint}: {said}" for said in watching.problems]
        watching.problems.clear()
        if (wide := sideways(page)) > 0:
            wrong.append(f"{endpoint}: {wide} pixels wider than the window")
    assert not wrong, "\n".join(wrong)
    assert len(set(seen)) >= 3, seen
