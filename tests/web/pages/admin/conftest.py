"""The administrator's browser."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.store.people import User


@pytest.fixture
def admin(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return an administrator's browser."""
    return sign_in(app, users[Role.ADMINISTRATOR])
