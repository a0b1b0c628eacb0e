"""The pages of a trainee's journey: drawn up, shown, printed large, its risk assessment finished and signed."""

from flask import Flask

from web.pages.journeys import assessing, drawing, showing, signing
from web.pages.journeys.blueprint import pages

__all__ = ["assessing", "drawing", "register", "showing", "signing"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
