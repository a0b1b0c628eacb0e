"""Backups: one moment of the database, sealed with the office's key, restored in a corner before it counts as one.

The keys are in no backup. Beside each stands the head of the audit log, by which it is later seen that nothing has been
cut off. Copy the folder of backups to another machine every day, and the files of the keys to a third place.
"""

import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from routing.wording import counted
from web.access import the_clock
from web.keeping.pupil_keys_file import keep_names, read_pupil_keys, write_pupil_keys, write_whole
from web.keeping.sealed_files import label_of, opening, sealing
from web.settings import Settings
from web.slots import LONDON, Effect, Turn
from web.store import Kept, Store
from web.store.audit import head_text, read_head
from web.store.copies import Figure
from web.store.errors import UnusableError
from web.store.events import Event

_CORNER_S = 6 * 3600
"""A corner that nobody has touched for so long is nobody's any more."""
KEPT_DAYS = 35
"""A backup is kept so long; the newest longer, if no other follows it."""
SUFFIX = ".backup"
HEAD_SUFFIX = ".head.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a backup says of itself.

    Parameters
    ----------
    database, revision
        ``sqlite`` or ``postgresql``, and of which tables.
    tables
        How many rows of each table, and their mark.
    head
        Number and mark of the newest row of the audit log.
    """

    made_at: datetime
    database: str
    revision: str
    tables: Mapping[str, Figure]
    head: tuple[int, str]

    def to_json(self) -> dict[str, Any]:
        """Return it as an object of JSON."""
        return {
            "made_at": self.made_at.isoformat(),
            "database": self.database,
            "revision": self.revision,
            "tables": {name: [figure.rows, figure.mark] for name, figure in self.tables.items()},
            "head": list(self.head),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return what ``to_json`` gave."""
        return cls(
            made_at=datetime.fromisoformat(value["made_at"]),
            database=value["database"],
            revision=value["revision"],
            tables={name: Figure(rows, mark) for name, (rows, mark) in value["tables"].items()},
            head=(value["head"][0], value["head"][1]),
        )

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(figure.rows for figure in self.tables.values())


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that has been restored once."""

    path: Path
    label: Label

    def __str__(self) -> str:
        return f"{self.path.name}: {counted(self.label.rows, 'row')}, restored in a corner and equal"


def nightly(turn: Turn) -> Effect:
    """Make the night's backup, and forget those that have been kept long enough."""
    made = make_backup(turn.store, turn.settings)
    old = forget_old_backups(turn.settings, turn.store.now())

    def keep(kept: Kept) -> str:
        kept.audit.say(Event.BACKUP_MADE, "backup", made.path.name, rows=made.label.rows, head=made.label.head[0])
        return f"{made}; {counted(old, 'old backup')} forgotten"

    return keep


def make_backup(store: Store, settings: Settings) -> Backup:
    """Make a backup and restore it in a corner; it takes its name only if what was restored is equal.

    Raises
    ------
    UnusableError
        It cannot be written, or what was restored is not what was kept; then there is no new backup.
    """
    folder = settings.backup_folder
    forget_corners(settings)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as corner:
            new = Path(corner) / "new"
            label = _write(store, new, Path(corner))
            write_pupil_keys(store, settings)
            try_backup(new, store, settings)
            path = folder / _name(label.made_at)
            write_whole(path.with_suffix(HEAD_SUFFIX), head_text(label.head).encode())
            new.replace(path)
            keep_names(folder)
    except OSError as error:
        raise UnusableError(f"No backup was made: {error.strerror}, at {error.filename or folder}.") from error
    return Backup(path, label)


def _write(store: Store, target: Path, corner: Path) -> Label:
    """Write one moment of the database, sealed; return its label."""
    copied = corner / "copied"
    copied.mkdir()
    made_at = store.now()
    with store.reading(the_clock("backup")) as kept:
        label = Label(
            made_at=made_at,
            database=kept.copies.database,
            revision=kept.copies.revision(),
            tables=kept.copies.figures(),
            head=kept.audit.head(),
        )
        kept.copies.write(copied)
    target.touch(mode=0o600, exist_ok=False)
    with target.open("wb") as stream:
        sealer = sealing(stream, store.keyring.office, label.to_json())
        with tarfile.open(fileobj=sealer, mode="w|gz") as archive:
            for path in sorted(copied.iterdir()):
                archive.add(path, arcname=path.name)
        sealer.finish()
        stream.flush()
        os.fsync(stream.fileno())
    for path in copied.iterdir():
        path.unlink()
    return label


def label_in(path: Path) -> Label:
    """Return what a backup says of itself; ``UnusableError`` if it is damaged, or none."""
    return Label.from_json(label_of(path))


def unpack(path: Path, key: bytes, folder: Path) -> None:
    """Unseal a backup into a folder; ``UnusableError`` if it is damaged, or sealed with another key."""
    with opening(path, key) as opened, tarfile.open(fileobj=opened, mode="r|gz") as archive:
        archive.extractall(folder, filter="data")


def try_backup(path: Path, store: Store, settings: Settings) -> None:
    """Restore a backup where nobody sees it; ``UnusableError`` unless it is sound, equal, and opens with the keys."""
    label = label_in(path)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.backup_folder) as corner:
        folder = Path(corner)
        unpack(path, store.keyring.office, folder)
        keys = read_pupil_keys(settings, label.made_at)
        with store.reading_back(the_clock("backup"), folder, label.revision) as kept:
            refuse_unequal(kept, label, keys)
            if locked := kept.copies.pupils_without_key():
                raise UnusableError(f"The keys of these pupils are not in their file: {', '.join(locked)}.")


def refuse_unequal(kept: Kept, label: Label, keys: list[dict[str, Any]]) -> None:
    """Give a copy its keys; ``UnusableError`` unless it equals its source, opens with them, and has its whole log."""
    kept.copies.refuse_unsound(label.tables, label.revision)
    kept.copies.put_keys_of_pupils(keys)
    kept.records.all_rows()
    if wrong := kept.audit.verify(label.head):
        raise UnusableError(f"The audit log of the backup is not whole: {' '.join(wrong)}")


def list_backups(settings: Settings) -> list[Path]:
    """Return the backups that there are, the oldest first: their names sort by time."""
    return sorted(settings.backup_folder.glob(f"waymark-*{SUFFIX}"))


def forget_old_backups(settings: Settings, now: datetime) -> int:
    """Delete the backups that have been kept long enough, but for the newest; return how many."""
    first = _name(now - timedelta(days=KEPT_DAYS))
    old = [path for path in list_backups(settings)[:-1] if path.name < first]
    for path in old:
        path.unlink()
        path.with_suffix(HEAD_SUFFIX).unlink(missing_ok=True)
    return len(old)


def forget_corners(settings: Settings) -> None:
    """Delete the corners in which somebody was killed while they made or restored a backup."""
    for folder in (settings.backup_folder, settings.home):
        for corner in (*folder.glob(".backup-*"), *folder.glob(".restore-*")):
            if time.time() - corner.stat().st_mtime > _CORNER_S:
                shutil.rmtree(corner, ignore_errors=True)


def newest_head(settings: Settings) -> tuple[int, str] | None:
    """Return the head of the audit log that the newest backup wrote down; None if there is none."""
    heads = sorted(settings.backup_folder.glob(f"waymark-*{HEAD_SUFFIX}"))
    if not heads:
        return None
    try:
        return read_head(heads[-1].read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnusableError(f"{heads[-1]}: {error}.") from error


def _name(at: datetime) -> str:
    return f"waymark-{at.astimezone(LONDON):%Y-%m-%d-%H%M}{SUFFIX}"
