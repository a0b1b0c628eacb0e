"""Training: each trainee's history, which only grows, and where that has brought them.

>>> kept.training.add(pupil, entry)                                               # doctest: +SKIP
<Added.STORED: 'stored'>

Cohorts, programmes, sessions, journeys and the phones' outbox have a repository each, found here by name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, delete, func, insert, select

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consented,
    Happened,
    JourneySigned,
    Moved,
    Signed,
    State,
)
from travel_training.errors import TrainingError
from travel_training.lifecycle import check_entry
from travel_training.people import CohortId, Part, Person, Scope, TraineeId, TrainerId
from travel_training.standing import standing_of
from web.access import Principal
from web.store.audit import AuditLog
from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.pupil_keys import PupilKeys
from web.store.records import opened
from web.store.tables import RecordRow
from web.store.training_cohorts import Cohorts
from web.store.training_entries import Entries
from web.store.training_journeys import Journeys
from web.store.training_outbox import Outbox
from web.store.training_programmes import Programmes
from web.store.training_scope import Footing, Sight
from web.store.training_sessions import Sessions
from web.store.training_tables import TraineeRow
from web.store.training_timetables import Timetables
from web.store.training_views import Added, KeptEntry, TraineeHead


class Training:
    """Trainees and their histories for one principal, in one transaction; a trainer's own alone."""

    def __init__(
        self, connection: Connection, principal: Principal, keys: PupilKeys, audit: AuditLog, now: datetime
    ) -> None:
        self.sight = Sight(connection, principal, now)
        self._on = Footing(connection, principal, keys, audit, now, self.sight)
        self.entries = Entries(self._on)
        self._births: dict[TraineeId, str | None] = {}

    @cached_property
    def programmes(self) -> Programmes:
        """Programmes in their versions."""
        return Programmes(self._on)

    @cached_property
    def cohorts(self) -> Cohorts:
        """Cohorts and their trainers."""
        return Cohorts(self._on)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions, planned and held."""
        return Sessions(self._on)

    @cached_property
    def timetables(self) -> Timetables:
        """Timetables from which sessions are made."""
        return Timetables(self._on, self.sessions)

    @cached_property
    def journeys(self) -> Journeys:
        """Journeys with their risk assessments."""
        return Journeys(self._on)

    @cached_property
    def outbox(self) -> Outbox:
        """What phones send: keys to seal it with, and what of it was refused."""
        return Outbox(self._on)

    # -- where trainees stand -----------------------------------------------------------------------------------------

    def get(self, pupil: TraineeId) -> TraineeHead:
        """Return where a trainee stands; ``NotKeptError`` if they are none, or none of the principal's."""
        found = self.find(pupil)
        if found is None:
            raise NotKeptError("There is no such trainee.")
        return found

    def find(self, pupil: TraineeId) -> TraineeHead | None:
        """Return where a trainee stands, or None."""
        heads = self._heads(self._asked().where(TraineeRow.pupil == pupil))
        return heads[0] if heads else None

    def list_trainees(
        self,
        states: Iterable[State] = (),
        *,
        cohort: CohortId | None = None,
        trainer: TrainerId | None = None,
        school: str | None = None,
        skip: int = 0,
        most: int | None = None,
    ) -> list[TraineeHead]:
        """Return where trainees stand, by reference.

        Parameters
        ----------
        states, cohort, trainer, school
            Only of those; nothing for all.
        skip, most
            A page of them.
        """
        asked = _narrowed(self._asked(), states, cohort, trainer, school)
        return self._heads(asked.order_by(TraineeRow.pupil).offset(skip).limit(most))

    def count_trainees(
        self,
        states: Iterable[State] = (),
        *,
        cohort: CohortId | None = None,
        trainer: TrainerId | None = None,
        school: str | None = None,
    ) -> int:
        """Return how many trainees ``list_trainees`` would return."""
        asked = _narrowed(self._asked(), states, cohort, trainer, school).subquery()
        return self._on.connection.execute(select(func.count()).select_from(asked)).scalar_one()

    def count_states(self) -> dict[State, int]:
        """Return how many trainees stand in each state in which somebody does."""
        asked = (
            select(TraineeRow.state, func.count()).where(*self.sight.of(TraineeRow.pupil)).group_by(TraineeRow.state)
        )
        return {State(state): count for state, count in self._on.connection.execute(asked)}

    # -- histories ----------------------------------------------------------------------------------------------------

    def list_entries(self, pupil: TraineeId) -> list[KeptEntry]:
        """Return a trainee's entries with when each was entered; ``NotKeptError`` if they are not the principal's."""
        self.get(pupil)
        return list(self.entries.of(pupil))

    def history(self, pupil: TraineeId) -> tuple[AnyEntry, ...]:
        """Return a trainee's history; ``NotKeptError`` if they are not the principal's."""
        return tuple(each.entry for each in self.list_entries(pupil))

    def histories(
        self, pupils: Iterable[TraineeId] | None = None, *, cohort: CohortId | None = None
    ) -> dict[TraineeId, tuple[AnyEntry, ...]]:
        """Return the histories of many trainees, in as many questions for a thousand as for one.

        Parameters
        ----------
        pupils
            Of whom; None for all that exist for the principal.
        cohort
            Only of those who are in it now.
        """
        found = self.entries.of_many(pupils, cohort)
        return {pupil: tuple(each.entry for each in kept) for pupil, kept in found.items()}

    # -- adding -------------------------------------------------------------------------------------------------------

    def person(self, pupil: TraineeId) -> Person:
        """Return as whom the principal makes an entry about a pupil: themselves, in the part that is theirs."""
        head = self.find(pupil)
        return Person(self._on.principal.user, self.sight.part(head.trainer if head else None))

    def add(self, pupil: TraineeId, entry: AnyEntry, *, skew_s: int | None = None) -> Added:
        """Keep an entry of a pupil's history; sent twice, it is kept once. See ``add_all``."""
        return self.add_all(pupil, [entry], skew_s=skew_s)[0]

    def add_all(self, pupil: TraineeId, entries: Sequence[AnyEntry], *, skew_s: int | None = None) -> list[Added]:
        """Keep entries of a pupil's history in their order, all or none, and what they say of sessions and journeys.

        Parameters
        ----------
        entries
            By ``person``; the machine alone may write down what others have said.
        skew_s
            By how much the clock of the phone from which they come is ahead of ours.

        Returns
        -------
        What became of each. Of two with one id the first is kept, and the audit log says so.

        Raises
        ------
        NotKeptError
            If there is no such pupil, or none for the principal.
        TrainingError
            If an entry may not be added, with a sentence that says why; nothing has been kept then.
        """
        known = self.entries.known(each.id for each in entries)
        answers, new = list[Added](), list[AnyEntry]()
        for entry in entries:
            if entry.id in known:
                answers.append(_compared(known[entry.id], (pupil, entry)))
            else:
                answers.append(Added.STORED)
                new.append(entry)
                known[entry.id] = (pupil, entry)
        if new:
            self._keep(pupil, new, skew_s)
        self._on.audit.say_all(
            (Event.TRAINING_ENTRY_DIFFERS, "trainee", pupil, {"entry": entry.id})
            for entry, answer in zip(entries, answers, strict=True)
            if answer is Added.OTHER_IS_KEPT
        )
        return answers

    def _keep(self, pupil: TraineeId, new: Sequence[AnyEntry], skew_s: int | None) -> None:
        if self.find(pupil) is None:
            self._refuse_unknown(pupil)
        history = [each.entry for each in self.entries.of(pupil)]
        for entry in new:
            self._check(pupil, history, entry)
            history.append(entry)
        for entry in new:
            self._follow(pupil, entry)
        self.entries.append(pupil, new, skew_s)
        self._project(pupil, history)
        self._on.audit.say_all((said[0], "trainee", pupil, said[1]) for said in map(_said, new) if said)

    def _check(self, pupil: TraineeId, history: Sequence[AnyEntry], entry: AnyEntry) -> None:
        """Raise ``TrainingError`` if an entry may not follow a history, or is not the principal's to make."""
        standing = standing_of(history)
        part = self.sight.part(standing.trainer)
        if not self._on.principal.is_machine and entry.by != Person(self._on.principal.user, part):
            raise TrainingError(f"an entry is made by whoever is signed in, here as {part}: look again.")
        if isinstance(entry, Signed) and part is Part.SECOND and not self.sight.trains_in(standing.cohort):
            raise TrainingError(
                "the second half of a sign-off is by another trainer of the cohort, or the coordinator."
            )
        followed = standing.programme
        programme = self.programmes.find(*followed) if followed else None
        check_entry(history, entry, programme, self._age(pupil, entry.day))
        if isinstance(entry, Assigned):
            self._check_assigned(entry)
        self.sessions.check(pupil, entry)

    def _check_assigned(self, entry: Assigned) -> None:
        if self.programmes.find(entry.programme, entry.version) is None:
            raise TrainingError(f"there is no version {entry.version} of a programme {entry.programme}.")
        if entry.cohort is not None and not self.cohorts.is_known(entry.cohort):
            raise TrainingError(f"there is no cohort {entry.cohort}: make it first.")

    def _refuse_unknown(self, pupil: TraineeId) -> None:
        """Raise ``NotKeptError`` unless a history of the pupil may be begun."""
        self.sight.office_only()
        if self._born(pupil) is None:
            raise NotKeptError("There is no such pupil.")

    def _age(self, pupil: TraineeId, on: date) -> int | None:
        """Return a pupil's age in whole years on a day; None if it is not known when they were born."""
        born = self._born(pupil)
        if not born:
            return None
        day = date.fromisoformat(born)
        return on.year - day.year - ((on.month, on.day) < (day.month, day.day))

    def _born(self, pupil: TraineeId) -> str | None:
        """Return when a pupil was born, empty if that is not known; None if there is no such pupil."""
        if pupil not in self._births:
            asked = select(RecordRow.__table__).where(
                RecordRow.kind == "pupils",
                RecordRow.key == pupil,
                RecordRow.is_current,
                RecordRow.is_removed.is_(False),
            )
            found = self._on.connection.execute(asked).mappings().one_or_none()
            self._births[pupil] = None if found is None else opened(found, self._on.keys).get("born_on", "")
        return self._births[pupil]

    def _follow(self, pupil: TraineeId, entry: AnyEntry) -> None:
        """Have what an entry says of a session, a journey or a programme be so."""
        match entry:
            case Attended():
                self.sessions.attend(pupil, entry)
            case JourneySigned():
                self.journeys.sign(pupil, entry)
            case Assigned():
                self.programmes.put_in(entry.programme, entry.version)
            case _:
                pass

    def _project(self, pupil: TraineeId, history: Sequence[AnyEntry]) -> None:
        """Write down where a history has brought a trainee."""
        now = standing_of(history)
        held = [each.day for each in history if isinstance(each, Attended) and each.attendance is Attendance.HELD]
        programme, version = now.programme or (None, None)
        row = {
            "pupil": pupil,
            "state": now.state,
            "since": now.since,
            "cohort": now.cohort,
            "trainer": now.trainer,
            "programme": programme,
            "version": version,
            "scope": now.scope,
            "entries": len(history),
            "last_held_on": max(held, default=None),
            "changed_at": self._on.now,
        }
        self._on.connection.execute(delete(TraineeRow).where(TraineeRow.pupil == pupil))
        self._on.connection.execute(insert(TraineeRow).values(row))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _asked(self) -> Select[Any]:
        about = and_(RecordRow.kind == "pupils", RecordRow.key == TraineeRow.pupil, RecordRow.is_current)
        asked = select(TraineeRow.__table__, RecordRow.school).join(RecordRow, about, isouter=True)
        return asked.where(*self.sight.of(TraineeRow.pupil))

    def _heads(self, asked: Select[Any]) -> list[TraineeHead]:
        return [_head(row) for row in self._on.connection.execute(asked).mappings()]


def _narrowed(
    asked: Select[Any],
    states: Iterable[State],
    cohort: CohortId | None,
    trainer: TrainerId | None,
    school: str | None,
) -> Select[Any]:
    wanted = sorted(states)
    if wanted:
        asked = asked.where(TraineeRow.state.in_(wanted))
    for column, value in ((TraineeRow.cohort, cohort), (TraineeRow.trainer, trainer), (RecordRow.school, school)):
        if value is not None:
            asked = asked.where(column == value)
    return asked


def _head(row: RowMapping) -> TraineeHead:
    return TraineeHead(**dict(row) | {"state": State(row["state"]), "scope": Scope(row["scope"])})


def _compared(kept: tuple[TraineeId, AnyEntry], sent: tuple[TraineeId, AnyEntry]) -> Added:
    """Return what becomes of an entry whose id is taken: whoever sends it twice may act in another part by then."""
    (pupil, one), (sent_pupil, other) = kept, sent
    is_same = pupil == sent_pupil and one.by.user == other.by.user and replace(other, by=one.by) == one
    return Added.DUPLICATE if is_same else Added.OTHER_IS_KEPT


def _said(entry: AnyEntry) -> tuple[Event, dict[str, Any]] | None:
    """Return what the audit log says of an entry: moves, consents, sign-offs, incidents; nothing of the others."""
    match entry:
        case Moved():
            return Event.TRAINING_MOVED, {"entry": entry.id, "to": entry.to}
        case Consented():
            said = {"consent": entry.consent, "is_given": entry.is_given, "wording": entry.wording}
            return Event.TRAINING_CONSENTED, {"entry": entry.id, **said}
        case Signed():
            return Event.TRAINING_SIGNED, {"entry": entry.id, "part": entry.by.part}
        case JourneySigned():
            return Event.TRAINING_JOURNEY_SIGNED, {"entry": entry.id, "journey": entry.document}
        case Happened():
            return Event.TRAINING_INCIDENT, {"entry": entry.id, "severity": entry.severity}
        case _:
            return None
