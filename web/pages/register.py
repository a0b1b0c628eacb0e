"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account, api, school

REGISTER: tuple[Callable[[Flask], None], ...] = (account.register, school.register, api.register)
"""Each adds its blueprint."""
