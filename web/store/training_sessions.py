"""Sessions: planned, held, cancelled.

Where a session begins and ends may be someone's home: that is sealed with the keys of all its trainees, one around the
other, and so is why it was cancelled.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from travel_training.entries import AnyEntry, Attendance, Attended, SessionId
from travel_training.errors import TrainingError
from travel_training.people import CohortId, TraineeId, TrainerId
from travel_training.programme import Setting
from web.access import Role
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.keyring import seal_for_all, unseal_for_all
from web.store.pupil_keys import PupilKeys
from web.store.training_scope import Footing
from web.store.training_tables import SessionTraineeRow, TraineeRow, TrainingSessionRow
from web.store.training_views import KeptSession, SessionState

_MANY = 500
"""More ids than this are not named in one question: databases bound its length."""
_SEALED = ("from_place", "to_place", "why")
_OPEN = ("id", "day", "begins_s", "ends_s", "trainer", "stage", "setting", "cohort", "state", "timetable")


@dataclass(slots=True)
class _Before:
    """What is kept of a session that is to be changed: whose it is, and who of its trainees came."""

    trainer: str
    came: dict[str, Attendance | None]


class Sessions:
    """The sessions with trainees who exist for a principal, in one transaction."""

    def __init__(self, on: Footing) -> None:
        self._on = on

    # -- looking ------------------------------------------------------------------------------------------------------

    def get(self, id_: SessionId) -> KeptSession:
        """Return a session; ``NotKeptError`` if there is none with a trainee whom the principal may see."""
        found = self.find_where(TrainingSessionRow.id == id_)
        if not found:
            raise NotKeptError("There is no such session.")
        return found[0]

    def list_between(
        self,
        first: date,
        last: date,
        *,
        trainer: TrainerId | None = None,
        cohort: CohortId | None = None,
        pupil: TraineeId | None = None,
    ) -> list[KeptSession]:
        """Return the sessions from one day to another in their order, in as many questions however many they are.

        Parameters
        ----------
        trainer, cohort, pupil
            Only of those.
        """
        where: list[Any] = [TrainingSessionRow.day.between(first, last)]
        for column, value in ((TrainingSessionRow.trainer, trainer), (TrainingSessionRow.cohort, cohort)):
            if value is not None:
                where.append(column == value)
        if pupil is not None:
            with_them = select(SessionTraineeRow.session).where(SessionTraineeRow.pupil == pupil)
            where.append(TrainingSessionRow.id.in_(with_them))
        return self.find_where(*where)

    def list_own(self, first: date, last: date) -> list[KeptSession]:
        """Return the sessions that the principal themselves takes on some days: a trainer's; nobody else has any."""
        mine = TrainingSessionRow.trainer.in_(sorted(self._on.sight.trainers))
        return self.find_where(TrainingSessionRow.day.between(first, last), mine)

    def find_where(self, *where: Any) -> list[KeptSession]:
        """Return the sessions of which something is true, with the trainees whom the principal may see.

        For the other files of the store. Sessions with none of those trainees are left out.
        """
        seen = self._on.sight.of(SessionTraineeRow.pupil)
        if seen:
            where = (*where, TrainingSessionRow.id.in_(select(SessionTraineeRow.session).where(*seen)))
        asked = select(TrainingSessionRow.__table__).where(*where)
        order = (TrainingSessionRow.day, TrainingSessionRow.begins_s, TrainingSessionRow.id)
        rows = self._on.connection.execute(asked.order_by(*order)).mappings().all()
        of_those = SessionTraineeRow.session.in_(select(TrainingSessionRow.id).where(*where))
        asked = select(SessionTraineeRow.__table__).where(of_those).order_by(SessionTraineeRow.pupil)
        came: dict[str, dict[str, str | None]] = {}
        for row in self._on.connection.execute(asked):
            came.setdefault(row.session, {})[row.pupil] = row.attendance
        self._on.keys.load({pupil for each in came.values() for pupil in each})
        theirs = self._on.sight.pupils()
        return [self._session(row, came.get(row["id"], {}), theirs) for row in rows]

    # -- changing -----------------------------------------------------------------------------------------------------

    def keep_all(self, sessions: Iterable[KeptSession]) -> None:
        """Keep sessions as they are given, new ones and those that were planned before; who came to them stays.

        Raises
        ------
        NotKeptError
            If someone is no trainee; if a trainer plans for another, or with someone whom they do not train.
        ConflictError
            If a session has been held already: what happened does not change.
        """
        wanted = list(sessions)
        before = self._before([each.id for each in wanted])
        self._refuse_foreign(wanted, before)
        self._refuse_strangers({pupil for each in wanted for pupil in each.trainees})
        held = next((each for each in wanted if each.id in before and _is_held(before[each.id])), None)
        if held is not None:
            raise ConflictError(f"The session on {held.day:%-d %B %Y} has been held: it cannot be planned anew.")
        self._put(wanted, before)
        self._on.audit.say(Event.TRAINING_SESSIONS_KEPT, "training-session", "many", count=len(wanted))

    def cancel(self, id_: SessionId, why: str) -> KeptSession:
        """Cancel a session; return it as it is now. ``ConflictError`` if it has been held, or cancelled already."""
        found = self.get(id_)
        self._refuse_foreign([found], self._before([id_]))
        if found.state is not SessionState.PLANNED:
            raise ConflictError(f"This session is not planned any more, but {found.state}.")
        return self.cancel_all([found], why)[0]

    def cancel_all(self, sessions: Sequence[KeptSession], why: str) -> list[KeptSession]:
        """Cancel planned sessions that have been looked at whole; return them as they are now."""
        gone = [replace(each, state=SessionState.CANCELLED, why=why) for each in sessions]
        self._put(gone, self._before([each.id for each in gone]))
        self._on.audit.say_all(
            (Event.TRAINING_SESSION_CANCELLED, "training-session", each.id, {"day": str(each.day)}) for each in gone
        )
        return gone

    # -- what a history says of them ----------------------------------------------------------------------------------

    def check(self, pupil: TraineeId, entry: AnyEntry) -> None:
        """Raise ``TrainingError`` if an entry is of a session not of the trainee, or not the trainer's to log."""
        id_ = getattr(entry, "session", None)
        if id_ is None:
            return
        before = self._before([id_]).get(id_) if id_.isprintable() else None
        if before is None or pupil not in before.came:
            raise TrainingError("there is no such session of this trainee.")
        if self._on.principal.role is Role.TRAINER and before.trainer not in self._on.sight.trainers:
            raise TrainingError("this session is another trainer's: they log it, or the coordinator gives it to you.")

    def attend(self, pupil: TraineeId, entry: Attended) -> None:
        """Write down whether a trainee came; the session was held if anyone came, and is cancelled if nobody did."""
        here = SessionTraineeRow.session == entry.session
        came = update(SessionTraineeRow).where(here, SessionTraineeRow.pupil == pupil)
        self._on.connection.execute(came.values(attendance=entry.attendance))
        said = self._on.connection.scalars(select(SessionTraineeRow.attendance).where(here)).all()
        if Attendance.HELD in said:
            state = SessionState.HELD
        elif None not in said:
            state = SessionState.CANCELLED
        else:
            return
        of = update(TrainingSessionRow).where(TrainingSessionRow.id == entry.session)
        self._on.connection.execute(of.values(state=state))
        if state is SessionState.CANCELLED:
            self._on.have_transport_follow()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _refuse_foreign(self, sessions: Sequence[KeptSession], before: Mapping[str, _Before]) -> None:
        """Raise ``NotKeptError`` if a trainer would change what is not theirs, or plan with whom they do not train."""
        theirs = self._on.sight.pupils()
        if theirs is None:
            return
        trainers = {each.trainer for each in sessions} | {each.trainer for each in before.values()}
        pupils = {pupil for each in sessions for pupil in each.trainees} | {p for b in before.values() for p in b.came}
        if not (self._on.sight.trainers >= trainers and theirs >= pupils):
            raise NotKeptError("There is no such session.")

    def _refuse_strangers(self, pupils: set[TraineeId]) -> None:
        """Raise ``NotKeptError`` if someone is no trainee."""
        known = {
            pupil
            for some in _parts(sorted(pupils))
            for pupil in self._on.connection.scalars(select(TraineeRow.pupil).where(TraineeRow.pupil.in_(some)))
        }
        if pupils - known:
            raise NotKeptError(f"{min(pupils - known)} is no trainee: refer them to travel training first.")

    def _before(self, ids: Sequence[SessionId]) -> dict[str, _Before]:
        found: dict[str, _Before] = {}
        for some in _parts(ids):
            asked = select(TrainingSessionRow.id, TrainingSessionRow.trainer).where(TrainingSessionRow.id.in_(some))
            found |= {row.id: _Before(row.trainer, {}) for row in self._on.connection.execute(asked)}
            of_those = select(SessionTraineeRow.__table__).where(SessionTraineeRow.session.in_(some))
            for row in self._on.connection.execute(of_those):
                found[row.session].came[row.pupil] = row.attendance and Attendance(row.attendance)
        return found

    def _put(self, sessions: Sequence[KeptSession], before: Mapping[str, _Before]) -> None:
        """Put sessions in the place of those of their ids."""
        keys = self._on.keys.make_all({pupil for each in sessions for pupil in each.trainees})
        for some in _parts([each.id for each in sessions]):
            self._on.connection.execute(delete(SessionTraineeRow).where(SessionTraineeRow.session.in_(some)))
            self._on.connection.execute(delete(TrainingSessionRow).where(TrainingSessionRow.id.in_(some)))
        changed = {"changed_by": self._on.principal.user, "changed_at": self._on.now}
        rows = [
            {name: getattr(each, name) for name in _OPEN} | changed | {"sealed": _sealed(each, keys)}
            for each in sessions
        ]
        pairs = [
            {
                "session": each.id,
                "pupil": pupil,
                "attendance": before[each.id].came.get(pupil) if each.id in before else None,
            }
            for each in sessions
            for pupil in each.trainees
        ]
        for table, some_rows in ((TrainingSessionRow, rows), (SessionTraineeRow, pairs)):
            if some_rows:
                self._on.connection.execute(insert(table), some_rows)
        self._on.have_transport_follow()

    def _session(self, row: RowMapping, came: Mapping[str, str | None], theirs: frozenset[str] | None) -> KeptSession:
        seen = {pupil: said for pupil, said in came.items() if theirs is None or pupil in theirs}
        texts = opened_texts(row, self._on.keys, sorted(came)) if len(seen) == len(came) else {}
        values: dict[str, Any] = {name: row[name] for name in _OPEN} | {
            "setting": Setting(row["setting"]),
            "state": SessionState(row["state"]),
            "trainees": tuple(map(TraineeId, seen)),
            "attendance": {TraineeId(pupil): Attendance(said) for pupil, said in seen.items() if said},
        }
        return KeptSession(**values | texts)


def opened_texts(row: RowMapping, keys: PupilKeys, pupils: Sequence[str]) -> dict[str, str]:
    """Return what is sealed of a session with all its trainees' keys; nothing once one of them has been erased."""
    held = keys.load(pupils)
    theirs = [key for pupil in pupils if (key := held[pupil]) is not None]
    if not row["sealed"] or len(theirs) != len(pupils):
        return {}
    texts: dict[str, str] = json.loads(unseal_for_all(theirs, row["sealed"], _place(row["id"])))
    return texts


def _is_held(before: _Before) -> bool:
    return Attendance.HELD in before.came.values()


def _sealed(session: KeptSession, keys: Mapping[str, bytes]) -> bytes:
    text = json.dumps({name: getattr(session, name) for name in _SEALED}).encode()
    return seal_for_all([keys[pupil] for pupil in sorted(session.trainees)], text, _place(session.id))


def _place(id_: str) -> str:
    return f"training_session|{id_}"


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _MANY):
        yield ids[first : first + _MANY]
