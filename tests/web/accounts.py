"""Users of tests who can sign in as people do: with a password and an app."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.pages.client import Browser
from web.second_factor import new_recovery_codes
from web.store import Store
from web.store.people import User

PASSWORD = "thirteen purple lanterns"  # noqa: S105 -- of the tests
ANOTHER = "eleven yellow bicycles"


@cache
def password_hash() -> str:
    """Return what is kept of the password: made with little work, so that trying it takes little."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass(frozen=True)
class App:
    """What stands on someone's telephone, and on paper beside it."""

    secret: str
    recovery_codes: tuple[str, ...]

    def code(self, now: datetime) -> str:
        """Return the code that the app shows."""
        return pyotp.TOTP(self.secret).at(now)


def enrol(store: Store, user: User) -> App:
    """Give a user the password and an app."""
    codes = new_recovery_codes()
    with store.writing(user.principal()) as kept:
        secret, sealed = kept.credentials.offer_second_factor(user.id)
        kept.credentials.set_password(user.id, password_hash())
        kept.credentials.set_second_factor(user.id, sealed, 0)
        kept.credentials.put_recovery_codes(user.id, codes)
    return App(secret, codes)


def invite(store: Store, user: User) -> str:
    """Invite a user; return the secret."""
    secret = secrets.token_urlsafe(32)
    with store.writing(user.principal()) as kept:
        kept.credentials.invite(user.id, secret)
    return secret


def browser_of(app: Flask) -> Browser:
    """Return the browser of someone who has not signed in."""
    app.test_client_class = Browser
    made = app.test_client()
    assert isinstance(made, Browser)
    return made


def give_password(browser: Browser, user: User, password: str = PASSWORD) -> TestResponse:
    """Fill in the sign-in page."""
    return browser.post("/account/sign-in", data={"email": user.email, "password": password})


def give_code(browser: Browser, code: str) -> TestResponse:
    """Fill in the page that asks for a code."""
    return browser.post("/account/second-factor", data={"code": code})


def is_signed_in(browser: Browser) -> bool:
    """Say whether the account's page opens."""
    return browser.get("/account/").status_code == 200


def session_of(browser: Browser) -> str | None:
    """Return the secret of the session that a browser holds."""
    found = browser.get_cookie("waymark")
    return found.value if found else None


def offered(page: TestResponse) -> Mapping[str, str]:
    """Return the second factor that an invitation's page offers: the key as it is read, and the hidden field."""
    text = page.get_data(as_text=True)
    key = re.search(r'<code class="app-code">([A-Z2-7 ]+)</code>', text)
    sealed = re.search(r'name="offer" value="([^"]+)"', text)
    assert key is not None
    assert sealed is not None
    return {"secret": key[1].replace(" ", ""), "offer": sealed[1]}


def bare(answer: TestResponse) -> str:
    """Return a page without what is different each time: nonces and the tokens of forms."""
    return re.sub(r'(nonce|name="csrf_token" value)="[^"]*"', "", answer.get_data(as_text=True))
