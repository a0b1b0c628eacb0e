"""The day: what is not as usual, what it leaves open, the plan made again; and how the runs go."""

from flask import Flask

from web.pages.day import exceptions, punctuality, report, run_log, runs, sheets
from web.pages.day.blueprint import pages

__all__ = ["exceptions", "punctuality", "register", "report", "run_log", "runs", "sheets"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
