"""Takes a database to the tables that this program knows, and says so when it cannot."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

import web.store.seat_tables
import web.store.training_tables  # noqa: F401 -- Base knows the tables of both once they have been read
from web.store.database import Database
from web.store.errors import UnusableError
from web.store.tables import Base


def upgrade(database: Database) -> None:
    """Take a database, empty or older, to the newest tables; ``UnusableError`` if it is of a newer program."""
    with database.writing() as connection:
        upgrade_to(connection)


def upgrade_to(connection: Connection, revision: str = "head") -> None:
    """Take the database of a connection to the tables of a revision; raises as ``upgrade`` does."""
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise UnusableError(f"The database is of a newer Waymark than this one: {error}.") from error


def is_empty(database: Database) -> bool:
    """Say whether a database has never been used."""
    return _revision(database) is None


def refuse_old(database: Database) -> None:
    """Raise ``UnusableError`` unless a database has just the tables that this program knows."""
    here = _revision(database)
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if here != head:
        raise UnusableError(
            "The database is of another version of Waymark: run `waymark migrate` with the newer program."
        )


def differences(connection: Connection) -> list[object]:
    """Return how a database differs from ``tables.py``; nothing, if the steps are complete."""
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database's tables; None if it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def _revision(database: Database) -> str | None:
    with database.reading() as connection:
        return revision_of(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
