"""The trainers' pages on a phone: today's sessions, logging one, what waits to be sent, signing out safely."""

from flask import Flask

from web.pages.phone import leaving, sending, shell, today, visit
from web.pages.phone.blueprint import pages

__all__ = ["leaving", "register", "sending", "shell", "today", "visit"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
