"""Installations to be harmed: on SQLite and on PostgreSQL."""

from tests.web.conftest import ready_file
from tests.web.keeping.conftest import clock, elsewhere, engine, here, postgresql, store, url

__all__ = ["clock", "elsewhere", "engine", "here", "postgresql", "ready_file", "store", "url"]
