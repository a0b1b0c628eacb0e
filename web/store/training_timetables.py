"""Timetables of sessions as they were planned, and the sessions that are made from them; for the office alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import RowMapping, insert, select, update

from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.training_scope import Footing
from web.store.training_sessions import Sessions
from web.store.training_tables import TimetableRow, TrainingSessionRow
from web.store.training_views import KeptSession, SessionState, TimetableHead, TimetableId

_HEAD = [column for column in TimetableRow.__table__.columns if column.name != "document"]


class Timetables:
    """The timetables, in one transaction."""

    def __init__(self, on: Footing, sessions: Sessions) -> None:
        self._on = on
        self._sessions = sessions

    def keep(self, document: Mapping[str, Any], first: date, last: date, cost: int, bound: int | None) -> TimetableId:
        """Keep a timetable that was planned, from which no session has been made yet; return its id."""
        self._on.sight.office_only()
        id_ = TimetableId(uuid4().hex)
        row = {"id": id_, "first": first, "last": last, "document": dict(document), "cost": cost, "bound": bound}
        made = {"made_by": self._on.principal.user, "made_at": self._on.now}
        self._on.connection.execute(insert(TimetableRow).values(row | made))
        return id_

    def get(self, id_: TimetableId) -> TimetableHead:
        """Return a timetable; ``NotKeptError`` if there is none."""
        self._on.sight.office_only()
        found = self._on.connection.execute(select(*_HEAD).where(TimetableRow.id == id_)).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such timetable.")
        return _head(found)

    def document(self, id_: TimetableId) -> Mapping[str, Any]:
        """Return the document of a timetable; ``NotKeptError`` if there is none."""
        self.get(id_)
        asked = select(TimetableRow.document).where(TimetableRow.id == id_)
        found: dict[str, Any] = self._on.connection.execute(asked).scalar_one()
        return found

    def list_all(self, *, skip: int = 0, most: int | None = None) -> list[TimetableHead]:
        """Return the timetables, the newest first."""
        self._on.sight.office_only()
        asked = select(*_HEAD).order_by(TimetableRow.made_at.desc(), TimetableRow.id).offset(skip).limit(most)
        return [_head(found) for found in self._on.connection.execute(asked).mappings()]

    def take(self, id_: TimetableId, sessions: Iterable[KeptSession], from_day: date) -> list[KeptSession]:
        """Make the sessions of a timetable; return those of an older one that are cancelled for it.

        Parameters
        ----------
        sessions
            All that the timetable has; those with the id of one that is planned take its place.
        from_day
            The first day on which anything may change.
        """
        head = self.get(id_)
        wanted = [replace(each, timetable=id_) for each in sessions if each.day >= from_day]
        ids = {each.id for each in wanted}
        planned = (TrainingSessionRow.state == SessionState.PLANNED) & TrainingSessionRow.timetable.is_not(None)
        old = self._sessions.find_where(planned, TrainingSessionRow.day.between(from_day, head.last))
        gone = self._sessions.cancel_all([each for each in old if each.id not in ids], "Planned anew")
        self._sessions.keep_all(wanted)
        taken = {"taken_by": self._on.principal.user, "taken_at": self._on.now}
        self._on.connection.execute(update(TimetableRow).where(TimetableRow.id == id_).values(taken))
        detail = {"sessions": len(wanted), "cancelled": len(gone)}
        self._on.audit.say(Event.TRAINING_TIMETABLE_TAKEN, "timetable", id_, **detail)
        return gone


def _head(found: RowMapping) -> TimetableHead:
    return TimetableHead(**found)
