"""Opens what an installation keeps: its folder and keys are made on first use, its tables brought up to this program's.

The server, the clock and every command that needs the store open it here.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from routing.console import CommandError
from web.access import the_command_line
from web.settings import Settings, SettingsError
from web.store import Keyring, Store, StoreError
from web.store.database import Database
from web.store.errors import UnusableError
from web.store.schema import is_empty, refuse_old, upgrade


def open_store(settings: Settings, *, create: bool) -> Store:
    """Return the store of an installation.

    Parameters
    ----------
    create
        Make what is not there (folder, keys, tables) and upgrade older tables; otherwise all must be there as it is.

    Raises
    ------
    UnusableError
        If the keys are missing or not those of the database, or its tables are of another program.
    """
    if create:
        _make_home(settings)
    elif not settings.database_url and not _file(settings).exists():
        raise UnusableError(f"Nothing is kept in {settings.home} yet: `waymark user add` or `waymark serve` begins it.")
    database = Database(settings.database)
    try:
        if not settings.keys.exists() and create and is_empty(database):
            settings.keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_keys(settings.keys)
        store = Store(database, Keyring.read(settings.keys))
        if create:
            upgrade(database)
        else:
            refuse_old(database)
        with store.reading(the_command_line("opening")) as kept:
            kept.audit.refuse_other_keys()
    except BaseException:
        database.close()
        raise
    return store


@contextmanager
def opened(settings: Settings | None = None, *, create: bool = False) -> Iterator[Store]:
    """Give a command the store of its environment; what is wrong with either is told as a ``CommandError``."""
    try:
        store = open_store(settings or Settings.from_environment(), create=create)
        try:
            yield store
        finally:
            store.database.close()
    except (SettingsError, StoreError) as error:
        raise CommandError(str(error)) from error


def _make_home(settings: Settings) -> None:
    """Make the home folder and an empty database file, for nobody else's eyes."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.database_url:
        os.close(os.open(_file(settings), os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same mode


def _file(settings: Settings) -> Path:
    return settings.home / "waymark.sqlite"


def _make_keys(path: Path) -> None:
    """Make new keys; if another process makes them in the same moment, one of the two files stands, whole."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    Keyring.fresh().write(beside)
    with suppress(FileExistsError):
        path.hardlink_to(beside)
    beside.unlink()
