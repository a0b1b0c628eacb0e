"""The pages of programmes of training: the list, one of them in its versions, editing, a file read and written."""

from flask import Flask

from web.pages.programmes import beginning, editing, importing, looking
from web.pages.programmes.blueprint import pages

__all__ = ["beginning", "editing", "importing", "looking", "register"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
