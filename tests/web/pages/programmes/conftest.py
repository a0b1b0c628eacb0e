"""A coordinator's browser, a trainer's, and a programme that is kept."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.travel_training.trainees import STREETS
from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.store import Store
from web.store.people import User


@pytest.fixture
def manager(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return the browser of whoever coordinates training."""
    return sign_in(app, users[Role.MANAGER])


@pytest.fixture
def streets(store: Store, users: Mapping[Role, User]) -> str:  # noqa: ARG001 -- the town comes first
    """Keep the small programme; return its address."""
    with store.writing(OFFICE) as kept:
        kept.training.programmes.keep(STREETS)
    return f"/programmes/{STREETS.id}"
