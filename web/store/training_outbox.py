"""What phones send: the keys to which they seal it, and what of it was refused.

A pair of keys is sealed to for a month; the private one is kept a week longer, for what was written without signal.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from sqlalchemy import delete, insert, select

from travel_training.entries import EntryId
from web.store.events import Event
from web.store.training_scope import Footing
from web.store.training_tables import OutboxKeyRow, OutboxRefusedRow

_USED = timedelta(days=31)
LATE = timedelta(days=7)
"""How long after a key has retired what was sealed to it is still opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxKey:
    """The key to which phones seal, until it retires: a point of P-256, uncompressed, as browsers read it."""

    key_id: str
    public: bytes
    retires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry of the principal's phone that was not kept, and why."""

    entry: EntryId
    why: str
    at: datetime


class Outbox:
    """The outbox's keys, and the refused entries of one user, in one transaction."""

    def __init__(self, on: Footing) -> None:
        self._on = on

    def find_key(self) -> OutboxKey | None:
        """Return the key to which phones are to seal; None if one must be made (``key``)."""
        asked = select(OutboxKeyRow.key_id, OutboxKeyRow.public, OutboxKeyRow.retires_at)
        asked = asked.where(OutboxKeyRow.retires_at > self._on.now).order_by(OutboxKeyRow.retires_at.desc()).limit(1)
        found = self._on.connection.execute(asked).mappings().one_or_none()
        return None if found is None else OutboxKey(**found)

    def key(self) -> OutboxKey:
        """Return the key to which phones are to seal; made if there is none, and those of no use any more go."""
        found = self.find_key()
        if found is not None:
            return found
        over = OutboxKeyRow.retires_at <= self._on.now - LATE
        self._on.connection.execute(delete(OutboxKeyRow).where(over))
        pair, key_id = generate_private_key(SECP256R1()), uuid4().hex
        secret = pair.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        made = OutboxKey(
            key_id=key_id,
            public=pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
            retires_at=self._on.now + _USED,
        )
        row = {
            "key_id": key_id,
            "public": made.public,
            "sealed_private": self._on.keys.seal(None, base64.b64encode(secret).decode(), _place(key_id)),
            "made_at": self._on.now,
            "retires_at": made.retires_at,
        }
        self._on.connection.execute(insert(OutboxKeyRow).values(row))
        self._on.audit.say(Event.OUTBOX_KEY_MADE, "outbox-key", key_id)
        return made

    def find_private(self, key_id: str) -> EllipticCurvePrivateKey | None:
        """Return the private key with which to open what was sealed to a key; None a week after that has retired."""
        here = (OutboxKeyRow.key_id == key_id) & (OutboxKeyRow.retires_at > self._on.now - LATE)
        sealed = self._on.connection.execute(select(OutboxKeyRow.sealed_private).where(here)).scalar_one_or_none()
        text = None if sealed is None else self._on.keys.unseal(None, sealed, _place(key_id))
        if text is None:
            return None
        found = load_der_private_key(base64.b64decode(text), None)
        return found if isinstance(found, EllipticCurvePrivateKey) else None

    def refuse(self, entry: EntryId, why: str) -> None:
        """Write down that an entry of the principal's phone was not kept; said again, the newest reason counts."""
        self.dismiss(entry)
        row = {"entry": entry, "made_by": self._on.principal.user, "why": why, "at": self._on.now}
        self._on.connection.execute(insert(OutboxRefusedRow).values(row))

    def list_refused(self) -> list[Refused]:
        """Return the principal's entries that were not kept, the oldest first."""
        columns = (OutboxRefusedRow.entry, OutboxRefusedRow.why, OutboxRefusedRow.at)
        asked = select(*columns).where(OutboxRefusedRow.made_by == self._on.principal.user)
        rows = self._on.connection.execute(asked.order_by(OutboxRefusedRow.at, OutboxRefusedRow.entry)).mappings()
        return [Refused(**row) for row in rows]

    def dismiss(self, entry: EntryId) -> None:
        """Take out a refusal that the principal has seen to, or whose entry has been kept after all."""
        mine = (OutboxRefusedRow.entry == entry) & (OutboxRefusedRow.made_by == self._on.principal.user)
        self._on.connection.execute(delete(OutboxRefusedRow).where(mine))


def _place(key_id: str) -> str:
    return f"outbox_key|{key_id}"
