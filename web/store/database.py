"""One database, one way to read it and one to write it, alike on SQLite and PostgreSQL.

Whoever writes holds the only pen: on SQLite each writing transaction begins with ``BEGIN IMMEDIATE``, on PostgreSQL
with an advisory lock. What was read in it therefore still holds when it is written; the default modes lose updates
silently.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from web.store.errors import UnusableError

_BUSY_MS = 15_000
_PEN = 0x5741594D  # any number, the same for all who write
_SQLITE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged outlives a power cut
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
)


class Database:
    """A database by its URL.

    Parameters
    ----------
    url
        ``sqlite:///path`` or ``postgresql+psycopg://...``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else create_engine(url, pool_pre_ping=True, pool_size=8)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for PostgreSQL."""
        name = make_url(self.url).database
        return Path(name) if self.is_sqlite and name else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _told(self.engine), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection of the one who writes; kept when the block ends well, undone when it does not."""
        with _told(self.engine), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:pen)"), {"pen": _PEN})
            yield connection

    def wipe(self) -> None:
        """Have what was erased leave the files of the database too, as far as the database can."""
        with _told(self.engine), closing(self.engine.raw_connection()) as connection:
            if self.is_sqlite:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            driver: Any = connection.driver_connection
            driver.autocommit = True
            try:
                driver.execute("VACUUM")
            finally:
                driver.autocommit = False

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's own begins are the ones that lose updates
        for pragma in _SQLITE:
            connection.execute(pragma)  # type: ignore[attr-defined]  # a connection of sqlite3

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_SAID = (
    ("database or disk is full", "the disk is full: free some space; nothing of this change was kept"),
    ("No space left", "the disk is full: free some space; nothing of this change was kept"),
    ("database is locked", "others are writing and did not finish in time: try again; nothing of this change was kept"),
    ("readonly database", "the database may not be written to; ask whoever runs the server"),
    ("unable to open", "the database cannot be opened: does its folder exist, and may the server write there?"),
    ("disk I/O error", "the disk cannot be read or written; ask whoever runs the server"),
    ("connection", "the database does not answer; ask whoever runs the server"),
)


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Say what the database says in a sentence for a person, where it is the machine's fault and not ours."""
    try:
        yield
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        for words, said in _SAID:
            if words in str(error):
                raise UnusableError(f"Not kept: {said}.") from error
        raise
