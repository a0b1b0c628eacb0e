"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account, reports

REGISTER: tuple[Callable[[Flask], None], ...] = (account.register, reports.register)
"""Each adds its blueprint."""
