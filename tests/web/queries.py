"""Counts what a page asks of the database, so that no page asks more the more there is to show."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from web.store import Store


@contextmanager
def counted_queries(store: Store) -> Iterator[list[str]]:
    """Give a list that fills with the statements executed; transactions' own words are not counted."""
    statements: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SELECT pg_advisory")):
            statements.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(store.database.engine, "before_cursor_execute", hear)
