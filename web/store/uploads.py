"""Files that have been loaded to be looked at, sealed; and how the columns of files are called, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from web.access import Principal
from web.store.errors import ConflictError, NotKeptError
from web.store.keyring import Keyring, seal, unseal
from web.store.tables import ColumnMappingRow, UploadRow

KEPT_FOR = timedelta(days=1)
"""A file that nobody confirms is forgotten after so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUpload:
    """A file that is being looked at.

    Parameters
    ----------
    kind, options
        As what it was loaded: the kind of its rows, the column mapping, whether it is the whole list.
    """

    id: str
    kind: str
    name: str
    content: bytes
    options: Mapping[str, Any]
    loaded_by: str
    loaded_at: datetime
    confirmed_at: datetime | None


class Uploads:
    """Loaded files and column mappings, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._keyring = keyring
        self._now = now

    def keep(self, kind: str, name: str, content: bytes, options: Mapping[str, Any]) -> str:
        """Keep a file to be looked at; return its id. Files that nobody confirmed in time are forgotten."""
        self._connection.execute(delete(UploadRow).where(UploadRow.loaded_at < self._now - KEPT_FOR))
        id_ = uuid4().hex
        row = {
            "id": id_,
            "kind": kind,
            "name": name,
            "sealed": seal(self._keyring.office, content, f"upload|{id_}"),
            "options": dict(options),
            "loaded_by": self._principal.user,
            "loaded_at": self._now,
        }
        self._connection.execute(insert(UploadRow).values(row))
        return id_

    def get(self, id_: str) -> KeptUpload:
        """Return a file of the principal's own; ``NotKeptError`` if there is none."""
        mine = (UploadRow.id == id_) & (UploadRow.loaded_by == self._principal.user)
        found = self._connection.execute(select(UploadRow.__table__).where(mine)).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such file: load it again.")
        names = ("id", "kind", "name", "options", "loaded_by", "loaded_at", "confirmed_at")
        content = unseal(self._keyring.office, found["sealed"], f"upload|{id_}")
        return KeptUpload(**{name: found[name] for name in names}, content=content)

    def change(self, id_: str, kind: str, options: Mapping[str, Any]) -> None:
        """Look at a file in another way."""
        open_ = (UploadRow.id == id_) & (UploadRow.loaded_by == self._principal.user) & UploadRow.confirmed_at.is_(None)
        self._connection.execute(update(UploadRow).where(open_).values(kind=kind, options=dict(options)))

    def confirm(self, id_: str) -> None:
        """Mark a file as confirmed and forget what it holds; ``ConflictError`` if it has been confirmed before."""
        open_ = (UploadRow.id == id_) & (UploadRow.loaded_by == self._principal.user) & UploadRow.confirmed_at.is_(None)
        forgotten = seal(self._keyring.office, b"", f"upload|{id_}")
        done = self._connection.execute(update(UploadRow).where(open_).values(confirmed_at=self._now, sealed=forgotten))
        if done.rowcount != 1:
            raise ConflictError("This file has been confirmed already.")

    def forget(self, id_: str) -> None:
        """Forget a file of the principal's own that nobody has confirmed."""
        open_ = (UploadRow.id == id_) & (UploadRow.loaded_by == self._principal.user) & UploadRow.confirmed_at.is_(None)
        self._connection.execute(delete(UploadRow).where(open_))

    def list_mappings(self, kind: str) -> dict[str, Mapping[str, str]]:
        """Return the saved column mappings of a kind, by name."""
        asked = select(ColumnMappingRow.name, ColumnMappingRow.columns).where(ColumnMappingRow.kind == kind)
        return {found.name: found.columns for found in self._connection.execute(asked.order_by(ColumnMappingRow.name))}

    def keep_mapping(self, name: str, kind: str, columns: Mapping[str, str]) -> None:
        """Save a column mapping under a name, in the place of one of that name."""
        self._connection.execute(delete(ColumnMappingRow).where(ColumnMappingRow.name == name))
        row = {
            "name": name,
            "kind": kind,
            "columns": dict(columns),
            "changed_by": self._principal.user,
            "changed_at": self._now,
        }
        self._connection.execute(insert(ColumnMappingRow).values(row))
