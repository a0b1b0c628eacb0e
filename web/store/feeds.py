"""Secret links to a school's calendar: whoever holds one sees when vehicles come, and nothing about any pupil."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from web.access import Principal
from web.store.audit import AuditLog
from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.people import hash_of
from web.store.tables import CalendarFeedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A secret link, known by the hash of its secret."""

    hash: str
    school: str
    made_by: str
    made_at: datetime


class Feeds:
    """The links of the schools that a principal is bound to, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, audit: AuditLog, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._audit = audit
        self._now = now

    def make(self, school: str) -> str:
        """Make a link for a school; return its secret, which is shown once and not kept."""
        if school not in self._principal.schools:
            raise NotKeptError("There is no such school.")
        secret = secrets.token_urlsafe(32)
        row = {"hash": hash_of(secret), "school": school, "made_by": self._principal.user, "made_at": self._now}
        self._connection.execute(insert(CalendarFeedRow).values(row))
        self._audit.say(Event.FEED_MADE, "school", school)
        return secret

    def list_live(self) -> list[Feed]:
        """Return the links that work, the newest first."""
        mine = CalendarFeedRow.school.in_(sorted(self._principal.schools)) & CalendarFeedRow.ended_at.is_(None)
        columns = (CalendarFeedRow.hash, CalendarFeedRow.school, CalendarFeedRow.made_by, CalendarFeedRow.made_at)
        asked = select(*columns).where(mine).order_by(CalendarFeedRow.made_at.desc())
        return [Feed(**found) for found in self._connection.execute(asked).mappings()]

    def end(self, hash_: str) -> None:
        """End a link; ``NotKeptError`` if it is none of the principal's."""
        mine = (CalendarFeedRow.hash == hash_) & CalendarFeedRow.school.in_(sorted(self._principal.schools))
        if self._connection.execute(update(CalendarFeedRow).where(mine).values(ended_at=self._now)).rowcount != 1:
            raise NotKeptError("There is no such link.")
        self._audit.say(Event.FEED_ENDED, "feed", hash_)

    def find_school(self, secret: str) -> str | None:
        """Return the school of a link's secret, or None if there is no such link or it has been ended."""
        live = (CalendarFeedRow.hash == hash_of(secret)) & CalendarFeedRow.ended_at.is_(None)
        return self._connection.execute(select(CalendarFeedRow.school).where(live)).scalar_one_or_none()
