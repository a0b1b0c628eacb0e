"""A store with the town's records and nothing published, and a clock that tests set."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.office import OFFICE, Clock, rows, sqlite_url
from web.store import Keyring, Store
from web.store.database import Database


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test may set."""
    return Clock()


@pytest.fixture
def store(ready_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give a store with the town's records."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    made = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
    with made.writing(OFFICE) as kept:
        kept.records.apply(rows())
    yield made
    made.database.close()
