"""A store with the small town in it, its Monday morning published."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.office import Clock, fill, sqlite_url
from web.store import Keyring, Store
from web.store.database import Database


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test may set."""
    return Clock()


@pytest.fixture
def empty(ready_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give a store with nothing in it."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    made = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
    yield made
    made.database.close()


@pytest.fixture
def store(empty: Store) -> Store:
    """Give the town's store."""
    fill(empty)
    return empty
