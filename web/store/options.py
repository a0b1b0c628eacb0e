"""What the authority sets on a page rather than at the server: one small object of JSON for each name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from web.access import Principal
from web.store.audit import AuditLog
from web.store.events import Event
from web.store.tables import OptionRow


class Options:
    """The options, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, audit: AuditLog, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._audit = audit
        self._now = now

    def find(self, name: str) -> Mapping[str, Any] | None:
        """Return an option, or None if it has not been set."""
        return self._connection.execute(select(OptionRow.value).where(OptionRow.name == name)).scalar_one_or_none()

    def put(self, name: str, value: Mapping[str, Any]) -> None:
        """Set an option."""
        before = self.find(name)
        self._connection.execute(delete(OptionRow).where(OptionRow.name == name))
        row = {"name": name, "value": dict(value), "changed_by": self._principal.user, "changed_at": self._now}
        self._connection.execute(insert(OptionRow).values(row))
        self._audit.say(Event.OPTION_CHANGED, "option", name, before=before, after=dict(value))
