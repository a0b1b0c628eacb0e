"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from geodata.tiles import FILE_NAME
from web.access import Permission
from web.pages import (
    account,
    admin,
    api,
    day,
    desk,
    health,
    journeys,
    loop,
    operator,
    phone,
    programmes,
    public,
    records,
    reminders,
    reports,
    school,
    timetable,
    training,
)
from web.pages.guard import Site, needs
from web.pages.maps import tiles_blueprint


def register_tiles(app: Flask) -> None:
    """Put the base map of the installation's roads into the application."""
    found: Site = app.extensions["waymark"]
    app.register_blueprint(tiles_blueprint(found.settings.roads_folder / FILE_NAME, needs(Permission.PLAN_VIEW)))


REGISTER: tuple[Callable[[Flask], None], ...] = (
    account.register,
    admin.register,
    api.register,
    day.register,
    desk.register,
    health.register,
    loop.register,
    operator.register,
    phone.register,
    programmes.register,
    public.register,
    records.register,
    journeys.register,
    reminders.register,
    reports.register,
    school.register,
    timetable.register,
    training.register,
    register_tiles,
)
"""Each adds its blueprint; records before those whose addresses hold the keys of records."""
