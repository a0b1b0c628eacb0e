"""The JSON API: the same rows, by the same permissions, for other systems; described at /api/openapi.json."""

from flask import Flask

from web.pages.api import routes
from web.pages.api.routes import pages

__all__ = ["register", "routes"]


def register(app: Flask) -> None:
    """Put the API into the application."""
    app.register_blueprint(pages)
