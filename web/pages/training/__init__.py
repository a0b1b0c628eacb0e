"""Travel training: trainees and cohorts; what is written about them, where that brings them, and what is printed."""

from flask import Flask

from web.pages.training import (
    assigning,
    cohorts,
    consents,
    history,
    incidents,
    listing,
    milestones,
    moving,
    observing,
    overview,
    papers,
    referring,
    screening,
    sessions,
    signing,
    voice,
)
from web.pages.training.blueprint import pages

__all__ = [
    "assigning",
    "cohorts",
    "consents",
    "history",
    "incidents",
    "listing",
    "milestones",
    "moving",
    "observing",
    "overview",
    "papers",
    "referring",
    "register",
    "screening",
    "sessions",
    "signing",
    "voice",
]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)
