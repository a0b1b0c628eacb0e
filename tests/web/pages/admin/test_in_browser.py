"""Every page of the administrator's, in a real browser, wide and narrow."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from tests.web.browser import DESK, PHONE, axe_violations, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.pages.client import Browser
from web.access import Role
from web.store.people import User

pytestmark = pytest.mark.browser
PLACES = (
    "/users/",
    "/users/?find=zzz",
    "/users/new",
    "/users/{user}",
    "/users/{user}/edit",
    "/users/{user}/bound",
    "/users/{user}/reset",
    "/users/{user}/end-sessions",
    "/sessions/",
    "/audit/",
    "/audit/?ref=nothing",
    "/settings/",
    "/data-protection/",
    "/help",
    "/accessibility",
    "/privacy",
)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nothing_is_wrong_with_any_page(
    app: Flask,
    admin: Browser,
    users: Mapping[Role, User],
    serve: Callable[[Flask], str],
    open_page: OpenPage,
    width: int,
) -> None:
    site = serve(app)
    page = open_page(width=width)
    session = admin.get_cookie("waymark")
    assert session is not None
    page.context.add_cookies([{"name": "waymark", "value": session.value, "url": site}])
    seen, wrong = watch(page), []
    for place in PLACES:
        page.goto(site + place.format(user=users[Role.SCHOOL].id))
        wrong += [f"{place}: {each}" for each in axe_violations(page)]
        if by := sideways(page):
            wrong.append(f"{place}: wider than the window by {by}")
    assert wrong == []
    assert seen.problems == []
