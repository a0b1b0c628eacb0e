"""What travel training does for transport: who might travel alone, what that would cost, which seats are free."""

from flask import Flask

from web.pages.loop import blueprint, candidates, ladder, numbers, seats  # noqa: F401 -- each puts its views onto the blueprint


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(blueprint.pages)
