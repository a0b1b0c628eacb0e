"""The one file of all pupils' keys, beside the file of the installation's own keys, and written anew each time.

No backup holds a pupil's key: to erase it here and in the database erases what it sealed from every backup there is. So
mirror this file to another machine, and never keep an older one.
"""

import base64
import json
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from web.access import the_clock
from web.settings import Settings
from web.store import Store
from web.store.errors import UnusableError


def path_of(settings: Settings) -> Path:
    """Return where the file lies."""
    return settings.keys.with_name("pupil-keys.json")


def write_pupil_keys(store: Store, settings: Settings) -> int:
    """Write the file anew, from the database as it is; return how many keys it holds.

    Whoever writes it holds the database's pen, so that no key that is erased meanwhile comes back.
    """
    with store.writing(the_clock("keys")) as kept:
        for broken_off in path_of(settings).parent.glob(f".{path_of(settings).name}.*"):
            broken_off.unlink()  # of somebody who was killed while they wrote
        rows = kept.copies.keys_of_pupils()
        held = {row["pupil"]: [base64.b64encode(row["wrapped"]).decode(), row["made_at"].isoformat()] for row in rows}
        write_whole(path_of(settings), json.dumps({"written_at": store.now().isoformat(), "keys": held}).encode())
    return len(rows)


def read_pupil_keys(settings: Settings, since: datetime) -> list[dict[str, Any]]:
    """Return the keys of the file as rows of their table.

    Parameters
    ----------
    since
        When the backup was made to which they belong: a file that is older lacks the keys of whoever came after it.

    Raises
    ------
    UnusableError
        The file is not there, not whole, or older than the backup.
    """
    path = path_of(settings)
    bring = "bring back the newest copy of it, which you keep apart from the backups"
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        written_at = datetime.fromisoformat(held["written_at"])
        rows = [
            {
                "pupil": pupil,
                "wrapped": base64.b64decode(wrapped, validate=True),
                "made_at": datetime.fromisoformat(made_at),
            }
            for pupil, (wrapped, made_at) in held["keys"].items()
        ]
    except FileNotFoundError:
        raise UnusableError(f"{path} is not there: {bring}.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableError(f"{path} is not whole: {bring}.") from error
    if written_at < since:
        raise UnusableError(f"{path} is older than the backup, and lacks the keys of whoever came after it: {bring}.")
    return rows


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for nobody else's eyes, whole or not at all; it outlives a power cut."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
    keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """Have the names of a folder's files outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
