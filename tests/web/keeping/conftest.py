"""Installations for the tests of keeping: a home folder with keys, on SQLite and on PostgreSQL."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.web.office import Clock
from tests.web.store.conftest import clock, engine, postgresql, store, url
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database

__all__ = ["clock", "engine", "postgresql", "store", "url"]


@dataclass(frozen=True)
class Installation:
    """One home folder, and what is kept in it."""

    settings: Settings
    store: Store
    clock: Clock


@pytest.fixture
def here(store: Store, clock: Clock, engine: str, tmp_path: Path) -> Installation:
    """Return an installation of which nothing is kept yet."""
    url_ = "" if engine == "sqlite" else store.database.url
    settings = Settings(home=tmp_path, database_url=url_)
    store.keyring.write(settings.keys)
    return Installation(settings, store, clock)


@pytest.fixture
def elsewhere(here: Installation, url: str, engine: str, tmp_path: Path) -> Settings:
    """Return the settings of another machine, on which nothing is kept, with the same keys and backups."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    here.store.keyring.write(home / "keys.json")
    backups = str(here.settings.backup_folder)
    return Settings(home=home, database_url="" if engine == "sqlite" else url, backups=backups)


def opened(settings: Settings, clock: Clock) -> Store:
    """Return the store of settings; the caller closes it."""
    return Store(Database(settings.database), Keyring.read(settings.keys), clock)
