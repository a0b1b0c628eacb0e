"""What tests of training's pages share: Ann in training with Tamsin, and the browsers of those who train her.

The town is filled once for all of them, and the application is wired once: each test has a copy of its own to change.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.web.office import Clock, fill, sqlite_url
from tests.web.pages.client import Browser, sign_in
from tests.web.trainees import Trainers, begin, fill_training
from web.app import create_app
from web.pages.guard import Site
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database


@dataclass(frozen=True, slots=True)
class Filled:
    """A town in which Ann is in training, as a file to be copied, and the application on it."""

    file: Path
    keyring: Keyring
    trainers: Trainers
    app: Flask


@pytest.fixture(scope="session")
def filled(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Put two trainers, two cohorts and a programme into the town; Ann is in training, accompanied by Tamsin."""
    folder = tmp_path_factory.mktemp("training")
    shutil.copy(ready_file, folder / "waymark.sqlite")
    made = Store(Database(sqlite_url(folder)), Keyring.fresh(), Clock())
    fill(made)
    trainers = fill_training(made)
    begin(made, trainers)
    app = create_app(made, Settings(home=folder, secure_cookies=False))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.database.close()
    return Filled(folder / "waymark.sqlite", made.keyring, trainers, app)


@pytest.fixture
def store(filled: Filled, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give a copy of the town."""
    shutil.copy(filled.file, tmp_path / "waymark.sqlite")
    made = Store(Database(sqlite_url(tmp_path)), filled.keyring, clock)
    yield made
    made.database.close()


@pytest.fixture
def app(filled: Filled, store: Store, tmp_path: Path) -> Flask:
    """Return the application on the test's own copy."""
    filled.app.extensions["waymark"] = Site(store, Settings(home=tmp_path, secure_cookies=False))
    return filled.app


@pytest.fixture
def trainers(filled: Filled, store: Store) -> Trainers:  # noqa: ARG001 -- the copy must be there
    """Return the users of the town's trainers, its coordinator and an officer."""
    return filled.trainers


@pytest.fixture
def tamsin(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of Ann's trainer."""
    return sign_in(app, trainers.tamsin)


@pytest.fixture
def ulf(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of a trainer of the other cohort."""
    return sign_in(app, trainers.ulf)


@pytest.fixture
def coordinator(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of the coordinator, who works as a manager."""
    return sign_in(app, trainers.manager)


@pytest.fixture
def desk(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of an officer."""
    return sign_in(app, trainers.officer)
