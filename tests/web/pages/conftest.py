"""The application of the tests of pages: the small town's office, on SQLite, forms without tokens."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from tests.web.office import Clock, fill, sqlite_url
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.app import create_app
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database
from web.store.people import User


class Translated(BytecodeCache):
    """Templates as translated for one test, for the tests after it."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code, if it has been translated."""
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self.codes[bucket.key] = bucket.bytecode_to_string()


TRANSLATED = Translated()


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
    ours: Any = made.jinja_env
    for environment in (ours, ours._theirs):  # noqa: SLF001 -- to translate all templates once, not once a test
        environment.bytecode_cache = TRANSLATED
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
