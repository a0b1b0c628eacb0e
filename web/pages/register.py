"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account, admin, api, desk, public, records, school

REGISTER: tuple[Callable[[Flask], None], ...] = (
    account.register,
    admin.register,
    api.register,
    desk.register,
    public.register,
    records.register,
    school.register,
)
"""Each adds its blueprint."""
