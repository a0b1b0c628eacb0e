"""The application of the tests of pages: the small town's office, on SQLite, forms without tokens."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.web.office import Clock, fill, sqlite_url
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.app import create_app
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database
from web.store.people import User


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test may set."""
    return Clock()


@pytest.fixture
def store(ready_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give an empty store."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    made = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
    yield made
    made.database.close()


@pytest.fixture
def users(store: Store) -> Mapping[Role, User]:
    """Fill the store with the town, and return a user of each role."""
    return fill(store)


@pytest.fixture
def app(store: Store, users: Mapping[Role, User], tmp_path: Path) -> Flask:  # noqa: ARG001 -- the town must be there
    """Return the application, without the tokens of forms."""
    made = create_app(store, Settings(home=tmp_path, secure_cookies=False))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def officer(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return an officer's browser."""
    return sign_in(app, users[Role.OFFICER])


@pytest.fixture
def school(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return the browser of a user of Oak School."""
    return sign_in(app, users[Role.SCHOOL])
