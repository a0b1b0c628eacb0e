"""A browser for the tests of pages: signed in as a role, and as strict about every page as html5lib is."""

import re
import secrets
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.pages.guard import NOBODY, session_cookie, site
from web.store.people import User


class Browser(FlaskClient):
    """A client that reads every page with html5lib and fails on bad mark-up."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page, and look at it."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code != 302:
            html5lib.HTMLParser(strict=True).parse(response.get_data(as_text=True))
        return response


def without_keys(page: str) -> str:
    """Return a page without what is drawn at random for it: such letters may spell a name that stands nowhere else."""
    return re.sub(r'(data-key|nonce|name="csrf_token" value)="[^"]*"', r'\1=""', page)


def sign_in(app: Flask, user: User) -> Browser:
    """Return a browser in which a user has signed in, second factor and all."""
    app.test_client_class = Browser
    browser = app.test_client()
    secret = secrets.token_urlsafe(32)
    with app.app_context():
        store, settings = site().store, site().settings
    with store.writing(NOBODY) as kept:
        kept.people.begin_session(user.id, secret, "a test", is_verified=True)
    browser.set_cookie(session_cookie(settings), secret)
    assert isinstance(browser, Browser)
    return browser
