"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

from web.pages import account

REGISTER: tuple[Callable[[Flask], None], ...] = (account.register,)
"""Each adds its blueprint."""
