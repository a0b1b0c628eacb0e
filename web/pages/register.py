"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account, admin, api, day, desk, operator, public, school

REGISTER: tuple[Callable[[Flask], None], ...] = (
    account.register,
    admin.register,
    api.register,
    day.register,
    desk.register,
    operator.register,
    public.register,
    school.register,
)
"""Each adds its blueprint."""
