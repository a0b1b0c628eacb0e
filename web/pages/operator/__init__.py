"""The operator's pages: its own runs of today and of the next school day, the sheet of each, and what happens on it."""

from flask import Flask

from web.pages.operator import runs, sheet
from web.pages.operator.blueprint import pages

__all__ = ["register", "runs", "sheet"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
