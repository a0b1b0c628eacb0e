"""The application of the tests of pages: the small town's office, on SQLite, forms without tokens."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

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


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Return where templates are kept once they are compiled, which takes longer than most tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    store: Store,
    users: Mapping[Role, User],  # noqa: ARG001 -- the town must be there
    tmp_path: Path,
    compiled: BytecodeCache,
) -> Flask:
    """Return the application, without the tokens of forms."""
    made = create_app(store, Settings(home=tmp_path, secure_cookies=False))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture
def officer(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return an officer's browser."""
    return sign_in(app, users[Role.OFFICER])


@pytest.fixture
def school(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return the browser of a user of Oak School."""
    return sign_in(app, users[Role.SCHOOL])
