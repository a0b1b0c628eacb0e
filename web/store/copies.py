"""Copies of a whole database: written out of one moment of it, read back, and compared.

Pupils' keys are left out, so that erasing a key erases what it sealed from every copy too; they are kept in one file of
their own, which is written anew each time. Sessions, counts of tries and loaded files are left out because a copy that
brought them back would let in who was shut out, and hold what was to be forgotten within a day.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, exists, insert, select, text, union

from web.store.database import Database
from web.store.errors import UnusableError
from web.store.schema import revision_of, upgrade_to
from web.store.tables import PupilKeyRow, RecordRow
from web.store.training_tables import TrainingEntryRow

LEFT_OUT = frozenset({"pupil_key", "session", "throttle", "upload"})
"""The tables of which a copy holds nothing."""
SQLITE_COPY = "waymark.sqlite"
"""The file of a copy of an SQLite database; one of a PostgreSQL database has a file for each table."""
_OWN = "alembic_version"
_CORNER = "waymark_restore_test"
_BOUND = 2**256


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows a table has, and the sum of the marks of its rows: alike for alike rows, in whatever order."""

    rows: int
    mark: str


class Copies:
    """A database as a whole, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    @property
    def database(self) -> str:
        """What kind of database it is: ``sqlite`` or ``postgresql``; a copy goes back into its own kind."""
        return self._connection.dialect.name

    def revision(self) -> str:
        """Return the revision of the tables; empty if there are none."""
        return revision_of(self._connection) or ""

    def figures(self) -> dict[str, Figure]:
        """Return the figures of each table that a copy holds, as the database's own tables are."""
        return {table.name: self._figure(table) for table in self._tables()}

    def write(self, folder: Path) -> None:
        """Write a copy into an empty folder."""
        if self._is_sqlite:
            self._write_sqlite(folder / SQLITE_COPY)
            return
        for table in self._tables():
            asked = f"COPY {_named(table)} TO STDOUT"
            target = folder / f"{table.name}.copy"
            with target.open("wb") as stream, self._cursor() as cursor, cursor.copy(asked) as rows:
                for chunk in rows:
                    stream.write(chunk)

    def read(self, folder: Path, revision: str) -> None:
        """Make the tables of a revision in an empty PostgreSQL database (or schema), and fill them from a copy."""
        upgrade_to(self._connection, revision)
        for table in self._tables():
            asked = f"COPY {_named(table)} FROM STDIN"
            source = folder / f"{table.name}.copy"
            with source.open("rb") as stream, self._cursor() as cursor, cursor.copy(asked) as rows:
                while chunk := stream.read(1 << 20):
                    rows.write(chunk)

    def upgrade(self) -> None:
        """Take the tables of an older copy to those of this program."""
        upgrade_to(self._connection)

    def refuse_unsound(self, wanted: Mapping[str, Figure], revision: str) -> None:
        """Raise ``UnusableError`` unless the database is sound and holds just the rows that were counted elsewhere."""
        if self._is_sqlite:
            said = self._connection.execute(text("PRAGMA integrity_check")).scalars().all()
            if said != ["ok"]:
                raise UnusableError(f"The restored database is not sound: {'; '.join(said)}.")
        if self.revision() != revision:
            raise UnusableError("The restored database has other tables than those that were backed up.")
        found = self.figures()
        for name in sorted(wanted.keys() | found.keys()):
            if found.get(name) != wanted.get(name):
                raise UnusableError(f"The restored table {name} is not equal to the one that was backed up.")

    def keys_of_pupils(self) -> list[dict[str, Any]]:
        """Return every pupil's wrapped key: ``pupil``, ``wrapped``, ``made_at``."""
        asked = select(PupilKeyRow.__table__).order_by(PupilKeyRow.pupil)
        return [dict(row) for row in self._connection.execute(asked).mappings()]

    def put_keys_of_pupils(self, rows: list[dict[str, Any]]) -> None:
        """Put pupils' wrapped keys into a copy, which has none."""
        if rows:
            self._connection.execute(insert(PupilKeyRow), rows)

    def pupils_without_key(self) -> list[str]:
        """Return the pupils of whom something is sealed that no key opens."""
        of_records = select(RecordRow.pupil).where(RecordRow.sealed.is_not(None), RecordRow.pupil.is_not(None))
        sealed = union(of_records, select(TrainingEntryRow.pupil)).subquery()
        opens = exists().where(PupilKeyRow.pupil == sealed.c.pupil)
        return sorted(self._connection.scalars(select(sealed.c.pupil).where(~opens)))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tables(self) -> list[Table]:
        known = MetaData()
        known.reflect(self._connection)
        return [table for table in known.sorted_tables if table.name not in LEFT_OUT | {_OWN}]

    def _figure(self, table: Table) -> Figure:
        rows = total = 0
        for row in self._connection.execute(select(table), execution_options={"yield_per": 1000}):
            rows += 1
            total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest())
        return Figure(rows, f"{total % _BOUND:064x}")

    def _write_sqlite(self, target: Path) -> None:
        source: Any = self._connection.connection.driver_connection  # of sqlite3; it copies the moment that it reads
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("PRAGMA secure_delete = ON")
            for table in sorted(LEFT_OUT):
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of our own tables
            copy.execute("VACUUM")

    def _cursor(self) -> Any:
        return self._connection.connection.cursor()


@contextmanager
def read_back(database: Database, folder: Path, revision: str) -> Iterator[Connection]:
    """Give a connection to a copy that has been read back where nobody else sees it; what is written there is undone.

    Parameters
    ----------
    database
        That of the installation: its server lends a PostgreSQL copy a schema, which goes when the block ends.
    folder
        Where ``Copies.write`` wrote; an SQLite copy is used as it lies there.
    """
    if database.is_sqlite:
        copy = Database(f"sqlite:///{folder / SQLITE_COPY}")
        try:
            with copy.writing() as connection:
                yield connection
                connection.rollback()
        finally:
            copy.close()
        return
    with database.engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {_CORNER}"))
        connection.execute(text(f"SET LOCAL search_path = {_CORNER}"))
        Copies(connection).read(folder, revision)
        yield connection
        connection.rollback()


def _named(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'"{table.name}" ({columns})'
