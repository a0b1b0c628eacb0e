"""The town with Ann in training, and streets and buses between her home and school."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from tests.web.pages.journeys.ground import add_buses, add_streets, move_the_town
from tests.web.trainees import ANN, Trainers, fill_training, way_to_training
from web.access import Role
from web.store import Store
from web.store.people import User


@pytest.fixture
def trainers(store: Store, users: Mapping[Role, User]) -> Trainers:  # noqa: ARG001 -- the town comes first
    """Keep the trainers, and have Ann wait for training."""
    found = fill_training(store)
    with store.writing(OFFICE) as kept:
        kept.training.add_all(ANN, list(way_to_training(found)))
    move_the_town(store)
    return found


@pytest.fixture
def manager(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of whoever coordinates training."""
    return sign_in(app, trainers.manager)


@pytest.fixture
def trainer(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of Tamsin, who trains Ann."""
    return sign_in(app, trainers.tamsin)


@pytest.fixture
def other_trainer(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of Ulf, who does not."""
    return sign_in(app, trainers.ulf)


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    """Have the installation know its streets and buses; return their folder."""
    folder = tmp_path / "roads"
    add_streets(folder)
    add_buses(folder)
    return folder
