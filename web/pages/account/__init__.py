"""One's own account: invitation, password and code, or the council's own sign-in; and what one may change oneself."""

from flask import Flask

from web.pages.account import council, doors, invitation, own
from web.pages.account.blueprint import pages

__all__ = ["council", "doors", "invitation", "own", "register"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    council.prepare(app)
    app.register_blueprint(pages)
