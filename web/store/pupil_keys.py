"""Each pupil's own key. To erase it erases what it sealed, wherever a copy of that lies."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from web.store.keyring import Keyring, seal, unseal
from web.store.tables import PupilKeyRow


class PupilKeys:
    """The keys of one transaction, unwrapped as they are asked for."""

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now
        self._held: dict[str, bytes | None] = {}

    def load(self, pupils: Iterable[str] | None = None) -> Mapping[str, bytes | None]:
        """Return keys by pupil, None for those without one; fetched in one query. ``None``: of all pupils."""
        wanted = None if pupils is None else sorted(set(pupils) - self._held.keys())
        if wanted is None or wanted:
            asked = select(PupilKeyRow.pupil, PupilKeyRow.wrapped)
            if wanted is not None and len(wanted) <= _MANY:
                asked = asked.where(PupilKeyRow.pupil.in_(wanted))
            for pupil, wrapped in self._connection.execute(asked):
                self._held.setdefault(pupil, self._keyring.unwrap(wrapped))
            for pupil in wanted or ():
                self._held.setdefault(pupil, None)
        return self._held

    def make(self, pupil: str) -> bytes:
        """Return the pupil's key, made if there is none."""
        held = self._held.get(pupil)
        return self.make_all([pupil])[pupil] if held is None else held

    def make_all(self, pupils: Iterable[str]) -> dict[str, bytes]:
        """Return the keys of many pupils, made where there is none, in two questions."""
        wanted = set(pupils)
        held = self.load(wanted)
        found = {pupil: key for pupil in wanted if (key := held[pupil]) is not None}
        new = {pupil: secrets.token_bytes(32) for pupil in sorted(wanted - found.keys())}
        if new:
            wrap = self._keyring.wrap
            rows = [{"pupil": pupil, "wrapped": wrap(key), "made_at": self._now} for pupil, key in new.items()]
            self._connection.execute(insert(PupilKeyRow), rows)
            self._held.update(new)
        return found | new

    def erase(self, pupil: str) -> bool:
        """Erase a pupil's key; return whether there was one. What it sealed is noise from then on."""
        self._held[pupil] = None
        return self._connection.execute(delete(PupilKeyRow).where(PupilKeyRow.pupil == pupil)).rowcount == 1

    def seal(self, pupil: str | None, text: str, place: str) -> bytes:
        """Return a text sealed with a pupil's key, or with the office's if it is of no pupil."""
        return seal(self._keyring.office if pupil is None else self.make(pupil), text.encode(), place)

    def unseal(self, pupil: str | None, sealed: bytes, place: str) -> str | None:
        """Return a text that ``seal`` sealed, or None if the pupil's key has been erased."""
        key = self._keyring.office if pupil is None else self.load([pupil])[pupil]
        return None if key is None else unseal(key, sealed, place).decode()


_MANY = 500
"""More keys than this are not asked for by name: databases bound the length of a question."""
