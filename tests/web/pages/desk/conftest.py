"""A draft to work on, beside the town's published morning, and a manager's browser."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web import town
from tests.web.office import OFFICE, keep_draft
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.store import Store
from web.store.people import User


@pytest.fixture
def published(store: Store, users: Mapping[Role, User]) -> str:  # noqa: ARG001 -- with the users comes the town
    """Return the id of the town's published morning."""
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(town.DAY, town.town().direction)
    assert head is not None
    return head.id


@pytest.fixture
def draft(store: Store, published: str) -> str:
    """Return the id of a draft that is to take its place."""
    return keep_draft(store, replaces=published)


@pytest.fixture
def manager(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return a manager's browser, who may grant waivers."""
    return sign_in(app, users[Role.MANAGER])
