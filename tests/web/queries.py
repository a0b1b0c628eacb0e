"""Counts what is asked of the database: a page asks as much of a full store as of an empty one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from web.store import Store


@contextmanager
def count_queries(store: Store) -> Iterator[list[str]]:
    """Give a list that fills with every statement that a store's database hears."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(store.database.engine, "before_cursor_execute", hear)
