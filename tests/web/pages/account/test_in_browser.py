"""From an invitation to being signed in again, in a real browser, with every check of a page on the way."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.web.accounts import ANOTHER, invite
from tests.web.browser import DESK, PHONE, axe_violations, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.office import Clock
from web.access import Role
from web.app import create_app
from web.settings import Settings
from web.store import Store
from web.store.people import User

pytestmark = pytest.mark.browser


def look(page: Page, title: str, *, deep: bool) -> None:
    """Say that a page is the one that it should be, and, where scripts run, that nothing is wrong with it."""
    expect(page).to_have_title(f"{title} - School transport")
    if deep:
        assert axe_violations(page) == []
        assert sideways(page) == 0


@pytest.mark.parametrize(("width", "scripts"), [(DESK, True), (PHONE, True), (DESK, False)])
def test_someone_takes_up_an_invitation_signs_out_and_in_again(
    store: Store,
    users: Mapping[Role, User],
    clock: Clock,
    tmp_path: Path,
    serve: Callable[[Flask], str],
    open_page: OpenPage,
    width: int,
    scripts: bool,  # noqa: FBT001 -- a case of the test
) -> None:
    site = serve(create_app(store, Settings(home=tmp_path, secure_cookies=False)))
    page = open_page(width=width, scripts=scripts)
    seen = watch(page)

    page.goto(f"{site}/account/invitation/{invite(store, users[Role.OPERATOR])}")
    look(page, "Your invitation", deep=scripts)
    key = page.locator("code.app-code").inner_text().replace(" ", "")
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_label("Code").fill(pyotp.TOTP(key).at(clock.now))
    page.get_by_role("button", name="Save and sign in").click()
    look(page, "Your recovery codes", deep=scripts)
    codes = page.locator("code.app-code").all_inner_texts()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(lambda address: "/account/" not in address)  # each begins where their work is
    page.goto(f"{site}/account/")
    look(page, "Your account", deep=scripts)
    page.get_by_role("button", name="Sign out").click()
    look(page, "Sign in", deep=scripts)

    page.get_by_label("E-mail address").fill(users[Role.OPERATOR].email)
    page.get_by_label("Password", exact=True).fill(ANOTHER)
    page.get_by_role("button", name="Continue").click()
    look(page, "Enter a code", deep=scripts)
    page.get_by_label("Code").fill(codes[4])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/account/" not in address)  # each begins where their work is
    page.goto(f"{site}/account/")
    look(page, "Your account", deep=scripts)
    assert "9 left" in page.content()
    assert seen.problems == []
