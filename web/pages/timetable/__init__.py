"""The pages of the trainers' weeks: a week, planning a term, a timetable before it is in force, one session changed."""

from flask import Flask

from web.pages.timetable import changing, looking, planning, weeks
from web.pages.timetable.blueprint import pages

__all__ = ["changing", "looking", "planning", "register", "weeks"]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
