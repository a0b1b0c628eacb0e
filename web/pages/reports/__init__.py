"""The pages of the reports: the overview, one page for each, the return to the DfE, and the targets."""

from flask import Flask

from web.pages.reports import dfe, targets, training, views
from web.pages.reports.blueprint import pages


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)


__all__ = ["dfe", "register", "targets", "training", "views"]
