"""The door of every page."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.access import Role
from web.pages.guard import refuse_open_doors
from web.store import Store
from web.store.people import User
from web.store.throttle import EXPORT


def test_an_application_with_an_unmarked_view_does_not_start(app: Flask) -> None:
    app.view_functions["open"] = lambda: "anyone may read this"
    with pytest.raises(RuntimeError, match="bear no permission: open"):
        refuse_open_doors(app)


def test_whoever_is_not_signed_in_is_asked_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/account/")
    assert (answer.status_code, answer.location) == (302, "/account/sign-in?then=/account/")


def test_signed_out_is_signed_out(officer: Browser) -> None:
    assert officer.get("/account/").status_code == 200
    officer.post("/account/sign-out")
    assert officer.get("/account/").status_code == 302


def test_every_page_forbids_the_browser_to_fetch_from_elsewhere_or_to_keep_anything(officer: Browser) -> None:
    answer = officer.get("/account/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_has_the_browser_send_is_refused(officer: Browser, told: dict[str, str]) -> None:
    assert officer.post("/account/sign-out", headers=told).status_code == 400
    assert officer.get("/account/", headers=told).status_code == 200  # a link from elsewhere may be followed


@pytest.mark.parametrize("told", [{}, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}])
def test_what_our_own_pages_have_the_browser_send_is_read(officer: Browser, told: dict[str, str]) -> None:
    assert officer.post("/account/sign-out", headers=told).status_code == 303


@pytest.mark.parametrize("place", ["/account/sessions/%00/end", "/help?x=%00"])
def test_what_no_database_can_look_for_is_refused(officer: Browser, place: str) -> None:
    assert officer.get(place).status_code == 400


@pytest.mark.parametrize("place", ["/records/export/everything.zip", "/records/export/pupils.csv"])
def test_nobody_takes_out_files_without_end(
    officer: Browser, store: Store, users: Mapping[Role, User], place: str
) -> None:
    with store.writing(OFFICE) as kept:
        for _ in range(EXPORT.spans[0][0] - 1):
            kept.throttle.count(EXPORT, users[Role.OFFICER].id)
    assert [officer.get(place).status_code for _ in range(2)] == [200, 429]
