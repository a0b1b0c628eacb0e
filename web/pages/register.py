"""All sets of pages, a line each: what ``create_app`` puts into the application."""

from collections.abc import Callable

from flask import Flask

REGISTER: tuple[Callable[[Flask], None], ...] = ()
"""Each adds its blueprint."""
