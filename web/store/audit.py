"""The audit log: changes, views of what is restricted, exports, overrides, publishes and refusals, as a chain.

Each row's mark covers the row and the mark before it, by a key that does not stand in the database: a row that is
changed, taken out or put in is found by ``verify``. Rows that are cut off at the end are found by comparing with the
head that the backup wrote down. Details hold references and what changed by name, never a name or a text about a pupil.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from web.access import Principal
from web.store.errors import UnusableError
from web.store.events import Event
from web.store.tables import AuditRow

_FIRST = "0" * 64
_HEAD = re.compile(r"([0-9]{1,18})\s+([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done."""

    number: int
    at: datetime
    who: str
    role: str
    event: Event
    kind: str
    ref: str
    detail: Mapping[str, Any]


def head_text(head: tuple[int, str]) -> str:
    """Return the head of the log as it is written down elsewhere."""
    return f"{head[0]} {head[1]}\n"


def read_head(text: str) -> tuple[int, str]:
    """Return a head that was written down; ``ValueError`` with a sentence if it is none."""
    found = _HEAD.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError("that is no head of an audit log: a number, and a mark of 64 digits and letters from a to f")
    return int(found[1]), found[2]


class AuditLog:
    """The log, for one principal in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, key: bytes, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._key = key
        self._now = now

    def say(self, event: Event, kind: str, ref: str, **detail: Any) -> None:
        """Write down that the principal did something to something, in the same transaction as the deed itself."""
        self.say_all([(event, kind, ref, detail)])

    def say_all(self, deeds: Iterable[tuple[Event, str, str, Mapping[str, Any]]]) -> None:
        """Write down many deeds in their order: event, kind, reference and detail of each."""
        newest, mark = self.head()
        rows = []
        for number, (event, kind, ref, detail) in enumerate(deeds, newest + 1):
            row = {
                "number": number,
                "at": self._now,
                "who": self._principal.user,
                "role": str(self._principal.role),
                "event": str(event),
                "kind": kind,
                "ref": ref,
                "detail": dict(detail),
            }
            mark = _mark(self._key, mark, row)
            rows.append(row | {"mac": mark})
        if rows:
            self._connection.execute(insert(AuditRow), rows)

    def head(self) -> tuple[int, str]:
        """Return number and mark of the newest row; (0, zeros) of an empty log."""
        newest = select(AuditRow.number, AuditRow.mac).order_by(AuditRow.number.desc()).limit(1)
        found = self._connection.execute(newest).one_or_none()
        return (0, _FIRST) if found is None else (found.number, found.mac)

    def verify(self, head: tuple[int, str] | None = None) -> list[str]:
        """Return a sentence for each break of the chain; none if the log is whole.

        Parameters
        ----------
        head
            Number and mark of a row that was written down earlier: the log must still hold it.
        """
        wrong, before, mark, marks = [], 0, _FIRST, dict[int, str]()
        rows = self._connection.execute(select(*_COLUMNS, AuditRow.mac).order_by(AuditRow.number))
        for found in rows.mappings():
            row = {name: found[name] for name in _NAMES}
            if row["number"] != before + 1:
                wrong.append(f"Rows {before + 1} to {row['number'] - 1} are missing.")
            if not hmac.compare_digest(_mark(self._key, mark, row), found["mac"]):
                wrong.append(f"Row {row['number']} has been changed, or what stood before it has.")
            before, mark = row["number"], found["mac"]
            marks[before] = mark
        if head is not None and head[0] and marks.get(head[0]) != head[1]:
            wrong.append(
                f"Row {head[0]} was written down with another mark: the end of the log has been cut off or replaced."
            )
        return wrong

    def refuse_other_keys(self) -> None:
        """Raise ``UnusableError`` if the log was begun with another key than ours."""
        first = select(*_COLUMNS, AuditRow.mac).where(AuditRow.number == 1)
        found = self._connection.execute(first).mappings().one_or_none()
        if found is not None and _mark(self._key, _FIRST, {name: found[name] for name in _NAMES}) != found["mac"]:
            raise UnusableError(
                "The keys are not those of this database: bring back the copy of the keys that you keep apart."
            )

    def began_at(self) -> datetime | None:
        """Return when the first entry was made: when the installation began; None of an empty log."""
        return self._connection.execute(select(AuditRow.at).where(AuditRow.number == 1)).scalar_one_or_none()

    def count(self) -> int:
        """Return how many rows there are."""
        return self._connection.execute(select(func.coalesce(func.max(AuditRow.number), 0))).scalar_one()

    def list_entries(
        self,
        *,
        most: int = 50,
        before: int | None = None,
        ref: str | None = None,
        who: str | None = None,
        event: str | None = None,
    ) -> list[Entry]:
        """Return entries, the newest first.

        Parameters
        ----------
        before
            Only rows of lower numbers.
        ref, who, event
            Only rows about something, by someone, of one kind.
        """
        asked = select(*_COLUMNS).order_by(AuditRow.number.desc()).limit(most)
        if before is not None:
            asked = asked.where(AuditRow.number < before)
        for column, value in ((AuditRow.ref, ref), (AuditRow.who, who), (AuditRow.event, event)):
            if value:
                asked = asked.where(column == value)
        return list(_entries(self._connection.execute(asked).mappings()))


_COLUMNS = (
    AuditRow.number,
    AuditRow.at,
    AuditRow.who,
    AuditRow.role,
    AuditRow.event,
    AuditRow.kind,
    AuditRow.ref,
    AuditRow.detail,
)
_NAMES = tuple(column.key for column in _COLUMNS)


def _entries(rows: Any) -> Iterator[Entry]:
    for row in rows:
        yield Entry(**{**row, "event": Event(row["event"])})


def _mark(key: bytes, before: str, row: Mapping[str, Any]) -> str:
    """Return the mark of a row that follows a mark."""
    said = json.dumps(dict(row) | {"at": row["at"].isoformat()}, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"{before}\n{said}".encode(), hashlib.sha256).hexdigest()
