"""What everyone may read."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.web.accounts import browser_of
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.app import create_app
from web.pages.public import FIRST_PAGES
from web.settings import Settings, SettingsError
from web.store import Store
from web.store.errors import UnusableError
from web.store.people import User


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/help", "Password forgotten"),
        ("/accessibility", "Web Content Accessibility Guidelines"),
        ("/privacy", "kept for 400 days"),
    ],
)
def test_everyone_may_read_it(app: Flask, officer: Browser, place: str, said: str) -> None:
    for browser in (browser_of(app), officer):
        answer = browser.get(place)
        assert answer.status_code == 200
        assert said in answer.get_data(as_text=True)


def test_health_says_ok_and_nothing_else(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.get_data(), answer.mimetype) == (200, b"ok\n", "text/plain")


def test_health_is_red_when_the_database_is_not_there(
    app: Flask, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable(*_: object) -> None:
        raise UnusableError("Not kept: the disk is full.")

    monkeypatch.setattr(store.database, "reading", unusable)
    answer = browser_of(app).get("/health")
    assert answer.status_code == 503  # and its page is made without the database
    assert "the disk is full" in answer.get_data(as_text=True)


def test_whoever_is_not_signed_in_begins_with_signing_in(app: Flask) -> None:
    assert browser_of(app).get("/").location == "/account/sign-in"


@pytest.mark.parametrize("role", Role)
def test_each_role_begins_with_its_own_page_or_with_the_account_where_there_is_none(
    app: Flask, users: Mapping[Role, User], role: Role
) -> None:
    endpoint = FIRST_PAGES[role]
    browser = sign_in(app, users[role])
    view = app.view_functions.pop(endpoint, None)
    assert browser.get("/").location == "/account/"
    if view is not None:
        app.view_functions[endpoint] = view
        there = browser.get(browser.get("/").location)
        assert there.status_code == 200


def test_the_colour_is_a_style_sheet_that_may_be_kept(app: Flask) -> None:
    answer = app.test_client().get("/brand.css?colour=1d5c63")
    assert answer.mimetype == "text/css"
    assert answer.get_data(as_text=True) == ":root{--app-brand:#1d5c63}\n"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_a_colour_that_nobody_can_read_stops_the_start(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WAYMARK_BRAND_COLOUR: White letters on #ffff00 cannot be read"):
        create_app(store, Settings(home=tmp_path, brand_colour="#ffff00"))
