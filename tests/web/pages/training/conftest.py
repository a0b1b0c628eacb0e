"""What tests of training's pages share: Ann in training with Tamsin, and the browsers of those who train her."""

import pytest
from flask import Flask

from tests.web.pages.client import Browser, sign_in
from tests.web.trainees import Trainers, begin, fill_training
from web.store import Store


@pytest.fixture
def trainers(app: Flask, store: Store) -> Trainers:  # noqa: ARG001 -- the town must be there
    """Put two trainers, two cohorts and a programme into the town; Ann is in training, accompanied by Tamsin."""
    made = fill_training(store)
    begin(store, made)
    return made


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
