"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account, desk, school

REGISTER: tuple[Callable[[Flask], None], ...] = (account.register, desk.register, school.register)
"""Each adds its blueprint."""
