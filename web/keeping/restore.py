"""Restoring a backup where nothing is kept yet: checked like the nightly one, then put in its place whole.

It never writes over a database. Whoever has been erased since the backup was made is erased from it again, for their
keys are gone; everybody signs in anew, and long work that was wanted then is not done now.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from web.access import Principal
from web.keeping.backup import Label, label_in, refuse_unequal, unpack
from web.keeping.pupil_keys_file import keep_names, read_pupil_keys
from web.settings import Settings
from web.store import Kept, Keyring, Store
from web.store.copies import SQLITE_COPY
from web.store.database import Database
from web.store.errors import UnusableError
from web.store.events import Event
from web.store.schema import is_empty


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Parameters
    ----------
    erased_again
        The pupils who had been erased after the backup was made.
    """

    label: Label
    erased_again: tuple[str, ...]


def restore(path: Path, settings: Settings, principal: Principal) -> Restored:
    """Restore a backup into the installation of the settings, which must keep nothing yet.

    Raises
    ------
    UnusableError
        There is a database already; the file is damaged, of another kind of database or sealed with other keys; the
        pupils' keys are not there, or older than the backup; or what was restored is not what had been kept.
    """
    keyring = Keyring.read(settings.keys)
    label = label_in(path)
    keys = read_pupil_keys(settings, label.made_at)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.home) as corner:
        folder = Path(corner)
        unpack(path, keyring.office, folder)
        with _empty(settings, keyring, label, folder) as store, store.writing(principal) as kept:
            if not store.database.is_sqlite:
                kept.copies.read(folder, label.revision)
            refuse_unequal(kept, label, keys)
            kept.copies.upgrade()
            gone = tuple(kept.copies.pupils_without_key())
            for pupil in gone:
                kept.erasing.erase(pupil)
            _begin_anew(kept)
            kept.audit.say(
                Event.BACKUP_RESTORED, "backup", path.name, made_at=label.made_at.isoformat(), erased=len(gone)
            )
    return Restored(label, gone)


def _begin_anew(kept: Kept) -> None:
    """Want nothing that was wanted when the backup was made."""
    for task in kept.tasks.list_open():
        kept.tasks.cancel(task.id)


@contextmanager
def _empty(settings: Settings, keyring: Keyring, label: Label, folder: Path) -> Iterator[Store]:
    """Give the store to restore into: what was unpacked, which then takes its place; or an empty database."""
    database = Database(settings.database)
    kind = "sqlite" if database.is_sqlite else "postgresql"
    if kind != label.database:
        raise UnusableError(f"This is a backup of a {label.database} database, and the settings name a {kind} one.")
    target = database.file
    if target is None:
        try:
            _refuse_used(database, settings.database_url)
            yield Store(database, keyring)
        finally:
            database.close()
        return
    database.close()
    _refuse_there(target)
    copy = Database(f"sqlite:///{folder / SQLITE_COPY}")
    try:
        yield Store(copy, keyring)
        copy.wipe()  # whatever stands beside the file goes into it
    finally:
        copy.close()
    _take_place(folder / SQLITE_COPY, target)


def _refuse_used(database: Database, name: str) -> None:
    if not is_empty(database):
        raise UnusableError(f"{name} is in use: make an empty database, and name it in the settings.")


def _refuse_there(target: Path) -> None:
    if target.exists():
        raise UnusableError(f"{target} is there already: move it away, then restore.")


def _take_place(file: Path, target: Path) -> None:
    """Give a restored file its name; never over another."""
    _refuse_there(target)
    file.chmod(0o600)
    file.rename(target)
    keep_names(target.parent)
