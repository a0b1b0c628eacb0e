"""The school's pages: its own pupils' day, absences, whether their records are right, and a calendar to follow."""

from flask import Flask

from web.pages.school import absences, calendar, day, records
from web.pages.school.scope import pages

__all__ = ["absences", "calendar", "day", "records", "register"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
