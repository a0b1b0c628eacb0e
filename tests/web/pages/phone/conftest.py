"""Two trainers with trainees, and their sessions of the town's Monday; a telephone for each."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser, sign_in
from tests.web.trainees import ANN, AUTUMN, BEN, SPRING, TAMSIN, ULF, Trainers, begin, fill_training, session
from web.access import Role
from web.store import Store
from web.store.people import User

MORNING = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)


@pytest.fixture
def trainers(store: Store, users: Mapping[Role, User], clock: Clock) -> Trainers:  # noqa: ARG001 -- the town must be there
    """Fill the store; Tamsin trains Ann and Ulf trains Ben, and it is the Monday of their sessions."""
    made = fill_training(store)
    begin(store, made, ANN, AUTUMN, TAMSIN)
    begin(store, made, BEN, SPRING, ULF)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("s1"), session("s2", (BEN,), trainer=ULF)])
    clock.now = MORNING
    return made


@pytest.fixture
def phone(app: Flask, trainers: Trainers) -> Browser:
    """Return Tamsin's telephone."""
    return sign_in(app, trainers.tamsin)


@pytest.fixture
def other_phone(app: Flask, trainers: Trainers) -> Browser:
    """Return Ulf's telephone."""
    return sign_in(app, trainers.ulf)
