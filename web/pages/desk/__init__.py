"""The officer's desk: today, drafts, edits, publishing."""

from flask import Flask

from web.pages.desk import (  # noqa: F401 -- each puts its views onto the blueprint of the plans
    blueprint,
    days,
    one_plan,
    one_pupil,
    one_run,
    release,
    side_by_side,
    tasks,
    today,
    whole_map,
)


def register(app: Flask) -> None:
    """Put the pages into the application."""
    for pages in (today.pages, blueprint.pages, tasks.pages):
        app.register_blueprint(pages)
